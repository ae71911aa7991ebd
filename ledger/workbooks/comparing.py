"""What a workbook would change in a draft: every difference and every fault, before anything is
saved."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ledger.lines import FORMS, alike, line_form
from ledger.lines.fields import folded
from ledger.lines.present import about, named, present
from ledger.lines.readback import Readback
from ledger.lines.scope import Scope
from ledger.models import Line, LineKind
from ledger.sheets.grid import Grid
from ledger.sheets.sheet import Sheet, column_name
from ledger.sheets.words import unplanned
from ledger.workbooks.columns import Column
from targets.models import Plan, Unit

from .columns import columns_of, typed_of

LIST = "充电桩清单"  # the sheet of a list of piles
KEYS, KEY = (
    "_系统",
    "系统编号",
)  # the hidden sheet that says whose file it is; the hidden column of line keys
HEAD_ROWS = 60  # the heads stand in one of the first rows
MOST_SIGNS = 3  # texts in a row of signatures
DESCRIBING = ("village", "site_kind", "at_seat")  # of a site, the same in all its rows
NOT_NEEDED = ("at_seat", "credited_to", "explanation")  # of a sheet of somebody's own
HOWTO = "填写说明"
WORDS = unplanned()

Standing = dict[tuple[str, str], dict[str, str]]  # what a line is about to what it would say again


@dataclass
class Row:
    """One row of a sheet, read as a line."""

    sheet: str
    number: int
    kind: str
    key: str
    typed: dict[str, str]
    values: dict[str, Any] | None = None
    faults: list[tuple[str, str]] = field(
        default_factory=list
    )  # (where in the row, Chinese sentence)
    change: str = "新加"  # 新加, 改为, 不变 against the draft, 沿用 against what stands
    before: Line | None = None
    backdated: bool = False
    sentence: str = ""  # what the draft will say, and what it says now
    was: str = ""

    @property
    def read_as(self) -> dict[str, Any]:
        """The values of a row in which nothing is wrong."""
        assert self.values is not None, "what cannot be read has a fault"
        return self.values

    @property
    def line(self) -> Line:
        """The row as a line that is not saved."""
        return Line(kind=self.kind, typed=self.typed, values=self.values)


@dataclass
class DraftProposal:
    """A workbook held against a draft."""

    rows: list[Row] = field(default_factory=list)
    removed: list[Line] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    faults: list[tuple[str, str, str]] = field(
        default_factory=list
    )  # (sheet, where, Chinese sentence)
    removed_sentences: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[Row]:
        """The rows that the draft will hold."""
        return [row for row in self.rows if row.change != "沿用"]

    @property
    def changes(self) -> list[Row]:
        """The rows that the draft does not hold yet as they are."""
        return [row for row in self.lines if row.change != "不变"]

    def put_in_words(self, plan: Plan) -> None:
        """Say each change and what is removed; the names are asked of the database once."""
        before = [row.before for row in self.changes if row.before]
        words = Readback([*(row.line for row in self.changes), *before, *self.removed], plan)
        for row in self.changes:
            row.sentence = words.sentence(row.line)
            row.was = words.sentence(row.before) if row.before else ""
        self.removed_sentences = [words.sentence(line) for line in self.removed]

    @property
    def may_be_confirmed(self) -> bool:
        """Whether there is something to write and nothing wrong."""
        return not self.faults and bool(self.changes or self.removed)


def propose(
    sheets: list[Sheet], scope: Scope, draft: list[Line], replacing: bool = True
) -> DraftProposal:
    """Hold the sheets against the lines of the draft. When `replacing`, a line that the file no
    longer has is removed; else the file's rows are added to the draft."""
    proposal, seen = DraftProposal(), set()
    old = {line.key: line for line in draft} if replacing else {}
    stands = {about(line): line.typed for line in present(scope)}
    by_name = {folded(LineKind(kind).label): LineKind(kind) for kind in scope.owed.kinds}
    if len(sheets) == 1 and (
        kind := kind_by_heads(sheets[0], scope)
    ):  # a .csv has no name of a sheet
        by_name.setdefault(folded(sheets[0]["name"]), kind)
    for sheet in sheets:
        if sheet["name"] == KEYS:
            proposal.notices += whose(sheet, scope)
        elif not sheet["hidden"] and (kind := by_name.get(folded(sheet["name"]))):
            seen.add(kind)
            read_sheet(proposal, sheet, kind, scope, old, stands)
        elif not sheet["hidden"] and sheet["rows"] and folded(sheet["name"]) != folded(HOWTO):
            leave_out(proposal, sheet)
    if not seen:
        names = "、".join(LineKind(kind).label for kind in scope.owed.kinds)
        how = "请用本页下载的表格填写；只有一张表的（如 CSV），表头要和下载的一样"
        proposal.faults.append(("", "", f"文件里没有要报的表；表名应是：{names}。{how}"))
    kept = {row.key for row in proposal.rows}
    proposal.removed = [line for line in old.values() if line.kind in seen and line.key not in kept]
    for row in proposal.rows:
        proposal.faults += [
            (row.sheet, heading(row.number, where), text) for where, text in row.faults
        ]
    proposal.put_in_words(scope.plan)
    return proposal


