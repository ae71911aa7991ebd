"""The places that figures are told of, as they are on a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from reports.figures.figure import Where
from targets.models import Area, AreaKind, Plan, Unit

KINDS = (AreaKind.TOWNSHIP, AreaKind.VILLAGE)


def areas_of(county: Area) -> list[tuple]:
    """The county's townships and villages as rows, whenever they were merged."""
    return list(
        Area.objects.within(county.code)
        .filter(kind__in=KINDS)
        .values_list(
            "pk",
            "code",
            "kind",
            "name",
            "parent__name",
            "merged_into",
            "merged_on",
            "merged_at",
        )
    )


def names_by_key(plan: Plan) -> dict[str, str]:
    """The names of the county's units and townships and of the plan's indicators, by how the keys
    of figures write them."""
    townships = Area.objects.served().filter(kind=AreaKind.TOWNSHIP)
    units = Unit.objects.served().values_list("code", "name")
    return {
        **dict(plan.indicators.values_list("code", "name")),
        **dict(townships.values_list("code", "name")),
        **{f"u{code}": name for code, name in units},
    }


def places_of(
    areas: Iterable[tuple], day: date, moment: datetime | None = None
) -> dict[str, list[Where]]:
    """The townships and villages among the rows, by their kind, that are places of their own on
    the day, with the codes of what was merged into them: as was on record at a moment (None:
    now)."""
    gone = {
        pk: into
        for pk, *_, into, on, at in areas
        if into and on <= day and (moment is None or at < moment)
    }
    parts: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    levels: dict[str, list[Where]] = {kind: [] for kind in KINDS}
    for pk, code, *_ in areas:
        if pk in gone:
            parts[last_home(pk, gone)] += (code,)
    for pk, code, kind, name, parent, *_ in areas:
        if pk not in gone:
            full_name = f"{parent}{name}" if kind == AreaKind.VILLAGE else name
            levels[kind].append(Where(area=code, name=full_name, also=parts[pk]))
    return levels


def last_home(pk: int, gone: Mapping[int, int]) -> int:
    """The place that a place belongs to now: what it was merged into, and so on."""
    while pk in gone:
        pk = gone[pk]
    return pk
