"""What the demo's office does with the months: papers issued, matters put under supervision."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from tests.demo.people import account_of
from tests.demo.tables import NOTICES, PAPERS
from tests.demo.when import at
from tests.year.by_pages import UNIT_NAMES

if TYPE_CHECKING:
    from tests.demo.story import Story


def tell(story: Story) -> None:
    """Put it into the story."""
    for month, kind, day in PAPERS:
        story.on(at(day, 10), partial(issue, story, month, kind))
    for unit, day, steps in NOTICES:
        story.on(at(day, 15), partial(open_notice, story, unit))
        for on, press, words, until in steps:
            story.on(at(on, 9), partial(answer, story, unit, press, words, until))


def issue(story: Story, month: str, kind: str, moment: datetime) -> None:
    """The office drafts a paper, its head passes and signs it."""
    people = story.people
    with people.at(moment):
        office = people.as_("office")
        office.click("通报")
        office.press("起草", {"种类": kind, "月份": month})
        office.press("送审核")
        chief = people.as_("chief")
        chief.open(office.page.address)
        chief.press("审核通过")
        seen = {"已逐条看过": True} if chief.asks("已逐条看过") else {}
        chief.press("签发并印发", seen)
        assert "已签发并印发" in chief.page.text, chief.where


def open_notice(story: Story, unit: str, moment: datetime) -> None:
    """The office takes up what the rule proposes of a unit's progress; its head signs it."""
    people = story.people
    with people.at(moment):
        office = people.as_("office")
        office.click("督办")
        office.click("立项", near=f"{UNIT_NAMES[unit]} ")
        office.press("立项")
        office.press("送审批")
        chief = people.as_("chief")
        chief.open(office.page.address)
        chief.press("签发交办")
        story.notices[unit] = chief.page.address


def answer(
    story: Story, unit: str, press: str, words: str, until: date | None, moment: datetime
) -> None:
    """The unit does its part."""
    people, typed = story.people, {}
    with people.at(moment):
        browser = people.as_(account_of(unit))
        browser.open(story.notices[unit])
        if words:
            typed = {"text": words}
        if until:
            typed["延期到"] = f"{until}"
        browser.press(press, typed)
