"""现场核查 in numbers: what was looked at in a time, of whom, what was found, and what is open at
its end for how long."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from ledger import deadlines
from ledger.entries import stocks
from reports.figures.reading import Reading
from reports.models import Finding, FindingState, Visit
from targets.models import Area, Unit
from targets.months import Month


@dataclass
class Visited:
    """Visits of a time to the sites of one unit, or of all: how many, how many of them agreed with
    the ledger, what was found in it, and what of all that was ever found is open at its end."""

    visits: int = 0
    agreeing: int = 0
    differences: int = 0
    dangers: int = 0
    closed: int = 0
    open: int = 0
    dangers_open: int = 0
    longest: int = 0

    def add(self, other: "Visited") -> None:
        """Take another's numbers along."""
        for name in vars(self).keys() - {"longest"}:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.longest = max(self.longest, other.longest)


@dataclass
class Share:
    """A unit with what was looked at of it in the month and in the year up to it."""

    unit: Unit
    month: Visited = field(default_factory=Visited)
    year: Visited = field(default_factory=Visited)


def visited(r: Reading, months: int = 1) -> Visited:
    """Of the county in the last so many months, by their days: the same whenever it is asked."""
    found, whole = of_units(r.county, (r.month - months).last_day, r.month.last_day), Visited()
    for one in found.values():
        whole.add(one)
    return whole


def shares(county: Area, month: Month) -> list[Share]:
    """Of each unit of which anything was looked at or is open, in the order of the units."""
    day = month.last_day
    of_month = of_units(county, (month - 1).last_day, day)
    of_year = of_units(county, date(month.year - 1, 12, 31), day)
    return [
        Share(unit, of_month.get(unit, Visited()), of_year[unit])
        for unit in sorted(of_year, key=lambda unit: unit.position)
    ]


def of_units(county: Area, after: date, until: date) -> dict[Unit, Visited]:
    """Unit to what was looked at of it between two days, the first not counted."""
    found: dict[Unit, Visited] = {}
    first, last = (deadlines.midnight_after(day) for day in (after, until))
    done = Visit.objects.of(county).filter(done_at__gte=first, done_at__lt=last)
    for visit in done.select_related("unit").prefetch_related("findings", "corrections"):
        if not [one for one in visit.results if one.told_at < last][-1].reached:
            continue
        one = found.setdefault(visit.unit, Visited())
        one.visits += 1
        one.agreeing += not any(differs(finding, until) for finding in visit.findings.all())
    told = Finding.objects.of(county).filter(found_on__lte=until).select_related("unit")
    for finding in told:
        count(found, finding, after, until)
    return found


def differs(finding: Finding, until: date) -> bool:
    """Whether it told of a difference by a day's end."""
    return not finding.is_danger and finding.found_on <= until and not fell_away(finding, until)


def fell_away(finding: Finding, until: date) -> bool:
    """Whether it was withdrawn by a day's end: then it counts no more, not even as found."""
    ended = finding.ended_on
    return finding.state == FindingState.WITHDRAWN and ended is not None and ended <= until


def count(found: dict[Unit, Visited], finding: Finding, after: date, until: date) -> None:
    """Add what was found to its unit's numbers, as it was at a day's end."""
    ended = finding.ended_on
    if (ended and ended <= after) or fell_away(finding, until):
        return
    one = found.setdefault(finding.unit, Visited())
    if finding.found_on > after:
        one.dangers += finding.is_danger
        one.differences += not finding.is_danger
    if ended and ended <= until:
        one.closed += 1
        return
    one.open += 1
    one.dangers_open += finding.is_danger
    one.longest = max(one.longest, (until - finding.found_on).days)


def seen(sites: Iterable[int]) -> set[int]:
    """The numbers of those of the sites at which somebody was."""
    home = stocks.homes(sites)
    done = Visit.objects.filter(site__county__in=stocks.county_of(home)).done()
    told = done.prefetch_related("corrections")
    return {home[one.site_id] for one in told if one.site_id in home and one.result.reached}


def total(found: Sequence[Share]) -> Share:
    """All of them together, under no unit's name."""
    whole = Share(Unit(name="合计"))
    for one in found:
        whole.month.add(one.month)
        whole.year.add(one.year)
    return whole
