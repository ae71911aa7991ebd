"""What who is to answer a matter is told: before its day, after it, and once it is urged."""

from datetime import date, datetime

from django.db.models import Model

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
    return [
        batch
        for matter in handed.select_related("raiser", "solver")
        for batch in due(matter, *answering(matter))
    ]


def answering(matter: Matter) -> tuple[Unit, date]:
    """The unit that a matter was handed to, and its day."""
    assert matter.solver and matter.answer_by  # the database keeps none without them
    return matter.solver, matter.answer_by


def due(about: Model, unit: Unit, day: date) -> list[Batch]:
    """For what a unit is to answer by a day, from two working days before it and from the first one
    after it."""
    after, before = (
        datetime.combine(found, MORNING)
        for found in (
            working_days.after(day, 1),
            working_days.before(day, SOON),
        )
    )
    by, now = dates.official_date(day), clock.now()
    if now >= after:
        words = f"已过答复时限{by}，请尽快答复。"
        return [told(about, unit, f"overdue:{day}", "已过答复时限", words)]
    if now >= before and clock.today() <= day:
        return [told(about, unit, f"due_soon:{day}", "快到答复时限", f"请在{by}前答复。")]
    return []


def urged(matter: Matter, text: str) -> Batch:
    """What the office writes to a unit that has let its day pass."""
    unit, day = answering(matter)
    words = f"{text}（请在{dates.official_date(day)}前答复）"
    return told(matter, unit, f"urged:{day}", "催办", words)


def told(about: Model, unit: Unit, stage: str, word: str, words: str) -> Batch:
    """Words about a thing, for who is to answer it."""
    return Batch(about, stage, word, ((unit, f"{str(about)[:60]}：{words}"),))
