"""What stands from earlier months and need not be typed again: spaces of places, distances,
vehicles, projects under way."""

from collections.abc import Iterable, Iterator, Mapping

from ledger.entries.stocks import in_register
from ledger.lines import projects
from ledger.lines.scope import Scope
from ledger.models import Cause, Entry, Line, LineKind
from shanyin_charging import clock
from targets.measures import MEASURES

SPACES = ("parking_space", "car_space", "charging_space")
VEHICLES = ("bev", "phev")
PRESENT = "present"  # the key of a line that only repeats what stands


def present(scope: Scope) -> list[Line]:
    """A line, never saved, for every level that the unit reports and the ledger holds, and for each
    of its projects."""
    found: list[Line] = []
    if LineKind.VEHICLES in scope.owed.kinds:
        found += vehicles(newest(scope, VEHICLES))
    if LineKind.SITE in scope.owed.kinds:
        found += sites(scope, newest(scope, SPACES))
    if LineKind.DISTANCE in scope.owed.kinds:
        found += distances(scope, newest(scope, ["charging_distance"]))
    if LineKind.BUILDING in scope.owed.kinds:
        found += projects.standing(scope, PRESENT)
    return found


def about(line: Line) -> tuple[str, str]:
    """What a line of what stands is about."""
    return line.kind, named(line.typed)


def named(typed: Mapping[str, str]) -> str:
    """The project, site or place that a line names; nothing for the county."""
    return typed.get("construction") or typed.get("site") or typed.get("place") or ""


def newest(scope: Scope, measures: Iterable[str]) -> dict[tuple[str, str, str], Entry]:
    """(measure, site id as text, area code) to its newest observation."""
    entries = (
        Entry.objects.filter(county=scope.county, measure__in=measures)
        .counting()
        .exclude(cause=Cause.REVERSED)
    )
    return {
        (e.measure, str(e.site_id or ""), e.area.code): e
        for e in entries.select_related("area").order_by("on", "number")
    }


def standing(kind: str, address: dict[str, str], entries: Mapping[str, Entry | None]) -> Line:
    """The line that would say again what the entries say, by name of the field; None where nothing
    is known."""
    on = max((e.on for e in entries.values() if e), default=None)
    day = on.isoformat() if on else ""
    typed = {
        name: MEASURES[e.measure].in_units(e.value) if e else "" for name, e in entries.items()
    }
    values = {name: e.value if e else None for name, e in entries.items()}
    return Line(
        kind=kind,
        key=PRESENT,
        typed={**address, **typed, "on": day},
        values={**address, **values, "on": day},
    )


def vehicles(newest: dict[tuple[str, str, str], Entry]) -> Iterator[Line]:
    """The line of vehicles, once both numbers are known."""
    found = {measure: entry for (measure, *_), entry in newest.items()}
    if len(found) == len(VEHICLES):
        yield standing(LineKind.VEHICLES, {}, found)


def sites(scope: Scope, newest: dict[tuple[str, str, str], Entry]) -> Iterator[Line]:
    """The line of each place in the register, with its spaces as far as they are known."""
    registered = in_register(map(int, scope.register_sites.labels), clock.today())
    spaces = {(measure, pk): entry for (measure, pk, _), entry in newest.items()}
    for pk in scope.register_sites.labels:
        if int(pk) in registered:
            yield standing(
                LineKind.SITE,
                {"site": pk},
                {measure: spaces.get((measure, pk)) for measure in SPACES},
            )


def distances(scope: Scope, newest: dict[tuple[str, str, str], Entry]) -> Iterator[Line]:
    """The line of each distance that the unit assesses."""
    for (_, pk, code), entry in newest.items():
        if code in scope.distance_places.labels and not pk:
            yield standing(LineKind.DISTANCE, {"place": code}, {"distance": entry})
