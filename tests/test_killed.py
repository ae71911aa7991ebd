"""Who was told that it is done finds it done: processes of the portal are killed at any moment
while people press."""

import os
import random
import signal
import time
from pathlib import Path

from django.db import connection
from django.test import Client
from django.urls import reverse

from reports.models import Suggestion
from shanyin_charging.accounts.models import Role, User
from shanyin_charging.audit import journal
from shanyin_charging.audit.models import Event
from shanyin_charging.audit.once import new_key
from tests import cast

KILLS = int(os.environ.get("KILLS", "500" if cast.LONG else "3"))
WORKERS, LONGEST = 3, 0.4  # processes at once, seconds until they are killed once they are at work
PATIENCE = 30  # seconds until they must be


def press_on(user: User, told: Path, name: str) -> None:
    """A process of the portal for somebody who presses on and on, and notes what was done."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    with told.open("a") as file:
        for number in range(10_000):
            text = f"{name} {number}"
            sent = {"text": text, "page": "/sites/", "once": new_key(user.pk)}
            if client.post(reverse("suggestions"), sent).status_code == 302:
                file.write(f"{text}\n")
                file.flush()


def begun(user: User, told: Path, name: str) -> int:
    """The process that does so."""
    connection.close()
    if process := os.fork():
        return process
    try:
        press_on(user, told, name)
    finally:
        os._exit(0)


def wait_for_more(told: Path) -> None:
    """Until somebody is told that something is done."""
    until, before = time.monotonic() + PATIENCE, told.stat().st_size
    while told.stat().st_size == before and time.monotonic() < until:
        time.sleep(0.01)


def test_nothing_that_was_acknowledged_is_lost_and_nothing_is_half(committed, tmp_path, capsys):
    by, told = random.Random(20251205), tmp_path / "told"
    users = [cast.person(f"office{n}", Role.OFFICE) for n in range(WORKERS)]
    told.touch()
    for kill in range(KILLS):
        group = [begun(user, told, f"{kill} {user}") for user in users]
        wait_for_more(told)
        time.sleep(by.random() * LONGEST)
        for process in group:
            os.kill(process, signal.SIGKILL)
        for process in group:
            os.waitpid(process, 0)
        there = set(Suggestion.objects.values_list("text", flat=True))
        lost = set(told.read_text().splitlines()) - there
        assert not lost, f"kill {kill}: {len(lost)} acknowledged and lost"
        assert Event.objects.filter(verb="suggest").count() == len(there), f"kill {kill}: half done"
    acknowledged = len(told.read_text().splitlines())
    with capsys.disabled():
        print(
            f"\n{KILLS} kills of {WORKERS} processes on {connection.vendor}: "
            f"{acknowledged} acknowledged, {len(there)} there, 0 lost"
        )
    assert journal.broken_at() is None and acknowledged >= KILLS
    if connection.vendor == "sqlite":
        assert connection.cursor().execute("PRAGMA integrity_check").fetchone()[0] == "ok"
