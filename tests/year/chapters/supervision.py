"""督办: from what the rule proposes, or a leader's word, to 销号; with what people get wrong on the
way, and what the pages say of it each day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from shanyin_charging import clock
from tests.year import plan
from tests.year.browser import Page, words
from tests.year.by_pages import UNIT_NAMES
from tests.year.chance import CHINA
from tests.year.chapters import courses
from tests.year.chapters import words as leaders_words
from tests.year.chapters.chapter import Act, Chapter
from tests.year.days import month_end, rests, working_days_after
from tests.year.notices import COURSE, OFFICE, RUNNING, Following, Notice
from tests.year.reading import misread
from tests.year.returns import REPORTED_BY

if TYPE_CHECKING:
    from tests.year.browser import Browser
    from tests.year.chance import Month
    from tests.year.story import Year

CODES = {name: code for code, name in UNIT_NAMES.items()}
REFUSALS = {
    "要晚于现在的办结时限",
    "请写明办理情况",
    "不是可以接收的文件",
    "没有佐证材料，不能销号",
    "要由两位同志分别办理",
    "请写明升级的原因",
    courses.STALE,
}
LATER = 3  # matters that begin after each due moment but the first, when all kinds do
LISTED = 0.1  # how often somebody looks at their list first, but for the first time
PATIENCE = 3  # days of work after the due moment until the office opens notices


class Supervision(Chapter):
    """What lies under supervision, each matter on a course of its own."""

    must = (
        frozenset(COURSE) - {"不约谈", "不同意延期", "撤销立项"}
        | REFUSALS
        | {"批示", "已超期", "ladder:red_months"}
    )

    def __init__(self, year: Year) -> None:
        super().__init__(year)
        self.told = Following(year)
        self.told.numbers.update(
            {at: n for (series, at), n in year.used.items() if series == "督办单"}
        )
        self.courses: list[tuple[date, Iterator[int]]] = []
        self.on_turn: Callable[[str, str], None] = lambda who, unit: None
        with clock.at(year.now):
            year.hands.engage("leader", "领导")

    @property
    def today(self) -> date:
        """The day that it is."""
        return self.year.now.date()

    # the days

    def acts_of(self, month: Month) -> list[Act]:
        """On every day of work what falls on it."""
        opens = datetime.combine(month_end(*month).replace(day=25), time(15, 30), CHINA)
        days = [opens + timedelta(days=n) for n in range(month_end(*month).day)]
        days = [day for day in days if not rests(day.date())]
        return [(day, self.go_on) for day in days]

    def go_on(self) -> None:
        """Whoever has something to do about a matter does it; somebody begins one."""
        due, self.courses = self.courses, []
        pressed = len(self.year.story)
        for day, course in due:
            self.take_up(course) if day <= self.today else self.courses.append((day, course))
        for begin in self.beginnings():
            self.take_up(begin(self))
        days_told = {one.due for one in self.told.running()}
        eve = {day + timedelta(days=1) for day in days_told}
        moved = pressed < len(self.year.story) and not self.year.brief
        if moved or self.today in days_told | eve:
            self.look()

    def take_up(self, course: Iterator[int]) -> None:
        """The next step of a matter's course, and when the one after it is due."""
        for days in course:
            self.courses.append((working_days_after(self.today, days), course))
            return

    def beginnings(self) -> list[Callable[[Supervision], Iterator[int]]]:
        """What begins today: what the rule proposes, some days of work after a due moment, on
        courses that come by turns."""
        last = self.told.judged(self.year.now)[:1]
        if not last or self.today < working_days_after(self.last_day(last[0]), PATIENCE):
            return []
        if self.done[f"begun {last[0]}"]:
            return []
        self.done[f"begun {last[0]}"] += 1
        if self.done["begun"]:
            self.rule_once()
            few = 1 if self.year.is_quiet(last[0]) else LATER
            return self.chance.sample(courses.ALL, few)
        self.done["begun"] += 1
        return list(courses.ALL)

    def rule_once(self) -> None:
        """The head of the office approves of red notices to who owes two months in a row."""
        subject, months = "ladder:red_months", 2
        if subject not in self.told.ruled:
            hands = self.year.hands
            self.year.go(lambda: hands.rule(subject, months, self.today), "rule", subject, months)
            self.told.ruled[subject] = months
            self.done[subject] += 1

    def last_day(self, month: Month) -> date:
        """The last day on which a month was on time."""
        return self.year.desk.of(plan.MEMBERS[0], month).last_day

    # hands

    def person(self, who: str, notice: Notice | None = None) -> Browser:
        """Somebody's browser; `unit` is who answers for the notice's unit, `helper` for the one
        that helps."""
        hands = self.year.hands
        if notice and who in ("unit", "helper"):
            who = hands.officer_of(notice.unit if who == "unit" else notice.helper)
        return hands.seated(who)

    def visit(self, who: str, notice: Notice) -> Browser:
        """Somebody opens a notice; that the boards lead to it is looked at there."""
        browser = self.person(who, notice)
        browser.open(notice.address)
        if browser.offers("登录"):
            self.person(who, notice).open(notice.address)
        notice.is_opened = notice.is_opened or who == "unit"
        return browser

    def visited(self, who: str, notice: Notice) -> Page:
        """A notice as it stands before somebody now."""
        with clock.at(self.year.now):
            return self.visit(who, notice).page

    def opens(
        self, browser: Browser, unit: str, level: str, due: date, topic: str = "", row: str = ""
    ) -> Notice:
        """A matter that was opened just now."""
        assert browser.status == 200 and re.fullmatch(r"/supervision/\d+/", browser.page.address)
        notice = Notice(browser.page.address, unit, level, due, topic, row)
        self.told.notices.append(notice)
        self.done["立项"] += 1
        return notice

    def press(
        self, who: str, notice: Notice, word: str, typed: dict[str, Any] | None = None
    ) -> Browser:
        """Somebody whose turn it is does it, and it is done."""
        typed = typed or {}
        if not self.done[word] or self.chance.random() < LISTED:
            self.on_turn(*notice.turn_of(who))

        def act() -> Browser:
            browser = self.visit(who, notice)
            self.compare_page(browser.page, notice, who)
            browser.press(word, typed)
            return browser

        due = typed.get("延期到") or typed.get("新的办结时限")
        browser = self.year.go(act, who, word, notice.address, typed)
        assert browser.status == 200, browser.where
        files = "佐证" in typed
        notice.press(word, who, due and date.fromisoformat(due), files)
        leaders_words.followed(self, who, notice)
        if word == "签发交办":
            self.told.give_number(notice, self.today)
        self.done[word] += 1
        with clock.at(self.year.now):
            self.compare_page(browser.page, notice, who)
        return browser

    def refused(
        self,
        why: str,
        who: str,
        notice: Notice,
        word: str,
        typed: dict[str, Any] | None = None,
        page: Page | None = None,
    ) -> None:
        """Somebody presses it, perhaps on a page that has gone stale, and is told why not; what
        they wrote stands there still."""
        typed = typed or {}

        def act() -> Browser:
            browser = self.visit(who, notice)
            browser.page = page or browser.page
            browser.press(word, typed)
            return browser

        browser = self.year.go(act, who, word, "refused", notice.address, typed)
        said = " ".join(words(n) for n in browser.page.root.iter() if n.get("role") == "alert")
        assert browser.status in (400, 409), (browser.status, browser.where)
        assert why in said, (why, said, browser.where)
        texts = [text for text in typed.values() if isinstance(text, str)]
        assert set(texts) <= {*courses.written(browser.page)}, (texts, browser.where)
        self.done[why] += 1
        with clock.at(self.year.now):
            self.compare_page(browser.page, notice, who)

    def rows(self) -> list[tuple[str, str]]:
        """The rows of 附件2 with who reports them."""
        return [(row, REPORTED_BY[row]) for row in plan.QUOTAS]

    def click_on_row(self, browser: Browser, row: str) -> Page:
        """Somebody looks a row up and follows its number to where it comes from."""
        browser.click("分组排名")
        key = f"/figures/I33_u{row}_y_"
        found = [a.get("href", "") for a in browser.page.root.iter("a")]
        return browser.open(next(address for address in found if key in address))

    # what the pages say

    def look(self) -> None:
        """The board of one of the office, of the leader, or of a unit that has a matter."""
        told, running = self.told.notices, self.told.running()
        who = self.eyes.choice((*OFFICE, *(["leader", "unit"] if running else [])))
        with clock.at(self.year.now):
            if who == "unit":
                one = self.eyes.choice(running)
                told = [n for n in told if one.unit in (n.unit, n.helper) and n.number]
                page = self.person("unit", one).click("督办")
            else:
                page = self.person(who).click("督办")
            self.compare(f"board of {who}", running_on(page), self.as_listed(told))
            if who in OFFICE:
                proposed = self.told.proposed(self.year.now)
                self.compare("proposed", proposed_on(page), proposed)
                self.note(page, misread(page, self.year))
                self.year.read += proposed.total()
        self.year.read += len(told)

    def as_listed(self, notices: list[Notice]) -> Counter[tuple[str, ...]]:
        """Notices as a board tells of them."""
        return Counter(self.in_a_list(one) for one in notices if one.state in RUNNING)

    def in_a_list(self, one: Notice) -> tuple[str, ...]:
        """Level, number, address, unit, all of its state, and its day."""
        more = ["申请延期"] * bool(one.asked) + ["列入通报批评"] * one.is_criticised
        state = " ".join([one.state, *more, *([one.talk] if one.talk else [])])
        due = f"{one.due}{' 已超期' if one.is_overdue(self.today) else ''}"
        level, number = one.level[:2], one.number or "—"
        return level, number, one.address, UNIT_NAMES[one.unit], state, due

    def compare_page(self, page: Page, one: Notice, who: str) -> None:
        """A notice's own page: level, number, state, day, and what may be pressed."""
        head = next(words(n) for n in page.root.iter() if n.get("class") == "title")
        number = one.number or "（未签发）"
        due = f"{one.due.year}年{one.due.month}月{one.due.day}日"
        late = "已超期" if one.is_overdue(self.today) else ""
        expected = [one.level[:2], number, one.state, due, late]
        self.compare(f"{one.address} {who} head", [w for w in expected if w in head], expected)
        self.compare(f"{one.address} {who} late", "已超期" in head, bool(late))
        self.done["已超期"] += bool(late)
        forms = [f for f in page.root.iter("form") if one.address in f.get("action", "")]
        shown = {words(b) for form in forms for b in form.iter("button")} - {"保存", "存入"}
        self.compare(f"{one.address} {who} buttons", shown, one.offers(who, self.today))
        cured = one.state in RUNNING[2:] and self.told.cured(one, self.year.now)
        self.compare(f"{one.address} {who} cured", "不再催办" in page.text, cured)

    def compare(self, about: str, shown: Any, expected: Any) -> None:
        """Note what is otherwise."""
        if shown != expected:
            both = isinstance(shown, Counter) and isinstance(expected, Counter)
            found = (shown - expected, expected - shown) if both else (shown, expected)
            self.year.wrong.append((self.year.now, about, "shown, expected", found))

    def note(self, page: Page, found: list[Any]) -> None:
        """Note numbers that are otherwise."""
        if found:
            self.year.wrong.append((self.year.now, page.address, found))


