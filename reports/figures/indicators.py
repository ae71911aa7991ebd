"""What surrounds an indicator: its open doubts, each township's part."""

from reports.figures.figure import Figure
from reports.figures.reading import Reading
from targets.models import Form, Indicator, Window


def doubts(reading: Reading, indicator: Indicator) -> list:
    """The discrepancies of the indicator's clauses that the office has not ruled on."""
    found = {
        d.code: d for clause in reading.clauses[indicator.code] for d in clause.discrepancies.all()
    }
    return [d for _, d in sorted(found.items()) if d.subject not in reading.basis.rulings]


def places_of(reading: Reading, indicator: Indicator, window: str = "") -> list[Figure]:
    """Each township's part, where the indicator is one that a township has; in another window when
    asked."""
    divides = indicator.form in (Form.TOTAL, Form.COVERAGE) and not indicator.only.startswith(
        "site:"
    )
    if (
        not divides
        or indicator.across not in ("", "village", "township")
        or indicator.window == Window.LATEST
    ):
        return []
    return [
        reading.figure(indicator.code, place, window=window) for place in reading.places["township"]
    ]
