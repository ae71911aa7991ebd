"""督办 in numbers: what was put under supervision and struck off in a time, what ran at its end and
was past its day."""

from dataclasses import dataclass
from datetime import date, datetime

from ledger.deadlines import midnight_after
from reports.figures.reading import Reading
from reports.models import Level, NoticeStep, SupervisionNotice

CLOSED, DROPPED, ASKED = "close_out", "drop", "ask_extension"  # verbs of a notice
ANSWERED = ("respond", "settle")  # what a unit is asked for is with the office


@dataclass(frozen=True)
class Supervised:
    """Matters: opened and closed in a time, running at its end, of these past their day."""

    opened: int
    closed: int
    running: int
    overdue: int


def supervised(r: Reading, months: int = 1, agreed: bool = False) -> Supervised:
    """The matters of the last so many months, by their steps: the same whenever it is asked. What
    meetings `agreed` is no matter of blame and is counted apart."""
    begin, end = (midnight_after(m.last_day) for m in (r.month - months, r.month))
    own = SupervisionNotice.objects.filter(county=r.county, assigned_at__lt=end)
    notices = own.filter(level=Level.AGREED) if agreed else own.exclude(level=Level.AGREED)
    steps = [notice_steps(n, end) for n in notices.prefetch_related("steps")]
    running = [s for s in steps if not any(step.verb in (CLOSED, DROPPED) for step in s)]
    closed = [step for s in steps for step in s if step.verb == CLOSED and step.at >= begin]
    opened = notices.filter(assigned_at__gte=begin).count()
    overdue = sum(is_overdue(s, r.month.last_day) for s in running)
    return Supervised(opened, len(closed), len(running), overdue)


def notice_steps(notice: SupervisionNotice, until: datetime) -> list[NoticeStep]:
    """What was done to a notice before a moment, in its order."""
    return [step for step in notice.steps.all() if step.at < until]


def is_overdue(steps: list[NoticeStep], day: date) -> bool:
    """Whether the day that was last set had passed, and the unit had not answered."""
    days = [step.due_on for step in steps if step.due_on and step.verb != ASKED]
    last = next((s.verb for s in steps[::-1] if s.verb in (*ANSWERED, "send_back")), "")
    return bool(days) and day > days[-1] and last not in ANSWERED
