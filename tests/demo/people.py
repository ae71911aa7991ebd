"""The people of the demo, and what they press on the portal's pages."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import StringIO

from django.conf import settings
from django.core.management import call_command

from shanyin_charging import clock
from tests.demo.tables import FIRST_MONTH, SEED
from tests.year import by_pages, plan
from tests.year.browser import Browser
from tests.year.by_pages import TABS, UNIT_NAMES

PEOPLE = {  # account: who, role
    "office": ("专班工作人员", "专班工作人员"),
    "chief": ("专班办公室主任", "专班办公室主任"),
    "leader": ("分管副县长", "领导"),
    "auditor": ("审计员", "审计员"),
}
ABOVE, CITY = "above", "1406"  # who reads all counties of the city
SHOWN = "140621103"  # the unit whose officer the sign-in page offers
TELEPHONE = "0349-0000000"
WORK = {**TABS, "work": "工作情况"}
Line = tuple[str, dict[str, str]]  # kind, typed


class People(by_pages.Hands):
    """Everybody's browsers, signed in with the password that the demo shows."""

    password = settings.DEMO_PASSWORD

    def __init__(self, opened: datetime) -> None:
        self.haste, self.day, self.now = random.Random(SEED), opened.date(), opened
        with clock.at(opened):
            self.begin(FIRST_MONTH)
            for name, (called, role) in PEOPLE.items():
                self.engage(name, role, called=f"演示·{called}")
            for unit in plan.MEMBERS:
                self.engage(account_of(unit), "填报员", unit, f"演示·{UNIT_NAMES[unit]}填报员")
            self.let_read()
            for name in self.browsers:
                self.as_(name).open("/me/")
                self.browsers[name].press("保存", {"办公电话": TELEPHONE})

    def let_read(self) -> None:
        """Whoever runs the portal lets somebody of the city above read."""
        told = StringIO()
        call_command("let_read", CITY, ABOVE, "演示·市专班", stdout=told)
        password = re.search(r"一次性密码 (\S+?)（", told.getvalue())
        assert password, told.getvalue()
        self.arrive(ABOVE, password[1])

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """The block happens at a moment, or as soon as what is going on is over; what a timer does
        on the day has been done."""
        with self.after(moment - self.now):
            if self.now.date() != self.day:
                call_command("open_periods", stdout=StringIO())
                self.day = self.now.date()
            yield

    @contextmanager
    def after(self, pause: timedelta) -> Iterator[None]:
        """The block happens so much later."""
        self.now += max(pause, timedelta())
        with clock.at(self.now):
            yield
            self.now = clock.now()

    def officer(self, unit: str) -> Browser:
        """The browser of who fills in for a unit."""
        return self.as_(account_of(unit))

    def fill_in(self, moment: datetime, unit: str, period: str, lines: list[Line]) -> None:
        """Put lines into a draft."""
        with self.at(moment):
            browser = self.officer(unit)
            browser.click("填报", near=period)
        for kind, typed in lines:
            with self.after(timedelta()):
                keep, typed = self.set_about(browser, kind, typed)
            with self.after(timedelta(seconds=self.haste.randrange(50, 110))):
                browser.press(keep, typed)
                if browser.asks("情况说明"):  # only once something about it is odd
                    browser.press("保存修改", {"情况说明": "同一单位的另一处停车场，不是重复"})
                wrong = [n for n in browser.page.root.iter("p") if n.get("class") == "error"]
                assert not wrong, (unit, period, typed, browser.where)

    def set_about(self, browser: Browser, kind: str, typed: dict) -> tuple[str, dict]:
        """Open the form of a line; the button that keeps it, and what is typed there."""
        if kind in WORK:
            browser.press(WORK[kind])
            return "加入本期", typed
        about, typed = typed["about"], {k: v for k, v in typed.items() if k != "about"}
        if kind == "news":
            browser.click("有变化", near=f"{about}：在建")
            return "加入本期", typed
        browser.press("投运", near=about)
        if browser.page.links("修改"):  # all was known, and is in the draft
            browser.click("修改", near="由在建转投运")
        return "保存修改", typed

    def report(
        self,
        moment: datetime,
        unit: str,
        period: str,
        lines: list[Line],
        pictures: Mapping[str, bytes],
    ) -> None:
        """Fill a return in, with a picture of some of its sites, and hand it in; or again as it is,
        where that is all."""
        self.fill_in(moment, unit, period, lines)
        browser = self.browsers[account_of(unit)]
        for site, picture in pictures.items():
            with self.after(timedelta(seconds=self.haste.randrange(15, 40))):
                shown = {"照片或扫描件": (f"{site}.jpg", picture), "说明": "投运现场"}
                browser.press("上传", {**shown, "对应哪一条": site})
        told = browser.offers("删去")
        with self.after(timedelta()):
            browser.open(browser.page.address)
            if told:
                browser.press("核对并上报")
            else:
                browser.click("本期没有变化：零报告")
        with self.after(timedelta(seconds=self.haste.randrange(15, 60))):
            browser.press("确认无误，上报" if told else "确认零报告")
            assert "回执" in browser.page.text, browser.where
        self.returns[unit, period] = browser.page.address

    def pass_on(self, moment: datetime, unit: str, period: str) -> None:
        """The office passes a return."""
        with self.at(moment):
            assert self.approve((unit, period)), (unit, period)

    def give_back(self, moment: datetime, unit: str, period: str, why: str) -> None:
        """The office wants a return otherwise."""
        with self.at(moment):
            browser = self.look_at("office", (unit, period))
            browser.press("开始审核")
            browser.press("退回修改", {"意见1": why})
            assert "已退回" in browser.page.text, browser.where


def account_of(unit: str) -> str:
    """The account of a unit's officer."""
    return "officer" if unit == SHOWN else f"u_{unit}"
