"""What the demo's office steers by in the last months: matters to be coordinated, meetings with
what they agreed, announcements."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl

from tests.demo.people import SHOWN, account_of
from tests.demo.when import at
from tests.year import plan
from tests.year.by_pages import UNIT_NAMES

if TYPE_CHECKING:
    from tests.demo.story import Story

# Unit, moment, the project that waits for it or else what is typed; then day, who, button, what is
# typed.
MATTERS: tuple[tuple[str, datetime, str | dict, tuple], ...] = (
    (
        "commerce",
        at(date(2025, 11, 5), 10),
        {
            "类别": "备案",
            "需要协调什么": "农贸市场停车场是租用的，备案缺场地产权证明，请明确用什么材料代替。",
            "涉及的地方或项目": "农贸市场停车场",
        },
        (
            (
                at(date(2025, 11, 6), 9),
                "office",
                "转交",
                {
                    "转交给": UNIT_NAMES["approval"],
                    "请在这一天以前答复": "2025-11-14",
                    "要对方办什么": "请明确租用场地的备案材料。",
                },
            ),
            (
                at(date(2025, 11, 10), 15),
                account_of("approval"),
                "答复",
                {"怎么解决、何时解决": "凭租赁合同和产权人书面同意即可备案，当日办结。"},
            ),
            (at(date(2025, 11, 11), 9), account_of("commerce"), "同意办结", {}),
        ),
    ),
    (
        SHOWN,
        at(date(2025, 11, 12), 10),
        "人民广场停车场",
        (
            (
                at(date(2025, 11, 13), 9),
                "office",
                "转交",
                {
                    "转交给": UNIT_NAMES["grid"],
                    "请在这一天以前答复": "2025-12-05",
                    "要对方办什么": "请给出人民广场台区增容的方案和接电时间。",
                },
            ),
            (
                at(date(2025, 12, 4), 16),
                account_of("grid"),
                "答复",
                {"怎么解决、何时解决": "12月18日前换装630千伏安变压器，12月25日前接电。"},
            ),
        ),
    ),
    (
        "140621201",
        at(date(2025, 11, 20), 10),
        "河阳新村充电站",
        (
            (
                at(date(2025, 11, 21), 9),
                "office",
                "转交",
                {
                    "转交给": UNIT_NAMES["grid"],
                    "请在这一天以前答复": "2025-12-12",
                    "要对方办什么": "请给出河阳新村台区增容的方案和接电时间。",
                },
            ),
        ),
    ),
    ("140621200", at(date(2025, 12, 9), 10), "前榆林村充电点", ()),
)
HELD, NEXT = date(2025, 11, 27), date(2025, 12, 16)
ROOM = "县政府三楼会议室"
MINUTES = (
    "年底前接电的项目逐个定时间，由国网山阴供电公司每周报进度。\n"
    "不能按期投运的，12月5日前书面说明。"
)
NEXT_MINUTES = "上次议定的4件逐件听了汇报，没有新的议定事项。"
# What the meeting of November agreed: unit, matter, the day; then moment, who, button, what is
# typed.
AGREED: tuple[tuple[str, str, str, tuple], ...] = (
    (
        "grid",
        "完成人民广场、河阳新村两处台区增容，先保年底前能投运的项目接电",
        "2025-12-25",
        (
            (at(date(2025, 11, 28), 9), account_of("grid"), "签收", {}),
            (
                at(date(2025, 12, 8), 10),
                account_of("grid"),
                "反馈办理情况",
                {"text": "人民广场台区变压器已到货，12月18日停电换装；河阳新村台区正在设计。"},
            ),
        ),
    ),
    (
        "land",
        "办结南辛寨村、故驿村两处充电设施用地手续",
        "2025-12-05",
        (
            (at(date(2025, 11, 28), 10), account_of("land"), "签收", {}),
            (
                at(date(2025, 12, 3), 10),
                account_of("land"),
                "反馈办理情况",
                {
                    "text": "两处用地手续12月2日办结，已通知马营庄乡。",
                    "file": ("用地手续办理情况.xlsx", "land"),
                },
            ),
            (at(date(2025, 12, 4), 9), "office", "办结", {}),
            (at(date(2025, 12, 4), 15), "chief", "销号", {}),
        ),
    ),
    (
        "culture",
        "排出还差2台的点位，报专班办公室",
        "2025-12-05",
        ((at(date(2025, 12, 1), 9), account_of("culture"), "签收", {}),),
    ),
    ("housing", "老旧小区改造预留的充电管线逐个小区验收", "2025-12-26", ()),
)
SHEETS = {
    "land": (("地点", "手续", "办结日期"), ("南辛寨村", "用地预审", "2025-12-02")),
    "form": (("项目", "桩数（台）", "现在走到哪一步", "预计投运", "需要协调的事"),),
}
# Moment, what is typed, who reads it from when on.
ANNOUNCEMENTS: tuple[tuple[datetime, dict, dict[datetime, tuple[str, ...]]], ...] = (
    (
        at(date(2025, 11, 20), 15),
        {
            "标题": "关于做好年底前在建充电设施投运和填报工作的通知",
            "正文": (
                "各成员单位：\n一、在建项目随11月月报逐个核对进度和预计投运日期，日期有变的在月报里改。\n"
                "二、需要其他单位解决的，在平台“协调事项”里提出，专班办公室3个工作日内转办。\n"
                "三、投运以后的当月报新增充电桩，12月的最迟2026年1月5日报送。"
            ),
            "全部成员单位": True,
        },
        {
            at(date(2025, 11, 20), 16): tuple(plan.MEMBERS[::2]),
            at(date(2025, 11, 21), 10): tuple(
                unit for unit in plan.MEMBERS[1::2] if unit not in ("140621202", "fire", "highway")
            ),
        },
    ),
    (
        at(date(2025, 12, 9), 11),
        {
            "标题": "关于报送12月16日调度会材料的通知",
            "正文": (
                "各乡镇：\n12月16日上午召开调度会。请按附表填写在建项目情况，12月12日前报专班办公室。\n"
                "平台里已经填报的不用重复填，只写还没有报的和需要协调的事。"
            ),
            "乡（镇）": True,
            "附件": ("调度会材料附表.xlsx", "form"),
        },
        {
            at(date(2025, 12, 9), 16): ("140621104", "140621100", "140621203"),
            at(date(2025, 12, 10), 14): (SHOWN, "140621101", "140621209", "140621201"),
        },
    ),
)


def tell(story: Story) -> None:
    """Put it into the story."""
    for unit, moment, what, steps in MATTERS:
        story.on(moment, partial(ask, story, unit, what))
        follow(story, f"{unit}需协调", steps)
    for moment, typed, readers in ANNOUNCEMENTS:
        story.on(moment, partial(announce, story, typed))
        for when, units in readers.items():
            story.on(when, partial(read, story, typed["标题"], units))
    story.on(at(date(2025, 11, 24), 15), partial(call, story, HELD, "年底前在建项目接电"))
    story.on(at(date(2025, 11, 26), 16), partial(at_meeting, story, HELD, "生成会议材料", {}))
    story.on(at(HELD, 11), partial(hold, story, HELD, MINUTES))
    story.on(at(HELD, 15), partial(agree, story))
    for _, matter, _, steps in AGREED:
        follow(story, matter, steps)
    story.on(at(date(2025, 12, 9), 15), partial(call, story, NEXT, "12月接电进度"))
    story.on(at(date(2025, 12, 15), 16), partial(at_meeting, story, NEXT, "生成会议材料", {}))
    story.on(at(NEXT, 11), partial(hold, story, NEXT, NEXT_MINUTES))


def follow(story: Story, matter: str, steps: tuple) -> None:
    """The steps of something that has its page."""
    for moment, who, press, typed in steps:
        story.on(moment, partial(step, story, matter, who, press, typed))


def step(story: Story, matter: str, who: str, press: str, typed: dict, moment: datetime) -> None:
    """Somebody does their part on its page."""
    with story.people.at(moment):
        browser = story.people.as_(who)
        browser.open(story.notices[matter])
        browser.press(press, with_files(typed))
        assert not browser.page.refuses, browser.where


def with_files(typed: dict) -> dict:
    """What is typed, with the sheets that are attached."""
    return {
        name: (value[0], sheet(SHEETS[value[1]])) if isinstance(value, tuple) else value
        for name, value in typed.items()
    }


def sheet(rows: tuple[tuple[str, ...], ...]) -> bytes:
    """A small file of Excel."""
    book, content = openpyxl.Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


def ask(story: Story, unit: str, what: str | dict, moment: datetime) -> None:
    """A unit asks for what it cannot solve alone: on the page of the project that waits for it, or
    in its own words."""
    with story.people.at(moment):
        browser = story.people.officer(unit)
        if isinstance(what, str):
            browser.open("/sites/building/")
            browser.click(what)
            browser.click("提请协调")
        else:
            browser.open("/matters/raise/")
        browser.press("提交", what if isinstance(what, dict) else {})
        assert "待专班办理" in browser.page.text, browser.where
        story.notices[f"{unit}需协调"] = browser.page.address


def announce(story: Story, typed: dict, moment: datetime) -> None:
    """The office writes an announcement and sends it."""
    with story.people.at(moment):
        office = story.people.as_("office")
        office.open("/announcements/write/")
        office.press("存为草稿", with_files(typed))
        office.press("发出")
        assert "已发出" in office.page.text, office.where
        story.notices[typed["标题"]] = office.page.address


def read(story: Story, title: str, units: tuple[str, ...], moment: datetime) -> None:
    """Some units read it, one after another."""
    for unit in units:
        step(story, title, account_of(unit), "已阅", {}, moment)


def call(story: Story, day: date, subject: str, moment: datetime) -> None:
    """The office sets the day of a meeting."""
    with story.people.at(moment):
        office = story.people.as_("office")
        office.open("/meetings/new/")
        office.press("安排", {"held_on": f"{day}", "place": ROOM, "subject": subject})
        assert "已安排" in office.page.text, office.where
        story.notices[f"{day}"] = office.page.address


def at_meeting(story: Story, day: date, press: str, typed: dict, moment: datetime) -> None:
    """The office does something about a meeting."""
    step(story, f"{day}", "office", press, typed, moment)


def hold(story: Story, day: date, minutes: str, moment: datetime) -> None:
    """It was held; what was said."""
    at_meeting(story, day, "记为已召开", {}, moment)
    at_meeting(story, day, "保存", {"text": minutes}, moment)


def agree(story: Story, moment: datetime) -> None:
    """What the meeting agreed is recorded, and its head signs all of it."""
    people, meeting = story.people, story.notices[f"{HELD}"]
    with people.at(moment):
        office = people.as_("office")
        office.open(meeting)
        for unit, matter, day, _ in AGREED:
            typed = {"matter": matter, "lead": UNIT_NAMES[unit], "due_on": day}
            office.press("记下这一件", typed)
        office.press(f"{len(AGREED)} 件送主任签发")
        chief = people.as_("chief")
        chief.open(meeting)
        chief.press(f"{len(AGREED)} 件签发交办")
        for _, matter, _, _ in AGREED:
            story.notices[matter] = chief.led_to(matter)
