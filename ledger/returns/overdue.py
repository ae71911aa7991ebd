"""Projects whose expected day is past, of which their unit has yet to say something."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef

from ledger.entries import construction
from ledger.entries.construction import UnderWay
from ledger.models import Kind, Line, Period, PeriodKind, State, Submission, Version
from ledger.models.submissions import OPEN
from ledger.returns import waiting
from shanyin_charging import clock
from targets.models import Plan, Unit


def overdue(units: Collection[Unit]) -> list[UnderWay]:
    """Those of the units; without what a return says that is written or judged just now."""
    if not units:
        return []
    found = [
        project for project in construction.of_units(units) if project.is_overdue(clock.today())
    ]
    told = told_of(found) if found else set()
    return [project for project in found if str(project.construction.pk) not in told]


def told_of(projects: Collection[UnderWay]) -> set[str]:
    """Numbers, as text, of those that the newest version of a return on its way names."""
    newer = Version.objects.filter(
        submission=OuterRef("version__submission"), number__gt=OuterRef("version__number")
    )
    numbers = [str(project.construction.pk) for project in projects]
    lines = Line.objects.filter(typed__construction__in=numbers).exclude(
        version__submission__state__in=[State.APPROVED, State.DROPPED]
    )
    return {line.typed["construction"] for line in lines.exclude(Exists(newer))}


def open_period(unit: Unit, project: UnderWay) -> Period | None:
    """The newest month, not before what was told last, in which the unit may write now."""
    begun = Submission.objects.filter(waiting.open_now(), unit=unit, kind=Kind.RETURN)
    written = Period.objects.served().filter(submissions__in=begun.filter(state__in=OPEN))
    months = {"kind": PeriodKind.MONTH, "starts_on__gte": project.word.period.starts_on}
    not_begun = waiting.not_begun([unit], Plan.objects.served())
    found = [*written.filter(**months), *not_begun.filter(**months)]
    return max(found, key=lambda period: period.starts_on, default=None)
