"""What is followed up, told from what was pressed by docs/rules/ladder.md: what the office is
proposed, how far each notice has come, who may do what to it and whom it waits for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from tests.year import plan
from tests.year.days import lock_at, working_days_between
from tests.year.figures import Told
from tests.year.returns import REPORTED_BY, Month

if TYPE_CHECKING:
    from tests.year.story import Year

LEVELS = ("蓝色", "黄色", "红色")
BLUE, YELLOW, RED = LEVELS
AGREED = "议定事项"  # by a meeting: no blame, and nothing that is raised
OFFICE = ("office", "second", "chief")
RUNNING = ("立项", "待审批", "已交办", "办理中", "已反馈", "已办结")
WITH_THE_UNIT = ("已交办", "办理中")
COURSE = {  # what is pressed: in which states, where it leads (empty: nowhere), who presses it
    "送审批": (("立项",), "待审批", OFFICE),
    "撤销立项": (("立项",), "已撤销", OFFICE),
    "签发交办": (("待审批",), "已交办", ("chief",)),
    "退回修改": (("待审批",), "立项", ("chief",)),
    "签收": (("已交办",), "办理中", ("unit",)),
    "撤销督办": (WITH_THE_UNIT, "已撤销", ("chief",)),
    "反馈办理情况": (("办理中",), "已反馈", ("unit",)),
    "填写协办情况": (("办理中",), "", ("helper",)),
    "申请延期": (("办理中",), "", ("unit",)),
    "同意延期": (("办理中",), "", ("chief",)),
    "不同意延期": (("办理中",), "", ("chief",)),
    "升级": (WITH_THE_UNIT, "", ("chief",)),
    "列入通报批评": (WITH_THE_UNIT, "", ("chief",)),
    "建议约谈": (WITH_THE_UNIT, "", ("chief",)),
    "同意约谈": (WITH_THE_UNIT, "", ("leader",)),
    "不约谈": (WITH_THE_UNIT, "", ("leader",)),
    "退办": (("已反馈", "已办结"), "办理中", OFFICE),
    "办结": (("已反馈",), "已办结", OFFICE),
    "销号": (("已办结",), "已销号", OFFICE),
    "归档": (("已销号",), "已归档", OFFICE),
}
RETURNS, PROGRESS = "returns", "progress"
BLUE_AFTER, YELLOW_MONTHS, RED_MONTHS, RED_BEHIND = 3, 2, 3, 3
CRITICISED_AFTER, TALK_AFTER = 5, 10


@dataclass(eq=False)
class Notice:
    """A matter that somebody opened, as it came and went."""

    address: str
    unit: str
    level: str
    due: date
    topic: str = ""
    row: str = ""  # of 附件2, that it is about
    helper: str = ""  # another unit, that helps
    state: str = "立项"
    number: str = ""
    asked: date | None = None
    is_criticised: bool = False
    talk: str = ""
    judged_by: str = ""
    files: int = 0
    sent_on: date | None = None
    is_opened: bool = False  # by who answers for it

    def is_overdue(self, today: date) -> bool:
        """Whether its unit lets it pass its day, from the day after."""
        return self.state in WITH_THE_UNIT and today > self.due

    def offers(self, who: str, today: date) -> set[str]:
        """What somebody may press now."""
        return {
            word
            for word, (states, _, people) in COURSE.items()
            if self.state in states and who in people and self.may_be(word, who, today)
        }

    def may_be(self, word: str, who: str, today: date) -> bool:
        """What a press asks for beside the state and the person."""
        harsh = self.level == RED and self.is_overdue(today)
        return {
            "同意延期": self.asked is not None,
            "不同意延期": self.asked is not None,
            "升级": self.level not in (RED, AGREED),
            "列入通报批评": harsh and not self.is_criticised,
            "建议约谈": harsh and self.is_criticised and not self.talk,
            "同意约谈": self.talk == "已建议约谈",
            "不约谈": self.talk == "已建议约谈",
            "销号": who != self.judged_by,
        }.get(word, True)

    def press(self, word: str, who: str, due: date | None = None, files: int = 0) -> None:
        """It was pressed, and done."""
        self.state = COURSE[word][1] or self.state
        self.files += files
        if word == "办结":
            self.judged_by = who
        if word == "申请延期":
            self.asked = due
        elif word in ("同意延期", "不同意延期", "升级"):
            self.due = (self.asked if word == "同意延期" else due) or self.due
            self.asked = None
        if word == "升级":
            self.level = LEVELS[LEVELS.index(self.level) + 1]
        self.is_criticised = self.is_criticised or word == "列入通报批评"
        said = {"建议约谈": "已建议约谈", "同意约谈": "领导同意约谈", "不约谈": "领导不约谈"}
        self.talk = said.get(word, self.talk)

    def turn_of(self, who: str) -> tuple[str, str]:
        """Who has it on their list: somebody, or who answers for a unit."""
        return ("unit", self.helper) if who == "helper" else (who, self.unit)

    @property
    def waits_for(self) -> tuple[str, ...]:
        """Whose turn it is; `unit` is who answers for it."""
        turns = {
            "立项": OFFICE,
            "待审批": ("chief",),
            "已交办": ("unit",),
            "办理中": ("unit", *["helper"] * bool(self.helper)),
            "已反馈": OFFICE,
            "已办结": tuple(who for who in OFFICE if who != self.judged_by),
        }
        also = ("chief",) * (self.asked is not None)
        also += ("leader",) * (self.talk == "已建议约谈")
        return (*turns.get(self.state, ()), *(also if self.state in WITH_THE_UNIT else ()))


Step = tuple[str, str, str]  # what is proposed, to whom, about what


@dataclass
class Following:
    """All notices, and what is to be done next."""

    year: Year
    notices: list[Notice] = field(default_factory=list)
    ruled: dict[str, int] = field(default_factory=dict)
    numbers: Counter[int] = field(default_factory=Counter)
    kept: dict[tuple[int, Month], dict[str, int]] = field(default_factory=dict)

    def give_number(self, notice: Notice, today: date) -> None:
        """It is sent out: the year's next number."""
        self.numbers[today.year] += 1
        notice.number = f"督〔{today.year}〕{self.numbers[today.year]}号"
        notice.sent_on = today

    def running(self) -> list[Notice]:
        """The matters that are not at an end."""
        return [one for one in self.notices if one.state in RUNNING]

    @property
    def taken(self) -> set[tuple[str, str]]:
        """(unit, topic) of which a notice runs, so that no second one is opened."""
        return {(one.unit, one.topic) for one in self.running()}

    # what the rule goes by

    def judged(self, at: datetime) -> list[Month]:
        """The months that may be held against anybody, the newest first."""
        desk, month, found = self.year.desk, self.year.desk.first, []
        while desk.is_judged(month, at):
            found.append(month)
            month = (month[0] + month[1] // 12, month[1] % 12 + 1)
        return found[::-1]

    def owed(self, unit: str, at: datetime) -> list[bool]:
        """Whether each such month's return is not there."""
        return [self.year.desk.of(unit, month).is_absent(at) for month in self.judged(at)]

    def light(self, row: str, month: Month, at: datetime) -> str:
        """The word beside a row."""
        key = self.year.account.tick, month
        if key not in self.kept:
            self.kept[key] = Told(self.year.account, *month).rows()
        heard = {unit for unit, year in self.year.heard if year == month[0]}
        return self.year.desk.light(row, self.kept[key][row], month, at, heard)

    def cured(self, notice: Notice, at: datetime) -> bool:
        """Whether what it was about has been mended."""
        if notice.topic == RETURNS:
            return not any(self.owed(notice.unit, at))
        if notice.topic == PROGRESS and notice.row and self.judged(at):
            return self.light(notice.row, self.judged(at)[0], at) in ("正常", "完成")
        return False

    # what it proposes

    def proposed(self, at: datetime) -> Counter[Step]:
        """What the office is proposed to do, nothing once the plan's term is over and no other
        plan holds."""
        over = at >= lock_at(plan.YEARS[-1], 12) and not self.year.account.next_plan
        if over:
            return Counter()
        taken = self.taken
        found = [
            (word, unit, RETURNS)
            for unit in plan.MEMBERS
            if (unit, RETURNS) not in taken and (word := self.for_returns(unit, at))
        ]
        rows = dict.fromkeys(REPORTED_BY.values()) if self.judged(at) else ()
        for unit in rows:
            if (unit, PROGRESS) not in taken and (step := self.for_progress(unit, at)):
                found.append((step[0], unit, f"{PROGRESS} {step[1]}"))
        for one in self.running():
            if word := self.for_running(one, at):
                found.append((word, one.unit, one.address))
        return Counter(found)

    def for_returns(self, unit: str, at: datetime) -> str:
        """By months in a row, else by the days of work since the last day."""
        owed = [*self.owed(unit, at), False]
        months = owed.index(False)
        if not months:
            return ""
        if months >= self.ruled.get("ladder:red_months", RED_MONTHS):
            return "红色督办单" if "ladder:red_months" in self.ruled else "黄色督办单"
        if months >= YELLOW_MONTHS:
            return "黄色督办单"
        last_day = self.year.desk.of(unit, self.judged(at)[0]).last_day
        late = working_days_between(last_day, at.date())
        return "蓝色督办单" if late >= BLUE_AFTER else "催报"

    def for_progress(self, unit: str, at: datetime) -> tuple[str, str] | None:
        """(step, row) of the gravest of a unit's rows; a curve that nobody approved makes none
        red."""
        month, words = self.judged(at)[0], {}
        for row in plan.QUOTAS:
            if REPORTED_BY[row] == unit:
                words.setdefault(self.light(row, month, at), row)
        for light, step in (("滞后", "黄色督办单"), ("偏慢", "提醒")):
            if light in words:
                return step, words[light]
        return None

    def for_running(self, one: Notice, at: datetime) -> str:
        """What is to become of a notice that lies with its unit."""
        if one.state not in WITH_THE_UNIT or one.level == AGREED:
            return ""
        if self.cured(one, at):
            return "建议办结"
        late = working_days_between(one.due, at.date())
        may_be_red = one.topic == RETURNS and "ladder:red_months" in self.ruled
        may_be_red = may_be_red or one.topic not in (RETURNS, PROGRESS)
        if late and one.level != RED:
            return "升级" if one.level == BLUE or may_be_red else ""
        if late >= TALK_AFTER and one.is_criticised and not one.talk:
            return "建议约谈"
        return "通报批评" if late >= CRITICISED_AFTER and not one.is_criticised else ""
