"""清单补录: what was there from the start comes in as lists, a unit's own and the office's of
several units, each with a wrong row at first; the office takes its list back whole, and hands the
same file in again."""

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

OFFICE, NAME = "second", "充电桩清单.xlsx"
File = tuple[str, bytes]
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

    must = frozenset({"own list", "office's list", "wrong row", "opening rows", "taken back"})

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
        self.hand_in(lambda: self.year.hands.officer_of(unit), self.rows([unit]))
        self.done["own list"] += 1

    def list_of_the_office(self, units: list[str]) -> None:
        """A clerk hands in a list of several units, for each its part: too early, and once more."""
        rows = self.rows(units)
        file = self.hand_in(lambda: OFFICE, rows)
        self.take_back(units)
        self.hand_in(lambda: OFFICE, rows, file)
        self.year.held |= {ref for ref in self.year.waiting if ref[2] == "list" and ref[0] in units}
        self.done["office's list"] += 1

    def rows(self, units: list[str]) -> list[tuple[str, dict]]:
        """(unit, line) of each row of a list of some units."""
        return [(unit, self.row(unit)) for unit in units for _ in range(self.chance.randint(2, 4))]

    def hand_in(
        self, name: Callable[[], str], told: list[tuple[str, dict]], file: File | None = None
    ) -> File:
        """A list with a wrong row comes to nothing; mended it waits, unit by unit. The file that
        was handed in; one that is given is right as it is."""
        units, rows = list(dict.fromkeys(unit for unit, _ in told)), [line for _, line in told]

        def press() -> File:
            browser = self.year.hands.as_(who := name())
            browser.click("清单补录")
            if not (right := file):
                book = sheets.opened(browser.download("下载清单表"))
                self.try_in_vain(browser, book, rows)
                right, _ = self.filled_in(book, rows)
            self.upload(browser, right)
            browser.press("整份写入，送审核")
            assert f"{len(rows)}行分入{len(units)}份材料" in browser.page.text, browser.where
            for unit in units:
                self.lies_there(browser, who, unit, [line for own, line in told if own == unit])
            return right

        self.done["opening rows"] += len(rows)
        return self.year.go(press, "list", units, rows)

    def lies_there(self, browser: Browser, who: str, unit: str, lines: list[dict]) -> None:
        """A unit's part waits for the office, passed by the unit's checker where it has one."""
        hands = self.year.hands
        ref = (unit, self.month, "list", len(hands.returns))
        links = (a for a in browser.page.root.iter("a") if words(a) == UNIT_NAMES[unit])
        hands.returns[ref] = next(links).get("href")
        self.year.waiting[ref] = lines
        about = f"{UNIT_NAMES[unit]} {self.year.desk.period_name(self.month)}（清单补录）"
        inside = who != OFFICE and unit in hands.checkers
        self.year.follows(who, "送单位审核" if inside else "上报", about)
        if inside:
            checker = hands.look_at(hands.checkers[unit], ref)
            assert hands.passed(checker, ref), checker.where

    def take_back(self, units: list[str]) -> None:
        """The clerk takes the list back, and nothing of it waits any more."""

        def press() -> None:
            browser = self.year.hands.as_(OFFICE)
            browser.click("清单补录")
            browser.click(NAME, near=f"{len(units)}份，通过0份")
            browser.press(f"撤回 {len(units)} 份", {"撤回的原因": "传早了"})
            assert "都已撤回或作废" in browser.page.text, browser.where

        self.year.go(press, "take back", units)
        for ref in [ref for ref in self.year.waiting if ref[2] == "list" and ref[0] in units]:
            del self.year.waiting[ref]
            self.year.follows(OFFICE, "随清单撤回", "")
        self.done["taken back"] += 1

    def try_in_vain(self, browser: Browser, book: Workbook, rows: list[dict]) -> None:
        """One cell is wrong: the page names its row and says what to do, and nothing is kept."""
        before = handed_in(browser)
        (head, value), said = self.chance.choice(list(WRONG.items()))
        number = self.chance.randrange(len(rows))
        file, top = self.filled_in(book, rows, (number, head, value))
        self.upload(browser, file)
        assert f"第{top + 1 + number}行" in browser.page.text, browser.where
        assert said in browser.page.text, (said, browser.where)
        assert not browser.offers("整份写入，送审核"), browser.where
        browser.click("返回，重新上传")
        assert handed_in(browser) == before, browser.where
        self.done["wrong row"] += 1

    def filled_in(
        self, book: Workbook, rows: list[dict], wrong: tuple[int, str, Any] | None = None
    ) -> tuple[File, int]:
        """The list with these rows, and the number of its row of heads."""
        sheet = book.worksheets[0]
        top, heads = sheets.heads_of(sheet)
        for number, line in enumerate(rows):
            sheets.write(sheet, top + 1 + number, heads, line, self.chance)
        if wrong:
            number, head, value = wrong
            column = next(n for n, found in enumerate(heads, start=1) if found.startswith(head))
            sheet.cell(top + 1 + number, column).value = value
        return (NAME, sheets.saved(book)), top

    def upload(self, browser: Browser, file: File) -> None:
        """Send it up."""
        browser.press("上传并预览", {"现成的清单": file, "清单来源": "县供电公司台账"})

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
