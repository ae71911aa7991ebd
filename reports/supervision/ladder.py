"""提醒 → 催报 → 督办单 → 通报批评 → 约谈: which step a written rule proposes, and why (pure). A
person decides."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from ledger import deadlines
from ledger.reminding import MORNING, NOTICE_AFTER

REMIND, URGE = "remind", "urge"
BLUE, YELLOW, RED = "blue", "yellow", "red"
AGREED = "agreed"  # by a meeting: no blame, and nothing that is raised
SETTLE, RAISE, CRITICISE, TALK = (
    "settle",
    "raise_level",
    "criticise",
    "suggest_talk",
)  # of a notice that runs: its verbs
WORDS = {
    SETTLE: "建议办结",
    REMIND: "提醒",
    URGE: "催报",
    BLUE: "蓝色督办单",
    RAISE: "升级",
    YELLOW: "黄色督办单",
    RED: "红色督办单",
    CRITICISE: "通报批评",
    TALK: "建议约谈",
}
ORDER = tuple(WORDS)
RETURNS, PROGRESS = "returns", "progress"  # topics: what was not reported, what falls behind
PACE = "pace"  # the ruling by which a row is behind
SOON = 2  # working days
NUDGES = {  # of a running notice: what its lead unit is told
    "unsigned": ("请签收", f"已交办{SOON}个工作日，还没有签收，请今天签收。"),
    "due_soon": ("快到时限", "办结时限{due}，请按时反馈办理情况；确有困难的，到期前申请延期。"),
    "overdue": (
        "已超期",
        "已过办结时限{due}，还没有反馈。请立即反馈；超期不办的，按规则建议升级或通报批评。",
    ),
}
OF_AGREED = {  # of what a meeting agreed, where other words are right
    "overdue": (
        "已过时限",
        "已过办结时限{due}，还没有反馈。请反馈办理情况；没有办完的写明卡在哪里，下次调度会上研究。",
    ),
}


@dataclass(frozen=True)
class LadderRule:
    """When each step is proposed; every number may be ruled otherwise by the office."""

    blue_after: int = NOTICE_AFTER  # working days past the due moment without a return
    yellow_months: int = 2  # months in a row without a return
    red_months: int = 3
    red_behind: int = 3  # months in a row behind the calendar; fewer are yellow
    criticise_after: int = 5  # working days that a red notice is past its day
    talk_after: int = 10
    documents: tuple[str, ...] = ()
    approved: frozenset[str] = frozenset()  # what of it, and of the pace, the office has ruled

    def may_be_red(self, topic: str) -> bool:
        """Whether a red notice is proposed for the topic: only by what the office has approved."""
        needed = {RETURNS: {"red_months"}, PROGRESS: {"red_behind", PACE}}
        return needed.get(topic, set()) <= self.approved

    def at_most(self, step: str, topic: str) -> str:
        """The step, but yellow in the place of a red that the office has not approved."""
        return YELLOW if step == RED and not self.may_be_red(topic) else step

    @property
    def words(self) -> str:
        """The rule as it is printed beside what it proposes."""
        basis = "、".join(self.documents) if self.documents else "默认规则，待专班核定"
        if not (self.may_be_red(RETURNS) and self.may_be_red(PROGRESS)):
            basis += "；没有核定的规则不建议红色，只建议黄色"
        return (
            f"过截止未报：催报；过{self.blue_after}个工作日：蓝；连续{self.yellow_months}个月未报：黄；"
            f"连续{self.red_months}个月未报：红；偏慢：提醒；滞后：黄；连续{self.red_behind}个月滞后：红；"
            f"督办超期：升级；红色超期{self.criticise_after}个工作日：通报批评；超期{self.talk_after}个工作日：约谈。{basis}。"
        )


@dataclass(frozen=True)
class Returned:
    """How a unit stands with its returns: months in a row not reported up to the last that fell
    due, and for how long."""

    unit: str
    name: str
    months: int
    days_past: int  # working days since that month fell due
    missing: int = 0  # months not reported in all


@dataclass(frozen=True)
class Progressed:
    """How a row of the quota table stands: months in a row behind, whether it is slow now, its
    figure."""

    unit: str  # the unit that reports the row
    name: str  # the row's
    months_behind: int
    slow: bool
    key: str
    text: str
    # reported, and at the calendar's pace or beyond: an unreported row is neither behind nor on it
    on_pace: bool = False


@dataclass(frozen=True)
class Pursued:
    """How a notice that runs stands: working days past its day while its unit still has to act,
    what was done about it."""

    notice: int
    unit: str
    topic: str
    matter: str
    level: str
    days_past: int
    criticised: bool = False
    talk: str = ""
    cured: str = ""  # why it needs no pursuing any more


@dataclass(frozen=True)
class Proposal:
    """A step that the rule proposes, with the words that go into the notice."""

    step: str
    topic: str
    unit: str
    matter: str
    reason: str
    key: str = ""
    text: str = ""
    notice: int = 0  # the running one that it is about

    @property
    def word(self) -> str:
        """What the step is called."""
        return WORDS[self.step]

    @property
    def opens_notice(self) -> bool:
        """Whether the step is a new notice."""
        return self.step in (BLUE, YELLOW, RED)


def for_returns(found: Returned, rule: LadderRule) -> Proposal | None:
    """The step for a unit that owes returns; None for one that owes none."""
    if not found.months:
        return None
    step, reason = URGE, "已过截止时间，没有报送"
    if found.months >= rule.red_months:
        step, reason = RED, f"连续{found.months}个月没有报送"
    elif found.months >= rule.yellow_months:
        step, reason = YELLOW, f"连续{found.months}个月没有报送"
    elif found.days_past >= rule.blue_after:
        step, reason = BLUE, f"过截止时间{found.days_past}个工作日，没有报送"
    step = rule.at_most(step, RETURNS)
    return Proposal(step, RETURNS, found.unit, f"{found.name}未按时报送充（换）电建设月报", reason)


def for_progress(found: Progressed, rule: LadderRule) -> Proposal | None:
    """The step for a row that falls behind the calendar; None for one that does not."""
    if not found.months_behind:
        if not found.slow:
            return None
        return Proposal(
            REMIND,
            PROGRESS,
            found.unit,
            f"{found.name}新增公共充电桩偏慢",
            "低于序时进度",
            found.key,
            found.text,
        )
    step = RED if found.months_behind >= rule.red_behind else YELLOW
    step = rule.at_most(step, PROGRESS)
    reason = (
        f"连续{found.months_behind}个月滞后于序时进度"
        if found.months_behind > 1
        else "滞后于序时进度"
    )
    return Proposal(
        step,
        PROGRESS,
        found.unit,
        f"{found.name}新增公共充电桩进度滞后",
        reason,
        found.key,
        found.text,
    )


def for_pursued(found: Pursued, rule: LadderRule) -> Proposal | None:
    """The next step for a notice that runs: none while its unit still has time, and an end to it
    when it is cured."""
    step, reason = "", f"超过办结时限{found.days_past}个工作日"
    if found.cured:
        step, reason = SETTLE, found.cured
    elif found.level == AGREED:
        return None
    elif found.days_past and found.level != RED:
        step = RAISE if found.level != YELLOW or rule.may_be_red(found.topic) else ""
    elif found.days_past >= rule.talk_after and found.criticised and not found.talk:
        step = TALK
    elif found.days_past >= rule.criticise_after and not found.criticised:
        step = CRITICISE
    if not step:
        return None
    return Proposal(step, found.topic, found.unit, found.matter, reason, notice=found.notice)


def proposals(
    returned: Iterable[Returned],
    progressed: Iterable[Progressed],
    rule: LadderRule,
    running: Collection[tuple[str, str]] = (),
    pursued: Iterable[Pursued] = (),
) -> list[Proposal]:
    """What the rule proposes now, the gravest first; for a (unit, topic) that is under supervision
    already only what is to become of its notice."""
    steps = [for_returns(one, rule) for one in returned] + [
        for_progress(one, rule) for one in progressed
    ]
    found = [p for p in steps if p and (p.unit, p.topic) not in running]
    found += [p for one in pursued if (p := for_pursued(one, rule))]
    return sorted(found, key=lambda p: -ORDER.index(p.step))


def in_a_row(flags: Iterable[bool]) -> int:
    """How many are true from the newest on."""
    count = 0
    for flag in flags:
        if not flag:
            break
        count += 1
    return count


def nudge(
    unsigned: bool,
    unanswered: bool,
    assigned_on: date,
    due_on: date,
    now: datetime,
    rests: Callable[[date], bool],
) -> str:
    """Which reminder of a running notice holds now, of its first two states; empty for none."""

    def since(day: date) -> bool:
        return now >= datetime.combine(day, MORNING)

    if not (unsigned or unanswered):
        return ""
    if since(deadlines.working_days_after(due_on, 1, rests)):
        return "overdue"
    if unsigned:
        return "unsigned" if since(deadlines.working_days_after(assigned_on, SOON, rests)) else ""
    soon = since(deadlines.working_days_before(due_on, SOON, rests)) and now.date() <= due_on
    return "due_soon" if soon else ""
