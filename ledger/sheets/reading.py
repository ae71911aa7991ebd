"""The sites that a list says, each with what it becomes and all its faults at once."""

from collections import Counter
from collections.abc import Callable
from datetime import date

from .columns import NUMERIC, Columns
from .rowwise import EACH, Choices, Elsewhere, Rows
from .settled import PILE, Fault, Reading, Settlement, SiteLine, Skipped, Table, Total
from .sheet import Sheet, column_name
from .values import Unclear, count, folded, plain, tenths
from .words import Vocabulary

TWINS = [("one", "每组只算一条"), ("each", "都算，不是重复")]
REPEATS = [("each", "分开登记，都算"), ("last", "后一行是更正，只算后一行")]
BLANKS = [("same", "同上一行"), (EACH, "缺站名，逐行填写")]
HIDDEN = [("read", "一起读"), ("skip", "不读")]
GUNS = [("one", "一桩一枪"), ("two", "直流一桩两枪，交流一桩一枪"), (EACH, "逐行填写")]
TOTALLED = ("dc", "ac", "piles", "connectors", "power")
CARRIED = (
    "site",
    "township",
    "village",
    "address",
    "kind",
    "nature",
    "on",
    "status",
    "credited_to",
    "operator",
    "county",
    "site_code",
)
TWIN = "twin"  # a row that says what another says
LEAST_POWER, MOST_POWER = 10, 10_000  # of a pile, in tenths of a kilowatt

Key = tuple[object, ...]


def read(
    sheets: list[Sheet], settlement: Settlement, vocabulary: Vocabulary, today: date
) -> Reading:
    """The list as it was settled. A question that is open leaves a fault on each of its rows."""
    return Reader(sheets, settlement, vocabulary, today).read()


