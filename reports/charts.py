"""Geometry as data for the SVG templates (pure); lengths are in the drawing's own units."""
from dataclasses import dataclass

from .progress import NO_PLAN, UNREPORTED, Standing

WIDTH = 240


@dataclass(frozen=True)
class PaceBar:
    """序时尺: what is done, the calendar's tick, the gap hatched or the surplus in another colour."""

    done: float
    tick: float | None
    gap: float  # from done to tick, when behind
    surplus: float  # from tick to done, when ahead
    title: str

    @property
    def solid(self) -> float:
        return self.done - self.surplus


def pace_bar(standing: Standing, title: str) -> PaceBar | None:
    """The bar of a standing, capped at its right end; None without a plan, a value or a report."""
    if standing.state in (NO_PLAN, UNREPORTED):
        return None
    scale = WIDTH / standing.goal.value
    done = round(min(WIDTH, standing.figure.value * scale), 2)
    if standing.expected is None:
        return PaceBar(done, None, 0, 0, title)
    tick = round(min(WIDTH, float(standing.expected) * scale), 2)
    return PaceBar(done, tick, max(0, round(tick - done, 2)), max(0, round(done - tick, 2)), title)
