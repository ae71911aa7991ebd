"""How much of what counts for each row of the quota table can be looked at: told beside the
ranking, and never ranked."""

from ledger.entries import stocks
from ledger.entries.rows import Selection
from ledger.sites import pictures
from reports.figures.proved import Proved
from reports.figures.reading import Reading
from targets.measures import GROUPS


def by_row(reading: Reading) -> dict[str, Proved]:
    """Unit of each row to how many of the public piles that count for it, by the month's end,
    stand at sites with pictures, and at sites whose position is known."""
    sums = {
        where.unit: reading.facts.sums(counting(reading, where.unit), "site")
        for where in reading.rows
    }
    home = stocks.standing({site for row in sums.values() for site in row if site})
    looks = pictures.how_many(set(home.values()))
    known = pictures.located(set(home.values()))
    found = {where.unit: Proved(where.name) for where in reading.rows}
    for unit, row in sums.items():
        for site, piles in row.items():
            at = home.get(site or 0)
            found[unit].piles += piles
            found[unit].pictured += piles * (at in looks)
            found[unit].located += piles * (at in known)
    return found


def counting(reading: Reading, unit: str) -> Selection:
    """The public piles that count for a row."""
    return Selection(
        GROUPS["public_pile"], until=reading.month, area=reading.county.code, unit=unit
    )
