"""What a chapter of the year is: something that happens beside the months' returns, and what has to
follow from it on the pages."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.year.browser import Browser
    from tests.year.chance import Month
    from tests.year.story import Year

Act = tuple[datetime, Callable[[], None]]
Duty = tuple[str, ...]  # what it is about, what the button says, and what else is said of it


class Chapter:
    """One of them: it hears and tells on its own, and presses through the year's hands. What it
    finds otherwise than told goes to `year.wrong`, what happens is counted."""

    must: frozenset[str] = frozenset()  # what happens in every year that is played to its end

    def __init__(self, year: Year) -> None:
        self.year = year
        self.done: Counter[str] = Counter()
        # of its own: no chapter moves what chance brings in another, and no look what happens
        self.chance = random.Random(f"{year.seed} {type(self).__name__}")
        self.eyes = random.Random(f"{year.seed} {type(self).__name__} looks")

    def acts_of(self, month: Month) -> list[Act]:
        """What happens between a month's 25th and the next one's, each at its moment."""
        return []

    @property
    def left_out(self) -> set[str]:
        """What had to happen and did not."""
        return {word for word in self.must if not self.done[word]}

    def look(self) -> None:
        """Compare what the pages say now with what has to follow; asked after each look at the
        figures."""

    def opened(self, browser: Browser) -> None:
        """Do more at a page of figures that somebody looks at."""

    def waits(self, who: str, unit: str) -> Iterable[Duty]:
        """What has to stand on somebody's list at home; `unit` is whose list it is where `who` is
        who answers for one."""
        return ()

    def month_over(self) -> None:
        """Compare what has to be settled when a month is over."""
