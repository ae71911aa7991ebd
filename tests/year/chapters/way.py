"""The way of a paper through the office: drafted, written on, sent on, refused, passed, signed, and
kept as it was printed."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from shanyin_charging import clock
from tests.year import printed
from tests.year.browser import Browser, Page
from tests.year.chapters.chapter import Chapter
from tests.year.paper import Paper, shown_on, text_of
from tests.year.paperwork import PASS, RETURN, SIGN, Paperwork, fields_of, number_of

if TYPE_CHECKING:
    from tests.year.chance import Month
    from tests.year.story import Year

MONTHLY, BRIEF, YEARLY, CORRECTION = "月通报", "简报", "年度结账通报", "更正通报"
QUARTERLY = "季通报"
OF_THE_COUNTY = (MONTHLY, QUARTERLY, BRIEF, YEARLY)


def month_word(month: Month) -> str:
    """A month as the lists offer it."""
    return f"{month[0]}年{month[1]}月"


class Way(Chapter):
    """What is pressed at one paper, and read on it."""

    def __init__(self, year: Year) -> None:
        super().__init__(year)
        self.work = Paperwork(year.hands)
        self.issued: list[Paper] = []
        self.taken = Counter(year.used)  # (series, year): numbers
        self.watched: Counter[tuple[str, str]] = Counter()  # (kind, state): how often it was there

    # how it presses, and what it notes

    def go(self, press: Callable[[], Any], *words_: Any) -> Any:
        """One press, in the year's story."""
        return self.year.go(press, *words_)

    def wrong(self, what: str, *found: Any) -> None:
        """Something is not as it has to be."""
        self.year.wrong.append((self.year.now, what, *found))

    def expect(self, right: bool, what: str, *found: Any) -> None:
        """Note it where it is not so."""
        if not right:
            self.wrong(what, *found)

    def as_now(self, look: Callable[[], Any]) -> Any:
        """Look at something without a press."""
        with clock.at(self.year.now):
            return look()

    # drafting

    def draft(self, kind: str, month: Month, about: dict[str, str] | None = None) -> Paper:
        """Somebody of the office begins a paper."""
        clerk, checker = self.chance.sample(["office", "second"], 2)
        page = self.go(
            lambda: self.work.draft(clerk, kind, month_word(month), about or {}),
            *("draft", kind, month, about),
        )
        paper = Paper(self.year, kind, month, page.address, clerk, checker, about or {})
        self.done["draft"] += 1
        self.done[kind] += 1
        self.composed(paper, page)
        return paper

    def refresh(self, paper: Paper) -> None:
        """Its figures are read anew."""
        page = self.go(
            lambda: self.work.press(paper.clerk, paper.address, "重新取数"),
            *("refresh", paper.name),
        )
        self.composed(paper, page)

    def composed(self, paper: Paper, page: Page) -> None:
        """What was just written says what the account tells now."""
        paper.compose()
        excel = self.as_now(lambda: self.work.at(paper.clerk, paper.address).download("Excel"))
        found = paper.misprinted(shown_on(page, excel))
        found += paper.mistold(text_of(page)) if paper.kind in OF_THE_COUNTY else []
        self.expect(not found, "misprinted", paper.name, found)

    def write(self, paper: Paper, said: str) -> None:
        """The clerk puts some words behind the last paragraph and adds one."""
        page = self.as_now(lambda: self.work.at(paper.clerk, paper.address).page)
        label, text = list(fields_of(page).items())[-1]
        typed = {label: f"{text}{said}", "再加一段": "请认真抓好落实。"}
        page = self.go(
            lambda: self.work.press(paper.clerk, paper.address, "保存", typed),
            *("write", paper.name, said),
        )
        kept = said in text_of(page) and "请认真抓好落实。" in text_of(page)
        self.expect(kept, "not kept", paper.name, page.text[:300])
        self.done["write"] += 1

    # the way of a paper

    def propose(self, paper: Paper) -> None:
        """The clerk sends it on; who wrote it may not pass it, and nobody may sign it yet."""
        self.go(
            lambda: self.work.press(paper.clerk, paper.address, "送审核"), "propose", paper.name
        )
        if self.is_watched(paper, "proposed"):
            mine, theirs, chiefs = self.offers(paper)
            self.expect(not mine, "offered to who wrote it", paper.name, mine)
            self.expect(theirs == {PASS, RETURN}, "offered to who checks", paper.name, theirs)
            self.expect(SIGN not in chiefs, "signed unchecked", paper.name, chiefs)

    def refuse(self, paper: Paper, who: str, said: str) -> None:
        """Somebody wants it otherwise; the clerk reads why, and changes it."""
        self.go(
            lambda: self.work.press(who, paper.address, RETURN, {"退回意见": said}),
            *("refuse", paper.name, who, said),
        )
        page = self.as_now(lambda: self.work.at(paper.clerk, paper.address).page)
        self.expect(f"退回意见：{said}" in page.text, "not told why", paper.name, page.text[:300])
        self.done["refuse"] += 1

    def offers(self, paper: Paper) -> list[set[str]]:
        """What who wrote it, who checks it and the head of the office are offered."""
        return [
            self.as_now(partial(self.work.offers, name, paper.address))
            for name in (paper.clerk, paper.checker, "chief")
        ]

    def is_watched(self, paper: Paper, state: str) -> bool:
        """Whether who may do what is looked at now: of each kind once, then by chance."""
        self.watched[paper.kind, state] += 1
        return self.watched[paper.kind, state] == 1 or self.chance.random() < 0.1

    def check(self, paper: Paper, chiefs: set[str]) -> None:
        """The other one passes it; only the head of the office is offered anything then."""
        self.go(lambda: self.work.press(paper.checker, paper.address, PASS), "pass", paper.name)
        if self.is_watched(paper, f"passed {sorted(chiefs)}"):
            offered = self.offers(paper)
            self.expect(offered == [set(), set(), chiefs], "offered", paper.name, offered)

    def put_out(self, paper: Paper, refused: bool = False) -> None:
        """All the way; `refused` before it is signed, and changed."""
        self.propose(paper)
        self.check(paper, {SIGN, RETURN})
        if refused:
            self.refuse(paper, "chief", "要求再具体一些")
            self.write(paper, "月底前报办公室。")
            self.done["change"] += 1
            self.propose(paper)
            self.check(paper, {SIGN, RETURN})
        if paper.kind == MONTHLY:
            self.give_number(paper)
        page = self.go(lambda: self.work.sign(paper.address), "sign", paper.name)
        paper.number = number_of(page)
        self.numbered(paper)
        self.done["sign"] += 1
        self.issued.append(paper)
        self.keep(paper)

    def give_number(self, paper: Paper) -> None:
        """The clerk writes down the number that the office's own book has next."""
        number = self.taken["通报", self.year.now.year] + 1
        page = self.go(
            lambda: self.work.press(paper.clerk, paper.address, "定号", {"指定编号": str(number)}),
            *("number", paper.name, number),
        )
        self.expect(f"{number}号（指定）" in page.text, "not given", paper.name, page.text[:300])
        self.done["number"] += 1

    def file_scan(self, paper: Paper) -> None:
        """The paper comes back stamped; its scan stands first from then on."""
        scan = "盖章件.pdf", f"%PDF-1.4 {paper.number}".encode()
        page = self.go(
            lambda: self.work.press(paper.clerk, paper.address, "存入", {"扫描件": scan}),
            *("scan", paper.name),
        )
        digest = hashlib.sha256(scan[1]).hexdigest()
        self.expect("打开盖章件" in page.text and digest in page.text, "no scan", paper.name)
        self.done["scan"] += 1

    def prove(self, paper: Paper) -> None:
        """Whoever doubts it has it proved by the ledger of its day."""
        page = self.go(lambda: self.work.press("chief", paper.address, "核验"), "prove", paper.name)
        self.expect("个数字与当日台账一致" in page.text, "not proved", paper.name, page.text[-900:])
        self.done["prove"] += 1

    def numbered(self, paper: Paper) -> None:
        """Its number is the next of its series and its year."""
        year = self.year.now.year
        series = BRIEF if paper.kind == BRIEF else "通报"
        self.taken[series, year] += 1
        n = self.taken[series, year]
        last = f"第{n}期" if series == BRIEF else f"〔{year}〕{n}号"
        self.expect(paper.number.endswith(last), "numbered", paper.name, last)

    def keep(self, paper: Paper) -> None:
        """Its files are opened, read against its page, and kept as they are."""
        page = self.as_now(lambda: self.work.at("chief", paper.address).page)
        paper.sheet = text_of(page)
        paper.files = self.as_now(lambda: self.work.files("chief", paper.address))
        found = paper.misprinted(shown_on(page, paper.files["Excel"]))
        self.expect(not found, "misprinted when issued", paper.name, found)
        whole, narrow = printed.of_page(page)
        self.expect(bool(whole), "a paper without a number", paper.name)
        lacking = whole - printed.of_word(paper.files["Word"])
        self.expect(not lacking, "not in Word", paper.name, lacking)
        lacking = narrow - printed.of_excel(paper.files["Excel"])[0]
        self.expect(not lacking, "not in Excel", paper.name, lacking)
        if paper.files["PDF"].startswith(b"%PDF"):
            lacking = whole - printed.of_pdf(paper.files["PDF"])
            self.expect(not lacking, "not in PDF", paper.name, lacking)
            self.done["PDF"] += 1
        self.confirmed(paper, page)

    def confirmed(self, paper: Paper, page: Page) -> None:
        """Whoever holds the paper finds by its code that it was issued, and its digests."""
        code = re.search(r"验证码 (\S+)", page.text)
        assert code, page.text[:200]
        anybody = Browser()
        shown = self.as_now(lambda: anybody.open(f"/c/{code[1].lower()}/")).text
        digests = [hashlib.sha256(content).hexdigest() for content in paper.files.values()]
        lacking = [said for said in (paper.number, *digests) if said not in shown]
        self.expect(not lacking, "not confirmed", paper.name, lacking)
        on_paper = code[1] in printed.word(paper.files["Word"])
        self.expect(on_paper, "a paper without its code", paper.name)
