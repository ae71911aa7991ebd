"""What a table tells of its kilowatts: by their unit, and whether of a pile or of all of a site."""

import re
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from .currents import current_of
from .equipment import equipment, ratings
from .heads import unit_of
from .layout import rows_of
from .settled import COUNTS, PILE, POWERS
from .settling import current_at
from .values import KILOWATTS, Unclear, count, folded, is_sum, tenths

if TYPE_CHECKING:
    from .columns import Columns

OF_POWER = re.compile(r"功率|千瓦|kw(?!h)")
OF_GUN = re.compile(r"枪|终端|接口|端口")
LEAST_EACH, MOST_AC, MOST_EACH = 30, 450, 10_000  # tenths of a kilowatt
MOST_LIKELY = 4800  # tenths of a kilowatt of one pile
MILLION = 1_000_000
# tenths of a kilowatt that most piles have, and that some have
USUAL_AC = (70,), (35, 66, 110, 140, 200, 210, 220, 400, 420)
USUAL_DC = (
    (200, 300, 400, 600, 800, 1200, 1600, 1800, 2400, 3200, 3600, 4800),
    (500, 900, 1000, 1500, 2000, 2500, 3000, 4000, 6000, 6400, 7200, 8000),
)


class Rated:
    """The kilowatts of a table's columns."""

    def __init__(self, columns: "Columns") -> None:
        self.columns = columns
        self.scales: dict[str, Decimal] = {}

    def by_current(self, name: str) -> dict[str, int]:
        """dc and ac to the place of the column that says a power of such piles; empty where the
        columns do not divide it."""
        found = {
            current_at(self.columns.table, one): one for one in self.columns.places.get(name, [])
        }
        return found if set(found) == {"dc", "ac"} else {}

    def scale(self, name: str) -> Decimal:
        """What the unit in a power's head is in kilowatts."""
        if name not in self.scales:
            self.scales[name] = self.unit(name)
        return self.scales[name]

    def unit(self, name: str) -> Decimal:
        """The unit of a power in kilowatts, by the first head that tells it."""
        for place in self.columns.places.get(name, []):
            unit = unit_of(self.columns.table.heads[place].split("｜")[-1])
            if unit == "0.1kw":
                return Decimal("0.1")
            if unit == "万千瓦":
                return Decimal(10_000)
            if unit in KILOWATTS:
                return Decimal(KILOWATTS[unit])
        return Decimal(1)

    @cached_property
    def in_millionths(self) -> bool:
        """Whether the table counts degrees by the million."""
        for number, _ in rows_of(self.columns.table, self.columns.sheet):
            text = self.columns.first(number, "lng")
            if re.fullmatch(r"\d{8,10}", text) and int(text) > MILLION:
                return True
        return False

    @cached_property
    def is_beyond(self) -> bool:
        """Whether some row's power is more than its piles have, were it in kilowatts."""
        return self.scale("power") == 1 and self.scale_shown == "0.1"

    @cached_property
    def scale_shown(self) -> str:
        """0.1 or 1 where some row shows what its power counts: kilowatts no pile has, or tenths no
        pile is content with; "" where it may be either."""
        found = set()
        for number, _ in rows_of(self.columns.table, self.columns.sheet):
            try:
                piles = sum(self.counted(number, one) for one in COUNTS)
                if not piles and self.columns.table.grain != PILE:
                    continue
                piles = piles or 1
                stated = (tenths(self.columns.first(number, "power")) or 0) / piles
            except Unclear:
                continue
            if stated > MOST_LIKELY:
                found.add("0.1")
            elif 0 < stated < LEAST_EACH * 10:
                found.add("1")
        return found.pop() if len(found) == 1 else ""

    def counted(self, number: int, name: str) -> int:
        """What all columns of a field count in a row; raises Unclear."""
        return sum(count(text) or 0 for text in self.columns.texts(number, name))

    @cached_property
    def why_none(self) -> str:
        """Why a list says no power of its piles; "" where a column does, or its head that nobody
        uses."""
        pairs = zip(self.columns.table.heads, self.columns.table.fields, strict=True)
        unused = [head for head, name in pairs if not name and OF_POWER.search(folded(head))]
        if self.columns.names & POWERS or any(not OF_GUN.search(head) for head in unused):
            return ""
        return "来表只写了枪的功率" if unused else "来表没有功率一列"

    @cached_property
    def wattages(self) -> "list[Stated]":
        """(direct, alternating, tenths of a kilowatt) of the rows of several piles or one; piles of
        an unknown current count as direct, which may have any power."""
        found = []
        for number, _ in rows_of(self.columns.table, self.columns.sheet):
            try:
                dc, ac = (self.counted(number, one) for one in ("dc", "ac"))
            except Unclear:
                dc, ac = 0, 0
            if told := self.in_words(number, {"dc": dc, "ac": ac}):
                found += told
                continue
            if divided := self.divided(number, {"dc": dc, "ac": ac}):
                found += divided
                continue
            try:
                piles = 0 if dc or ac else self.counted(number, "piles")
                text = self.columns.first(number, "wattage")
                stated = 0 if is_sum(text) else tenths(text) or 0
            except Unclear:
                continue
            if current_of(folded(self.columns.first(number, "current"))) == "ac":
                ac += piles
            else:
                dc += piles
            if stated and dc + ac:
                found.append((dc, ac, stated))
        return found

    def divided(self, number: int, counted: dict[str, int]) -> "list[Stated]":
        """What columns of their own say of the power of piles of each current."""
        found = []
        for current, place in self.by_current("wattage").items():
            text = self.columns.power_at(number, place, "wattage")
            try:
                stated = 0 if is_sum(text) else tenths(text) or 0
            except Unclear:
                continue
            if stated and counted[current]:
                piles = counted[current]
                found.append((piles, 0, stated) if current == "dc" else (0, piles, stated))
        return found

    def in_words(self, number: int, counted: dict[str, int]) -> "list[Stated]":
        """What a row's cells in words say of the power of piles of one current, be it of each of
        them or of all."""
        found = []
        for name in (*COUNTS, "current", *POWERS):
            text = self.columns.first(number, name)
            told, by_current = equipment(text), ratings(text) if name in POWERS else ()
            for one in by_current or (told.shares if told else ()):
                piles = one.piles or counted[one.current]
                if one.is_unclear and piles:
                    at = (piles, 0) if one.current == "dc" else (0, piles)
                    found.append((*at, one.kilowatts or 0))
        return found

    @cached_property
    def wattage_means(self) -> str:
        """power or each where some row can only be the one: more than one pile has at all, or less
        than the piles together need; power where columns say it of each current, 直流功率, and
        piles are usual by that; "" where every row may be either."""
        found = set()
        for dc, ac, stated in self.wattages:
            if dc + ac < 2:
                continue
            if (dc and ac) or (ac and stated > MOST_AC) or stated > MOST_EACH:
                found.add("power")
            elif stated < LEAST_EACH * (dc + ac):
                found.add("each")
        is_total = self.by_current("wattage") and not self.columns.halves.measured
        if not found and is_total and self.wattage_likely == "power":
            return "power"
        return found.pop() if len(found) == 1 else ""

    @cached_property
    def wattage_likely(self) -> str:
        """power or each, by what piles usually have, or else as rows of more and of fewer piles
        compare; "" where they speak for both, or for neither."""
        said = {usual(one) for one in self.wattages} - {""} or compared(self.wattages)
        return said.pop() if len(said) == 1 else ""


