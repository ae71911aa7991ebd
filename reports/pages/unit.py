"""One unit: its row, its place, what it returned and did, and who speaks for it."""

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from ledger.models import Attachment, Construction, Line, LineKind, Submission
from ledger.reminders import arrival
from reports.bulletins import fair_naming
from reports.bulletins.specials import checks_of
from reports.checking import panels
from reports.coordination import raising
from reports.figures import under_way
from reports.figures.figure import Where
from reports.figures.reading import Reading
from reports.figures.units import place, quota, returned, vehicles
from reports.models import Matter
from reports.pages.asking import asked
from reports.supervision import subjects
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.requests import Request
from targets.models import Post, Unit
from targets.months import Month
from targets.plan import queries

RECENT, EVIDENCE = 12, 12  # how many lines of work and pieces of evidence a unit's page shows


def unit(request: Request, code: str) -> HttpResponse:
    """One unit: its row, its place, what it returned, what it did, the proof of it, who speaks for
    it."""
    found = get_object_or_404(Unit.objects.served().select_related("area"), code=code)
    about = asked(request)
    read = about["reading"]
    mine = Submission.objects.visible_to(request.user).filter(unit=found)
    row = next((where for where in read.rows if where.unit == code), None)
    return render(
        request,
        "reports/unit.html",
        {
            **about,
            "unit": found,
            **(quota(read, row) if row else {}),
            "projects": projects(read, row, request.user) if row else [],
            **(place(read, found.area) if found.area else {}),
            **returned(read, found),
            "counted": vehicles(read, found),
            "inspected": checks_of(read, found),
            "duties": found.duties.filter(clause__plan=read.plan)
            .select_related("clause")
            .order_by("clause__position"),
            "statements": fair_naming.statements_of(found.code, read.month, request.user),
            "work": worked(mine, read.month),
            "evidence": evidence(request.user, mine),
            "mine": mine.exists(),
            "matters": matters_of(request.user, found),
            "mergers": mergers(found, read),
            "renamings": queries.renamings(queries.served()).get(f"unit:{found.code}", []),
            "checks": panels.of_unit(request.user, found),
            "raises": raising.offered(request.user, found),
            "reminded": arrival.of_unit(found) if speaks_for(request.user, found) else [],
            "posts": Post.objects.filter(unit=found).held_on(clock.today()).select_related("user")
            if request.user.sees_all_units
            else [],
            **subjects.offered(request.user, subjects.of_unit, found),
        },
    )


def mergers(unit: Unit, read: Reading) -> list[tuple[Unit, bool]]:
    """The unit and what goes on as it, each that was merged as far as that was known, and then
    those that were merged into the unit; each with whether it is of these."""
    ways = [(one, False) for one in unit.heirs(clock.today())]
    ways += [(one, True) for one in unit.merged_from.all()]
    until = read.moment or clock.now()
    return [way for way in ways if (at := way[0].merged_at) and at <= until]


def matters_of(user: User, unit: Unit) -> QuerySet[Matter]:
    """What is open of what the unit raised or is to solve, as far as the person may see it."""
    found = Matter.objects.visible_to(user, clock.today()).open()
    return found.filter(Q(raiser=unit) | Q(solver=unit)).select_related("raiser", "solver")


def projects(
    read: Reading, row: Where, user: User
) -> list[tuple[under_way.Told, raising.Way | None]]:
    """What is being built for a row, as far as the person may see who reports it; each that is
    held up with the way to others' help."""
    found = under_way.counting_for(read, row)
    seen = Construction.objects.visible_to(user).filter(pk__in=[p.construction.pk for p in found])
    known = set(seen.values_list("pk", flat=True)) if found else set()
    told = under_way.in_words(read, [p for p in found if p.construction.pk in known])
    units = {one.project.construction.unit for one in told if one.obstacle}
    raised = [matter for unit in units for matter in raising.raised_by(user, unit)]
    return [
        (one, raising.of_project(user, one.project, raised) if one.obstacle else None)
        for one in told
    ]


def speaks_for(user: User, unit: Unit) -> bool:
    """Whether the person works for the unit, or sees what all units do."""
    posts = Post.objects.held_on(clock.today()).filter(user=user, unit=unit)
    return user.sees_all_units or posts.exists()


def worked(submissions: QuerySet[Submission], month: Month) -> QuerySet[Line]:
    """The last lines of work that were approved, the newest month first."""
    return (
        Line.objects.approved()
        .filter(
            kind=LineKind.WORK,
            version__submission__in=submissions.filter(period__starts_on__lte=month.last_day),
        )
        .select_related("version__submission__period")
        .order_by("-version__submission__period__starts_on", "pk")[:RECENT]
    )


def evidence(user: User, submissions: QuerySet[Submission]) -> QuerySet[Attachment]:
    """The last pieces of evidence that the person may open, the newest first."""
    found = Attachment.objects.attached().visible_to(user, clock.today())
    return found.filter(submission__in=submissions).order_by("-uploaded_at")[:EVIDENCE]
