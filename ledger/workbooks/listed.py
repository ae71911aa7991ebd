"""A list of piles as it stands before it is written: what each row becomes, what is wrong with it,
what is doubtful about it and what has been decided."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ledger.models import LineKind, Period, Site, Upload
from ledger.sheets.settled import Fault, Reading, SiteLine
from ledger.sheets.values import folded
from targets.models import Unit

ADD, SAME = "add", "same"  # what is said of a row that may be there already
Read = tuple[str, dict[str, str], dict[str, Any]]  # kind, what was typed, what it was read as


@dataclass
class Twin:
    """What a row may be the same as: in the ledger, in review, or near by; `answer` is "" until
    somebody says whether it comes on top or is the same."""

    where: str  # ledger, review, near
    words: str
    answer: str = ""


@dataclass
class Doubt:
    """What is odd about a row, in words; those of one `group` are explained together."""

    group: str
    sentence: str
    explained: str = ""


@dataclass
class Listed:
    """One site of the list with the return that it belongs to."""

    line: SiteLine
    kind: str = LineKind.ADDED
    unit: Unit | None = None
    period: Period | None = None
    typed: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] | None = None
    village_name: str = ""
    site: Site | None = None  # where the ledger has it
    stands: int = 0  # piles that stand there
    away: float | None = None  # kilometres between where the list and the ledger put it
    backdated: bool = False
    left: bool = False  # somebody leaves it out
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    twin: Twin | None = None

    @property
    def place(self) -> str:
        """Its key among the rows of the file."""
        return f"{self.line.sheet}!{self.line.number}"

    @property
    def is_same(self) -> bool:
        """Whether somebody said that it is there already."""
        return self.twin is not None and self.twin.answer == SAME

    @property
    def counts(self) -> bool:
        """Whether it is written, once nothing is wrong with it any more."""
        return not self.left and not self.is_same

    @property
    def piles(self) -> int:
        """How many piles it says."""
        return (self.line.dc or 0) + (self.line.ac or 0)

    @property
    def read_as(self) -> dict[str, Any]:
        """The values of a row in which nothing is wrong."""
        assert self.values is not None, "what cannot be read has a fault"
        return self.values


@dataclass
class Listing:
    """The whole list. `earlier` is a list of the same content that was written before."""

    reading: Reading
    rows: list[Listed] = field(default_factory=list)
    earlier: Upload | None = None

    @cached_property
    def counting(self) -> list[Listed]:
        """The rows that are to be written."""
        return [row for row in self.rows if row.counts]

    @property
    def faulty(self) -> list[Listed]:
        """Those of them in which something is wrong."""
        return [row for row in self.counting if row.faults]

    @property
    def fault_groups(self) -> dict[str, list[Fault]]:
        """What is wrong, by what is mended together, the most frequent first."""
        return grouped((fault.group, fault) for row in self.faulty for fault in row.faults)

    @property
    def doubt_groups(self) -> dict[str, list[tuple[Listed, Doubt]]]:
        """What is odd, by what is explained together."""
        counting = (row for row in self.counting if not row.faults)
        return grouped((doubt.group, (row, doubt)) for row in counting for doubt in row.doubts)

    @property
    def twins(self) -> list[Listed]:
        """The rows that may be there already."""
        return [row for row in self.rows if row.twin and not row.left]

    @property
    def open(self) -> int:
        """How many things nobody has decided yet."""
        doubts = sum(not all(d.explained for _, d in told) for told in self.doubt_groups.values())
        unsaid = sum(not row.twin.answer for row in self.twins if row.twin)
        return len(self.fault_groups) + doubts + unsaid

    @property
    def is_to_decide(self) -> bool:
        """Whether anything is wrong, doubtful, there already or left out."""
        left = any(row.left for row in self.rows)
        return bool(self.fault_groups or self.doubt_groups or self.twins or left)

    @property
    def may_be_confirmed(self) -> bool:
        """Whether there are rows to write, nothing is wrong and nothing open."""
        return bool(self.counting) and not self.open and not self.earlier

    @property
    def groups(self) -> dict[tuple[Period, Unit], list[Listed]]:
        """The rows to write by the return that they become, oldest period first."""
        placed = [(row.period, row.unit, row) for row in self.counting if row.period and row.unit]
        ordered = sorted(placed, key=lambda one: (one[0].starts_on, one[1].position))
        return grouped_as_met(((period, unit), row) for period, unit, row in ordered)

    @property
    def returns(self) -> dict[tuple[Period, Unit], list[Read]]:
        """(kind, typed, values) of the rows by the return that they become."""
        return {
            key: [(row.kind, row.typed, row.read_as) for row in rows]
            for key, rows in self.groups.items()
        }

    @property
    def summary(self) -> list[tuple[Period, Unit, int, int, int]]:
        """(period, unit, rows, piles that were there from the start, piles added since) of each
        return."""
        return [
            (
                period,
                unit,
                len(rows),
                piles_of(rows, LineKind.OPENING),
                piles_of(rows, LineKind.ADDED),
            )
            for (period, unit), rows in self.groups.items()
        ]

    @property
    def counted(self) -> dict[str, int]:
        """Sites and piles that the list adds, in use and stopped."""
        sites = {(row.line.village, folded(row.line.name)) for row in self.counting}
        found: Counter[str] = Counter(sites=len(sites))
        for row in self.counting:
            found["stopped" if row.line.status == "stopped" else "piles"] += row.piles
            found["dc"] += row.line.dc or 0
            found["ac"] += row.line.ac or 0
        return dict(found)


def grouped(pairs: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    """What belongs together, the most frequent first."""
    return dict(sorted(grouped_as_met(pairs).items(), key=lambda one: -len(one[1])))


def grouped_as_met(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    """What belongs together, in the order in which it was met."""
    found: dict[Any, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def piles_of(rows: Iterable[Listed], kind: str) -> int:
    """How many piles the rows of a kind have together."""
    return sum(row.piles for row in rows if row.kind == kind)
