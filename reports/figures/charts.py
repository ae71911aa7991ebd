"""Geometry as data for the SVG templates (pure); lengths are in the drawing's own units."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import cos, radians
from typing import Any

from reports.figures import formats
from reports.figures.figure import Figure
from reports.figures.progress import NO_PLAN, UNREPORTED, UNSETTLED, Goal, Standing
from reports.figures.reach import Reach
from targets.months import Month

WIDTH = 240
STEP, TALL, HEAD, FOOT = (
    27,
    96,
    18,
    34,
)  # of columns: from one to the next, the highest, above it for its number, below
BROAD = 84  # of a step, whose time is words
DIGIT = 8  # the width of a digit
MONTHS = 18  # below columns whose months have no year under them


@dataclass(frozen=True)
class PaceBar:
    """序时尺: what is done, the calendar's tick, the gap hatched or the surplus in another
    colour."""

    done: float
    tick: float | None
    gap: float  # from done to tick, when behind
    surplus: float  # from tick to done, when ahead
    title: str
    coming: float = 0  # behind done: what is being built for the year

    @property
    def solid(self) -> float:
        """How far the bar is drawn in its own colour, in the drawing's units."""
        return self.done - self.surplus


def pace_bar(standing: Standing, title: str, coming: int = 0) -> PaceBar | None:
    """The bar of a standing, with what is being built for the year, capped at its right end; None
    without a plan, a value or a report."""
    value, goal = standing.figure.value, standing.goal
    if standing.state in (NO_PLAN, UNREPORTED, UNSETTLED) or value is None:
        return None
    if goal is None or not goal.value:
        return None
    scale = WIDTH / goal.value
    done = round(min(WIDTH, float(value) * scale), 2)
    ahead = round(min(WIDTH, float(value + coming) * scale) - done, 2)
    if standing.expected is None:
        return PaceBar(done, None, 0, 0, title, ahead)
    tick = round(min(WIDTH, float(standing.expected) * scale), 2)
    gap, surplus = max(0, round(tick - done, 2)), max(0, round(done - tick, 2))
    return PaceBar(done, tick, gap, surplus, title, ahead)


@dataclass(frozen=True)
class Dot:
    """One place on the drawing of the county; `mark` says how it is drawn: seat, bare, pile, far,
    or a village that has enough, is short or has none."""

    x: float
    y: float
    mark: str
    name: str
    address: str = ""
    words: str = ""
    key: str = ""  # of the figure in the words
    radius: float = 3.5

    @property
    def is_seat(self) -> bool:
        """Whether its name and number are written beside it."""
        return self.mark in ("seat", "bare")


@dataclass(frozen=True)
class CountyMap:
    """A schematic: the outline as an SVG path, and the dots."""

    path: str
    dots: tuple[Dot, ...]
    width: int
    height: int


def county_map(
    outline: Sequence[tuple[float, float]],
    places: Iterable[tuple[Any, ...]],
    width: int = 560,
    margin: int = 24,
) -> CountyMap:
    """Longitudes and latitudes drawn on a plane; `places` are (position, mark, name, address,
    words, key of the figure in the words, and the radius where it is not the usual one)."""
    easts, norths = [east for east, _ in outline], [north for _, north in outline]
    flat = cos(
        radians((min(norths) + max(norths)) / 2)
    )  # a degree of longitude is that much shorter
    scale = (width - 2 * margin) / ((max(easts) - min(easts)) * flat)

    def at(position: tuple[float, float]) -> tuple[float, float]:
        return (
            round(margin + (position[0] - min(easts)) * flat * scale, 1),
            round(margin + (max(norths) - position[1]) * scale, 1),
        )

    path = "M" + "L".join("{} {}".format(*at(point)) for point in outline) + "Z"
    dots = tuple(Dot(*at(position), *rest) for position, *rest in places)
    return CountyMap(path, dots, width, round(2 * margin + (max(norths) - min(norths)) * scale))


@dataclass(frozen=True)
class Column:
    """One month's column; `year` stands below the first month of each year."""

    figure: Figure
    label: str
    x: float
    middle: float
    y: float
    height: float
    year: str


