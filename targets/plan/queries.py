"""Questions about the plan that several pages ask."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from shanyin_charging import serving
from targets import arithmetic
from targets.models import Area, AreaKind, PlaceKind, Plan, Ruling, Target, Unit, holding
from targets.months import Month

ADDED, IN_PLACE, QUOTA = "I01", "I02", "I33"
NAME = "name:"  # a ruling's subject, before unit: or area: and the code
SUPERVISOR = "supervisor:"  # a ruling's subject, before the code of a row
STOCK_DISCREPANCY = "D01"


def served() -> Area:
    """The county that is served."""
    return Area.objects.get(code=serving.county())


def each_county() -> Iterator[Area]:
    """Every county that has a plan, each served while it is its turn: for what timers do for
    all."""
    for county in Area.objects.filter(kind=AreaKind.COUNTY, plans__isnull=False).distinct():
        with serving.of(county.code):
            yield county


def units(request: object = None) -> QuerySet[Unit]:
    """Those of the county that is served; a filter asks with the request."""
    return Unit.objects.served()


def townships(request: object = None) -> QuerySet[Area]:
    """Those of the county that is served; a filter asks with the request."""
    return Area.objects.served().filter(kind=AreaKind.TOWNSHIP)


def official_names() -> dict[str, str]:
    """unit:code or area:code to the name that the office put on record last, in place of the
    printed one."""
    ruled = Ruling.objects.filter(subject__startswith=NAME).order_by("in_force_on", "recorded_at")
    return {ruling.subject.removeprefix(NAME): ruling.value["name"] for ruling in ruled}


def supervisors(on: date, recorded_before: datetime | None = None) -> dict[str, Unit]:
    """Code of a row of 附件2 to the member unit that reports it: as ruled by that day and recorded
    before a moment (None: at all), else as the portal proposes, else the row's own unit."""
    rows = (
        Unit.objects.served()
        .filter(targets__isnull=False)
        .distinct()
        .select_related("proposed_supervisor")
    )
    found = {row.code: row.proposed_supervisor or row for row in rows}
    recorded = Ruling.objects.recorded(recorded_before)
    ruled = recorded.filter(subject__startswith=SUPERVISOR, in_force_on__lte=on)
    wanted = {ruling.subject.removeprefix(SUPERVISOR): ruling.value["unit"] for ruling in ruled}
    units = {unit.code: unit for unit in Unit.objects.served().filter(code__in=wanted.values())}
    found |= {row: units[code] for row, code in wanted.items() if row in found}
    merged = Unit.objects.served().merged(on, recorded_before).select_related("merged_into")
    gone = {unit.pk: unit.merged_into for unit in merged if unit.merged_into}
    return {row: last_of(unit, gone) for row, unit in found.items()}


def last_of(unit: Unit, gone: dict[int, Unit]) -> Unit:
    """What a unit was merged into, and what that was merged into."""
    while unit.pk in gone:
        unit = gone[unit.pk]
    return unit


def plan_for(month: Month, plans: Iterable[Plan] | None = None) -> Plan:
    """The plan that a month is judged by; among `plans`, where they were read already."""
    return holding(Plan.objects.served() if plans is None else plans, month)


def units_of(plans: QuerySet[Plan]) -> QuerySet[Unit]:
    """The units that plans name: members, those with duties, with a row, or in the task force."""
    named = Unit.objects.filter(
        Q(memberships__plan__in=plans)
        | Q(duties__clause__plan__in=plans)
        | Q(targets__indicator__plan__in=plans)
        | Q(appointments__plan__in=plans)
    )
    return Unit.objects.filter(pk__in=named.values("pk"))


def yearly_values(plan: Plan, code: str) -> dict[int, int]:
    """Year to printed value, summed over places and rows, of one indicator."""
    rows = Target.objects.filter(indicator__plan=plan, indicator__code=code).values_list("year")
    return dict(rows.annotate(Sum("value")).order_by("year"))


def sums(plan: Plan) -> list[arithmetic.Check]:
    """The plan's own sums, with the one that is known not to hold declared."""
    return arithmetic.checks(
        yearly_values(plan, QUOTA),
        yearly_values(plan, ADDED),
        yearly_values(plan, IN_PLACE),
        STOCK_DISCREPANCY,
    )


def baseline(plan: Plan) -> int:
    """The implied number of public piles before the plan, 321 − 133 for this one (discrepancy
    D02)."""
    return arithmetic.implied_baseline(yearly_values(plan, ADDED), yearly_values(plan, IN_PLACE))


def kind_names() -> dict[str, str]:
    """Code of each sort of place or pilot to its name, by the newest plan that has it."""
    own = PlaceKind.objects.filter(plan__county__code=serving.county())
    found = own.order_by("plan__starts_on", "position")
    return dict(found.values_list("code", "name"))


def kinds_gone() -> QuerySet:
    """Codes of the sorts of place that may not be picked any more, by the newest plan that has
    them."""
    newer = PlaceKind.objects.filter(
        plan__county=OuterRef("plan__county"),
        code=OuterRef("code"),
        plan__starts_on__gt=OuterRef("plan__starts_on"),
    )
    own = PlaceKind.objects.filter(plan__county__code=serving.county())
    found = own.filter(~Exists(newer), offered=False).order_by("position")
    return found.values_list("code", flat=True)
