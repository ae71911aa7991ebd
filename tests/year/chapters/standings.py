"""Who has reported and who has not, unit by unit, on the board and in the strips of months."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from shanyin_charging import clock
from tests.year import plan
from tests.year.browser import Page, words
from tests.year.by_pages import UNIT_NAMES, month_name
from tests.year.chance import following
from tests.year.chapters.chapter import Chapter

if TYPE_CHECKING:
    from tests.year.chance import Month

CODES = {name: code for code, name in UNIT_NAMES.items()}
REVIEWED = {"waiting": "待审核", "approved": "已通过"}
CELL = re.compile(r"(\d+年\d+月月报)：([^\s，]+)")
COUNTED = ("按时", "迟报", "待改", "未报")  # columns beside a strip


class Standings(Chapter):
    """The head of the office opens both pages at each look."""

    must = frozenset({"words on the board", "words in strips", "silent named"})

    def look(self) -> None:
        now = self.year.now
        month = now.year, now.month
        back = self.eyes.choice([(-1,), (-2, -1)])  # a month is written in until the next is over
        seen = [following(month, by) for by in (*back, *([0] if now.day >= 25 else []))]
        with clock.at(now):
            self.year.hands.open_months()
            browser = self.year.hands.seated("chief")
            browser.click("报送情况")
            for asked in set(seen) & set(self.year.months):
                page = browser.press("查看", {"期别": month_name(asked)})
                found = self.on_the_board(page, asked)
                self.compare(f"board of {asked}", found, "words on the board")
            for asked in {following(month, -1)} & set(self.year.months):
                self.compare(f"strips of {asked}", self.in_strips(asked), "words in strips")

    def compare(self, where: str, found: Iterator[tuple[str, object, object]], kind: str) -> None:
        """Note what a page says otherwise."""
        for about, said, told in found:
            self.done[kind] += 1
            if said != told:
                self.year.wrong.append((self.year.now, where, about, said, told))

    def on_the_board(self, page: Page, month: Month) -> Iterator[tuple[str, object, object]]:
        """(about, page, told) of each unit's words, and of the last day."""
        at, desk = self.year.now, self.year.desk
        last = desk.due(month) - timedelta(days=1)
        said = re.search(r"截止 (\d+)年(\d+)月(\d+)日", page.text)
        yield "last day", said and tuple(map(int, said.groups())), (last.year, last.month, last.day)
        judged, rows = desk.is_judged(month, at), dict(units_in(page))
        yield "units", set(rows), set(plan.MEMBERS)
        for unit, cells in rows.items():
            one = desk.of(unit, month)
            word, review = (words(cell).split(" ")[0].split("（")[0] for cell in cells[1:3])
            yield unit, (word, review), (one.word(at, judged), REVIEWED.get(one.state, "—"))
            self.done["silent named"] += (word, unit in self.year.units) == ("未报", False)

    def in_strips(self, month: Month) -> Iterator[tuple[str, object, object]]:
        """(about, page, told) of each unit's months up to one, and of their counts."""
        at, desk = self.year.now, self.year.desk
        page = self.year.hands.browsers["chief"].open(
            f"/timeliness/?month={month[0]}-{month[1]:02}"
        )
        months = [told for told in self.year.months if told <= month]
        judged = [told for told in months if desk.is_judged(told, at)]
        for unit, cells in units_in(page):
            strip = dict(CELL.findall(words(cells[1])))
            told = {m: desk.of(unit, m).cell(at, m in judged) for m in months}
            yield unit, strip, {month_name(m): word for m, word in told.items()}
            counts = Counter(told[m] for m in judged)
            numbers = [int(words(cell)) for cell in cells[2:]]
            yield f"{unit} counts", numbers, [counts[word] for word in COUNTED]


def units_in(page: Page) -> Iterator[tuple[str, list[Element]]]:
    """(unit, cells) of each row of the page's tables that begins with a unit's name."""
    for row in page.root.iter("tr"):
        cells = list(row.iter("td"))
        if cells and words(cells[0]) in CODES:
            yield CODES[words(cells[0])], cells
