"""下一期方案: its workbook is made of the present one's, comes in with faults, is mended and put in
force from the day after the term; from then on both plans have their pages, and each month its own.
With or without one the plan whose term is over is ended, and what it came to is told in a paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import Workbook, load_workbook

from shanyin_charging import clock
from tests.year import plan
from tests.year.browser import Browser, Page, words
from tests.year.by_pages import month_name
from tests.year.chance import CHINA, following
from tests.year.chapters.chapter import Act
from tests.year.chapters.going_on import GoingOn
from tests.year.chapters.papers import Papers
from tests.year.days import lock_at
from tests.year.figures import PUBLIC, Told

if TYPE_CHECKING:
    from tests.year.chance import Month
    from tests.year.story import Year

LAST = plan.YEARS[-1], 12
NEXT = following(LAST)
COMES = datetime(*LAST, 8, 15, tzinfo=CHINA)
FIRST = date(*NEXT, 1)
CODE, NUMBER = "shanyin_next", "山政办发〔2025〕88号"
HEAD = {
    "编号": CODE,
    "标题": "山阴县充（换）电基础设施建设方案（2026—2027年）（虚构，测试用）",
    "发文字号": NUMBER,
    "成文日期": "2025-12-05",
    "起始日": FIRST.isoformat(),
    "截止日": "2027-12-31",
}
OWN, MORE = "岱岳镇", 5  # of whom more is wanted than before
TERM, ENDED_BY = "方案总结通报", "专班〔2026〕2号"
# of the plan that holds now and of a month that nobody touches meanwhile, by the addresses of
# before and of today
PAST = (
    "/plan/quotas/",
    "/plan/clauses/annex2/",
    f"/plan/{plan.CODE}/clauses/1-2/",
    "/indicators/I02/?month=2025-10",
    "/indicators/?month=2025-10",
    "/tasks/3/?month=2025-10",
    f"/figures/I01_{plan.COUNTY}_y_202510/",
)


class NextPlan(GoingOn):
    """One comes where the story ends with the term; other stories go on without."""

    def __init__(self, year: Year) -> None:
        super().__init__(year)
        self.comes = year.months[-1] == LAST
        self.papers = next(c for c in year.chapters if isinstance(c, Papers))
        if LAST in year.months:
            came = {"faults", "differences", "in force", "past", "first day", "first month"}
            self.must = frozenset({"ended", TERM} | (came if self.comes else set()))

    def acts_of(self, month: Month) -> list[Act]:
        """A workbook before the term is over, a look at both sides of its end, and its ending."""
        if self.comes and following(month) == LAST:
            return [(COMES, self.bring)]
        if month != LAST:
            return []
        over = lock_at(*LAST) + timedelta(hours=10)
        acts: list[Act] = [(over, self.end), (over + timedelta(hours=1), self.sum_up)]
        if self.comes:
            turn = datetime.combine(FIRST, time(0, 10), CHINA)
            acts += [(turn, self.on_the_first_day), (turn.replace(day=27), self.in_its_first_month)]
        return acts

    # it comes

    def bring(self) -> None:
        """First with its targets in the years of before, then right; it holds from its day on."""
        with clock.at(self.year.now):
            present = self.at_intake().download("下载现行方案")
        page = self.upload(present, years_too=False)
        self.compare("faults", "不在方案期2026—2027年内：请核对年度" in page.text, True)
        self.compare("enacted with faults", "启用这份方案" in page.text, False)
        self.done["faults"] += 1
        page = self.upload(present)
        self.compare("differs from", f"和“{plan.NUMBER}”的不同" in page.text, True)
        there = re.search(r"截至2025年12月底台账(\d+)台", page.text)
        stock = Told(self.year.account, *LAST).total(PUBLIC)
        self.compare("the stock that it begins with", there and int(there[1]), stock)
        self.done["differences"] += 1
        before = self.pages(PAST)
        self.enact(page.address)
        self.compare("past pages", changed(before, self.pages(PAST)), [])
        self.compare("what holds until then", self.plan_shown(), (plan.NUMBER, {NUMBER}))
        self.done["past"] += 1

    def at_intake(self) -> Browser:
        """The chief, where plans come in."""
        browser = self.year.hands.as_("chief")
        browser.click("方案")
        browser.click("录入方案")
        return browser

    def upload(self, present: bytes, years_too: bool = True) -> Page:
        """The present plan's workbook, with what is new in it."""
        content = next_of(present, years_too)

        def press() -> Browser:
            browser = self.at_intake()
            browser.press("上传并体检", {"填好的方案录入表": ("下一期.xlsx", content)})
            return browser

        return self.go(press, "a plan comes in", years_too).page

    def enact(self, address: str) -> None:
        """The day on which it begins is what is proposed."""
        browser = self.year.hands.browsers["chief"]

        def press() -> None:
            self.year.hands.as_("chief")
            browser.open(address)
            browser.press("启用这份方案", {"依据文号": NUMBER})

        self.year.go(press, "a plan")
        self.go(lambda: sure(browser, "启用"), "in force")
        told = f"自{FIRST}所在月起按它评价" in browser.page.text
        self.compare("in force", told, True)
        self.year.account.next_plan = FIRST
        self.done["in force"] += told

    # what is seen then

    def pages(self, addresses: tuple[str, ...]) -> dict[str, str]:
        """What stands at each address for the chief."""
        return {address: self.seen_by("chief", address).text for address in addresses}

    def plan_shown(self) -> tuple[str, set[str]]:
        """(number of the plan that the menu leads to, those of the others that it leads on to)."""
        with clock.at(self.year.now):
            page = self.year.hands.as_("chief").click("方案")
        numbers = [n for n in (plan.NUMBER, NUMBER) if page.links(n) or f"{n}　" in page.html]
        head = next((n for n in numbers if n in page.text[:200]), "")
        return head, {*numbers} - {head}

    def on_the_first_day(self) -> None:
        """The menu leads to the new plan; of the past one all is as it was, as are its months."""
        self.compare("what holds now", self.plan_shown(), (NUMBER, {plan.NUMBER}))
        new, old = (self.quota(f"/plan/{part}quotas/") for part in (f"{CODE}/", ""))
        first = plan.QUOTAS[plan.rows("quotas")[0]["unit"]][plan.YEARS[0]]
        self.compare("wanted by each", (new, old), (first + MORE, first))
        for address in ("/dispatch/", "/indicators/", "/tasks/", "/coverage/"):
            self.year.read_at(f"{address}?month={LAST[0]}-{LAST[1]}")
            self.compare(f"whose {address}", self.plans_behind(address, LAST), {plan.CODE})
        self.done["first day"] += 1

    def quota(self, address: str) -> int | None:
        """What a page wants of one row in its first year."""
        for row in self.seen_by("leader", address).root.iter("tr"):
            cells = [words(cell) for cell in row.iter("td")]
            if OWN in cells:
                return int(next(cell for cell in cells[cells.index(OWN) :] if cell.isdigit()))
        return None

    def plans_behind(self, address: str, month: Month) -> set[str]:
        """The plans to whose pages a month's page leads."""
        page = self.seen_by("leader", f"{address}?month={month[0]}-{month[1]:02}")
        return set(re.findall(r"/plan/(shanyin_\w+)/", page.html))

    def in_its_first_month(self) -> None:
        """Its first month is reported by its own plan, and counted without what was ruled under the
        past one."""
        with clock.at(self.year.now):
            self.year.hands.open_months()
        for address in ("/dispatch/", "/indicators/", "/tasks/", "/coverage/"):
            self.compare(f"whose {address}", self.plans_behind(address, NEXT), {CODE})
        told = Told(self.year.account, *NEXT)
        for code, window in (("I01", "y"), ("I02", "t")):
            page = self.seen_by("leader", f"/figures/{code}_{plan.COUNTY}_{window}_202601/")
            shown = re.search(r"(\d+)台", page.text)
            self.compare(code, shown and int(shown[1]), told.tell(code, plan.COUNTY, window))
        unit = self.year.units[0]
        with clock.at(self.year.now):
            page = self.year.hands.officer(unit).click("填报", near=month_name(NEXT))
        self.compare("reported", month_name(NEXT) in page.text, True)
        self.done["first month"] += 1

    # it is over

    def end(self) -> None:
        """The chief, who finds that on the list once the last year is closed, ends the plan; months
        go on."""
        self.year.judge_all()
        self.papers.close(LAST[0])
        closed = self.year.account.closed == FIRST - timedelta(days=1)
        self.compare("to be ended", self.is_to_be_ended(), closed)
        if closed:
            self.press_the_end()
            self.compare("ended and still to be", self.is_to_be_ended(), False)
        self.done["ended"] += 1

    def is_to_be_ended(self) -> bool:
        """Whether the chief's list says so."""
        with clock.at(self.year.now):
            return "期限已满" in self.year.hands.as_("chief").page.text

    def press_the_end(self) -> None:
        """From the list to the page that asks whether it is meant."""
        browser = self.year.hands.browsers["chief"]

        def press() -> Browser:
            browser.click("方案收官", near="期限已满")
            browser.press("收官", {"依据文号": ENDED_BY, "收官后各单位仍按月报送": True})
            return browser

        self.year.go(press, "the plan is over")
        self.go(lambda: sure(browser, "收官"), "ended")
        self.compare("ended", "方案已收官" in browser.page.text, True)

    def sum_up(self) -> None:
        """What its years came to, as the account has it."""
        paper = self.papers.draft(TERM, LAST)
        page = self.seen_by(paper.clerk, paper.address)
        told = {
            int(year): int(number or 0)
            for year, number in re.findall(r"(\d{4})年(?:无新增|新增(\d+)台)", page.text)
        }
        expected = {year: Told(self.year.account, year, 12).added(PUBLIC) for year in plan.YEARS}
        self.compare("added in each year", told, expected)
        self.papers.put_out(paper)
        self.done[TERM] += 1


