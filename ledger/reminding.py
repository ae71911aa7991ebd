"""When a unit that owes a return is reminded, and what it is told (pure)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from . import deadlines

NOTICE_AFTER = 3  # working days past the due moment, until the office rules otherwise
MORNING = time(9, tzinfo=deadlines.ZONE)
OFFICE = "专班办公室"  # whom to ask, where no telephone is known
ASIDE = "没有变化的点“零报告”即可，不用填表。"


@dataclass(frozen=True)
class Stage:
    """A reminder of a month's returns: so many working days before (−) or after the last day that
    is on time."""

    code: str
    word: str
    working_days: int


AHEAD, LAST_DAY = Stage("ahead", "截止前提醒", -3), Stage("last_day", "截止日提醒", 0)
OVERDUE, PRESSING = Stage("overdue", "催报", 1), "pressing"


def stages(pressing_after: int) -> tuple[Stage, ...]:
    """The stages in their order; the last comes with the working day on which the ladder proposes a
    notice."""
    return (AHEAD, LAST_DAY, OVERDUE, Stage(PRESSING, "再次催报", max(pressing_after, 2)))


def morning_of(stage: Stage, last_day: date, rests: Callable[[date], bool]) -> datetime:
    """When the stage begins. Days are counted in working days, so that a holiday before the last
    day brings it forward; when the last day is itself one of rest, its reminder comes on the
    working day before."""
    day = last_day
    if stage.working_days > 0:
        day = deadlines.working_days_after(last_day, stage.working_days, rests)
    if stage.working_days < 0 or stage == LAST_DAY and rests(last_day):
        day = deadlines.working_days_before(last_day, max(-stage.working_days, 1), rests)
    return datetime.combine(day, MORNING)


def stage_at(
    now: datetime,
    last_day: date,
    due_at: datetime,
    lock_at: datetime,
    pressing_after: int,
    rests: Callable[[date], bool],
    is_pressed: bool = True,
) -> Stage | None:
    """The stage that a unit which still owes is to be told now; None before the first, between the
    due moment and the next working morning, and after the lock. A stage that was slept through
    gives way to the one that holds now. What comes after a plan's term is not pressed for."""
    if now >= lock_at or now >= due_at and not is_pressed:
        return None
    begun = [s for s in stages(pressing_after) if morning_of(s, last_day, rests) <= now]
    if not begun or begun[-1] in (AHEAD, LAST_DAY) and now >= due_at:
        return None
    return begun[-1]


def to_unit(
    stage: Stage,
    month: str,
    due: str,
    is_last_day: bool,
    owed: str,
    notice_after: int,
    office: str = OFFICE,
) -> str:
    """What one unit is told: what it owes, what will follow, and whom to ask."""
    if stage == AHEAD:
        return f"{month}充（换）电建设月报{due}截止，{owed}。{ASIDE}"
    if stage == LAST_DAY:
        when = f"今天{due[-5:]}截止" if is_last_day else f"{due}截止，今天是截止前最后一个工作日"
        return (
            f"{month}充（换）电建设月报{when}，{owed}。若截止前未报，贵单位将列入未报名单。{ASIDE}"
        )
    if stage == OVERDUE:
        return (
            f"{month}充（换）电建设月报已于{due}截止，{owed}，已列入未报名单。请尽快补报；"
            f"过截止时间{notice_after}个工作日仍未报的，按规则建议督办。"
        )
    return (
        f"{month}充（换）电建设月报已于{due}截止，至今{owed}，"
        f"按规则已建议督办。请立即补报，有困难的请与{office}联系。"
    )


def to_group(
    month: str, due: str, days_left: int | None, names: list[str], office: str = OFFICE
) -> str:
    """A polite text for the group that names only those who owe; `due` is the due moment as it is
    said, `days_left` until it (0 on the last day, None once it has passed). Empty when nobody owes
    anything."""
    if not names:
        return ""
    who = f"还没有上报的单位（{len(names)}家）：{'、'.join(names)}。"
    if days_left is None:
        return (
            f"各位好！{month}充（换）电建设月报已于{due}截止，{who}请尽快补报，确有困难的请与{office}联系；"
            "逾期未报情况将按方案要求在通报中列出。"
        )
    if days_left == 0:
        return (
            f"各位好！{month}充（换）电建设月报今天{due[-5:]}截止，"
            f"{who}若今日截止前未报，将列入未报名单。{ASIDE}"
        )
    return f"各位好！{month}充（换）电建设月报{due}截止，还有{days_left}天，{who}{ASIDE}"


def last_day_of(due_at: datetime) -> date:
    """The last day on which a return is on time."""
    return (due_at - timedelta(microseconds=1)).astimezone(deadlines.ZONE).date()