class Reader:
    """Reads the tables of a settled file into lines."""

    def __init__(
        self, sheets: list[Sheet], settlement: Settlement, vocabulary: Vocabulary, today: date
    ) -> None:
        self.sheets = {sheet["name"]: sheet for sheet in sheets}
        self.settlement = settlement
        self.rows = Rows(settlement, vocabulary, today)
        self.reading = Reading(what=settlement.what, skipped=list(settlement.skipped))

    def read(self) -> Reading:
        """Every table that is read, and the names of those that are not."""
        lines: list[SiteLine] = []
        for table in self.settlement.tables:
            if table.read:
                lines += self.table(table)
            else:
                self.reading.skipped.append(Skipped(table.sheet, 0, table.reason or "没有选来读"))
        self.ask_of_twins([line for line in lines if not is_aside(line)])
        self.reading.rows = [line for line in lines if counts(line)]
        self.reading.set_aside = [line for line in lines if is_aside(line)]
        for table in self.settlement.tables:
            if table.read:
                self.hold_totals(table, lines)
        found = self.rows.asking.questions.values()
        self.reading.questions = sorted(found, key=lambda one: (not one.is_open, -one.count))
        return self.reading

    def table(self, table: Table) -> list[SiteLine]:
        """The lines of one table, piles summed to their sites."""
        sheet = self.sheets[table.sheet]
        columns = Columns(table, sheet)
        self.tell(table, sheet)
        found = []
        above: SiteLine | None = None
        for number, cells in columns.rows():
            doubt = self.carry(columns, number, cells, above) if above else []
            try:
                line = self.rows.line(columns, number, cells)
            except Elsewhere as where:
                said = f"不在本县（{where}）"
                self.reading.skipped.append(
                    Skipped(table.sheet, number, said, list(cells.values()))
                )
                continue
            line.faults += doubt
            if not self.is_hidden_away(sheet, line):
                self.broken(columns, line)
                found.append(line)
            above = line if line.name else above
        joined = join(found, columns)
        for line in joined:
            self.finish(line, columns)
        return joined

    def tell(self, table: Table, sheet: Sheet) -> None:
        """What is not read of a table, and what its make cannot tell."""
        self.reading.skipped += table.skipped
        hidden = [column_name(one) for one in sheet["hidden_columns"] if is_used(table, one)]
        if hidden:
            said = "、".join(hidden)
            self.reading.notices.append(f"表“{table.sheet}”的{said}列是隐藏的，也读进来了")
        if sheet["old"]:
            self.reading.notices.append(
                f"表“{table.sheet}”是旧格式（.xls、.et），看不出哪些行是隐藏的；请核对行数"
            )

    def carry(
        self, columns: Columns, number: int, cells: dict[str, str], above: SiteLine
    ) -> list[Fault]:
        """Give a row that leaves the site's name empty what stands above it, as a merged cell is
        lost in a file of plain text; a fault while that is not answered."""
        says = any(plain(cells.get(name, "")) for name in (*TOTALLED, "current", "pile_code"))
        if plain(cells.get("site", "")) or not says or "site" not in columns.names:
            return []
        row, text = (columns.table.sheet, number), "站点名称空着的行，是不是同上一行？"
        answer = self.rows.asking.ask(
            "carry", "rows", text, row, BLANKS, field="site", proposal="same"
        )
        if answer == EACH:
            return []
        for name in CARRIED:
            if not plain(cells.get(name, "")) and name in columns.names:
                cells[name] = above.texts.get(name, "")
        said = f"站点名称空着，还没有定是不是同上一行“{above.name}”"
        return [] if answer else [Fault(above.sheet, number, "site", said, group="carry")]

    def is_hidden_away(self, sheet: Sheet, line: SiteLine) -> bool:
        """Whether a row is hidden and was answered not to be read; an open question is a fault."""
        if line.number not in sheet["hidden_rows"] or is_aside(line):
            return False
        if any(fault.field == "status" for fault in line.faults):  # it is asked already
            return False
        row = (line.sheet, line.number)
        text = "表里有隐藏的行，读不读？"
        answer = self.rows.asking.ask("hidden", "hidden", text, row, HIDDEN, proposal="read")
        if answer == "skip":
            skipped = Skipped(line.sheet, line.number, "隐藏的行，没有读", [*line.texts.values()])
            self.reading.skipped.append(skipped)
            return True
        if not answer:
            said = "这一行是隐藏的，还没有定读不读"
            line.faults.append(Fault(line.sheet, line.number, "site", said, group="hidden"))
        return False

    def broken(self, columns: Columns, line: SiteLine) -> None:
        """Faults for the cells of a row that cannot be trusted, in columns that are read."""
        if is_aside(line):
            return
        for number, column, sentence in self.sheets[line.sheet]["faults"]:
            if number == line.number and column <= len(columns.table.fields):
                name = columns.table.fields[column - 1]
                if name:
                    said = f"{column_name(column)}列：{sentence}"
                    line.faults = [one for one in line.faults if one.field != name]
                    group = f"{name}!{sentence}"
                    fault = Fault(line.sheet, number, name, said, "", group, column - 1)
                    line.faults.append(fault)

    def finish(self, line: SiteLine, columns: Columns) -> None:
        """What holds for a line as a whole: a name, piles, a gun for each, likely kilowatts."""
        self.rows.quiet = is_aside(line)
        for fault in line.faults:
            fault.column = fault.column if fault.column is not None else place(columns, fault)
        if self.rows.quiet:
            return
        wrong = {fault.field for fault in line.faults}
        if not line.name and "site" not in wrong:
            self.rows.fault(line, "site", "没有写")
        elif len(line.name) > 60:
            self.rows.fault(line, "site", "超过60个字，请写短些", line.name)
        piles = (line.dc or 0) + (line.ac or 0)
        self.guns(line, columns, piles, wrong)
        if wrong & {"dc", "ac", "piles", "current"}:
            return
        if not piles:
            self.rows.fault(line, "dc", "和交流桩都没有数，不是一处桩")
            return
        if line.power and not wrong & {"power", "each", "wattage"}:
            kilowatts = line.power / piles
            if not LEAST_POWER <= kilowatts <= MOST_POWER:
                said = f"合每台{kilowatts / 10:g}千瓦，请核对单位是不是千瓦"
                self.rows.fault(line, "power", said, line.texts.get("power", ""))

    def guns(self, line: SiteLine, columns: Columns, piles: int, wrong: set[str]) -> None:
        """The guns of a line: not fewer than its piles; asked where the list does not count
        them."""
        if line.connectors is None and "connectors" not in columns.names | wrong:
            answer = self.rows.ask(
                "default:connectors",
                "default",
                "没有充电枪数，一台桩几个枪？",
                line,
                GUNS,
                field="connectors",
                proposal="one",
            )
            if answer in ("one", "two"):
                line.connectors = piles + (line.dc or 0) * (answer == "two")
        if line.connectors is None and "connectors" not in wrong:
            self.rows.fault(line, "connectors", "没有写")
        elif line.connectors is not None and line.connectors < piles:
            said = f"不能少于桩数：{piles}台桩至少{piles}个枪"
            self.rows.fault(line, "connectors", said, str(line.connectors))

    def ask_of_twins(self, lines: list[SiteLine]) -> None:
        """Ask of rows that say the same of a place, and of those that say it otherwise."""
        groups: dict[Key, list[SiteLine]] = {}
        for line in lines:
            if line.name and not line.piles:
                groups.setdefault(same_place(line), []).append(line)
        for group in groups.values():
            distinct: dict[Key, list[SiteLine]] = {}
            for line in group:
                distinct.setdefault(numbers_of(line), []).append(line)
            for same in distinct.values():
                self.settle_twins(same, "twins", "完全一样的行，算一条还是都算？", TWINS, "one")
            firsts = [same[0] for same in distinct.values()]
            if len(firsts) > 1 and not are_parts(firsts):
                text = "同一处同一天写了几行，数字不同：都算，还是后一行更正前一行？"
                self.settle_twins(firsts, "repeat", text, REPEATS, "each")

    def settle_twins(
        self, group: list[SiteLine], key: str, text: str, choices: Choices, proposal: str
    ) -> None:
        """Leave out what the answer leaves out; an open question is a fault of each row."""
        if len(group) < 2:
            return
        for line in group:
            row = (line.sheet, line.number)
            said = self.rows.asking.ask(key, "twins", text, row, choices, proposal=proposal)
        out = group[1:] if said == "one" else group[:-1] if said == "last" else []
        for line in out:
            line.status = TWIN
            reason = "与前面的行一样，只算一条" if said == "one" else "后面有更正的行，没有算"
            self.reading.skipped.append(
                Skipped(line.sheet, line.number, reason, list(line.texts.values()))
            )
        if not said:
            numbers = "、".join(f"{line.number}" for line in group[:10])
            for line in group:
                sentence = f"第{numbers}行是同一处同一天，还没有定怎么算"
                line.faults.append(Fault(line.sheet, line.number, "site", sentence, group=key))

    def hold_totals(self, table: Table, lines: list[SiteLine]) -> None:
        """The file's own totals beside what was read above them."""
        columns = Columns(table, self.sheets[table.sheet])
        own = [line for line in lines if line.sheet == table.sheet]
        since = table.head[-1]
        for row in table.skipped:
            if row.reason not in ("合计行", "小计行"):
                continue
            for name in TOTALLED:
                said = total_of(columns, row.number, name)
                if said is None:
                    continue
                pair = [sums(own, name, low, row.number) for low in (since, table.head[-1])]
                if not any(since < line.number < row.number for line in own):
                    pair = pair[1:]
                counted, aside = next((one for one in pair if sum(one) == said), pair[0])
                label = next((text for text in row.texts if not text.isdigit()), row.reason)
                total = Total(table.sheet, row.number, label, name, said, counted, aside)
                self.reading.totals.append(total)
            since = row.number if row.reason == "小计行" else since


