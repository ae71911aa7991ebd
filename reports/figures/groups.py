"""The rows of the quota table in their groups, each with its bar."""

from reports.figures import charts
from reports.figures.progress import Standing
from reports.figures.reach import Reach
from reports.figures.reading import Reading


def groups(reading_: Reading) -> dict[str, list[Standing]]:
    """The rows of the quota table in the document's order, townships and departments apart."""
    found: dict[str, list[Standing]] = {}
    for standing in reading_.quota_standings():
        found.setdefault(standing.figure.where.group, []).append(standing)
    return found


def bar(standing: Standing, reach: Reach | None) -> charts.PaceBar | None:
    """The bar of a standing, with what is being built for the year; its title is for who points at
    it."""
    title = f"{standing.figure.where.name} {standing.figure.name}"
    return charts.pace_bar(standing, title, reach.in_time if reach else 0)