@dataclass(frozen=True)
class Columns:
    """逐月: one column a month, each labelled with its number and linked to its origin."""

    columns: tuple[Column, ...]
    step: int
    width: int
    height: int = HEAD + TALL + FOOT
    foot: int = HEAD + TALL


def columns(figures: Sequence[Figure], room: int = 0) -> Columns:
    """The columns of so many months; the highest fills the drawing. Where there is not `room` for
    all, the last ones are drawn."""
    labels = [label(figure) for figure in figures]
    step = max(STEP, DIGIT * max(map(len, labels), default=0) + 4)
    shown = figures[-(room // step) :] if room else figures
    values = [float(figure.value or 0) for figure in shown]
    scale, made = TALL / (max(values, default=0) or 1), []
    for n, (figure, value) in enumerate(zip(shown, values, strict=True)):
        height, first = round(value * scale, 2), n == 0 or figure.month.month == 1
        year = f"{figure.month.year}年" if first else ""
        x, y = n * step, round(HEAD + TALL - height, 2)
        made.append(Column(figure, label(figure), x, x + step / 2, y, height, year))
    return Columns(tuple(made), step, step * len(made))


def label(figure: Figure) -> str:
    """What a column is labelled with: of n/N only n, as N is the same all along."""
    return formats.digits(figure).partition("/")[0]


@dataclass(frozen=True)
class Step:
    """What will be in service by a time: what was before, and what comes."""

    label: str
    number: int
    x: float
    middle: float
    y: float
    before: float
    added: float


@dataclass(frozen=True)
class Steps:
    """What is in service, then what is being built by the time in which it is expected, each on top
    of the one before, and the line of the year's number."""

    steps: tuple[Step, ...]
    line: float | None
    goal: int | None
    end: int  # of the steps; behind it stands the number
    height: int = HEAD + TALL + MONTHS
    foot: int = HEAD + TALL

    @property
    def width(self) -> int:
        """The drawing's, in its units."""
        return self.end + BROAD


def steps(found: Reach) -> Steps:
    """The steps of what a row or the county comes to within the year; the highest fills the
    drawing."""
    numbers, told = [found.figure.counted or 0], ["已投运"]
    for when, piles in found.counted:
        if when.in_time:
            numbers.append(numbers[-1] + piles)
            told.append(when.label)
    scale, made = TALL / (max(*numbers, found.goal or 0) or 1), []
    for n, (label, number) in enumerate(zip(told, numbers, strict=True)):
        before = round(numbers[n - 1] * scale, 2) if n else 0
        height = round(number * scale, 2)
        x, y, added = n * BROAD, round(HEAD + TALL - height, 2), round(height - before, 2)
        made.append(Step(label, number, x, x + BROAD / 2, y, before, added))
    line = round(HEAD + TALL - found.goal * scale, 2) if found.goal else None
    return Steps(tuple(made), line, found.goal, BROAD * len(made))


@dataclass(frozen=True)
class Timed:
    """One month's column of the meter."""

    month: Month
    seconds: int
    x: int
    y: float
    height: float
    over: bool


@dataclass(frozen=True)
class Meter:
    """How long a return took, month by month, and the line that it should stay under."""

    columns: tuple[Timed, ...]
    line: float
    width: int
    height: int = HEAD + TALL + MONTHS
    foot: int = HEAD + TALL


WIDE = 56  # a time is longer than a number


def meter(months: list[tuple[Month, int]], goal: int) -> Meter:
    """Columns of (month, seconds) against a goal in seconds; the highest of all fills the
    drawing."""
    scale = TALL / max(goal, *(seconds for _, seconds in months))
    heights = [(month, seconds, round(seconds * scale, 2)) for month, seconds in months]
    return Meter(
        tuple(
            Timed(month, seconds, n * WIDE, HEAD + TALL - height, height, seconds > goal)
            for n, (month, seconds, height) in enumerate(heights)
        ),
        round(HEAD + TALL - goal * scale, 2),
        WIDE * len(months),
    )


@dataclass(frozen=True)
class Trend:
    """A small line, or small columns, of the last months beside a number; the title says all of
    them."""

    points: tuple[tuple[float, float], ...]
    in_columns: bool
    title: str
    width: int = 84
    height: int = 24

    @property
    def line(self) -> str:
        """The points as a polyline takes them."""
        return " ".join(f"{x},{y}" for x, y in self.points)

    @property
    def last(self) -> tuple[float, float]:
        """The newest point."""
        return self.points[-1]

    @property
    def columns(self) -> list[tuple[float, float, float]]:
        """Each point as a column from the foot: where it begins, its top, its height."""
        return [(x - 2.5, y, round(self.height - 2 - y, 1)) for x, y in self.points]


def trend(figures: Sequence[Figure], in_columns: bool = False) -> Trend | None:
    """The trend of a figure's months, oldest first, over those that have a value; None for less
    than two of them."""
    told = [figure for figure in figures if figure.value is not None]
    if len(told) < 2:
        return None
    values = [float(figure.value or 0) for figure in told]
    low, high = 0.0 if in_columns else min(values), max(values)
    step, rise = (Trend.width - 8) / (len(told) - 1), (Trend.height - 6) / ((high - low) or 1)
    points = tuple(
        (round(4 + n * step, 1), round(Trend.height - 3 - (value - low) * rise, 1))
        for n, value in enumerate(values)
    )
    return Trend(points, in_columns, "，".join(f"{f.month.label}{formats.text(f)}" for f in told))


@dataclass(frozen=True)
class Mark:
    """A named point of a course."""

    x: float
    y: float
    words: str
    key: str = ""  # of the figure in the words


@dataclass(frozen=True)
class Course:
    """A stock on its way to the goals of the years' ends, and the pace that it should have."""

    line: str
    pace: str
    first: Mark
    last: Mark
    goals: tuple[Mark, ...]
    years: tuple[Mark, ...]
    title: str
    width: int = 174
    height: int = 98
    foot: int = 82


ABOVE, SIDE = 20, 16  # of a course: for the words over the highest goal, and beside its ends


def course(
    figures: Sequence[Figure], goals: Sequence[Goal], pace: Sequence[tuple[Month, Fraction]]
) -> Course:
    """The month-ends of a stock, oldest first, drawn on to the end of the last year, of which no
    month may be known yet."""
    first, last = figures[0].month, max(Month(figures[-1].month.year, 12), pace[-1][0])
    values = [figure.counted or 0 for figure in figures]
    wanted = [goal.value or 0 for goal in goals]
    low, high = min([*values, *wanted]), max([*values, *wanted])
    step = (Course.width - 2 * SIDE) / (last.index - first.index or 1)
    rise = (Course.foot - ABOVE - 4) / ((high - low) or 1)

    def at(month: Month, value: int | Fraction) -> tuple[float, float]:
        x = SIDE + (month.index - first.index) * step
        return round(x, 1), round(Course.foot - 4 - float(value - low) * rise, 1)

    def drawn(points: Iterable[tuple[Month, int | Fraction]]) -> str:
        return " ".join("{},{}".format(*at(*point)) for point in points)

    def mark(figure: Figure) -> Mark:
        return Mark(*at(figure.month, figure.counted or 0), formats.digits(figure), figure.key)

    told = "，".join(f"{f.month.label}底{formats.text(f)}" for f in figures)
    stock = figures[0]
    aims = "，".join(f"{goal.year}年底目标{goal.value}{stock.unit}" for goal in goals)
    years = range(first.year + 1, last.year + 1)
    return Course(
        drawn((f.month, f.counted or 0) for f in figures),
        drawn(pace),
        mark(figures[0]),
        mark(figures[-1]),
        tuple(Mark(*at(Month(g.year, 12), g.value or 0), str(g.value)) for g in goals),
        tuple(Mark(at(Month(year, 6), low)[0], Course.height, f"{year}年") for year in years),
        f"{stock.name}：{told}。{aims}。",
    )
