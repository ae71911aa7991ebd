"""Which archives are kept: the newest of each of the last seven days, four weeks and twelve months
that have one (pure)."""

from collections.abc import Callable, Iterable
from datetime import datetime

DAYS, WEEKS, MONTHS = 7, 4, 12
RULES: tuple[tuple[int, Callable[[datetime], object]], ...] = (
    (DAYS, lambda moment: moment.date()),
    (WEEKS, lambda moment: moment.isocalendar()[:2]),
    (MONTHS, lambda moment: (moment.year, moment.month)),
)


def superfluous(moments: Iterable[datetime]) -> set[datetime]:
    """Those of the archives' moments that need not be kept."""
    all_, kept = sorted(moments), set()
    for most, span in RULES:
        newest = {span(moment): moment for moment in all_}  # a later one takes the place
        kept |= set(sorted(newest.values())[-most:])
    return set(all_) - kept
