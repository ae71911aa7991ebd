"""What is being built, as a reading tells of it: what the county and the rows come to by it, and
which places it will cover."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ledger.entries.construction import UnderWay
from ledger.entries.rows import SEAT, Selection
from ledger.entries.stations import ALTERNATING, DIRECT, STATION
from ledger.models import Obstacle, Stage
from reports.figures import reach
from reports.figures.definition import Definition
from reports.figures.distance import Position
from reports.figures.figure import Where
from reports.figures.progress import FINAL, Standing
from reports.figures.reach import Reach
from reports.figures.reading import UNCREDITED, Reading
from shanyin_charging import clock, dates
from targets.measures import GROUPS
from targets.models import Part
from targets.models.aims import SITE_KINDS
from targets.months import Month

PILES = set(GROUPS["public_pile"])


def public(r: Reading) -> list[UnderWay]:
    """The projects that will count: those of public piles."""
    return [project for project in r.under_way if project.word.public]


def known_on(r: Reading) -> date:
    """The day of who reads, or until which the past that is asked for was known."""
    return r.moment.astimezone(clock.ZONE).date() if r.moment else clock.today()


def expected(r: Reading, project: UnderWay) -> reach.Expected:
    """When a project's piles are expected, as the reading tells it."""
    return reach.expected(project.expected_on, r.month, Month.of(r.plan.ends_on), known_on(r))


def of_county(r: Reading) -> Reach | None:
    """What the county comes to; None where the plan counts no additions, or nothing is being
    built."""
    code = r.playing(Part.ADDED)
    return reached(r, code, None, public(r)) if code and public(r) else None


def of_row(r: Reading, where: Where) -> Reach | None:
    """What a row of the quota table comes to, or what is in none of them; None where nothing is
    being built in the whole county."""
    code, found = r.playing(Part.QUOTA), public(r)
    return reached(r, code, where, counting_for(r, where)) if code and found else None


def counting_for(r: Reading, where: Where) -> list[UnderWay]:
    """The projects whose piles will count for a row, or for none of them."""
    rows = {row.unit for row in r.rows}
    wanted = None if where == UNCREDITED else where.unit
    return [p for p in public(r) if (p.row if p.row in rows else None) == wanted]


def reached(r: Reading, code: str, where: Where | None, projects: Iterable[UnderWay]) -> Reach:
    """A figure with what is being built for it, against the year's number."""
    goal, ends = r.goal(code, where), Month.of(r.plan.ends_on)
    figure = r.figure(code, where)
    return reach.reach(figure, goal.value if goal else None, projects, ends, known_on(r))


def falls_short(standing: Standing, found: Reach | None) -> int:
    """By how much a row falls short though all that is being built is in service by the day that is
    expected; 0 while it is not judged, and at the year's end."""
    early = standing.is_judged and standing.state not in FINAL
    return found.short if found and early else 0


@dataclass(frozen=True)
class Told:
    """A project in words."""

    project: UnderWay
    place: str
    stage: str
    when: str
    moved: str  # the days on which it was expected before
    obstacle: str


def in_words(r: Reading, projects: Iterable[UnderWay]) -> list[Told]:
    """Projects in words, in their order."""
    return [
        Told(
            project,
            project.place,
            stage_of(project),
            when_of(r, project),
            "、".join(dates.official_date(day) for day in project.moved),
            obstacle_of(project),
        )
        for project in projects
    ]


def obstacle_of(project: UnderWay) -> str:
    """What holds a project up; empty where nothing does."""
    word = project.word
    kind = Obstacle(word.obstacle_kind).label if word.obstacle_kind else ""
    return "：".join(filter(None, (kind, word.obstacle)))


def stage_of(project: UnderWay) -> str:
    """How far a project has come, in words."""
    return Stage(project.word.stage).label


def when_of(r: Reading, project: UnderWay) -> str:
    """The month in which a project is expected, or what there is to say instead."""
    label, day = expected(r, project).label, project.expected_on
    return Month.of(day).label if day and label != reach.PAST else label


def to_be_covered(r: Reading, code: str) -> list[str]:
    """The places that a coverage lacks and will have by the year's end, if what is being built is
    in service by the day that is expected."""
    definition = r.basis.definition(r.indicators[code])
    if definition.across.startswith(SITE_KINDS) or not public(r):
        return []
    ahead, least = piles_coming(r, code), definition.threshold
    return [p.name for p, n in r.tally(code).items() if n < least <= n + ahead[p.area]]


def positions(r: Reading) -> list[Position]:
    """Where what is expected within the year will stand, as far as it is on the map."""
    found = (p for p in public(r) if expected(r, p).in_time)
    places = ((p.site.pk if p.site else None, p.construction.area.code) for p in found)
    return [at for site, village in places if (at := r.geography.position(site, village))]


def piles_coming(r: Reading, code: str) -> Counter[str]:
    """Code of a place that a coverage goes across to what is expected there within the year."""
    definition = r.basis.definition(r.indicators[code])
    found: Counter[str] = Counter()
    for place, piles in coming(r, definition, list(r.tally(code))):
        found[place.area] += piles
    return found


def coming(r: Reading, definition: Definition, places: list[Where]) -> Iterator[tuple[Where, int]]:
    """What each project of the year brings of what a coverage counts, and to which place."""
    home = {code: place for place in places for code in (place.area, *place.also)}
    width = len(places[0].area) if places else 0
    for project in public(r):
        place = home.get(project.construction.area.code[:width])
        if place and expected(r, project).in_time:
            yield place, brought(r, definition, project)


def brought(r: Reading, definition: Definition, project: UnderWay) -> int:
    """How much of what a coverage counts a project brings: its piles, or a station."""
    measures = GROUPS[definition.counts]
    if definition.only == SEAT and not project.construction.at_seat:
        return 0
    if STATION in measures:
        return int(becomes_station(r, definition, project))
    return project.piles if PILES.issuperset(measures) else 0


def becomes_station(r: Reading, definition: Definition, project: UnderWay) -> bool:
    """Whether a project's piles, with those that stand at its site, are a station there."""
    site, word, rule = project.site, project.word, definition.station
    if site is None:
        return rule.holds(False, word.dc, word.ac)
    direct, other = (standing(r, measure, site.pk) for measure in (DIRECT, ALTERNATING))
    declared = r.facts.is_declared(site.pk, r.month)
    return rule.holds(declared, word.dc + direct, word.ac + other)


def standing(r: Reading, measure: str, site: int) -> int:
    """How much of a measure stands at a site."""
    return r.facts.total(Selection((measure,), until=r.month, area=r.county.code, sites=(site,)))