def kind_by_heads(sheet: Sheet, scope: Scope) -> LineKind | None:
    """The one kind whose heads a sheet has, with the fewest that it does not know."""
    fitting: dict[int, list[LineKind]] = {}
    for kind in map(LineKind, scope.owed.kinds):
        columns = columns_of(kind, scope)
        number, places, unknown = find_heads(sheet, columns)
        if number is not None and not missing_heads(columns, places, kind):
            fitting.setdefault(len(unknown), []).append(kind)
    best = fitting[min(fitting)] if fitting else []
    return best[0] if len(best) == 1 else None


def missing_heads(columns: list[Column], places: dict[int, str], kind: LineKind) -> list[str]:
    """The heads that a sheet of a kind lacks and cannot do without."""
    spared: tuple[str, ...] = FORMS[kind].lately
    if KEY not in places.values():  # a download that lost a column would empty what was filled
        spared = (*spared, *NOT_NEEDED)
    return [
        column.head
        for column in columns
        if column.name not in places.values() and column.name not in spared
    ]


def leave_out(proposal: DraftProposal, sheet: Sheet) -> None:
    """Name a sheet that is not read: with a row of numbers in it that is a fault."""
    said = f"表“{sheet['name']}”没有读：表名不是本单位要报的事项"
    heads = next((number for number, texts in sheet["rows"] if KEY in texts), 0)
    said_rows = [texts for number, texts in sheet["rows"] if number > heads and any(texts[1:])]
    if len(said_rows) > (0 if heads else 1):
        mend = "；要报的请把表名改回下载时的名称，不报的请删去这张表"
        proposal.faults.append((sheet["name"], "", said + mend))
    else:
        proposal.notices.append(said)


def read_sheet(
    proposal: DraftProposal,
    sheet: Sheet,
    kind: LineKind,
    scope: Scope,
    old: dict[str, Line],
    stands: Standing,
) -> None:
    """Read every row of one sheet into the proposal."""
    columns = columns_of(kind, scope)
    head_number, places, unknown = find_heads(sheet, columns)
    if head_number is None:
        if sheet["rows"]:
            proposal.faults.append((sheet["name"], "", "没有找到表头，请保留下载表格的表头一行"))
        return
    missing = missing_heads(columns, places, kind)
    if missing:
        proposal.faults.append((sheet["name"], "", f"表头缺少：{'、'.join(missing)}"))
        return
    if unknown:
        proposal.notices.append(f"表“{sheet['name']}”有没用到的列：{'、'.join(unknown)}")
    taken = set()
    grid, left_out = Grid.of(sheet), []
    above: dict[str, str] = {}
    for number, texts in sheet["rows"]:
        cells = {name: grid.below(number, place + 1) for place, name in places.items()}
        if number <= head_number or is_idle(cells):
            continue
        if reason := reason_not_read(texts):
            left_out.append(f"第{number}行（{reason}）")
            continue
        if "site" in cells and is_below(grid, number, places, "site"):
            describe(cells, above)
        above = cells
        row = read_row(sheet, number, kind, cells, columns, places, scope, old, stands)
        if row.key in taken:  # a row copied with its hidden key is another line
            row.key, row.change, row.before = f"{row.key[:32]}#{number}", "新加", None
        taken.add(row.key)
        proposal.rows.append(row)
    if left_out:
        proposal.notices.append(f"表“{sheet['name']}”没有读：{'、'.join(left_out[:20])}")
    hidden = [
        number
        for number in sheet["hidden_rows"]
        if any(row.number == number for row in proposal.rows)
    ]
    if hidden:
        proposal.notices.append(
            f"表“{sheet['name']}”第{'、'.join(map(str, hidden[:20]))}行是隐藏的，也读进来了"
        )


def find_heads(sheet: Sheet, columns: list[Column]) -> tuple[int | None, dict[int, str], list[str]]:
    """(row number, place in the row to field name, heads not used); (None, …) when no row looks
    like the heads. A head is known by what it is called, or else by what it means."""
    called = {head: column.name for column in columns for head in column.heads}
    meanings = [WORDS.head(column.head) for column in columns]
    meant = {
        meaning: column.name
        for column, meaning in zip(columns, meanings, strict=True)
        if meaning and meanings.count(meaning) == 1
    }
    for number, texts in sheet["rows"]:
        if number > HEAD_ROWS:
            break
        places, unknown = {}, []
        own = [called.get(folded(text.strip("*＊ ")), called.get(folded(text))) for text in texts]
        for place, text in enumerate(texts):
            name = own[place] or meant.get(WORDS.head(text) or "")
            name = None if name in own and not own[place] else name
            if folded(text) == folded(KEY):
                places[place] = KEY
            elif name and name not in places.values():
                places[place] = name
            elif text:
                unknown.append(text)
        if len([name for name in places.values() if name != KEY]) >= min(3, len(columns)):
            return number, places, unknown
    return None, {}, []


