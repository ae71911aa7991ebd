"""What the demo's office finds at the sites: one round of four in November, a difference that was
mended, a hazard that is not yet."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from tests.demo import scenes
from tests.demo.people import account_of
from tests.demo.when import at
from tests.year.browser import Browser, words
from tests.year.by_pages import UNIT_NAMES

if TYPE_CHECKING:
    from tests.demo.story import Story

DRAWN, HELD = date(2025, 11, 17), date(2025, 11, 19)
ROUND = {
    "核查日期": f"{HELD}",
    "抽多少": "4",
    "种子": "20251117-618033",
    "核查人员": "王建国\n李晓梅\n张志强",
}
HAZARD = {
    "是哪一级": "一般隐患",
    "隐患是什么": "充电桩旁没有灭火器，防撞柱松动",
    "整改期限": "2025-12-15",
}
OUT, OTHER = 1, 2  # at which of the drawn sites, in their order, a pile does not work; a hazard
COUNTED = re.compile(r"直流(\d+)台(?:（停用(\d+)台）)?、交流(\d+)台(?:（停用(\d+)台）)?")


def tell(story: Story) -> None:
    """Put it into the story."""
    story.on(at(DRAWN, 15), partial(draw, story))
    for number in range(4):
        story.on(at(HELD, 9 + 2 * number), partial(look, story, number))
    story.on(at(date(2025, 11, 24), 10), partial(answer, story, "out"))
    story.on(at(date(2025, 11, 25), 10), partial(strike_off, story, "out"))


def draw(story: Story, moment: datetime) -> None:
    """The office draws four sites."""
    with story.people.at(moment):
        office = story.people.as_("office")
        office.click("督办")
        office.click("现场核查")
        office.click("抽取站点")
        office.press("抽取", ROUND)
        story.notices["round"] = office.page.address


def look(story: Story, number: int, moment: datetime) -> None:
    """Two people stand at one of them, with a picture."""
    people = story.people
    with people.at(moment):
        office = people.as_("office")
        office.open(story.notices["round"])
        rows = [row for row in office.page.root.iter("tr") if row.findall("td")]
        site, place, unit, told = (words(cell) for cell in rows[number].findall("td")[1:5])
        dc, dc_out, ac, ac_out = (int(n or 0) for n in COUNTED.fullmatch(told).groups())
        office.click(site, near=told)
        spot = spot_on(office)
        out = number == OUT
        picture = scenes.scene(site, dc + ac, moment, spot, dead=int(out))
        office.press("上传", {"拍照或选照片": (f"{site}.jpg", picture), "说明": "全景"})
        if number == OTHER:
            story.notices["hazard"] = office.page.address
            office.press("登记隐患", HAZARD)
        if not out:
            office.press("与台账一致")
            return
        found = {"dc": dc, "dc_out": dc_out + 1, "ac": ac, "ac_out": ac_out}
        office.press("记下核查结果", {**found, "现场情况": "1台直流桩黑屏，扫码没有反应"})
        story.notices["out"] = office.led_to("1台不能用")
        story.checked = next(code for code, name in UNIT_NAMES.items() if name == unit)


def spot_on(browser: Browser) -> str:
    """Where the site lies, as its page of the check says."""
    found = re.search(r"登记的位置 ([\d.]+), ([\d.]+)", browser.page.text)
    return f"{found[1]}, {found[2]}" if found else ""


def answer(story: Story, name: str, moment: datetime) -> None:
    """The unit says what it was."""
    with story.people.at(moment):
        browser = story.people.as_(account_of(story.checked))
        browser.open(story.notices[name])
        told = "通信模块故障，厂家11月21日已更换，恢复使用，没有停用。"
        browser.press("答复", {"情况说明或整改情况": told})


def strike_off(story: Story, name: str, moment: datetime) -> None:
    """Who was not there strikes it off."""
    with story.people.at(moment):
        chief = story.people.as_("chief")
        chief.open(story.notices[name])
        chief.press("同意，销号")
