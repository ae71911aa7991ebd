"""通知: what the office says to chosen units, who has read it, who is reminded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import time
from typing import TYPE_CHECKING

from tests.year.browser import Browser, Page, words
from tests.year.by_pages import UNIT_NAMES
from tests.year.chance import CHINA
from tests.year.chapters.going_on import GoingOn
from tests.year.notices import OFFICE

if TYPE_CHECKING:
    from tests.year.story import Year

TITLE, FILE = "关于冬季充电设施检查的通知", ("检查表.pdf", b"%PDF-1.4 a form\n%%EOF\n")
TEXT = "请于本月底前自查，检查表随附。"


@dataclass(eq=False)
class Announcement:
    """One of them: to whom it goes, who has read it."""

    address: str
    units: list[str]
    state: str = "草稿"
    read: list[str] = field(default_factory=list)

    @property
    def unread(self) -> list[str]:
        """The units of which nobody has read it."""
        return [unit for unit in self.units if unit not in self.read]


class Announcements(GoingOn):
    """One is sent to three units: one reads it, one once it is reminded, one never."""

    must = frozenset({"sent", "read", "reminded", "read once reminded", "kept apart", "unread"})
    hour = time(16, 20, tzinfo=CHINA)
    begins = ((2, 4, "sent_and_read"),)

    def __init__(self, year: Year) -> None:
        super().__init__(year)
        self.told: list[Announcement] = []

    def sent_and_read(self) -> Iterator[int]:
        """A draft, sent by another, read by some."""
        units, other = self.year.units[:3], self.year.units[3]
        people = [self.year.hands.officer_of(unit) for unit in (*units, other)]
        one = self.written(units)
        self.kept_from(people[0], one.address)
        yield 1
        self.press("second", one, "发出")
        one.state = "已发出"
        self.look_at(one)
        self.kept_from(people[3], one.address)
        self.done["kept apart"] += 1
        self.done["sent"] += 1
        yield 1
        self.signed(one, units[0], people[0])
        yield 2
        self.press("office", one, "提醒未阅的 2 家")
        self.done["reminded"] += 1
        page = self.seen_by(people[1], "/")
        told = [words(n) for n in page.root.iter("p") if n.get("class") == "reminded"]
        self.compare("reminded of it", [TITLE in said for said in told].count(True), 1)
        yield 1
        self.signed(one, units[1], people[1])
        self.done["read once reminded"] += 1

    def written(self, units: list[str]) -> Announcement:
        """The office writes it, with a file, to some units."""
        typed = {"标题": TITLE, "正文": TEXT, "附件": FILE, **{UNIT_NAMES[u]: True for u in units}}

        def act() -> Browser:
            browser = self.year.hands.as_("office")
            browser.click("通知")
            browser.click("写通知")
            browser.press("存为草稿", typed)
            return browser

        browser = self.go(act, "write", units)
        self.told.append(Announcement(browser.page.address, list(units)))
        return self.told[-1]

    def press(self, who: str, one: Announcement, word: str) -> None:
        """Somebody opens it and presses a button."""

        def act() -> Browser:
            browser = self.year.hands.seated(who)
            browser.open(one.address)
            browser.press(word)
            return browser

        self.go(act, who, word, one.address)

    def signed(self, one: Announcement, unit: str, who: str) -> None:
        """A unit reads it, with its file, and says so; the office sees who has not."""
        self.press(who, one, "已阅")
        browser = self.year.hands.browsers[who]
        self.compare("its file", browser.download(FILE[0]), FILE[1])
        one.read.append(unit)
        self.done["read"] += 1
        self.look_at(one)

    def look_at(self, one: Announcement) -> None:
        """Who has read it and who has not, as the office sees it."""
        page = self.seen_by("second", one.address)
        told = {UNIT_NAMES[u]: "未阅" if u in one.unread else "已阅" for u in one.units}
        self.compare("who has read it", readers_on(page), told)
        self.done["unread"] += f"还有 {len(one.unread)} 家未阅" in page.text

    def waits(self, who: str, unit: str) -> Iterator[tuple[str, str, str]]:
        """What somebody has to do about them."""
        for one in self.told:
            if one.state == "草稿" and who in OFFICE:
                yield TITLE, "核对", ""
            elif one.state == "已发出" and unit in one.unread:
                yield TITLE, "阅读", ""


def readers_on(page: Page) -> dict[str, str]:
    """Unit to whether it has read it."""
    names = set(UNIT_NAMES.values())
    found = {}
    for row in page.root.iter("tr"):
        cells = [words(cell) for cell in row.iter("td")]
        named = [cell for cell in cells if cell in names]
        if named:
            found[named[0]] = "未阅" if "未阅" in cells else "已阅"
    return found
