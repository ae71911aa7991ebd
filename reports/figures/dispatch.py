"""调度一屏, as figures: the county against the calendar, the rows of the quota table, who has
reported."""

from dataclasses import dataclass

from ledger.entries import facts
from ledger.models import Period
from ledger.returns import standings
from ledger.returns.standings import ReturnStanding
from reports.figures import charts, under_way
from reports.figures.definition import ratios_of
from reports.figures.figure import NOT_ITEMISED, Figure
from reports.figures.groups import bar, groups
from reports.figures.over_time import course, makeup, outlook, over_time
from reports.figures.progress import Standing
from reports.figures.reach import Reach
from reports.figures.reading import UNCREDITED, Reading
from shanyin_charging import clock
from targets.models import Part


@dataclass(frozen=True)
class Line:
    """One row of the progress table."""

    standing: Standing
    bar: charts.PaceBar | None
    reach: Reach | None  # with what is being built
    short: int  # by how much that falls short; 0 where it may not be said
    pending: int  # handed in, not yet approved; shown to the office only


def compose(reading_: Reading, shows_pending: bool = True) -> dict:
    """What the dispatch page shows, as figures and standings; nothing is summed or rounded here."""
    added, stock = (reading_.standing_of(part) for part in (Part.ADDED, Part.IN_PLACE))
    pending = facts.pending_piles(reading_.county, reading_.month) if shows_pending else {}
    reach = under_way.of_county(reading_)
    return {
        "reading": reading_,
        "rule": reading_.basis.pace_rule.words,
        "forecast": added and outlook(reading_, added),
        "added": added,
        "added_over": added and over_time(reading_, added.figure.code),
        "added_bar": added and bar(added, reach),
        "reach": reach,
        "uncredited_reach": under_way.of_row(reading_, UNCREDITED),
        "stock": stock,
        "stock_over": stock and over_time(reading_, stock.figure.code),
        "course": course(reading_),
        "makeup": makeup(reading_),
        "ratios": ratios(reading_),
        "station_coverage": reading_.standing_of(Part.STATION_COVERAGE),
        "pile_coverage": reading_.standing_of(Part.PILE_COVERAGE),
        "village_coverage": reading_.standing_of(Part.VILLAGE_COVERAGE),
        "village_least": least(reading_, Part.VILLAGE_COVERAGE),
        "implied": reading_.figure_of(Part.IMPLIED),
        "townships": townships(reading_),
        "groups": [
            (name, [line(reading_, s, pending) for s in standings])
            for name, standings in groups(reading_).items()
        ],
        "uncredited": reading_.uncredited(),
        "pending_uncredited": pending.get(None, 0),
        "pending": sum(pending.values()),
        "returned": returned(reading_),
        "discrepancy": reading_.stock_discrepancy,
    }


def least(reading_: Reading, part: Part) -> int | None:
    """How many make a place covered, by the indicator that plays a part."""
    indicator = reading_.indicators.get(reading_.playing(part))
    return indicator.at_least if indicator else None


def ratios(reading_: Reading) -> list[Standing]:
    """The county's ratio in its forms; of connectors once those of the opening are counted."""
    if not (code := reading_.playing(Part.RATIO)):
        return []
    variants = ratios_of(reading_.indicators[code].counts)
    found = [reading_.standing(code, variant=variant) for variant in variants]
    return [standing for standing in found if standing.figure.why != NOT_ITEMISED]


@dataclass(frozen=True)
class Returned:
    """How far a month's returns have come."""

    period: Period
    members: list[ReturnStanding]

    @property
    def is_running(self) -> bool:
        """Whether there is still time."""
        return self.period.due_at is not None and clock.now() < self.period.due_at

    @property
    def handed_in(self) -> int:
        """How many units have handed in."""
        return sum(s.state not in ("missing", "sent_back") for s in self.members)

    @property
    def awaited(self) -> int:
        """How many have handed in nothing while there is time."""
        return sum(s.state == "missing" and not s.is_due for s in self.members)

    @property
    def missing(self) -> list[ReturnStanding]:
        """Those that handed in nothing: none before it is due."""
        return [s for s in self.members if s.is_unreported]

    @property
    def back(self) -> list[ReturnStanding]:
        """Those that have theirs to mend."""
        return [s for s in self.members if s.is_back]

    @property
    def overdue(self) -> list[ReturnStanding]:
        """Those of them that may be named: who is past the days that are given for it."""
        return [s for s in self.back if s.is_at_fault]


def returned(reading_: Reading) -> list[Returned]:
    """The returns of the reading's month, and of the month that returns come in for now; only of
    that once the plan's term is over."""
    found = [Returned(reading_.period, reading_.everyone)] if reading_.period else []
    calendar = reading_.calendar
    living = None if reading_.past else calendar.living()
    if living and reading_.month == calendar.shown_month() and calendar.over_since():
        found = []
    if living and living != reading_.period:
        found.append(Returned(living, standings.standings(living.plan, living)))
    return found


def line(reading_: Reading, standing: Standing, pending: dict[str | None, int]) -> Line:
    """The row of a standing, with its bar."""
    row = standing.figure.where
    reach = under_way.of_row(reading_, row)
    short = under_way.falls_short(standing, reach)
    return Line(standing, bar(standing, reach), reach, short, pending.get(row.unit, 0))


def townships(reading_: Reading) -> list[tuple[Figure, str]]:
    """Each township's public piles in place, with its short name, for the lettered grid."""
    short, code = reading_.short_names, reading_.playing(Part.IN_PLACE)
    places = reading_.places["township"] if code else []
    return [(reading_.figure(code, where), short[where.area]) for where in places]
