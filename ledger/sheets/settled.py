"""What the parts of a reading hand each other: tables, settlements, questions, lines and faults."""

from dataclasses import asdict, dataclass
from dataclasses import field as made
from typing import Any, Self

FIELDS = {  # what a column may say; the label is that of the select above it
    "site": "站点名称",
    "township": "乡（镇）",
    "village": "所在村（社区）",
    "address": "详细地址",
    "kind": "站点类别",
    "at_seat": "在乡（镇）所在地",
    "station": "是公共充电站",
    "nature": "桩的性质",
    "dc": "直流桩（台）",
    "ac": "交流桩（台）",
    "piles": "桩数，不分直流交流（台）",
    "current": "直流还是交流",
    "connectors": "充电枪（个）",
    "guns_each": "每桩枪数",
    "power": "总功率（千瓦）",
    "each": "单桩功率（千瓦）",
    "wattage": "功率，未写明合计还是单桩",
    "on": "投运日期",
    "credited_to": "计入任务表",
    "status": "运营状态",
    "explanation": "情况说明、备注",
    "lng": "经度",
    "lat": "纬度",
    "site_code": "站点编号",
    "pile_code": "设备编号",
    "gun_code": "充电枪编号",
    "operator": "运营单位",
    "county": "所在县（区）",
}
COUNTS = ("dc", "ac", "piles")
POWERS = {"power", "each", "wattage"}
NATURES = {"public": "公共", "dedicated": "专用", "private": "私人"}
STATUSES = {  # whether a row counts, is a stopped pile, or is set aside
    "in_use": "在用，计入",
    "stopped": "在册，停用",
    "removed": "已拆除，不计",
    "building": "在建，先不计",
    "planned": "规划，先不计",
    "closed": "已关闭，不计",
}
SITE, PILE = "site", "pile"  # a row says a site, or a single pile


@dataclass
class Skipped:
    """A row that is not read, or a whole sheet (number 0), with the reason in Chinese."""

    sheet: str
    number: int
    reason: str
    texts: list[str] = made(default_factory=list)


@dataclass
class Table:
    """One block of a sheet under its own heads. Rows count from 1; columns are places in `heads`,
    from 0.

    `read` says whether it is read; `reason` is why not, or what it was taken for. `why` says for
    each column how its field was found: head, values, host, earlier or person. A column that is not
    used has the field ""."""

    sheet: str
    read: bool = False
    reason: str = ""
    title: str = ""
    head: list[int] = made(default_factory=list)  # [first, last] row of the heads
    first: int = 0
    last: int = 0
    heads: list[str] = made(default_factory=list)  # two rows are joined, 充电桩｜直流
    fields: list[str] = made(default_factory=list)
    why: list[str] = made(default_factory=list)
    # of columns side by side what each counts apart, "nature=专用"; empty where none does
    parts: list[str] = made(default_factory=list)
    grain: str = SITE
    lent_by: str = ""  # the sheet of the stations, where this one lists their piles
    lent_on: str = "site"  # the field that both of them have: a name, or site_code
    # [row, field, value]: what a row of its own says of those below it, 一、岱岳镇
    sections: list[tuple[int, str, str]] = made(default_factory=list)
    skipped: list[Skipped] = made(default_factory=list)

    def column(self, name: str) -> int | None:
        """The place of a field; None where no column says it."""
        return self.fields.index(name) if name in self.fields else None


@dataclass
class Settlement:
    """What was settled about a file (JSON by `as_json`): its tables, the answers by key of their
    question, and what was mended: the text that stands for a fault's `group`, or for one cell
    ("sheet!row:field")."""

    tables: list[Table] = made(default_factory=list)
    answers: dict[str, str] = made(default_factory=dict)
    mended: dict[str, str] = made(default_factory=dict)
    # key of a question to the answer by which the printed numbers come out, "" where none does
    proven: dict[str, str] = made(default_factory=dict)
    # sheet to [first, last] row of its heads, where somebody said them
    heads: dict[str, list[int]] = made(default_factory=dict)
    skipped: list[Skipped] = made(default_factory=list)  # sheets that hold no table
    what: str = ""  # where there is no list of sites: what the file is, in a sentence
    # of the shape as it came: names of sheets aside, the heads with their fields
    signature: str = ""

    @property
    def is_list(self) -> bool:
        """Whether there is a table to read."""
        return any(table.read for table in self.tables)

    def as_json(self) -> dict[str, Any]:
        """As plain JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """What `as_json` gave."""
        tables = [
            Table(**{**table, "skipped": [Skipped(**row) for row in table["skipped"]]})
            for table in kept["tables"]
        ]
        skipped = [Skipped(**row) for row in kept["skipped"]]
        return cls(**{**kept, "tables": tables, "skipped": skipped})


@dataclass
class Question:
    """What the file does not answer itself, asked once for the whole file.

    `about` is word, month, default (a field that no column or cell says), place, hidden, twins,
    power, column or sheet; `said` what stands there; `rows` are (sheet, row) of at most 20 of the
    `count` rows; `choices` are (code, label); `proposal` is one of the codes or "". `answer` is
    what the settlement says, or else what is `taken` unasked; "" while it is open."""

    key: str
    about: str
    text: str
    field: str = ""
    said: str = ""
    count: int = 0
    rows: list[tuple[str, int]] = made(default_factory=list)
    choices: list[tuple[str, str]] = made(default_factory=list)
    proposal: str = ""
    taken: str = ""
    answer: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered."""
        return not self.answer


