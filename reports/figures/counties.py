"""县域比较: the counties whose ledgers this portal keeps, by one plan's definitions."""

from ledger.entries import facts
from ledger.models import Ledger
from reports.figures import evaluate
from reports.figures.definition import REPORTED, varied
from reports.figures.figure import Where
from reports.figures.reading import ADDED, RATIO, STOCK, VEHICLES, Reading
from targets.measures import GROUPS
from targets.models import Area

COLUMNS = ((STOCK, ""), (ADDED, ""), (VEHICLES, ""), (RATIO, REPORTED))
MEASURES = GROUPS["public_pile"] + GROUPS["vehicle"]


def rows_of(reading: Reading) -> list[tuple]:
    """(county, its figures) of every ledger, by the definitions of the reading's plan."""
    ledgers = Ledger.objects.order_by("county__code").select_related("county")
    counties = [ledger.county for ledger in ledgers]
    known = facts.across(MEASURES, reading.month)
    if reading.past:
        known = {county.code: as_known(reading, county) for county in counties}
    found = []
    for county in counties:
        where = Where(area=county.code, name=county.name)
        figures = [
            evaluate.evaluate(
                varied(reading.basis.definition(reading.indicators[code]), variant),
                known.get(county.code, facts.Facts(county.code, 0)),
                where,
                reading.month,
                reading,
            )
            for code, variant in COLUMNS
        ]
        found.append((where, figures))
    return found


def as_known(reading: Reading, county: Area) -> facts.Facts:
    """What a county's ledger said at the reading's moment."""
    moment, known = reading.moment, reading.known
    if moment and county != reading.county:
        known = facts.known_by(county, moment)
    return facts.of(county, known, until=reading.month, moment=moment)
