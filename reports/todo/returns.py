"""Of returns: what a unit has to report, mend, check or confirm, and what the office has to
review."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from ledger import deadlines
from ledger.models import Kind, Period, PeriodKind, State, Submission, Version
from ledger.reminders import sending
from ledger.returns import standings, waiting, workflow
from reports.todo.item import Source, ToDo, from_table
from shanyin_charging import clock, dates
from shanyin_charging.lifecycle.transitions import Wait
from targets.models import Holder, Unit
from targets.plan import queries


def returns() -> QuerySet[Submission]:
    """Those of the county."""
    found = Submission.objects.served()
    return found.select_related("unit", "period__county__ledger")


def of_returns(wait: Wait, found: Sequence[Any]) -> Iterable[ToDo]:
    """A return that has been begun, with how its unit was reminded."""
    theirs = wait.state in (State.DRAFT, State.SENT_BACK)
    reminders = sending.last_told_of([s.period for s in found]) if theirs else {}
    for submission in found:
        period, unit = submission.period, submission.unit
        written = theirs and submission.kind == Kind.RETURN
        yield ToDo(
            f"{unit}　{period}" if written else str(submission),
            said_of(wait, submission, theirs),
            wait.button if written or not theirs else "去修改",
            address_of(submission, theirs),
            "已退回" if wait.state == State.SENT_BACK else "",
            is_back=wait.state == State.SENT_BACK,
            since=submission.moved_at or opened_at(period),
            reminder=reminders.get((sending.subject_of(period), unit.pk)),
        )


def said_of(wait: Wait, submission: Submission, theirs: bool) -> str:
    """What came before, and for a month's return how long there is."""
    if not theirs:
        return wait.says
    if submission.kind == Kind.RETURN:
        return wait.says + by_when(submission.period)
    came = "专班退回了，请看退回意见，" if wait.state == State.SENT_BACK else "没有上报，"
    return f"{came}改好后重新上报，或者作废。"


def address_of(submission: Submission, theirs: bool) -> str:
    """Where it is written, or read."""
    if theirs and submission.kind == Kind.RETURN:
        return reverse("fill_return", args=[submission.period_id, submission.unit.code])
    again = theirs and submission.kind == Kind.CORRECTION
    return reverse("correct_again" if again else "submission", args=[submission.pk])


def not_begun(who: Holder) -> list[QuerySet[Period]]:
    """The periods for which nothing has been begun, for each unit that the person writes for."""
    if not who.writes:
        return []
    return [waiting.not_begun(who.writes, who.plans).select_related("county__ledger")]


def of_periods(found: Sequence[Any]) -> Iterable[ToDo]:
    """A period that a unit is to report."""
    reminders = sending.last_told_of(found)
    for period in found:
        yield ToDo(
            f"{period.name}　{period}",
            by_when(period),
            "去填报",
            reverse("fill_return", args=[period.pk, period.code]),
            since=opened_at(period),
            reminder=reminders.get((sending.subject_of(period), period.unit)),
        )


def unconfirmed(who: Holder) -> list[QuerySet[Version]]:
    """What the office typed from paper, and the unit has not confirmed."""
    about = ("submission__unit", "submission__period")
    return [waiting.unconfirmed(who.units).select_related(*about)] if who.units else []


def of_versions(found: Sequence[Version]) -> Iterable[ToDo]:
    """A paper return that was entered."""
    for version in found:
        yield ToDo(
            str(version.submission),
            "专班代录的，请核对后确认。",
            "核对",
            reverse("submission", args=[version.submission_id]),
            since=version.submitted_at,
        )


def opened_at(period: Period) -> datetime | None:
    """The moment from which on a period could be reported, not before the portal was there; what
    never falls due waits for nobody and comes last."""
    if period.due_at is None:
        return None
    day = max(deadlines.opens_on(period.month), period.county.ledger.live_from)
    return datetime.combine(day, time(0), clock.ZONE)


def by_when(period: Period) -> str:
    """How long there is."""
    if not period.due_at:
        return "补录，不计迟报"
    return f"截止 {dates.until(period.due_at)}，{dates.left(clock.now(), period.due_at)}"


def strips_of(who: Holder) -> list[tuple[Unit, standings.Strip]]:
    """报送历 of each member unit that the person speaks for."""
    months = Period.objects.served().filter(kind=PeriodKind.MONTH)[: standings.LATELY]
    if not months:
        return []
    plan = queries.plan_for(months[0].month, who.plans)
    units = {unit.pk: unit for unit in who.units}
    strips = standings.strips(plan, list(months)[::-1], of=units.values())
    return [(units[pk], strip) for pk, strip in strips.items()]


SOURCES = (
    *from_table(
        workflow.TRANSITIONS, returns, of_returns, (State.DRAFT, State.CHECKING, State.SENT_BACK)
    ),
    Source(not_begun, of_periods),
    Source(unconfirmed, of_versions),
)
REVIEWS = from_table(workflow.TRANSITIONS, returns, of_returns, waiting.REVIEWED)
