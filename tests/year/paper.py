"""One paper of the office beside the account: what it has to print, and what of that has become
another number since."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from tests.year import plan, printed
from tests.year.browser import Page, words
from tests.year.figures import DEDICATED, DIRECT, PUBLIC, Told
from tests.year.reading import KEY, agrees, as_printed, expected

if TYPE_CHECKING:
    from tests.year.chance import Month, Office
    from tests.year.paperwork import Row

KINDS_OF_PILES = ("I35", "I36", "I37", "I38", "I39", "I40", "I41")
ON_ROADS = ("post_house", "camp", "parking_area", "service_area")
NAMES = {row["code"]: row["name"] for row in (*plan.rows("areas"), *plan.rows("units"))}
SENTENCES = {  # of the county, as a paper words them: what is told there
    "I02_{county}_t_{month}": r"全县公共充电桩保有量(\d+)台",
    "I01_{county}_y_{month}": r"(?:1至\d+月累计|全年)新增(\d+)台，完成年度任务",
}
Pair = tuple[str, str]  # what is printed, and what should be


@dataclass
class Paper:
    """A draft, then an issued paper."""

    office: Office
    kind: str
    month: Month
    address: str
    clerk: str
    checker: str
    about: dict[str, str] = field(default_factory=dict)
    known: int = 0  # the account's press at which it was composed
    told: dict[str, str] = field(default_factory=dict)  # key: what it was last said to be
    printed: dict[str, str] = field(default_factory=dict)  # key: what had to be printed
    made_of: dict[str, object] = field(default_factory=dict)
    number: str = ""
    named: set[str] = field(default_factory=set)  # units that may answer what it says of them
    answer_by: datetime | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    sheet: str = ""

    @property
    def name(self) -> str:
        """What it is called in a story."""
        return f"{self.kind} {self.month[0]}-{self.month[1]:02} {self.number or self.address}"

    def compose(self) -> None:
        """It is written from the figures as they are now."""
        self.known, self.made_of = self.office.account.tick, everything(self.office, self.month)
        self.told, self.printed = {}, {}

    def misprinted(self, shown: dict[str, str]) -> list[tuple[str, str, str]]:
        """(key, what is printed, what was told when it was composed) of each that is otherwise."""
        months: dict[Month, Told] = {}
        for key in shown.keys() - self.printed.keys():
            right = expected(key, self.office, months)
            if right is not None:
                self.printed[key] = self.told[key] = right
        pairs = ((key, text, self.printed.get(key)) for key, text in shown.items())
        return [
            (key, text, right or "nothing")
            for key, text, right in pairs
            if right is not None and not agrees(text, right, False)
        ]

    def mistold(self, text: str) -> list[tuple[str, str, str]]:
        """(key, what a sentence says, what was told) of each that names a number of the county and
        says another: its words are read, not the number that it says it is made of."""
        names = {"county": plan.COUNTY, "month": f"{self.month[0]}{self.month[1]:02}"}
        told: dict[Month, Told] = {}
        found = []
        for key, words_ in SENTENCES.items():
            right = expected(key.format(**names), self.office, told)
            found += [
                (key.format(**names), said, right)
                for said in re.findall(words_, text)
                if said != right
            ]
        return found

    def forgotten(self) -> list[tuple[str, str, str]]:
        """(key, now, then) of each number that the account told and, asked for what was known then,
        does not tell any more."""
        found = []
        for key, then in self.printed.items():
            code, variant, where, window, year, month = KEY.fullmatch(key).groups()
            if code == "I34":
                continue  # of the returns as they are, not as they were
            account = Told(self.office.account, int(year), int(month), self.known)
            value = account.tell(code + variant, where, window)
            now = "" if value is None else as_printed(code, value)
            if now != then:
                found.append((key, now, then))
        return found

    def moved(self) -> dict[str, Pair]:
        """By key each number that was last said to be another one than it is now."""
        months: dict[Month, Told] = {}
        now = {key: expected(key, self.office, months) or "" for key in self.told}
        return {key: (then, now[key]) for key, then in self.told.items() if then != now[key]}

    def not_listed(self, rows: list[Row]) -> list[Pair]:
        """Of what has moved, what no row says."""
        return [
            pair
            for key, pair in self.moved().items()
            if not any(tells(row, *pair, name_in(key)) for row in rows)
        ]

    def may_be_listed(self) -> bool:
        """Whether anything that it is made of has changed."""
        return self.made_of != everything(self.office, self.month)

    def put_right(self) -> None:
        """What it says has been corrected."""
        months: dict[Month, Told] = {}
        self.told = {key: expected(key, self.office, months) or "" for key in self.told}
        self.made_of = everything(self.office, self.month)


def shown_on(page: Page, excel: bytes) -> dict[str, str]:
    """Key to what is printed for it: in the cells of a page, and in the sentences as the workbook
    takes them apart."""
    cells = {
        key: text for key, text in page.in_cells() if re.fullmatch(r"[\d.:/%\-−]+\D{0,3}", text)
    }
    return cells | printed.of_excel(excel)[1]


def bare(text: str) -> list[str]:
    """The numbers of a text that are no part of a day, as digits; of 5/208 prose says both."""
    found = printed.NUMBER.findall(printed.DAY.sub("", text))
    return [part for number in found for part in number.rstrip("%").split("/")]


def name_in(key: str) -> str:
    """What a paper calls the row or the place of a figure; nothing for what has no name there."""
    where = KEY.fullmatch(key)[3]
    return NAMES.get(where.removeprefix("u"), "")


def tells(row: Row, then: str, now: str, name: str) -> bool:
    """Whether a row of a correction says so, alone or within a sentence. Who has nothing any more
    is named no more in a sentence of those who have something."""
    was, becomes = bare(row[1]), bare(row[2])
    gone = now == "0" and name and name in row[1] and name not in row[2]
    return set(bare(then)) <= set(was) and bool(gone or set(bare(now)) <= set(becomes))


def everything(office: Office, month: Month) -> dict[str, object]:
    """All that a paper of a month may be made of, as it is now."""
    account, desk, now = office.account, office.desk, office.now
    told = Told(account, *month)
    rows = told.rows()
    months = [Told(account, month[0], n) for n in range(1, month[1] + 1)]
    return {
        "county": told.county(),
        "rows": rows,
        "places": told.places(),
        "kinds": [told.tell(c, p, "t") for c in KINDS_OF_PILES for p in plan.TOWNSHIPS],
        "stations": sorted(told.stations),
        "roads": [told.by_site(m, ON_ROADS) for m in ((*PUBLIC, *DEDICATED), (DIRECT,))],
        "months": [one.added(PUBLIC, causes=one.causes, window="m") for one in months],
        "lights": {row: desk.light(row, n, month, now, office.heard) for row, n in rows.items()},
        "punctual": desk.punctual(month, now),
        "returns": {
            key: (one.state, one.late, one.mending(now))
            for key, one in desk.returns.items()
            if key[1] <= month
        },
        "ruled": len(account.ruled),
        "mergers": (len(account.site_mergers), len(account.village_mergers)),
    }


def text_of(page: Page) -> str:
    """The sheet with its attachments, as a reader sees them."""
    return " ".join(
        words(n)
        for n in page.root.iter()
        if {"sheet", "attachment"} & set(n.get("class", "").split())
    )
