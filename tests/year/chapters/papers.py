"""The office's papers: drafted, written on, heard, refused, changed, signed, opened, and corrected
when something comes in late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from tests.year.chance import CHINA, following
from tests.year.chapters.chapter import Act
from tests.year.chapters.way import BRIEF, CORRECTION, MONTHLY, QUARTERLY, YEARLY, Way, month_word
from tests.year.days import due_at, lock_at, midnight_after, month_end, working_days_after
from tests.year.paper import Paper, bare, text_of
from tests.year.paperwork import RETURN, Row, rows_of, units_named

if TYPE_CHECKING:
    from tests.year.browser import Page
    from tests.year.chance import Month
    from tests.year.story import Year

SPECIAL = {"单位专项通报": "单位", "任务专项通报": "任务", "公路专项通报": "公路"}
WINDOW = 2  # days of work to answer what is going to be said
LOOKED_AT, CORRECTED = 1, 1  # papers at each look, and each month


class Papers(Way):
    """What happens to them in a month, and what stays of them."""

    must = frozenset(
        [
            "draft",
            "early",
            "write",
            "hear",
            "refuse",
            "change",
            "sign",
            "open",
            "differ",
            "correct",
            "PDF",
            "number",
            "scan",
            "prove",
            QUARTERLY,
        ]
    )

    def __init__(self, year: Year) -> None:
        super().__init__(year)
        self.monthly: dict[Month, Paper] = {}
        self.closed: dict[int, bool] = {}

    def acts_of(self, month: Month) -> list[Act]:
        """A paper that comes too early, the month's own, the others, the corrections; at the year's
        end its closing."""
        opens = datetime.combine(month_end(*month).replace(day=25), time(10), CHINA)
        due = self.year.due.get(month, due_at(*month))

        def act(days: float, what: Callable[[Month], None]) -> Act:
            return due + timedelta(days=days), partial(what, month)

        acts = [
            act(0.4, self.begin),
            act(1.4, self.hear),
            act(4.4, self.finish),
            act(5.4, self.others),
            act(9.4, self.mend),
            act(10.4, self.correct),
        ]
        if self.year.is_quiet(month):
            acts = acts[:3] if month[1] % 3 == 0 else []
        elif month == self.year.months[0] or self.chance.random() < 0.3:
            acts.append((opens, partial(self.too_early, month)))
        ends = lock_at(*month) + timedelta(hours=9)
        if month == (2025, 12):  # then the plan is over, and nothing else waits
            return [*acts, (ends, partial(self.close, 2025)), (ends, self.after_the_plan)]
        if month == (2025, 1):
            acts.append((ends - timedelta(days=9), partial(self.close, 2024)))
        return acts

    # a month

    def too_early(self, month: Month) -> None:
        """A month that has only begun to be reported: its paper can be tried, and not signed; one
        that has not begun cannot be picked."""
        offered = self.as_now(lambda: self.work.offered("office", "月份"))
        later = month_word(following(month))
        self.expect(later not in offered, "offered before it begins", later)
        paper = self.monthly[month] = self.draft(MONTHLY, month)
        self.propose(paper)
        self.check(paper, {RETURN})
        self.unripe(paper)
        self.refuse(paper, "chief", "还没有截止")

    def unripe(self, paper: Paper) -> None:
        """Why it cannot be signed stands on it."""
        page = self.as_now(lambda: self.work.at(paper.clerk, paper.address).page)
        why = "还没有开始报送" in page.text or "截止前要各单位都报齐" in page.text
        self.expect(why, "not told why not", paper.name, page.text[:300])
        self.done["early"] += 1

    def begin(self, month: Month) -> None:
        """The month is due: its paper is written, and shown to whom it names."""
        if month in self.monthly:
            self.refresh(self.monthly[month])
        else:
            self.monthly[month] = self.draft(MONTHLY, month)
        paper = self.monthly[month]
        self.write(paper, "各单位要高度重视。")
        page = self.as_now(lambda: self.work.at(paper.clerk, paper.address).page)
        if "被点名的单位还没有看到" in page.text:
            page = self.go(
                lambda: self.work.press(paper.clerk, paper.address, "征求说明"),
                *("consult", paper.name),
            )
            paper.named = set(units_named(page))
            paper.answer_by = midnight_after(working_days_after(self.year.now.date(), WINDOW))

    def hear(self, month: Month) -> None:
        """Some of those who are named say something to it, which the head of the office reads."""
        paper = self.monthly[month]
        page = self.as_now(lambda: self.work.at("office", paper.address).page)
        named = [unit for unit in units_named(page) if unit in self.year.units]
        for unit in self.chance.sample(named, min(2, len(named))):
            said = f"{unit}：施工受阻，正在协调。"
            told = self.go(partial(self.work.answer, unit, said), "answer", paper.name, unit)
            page = self.as_now(lambda: self.work.at("chief", paper.address).page)
            self.expect(told and said in page.text, "not heard", paper.name, unit)
            paper.named.discard(unit)
            self.done["hear"] += 1

    def finish(self, month: Month) -> None:
        """It is refused once, changed, and signed."""
        paper = self.monthly[month]
        if self.chance.random() < 0.6:
            self.refresh(paper)
        self.propose(paper)
        self.refuse(paper, paper.checker, "第四部分再改一下")
        self.write(paper, "有关情况及时报告。")
        self.done["change"] += 1
        self.put_out(paper, refused=self.chance.random() < 0.3)
        if month[1] % 3 == 0:
            self.file_scan(paper)
            if not (self.year.brief and self.done["prove"]):
                self.prove(paper)
            self.put_out(self.draft(QUARTERLY, month))

    def others(self, month: Month) -> None:
        """A brief, papers about a unit, a task or a road, and the year's when it is over."""
        kinds = [BRIEF, *SPECIAL]
        n = self.year.months.index(month)
        for kind in kinds[2 * n : 2 * n + 2] or self.chance.sample(kinds, 2):
            self.put_out(self.draft(kind, month, self.about(kind)), kind == BRIEF)
        if month[1] == 12:
            self.put_out(self.draft(YEARLY, month))
        elif month == self.year.months[0]:
            self.no_year_yet(month)

    def no_year_yet(self, month: Month) -> None:
        """A year's paper is refused for a month that ends no year."""
        about = YEARLY, month_word(month), {}
        page = self.go(lambda: self.work.draft("office", *about), "no year yet", month)
        self.expect("请换一个月份" in page.text, "a year that is not over", page.text[:300])

    def about(self, kind: str) -> dict[str, str]:
        """What a special paper is about, of what is offered."""
        if kind not in SPECIAL:
            return {}
        label = SPECIAL[kind]
        return {
            label: self.chance.choice(self.as_now(lambda: self.work.offered("office", label))[1:])
        }

    def close(self, year: int) -> None:
        """The head of the office closes the year, where its page offers that."""
        closed = self.year.account.closed
        if closed is None or closed.year < year:
            self.closed[year] = self.go(lambda: self.year.hands.close(year), "close", year)
            if self.closed[year]:
                self.year.account.close(year)

    def after_the_plan(self) -> None:
        """A month behind the plan's end has numbers, and nobody is judged by them but where the
        next plan holds."""
        page = self.go(lambda: self.work.draft("office", MONTHLY, "2026年1月", {}), "draft", 2026)
        unjudged = "只列数字，不作评价" in page.text
        is_so = unjudged != bool(self.year.account.next_plan)
        self.expect(is_so, "judged after the plan", page.text[:400])

    # what comes in late

    def mend(self, month: Month) -> None:
        """A unit finds that it told a wrong number, and the office takes the right one."""
        year = self.year
        piles = [
            fact
            for fact in year.account.standing()
            if fact.told_by in year.approved
            and fact.cause == "added"
            and fact.measure in ("public_dc_pile", "public_ac_pile")
            and fact.on <= month_end(*month)
            and not (year.account.closed and fact.on <= year.account.closed)
        ]
        if not piles:
            return
        fact = self.chance.choice(piles)
        lines = [year.correction(fact) | {"value": fact.value + 1}]
        year.names += 1
        ref = (fact.told_by[0], fact.told_by[1], "correction", year.names)
        if not self.go(lambda: year.hands.correct(ref, fact.told_by, lines), "correct", ref, lines):
            return
        year.waiting[ref] = lines
        if year.both(
            lambda: year.account.approve(ref, lines, "", True),
            lambda: year.hands.approve(ref),
            *("approve", ref),
        ):
            year.approved[ref] = year.waiting.pop(ref)

    def differing(self) -> dict[str, list[Row]]:
        """What is listed as printed otherwise is what the account tells otherwise."""
        listed = self.as_now(lambda: self.work.differing("office"))
        said = self.as_now(lambda: self.work.said_to_differ("chief"))
        self.expect(said == len(listed), "told at home", said, list(listed))
        for paper in self.issued:
            rows = listed.get(paper.address, [])
            if paper.kind == CORRECTION:
                self.expect(not rows, "a correction listed", paper.name)
                continue
            lacking = paper.not_listed(rows)
            self.expect(not lacking, "differs and is not listed", paper.name, lacking, rows)
            reason = not rows or paper.may_be_listed()
            self.expect(reason, "listed and does not differ", paper.name, rows)
            self.done["differ"] += bool(rows)
        own = {paper.address for paper in self.issued}
        self.expect(listed.keys() <= own, "listed and never issued", listed.keys() - own)
        return listed

    def correct(self, month: Month) -> None:
        """What differs is put right by a paper that lists it, and nothing else."""
        listed = self.differing()
        papers = [paper for paper in self.issued if paper.address in listed]
        for paper in self.chance.sample(papers, min(CORRECTED, len(papers))):
            rows = listed[paper.address]
            clerk, checker = self.chance.sample(["office", "second"], 2)
            page = self.go(
                lambda p=paper, c=clerk: self.begin_correction(c, p), "correct", paper.name
            )
            told = rows_of(page.root)
            lacking = [row for row in rows if row not in told]
            more = [
                r for r in told if r not in rows and bare(r[1]) != bare(r[2]) and r[0] != "项目"
            ]
            self.expect(not lacking, "not in the correction", paper.name, lacking)
            self.expect(not more, "corrected and not listed", paper.name, more)
            made = Paper(self.year, CORRECTION, paper.month, page.address, clerk, checker)
            made.compose()
            self.put_out(made)
            self.done["correct"] += 1
            paper.put_right()
            self.expect(paper.address not in self.differing(), "corrected and listed", paper.name)

    def begin_correction(self, clerk: str, paper: Paper) -> Page:
        """The clerk begins one where the numbers are listed."""
        browser = self.work.library(clerk)
        browser.click("印发后变了的数字")
        return browser.press("起草更正通报", near=paper.number)

    # afterwards

    def look(self) -> None:
        """Issued papers are what they were, whoever opens them; what differs is listed."""
        last = self.year.months[-1]
        over = self.year.now >= self.year.due.get(last, due_at(*last))
        several = len(self.issued) if over else min(LOOKED_AT, len(self.issued))
        for paper in self.eyes.sample(self.issued, several):
            name = self.eyes.choice(sorted(self.year.hands.browsers.keys() - {"admin", "above"}))
            page = self.as_now(lambda n=name, p=paper: self.work.at(n, p.address).page)
            self.expect(text_of(page) == paper.sheet, "another sheet", paper.name, name)
            files = self.as_now(lambda n=name, p=paper: self.work.files(n, p.address))
            self.expect(files == paper.files, "other files", paper.name, name)
            found = paper.forgotten()
            self.expect(not found, "forgotten by the account", paper.name, found)
            self.done["open"] += 1
        if self.issued and (over or self.eyes.random() < 0.1):
            self.differing()
