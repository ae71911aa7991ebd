"""备份和演练: each quarter the portal is put into an archive as by its timer while people work, the
archive is read again, the portal is held against the one before, and the newest is restored in an
empty place as after the loss of the machine."""

from __future__ import annotations

import re
import tempfile
from datetime import datetime, time, timedelta
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from shanyin_charging import clock
from tests.year.browser import words
from tests.year.by_pages import Hands
from tests.year.chance import CHINA
from tests.year.chapters.chapter import Act, Chapter
from tests.year.chapters.journal import SYSTEM
from tests.year.days import month_end

if TYPE_CHECKING:
    from tests.year.chance import Month
    from tests.year.story import Year

QUARTER = 3  # months
HELD = "演练恢复"


class Archives(Chapter):
    """What the timer does at night."""

    must = frozenset({"read again", "restored"})

    def __init__(self, year: Year) -> None:
        super().__init__(year)
        self.folder = Path(tempfile.mkdtemp(prefix="archives-", dir=settings.DATA_DIR))
        self.kept: list[Path] = []
        self.upto = 0  # the journal's number when the last was made

    def acts_of(self, month: Month) -> list[Act]:
        """Two nights after a quarter's last month has opened; where time is short once."""
        over, by_quarter = divmod(self.year.months.index(month) + 1, QUARTER)
        if by_quarter or self.year.brief and over > 1:
            return []
        night = month_end(*month).replace(day=25) + timedelta(days=2)
        return [(datetime.combine(night, time(2), CHINA), self.keep)]

    def keep(self) -> None:
        """The archive holds the whole journal, and comes back."""
        with clock.at(self.year.now), override_settings(BACKUP_DIR=self.folder):
            newest = newest_event(self.year.hands)  # who reads it may have to sign in first
            said = run("backup")
            (made,) = set(self.folder.glob("portal-*.zip")) - {*self.kept}
            number = re.search(r"日志到第(\d+)条", said)
            assert number, said
            self.expect(int(number[1]) > self.upto, said)
            self.expect(int(number[1]) == newest, said)
            self.upto = int(number[1])
            self.expect("完好" in run("verify", str(made)), made.name)
            for before in self.kept[-1:]:
                self.expect("系统完好" in run("verify", "--against", str(before)), before.name)
            self.done["read again"] += 1
            self.expect(f"演练成功：{made.name}" in run("drill"), made.name)
            self.done["restored"] += 1
            self.year.followed["", SYSTEM, HELD, ""] += 1
            self.kept.append(made)

    def expect(self, right: bool, said: str) -> None:
        """Note what is otherwise."""
        self.year.read += 1
        if not right:
            self.year.wrong.append((self.year.now, "archive", said))


def newest_event(hands: Hands) -> int:
    """The number of the newest event, as the auditor's page has it."""
    rows = hands.seated("auditor").open("/journal/").root.iter("tr")
    cells = ([words(cell) for cell in row.iter("td")] for row in rows)
    return max(int(row[0]) for row in cells if row)


def run(*command: str) -> str:
    """What a command of the portal's says."""
    told = StringIO()
    call_command(*command, stdout=told)
    return told.getvalue()
