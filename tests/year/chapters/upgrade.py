"""更新: two months before its end the portal is brought up to date at noon, by the steps of
the operations book: an archive, its database as an earlier release had it, and the one command that
the service begins with. Whoever is signed in, or stands at the door, goes on."""

from __future__ import annotations

import tempfile
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, override_settings

from reports.management.commands.bring_up import STAMPS
from shanyin_charging import clock
from tests.year.browser import Browser
from tests.year.chance import CHINA, following
from tests.year.chapters.archives import newest_event, run
from tests.year.chapters.chapter import Act, Chapter
from tests.year.days import month_end

if TYPE_CHECKING:
    from tests.year.chance import Month

EARLIER = "ledger", "0021_who_wrote_a_line"  # the tables of 1.0.0rc1; what it lacks nobody has used
WHOLE, LAGS = "系统完好", "数据库还没有更新到这一版"
BESIDE = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type <> 'table'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}
AT_DOOR, SEATED = "second", ("chief", "office")


class Upgrade(Chapter):
    """Once, two months before the last is over."""

    must = frozenset({"archive", "lags", "up to date", "goes on", "comes in"})

    def acts_of(self, month: Month) -> list[Act]:
        """At noon of a day on which little is due."""
        if month != following(self.year.months[-1], -1):
            return []
        day = month_end(*month).replace(day=25) + timedelta(days=23)
        return [(datetime.combine(day, time(12, 30), CHINA), self.upgrade)]

    def upgrade(self) -> None:
        """What was there is there, and nothing else."""
        with clock.at(self.year.now), tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            seated = [self.year.hands.as_(name) for name in SEATED]
            door = Browser()
            door.open("/sign-in/")
            tables, event = described(), newest_event(self.year.hands)
            archive = folder / "before.zip"
            run("backup", str(archive))
            self.expect("完好" in run("verify", str(archive)), "the archive is whole")
            self.done["archive"] += 1
            self.stand_earlier()
            with override_settings(STATIC_ROOT=folder / "static"):
                run("bring_up")
            (settings.DATA_DIR / STAMPS).unlink()
            self.expect(described() == tables, "other tables than before")
            self.expect(newest_event(self.year.hands) == event, "an event that nobody pressed")
            self.expect(WHOLE in run("verify", "--against", str(archive)), "not whole")
            self.expect(release() == "fine", "the page of health")
            self.done["up to date"] += 1
            self.go_on(seated, door)

    def stand_earlier(self) -> None:
        """The database as the earlier release left it: today's says so, and serves nothing on."""
        call_command("migrate", *EARLIER, verbosity=0)
        try:
            run("verify")
            self.expect(False, "verified before it was brought up to date")
        except CommandError as refused:
            self.expect(LAGS in str(refused), str(refused))
        self.expect(release() == "fault", "good before it was brought up to date")
        self.done["lags"] += 1

    def go_on(self, seated: list[Browser], door: Browser) -> None:
        """Nobody has to sign in again, and a page that was open before does what it says."""
        for browser in seated:
            browser.open("/")
            self.expect("退出" in browser.page.html, browser.where)
            self.done["goes on"] += 1
        hands = self.year.hands
        door.presses += hands.browsers[AT_DOOR].presses
        door.turned_away += hands.browsers[AT_DOOR].turned_away
        hands.browsers[AT_DOOR] = door
        door.sign_in(AT_DOOR, hands.password)
        self.expect("退出" in door.page.html, door.where)
        self.done["comes in"] += 1

    def expect(self, right: bool, said: str) -> None:
        """Note what is otherwise."""
        self.year.read += 1
        if not right:
            self.year.wrong.append((self.year.now, "upgrade", said))


def release() -> str:
    """What the page of health says of program and database."""
    return Client().get("/readyz").json()["checks"]["release"]


def described() -> list[tuple[str, list[str]]]:
    """Each table with its columns, and what else the database says of itself."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        columns = partial(connection.introspection.get_table_description, cursor)
        tables = [(name, sorted(c.name for c in columns(name))) for name in sorted(names)]
        cursor.execute(BESIDE[connection.vendor])
        return [*tables, ("beside", sorted(name for (name,) in cursor.fetchall()))]
