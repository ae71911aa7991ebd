"""A year of the plan: what it was to come to."""

from reports.figures.reading import Reading
from targets.models import Form


def yearly(r: Reading) -> list:
    """The standings of all targets that the plan sets for the county in the reading's year, except
    how returns came."""
    aimed = sorted({t.indicator.code for t in r.targets if t.year == r.month.year and t.area_id})
    return [
        s for code in aimed if r.indicators[code].form != Form.TIMELINESS for s in r.standings(code)
    ]
