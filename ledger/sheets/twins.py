"""Rows that say the same of a place, and those that say it otherwise: which of them count."""

import re
from functools import cached_property

from .asking import Choices, Saying
from .columns import Columns
from .joining import TWIN, Key, are_added, are_parts, is_aside, numbers_of, same_place
from .settled import Fault, Reading, SiteLine, Skipped, Table
from .sheet import Sheet
from .values import folded

TWINS = [("one", "每组只算一条"), ("each", "都算，不是重复")]
REPEATS = [("each", "分开登记，都算"), ("last", "后一行是更正，只算后一行")]


class Twins:
    """Asks of rows alike, and leaves out what the answer leaves out."""

    def __init__(self, said: Saying, reading: Reading, sheets: dict[str, Sheet]) -> None:
        self.said, self.reading, self.sheets = said, reading, sheets

    @cached_property
    def texts(self) -> dict[str, dict[int, list[str]]]:
        """Sheet and number of a row to its texts."""
        return {name: dict(sheet["rows"]) for name, sheet in self.sheets.items()}

    def of_rows(self, rows: list[SiteLine], columns: Columns) -> None:
        """Ask of rows that are added to one site and count the same again."""
        groups: dict[Key, list[SiteLine]] = {}
        for line in rows if are_added(columns) else ():
            if line.name and not line.piles and not is_aside(line):
                groups.setdefault((*same_place(line), *numbers_of(line)), []).append(line)
        for same in (group for group in groups.values() if len(group) > 1):
            blocks = {columns.block(line.number, "site") for line in same}
            are_single = all((line.dc or 0) + (line.ac or 0) == 1 for line in same)
            self.of_same(same, are_single or len(blocks) == 1 and None not in blocks)

    def of_sites(self, lines: list[SiteLine]) -> None:
        """Ask of rows that say the same of a place, and of those that say it otherwise."""
        groups: dict[Key, list[SiteLine]] = {}
        for line in lines:
            uncounted = any(fault.field == "piles" for fault in line.faults)
            if line.name and not line.piles and not uncounted:
                groups.setdefault(same_place(line), []).append(line)
        for group in groups.values():
            distinct: dict[Key, list[SiteLine]] = {}
            for line in group:
                distinct.setdefault(numbers_of(line), []).append(line)
            for same in (rows for rows in distinct.values() if len(rows) > 1):
                self.of_same(same)
            firsts = [same[0] for same in distinct.values()]
            if len(firsts) > 1 and not are_parts(firsts):
                text = "同一处同一天写了几行，数字不同：都算，还是后一行更正前一行？"
                self.settle_twins(firsts, "repeat", text, REPEATS, "each")

    def of_same(self, same: list[SiteLine], are_apart: bool = False) -> None:
        """Ask of rows that say the same whether they are one; each counts where something tells
        them apart."""
        text, likely = "完全一样的行，算一条还是都算？", "one"
        if are_apart or self.differ(same):
            text, likely = "这几项都一样、别的列不同的行，算一条还是都算？", "each"
        self.settle_twins(same, "twins" if likely == "one" else "alike", text, TWINS, likely)

    def differ(self, group: list[SiteLine]) -> bool:
        """Whether rows that say the same say something else in columns that are not used, 东区
        and 西区; numbers there may be those of the rows."""
        said = set()
        for line in group:
            table = next(one for one in self.said.settlement.tables if holds(one, line))
            texts = self.texts[line.sheet][line.number]
            used = zip(texts, table.fields, strict=False)
            said.add(tuple(folded(t) for t, name in used if not name and not re.search(r"\d", t)))
        return len(said) > 1

    def settle_twins(
        self, group: list[SiteLine], key: str, text: str, choices: Choices, proposal: str
    ) -> None:
        """Leave out what the answer leaves out; an open question is a fault of each row."""
        for line in group:
            row = (line.sheet, line.number)
            said = self.said.asking.ask(key, "twins", text, row, choices, proposal=proposal)
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


def holds(table: Table, line: SiteLine) -> bool:
    """Whether a line is of a table."""
    return table.sheet == line.sheet and table.first <= line.number <= table.last