def rows_under(page: Page, head: str) -> list[list[Any]]:
    """The cells of the rows of the table under a heading; an empty table has one cell that says
    so."""
    section = next(s for s in page.root.iter("section") if words(s).startswith(head))
    rows = [list(row.iter("td")) for row in section.iter("tr")]
    rows = [row for row in rows if len(row) > 1]
    count = re.match(rf"{head} (\d+)", words(section))
    assert count and int(count[1]) == len(rows), (head, words(section)[:200])
    return rows


def proposed_on(page: Page) -> Counter[tuple[str, str, str]]:
    """What the board proposes: step, unit, and the row or the notice it is about."""
    found: Counter[tuple[str, str, str]] = Counter()
    for word, unit, matter, _, way in rows_under(page, "规则建议"):
        keys = re.findall(r"I33_u(\w+?)_y_", "".join(a.get("href", "") for a in matter.iter("a")))
        links = [a.get("href", "") for a in way.iter("a") if words(a) == "去处理"]
        about = f"progress {keys[0]}" if keys else links[0] if links else "returns"
        found[words(word), CODES[words(unit)], about] += 1
    return found


def running_on(page: Page) -> Counter[tuple[str, ...]]:
    """What a board shows as running."""
    found: Counter[tuple[str, ...]] = Counter()
    for level, number, matter, unit, state, due in rows_under(page, "在办"):
        address = next(matter.iter("a")).get("href", "")
        found[words(level), words(number), address, words(unit), words(state), words(due)] += 1
    return found
