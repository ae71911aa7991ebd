"""A plan that is not in the database: its rows by subject, with where each row stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from targets.measures import GROUPS, MEASURES
from targets.plan import sheets

Row = dict[str, Any]


@dataclass(frozen=True)
class Fault:
    """What must be mended before a plan can be loaded: where, and a Chinese sentence."""

    sheet: str
    row: int  # as the sheet counts; 0 for the whole sheet
    says: str

    @property
    def where(self) -> str:
        """The row in words."""
        return f"第{self.row}行" if self.row else "整张表"

    def __str__(self) -> str:
        return f"“{self.sheet}”{self.where}：{self.says}"


@dataclass
class Draft:
    """The rows of each subject, as JSON has them, and the scanned text; `numbers` says where each
    row stands, and `fields` where each field of the plan itself does."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    scan: str = ""
    numbers: dict[str, list[int]] = field(default_factory=dict)
    fields: dict[str, int] = field(default_factory=dict)

    @property
    def plan(self) -> Row:
        """The fields of the plan itself."""
        return next(iter(self.rows.get("plan", [])), {})

    @property
    def county(self) -> str:
        """The code of the county that it is about: that of its plan, or the one that it brings."""
        head = next(iter(self.rows.get("county", [])), {})
        return str(self.plan.get("county") or head.get("area", ""))

    @property
    def years(self) -> range:
        """The years of its term; none where they are not known."""
        return sheets.years_of(self.plan)

    def of(self, subject: str) -> list[Row]:
        """The rows of a subject."""
        return self.rows.get(subject, [])

    def numbered(self, subject: str) -> Iterator[tuple[int, Row]]:
        """(where it stands, row) of a subject."""
        rows = self.of(subject)
        return zip(self.numbers.get(subject, range(1, len(rows) + 1)), rows, strict=True)

    def codes(self, subject: str, name: str = "code") -> set[Any]:
        """What the rows of a subject are called by."""
        return {row.get(name) for row in self.of(subject)}


def scale_of(indicator: Row) -> int:
    """How many smallest units make one of an indicator's unit: targets are kept in the smallest."""
    group = GROUPS.get(indicator.get("counts", ""), ())
    plain = indicator.get("form") in ("ratio", "coverage", "timeliness")
    return 1 if plain or not group else MEASURES[group[0]].scale


def with_defaults(subject: str, row: Row) -> Row:
    """A row with every field of its subject, in their order; years of a quota as they come."""
    known = sheets.BY_NAME[subject].columns
    made = {column.name: row.get(column.name, _plain(column.empty)) for column in known}
    return made | {name: value for name, value in row.items() if name.isdigit()}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
