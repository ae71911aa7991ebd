"""Another county joins, and somebody of the city above reads both side by side; neither county
meets anything of the other."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from io import StringIO
from typing import TYPE_CHECKING

from django.core.management import call_command

from shanyin_charging import clock
from tests.second.county import yunxi
from tests.year.browser import words
from tests.year.chance import CHINA, following
from tests.year.chapters.chapter import Act, Chapter
from tests.year.chapters.journal import SYSTEM
from tests.year.days import month_end
from tests.year.figures import PUBLIC, Told
from tests.year.reading import as_printed, says

if TYPE_CHECKING:
    from tests.year.chance import Month

COUNTY, OTHER = "山阴县", "云溪"
JOINS = 2  # after so many months
ABOVE, CITY = "above", "1406"
TOLD = {"公共充电桩": "I02", "电动汽车": "I03", "桩车比": "I04r", "公共充电容量": "I39"}
ADDED = "本年新增"


class City(Chapter):
    """It joins once, and is read at each look from then on."""

    must = frozenset({"joined", "beside", "nothing of the other", "公共充电桩", ADDED})

    def acts_of(self, month: Month) -> list[Act]:
        """The day on which it joins."""
        if self.year.months.index(month) != JOINS:
            return []
        day = month_end(*month).replace(day=25) + timedelta(days=4)
        return [(datetime.combine(day, time(8), CHINA), self.join)]

    def join(self) -> None:
        """Whoever runs the portal lets a county in, and somebody of the city read."""
        with clock.at(self.year.now):
            yunxi.join()
            told = StringIO()
            call_command("let_read", CITY, ABOVE, stdout=told)
            password = re.search(r"一次性密码 (\S+?)（", told.getvalue())
            self.year.hands.arrive(ABOVE, password[1])
        self.year.followed["", SYSTEM, "建账号", ""] += 1
        self.done["joined"] += 1

    def look(self) -> None:
        """Both counties, and some page of the office's."""
        if not self.done["joined"]:
            return
        month = following((self.year.now.year, self.year.now.month), -1)
        with clock.at(self.year.now):
            browser = self.year.hands.seated(ABOVE)
            page = browser.open(f"/counties/?month={month[0]}-{month[1]:02}")
            rows = {}
            for row in page.root.iter("tr"):
                cells = {cell.get("data-head"): words(cell) for cell in row.iter("td")}
                rows[words(next(row.iter("td"), row))] = cells
            leader = self.year.hands.seated("leader")
            for address in ("/", "/sites/", "/board/", f"/search/?q={OTHER}渡口"):
                page = leader.open(address)
                self.expect(OTHER in page.text.replace(f"{OTHER}渡口", ""), False, address)
                self.done["nothing of the other"] += 1
        self.compare(rows[COUNTY], Told(self.year.account, *month))
        self.expect(any(name.startswith(OTHER) for name in rows), True, "the other county")
        self.done["beside"] += 1

    def compare(self, row: dict[str, str], told: Told) -> None:
        """What the row of the county says, beside the account."""
        expected = {head: told.tell(code, "140621", "t") for head, code in TOLD.items()}
        codes = {**TOLD, ADDED: "I01"}
        expected[ADDED] = told.added(PUBLIC)
        for head, value in expected.items():
            shown = row[head]
            right = value is not None and says(shown, as_printed(codes[head], value), False)
            self.expect(right or (value is None and not re.search(r"\d", shown)), True, head, shown)
            self.done[head] += value is not None

    def expect(self, shown: object, right: object, *about: object) -> None:
        """Note what is otherwise."""
        self.year.read += 1
        if shown != right:
            self.year.wrong.append((self.year.now, "beside other counties", *about))
