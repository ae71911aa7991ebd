"""What who is to answer a matter is told: before its day, after it, and once it is urged."""

from datetime import datetime

from ledger.periods import working_days
from ledger.reminders.sending import Batch
from ledger.reminding import MORNING
from reports.models import Matter, MatterState
from shanyin_charging import clock, dates
from targets.models import Unit
from targets.plan import queries

SOON = 2  # working days


def reminders_due() -> list[Batch]:
    """What solvers of the county that is served are to be told now, once a day that was set."""
    handed = Matter.objects.of(queries.served()).filter(state=MatterState.HANDED)
    return [batch for matter in handed.select_related("raiser", "solver") for batch in due(matter)]


def due(matter: Matter) -> list[Batch]:
    """For a matter that a unit is to answer, from two working days before its day and from the
    first one after it."""
    day = matter.answer_by
    assert day is not None  # the database keeps none with a unit without it
    after, before = (
        datetime.combine(found, MORNING)
        for found in (
            working_days.after(day, 1),
            working_days.before(day, SOON),
        )
    )
    by, now = dates.official_date(day), clock.now()
    if now >= after:
        return [told(matter, f"overdue:{day}", "已过答复时限", f"已过答复时限{by}，请尽快答复。")]
    if now >= before and clock.today() <= day:
        return [told(matter, f"due_soon:{day}", "快到答复时限", f"请在{by}前答复。")]
    return []


def urged(matter: Matter, text: str) -> Batch:
    """What the office writes to a unit that has let its day pass."""
    assert matter.answer_by is not None
    by = dates.official_date(matter.answer_by)
    return told(matter, f"urged:{matter.answer_by}", "催办", f"{text}（请在{by}前答复）")


def told(matter: Matter, stage: str, word: str, words: str) -> Batch:
    """Words about a matter, for who is to solve it."""
    solver: Unit | None = matter.solver
    assert solver is not None
    return Batch(matter, stage, word, ((solver, f"{str(matter)[:60]}：{words}"),))
