"""导出: the files that pages offer say what the pages say; the ledger's adds up to what stands."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from shanyin_charging import clock
from tests.year import printed
from tests.year.by_pages import MEASURES
from tests.year.chapters.chapter import Chapter
from tests.year.figures import Told
from tests.year.reading import agrees, expected

if TYPE_CHECKING:
    from tests.year.browser import Browser

KEY, SAID = "数字编号", "数值"
WAYS = ("CSV", "导出 Excel")
Sheet = list[list[str]]  # heads, then rows


class Exports(Chapter):
    """Of each page that is looked at one file is taken, by the link that it shows."""

    must = frozenset({*WAYS, "keys", "sources", "ledger"})

    def opened(self, browser: Browser) -> None:
        """Somebody looks at a page of figures, and takes its file."""
        if not browser.page.links("CSV"):
            return
        table, *others = self.taken(browser)
        for key, row in keyed(table):
            self.compare(browser, key, row, self.in_cells(key, row))
        for sheet in others:
            for key, said in sources(sheet):
                right = expected(key, self.year, self.months)
                self.compare(browser, key, said, right is None or agrees(said, right, False))
                self.done["sources"] += 1

    def taken(self, browser: Browser) -> list[Sheet]:
        """The sheets of a file, read; the kinds of files come by turns."""
        self.months: dict[tuple[int, int], Told] = {}
        way = min(WAYS, key=lambda way: (self.done[way], self.eyes.random()))
        self.done[way] += 1
        content = browser.download(way)
        return [of_csv(content)] if way == "CSV" else list(of_excel(content))

    def in_cells(self, key: str, row: list[str]) -> bool:
        """Whether a row has the number of its key, as a number by itself."""
        right = expected(key, self.year, self.months)
        self.done["keys"] += 1
        if not right:
            return True
        return bool({right, right.split("/")[0], right.removeprefix("1:")} & {*map(bare, row)})

    def compare(self, browser: Browser, key: str, said: object, right: bool) -> None:
        """Note what a file says otherwise."""
        self.year.read += 1
        if not right:
            told = expected(key, self.year, self.months)
            self.year.wrong.append((self.year.now, browser.page.address, "file", key, said, told))

    def look(self) -> None:
        """The ledger as a file: the numbers of each measure add up to what stands."""
        with clock.at(self.year.now):
            browser = self.year.hands.seated("chief")
            browser.click("台账")
            (heads, *rows), *_ = self.taken(browser)
        at = [heads.index(head) for head in ("发生日期", "计量", "数量")]
        listed = Counter((row[at[0]][:10], row[at[1]], Decimal(bare(row[at[2]]))) for row in rows)
        listed = Counter({e: n for e, n in listed.items() if e[1] in MEASURES.values() and e[2]})
        told = Counter(
            (str(fact.on), MEASURES[fact.measure], in_units(fact.measure, fact.value))
            for fact in self.year.account.standing()
            if fact.measure in MEASURES and fact.value
        )
        self.done["ledger"] += 1
        self.year.read += listed.total()
        if listed != told:
            self.year.wrong.append((self.year.now, "ledger", listed - told, told - listed))


def in_units(measure: str, value: int) -> Decimal:
    """A value in its measure's own unit."""
    scale = 10 if measure.endswith("power") else 100 if measure == "charging_distance" else 1
    return Decimal(value) / scale


def bare(cell: str) -> str:
    """The digits of a cell, without what keeps a spreadsheet from taking them for a date."""
    return cell.strip("\t'").removesuffix("%")


def of_csv(content: bytes) -> Sheet:
    """The rows of a CSV file."""
    text = content.decode("utf-8")
    assert text.startswith("\ufeff"), text[:40]
    return list(csv.reader(StringIO(text[1:])))


def of_excel(content: bytes) -> Iterator[Sheet]:
    """The rows of each sheet of a workbook, below its title."""
    for sheet in load_workbook(BytesIO(content)).worksheets:
        rows = [
            [printed.shown(sheet, cell.coordinate) for cell in row] for row in sheet.iter_rows()
        ]
        yield rows[2:]


def keyed(sheet: Sheet) -> Iterator[tuple[str, list[str]]]:
    """(key, cells) of the rows of a table that are about a figure."""
    heads, *rows = sheet
    if heads[-1] == KEY:
        yield from ((row[-1], row[:-1]) for row in rows if row[-1])


def sources(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """(key, what is said of it) of a sheet that tells where numbers come from."""
    heads, *rows = sheet
    at = heads.index(SAID)
    yield from ((row[heads.index(KEY)], row[at]) for row in rows)
