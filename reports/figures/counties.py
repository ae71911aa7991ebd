"""县域比较: the counties whose ledgers this portal keeps, by one plan's definitions."""

from ledger.entries import facts
from ledger.models import Ledger
from reports.figures import evaluate
from reports.figures.definition import REPORTED, varied
from reports.figures.figure import Where
from reports.figures.reading import ADDED, RATIO, STOCK, VEHICLES, Reading
from targets.measures import GROUPS

COLUMNS = ((STOCK, ""), (ADDED, ""), (VEHICLES, ""), (RATIO, REPORTED))
MEASURES = GROUPS["public_pile"] + GROUPS["vehicle"]


def rows_of(reading: Reading) -> list[tuple]:
    """(county, its figures) of every ledger, by the definitions of the reading's plan."""
    known = facts.across(MEASURES, reading.month)
    found = []
    for county in Ledger.objects.order_by("county__code").values_list(
        "county__code", "county__name"
    ):
        where = Where(area=county[0], name=county[1])
        figures = [
            evaluate.evaluate(
                varied(reading.basis.definition(reading.indicators[code]), variant),
                known.get(county[0], facts.Facts(county[0], 0)),
                where,
                reading.month,
                reading,
            )
            for code, variant in COLUMNS
        ]
        found.append((where, figures))
    return found
