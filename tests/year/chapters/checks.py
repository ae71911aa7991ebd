"""现场核查: a site is drawn and looked at, what differs and what is dangerous goes to its unit, and
another than who was there ends it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

from tests import snapshots
from tests.year.browser import Browser, Page, words
from tests.year.by_pages import UNIT_NAMES
from tests.year.chance import CHINA
from tests.year.chapters.going_on import GoingOn
from tests.year.days import working_days_after
from tests.year.notices import OFFICE

if TYPE_CHECKING:
    from tests.year.account import Site
    from tests.year.story import Year

SORTS = {"dc": "直流", "ac": "交流"}
TURNS = {"待单位说明或整改": "答复", "待专班审核": "审核"}
LEADS_TO = {
    "答复": "待专班审核",
    "不同意，退回": "待单位说明或整改",
    "同意，销号": "已销号",
    "撤回": "已撤回",
}
ASKED = {"答复": "情况说明或整改情况", "不同意，退回": "还要说明", "撤回": "撤回的原因"}


@dataclass(eq=False)
class Found:
    """What was found at a site, as it comes and goes."""

    address: str
    unit: str
    title: str
    state: str = "待单位说明或整改"


class Checks(GoingOn):
    """One round in a year."""

    must = frozenset(LEADS_TO) | {"as the ledger", "picture", "kept from others", "seen by leader"}
    hour = time(14, 30, tzinfo=CHINA)
    begins = ((4, 6, "looked_at"),)

    def __init__(self, year: Year) -> None:
        super().__init__(year)
        self.told: list[Found] = []
        self.to_go: date | None = None  # the day of the round that nobody has looked at

    def looked_at(self) -> Iterator[int]:
        """A pile more than the ledger says, and a hazard that there was not."""
        address = self.drawn(working_days_after(self.today, 1))
        yield 1
        differs, danger = self.seen(address)
        yield 1
        self.press(str(self.year.hands.officer_of(differs.unit)), differs, "答复", "上月新装一台")
        yield 1
        self.press("second", differs, "不同意，退回", "台账还没有报")
        self.press("second", danger, "撤回", "是相邻的另一处")
        yield 1
        self.press(str(self.year.hands.officer_of(differs.unit)), differs, "答复", "本月补报")
        yield 1
        self.press("second", differs, "同意，销号")

    # pressing

    def drawn(self, on: date) -> str:
        """One site by the seed that is proposed; where its round is told of."""

        def act() -> Browser:
            browser = self.year.hands.as_("office")
            browser.click("督办")
            browser.click("现场核查")
            browser.click("抽取站点")
            typed = {"核查日期": on.isoformat(), "抽多少": "1", "核查人员": "王伟\n李强"}
            browser.press("抽取", typed)
            return browser

        browser = self.go(act, "draw a site", on)
        self.to_go = on
        return browser.page.address

    def seen(self, address: str) -> tuple[Found, Found]:
        """Two people stand there: what they find of piles, and a hazard, with a picture each."""
        row = cells_of(self.seen_by("office", address))
        unit = next(code for code, name in UNIT_NAMES.items() if name == row["报送单位"])
        site = self.site_of(row["站点"], unit)
        stands = {sort: self.standing(site, sort) for sort in SORTS}
        told = "、".join(
            f"{SORTS[sort]}{n}台{f'（停用{out}台）' if out else ''}"
            for sort, (n, out) in stands.items()
        )
        self.compare(f"the ledger of {row['站点']}", row["台账"], told)
        self.done["as the ledger"] += 1
        (dc, dc_out), (ac, ac_out) = stands["dc"], stands["ac"]
        typed = {"dc": dc + 1, "dc_out": dc_out, "ac": ac, "ac_out": ac_out}

        def look() -> Browser:
            browser = self.year.hands.seated("office")
            browser.open(address)
            browser.click(row["站点"])
            picture = ("现场.jpg", snapshots.taken())
            browser.press("上传", {"拍照或选照片": picture, "说明": "全景"})
            by = working_days_after(self.today, 10).isoformat()
            danger = {"是哪一级": "一般隐患", "隐患是什么": "没有灭火器", "整改期限": by}
            browser.press("登记隐患", danger)
            browser.press("记下核查结果", typed)
            return browser

        browser = self.go(look, "look at a site", row["站点"], typed)
        self.to_go = None
        self.done["picture"] += 1
        more = f"直流桩：台账{dc}台，现场{dc + 1}台，多1台"
        self.told += [
            Found(browser.led_to(text), unit, f"{row['站点']}（{kind}）：{text}")
            for kind, text in (("直流桩台数", more), ("一般隐患", "没有灭火器"))
        ]
        other = next(one for one in self.year.units if one != unit)
        self.kept_from(str(self.year.hands.officer_of(other)), self.told[-2].address)
        self.done["kept from others"] += 1
        shown = more in self.seen_by("leader", self.told[-2].address).text
        self.compare("what a leader reads of a check", shown, True)
        self.done["seen by leader"] += 1
        return self.told[-2], self.told[-1]

    def press(self, who: str, one: Found, word: str, text: str = "") -> None:
        """Somebody whose turn it is does it; the page says so."""

        def act() -> Browser:
            browser = self.year.hands.seated(who)
            browser.open(one.address)
            browser.press(word, {ASKED[word]: text} if text else {})
            return browser

        browser = self.go(act, who, word, one.address)
        one.state = LEADS_TO[word]
        assert one.state in browser.page.text, browser.where
        self.done[word] += 1

    # what has to be

    def site_of(self, name: str, unit: str) -> Site:
        """The one that a unit keeps under a name, as the account knows it."""
        account = self.year.account
        (found,) = {
            account.standing_site(site)
            for site, place in account.sites.items()
            if site[1] == name and place.keeper == unit
        }
        return found

    def standing(self, site: Site, sort: str) -> tuple[int, int]:
        """How many piles of a sort stand there, whoever may use them, and how many of these are
        stopped."""
        account, day = self.year.account, self.today
        measures = [f"{nature}_{sort}_pile" for nature in ("public", "dedicated", "private")]
        out = sum(account.taken_out(site, measure, day) for measure in measures)
        return sum(account.stock(site, measure, day) for measure in measures) + out, out

    def waits(self, who: str, unit: str) -> Iterator[tuple[str, str, str]]:
        """A round to go on, for the office; what was found, for its unit or the office."""
        if self.to_go and who in OFFICE:
            day = self.to_go
            yield f"{day.year}年{day.month}月{day.day}日现场核查", "去核查", ""
        for one in self.told:
            turn = TURNS.get(one.state)
            if turn and (who in OFFICE if turn == "审核" else unit == one.unit):
                yield one.title, turn, ""


def cells_of(page: Page) -> dict[str, str]:
    """The first row of the list on a page, by what stands above."""
    table = next(page.root.iter("table"))
    heads = [words(head) for head in table.iter("th")]
    row = next(row for row in table.iter("tr") if row.findall("td"))
    return dict(zip(heads, (words(cell) for cell in row.iter("td")), strict=False))
