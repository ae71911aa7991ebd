"""批示: a leader's sentence on a number, what the office makes of it, and what each reads of it
until it is over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shanyin_charging import clock
from tests.year.browser import Browser, Page, words
from tests.year.chapters.chapter import Chapter
from tests.year.days import working_days_after
from tests.year.notices import BLUE, OFFICE, PROGRESS, Notice

if TYPE_CHECKING:
    from tests.year.chapters.supervision import Supervision
    from tests.year.story import Year

SENTENCES = ("这一行为什么慢", "什么时候能建成", "有什么要县里协调的")
ENDS = {"已销号": "已办结", "已归档": "已办结", "已撤销": "待办理"}  # of a word, by its notice's
EVENTS = {"已销号": "批示办结", "已撤销": "批示退回待办理"}  # of a word, when its notice ends
DAYS = 10  # of work until a matter that came of a word is to be settled
ANSWER = "电网下月接入，接入即投运"


@dataclass(eq=False)
class Word:
    """A leader's sentence, as it came and went."""

    address: str
    text: str
    unit: str
    row: str
    notice: Notice | None = None
    answer: str = ""

    @property
    def state(self) -> str:
        """How far it has come."""
        if self.notice:
            return ENDS.get(self.notice.state, "已转督办")
        return "已答复" if self.answer else "待办理"

    @property
    def waits(self) -> bool:
        """Whether the office has still to do something about it."""
        return self.state == "待办理"


class Words(Chapter):
    """What a leader has written, and what becomes of it."""

    must = frozenset({"转督办", "并入", "答复", "已办结"})

    def __init__(self, year: Year) -> None:
        super().__init__(year)
        self.told: list[Word] = []

    def look(self) -> None:
        """The leader reads how far each has come, the office all of them."""
        with clock.at(self.year.now):
            leader = self.year.hands.as_("leader").click("待办")
            self.compare("words of leader", words_on(leader, "我的批示"))
            browser = self.year.hands.as_(self.eyes.choice(OFFICE))
            browser.click("督办")
            self.compare("words at the office", words_on(browser.click("领导批示"), ""))
        self.year.read += len(self.told)
        self.done.update(word.state for word in self.told)

    def compare(self, about: str, shown: Counter[tuple[str, ...]]) -> None:
        """Note what is otherwise."""
        told = Counter(as_told(word) for word in self.told)
        if shown != told:
            found = shown - told, told - shown
            self.year.wrong.append((self.year.now, about, "shown, expected", found))


def as_told(word: Word) -> tuple[str, ...]:
    """A word as it is to be read: the sentence, its state, that of its notice."""
    one = word.notice if word.state != "待办理" else None
    return word.text, word.state, one.state if one else ""


def words_on(page: Page, head: str) -> Counter[tuple[str, ...]]:
    """What is shown of each word."""
    found: Counter[tuple[str, ...]] = Counter()
    for section in page.root.iter("section"):
        heads = [words(h) for h in section.iter("h2")]
        if head and not (heads and heads[0] == head):
            continue
        for duty in (d for d in section.iter("div") if d.get("class") == "duty"):
            said = [words(b) for b in duty.iter("b")]
            state = next(words(s) for s in duty.iter("span") if "status" in s.get("class", ""))
            found[said[0], state, said[1] if len(said) > 1 else ""] += 1
    return found


def of(told: Supervision) -> Words:
    """The chapter of leaders' words."""
    return next(c for c in told.year.chapters if isinstance(c, Words))


# what is pressed


def written(told: Supervision, row: str, unit: str) -> Word:
    """A leader reads of a row on the list of rows, and writes a sentence."""
    text = told.chance.choice(SENTENCES)

    def act() -> Browser:
        browser = told.person("leader")
        browser.open("/")
        told.click_on_row(browser, row)
        browser.press("批示", {"批示": text})
        return browser

    browser = told.year.go(act, "word", row, unit, text)
    assert "待办理" in browser.page.text, browser.where
    word = Word(browser.page.address, text, unit, row)
    of(told).told.append(word)
    return word


def taken_up(told: Supervision, word: Word) -> Notice:
    """The office makes a notice of it, as it is filled in; where the row is under supervision it
    goes into that."""
    who = told.chance.choice(OFFICE)
    if not of(told).done["转督办"]:
        told.on_turn(who, "")  # it stands first on the list
    running = [n for n in told.told.running() if (n.unit, n.topic) == (word.unit, PROGRESS)]

    def act() -> Browser:
        browser = told.person(who)
        browser.open("/")
        browser.click("办理", near=word.text)
        browser.press("并入这件督办" if running else "转督办")
        return browser

    browser = told.year.go(act, "take up", word.address)
    if running:
        assert "已并入在办的督办" in browser.page.text, browser.where
        word.notice, of(told).done["并入"] = running[0], of(told).done["并入"] + 1
        return word.notice
    due = working_days_after(told.today, DAYS)
    told.year.follows(who, "督办立项", "")
    word.notice = told.opens(browser, word.unit, BLUE, due, PROGRESS, word.row)
    of(told).done["转督办"] += 1
    return word.notice


def answered(told: Supervision, word: Word) -> None:
    """The office answers the leader in words."""

    def act() -> Browser:
        browser = told.person("office")
        browser.open(word.address)
        browser.press("答复", {"答复": ANSWER})
        return browser

    browser = told.year.go(act, "answer", word.address)
    assert ANSWER in browser.page.text and "已答复" in browser.page.text, browser.where
    word.answer = ANSWER
    of(told).done["答复"] += 1


def followed(told: Supervision, who: str, notice: Notice) -> None:
    """A notice came to its end just now, and with it the words that it was about."""
    if event := EVENTS.get(notice.state):
        for _ in (word for word in of(told).told if word.notice is notice):
            told.year.follows(who, event, "")


def begun(told: Supervision) -> Generator[int, None, Word | None]:
    """A leader's word on a row that is not under supervision; a day later it is the office's
    turn."""
    free = {row for row, unit in told.rows() if (unit, PROGRESS) not in told.told.taken}
    if not free:
        return None
    row = told.chance.choice(sorted(free))
    word = written(told, row, dict(told.rows())[row])
    yield 1
    return word


def more(told: Supervision, first: Word) -> Iterator[int]:
    """Two more on the same row: one goes into the notice of the first, one is answered."""
    second, third = (written(told, first.row, first.unit) for _ in range(2))
    yield 1
    if taken_up(told, second) is first.notice:
        told.done["批示"] += 1
    answered(told, third)


def name_of(word: Word) -> str:
    """What the office's list calls it."""
    return f"leader批示：{word.text}"
