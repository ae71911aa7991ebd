"""What a site counts in: the figures that it is part of, each with what of it is here."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ledger.entries import stocks
from ledger.entries.rows import Selection
from ledger.models import Site
from reports.figures import formats
from reports.figures.figure import Figure, Where
from reports.figures.reading import Reading
from targets.measures import GROUPS, MEASURES
from targets.models import Form, Indicator, Part, Window
from targets.models.aims import SITE_KINDS

TOLD_APART = {Part.DIRECT, Part.ALTERNATING, Part.CONNECTORS, Part.POWER}  # of piles told already


@dataclass(frozen=True)
class Counted:
    """A figure that a site is part of, and what of it is at the site or at its place."""

    figure: Figure
    here: str


def figures_of(reading: Reading, site: Site) -> list[Counted]:
    """The figures of the county and of the rows of the quota table that a site counts in, in the
    plan's order: of sums what is here, of coverages whether its place has enough."""
    records = set(stocks.homes([site.pk]))
    found: list[Counted] = []
    for row in reading.indicators.values():
        if row.form == Form.TOTAL and row.window != Window.LATEST and row.plays not in TOLD_APART:
            found += summed(reading, row, records)
        elif row.form == Form.COVERAGE:
            found += covered(reading, row, records, site)
        elif row.form == Form.RATIO and row.across.startswith(SITE_KINDS):
            figure = reading.figure(row.code)
            if records & set(figure.selections[0].sites or ()):
                found.append(Counted(figure, "本处计入"))
    return found


def summed(reading: Reading, row: Indicator, records: Iterable[int]) -> Iterator[Counted]:
    """A sum with what of it is at the site: of the quotas the rows that the site's piles count
    for."""
    places = reading.rows if row.plays == Part.QUOTA else [reading.whole]
    for where in places:
        figure = reading.figure(row.code, where)
        if value := at_site(reading, figure.selections[0], records):
            yield Counted(figure, f"本处{formats.text(replace(figure, value=value))}")


def covered(
    reading: Reading, row: Indicator, records: Iterable[int], site: Site
) -> Iterator[Counted]:
    """A coverage that the site is part of, with whether its place, or the site itself, has
    enough."""
    figure = reading.figure(row.code)
    held = at_site(reading, figure.selections[-1], records) if figure.selections else 0
    if not held:
        return
    name = "本处"
    if not row.across.startswith(SITE_KINDS):
        counted = reading.tally(row.code)
        place = next((one for one in counted if lies_in(site.area.code, one)), None)
        if place is None:
            return
        name, held = place.name, counted[place]
    unit = MEASURES[GROUPS[row.counts][0]].unit
    short = (row.at_least or 0) - held
    yield Counted(figure, f"{name}{held}{unit}，{f'还差{short}{unit}' if short > 0 else '已达到'}")


def at_site(reading: Reading, selection: Selection, records: Iterable[int]) -> int:
    """How much of what a figure adds up is posted for these records of a site."""
    sums = reading.facts.sums(selection, "site")
    return sum(sums[record] for record in records)


def lies_in(code: str, place: Where) -> bool:
    """Whether an area lies in a place, or in what was merged into it."""
    return any(code.startswith(known) for known in (place.area, *place.also))
