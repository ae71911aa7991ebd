"""Geometry as data for the SVG templates (pure); lengths are in the drawing's own units."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

from reports.figures.figure import Figure
from reports.figures.progress import NO_PLAN, UNREPORTED, UNSETTLED, Standing
from targets.months import Month

WIDTH = 240
STEP, TALL, HEAD, FOOT = (
    28,
    96,
    18,
    34,
)  # of columns: from one to the next, the highest, above it for its number, below


@dataclass(frozen=True)
class PaceBar:
    """序时尺: what is done, the calendar's tick, the gap hatched or the surplus in another
    colour."""

    done: float
    tick: float | None
    gap: float  # from done to tick, when behind
    surplus: float  # from tick to done, when ahead
    title: str

    @property
    def solid(self) -> float:
        """How far the bar is drawn in its own colour, in the drawing's units."""
        return self.done - self.surplus


def pace_bar(standing: Standing, title: str) -> PaceBar | None:
    """The bar of a standing, capped at its right end; None without a plan, a value or a report."""
    value, goal = standing.figure.value, standing.goal
    if standing.state in (NO_PLAN, UNREPORTED, UNSETTLED) or value is None:
        return None
    if goal is None or not goal.value:
        return None
    scale = WIDTH / goal.value
    done = round(min(WIDTH, float(value) * scale), 2)
    if standing.expected is None:
        return PaceBar(done, None, 0, 0, title)
    tick = round(min(WIDTH, float(standing.expected) * scale), 2)
    return PaceBar(done, tick, max(0, round(tick - done, 2)), max(0, round(done - tick, 2)), title)


@dataclass(frozen=True)
class Dot:
    """One place on the drawing of the county; `mark` says how it is drawn: seat, bare, pile,
    far."""

    x: float
    y: float
    mark: str
    name: str
    address: str = ""
    words: str = ""
    key: str = ""  # of the figure in the words


@dataclass(frozen=True)
class CountyMap:
    """A schematic: the outline as an SVG path, and the dots."""

    path: str
    dots: tuple[Dot, ...]
    width: int
    height: int


def county_map(
    outline: Sequence[tuple[float, float]],
    places: Iterable[tuple[tuple[float, float], str, str, str, str, str]],
    width: int = 560,
    margin: int = 24,
) -> CountyMap:
    """Longitudes and latitudes drawn on a plane; `places` are (position, mark, name, address,
    words, key of the figure in the words)."""
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
    x: float
    y: float
    height: float
    year: str


@dataclass(frozen=True)
class Columns:
    """逐月: one column a month, each labelled with its number and linked to its origin."""

    columns: tuple[Column, ...]
    width: int
    height: int = HEAD + TALL + FOOT
    foot: int = HEAD + TALL


def columns(figures: list[Figure]) -> Columns:
    """The columns of a monthly flow; the highest fills the drawing."""
    values = [figure.counted or 0 for figure in figures]
    highest = max(values, default=0) or 1
    made = []
    for n, (figure, value) in enumerate(zip(figures, values, strict=True)):
        height = round(value * TALL / highest, 2)
        first = n == 0 or figure.month.month == 1
        made.append(
            Column(
                figure,
                n * STEP,
                HEAD + TALL - height,
                height,
                f"{figure.month.year}年" if first else "",
            )
        )
    return Columns(tuple(made), STEP * len(made))


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
    height: int = HEAD + TALL + FOOT
    foot: int = HEAD + TALL


WIDE = 2 * STEP  # a time is longer than a number


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