@dataclass
class Fault:
    """What cannot be read in a cell, or what a row lacks. Faults of the same `group` are mended
    together."""

    sheet: str
    number: int
    field: str
    sentence: str  # what, where, and how to mend it, with what was typed
    typed: str = ""
    group: str = ""  # "field=typed"
    column: int | None = None  # from 0; None where no column says it


@dataclass
class Pile:
    """A single pile as its row says it."""

    number: int
    code: str = ""
    current: str = ""  # dc or ac
    power: int | None = None  # tenths of a kilowatt
    connectors: int | None = None
    status: str = "in_use"
    texts: dict[str, str] = made(default_factory=dict)


@dataclass
class SiteLine:
    """What a list says of one site on one day: one row, a part of it, or the sum of the rows of its
    piles.

    What nobody says is "" or None, never a guess: the caller's plan, login or known site may still
    give it. `texts` are the cells of its first row as they were typed, by field."""

    sheet: str
    number: int
    numbers: list[int] = made(default_factory=list)
    part: str = ""  # of what stands side by side in its row
    texts: dict[str, str] = made(default_factory=dict)
    name: str = ""
    village: str = ""  # code of twelve digits
    township: str = ""  # code of nine digits
    at_seat: bool | None = None
    address: str = ""
    kind: str = ""  # code of a sort of place
    station: bool | None = None  # whether it is called a public charging station
    nature: str = ""  # public, dedicated or private
    is_aside: bool = False  # a person's own, that is named and does not count
    dc: int | None = None
    ac: int | None = None
    connectors: int | None = None
    stopped: int = 0  # piles among them that are out of use
    power: int | None = None  # tenths of a kilowatt
    no_power: str = ""  # why its list says no power of it, be a column of powers used or not
    on: str = ""  # ISO day
    month: str = ""  # "2025-06" where only the month was written, and `on` by the answer
    credited_to: str = (
        ""  # code of a row of the quotas, "none" where the list says none, "" where it says nothing
    )
    status: str = "in_use"
    explanation: str = ""
    lng: str = ""  # degrees as decimal text, of the list's own datum
    lat: str = ""
    codes: list[str] = made(default_factory=list)
    operator: str = ""
    piles: list[Pile] = made(default_factory=list)
    faults: list[Fault] = made(default_factory=list)
    # what was read otherwise than it stands there: 六 as 6, 小区 as 居住小区
    notes: list[Fault] = made(default_factory=list)

    @property
    def why_aside(self) -> str:
        """Why it does not count, where it is set aside."""
        is_own = self.is_aside and self.status in ("in_use", "stopped")
        return "个人的，不计" if is_own else STATUSES.get(self.status, "不计")


@dataclass
class Total:
    """A number that the file prints of itself held against what was read, of a field or of its
    sites; power in tenths of kW."""

    sheet: str
    number: int
    label: str
    field: str
    said: int
    read: int
    aside: int = 0  # of rows that were set aside

    @property
    def agrees(self) -> bool:
        """Whether it is what was read, with what was set aside or without."""
        return self.said in (self.read, self.read + self.aside)


@dataclass
class Reading:
    """A list as it was read. `rows` count, stopped ones with status stopped; `set_aside` are sites
    removed, in building, planned or closed, read whole; `what` is not empty where the file holds no
    list of sites."""

    rows: list[SiteLine] = made(default_factory=list)
    set_aside: list[SiteLine] = made(default_factory=list)
    skipped: list[Skipped] = made(default_factory=list)
    totals: list[Total] = made(default_factory=list)
    notices: list[str] = made(default_factory=list)
    questions: list[Question] = made(default_factory=list)  # open ones first
    what: str = ""

    @property
    def faults(self) -> list[Fault]:
        """Every fault of the rows that count, in their order."""
        return [fault for row in self.rows for fault in row.faults]

    @property
    def groups(self) -> dict[str, list[Fault]]:
        """The faults by what they have in common, the most frequent first."""
        found: dict[str, list[Fault]] = {}
        for fault in self.faults:
            found.setdefault(fault.group, []).append(fault)
        return dict(sorted(found.items(), key=lambda one: -len(one[1])))
