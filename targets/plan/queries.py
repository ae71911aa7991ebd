"""Questions about the plan that several pages ask."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from shanyin_charging import clock, office, serving
from targets import arithmetic
from targets.models import (
    Area,
    AreaKind,
    Letterhead,
    Part,
    PlaceKind,
    Plan,
    Ruling,
    Target,
    Unit,
    begun,
    holding,
    plans_served,
)
from targets.months import Month

NAME = "name:"  # a ruling's subject, before unit: or area: and the code
SUPERVISOR = "supervisor:"  # a ruling's subject, before the code of a row


def served() -> Area:
    """The county that is served."""
    return serving.once("county", lambda: Area.objects.get(code=serving.county()))


def letterhead() -> Letterhead | None:
    """The names of the county that is served, and how its office is reached; None before a county
    is loaded."""
    found = Letterhead.objects.filter(area__code=serving.county())
    return serving.once("letterhead", found.first)


def contact() -> str:
    """Whom to ask, for a sentence."""
    return office.contact(letterhead())


def address() -> str:
    """Where others open the portal, as papers print it."""
    return office.address(letterhead())


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


def official_names(county: Area) -> dict[str, str]:
    """unit:code or area:code to the name that the county's office put on record last, in place of
    the printed one."""
    ruled = Ruling.objects.of(county).recorded(None).filter(subject__startswith=NAME)
    return {ruling.subject.removeprefix(NAME): ruling.value["name"] for ruling in ruled}


def renamings(county: Area) -> dict[str, list[Ruling]]:
    """unit:code or area:code to each change of its name, the oldest first."""
    found: dict[str, list[Ruling]] = {}
    for ruling in Ruling.objects.of(county).filter(subject__startswith=NAME).order_by("pk"):
        found.setdefault(ruling.subject.removeprefix(NAME), []).append(ruling)
    return found


def supervisors(plan: Plan, on: date, recorded_before: datetime | None = None) -> dict[str, Unit]:
    """Code of each row of the plan's quotas to the member unit that reports it: as ruled by that
    day and recorded before a moment (None: at all), else as the portal proposes, else the row's own
    unit."""
    return {row: units[-1] for row, units in reporters(plan, on, recorded_before).items()}


def reporters(
    plan: Plan, on: date, recorded_before: datetime | None = None
) -> dict[str, list[Unit]]:
    """The same with those that reported a row before they were merged into another, the present one
    last."""
    question = "reporters", plan.pk, on, recorded_before
    return serving.once(question, lambda: reporters_anew(plan, on, recorded_before))


def reporters_anew(plan: Plan, on: date, recorded_before: datetime | None) -> dict[str, list[Unit]]:
    """The same, whatever the page has asked already."""
    rows = Unit.objects.rows_of(plan).select_related("proposed_supervisor")
    found = {row.code: row.proposed_supervisor or row for row in rows}
    recorded = Ruling.objects.of(plan).recorded(recorded_before)
    ruled = recorded.filter(subject__startswith=SUPERVISOR, in_force_on__lte=on)
    wanted = {ruling.subject.removeprefix(SUPERVISOR): ruling.value["unit"] for ruling in ruled}
    units = {unit.code: unit for unit in Unit.objects.served().filter(code__in=wanted.values())}
    found |= {row: units[code] for row, code in wanted.items() if row in found}
    merged = Unit.objects.served().merged(on, recorded_before).select_related("merged_into")
    gone = {unit.pk: unit.merged_into for unit in merged if unit.merged_into}
    return {row: going_on(unit, gone) for row, unit in found.items()}


def going_on(unit: Unit, gone: dict[int, Unit]) -> list[Unit]:
    """A unit, what it was merged into, and what that was merged into."""
    found = [unit]
    while found[-1].pk in gone:
        found.append(gone[found[-1].pk])
    return found


def plan_for(month: Month, plans: Iterable[Plan] | None = None) -> Plan:
    """The plan that a month of the county that is served is judged by; among `plans`, where they
    were read already."""
    return holding(plans_served() if plans is None else plans, month)


def plan_of_today() -> Plan:
    """The plan in force today in the county that is served."""
    return plan_for(Month.of(clock.today()))


def units_of(plans: QuerySet[Plan]) -> QuerySet[Unit]:
    """The units that plans name: members, those with duties, with a row, or in the task force."""
    named = Unit.objects.filter(
        Q(memberships__plan__in=plans)
        | Q(duties__clause__plan__in=plans)
        | Q(targets__indicator__plan__in=plans)
        | Q(appointments__plan__in=plans)
    )
    return Unit.objects.filter(pk__in=named.values("pk"))


def yearly_values(plan: Plan, *parts: Part) -> list[dict[int, int]]:
    """For each part year to printed value, summed over places and rows, of the indicator that plays
    it."""
    rows = Target.objects.filter(indicator__plan=plan, indicator__plays__in=parts)
    found: dict[str, dict[int, int]] = {part: {} for part in parts}
    by_year = rows.values_list("indicator__plays", "year").order_by("year")
    for part, year, value in by_year.annotate(Sum("value")):
        found[part][year] = value
    return list(found.values())


def sums(plan: Plan) -> list[arithmetic.Check]:
    """The plan's own sums, those declared that a discrepancy says not to hold."""
    quota, added, in_place = yearly_values(plan, Part.QUOTA, Part.ADDED, Part.IN_PLACE)
    issues = list(plan.discrepancies.values_list("code", "issue"))
    return arithmetic.checks(quota, added, in_place, issues)


def implied(plan: Plan) -> arithmetic.Implied | None:
    """The public piles before the plan, as its targets imply them; None where they do not."""
    yearly = yearly_values(plan, Part.ADDED, Part.IN_PLACE)
    return arithmetic.implied(plan.starts_on.year, *yearly)


def kinds(plan: Plan) -> dict[str, PlaceKind]:
    """Each sort of place and of pilot by code: the plan's own, and those that only other plans of
    its county have, by the newest of these."""
    found = PlaceKind.objects.filter(plan__county=plan.county_id)
    ordered = found.order_by("plan__starts_on", "position")
    return {kind.code: kind for kind in sorted(ordered, key=lambda kind: kind.plan_id == plan.pk)}


def kind_names(plan: Plan) -> dict[str, str]:
    """Code of each of them to its name."""
    return {code: kind.name for code, kind in kinds(plan).items()}


def kinds_gone() -> QuerySet:
    """Codes of the sorts of place that may not be picked any more, by the plan that holds today, or
    the last that had them."""
    ours = PlaceKind.objects.filter(begun(clock.today(), "plan__"))
    ours = ours.filter(plan__county__code=serving.county())
    newer = ours.filter(code=OuterRef("code"), plan__starts_on__gt=OuterRef("plan__starts_on"))
    found = ours.filter(~Exists(newer), offered=False).order_by("position")
    return found.values_list("code", flat=True)
