"""A figure over time: beside what it was a month and a year before, and month by month. What
nothing tells of is not known, which is not 0."""

from dataclasses import dataclass, replace
from fractions import Fraction

from reports.figures import charts
from reports.figures.figure import Figure, Where, parse_key
from reports.figures.progress import Forecast, Goal, Standing, forecast
from reports.figures.reading import Reading
from shanyin_charging import clock
from targets.models import Form, Indicator, Part, Window
from targets.months import Month
from targets.pace import MONTHS, expected_share

# What the stock is made of, in short.
MAKEUP = {Part.DIRECT: "直流", Part.ALTERNATING: "交流", Part.CONNECTORS: "枪", Part.POWER: "功率"}


@dataclass(frozen=True)
class OverTime:
    """A figure with those that it is compared with; None for a month that is not known."""

    figure: Figure
    added: Figure | None = None  # of what is summed over a year: what the month itself added
    last_month: Figure | None = None
    last_year: Figure | None = None
    trend: charts.Trend | None = None


def over_time(r: Reading, code: str, where: Where | None = None, variant: str = "") -> OverTime:
    """An indicator of the county, a place or a row; how returns came is told elsewhere."""
    figure, yearly = r.figure(code, where, variant), is_yearly(r.indicators[code])
    if figure.form == Form.TIMELINESS:
        return OverTime(figure)
    window = Window.MONTH if yearly else ""
    months = [month for back in range(MONTHS) if r.knows(month := r.month - back)][::-1]
    past = [r.figure(code, where, variant, window, month) for month in months]
    return OverTime(
        figure,
        past[-1] if yearly and months[-1:] == [r.month] else None,
        None if yearly else earlier(r, figure, where, 1),
        earlier(r, figure, where, MONTHS),
        charts.trend(past, in_columns=yearly),
    )


def is_yearly(indicator: Indicator) -> bool:
    """Whether an indicator is summed up anew each year: its months are told apart."""
    return indicator.form == Form.TOTAL and indicator.window == Window.YEAR


def earlier(r: Reading, figure: Figure, where: Where | None, months: int) -> Figure | None:
    """The figure so many months before; None where nothing tells how it stood at that month's end,
    and where the same observation still stands."""
    month, variant = r.month - months, parse_key(figure.key).variant
    then = r.figure(figure.code, where, variant, month=month) if r.knows_end_of(month) else None
    if then is None or then.value is None or figure.value is None:
        return None
    return None if then.seen_on and then.seen_on == figure.seen_on else then


def history(r: Reading, figure: Figure) -> list[Figure]:
    """A figure month by month since the year before began, over the months that are known: what
    each added of what is summed over a year, else how it stood; nothing of how returns came."""
    if figure.form == Form.TIMELINESS:
        return []
    window = Window.MONTH if is_yearly(r.indicators[figure.code]) else ""
    variant = parse_key(figure.key).variant
    known = [month for month in r.months if r.knows(month)]
    return [r.figure(figure.code, figure.where, variant, window, month) for month in known]


def course(r: Reading) -> charts.Course | None:
    """The stock month by month since the year before began, against the goals of the years' ends
    and the pace from each to the next; None before the plan, and before the ledger is open."""
    code = r.playing(Part.IN_PLACE)
    if not (r.months and code):
        return None
    months = [r.months[0] - 1, *(month for month in r.months if r.knows(month))]
    figures, goals = [r.figure(code, month=month) for month in months], []
    if not any(figure.counted for figure in figures):
        return None
    for year in range(r.months[0].year, r.month.year + 1):
        goals += [r.basis.goal(target) for target in r.aims[code, year, r.whole.key][:1]]
    return charts.course(figures, goals, paced(r, figures[0], goals))


def paced(r: Reading, first: Figure, goals: list[Goal]) -> list[tuple[Month, Fraction]]:
    """What the calendar expects of the stock by each month's end: from where it began to the first
    year's goal, and on from goal to goal."""
    found = [(first.month, Fraction(first.counted or 0))]
    for goal in goals:
        base, months = found[-1][1], [Month(goal.year, n + 1) for n in range(MONTHS)]
        rise, curve = (goal.value or base) - base, r.basis.curve_in(goal.year)
        found += [(m, base + rise * expected_share(m, goal.year, curve)) for m in months]
    return found


def outlook(r: Reading, standing: Standing) -> Forecast | None:
    """Where a count is heading, by the months that are due; None without a goal, and unless
    the month is the last that may be judged: what lies behind has no outlook."""
    figure, goal = standing.figure, standing.goal
    if goal is None or goal.value is None or figure.counted is None or r.past:
        return None
    counts_up = figure.form == Form.TOTAL and goal.direction == "at_least"
    if not counts_up or not standing.is_judged or r.month != r.calendar.judged_month():
        return None
    recent, today = r.recent(figure.code, figure.where), Month.of(clock.today())
    found = forecast(recent, figure.counted, goal.value, r.month, today, r.ending)
    return found and replace(found, unit=figure.unit)


def makeup(r: Reading, where: Where | None = None) -> list[tuple[str, Figure]]:
    """What the public piles in place are: direct and alternating, their connectors, their power."""
    found = [(word, r.figure_of(part, where)) for part, word in MAKEUP.items()]
    return [(word, figure) for word, figure in found if figure]
