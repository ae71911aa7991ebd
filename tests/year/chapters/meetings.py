"""调度会: planned, its pack made by one press, held; what it agreed is followed to its end, and
stands first at the next one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from pypdf import PdfReader

from shanyin_charging import clock
from tests.year.browser import Browser, words
from tests.year.by_pages import UNIT_NAMES
from tests.year.chance import CHINA
from tests.year.chapters import courses
from tests.year.chapters.going_on import GoingOn
from tests.year.chapters.matters import Matters, kinds_of
from tests.year.chapters.supervision import Supervision
from tests.year.days import working_days_after
from tests.year.notices import AGREED, OFFICE, Notice

if TYPE_CHECKING:
    from tests.year.story import Year

SOON = timedelta(days=2)  # before it, its pack is asked for
SHEETS = 4  # what a leader reads
ENDED = ("已销号", "已归档")
TASKS = ("给水泉停车场接电", "选定农贸市场的地点")


@dataclass(eq=False)
class Meeting:
    """One of them, as it comes and goes."""

    address: str
    on: date
    is_held: bool = False
    minutes: str = ""
    packs: list[str] = field(default_factory=list)  # where they are read
    files: dict[str, bytes] = field(default_factory=dict)  # of the last pack
    agreed: list[Notice] = field(default_factory=list)


class Meetings(GoingOn):
    """Two in a year, and the files of the first one months later."""

    must = frozenset(
        ("planned", "packed", "held", "agreed", "told first", "the same later", "no task")
        + ("seen by leader", "kept from a unit", "sheets", "struck off")
    )
    hour = time(14, 10, tzinfo=CHINA)
    begins = ((3, 6, "first"), (5, 6, "second"), (8, 6, "months_later"))

    def __init__(self, year: Year) -> None:
        super().__init__(year)
        self.told: list[Meeting] = []
        self.supervision = next(c for c in year.chapters if isinstance(c, Supervision))
        self.matters = next(c for c in year.chapters if isinstance(c, Matters))

    # courses

    def first(self) -> Iterator[int]:
        """One that agrees two tasks: one ends soon, one after the next meeting."""
        one = self.planned(working_days_after(self.today, 3))
        yield 2
        self.packed(one)
        yield 1
        self.held(one)
        lead, other = self.year.units[3:5]
        soon = self.agrees(one, TASKS[0], lead, working_days_after(self.today, 10))
        late = self.agrees(one, TASKS[1], other, working_days_after(self.today, 80))
        self.sent_out(one)
        self.follow(soon, 3)
        self.follow(late, 60)

    def second(self) -> Iterator[int]:
        """One that hears of the tasks first, and agrees nothing."""
        one = self.planned(working_days_after(self.today, 1))
        self.packed(one)
        yield 1
        self.held(one)
        yield 1
        one.minutes = "各单位照原来的分工办理。"
        typed = {"一行一条": one.minutes}
        self.press("second", one, "保存", typed, near="会议纪要要点")
        self.done["no task"] += 1

    def months_later(self) -> Iterator[int]:
        """The pack of a meeting is what it was, to the byte."""
        for one in self.told:
            for format, content in one.files.items():
                self.compare(f"{format} of {one.on}", self.file_of(one, format), content)
                self.done["the same later"] += 1
        yield from ()

    # pressing

    def planned(self, on: date) -> Meeting:
        """The office sets a day."""

        def act() -> Browser:
            browser = self.year.hands.as_("office")
            browser.click("督办")
            browser.click("调度会")
            browser.click("安排调度会")
            browser.press("安排", {"会议日期": on.isoformat(), "地点": "三楼会议室"})
            return browser

        browser = self.go(act, "plan a meeting", on)
        self.told.append(Meeting(browser.page.address, on))
        self.done["planned"] += 1
        return self.told[-1]

    def press(
        self, who: str, one: Meeting, word: str, typed: dict | None = None, near: str = ""
    ) -> Browser:
        """Somebody opens it and presses a button."""

        def act() -> Browser:
            browser = self.year.hands.seated(who)
            browser.open(one.address)
            browser.press(word, typed, near)
            return browser

        return self.go(act, who, word, one.address)

    def packed(self, one: Meeting) -> None:
        """Its pack by one press: what leaders read, on few sheets."""
        browser = self.press("office", one, "生成会议材料")
        one.packs.append(browser.led_to("第1稿"))
        for format in ("PDF", "Word"):
            one.files[format] = self.file_of(one, format)
        if one.files["PDF"].startswith(b"%PDF"):
            sheets = len(PdfReader(BytesIO(one.files["PDF"])).pages)
            self.compare("sheets of a pack", sheets <= SHEETS, True)
            self.done["sheets"] += 1
        self.read_pack(one)
        self.done["packed"] += 1

    def read_pack(self, one: Meeting) -> None:
        """What a leader reads in it: first what was agreed, then how things stand, what is open."""
        text = self.seen_by("leader", one.packs[-1]).text
        for said in (*self.of_the_last(one), *self.of_matters()):
            self.compare(f"pack of {one.on}: {said}", said in text, True)
        agreed = self.before(one)
        first = "上次议定事项" if agreed else "建设进度"
        self.compare(f"first in the pack of {one.on}", f"一、{first}" in text, True)
        self.done["seen by leader"] += 1
        self.kept_from(str(self.year.hands.officer_of(self.year.units[0])), one.packs[-1])
        self.done["kept from a unit"] += 1

    def before(self, one: Meeting) -> list[Notice]:
        """What the meeting before it agreed."""
        earlier = [m for m in self.told if m.on < one.on and m.is_held]
        return earlier[-1].agreed if earlier else []

    def of_the_last(self, one: Meeting) -> list[str]:
        """How far what was agreed has come, in a sentence."""
        agreed = self.before(one)
        if not agreed:
            return []
        ended = sum(n.state in ENDED for n in agreed)
        late = sum(n.is_overdue(self.today) for n in agreed)
        parts = [f"议定{len(agreed)}件"]
        parts += [f"已销号{ended}件"] * bool(ended)
        parts += [f"在办{len(agreed) - ended}件"] * (ended < len(agreed))
        parts += [f"其中{late}件已过时限"] * bool(late)
        self.done["told first"] += 1
        return ["，".join(parts)]

    def of_matters(self) -> list[str]:
        """How many matters are open, in a sentence."""
        found = self.matters.open()
        longest = max((m.days(self.today) for m in found), default=0)
        told = f"没有办结的{len(found)}件（{kinds_of(found)}），最早的已有{longest}天。"
        return [told] if found else []

    def file_of(self, one: Meeting, format: str) -> bytes:
        """A file of its pack."""
        with clock.at(self.year.now):
            browser = self.year.hands.seated("leader")
            browser.open(one.packs[-1])
            return bytes(browser.download(format))

    def held(self, one: Meeting) -> None:
        """It was held; what was agreed before stands on its page."""
        page = self.press("office", one, "记为已召开").page
        one.is_held = True
        shown = [words(n) for n in page.root.iter("h2") if words(n).startswith("上次议定事项")]
        agreed = self.before(one)
        self.compare(
            f"told of at {one.on}", shown, [f"上次议定事项 {len(agreed)} 件"][: len(agreed)]
        )
        self.done["held"] += 1

    def agrees(self, one: Meeting, task: str, unit: str, due: date) -> Notice:
        """The office records a task with its unit and its day."""
        typed = {"议定事项": task, "主办单位": UNIT_NAMES[unit], "办结时限": due.isoformat()}
        browser = self.press("office", one, "记下这一件", typed)
        address = browser.led_to(task)
        notice = Notice(address, unit, AGREED, due, f"meeting {one.on} {task}")
        self.supervision.told.notices.append(notice)
        one.agreed.append(notice)
        self.done["agreed"] += 1
        return notice

    def sent_out(self, one: Meeting) -> None:
        """All of them at once: put to the head of the office, who signs."""
        number = len(one.agreed)
        for who, said, word in (
            ("office", f"{number} 件送主任签发", "送审批"),
            ("chief", f"{number} 件签发交办", "签发交办"),
        ):
            self.press(who, one, said)
            for _ in one.agreed[1:]:
                self.year.follows(who, f"督办{word}", "")
            for notice in one.agreed:
                notice.press(word, who)
        for notice in one.agreed:
            self.supervision.told.give_number(notice, self.today)

    def follow(self, notice: Notice, days: int) -> None:
        """It goes the way of all that is under supervision."""
        day = working_days_after(self.today, days)
        self.supervision.courses.append((day, self.answered(notice)))

    def answered(self, notice: Notice) -> Iterator[int]:
        """Its unit answers, the office strikes it off."""
        yield from courses.answered(self.supervision, notice)
        self.done["struck off"] += notice.state in ENDED

    # what the pages say

    def waits(self, who: str, unit: str) -> Iterator[tuple[str, str, str]]:
        """What the office has to do about them."""
        for one in self.told if who in OFFICE else ():
            name = f"{one.on.year}年{one.on.month}月{one.on.day}日"
            name = f"{name}（周{'一二三四五六日'[one.on.weekday()]}）调度会"
            if not one.is_held and not one.packs and self.today <= one.on <= self.today + SOON:
                yield name, "生成材料", ""
            elif not one.is_held and one.on < self.today:
                yield name, "办理", ""
            elif one.is_held and not one.agreed and not one.minutes:
                yield name, "记录", ""
