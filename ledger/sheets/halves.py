"""Columns whose cells say two numbers: piles and guns, piles and kilowatts, all and those free."""

import re
from functools import cached_property
from typing import TYPE_CHECKING

from .guessing import both_of, counts_both
from .heads import half_of_all
from .layout import column
from .measures import Measures, first_of, measures, power_of, tells_measures
from .settled import COUNTS, POWERS
from .values import plain

if TYPE_CHECKING:
    from .columns import Columns

CURRENTS = {"dc": "直流", "ac": "交流"}


class Halves:
    """The two numbers in the cells of a table's columns."""

    def __init__(self, columns: "Columns") -> None:
        self.columns = columns
        self.with_guns = self.of_guns()
        self.measured = self.of_measures()
        self.split = {*COUNTS, *self.measured.values()} if self.measured else set()
        self.names = set(self.measured.values()) | ({"connectors"} if self.with_guns else set())

    def texts(self, place: int) -> list[str]:
        """The texts of a column."""
        return column(self.columns.table, self.columns.sheet, place)

    def of_guns(self) -> list[str]:
        """The fields whose one column says piles and guns, 桩数/枪数."""
        heads, places = self.columns.table.heads, self.columns.places
        single = [(name, at[0]) for name, at in places.items() if name in COUNTS and len(at) == 1]
        found = [name for name, at in single if counts_both(heads[at], self.texts(at))]
        return [] if "connectors" in places else found

    def of_measures(self) -> dict[int, str]:
        """The columns that say piles and kilowatts, 2台/120kW, to the field of these; they stand
        among the columns of that field, too."""
        heads, places = self.columns.table.heads, self.columns.places
        if POWERS & set(places):
            return {}
        counted = [at for name in COUNTS for at in places.get(name, [])]
        found = {
            at: power_of(heads[at]) for at in counted if tells_measures(heads[at], self.texts(at))
        }
        for at, name in found.items():
            places.setdefault(name, []).append(at)
        return found

    def told(self, number: int, place: int) -> Measures | None:
        """What a cell says of piles and kilowatts."""
        return measures(self.columns.text(number, place), first_of(self.columns.table.heads[place]))

    def text(self, number: int, place: int, name: str) -> str:
        """What a cell says of a field, one of its two where it has them."""
        told = self.told(number, place) if place in self.measured else None
        if name in COUNTS:
            return told.piles if told else self.columns.text(number, place)
        return told.power(name) if told else ""

    def of(self, number: int, texts: dict[str, str]) -> dict[str, str]:
        """What the two halves of a row's cells say instead of the cells, by field."""
        found: dict[str, str] = {}
        for place in self.measured if "current" not in self.columns.names else ():
            if told := self.told(number, place):
                found["current"] = CURRENTS.get(told.current, "")
        said = [(name, both_of(texts[name])) for name in self.with_guns]
        if said and all(both for _, both in said):
            found |= {name: str(both[0]) for name, both in said if both}
            found["connectors"] = str(
                self.beside(number) + sum(both[1] for _, both in said if both)
            )
        elif said:
            found["connectors"] = ""
        for name, at in self.of_all.items():
            half = re.split("[/、]", found.get(name, texts[name]))
            if len(half) == 2:
                found[name] = half[at]
        return found

    def beside(self, number: int) -> int:
        """The guns of the alternating piles of a row that no cell tells: one each."""
        at = self.columns.places.get("ac", []) if "ac" not in self.with_guns else []
        told = [plain(self.columns.text(number, place)) for place in at]
        return sum(int(one) for one in told if one.isdigit())

    @cached_property
    def of_all(self) -> dict[str, int]:
        """The counts of which a cell says how many are free, too, to the half that says all."""
        places = self.columns.places
        single = [name for name in COUNTS if len(places.get(name, [])) == 1]
        told = {name: half_of_all(self.columns.head_of(name)) for name in single}
        return {name: at for name, at in told.items() if at is not None}
