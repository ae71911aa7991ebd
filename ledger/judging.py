"""Whether a month may be judged (pure): not before its returns are due, nor where nothing is asked
of it."""

from datetime import datetime
from enum import StrEnum

from ledger import deadlines
from targets.months import Month


class MonthState(StrEnum):
    """How far a month has come; only in one of these is anybody lit, named or counted for it."""

    UNOPENED = "未开"
    RUNNING = "报送中"
    DUE = "已到期"
    CLOSING = "年度结账"  # told in a closing account: what came before the portal, or the plan
    OVER = "计划期已满"  # reported on after the plan's last month; no target is set for it

    @property
    def is_judged(self) -> bool:
        """Whether the month may be held against anybody."""
        return self is MonthState.DUE

    @property
    def verdict(self) -> str:
        """What stands in a light's place in a month that is not judged."""
        return "不评价" if self in (MonthState.CLOSING, MonthState.OVER) else str(self)


def state_of(month: Month, due_at: datetime | None, term_ends: Month, now: datetime) -> MonthState:
    """The state of a month whose returns are due at a moment (None: it has none of its own), by the
    plan's last month."""
    if month > term_ends:
        return MonthState.OVER
    if due_at is not None:
        return MonthState.DUE if now >= due_at else MonthState.RUNNING
    opened = deadlines.opens_on(month) <= now.astimezone(deadlines.ZONE).date()
    return MonthState.CLOSING if opened else MonthState.UNOPENED
