"""The sites that a list says, each with what it becomes and all its faults at once."""

from datetime import date

from .asking import EACH
from .columns import Columns
from .joining import (
    Undivided,
    counts,
    is_aside,
    join,
    stopped_apart,
    whole_rows,
)
from .numbered import PART, has_piles_apart
from .rowwise import Elsewhere, Rows
from .settled import PILE, Fault, Reading, Settlement, SiteLine, Skipped, Table
from .sheet import Sheet, column_name
from .spreading import SIDE, are_sides_of_one
from .telling import notices
from .totals import TOTALLED, held
from .twins import Twins
from .values import folded, plain
from .words import Vocabulary

BLANKS = [("same", "同上一行"), (EACH, "缺站名，逐行填写")]
HIDDEN = [("read", "一起读"), ("skip", "不读")]
GUNS = [("one", "一桩一枪"), ("two", "直流一桩两枪，交流一桩一枪"), (EACH, "逐行填写")]
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
MOST_PILES = 500  # of a site
LEAST_POWER, MOST_POWER = 10, 10_000  # of a pile, in tenths of a kilowatt


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
        self.twins = Twins(self.rows.said, self.reading, self.sheets)

    def read(self) -> Reading:
        """Every table that is read, and the names of those that are not."""
        lines: list[SiteLine] = []
        for table in self.settlement.tables:
            if table.read:
                lines += self.table(table)
            else:
                self.reading.skipped.append(Skipped(table.sheet, 0, table.reason or "没有选来读"))
        self.twins.of_sites([line for line in lines if counts(line)])
        self.reading.rows = [line for line in lines if counts(line)]
        self.reading.set_aside = [line for line in lines if is_aside(line)]
        for table in self.settlement.tables:
            if table.read:
                columns = Columns(table, self.sheets[table.sheet])
                self.reading.totals += held(columns, lines, self.unsure)
        found = self.rows.said.asking.questions.values()
        self.reading.questions = sorted(found, key=lambda one: (not one.is_open, -one.count))
        return self.reading

    @property
    def unsure(self) -> set[str]:
        """The fields of which it is asked which of several columns says them."""
        asked = (key.partition(":") for key in self.rows.said.asking.questions)
        return {name for about, _, name in asked if about == "columns"}

    def table(self, table: Table) -> list[SiteLine]:
        """The lines of one table, piles summed to their sites."""
        sheet, found = self.sheets[table.sheet], []
        self.tell(table, sheet)
        parts = Columns.apart(table, sheet)
        if has_piles_apart(table):
            found = join([line for columns in parts for line in self.lines(columns)], parts[0])
            self.for_all_piles(found, Columns(table, sheet, PART))
        if are_sides_of_one(table):
            found = whole_rows([line for columns in parts for line in self.lines(columns)])
            self.for_all_piles(found, Columns(table, sheet, SIDE))
        for columns in parts if not found else ():
            if columns.shared and columns is parts[0]:
                self.reading.notices.append(
                    f"表“{table.sheet}”有{len(columns.shared)}行几项并排数，枪数、总功率没有分开写的不带"
                )
            rows = self.with_guns(self.lines(columns), columns)
            self.twins.of_rows(rows, columns)
            found += (lines := join(rows, columns))
            for line in lines:
                self.finish(line, columns)
        return sorted(found, key=lambda line: line.number)

    def for_all_piles(self, lines: list[SiteLine], columns: Columns) -> None:
        """Give sites whose piles stand in columns of their own what one column says of them all."""
        for line in lines:
            are_several = len(line.piles) > 1
            for name in {"connectors", "power", "wattage"} & columns.names:
                text = self.rows.said.mended(line, name, columns.first(line.number, name))
                line.texts[name] = text
            if (are_several or line.connectors is None) and "connectors" in columns.names:
                line.connectors = self.rows.counting.number(line, "connectors", columns)
            if (are_several or line.power is None) and columns.names & {"power", "wattage"}:
                self.rows.counting.kilowatts.powers(line, columns)
            self.finish(line, columns)

    def lines(self, columns: Columns) -> list[SiteLine]:
        """The rows of a table, or those that count something in one of its parts."""
        table, sheet, found = columns.table, columns.sheet, []
        above: SiteLine | None = None
        lent = self.lent(table)
        stations: dict[int, dict[str, str]] = {}
        with_piles_below = set(columns.stations.values())
        for number, cells in columns.rows():
            if number in with_piles_below:
                stations[number] = cells
                said = "站的一行，下面逐台列出"
                self.reading.skipped.append(Skipped(table.sheet, number, said, [*cells.values()]))
                continue
            if number in columns.stations:
                station = stations[columns.stations[number]]
                cells |= {n: station[n] for n in CARRIED if n in cells and not plain(cells[n])}
                cells["site"] = station["site"]
            for name, text in lent.get(folded(cells.get(table.lent_on, "")), {}).items():
                cells.setdefault(name, text)
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
                found += [line, *self.apart(line)]
            above = line if line.name else above
        return found

    def apart(self, line: SiteLine) -> list[SiteLine]:
        """The line of those piles of a row that are out of use, where there are such."""
        try:
            found = stopped_apart(line) if not line.faults else None
        except Undivided as undivided:
            said = f"：{undivided}，请分成两行，停用的一行状态写停用"
            self.rows.said.fault(line, "piles", said)
            return []
        return [found] if found else []

    def with_guns(self, lines: list[SiteLine], columns: Columns) -> list[SiteLine]:
        """Single piles, of which some say their guns by their model and others do not: of these it
        is asked before they are added to those."""
        silent = [line for line in lines if line.piles and line.connectors is None]
        if columns.table.grain == PILE and len(silent) < len(lines):
            for line in silent:
                if not (is_aside(line) or columns.says("connectors", line.number)):
                    self.guns_by_default(line, (line.dc or 0) + (line.ac or 0))
        return lines

    def lent(self, table: Table) -> dict[str, dict[str, str]]:
        """What another sheet says of the stations whose piles a table lists, by their name, or
        their number where the piles have no name of a station."""
        found = {}
        for other in self.settlement.tables:
            if table.lent_by and other.sheet == table.lent_by and table.lent_on in other.fields:
                for _, cells in Columns(other, self.sheets[other.sheet]).rows():
                    found[folded(cells[table.lent_on])] = cells
        return found

    def tell(self, table: Table, sheet: Sheet) -> None:
        """What is not read of a table, and how it is read."""
        self.reading.skipped += table.skipped
        self.reading.notices += notices(table, sheet)

    def carry(
        self, columns: Columns, number: int, cells: dict[str, str], above: SiteLine
    ) -> list[Fault]:
        """Give a row that leaves the site's name empty what stands above it, as a merged cell is
        lost in a file of plain text; a fault while that is not answered."""
        says = any(plain(cells.get(name, "")) for name in (*TOTALLED, "current", "pile_code"))
        if plain(cells.get("site", "")) or not says or "site" not in columns.names:
            return []
        row, text = (columns.table.sheet, number), "站点名称空着的行，是不是同上一行？"
        answer = self.rows.said.asking.ask(
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
        if any(f.field == "status" and not self.may_count(f.typed) for f in line.faults):
            return False
        row = (line.sheet, line.number)
        text = "表里有隐藏的行，读不读？"
        answer = self.rows.said.asking.ask("hidden", "hidden", text, row, HIDDEN, proposal="read")
        if answer == "skip":
            skipped = Skipped(line.sheet, line.number, "隐藏的行，没有读", [*line.texts.values()])
            self.reading.skipped.append(skipped)
            return True
        if not answer:
            said = "这一行是隐藏的，还没有定读不读"
            line.faults.append(Fault(line.sheet, line.number, "site", said, group="hidden"))
        return False

    def may_count(self, state: str) -> bool:
        """Whether a row is likely to count, of whose state it is asked still."""
        likely = self.rows.said.vocabulary.meaning("status", state).code
        return likely in ("in_use", "stopped")

    def broken(self, columns: Columns, line: SiteLine) -> None:
        """Faults for the cells of a row that cannot be trusted, in columns that are read."""
        if is_aside(line):
            return
        for number, column, sentence in self.sheets[line.sheet]["faults"]:
            if number == line.number and column <= len(columns.table.fields):
                name = columns.table.fields[column - 1]
                if name == "explanation":
                    line.explanation = ""
                    line.notes.append(Fault(line.sheet, number, name, f"备注没有带：{sentence}"))
                elif name == "power" and line.power is not None:  # by that of each pile
                    said = f"总功率没有带，按每台的算：{sentence}"
                    line.notes.append(Fault(line.sheet, number, name, said))
                elif name:
                    said = f"{column_name(column)}列：{sentence}"
                    line.faults = [one for one in line.faults if one.field != name]
                    group = f"{name}!{sentence}"
                    fault = Fault(line.sheet, number, name, said, "", group, column - 1)
                    line.faults.append(fault)

    def finish(self, line: SiteLine, columns: Columns) -> None:
        """What holds for a line as a whole: a name, piles, a gun for each, likely kilowatts."""
        self.rows.said.quiet = is_aside(line)
        for fault in line.faults:
            fault.column = fault.column if fault.column is not None else place(columns, fault)
        if self.rows.said.quiet:
            return
        wrong = {fault.field for fault in line.faults}
        if not line.name and "site" not in wrong:
            self.rows.said.fault(line, "site", "没有写")
        elif len(line.name) > 60:
            self.rows.said.fault(line, "site", "超过60个字，请写短些", line.name)
        piles = (line.dc or 0) + (line.ac or 0)
        self.guns(line, columns, piles, wrong)
        if wrong & {"dc", "ac", "piles", "current", "pile_code"}:
            return
        if piles > MOST_PILES:
            self.rows.said.fault(line, "dc", f"和交流桩共{piles}台，请核对是否多打了位数")
        if not piles:
            self.rows.said.fault(line, "dc", "和交流桩都没有数，不是一处桩")
            return
        if line.power and not wrong & {"power", "each", "wattage"}:
            kilowatts = line.power / piles
            if not LEAST_POWER <= kilowatts <= MOST_POWER:
                said = f"合每台{kilowatts / 10:g}千瓦，请核对单位是不是千瓦"
                self.rows.said.fault(line, "power", said, line.texts.get("power", ""))

    def guns(self, line: SiteLine, columns: Columns, piles: int, wrong: set[str]) -> None:
        """The guns of a line: not fewer than its piles; asked where the list does not count
        them."""
        says = columns.says("connectors", line.number) or "connectors" in wrong
        if line.connectors is None and not says:
            self.guns_by_default(line, piles)
        if line.connectors is None and "connectors" not in wrong:
            self.rows.said.fault(line, "connectors", "没有写")
        elif line.connectors is not None and line.connectors < piles:
            said = f"不能少于桩数：{piles}台桩至少{piles}个枪"
            self.rows.said.fault(line, "connectors", said, str(line.connectors))

    def guns_by_default(self, line: SiteLine, piles: int) -> None:
        """The guns of piles whose list does not count them, as it is answered for the whole."""
        answer = self.rows.said.ask(
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


def place(columns: Columns, fault: Fault) -> int | None:
    """The column that a fault is in."""
    return next(iter(columns.places.get(fault.field, [])), None)
