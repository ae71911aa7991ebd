"""调度一屏, as figures: the county against the calendar, the rows of the quota table, who has
reported."""

from dataclasses import dataclass

from ledger.entries import facts
from reports.figures import charts, reading
from reports.figures.definition import VARIANTS
from reports.figures.figure import NOT_ITEMISED, Figure
from reports.figures.groups import bar_title, groups
from reports.figures.progress import Forecast, Standing, forecast
from reports.figures.reading import Reading


@dataclass(frozen=True)
class Line:
    """One row of the progress table."""

    standing: Standing
    bar: charts.PaceBar | None
    pending: int  # handed in, not yet approved; shown to the office only


def compose(reading_: Reading, shows_pending: bool = True) -> dict:
    """What the dispatch page shows, as figures and standings; nothing is summed or rounded here."""
    added, stock = reading_.standing(reading.ADDED), reading_.standing(reading.STOCK)
    pending = facts.pending_piles(reading_.county) if shows_pending else {}
    everyone = reading_.everyone
    return {
        "reading": reading_,
        "rule": reading_.basis.pace_rule.words,
        "forecast": heading(reading_, added),
        "added": added,
        "added_bar": charts.pace_bar(added, bar_title(added)),
        "stock": stock,
        "stock_bar": charts.pace_bar(stock, bar_title(stock)),
        "ratios": ratios(reading_),
        "station_coverage": reading_.standing(reading.STATION_COVERAGE),
        "pile_coverage": reading_.standing(reading.PILE_COVERAGE),
        "village_coverage": reading_.standing(reading.VILLAGE_COVERAGE),
        "implied": reading_.figure(reading.IMPLIED),
        "townships": townships(reading_),
        "groups": [
            (name, [line(s, pending) for s in standings])
            for name, standings in groups(reading_).items()
        ],
        "uncredited": reading_.uncredited(),
        "pending_uncredited": pending.get(None, 0),
        "pending": sum(pending.values()),
        "period": reading_.period,
        "everyone": everyone,
        "reported": sum(s.state not in ("missing", "sent_back") for s in everyone),
        "missing": [s for s in everyone if s.state == "missing"],
        "discrepancy": reading_.stock_discrepancy,
    }


def ratios(reading_: Reading) -> list[Standing]:
    """The county's ratio in its forms; of connectors once those of the opening are counted."""
    found = [reading_.standing(reading.RATIO, variant=variant) for variant in VARIANTS]
    return [standing for standing in found if standing.figure.why != NOT_ITEMISED]


def heading(reading_: Reading, added: Standing) -> Forecast | None:
    """Where the year's additions are heading; None without a goal."""
    goal, so_far = added.goal, added.figure.counted
    if goal is None or goal.value is None or so_far is None:
        return None
    return forecast(reading_.recent(reading.ADDED), so_far, goal.value, reading_.month)


def line(standing: Standing, pending: dict[str | None, int]) -> Line:
    """The row of a standing, with its bar."""
    return Line(
        standing,
        charts.pace_bar(standing, bar_title(standing)),
        pending.get(standing.figure.where.unit, 0),
    )


def townships(reading_: Reading) -> list[tuple[Figure, str]]:
    """Each township's public piles in place, with its short name, for the lettered grid."""
    short = reading_.short_names
    return [
        (reading_.figure(reading.STOCK, where), short[where.area])
        for where in reading_.places["township"]
    ]