def reason_not_read(texts: list[str]) -> str:
    """Why a row is none of the sheet's own: a total, a note, a signature; else ""."""
    said = [text for text in texts if text]
    first = said[0] if said else ""
    if WORDS.is_total(first):
        return "合计"
    if WORDS.begins("signatures", first) and len(said) <= MOST_SIGNS:
        return "签字栏"
    return "说明" if WORDS.begins("notes", first) and len(said) == 1 else ""


def is_below(grid: Grid, number: int, places: dict[int, str], name: str) -> bool:
    """Whether a row stands in a merged block of a field, below its first row."""
    place = next(place for place, one in places.items() if one == name)
    block = grid.wide.get((number, place + 1))
    return bool(block and block[0] < number)


def describe(cells: dict[str, str], above: dict[str, str]) -> None:
    """Say of a further row of the same site what describes it."""
    for name in DESCRIBING:
        if not cells.get(name) and name in above:
            cells[name] = above[name]


def heading(number: int, where: str) -> str:
    """Where in a sheet: its row, and the head of its column when that is known."""
    return f"第{number}行" + (f"“{where}”" if where else "")


def is_idle(cells: dict[str, str]) -> bool:
    """Whether a row says nothing: empty, or with nothing but its hidden key."""
    return not any(text for name, text in cells.items() if name != KEY)


def read_row(
    sheet: Sheet,
    number: int,
    kind: LineKind,
    cells: dict[str, str],
    columns: list[Column],
    places: dict[int, str],
    scope: Scope,
    old: dict[str, Line],
    stands: Standing,
) -> Row:
    """One row as a line: what it says, what is wrong with it, what it changes."""
    typed, name_faults = typed_of(columns, cells, scope)
    key = cells.get(KEY, "")
    if key in old:
        typed |= unseen(kind, old[key])
    row = Row(
        sheet["name"], number, kind, key if key in old else f"{sheet['name'][:8]}{number}", typed
    )
    row.faults = [(column.head, text) for column, text in name_faults]
    row.faults += broken_cells(sheet, number, columns, places)
    if unchanged(kind, typed, stands, row):
        return row
    form = line_form(kind, scope.submission, typed, scope)
    if form.is_valid():
        row.values, row.backdated = form.values(), form.is_backdated
    else:
        named = {column.name for column, _ in name_faults}
        heads = {column.name: column.head for column in columns}
        row.faults += [
            (heads.get(name, heads.get("site", "")), str(text))
            for name, texts in form.errors.items()
            if name not in named
            for text in texts
        ]
    if line := old.get(row.key):
        same = row.values is not None and alike(line.values, row.values)
        row.before, row.change = line, "不变" if same else "改为"
    return row


def unseen(kind: LineKind, line: Line) -> dict[str, str]:
    """What a line of the draft holds that no column shows: it stays with it."""
    fields = FORMS[kind].base_fields
    return {name: text for name, text in line.typed.items() if fields[name].widget.is_hidden}


def broken_cells(
    sheet: Sheet, number: int, columns: list[Column], places: dict[int, str]
) -> Iterator[tuple[str, str]]:
    """(where, sentence) for each cell of the row that cannot be trusted."""
    heads = {column.name: column.head for column in columns}
    reads = {column.name: column.reads for column in columns}
    for at, column, text in sheet["faults"]:
        if at == number:
            yield heads.get(places.get(column - 1, ""), f"{column_name(column)}列"), text
    for top, left, bottom, _ in sheet["merged"]:
        numeric = reads.get(places.get(left - 1, "")) == "number"
        if bottom > top and top <= number <= bottom and numeric:
            yield "", f"第{top}—{bottom}行的数字是合并单元格，请取消合并后每行都填"


def unchanged(kind: LineKind, typed: dict[str, str], stands: Standing, row: Row) -> bool:
    """Whether the row only repeats what stands; numbers changed under the old date are a fault."""
    standing = stands.get((kind, named(typed)))
    if standing is None or row.faults:
        return False
    same = {
        name
        for name, text in standing.items()
        if name == "on" or folded(typed.get(name, "")) == folded(text)
    }
    day = standing.get("on", "")  # what is being built is told without one
    if same == set(standing) and typed.get("on", "") in ("", day):
        row.change = "沿用"
        return True
    if day and typed.get("on") == day:
        row.faults.append(("日期", f"数字改了，日期还是上次的{day}，请填新数据的日期"))
    return False


def whose(sheet: Sheet, scope: Scope) -> list[str]:
    """A warning when the file was made for another unit or period; it is read for the one signed in
    for."""
    keys = {texts[0]: texts[1] for _, texts in sheet["rows"] if len(texts) > 1}
    unit, period = keys.get("单位", ""), keys.get("期", "")
    found = []
    if unit and unit != scope.unit.code:
        name = (
            Unit.objects.served().filter(code=unit).values_list("name", flat=True).first() or unit
        )
        found.append(
            f"注意：这个文件是为“{name}”下载的，将按“{scope.unit}”读入，请核对有没有选错文件"
        )
    if period and period != scope.period.starts_on.isoformat():
        found.append(
            f"注意：这个文件是为别的期别（{period[:7]}）下载的，将按“{scope.period}”读入，请核对有没有选错文件"
        )
    return found