def counts(line: SiteLine) -> bool:
    """Whether a line is one that is taken in."""
    return not is_aside(line) and line.status != TWIN


def is_aside(line: SiteLine) -> bool:
    """Whether a line is named and does not count: gone, not there yet, a person's own, a twin."""
    return line.status not in ("in_use", "stopped", TWIN) or line.is_aside


def is_used(table: Table, column: int) -> bool:
    """Whether a column says a field."""
    return column <= len(table.fields) and bool(table.fields[column - 1])


def place(columns: Columns, fault: Fault) -> int | None:
    """The column that a fault is in."""
    return next(iter(columns.places.get(fault.field, [])), None)


def join(lines: list[SiteLine], columns: Columns) -> list[SiteLine]:
    """Rows that are guns of a pile as one row, and rows that are piles of a site, or stand beside
    its merged name, as one line."""
    found: dict[Key, SiteLine] = {}
    for line in whole_piles(lines) if columns.table.grain == PILE else lines:
        block = columns.block(line.number, "site")
        is_part = bool(line.piles) or block or {"current", "piles"} <= columns.names
        key: Key = (line.number,)
        if is_part and line.name:
            key = (block if not line.piles else None, *same_place(line), line.status, line.kind)
        if key not in found:
            found[key] = line
        else:
            add(found[key], line)
    return list(found.values())


