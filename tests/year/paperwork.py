"""The office's people at its papers, by the pages: who drafts, writes on, sends on, refuses, signs
and opens them, and the units that are named in them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from xml.etree.ElementTree import Element

from django.core.management import call_command

from shanyin_charging import clock
from tests.year.browser import Browser, NotThere, Page, words
from tests.year.by_pages import UNIT_NAMES, Hands

FILES = ("PDF", "Word", "Excel")
PASS, RETURN, SIGN = "审核通过", "退回修改", "签发并印发"
Row = tuple[str, str, str]  # of a correction: what, as it was printed, as it should be


class Paperwork:
    """What is pressed at the library of papers and at each of them."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        self.shown: tuple[str, str, datetime] | None = None  # to whom what was shown last, and when

    def library(self, name: str) -> Browser:
        """Somebody's library."""
        browser = self.hands.seated(name)
        self.shown = None
        browser.click("通报")
        return browser

    def offered(self, name: str, label: str) -> list[str]:
        """What of something the office may draft a paper about."""
        return self.library(name).page.offered(label)

    def draft(self, name: str, kind: str, month: str, about: dict[str, str]) -> Page:
        """A new draft, on the desk."""
        browser = self.library(name)
        browser.press("起草", {"种类": kind, "月份": month, **about})
        return self.see(name, browser).page

    def at(self, name: str, address: str) -> Browser:
        """Somebody opens a paper where it lies, or has it open: nothing takes less than a minute,
        and nobody else has pressed anything since."""
        browser = self.hands.browsers[name]
        who, where, when = self.shown or ("", "", clock.now())
        is_there = (who, where, browser.page.address) == (name, address, address)
        if is_there and clock.now() - when <= timedelta(minutes=1):
            return browser
        browser.open(address)
        if browser.offers("登录"):
            self.hands.as_(name).open(address)
        return self.see(name, browser)

    def see(self, name: str, browser: Browser) -> Browser:
        """Remember what somebody has before them."""
        self.shown = name, browser.page.address, clock.now()
        return browser

    def press(
        self, name: str, address: str, said: str, typed: dict[str, Any] | None = None
    ) -> Page:
        """Somebody presses something at a paper."""
        browser = self.at(name, address)
        browser.press(said, typed)
        return self.see(name, browser).page

    def sign(self, address: str) -> Page:
        """The head of the office reads what is to be known, and signs."""
        browser = self.at("chief", address)
        read = "已逐条看过"
        browser.press(SIGN, {read: True} if browser.asks(read) else None)
        return self.see("chief", browser).page

    def offers(self, name: str, address: str) -> set[str]:
        """Which of the verbs somebody is offered at a paper; nothing where they do not see it."""
        browser = self.at(name, address)
        return {said for said in (PASS, RETURN, SIGN, "送审核", "保存") if browser.offers(said)}

    def answer(self, unit: str, said: str) -> bool:
        """A unit finds among its to-dos what is going to be said of it, and answers."""
        self.shown, browser = None, self.hands.officer(unit)
        if "拟通报内容" not in browser.page.text:
            return False
        browser.click("查看", near="拟通报内容")
        browser.press("提交说明", {"情况说明": said})
        return said in browser.page.text

    def files(self, name: str, address: str) -> dict[str, bytes]:
        """Every file of a paper."""
        browser = self.at(name, address)
        return {format: browser.download(format) for format in FILES}

    def differing(self, name: str) -> dict[str, list[Row]]:
        """What was printed and is otherwise now: address of a paper to its rows."""
        browser = self.library(name)
        page = browser.click("印发后变了的数字")
        found = {}
        for section in page.root.iter("section"):
            titles = [a for head in section.iter("h2") for a in head.iter("a")]
            for title in titles[:1]:
                found[title.get("href", "")] = rows_of(section)
        return found

    def said_to_differ(self, name: str) -> int:
        """Of how many papers the page that somebody begins at says so, once the timer has been."""
        call_command("look_through_issued")
        self.shown = None
        found = re.search(r"已印发的通报有 ?(\d+) ?份", self.hands.as_(name).page.text)
        return int(found[1]) if found else 0


def rows_of(node: Element) -> list[Row]:
    """The rows of three cells in a node, without the reason where a fourth gives one."""
    cells = [[words(cell) for cell in row.iter("td")] for row in node.iter("tr")]
    return [(row[0], row[1], row[2]) for row in cells if len(row) in (3, 4)]


def units_named(page: Page) -> list[str]:
    """The units that were told what is going to be said of them and have not answered."""
    named = {name: code for code, name in UNIT_NAMES.items()}
    return [named[words(a)] for a in page.root.iter("a") if "/namings/" in a.get("href", "")]


def fields_of(page: Page) -> dict[str, str]:
    """Label of each paragraph on the desk to its words."""
    fields = (node for node in page.root.iter("textarea") if node.get("name") == "body")
    return {page.label_of(node).split(" ")[0]: node.text or "" for node in fields}


def number_of(page: Page) -> str:
    """The number that an issued paper has got."""
    head = words(next(page.root.iter("h1")))
    found = re.match(r"(\S+〔\d{4}〕\d+号|第\d+期)", head)
    if not found:
        raise NotThere(f"no number in {head!r} at {page.address}")
    return found[1]
