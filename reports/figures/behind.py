"""The sites behind a figure: how much of it stands at each, and the newest entry that says so."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Max, QuerySet

from ledger.entries import facts, stocks
from ledger.entries.rows import Selection
from ledger.models import Entry, Site
from reports.figures.figure import Figure
from reports.figures.reading import Reading
from targets.measures import MEASURES
from targets.models import Area, Unit
from targets.models.places import full_name_at

UNSITED = "没有落到站点"
Place = int | None  # a site's id; None of what is at none


class Told(NamedTuple):
    """The number of the newest entry of a site, and how many there are."""

    last: int
    entries: int


@dataclass(frozen=True)
class Behind:
    """What of a figure is at one site; `site` is None for what the ledger has at none, `unit` is
    whose row it counts for, else who keeps the site."""

    site: Place
    name: str
    place: str
    unit: Unit | None
    amount: int | Decimal | None  # None where sites are not what is added up
    last: int | None  # the number of the newest of the entries that the figure is made from


def sites_behind(reading: Reading, figure: Figure, told_of: Mapping[Place, Told]) -> list[Behind]:
    """The sites that a figure is made from, by unit, the most first; what is at none last. Empty
    where it is made from no site. `told_of` is what the entries behind it tell of each."""
    summed = flows_of(figure)
    sums = reading.facts.sums(summed, "site") if summed else Counter()
    newest = newest_of(reading, told_of)
    homes = stocks.standing({site for site in (*sums, *newest) if site})
    amounts: Counter[Place] = Counter()
    for site, value in sums.items():
        amounts[homes.get(site or 0)] += value
    last: dict[Place, tuple[int, int | None]] = {}
    for site, one in newest.items():
        here = homes.get(site or 0)
        last[here] = max(one, last.get(here, one))
    there = [site for site in {**amounts, **last} if not summed or amounts[site]]
    if not any(there):
        return []
    units, named = Unit.objects.of(reading.county).in_bulk(), names(reading.county)
    rows = []
    for pk in there:
        (name, place, keeper), (number, credited) = named[pk], last.get(pk, (None, None))
        unit = units.get(credited or keeper or 0)
        rows.append(Behind(pk, name, place, unit, told(summed, amounts[pk]), number))
    return sorted(rows, key=order)


def names(county: Area) -> dict[Place, tuple[str, str, int | None]]:
    """Of each site of a county its name, its place's, and who keeps it."""
    told = Site.objects.of(county).values_list("pk", "name", full_name_at("area"), "keeper")
    return {None: (UNSITED, "", None), **{pk: (name, *rest) for pk, name, *rest in told}}


def flows_of(figure: Figure) -> Selection | None:
    """What of a figure is added up over sites; None of one that goes by observations alone, or
    that nothing is posted for."""
    flows = (s for s in figure.selections if s.measures and not set(s.measures) & facts.STATEMENTS)
    return next(flows, None)


def counted_in(figure: Figure) -> str:
    """The unit of what is added up over sites; empty where nothing is."""
    summed = flows_of(figure)
    return MEASURES[summed.measures[0]].unit if summed else ""


def told_by(entries: QuerySet[Entry]) -> dict[Place, Told]:
    """What entries tell of each site, all of them read once."""
    found = entries.order_by().values_list("site").annotate(Max("number"), Count("number"))
    return {site: Told(last, number) for site, last, number in found}


def newest_of(reading: Reading, of: Mapping[Place, Told]) -> dict[Place, tuple[int, int | None]]:
    """Of each site the newest of its entries: its number, and whose row it counts for."""
    numbers = [told.last for told in of.values()]
    found = Entry.objects.filter(county=reading.county, number__in=numbers)
    return {
        site: (number, credited)
        for site, number, credited in found.values_list("site", "number", "credited_to")
    }


def told_last(reading: Reading, rows: Iterable[Behind]) -> dict[int, Entry]:
    """Number to the entry of those that tell of these rows last, with what told of it."""
    numbers = {row.last for row in rows if row.last}
    found = Entry.objects.filter(county=reading.county, number__in=numbers)
    known = found.select_related(
        "line__version__submission__unit", "line__version__submission__period"
    )
    return {entry.number: entry for entry in known}


def told(summed: Selection | None, value: int) -> int | Decimal | None:
    """A sum in the unit of what is added up."""
    scale = MEASURES[summed.measures[0]].scale if summed else 0
    return Decimal(value) / scale if scale > 1 else value if summed else None


def order(row: Behind) -> tuple:
    """By unit in the plan's order, the most first."""
    unit = row.unit
    return (
        row.site is None,
        unit is None,
        unit.position if unit else 0,
        -(row.amount or 0),
        row.name,
    )