def sure(browser: Browser, said: str) -> Browser:
    """Asked whether it is meant, somebody is sure."""
    browser.press(said)
    return browser


def changed(before: dict[str, str], after: dict[str, str]) -> list[tuple[str, str, str]]:
    """(address, what it said, what it says) of what is otherwise."""
    return [(at, text, after[at]) for at, text in before.items() if text != after[at]]


def next_of(present: bytes, years_too: bool) -> bytes:
    """The workbook of the plan that follows; whoever fills it in may leave the years of the targets
    as they are."""
    book, content = load_workbook(BytesIO(present)), BytesIO()
    for name, value in book["方案"].iter_rows():
        field = str(name.value).rstrip("*")
        value.value = HEAD.get(field, value.value)
    for cell in book["任务数"][1]:
        cell.value = re.sub(r"\d{4}", later, str(cell.value))
    own = {str(head.value)[:5]: cell for head, cell in row_of(book, OWN)}
    for head in (f"{FIRST.year}年", "合计*"):
        own[head].value += MORE
    for sheet in ("目标", "路网") if years_too else ():
        place = [str(cell.value).rstrip("*") for cell in book[sheet][1]].index("年度")
        for row in book[sheet].iter_rows(min_row=2):
            if row[place].value:
                row[place].value = later(row[place].value)
    book.save(content)
    return content.getvalue()


def later(year: object) -> object:
    """A year of the plan, as many years later as the plan has."""
    number = year[0] if isinstance(year, re.Match) else year
    return type(number)(int(number) + len(plan.YEARS))


def row_of(book: Workbook, name: str) -> Iterator[tuple]:
    """(head, cell) of a row of the quotas."""
    sheet = book["任务数"]
    row = next(row for row in sheet.iter_rows() if name in (cell.value for cell in row))
    return zip(sheet[1], row, strict=True)
