"""可达: what is in service with what is being built, for the county and each row, on every page of
a month that says so."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from math import ceil
from typing import TYPE_CHECKING, Any

from tests.year import plan
from tests.year.browser import Page, words
from tests.year.by_pages import area_name
from tests.year.chance import following
from tests.year.chapters.chapter import Chapter
from tests.year.figures import COVERAGES, PUBLIC, Told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.year.browser import Browser


SHORT = " 差"
NAMED = 4  # places that a cell names; of more it says how many


class Reached(Chapter):
    """Whatever page of a month somebody looks at says what the account foresees."""

    must = frozenset({"dispatch", "ranking", "unit", "paper", "past its day", "short", "heading"})

    def opened(self, browser: Browser) -> None:
        """What a page of a month says of what is being built."""
        page = browser.page
        if not (month := re.search(r"(\d{4})-(\d\d)", page.address)):
            return
        told = Told(self.year.account, int(month[1]), int(month[2]))
        kind = page.address.split("/")[1]
        if kind == "dispatch":
            self.compare_sum(page, told, "any", "dispatch")
            self.compare_heading(page, told)
        elif kind == "units" and (row := page.address.split("/")[2]) in plan.QUOTAS:
            self.compare_sum(page, told, row, "unit")
        elif kind == "ranking":
            self.compare_rows(page, told)
        elif kind == "coverage":
            self.compare_coverages(page, told)
        elif kind == "next":
            self.compare_where_next(page, told)
        elif kind == "bulletins":
            self.compare_paper(page, told)

    def compare_sum(self, page: Page, told: Told, row: str, where: str) -> None:
        """The sum beside the year's number."""
        shown = [words(n) for n in page.root.iter("p") if n.get("class") == "reach"]
        shown = [said.removesuffix("在建项目").strip() for said in shown]
        expected = [self.sentence(told, row)] if told.projects else []
        self.note(page, shown, expected)
        self.done[where] += bool(expected)
        self.done["past its day"] += "已过预计日" in "".join(expected)

    def compare_heading(self, page: Page, told: Told) -> None:
        """Where the year's number is heading by the pace of the last months, where that is said."""
        shown = [words(n) for n in page.root.iter("p") if n.get("class") == "outlook"]
        for said in shown[:1]:
            self.note(page, said, self.heading(told))
            self.done["heading"] += 1

    def heading(self, told: Told) -> str:
        """The pace of up to three months that were reported, when it reaches the year's number, and
        what each month that is left must add."""
        here, today = (told.year, told.month), (self.year.now.year, self.year.now.month)
        behind = [following(here, -n) for n in range(3)]
        each = [
            Told(self.year.account, *month).added(PUBLIC, causes=told.causes, window="m")
            for month in behind
            if month >= self.year.months[0]
        ]
        missing = plan.ADDED[told.year] - self.parts(told, "any")[0]
        left = 12 - max(here, following(today, -1))[1]
        pace = Decimal(sum(each)) / len(each)
        one_digit = pace.quantize(Decimal("0.1"), ROUND_HALF_UP).normalize()
        text = f"近{'一两三'[len(each) - 1]}个月"
        if sum(each):
            then = max(following(here, ceil(missing * len(each) / sum(each))), today)
            text += f"每月{one_digit:f}台，照此{then[0]}年{then[1]}月完成"
        else:
            text += "没有新增"
        return f"{text}；按期完成每月要{ceil(missing / left)}台"

    def compare_rows(self, page: Page, told: Told) -> None:
        """A row's cell: what is being built for the year, what it comes to, what is short; who is
        not judged is not told of as short."""
        shown = cells_by_row(page)
        expected = {row: self.cell(told, row) for row in shown}
        for row, cell in shown.items():
            if SHORT not in cell:
                expected[row] = expected[row].partition(SHORT)[0]
            self.done["short"] += SHORT in cell
        self.note(page, shown, expected)
        self.done["ranking"] += bool(shown)

    def cell(self, told: Told, row: str) -> str:
        """What a row's cell has to say."""
        done, in_time, *_ = self.parts(told, row)
        short = max(0, (self.goal(told, row) or 0) - done - in_time)
        return f"{in_time or '—'}/{done + in_time}{f'{SHORT}{short}' if short else ''}"

    def compare_coverages(self, page: Page, told: Told) -> None:
        """Beside what a coverage lacks, how much of that is being built, and where."""
        for row in page.root.iter("tr"):
            leads = " ".join(link.get("href") for link in row.iter("a"))
            found = re.search(r"/indicators/(I\d\d)/", leads)
            if not found or found[1] not in COVERAGES:
                continue
            cells = [words(n) for n in row.iter("span") if n.get("class") == "coming"]
            count, shown = split(cells[0]) if cells else (0, set())
            coming = told.to_come(found[1], self.year.now.date())
            names = {area_name(code) for code in coming}
            named = shown if count <= NAMED else names & shown
            self.note(page, (count, shown), (len(names), named if count > NAMED else names))
            self.done["coverage"] += 1
            self.done["coming"] += bool(names)

    def compare_where_next(self, page: Page, told: Told) -> None:
        """Of a village that lacks piles, with what is being built, as many are to be built there at
        least; the bound is no more than the set, and no less than what all villages lack."""
        today = self.year.now.date()
        lacking = {area_name(v): told.lacks("I10", v, today)[1] for v in told.villages}
        said = re.search(r"再建 (\d+) 台，分在 (\d+) 处；不可能少于 (\d+) 台", page.text)
        total, places, bound = map(int, said.groups()) if said else (0, 0, 0)
        listed = dict(self.listed(page))
        self.note(page, (sum(listed.values()), len(listed)), (total, places))
        few = {name for name, piles in lacking.items() if listed.get(name, 0) < piles}
        self.note(page, (few, sum(lacking.values()) <= bound <= total), (set(), True))
        for name, filled in self.filled(page):
            self.note(page, (name, filled), (name, bool(lacking.get(name))))
            self.done["where next"] += 1

    def listed(self, page: Page) -> Iterator[tuple[str, int]]:
        """(place, piles to be built) of each place of the set, township by township."""
        for node in page.root.iter("details"):
            said = words(node)
            if head := re.match(r"\d+ 处 ", said):
                for one in said[head.end() :].split("、"):
                    name, _, piles = one.rpartition(" ")
                    yield name.strip(), int(piles.removesuffix("台"))

    def filled(self, page: Page) -> Iterator[tuple[str, bool]]:
        """(place, whether its village then has enough) of those whose effects are shown."""
        for row in page.root.iter("tr"):
            cells = list(row.iter("td"))
            if [cell.get("data-head") for cell in cells][2:3] == ["村（社区）够数"]:
                yield words(cells[0]), bool(words(cells[2]))

    def compare_paper(self, page: Page, told: Told) -> None:
        """How much of what the county lacks is being built, as its paper says; at the year's end it
        asks for no more."""
        asks = re.search(r"完成年度任务还差(\d+)台，(.*?)，要倒排工期", page.text)
        if not asks:
            return
        missing, said = int(asks[1]), re.sub(r"（见附件\d+）", "", asks[2])
        in_time, under_way = self.parts(told, "any")[1], sum(w.piles for w in told.projects)
        expected = f"在建的{under_way}台均未定于年内投运"
        some = "" if in_time == under_way else f"、其中预计年内投运{in_time}台"
        if in_time >= missing:
            expected = f"在建{under_way}台{some}{some and '，'}按预计时间投运即可完成"
        elif in_time:
            first = "" if some else "其中"
            expected = f"{first}在建{under_way}台{some}，另有{missing - in_time}台还没有落实"
        self.note(page, "在建" in said, bool(told.projects))
        if told.projects:
            self.note(page, (expected in said, said), (True, said))
            self.done["paper"] += 1

    def parts(self, told: Told, row: str) -> tuple[int, int, int, dict[str, int]]:
        """(in service, expected within the year, of these past their day, the rest by when)."""
        today = self.year.now.date()
        value, expected = told.reach(row, today)
        mine = [w for w in told.projects if row == "any" or (w.row or "") == row]
        in_time = [w for w in mine if told.in_time(w, today)]
        later = {told.when(w, today) for w in mine} - {told.when(w, today) for w in in_time}
        piles = sum(w.piles for w in in_time)
        past = sum(w.piles for w in in_time if told.when(w, today) == "past")
        return (
            value - piles,
            piles,
            past,
            {when: expected[when] for when in sorted(later, key=in_order)},
        )

    def goal(self, told: Told, row: str) -> int | None:
        """The year's number."""
        goals = plan.ADDED if row == "any" else plan.QUOTAS[row]
        return goals.get(told.year)

    def sentence(self, told: Told, row: str) -> str:
        """What is in service and what is being built, beside the year's number."""
        done, in_time, past, rest = self.parts(told, row)
        text = f"已投运{done}台"
        if in_time:
            late = f"（其中{past}台已过预计日）" if past else ""
            text += f"＋在建{in_time}台{late}＝可达{done + in_time}台"
        elif not rest:
            text += "，没有在建"
        if goal := self.goal(told, row):
            aim, more = "全年目标" if row == "any" else "参考计划", done + in_time - goal
            beside = f"比{aim}{goal}台多{more}台" if more else f"正好达到{aim}{goal}台"
            text += f"，距{aim}{goal}台还差{-more}台" if more < 0 else f"，{beside}"
        later = "、".join(f"{self.called(when, told)}{piles}台" for when, piles in rest.items())
        return f"{text}；另有在建：{later}" if later else text

    def called(self, when: str, told: Told) -> str:
        """A time that is not within the year, in words."""
        if when == "past":
            return "已过预计日"
        if when == "after":
            return "12月以后" if told.year >= plan.YEARS[-1] else f"{plan.YEARS[-1]}年以后"
        year, month = map(int, when.split("-"))
        return f"{year}年{month}月"

    def note(self, page: Page, shown: Any, expected: Any) -> None:
        """Note what is otherwise."""
        self.year.read += 1
        if shown != expected:
            about = self.year.now, page.address, "what is being built: shown, expected"
            self.year.wrong.append((*about, shown, expected))


def in_order(when: str) -> tuple[bool, str]:
    """What is past its day is told of first, then months, then what comes after them."""
    return when != "past", when


def split(cell: str) -> tuple[int, set[str]]:
    """How many places a cell tells to come, and which of them it names."""
    count, names = re.fullmatch(r"年内在建可覆盖 (\d+) 处：(.*)", cell).groups()
    return int(count), set(names.removesuffix("等").split("、"))


def cells_by_row(page: Page) -> dict[str, str]:
    """Row of 附件2 to what the list of rows says is being built for it."""
    found = {}
    for row in page.root.iter("tr"):
        cells = [words(cell) for cell in row.iter("td") if cell.get("data-head") == "在建/可达"]
        leads = [a.get("href", "") for a in row.iter("a") if "/units/" in a.get("href", "")]
        if cells and leads:
            found[leads[0].split("/")[2]] = cells[0]
    return found
