"""Who was told that it is done finds it done: processes of the portal are killed at any moment
while people press."""

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest
from django.db import close_old_connections, connection
from django.test import Client
from django.urls import reverse

from reports.models import Suggestion
from shanyin_charging.accounts.models import Role, User
from shanyin_charging.audit import journal
from shanyin_charging.audit.models import Event
from shanyin_charging.audit.once import new_key
from tests import cast
from tests.with_postgres import as_server_user, binaries

KILLS = int(os.environ.get("KILLS", "500" if cast.LONG else "3"))
SERVER_KILLS = 20
WORKERS, LONGEST = 3, 0.4  # processes at once, seconds until they are killed once they are at work
PATIENCE = 30  # seconds until they must be


def press_on(user: User, told: Path, name: str, times: int = 10_000) -> None:
    """A process of the portal for somebody who presses on and on, and notes what was done."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    with told.open("a") as file:
        for number in range(times):
            text = f"{name} {number}"
            sent = {"text": text, "page": "/sites/", "once": new_key(user.pk)}
            if client.post(reverse("suggestions"), sent).status_code == 302:
                file.write(f"{text}\n")
                file.flush()
            close_old_connections()  # as a server does at the end of a request


def begun(user: User, told: Path, name: str) -> int:
    """The process that does so."""
    connection.close()
    if process := os.fork():
        return process
    try:
        press_on(user, told, name)
    finally:
        os._exit(0)


def end(group: list[int]) -> None:
    """At once, whatever they are at."""
    for process in group:
        os.kill(process, signal.SIGKILL)
    for process in group:
        os.waitpid(process, 0)


def wait_for_more(told: Path) -> None:
    """Until somebody is told that something is done."""
    until, before = time.monotonic() + PATIENCE, told.stat().st_size
    while told.stat().st_size == before and time.monotonic() < until:
        time.sleep(0.01)


def test_nothing_that_was_acknowledged_is_lost_and_nothing_is_half(committed, tmp_path, capsys):
    by, told = random.Random(20251205), tmp_path / "told"
    users = [cast.person(f"office{n}", Role.OFFICE) for n in range(WORKERS)]
    press_on(users[0], told, "warm", 1)  # so that each process that is begun is at work at once
    for kill in range(KILLS):
        group = [begun(user, told, f"{kill} {user}") for user in users]
        wait_for_more(told)
        time.sleep(by.random() * LONGEST)
        end(group)
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


def killed_and_started() -> None:
    """The tests' own PostgreSQL ends without another word, and comes back."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        (data,) = cursor.fetchone()
    connection.close()
    control = [binaries() / "pg_ctl", "-D", data, "-m", "immediate", "-w", "-l", f"{data}/../log"]
    command = as_server_user([str(part) for part in (*control, "restart")])
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


@pytest.mark.skipif(
    connection.vendor != "postgresql" or not cast.LONG or "PYTEST_XDIST_WORKER" in os.environ,
    reason="nobody else may need the server; ./test.sh trust",
)
def test_a_server_that_was_killed_and_came_back_has_what_was_acknowledged(
    committed, tmp_path, monkeypatch, capsys
):
    options = connection.settings_dict["OPTIONS"]
    waits = f"{options['options']} -c synchronous_commit=on"  # as it is shipped
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {**options, "options": waits})
    connection.close()
    by, told = random.Random(20251205), tmp_path / "told"
    users = [cast.person(f"office{n}", Role.OFFICE) for n in range(WORKERS)]
    press_on(users[0], told, "warm", 1)
    group = [begun(user, told, str(user)) for user in users]
    try:
        for _ in range(SERVER_KILLS):
            wait_for_more(told)
            time.sleep(by.random() * LONGEST)
            killed_and_started()
        before = told.stat().st_size
        wait_for_more(told)
        assert told.stat().st_size > before, "the portal does not go on"
    finally:
        end(group)
    there = set(Suggestion.objects.values_list("text", flat=True))
    acknowledged = set(told.read_text().splitlines())
    with capsys.disabled():
        print(
            f"\n{SERVER_KILLS} times PostgreSQL was killed under {WORKERS} processes: "
            f"{len(acknowledged)} acknowledged, {len(acknowledged - there)} lost"
        )
    assert acknowledged <= there
    assert Event.objects.filter(verb="suggest").count() == len(there)
    assert journal.broken_at() is None