def whole_piles(lines: list[SiteLine]) -> list[SiteLine]:
    """One row a pile where its code stands in several: guns are added, its power is its own, and it
    is in use while one of its guns is. Long codes are rounded in cells and tell nothing."""
    found: dict[Key, SiteLine] = {}
    for line in lines:
        code = line.piles[0].code if line.piles else ""
        is_known = bool(code) and "e+" not in code.lower()
        key = (folded(line.name), code) if is_known else (line.number,)
        first = found.setdefault(key, line)
        if first is line:
            continue
        first.numbers += line.numbers
        first.faults += line.faults
        first.notes += line.notes
        if "in_use" in (first.status, line.status):
            first.status = "in_use"
        if line.connectors == 1:  # else each of its rows counts them all
            first.connectors = first.piles[0].connectors = (first.connectors or 0) + 1
        first.piles[0].status = first.status
    return list(found.values())


def add(whole: SiteLine, part: SiteLine) -> None:
    """Add a row to the line of its site."""
    whole.numbers += part.numbers
    whole.faults += part.faults
    whole.notes += part.notes
    whole.codes += [code for code in part.codes if code not in whole.codes]
    for name in ("dc", "ac", "connectors", "power"):
        both = (getattr(whole, name), getattr(part, name))
        values = [value for value in both if value is not None]
        setattr(whole, name, sum(values) if values else None)
    whole.piles += part.piles


def same_place(line: SiteLine) -> Key:
    """What two rows share that are about one place on one day."""
    where = line.village or line.texts.get("village") or line.address or line.township
    return folded(line.name), where, line.on or line.texts.get("on", ""), line.nature


def numbers_of(line: SiteLine) -> Key:
    """What a row counts, as it was typed."""
    names = (*NUMERIC, "current", "status", "credited_to")
    return tuple(folded(line.texts.get(name, "")) for name in names)


def are_parts(lines: list[SiteLine]) -> bool:
    """Whether rows divide a site: one has its 直流, the other its 交流."""
    counted = [Counter({"dc": line.dc or 0, "ac": line.ac or 0}) for line in lines]
    return all(sum(bool(one[name]) for one in counted) <= 1 for name in ("dc", "ac"))


def total_of(columns: Columns, number: int, name: str) -> int | None:
    """The number of a total's row in a field; None where it says none."""
    read: Callable[[str], int | None] = count
    if name == "power":
        scale = columns.scale(name)
        read = lambda text: tenths(text, scale)  # noqa: E731
    try:
        found = [read(text) for text in columns.texts(number, name)]
    except Unclear:
        return None
    known = [value for value in found if value is not None]
    return sum(known) if known else None


def sums(lines: list[SiteLine], name: str, above: int, below: int) -> tuple[int, int]:
    """(of lines that count, of those set aside) what the rows between two rows add up to."""
    counted = aside = 0
    for line in lines:
        if above < line.number < below:
            value = (line.dc or 0) + (line.ac or 0) if name == "piles" else getattr(line, name) or 0
            counted += value * counts(line)
            aside += value * is_aside(line)
    return counted, aside
