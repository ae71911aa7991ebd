"""What the portal knows of one unit: its row of the quota table, its township, its returns."""

from ledger.models import Entry
from ledger.returns.standings import calendar
from reports.figures import charts, formats, under_way
from reports.figures.definition import REPORTED
from reports.figures.figure import Figure, Where
from reports.figures.groups import bar
from reports.figures.over_time import makeup, outlook, over_time
from reports.figures.reading import Reading
from shanyin_charging import dates
from targets.models import Area, Part, Unit

NEWEST = "line__version__submission__unit"

PLACES = (
    Part.IN_PLACE,
    Part.DIRECT,
    Part.ALTERNATING,
    Part.CONNECTORS,
    Part.POWER,
    Part.DEDICATED,
    Part.PRIVATE,
    Part.STATION_COVERAGE,
    Part.SEAT_COVERAGE,
    Part.VILLAGE_COVERAGE,
    Part.DISTANCE,
)


def quota(read: Reading, row: Where) -> dict:
    """The row of the quota table: this year against the calendar, both years together, month by
    month."""
    standing = next(s for s in read.quota_standings() if s.figure.where == row)
    code, reach = standing.figure.code, under_way.of_row(read, row)
    return {
        "standing": standing,
        "bar": bar(standing, reach),
        "reach": reach,
        "steps": charts.steps(reach) if reach and reach.in_time else None,
        "over": over_time(read, code, row),
        "forecast": outlook(read, standing),
        "both": read.figure(code, row, window="to_date"),
        "makeup": makeup(read, row),
        "both_planned": sum(
            t.value
            for t in read.targets
            if t.unit and t.unit.code == row.unit and t.year <= read.plan_year
        ),
        "chart": charts.columns(read.series(code, row)),
        "rule": read.basis.pace_rule.words,
    }


def place(read: Reading, area: Area) -> dict:
    """What stands in the township, whoever's row it counts for."""
    where = next(w for w in read.places["township"] if w.area == area.code)
    found = [read.figure_of(part, where) for part in PLACES]
    return {"where": where, "places": [figure for figure in found if figure]}


def returned(read: Reading, unit: Unit) -> dict:
    """How the unit has reported: its strip, and how often on time; nothing for one that reports
    through another."""
    strip = calendar(read.plan, read.county, read.moment, of=[unit]).get(unit.pk)
    if strip is None:
        return {"supervisor": unit.proposed_supervisor}
    due = strip.until(read.month).due
    return {"strip": strip, "on_time": due.count("on_time"), "due": len(due)}


def newest_of(read: Reading, ratio: Figure) -> Entry | None:
    """The newest entry of the vehicles that a ratio counts; None where none are reported."""
    found = list(read.facts.newest(ratio.parts[0].selections[0]))
    if not found:
        return None
    number = found[0].order[1]
    return Entry.objects.filter(county=read.county, number=number).select_related(NEWEST).get()


def told_by(entry: Entry) -> Unit | None:
    """Who reported it; None where it came without a line."""
    return entry.line.version.submission.unit if entry.line else None


def vehicles_of(ratio: Figure, entry: Entry) -> str:
    """How many vehicles a ratio counts, and as of which day: 3120辆电动汽车（截至某日）."""
    day = dates.official_date(ratio.seen_on or entry.on)
    return f"{formats.text(ratio.parts[0])}电动汽车（截至{day}）"


def vehicles(read: Reading, unit: Unit) -> tuple[Figure, str] | None:
    """(the ratio by the reported vehicles, how many these are in words), where it was the unit that
    reported them."""
    ratio = read.figure_of(Part.RATIO, variant=REPORTED)
    if ratio is None or ratio.value is None or not (entry := newest_of(read, ratio)):
        return None
    return (ratio, vehicles_of(ratio, entry)) if told_by(entry) == unit else None
