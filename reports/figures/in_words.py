"""What the numbers of the month that pages show say now, so that another moment can be compared."""

from ledger.periods.now import Calendar
from reports.figures.formats import digits
from reports.figures.progress import Standing
from reports.figures.reading import Reading, read
from targets.models import Part


def numbers() -> dict[str, str]:
    """Each figure of the county against each of its targets, and each row of the quota table, with
    its light, by its name."""
    calendar = Calendar()
    reading = read(calendar.shown_month(), calendar=calendar)
    standings = [s for code in sorted(reading.indicators) for s in reading.standings(code)]
    return {name(reading, s): value(s) for s in [*standings, *reading.quota_standings()]}


def name(reading: Reading, standing: Standing) -> str:
    """What the number is called, and its target."""
    figure, goal = standing.figure, standing.goal
    aim = f"（目标{goal.printed}）" if goal and figure.code != reading.playing(Part.QUOTA) else ""
    return f"{figure.where.name}　{figure.name}{aim}"


def value(standing: Standing) -> str:
    """The number with its unit, and the word of its light."""
    figure = standing.figure
    unit = "" if figure.value is None or figure.unit == "1:n" else figure.unit
    return f"{digits(figure)}{unit}　{standing.state.word}"