Stated = tuple[int, int, int]  # direct and alternating piles, tenths of a kilowatt


def usual(row: Stated) -> str:
    """power or each, whichever makes of a row's piles such as are more usual; "" for neither."""
    dc, ac, stated = row
    piles = dc + ac
    if piles < 2 or dc and ac:
        return ""
    each, power = (rank(stated, one, bool(dc)) for one in (1, piles))
    return "" if each == power else "each" if each < power else "power"


def rank(stated: int, piles: int, is_direct: bool) -> int:
    """How usual piles are that have so much together: 0 for most of them, 1 for some, 2."""
    ranks = (USUAL_AC[at] + USUAL_DC[at] * is_direct for at in (0, 1))
    return next((at for at, known in enumerate(ranks) if stated in [n * piles for n in known]), 2)


def compared(rows: list[Stated]) -> set[str]:
    """each where rows of more and of fewer piles say the same, power where they have as much to a
    pile."""
    same: dict[tuple[str, bool, Fraction], set[int]] = {}
    for dc, ac, stated in rows:
        for name, piles in (("each", 1), ("power", dc + ac)):
            same.setdefault((name, bool(dc), Fraction(stated, piles)), set()).add(dc + ac)
    return {name for (name, _, _), piles in same.items() if len(piles) > 1}
