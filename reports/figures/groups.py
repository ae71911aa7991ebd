"""The rows of the quota table in their groups."""

from reports.figures.progress import Standing
from reports.figures.reading import Reading


def groups(reading_: Reading) -> dict[str, list[Standing]]:
    """The rows of the quota table in the document's order, townships and departments apart."""
    found: dict[str, list[Standing]] = {}
    for standing in reading_.quota_standings():
        found.setdefault(standing.figure.where.group, []).append(standing)
    return found


def bar_title(standing: Standing) -> str:
    """What a bar is called to who points at it."""
    figure = standing.figure
    return f"{figure.where.name} {figure.name}"
