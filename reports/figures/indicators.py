"""What surrounds an indicator: its open doubts, its past months, each township's part."""

from reports.figures.reading import Reading
from targets.models import Form, Indicator, Window


def doubts(reading: Reading, indicator: Indicator) -> list:
    """The discrepancies of the indicator's clauses that the office has not ruled on."""
    found = {
        d.code: d for clause in reading.clauses[indicator.code] for d in clause.discrepancies.all()
    }
    return [d for _, d in sorted(found.items()) if d.subject not in reading.basis.rulings]


def past_of(reading: Reading, indicator: Indicator) -> list:
    """The indicator at the end of each month since last year began, the newest first; returns are
    counted elsewhere."""
    if indicator.form == Form.TIMELINESS:
        return []
    return [reading.figure(indicator.code, month=month) for month in reversed(reading.months)]


def places_of(reading: Reading, indicator: Indicator) -> list:
    """Each township's part, where the indicator is one that a township has."""
    divides = indicator.form in (Form.TOTAL, Form.COVERAGE) and not indicator.only.startswith(
        "site:"
    )
    if (
        not divides
        or indicator.across not in ("", "village", "township")
        or indicator.window == Window.LATEST
    ):
        return []
    return [reading.figure(indicator.code, place) for place in reading.places["township"]]
