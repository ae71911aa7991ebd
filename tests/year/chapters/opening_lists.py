"""清单补录: what was there from the start comes in as lists, a unit's own and the office's of
several units, each with a wrong row at first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.year import plan, sheets
from tests.year.browser import words
from tests.year.by_pages import UNIT_NAMES
from tests.year.chance import CARRYING, NATURES, following
from tests.year.chapters.chapter import Act, Chapter
from tests.year.days import CHINA

if TYPE_CHECKING:
    from openpyxl import Workbook

    from tests.year.browser import Browser
    from tests.year.chance import Month

OFFICE = "second"
WRONG = {  # head of a cell, what is typed in it: what the page says of it
    ("充电枪", 0): "不能少于桩数",
    ("所在村", "无名村"): "没有找到",
    ("站点类别", "仙人洞"): "站点类别“仙人洞”怎么算",
    ("投运日期", "去年春天"): "没有看懂，请写成",
    ("计入附件2", "某某局"): "计入任务表“某某局”怎么算",
}


def handed_in(browser: Browser) -> str:
    """What the page of lists says of those that were handed in."""
    return str(browser.page.text.partition("分成的材料")[2])


class OpeningLists(Chapter):
    """In the first days a township hands in its list, and the office one of others."""

    must = frozenset({"own list", "office's list", "wrong row", "opening rows"})

    def acts_of(self, month: Month) -> list[Act]:
        if month != self.year.months[0]:
            return []
        opens = datetime(*month, 25, 10, tzinfo=CHINA)
        townships = [unit for unit in self.year.units if unit in plan.TOWNSHIPS]
        own, *others = self.chance.sample(townships, 3)
        return [
            (opens + timedelta(days=1), lambda: self.list_own(own)),
            (opens + timedelta(days=2), lambda: self.list_of_the_office(others)),
        ]

    def list_own(self, unit: str) -> None:
        """A unit's officer hands in what it has."""
        self.hand_in(lambda: self.year.hands.officer_of(unit), [unit])
        self.done["own list"] += 1

    def list_of_the_office(self, units: list[str]) -> None:
        """A clerk hands in a list of several units, for each its part."""
        self.hand_in(lambda: OFFICE, units)
        self.year.held |= {ref for ref in self.year.waiting if ref[2] == "list" and ref[0] in units}
        self.done["office's list"] += 1

    def hand_in(self, name: Callable[[], str], units: list[str]) -> None:
        """A list with a wrong row comes to nothing; mended it waits, unit by unit."""
        told = [(unit, self.row(unit)) for unit in units for _ in range(self.chance.randint(2, 4))]
        rows = [line for _, line in told]

        def press() -> None:
            browser = self.year.hands.as_(who := name())
            browser.click("清单补录")
            book = sheets.opened(browser.download("下载清单表"))
            self.try_in_vain(browser, book, rows)
            self.upload(browser, book, rows)
            browser.press("整份写入，送审核")
            assert f"{len(rows)}行分入{len(units)}份材料" in browser.page.text, browser.where
            for unit in units:
                ref = (unit, self.month, "list", len(self.year.hands.returns))
                links = (a for a in browser.page.root.iter("a") if words(a) == UNIT_NAMES[unit])
                self.year.hands.returns[ref] = next(links).get("href")
                self.year.waiting[ref] = [line for own, line in told if own == unit]
                about = f"{UNIT_NAMES[unit]} {self.year.desk.period_name(self.month)}（清单补录）"
                inside = who != OFFICE and unit in self.year.hands.checkers
                self.year.follows(who, "送单位审核" if inside else "上报", about)
                if inside:
                    checker = self.year.hands.look_at(self.year.hands.checkers[unit], ref)
                    assert self.year.hands.passed(checker, ref), checker.where

        self.year.go(press, "list", units, rows)
        self.done["opening rows"] += len(rows)

    def try_in_vain(self, browser: Browser, book: Workbook, rows: list[dict]) -> None:
        """One cell is wrong: the page names its row and says what to do, and nothing is kept."""
        before = handed_in(browser)
        (head, value), said = self.chance.choice(list(WRONG.items()))
        number = self.chance.randrange(len(rows))
        top = self.upload(browser, book, rows, (number, head, value))
        assert f"第{top + 1 + number}行" in browser.page.text, browser.where
        assert said in browser.page.text, (said, browser.where)
        assert not browser.offers("整份写入，送审核"), browser.where
        browser.click("返回，重新上传")
        assert handed_in(browser) == before, browser.where
        self.done["wrong row"] += 1

    def upload(
        self,
        browser: Browser,
        book: Workbook,
        rows: list[dict],
        wrong: tuple[int, str, Any] | None = None,
    ) -> int:
        """Fill the list in and send it up; the number of its row of heads."""
        sheet = book.worksheets[0]
        top, heads = sheets.heads_of(sheet)
        for number, line in enumerate(rows):
            sheets.write(sheet, top + 1 + number, heads, line, self.chance)
        if wrong:
            number, head, value = wrong
            column = next(n for n, found in enumerate(heads, start=1) if found.startswith(head))
            sheet.cell(top + 1 + number, column).value = value
        file = ("充电桩清单.xlsx", sheets.saved(book))
        browser.press("上传并预览", {"现成的清单": file, "清单来源": "县供电公司台账"})
        return top

    @property
    def month(self) -> Month:
        """The month whose account takes what is older than the ledger: the first that is asked for,
        or the end of the first closing account before it."""
        first = self.year.months[0]
        if first == (2024, 1):
            return first
        return following(first, -1) if first[0] == 2024 else (2024, 12)

    def row(self, unit: str) -> dict:
        """Piles at a place that the ledger does not have, from before it was opened."""
        self.done["places"] += 1
        villages = [code for code in plan.VILLAGES if code.startswith(unit)]
        dc, ac = self.chance.choice([(1, 0), (0, 2), (2, 2), (4, 0)])
        new = {"kind": self.chance.choice(CARRYING), "at_seat": self.chance.random() < 0.4}
        return {
            "kind": "opening",
            "site": (self.chance.choice(villages), f"旧{self.done['places']}号"),
            "new": new,
            "station": self.chance.choice([None, True, False]),
            "nature": self.chance.choices(NATURES, [5, 2, 1])[0],
            "dc": dc,
            "ac": ac,
            "connectors": dc + ac + self.chance.randrange(3),
            "power": 601 * dc + 70 * ac,
            "on": date(2021, 1, 1) + timedelta(days=self.chance.randrange(1000)),
            "row": unit,
        }
