"""A list of piles with their dates in service, of one unit or of the whole county: each row finds
its unit, its period and, when it was there before the ledger was opened, its place in the
baseline."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from ledger.lines import Scope, line_form
from ledger.lines.fields import Choices, DayField, folded
from ledger.lines.scope import UNCREDITED
from ledger.models import Kind, LineKind, Period, Submission
from ledger.sheets.sheet import Sheet
from targets.models import Area, Unit
from targets.plan import queries

from .columns import Column, columns_of, picked, typed_of
from .comparing import LIST, Row, broken_cells, find_heads, heading, reason_not_read

MAY_LACK = ("explanation", "at_seat", "station")  # of the columns, an office's own list
DAY = DayField(label="投运日期")

Read = tuple[str, dict[str, str], dict[str, Any]]  # kind, what was typed, what it was read as


@dataclass
class Listed(Row):
    """One row of the list, with the return that it belongs to."""

    unit: Unit | None = None
    period: Period | None = None


@dataclass
class Listing:
    """The whole list: its rows, and its faults as (sheet, where, Chinese sentence)."""

    rows: list[Listed] = field(default_factory=list)
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def may_be_confirmed(self) -> bool:
        """Whether there are rows and nothing is wrong."""
        return bool(self.rows) and not self.faults

    @property
    def groups(self) -> dict[tuple[Period, Unit], list[Listed]]:
        """The rows by the return that they become, oldest period first."""
        found: dict[tuple[Period, Unit], list[Listed]] = {}
        placed = [(row.period, row.unit, row) for row in self.rows if row.period and row.unit]
        for period, unit, row in sorted(
            placed, key=lambda one: (one[0].starts_on, one[1].position, one[2].number)
        ):
            found.setdefault((period, unit), []).append(row)
        return found

    @property
    def returns(
        self,
    ) -> dict[tuple[Period, Unit], list[Read]]:
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
            (period, unit, len(rows), piles(rows, LineKind.OPENING), piles(rows, LineKind.ADDED))
            for (period, unit), rows in self.groups.items()
        ]


def piles(rows: Iterable[Row], kind: str) -> int:
    """How many piles the rows of a kind have together."""
    return sum(
        row.values["dc"] + row.values["ac"] for row in rows if row.kind == kind and row.values
    )


class Reader:
    """Reads a list row by row; everything is asked of the database once, not once a row."""

    def __init__(
        self, county: Area, now: datetime, units: list[Unit] | None = None, note: str = ""
    ) -> None:
        self.county, self.now, self.note = county, now, note
        self.units = units  # the units that the person may list for; None: all
        self.periods = list(
            Period.objects.filter(county=county)
            .select_related("county__ledger")
            .order_by("starts_on")
        )
        self.scopes: dict[tuple[int, int], Scope] = {}
        self.columns_by_scope: dict[Scope, list[Column]] = {}
        self.supervisors = queries.supervisors(now.date())
        everyone = Unit.objects.select_related("area").prefetch_related("aliases", "targets")
        self.members = {unit.pk for unit in Unit.objects.filter(memberships__isnull=False)}
        self.by_area = {unit.area.code: unit for unit in everyone if unit.area}
        self.rows_of_annex = {unit.code: unit for unit in everyone if unit.targets.all()}
        own = units[0] if units else next(iter(self.by_area.values()))
        self.plain = self.scope(own, self.periods[-1])
        self.village = Column(
            "village",
            "所在村（社区）",
            "pick",
            Choices(
                ((code, area.full_name) for code, area in self.plain.villages.items()),
                ((area.name, code) for code, area in self.plain.villages.items()),
            ),
        )
        self.credit = Column(
            "credited_to",
            "计入附件2",
            "pick",
            Choices(
                [
                    *((code, unit.name) for code, unit in self.rows_of_annex.items()),
                    (UNCREDITED, "未归入附件2"),
                ],
                [
                    ("无", UNCREDITED),
                    *(
                        (alias.name, unit.code)
                        for unit in self.rows_of_annex.values()
                        for alias in unit.aliases.all()
                    ),
                ],
            ),
        )

    def scope(self, unit: Unit, period: Period) -> Scope:
        """The surroundings of a unit's list for a period, made once."""
        key = (unit.pk, period.pk)
        if key not in self.scopes:
            self.scopes[key] = Scope(Submission(unit=unit, period=period, kind=Kind.LIST))
        return self.scopes[key]

    def columns_for_the_county(self) -> list[Column]:
        """The list's columns with every village and every row of 附件2 to choose from."""
        own = {"village": self.village, "credited_to": self.credit}
        return [own.get(column.name, column) for column in columns_of(LineKind.ADDED, self.plain)]

    def read(self, sheets: list[Sheet]) -> Listing:
        """Read the sheet named 充电桩清单, or else the first."""
        listing = Listing()
        found = [s for s in sheets if not s["hidden"] and s["rows"]]
        named = [s for s in found if folded(s["name"]) == folded(LIST)] or found[:1]
        for sheet in named:
            columns = columns_of(LineKind.ADDED, self.plain)
            start, places, unknown = find_heads(sheet, columns)
            missing = [
                c.head for c in columns if c.name not in places.values() and c.name not in MAY_LACK
            ]
            if start is None or missing:
                what = (
                    f"表头缺少：{'、'.join(missing)}"
                    if start
                    else "没有找到表头，请用本页下载的清单表填写"
                )
                listing.faults.append((sheet["name"], "", what))
                continue
            listing.notices += [f"没有用到的列：{'、'.join(unknown)}"] if unknown else []
            for number, texts in sheet["rows"]:
                cells = {places[at]: text for at, text in enumerate(texts) if at in places}
                if (
                    number > start
                    and any(cells.get(c.name) for c in columns)
                    and not reason_not_read(texts)
                ):
                    listing.rows.append(self.row(sheet, number, cells, columns, places))
        listing.faults += [
            (row.sheet, heading(row.number, where), text)
            for row in listing.rows
            for where, text in row.faults
        ]
        if not listing.rows and not listing.faults:
            listing.faults.append(("", "", "清单里没有一行"))
        return listing

    def row(
        self,
        sheet: Sheet,
        number: int,
        cells: dict[str, str],
        columns: list[Column],
        places: dict[int, str],
    ) -> Listed:
        """One row with its unit, its period and its faults."""
        row = Listed(sheet["name"], number, LineKind.ADDED, f"{number}", {}, faults=[])
        row.faults += broken_cells(sheet, number, columns, places)
        village = self.pick(row, self.village, cells)
        credit = self.pick(row, self.credit, cells) if cells.get("credited_to") else ""
        day = self.day(row, cells.get("on", ""))
        if row.faults or day is None:
            return row
        unit = row.unit = self.unit_of(credit, village)
        if unit is None:
            row.faults.append(("所在村（社区）", "没有填所在村（社区），看不出由哪个单位报送"))
            return row
        if self.units is not None and unit not in self.units:
            row.faults.append(
                (
                    "计入附件2" if credit else "所在村（社区）",
                    f"这一行应由{unit}报送，不在您单位的清单里",
                )
            )
            return row
        period = row.period = self.period_of(day)
        scope = self.scope(unit, period)
        row.kind = LineKind.OPENING if day <= scope.opened_on else LineKind.ADDED
        self.fill(
            row,
            scope,
            {**cells, "village": village, "credited_to": credit or cells.get("credited_to", "")},
        )
        return row

    def pick(self, row: Listed, column: Column, cells: dict[str, str]) -> str:
        """The code that a cell names; what is wrong with it goes to the row."""
        code, fault = picked(column, cells.get(column.name, ""))
        if fault:
            row.faults.append((column.head, fault))
        return code

    def day(self, row: Listed, text: str) -> date | None:
        """The day in service, not in the future; None when it cannot be read."""
        try:
            day = DAY.clean(text)
        except ValidationError as error:
            row.faults.append(("投运日期", error.messages[0]))
            return None
        if day > self.now.date():
            row.faults.append(("投运日期", f"投运日期不能晚于今天（{self.now.date()}）"))
        return day

    def unit_of(self, credit: str, village: str) -> Unit | None:
        """Who reports a row: the unit of its row of 附件2 or that row's supervisor, else the
        village's township."""
        unit = self.rows_of_annex.get(credit)
        if unit is None:
            return self.by_area.get(village[:9])
        return unit if unit.pk in self.members else self.supervisors[unit.code]

    def period_of(self, day: date) -> Period:
        """The period that the day falls in while it is open, the first for what is older, else the
        newest (补录)."""
        own = next((p for p in self.periods if p.starts_on <= day <= p.ends_on), None)
        if own is None and day < self.periods[0].starts_on:
            own = self.periods[0]
        return own if own and not own.is_locked(self.now) else self.periods[-1]

    def fill(self, row: Listed, scope: Scope, cells: dict[str, str]) -> None:
        """Read the row as a line of its return; the list's source explains what the row does not
        explain itself."""
        columns = self.columns(scope)
        typed, faults = typed_of(columns, cells, scope)
        typed["explanation"] = typed.get("explanation") or self.note
        row.typed = typed
        row.faults += [(column.head, text) for column, text in faults]
        form = line_form(row.kind, scope.submission, typed, scope)
        if form.is_valid():
            row.values, row.backdated = form.values(), form.is_backdated
        else:
            named = {column.name for column, _ in faults}
            heads = {column.name: column.head for column in columns}
            row.faults += [
                (heads.get(name, heads["site"]), str(text))
                for name, texts in form.errors.items()
                if name not in named
                for text in texts
            ]

    def columns(self, scope: Scope) -> list[Column]:
        """The columns of a list in some surroundings, made once."""
        if scope not in self.columns_by_scope:
            self.columns_by_scope[scope] = columns_of(LineKind.ADDED, scope)
        return self.columns_by_scope[scope]
