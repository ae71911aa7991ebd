"""The primary PostgreSQL is killed and its synchronous standby promoted: the portal goes on by its
connection string, and what was acknowledged is there."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psycopg2
import pytest
from django.db import connection

from shanyin_charging.accounts.models import User
from tests import cast, make
from tests.hosts.house import House, Person
from tests.with_postgres import as_server_user, binaries, free_port

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql" or not cast.LONG, reason="long; two servers of PostgreSQL"
)
BEFORE, LONGEST = 40, 60  # presses before the primary dies; seconds until the next one counts


class Server:
    """A PostgreSQL that waits for its disk, as in production."""

    def __init__(self, folder: Path, name: str):
        self.folder, self.data, self.port = folder, folder / name, free_port()

    def run(self, name, *arguments):
        subprocess.run(
            as_server_user([str(binaries() / name), *map(str, arguments)]),
            check=True,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
        )

    def create(self):
        self.run("initdb", "-D", self.data, "-U", "portal", "-A", "trust", "-E", "UTF8")
        return self.start()

    def follow(self, other: "Server"):
        where = ("-h", "127.0.0.1", "-p", other.port, "-U", "portal")
        self.run("pg_basebackup", *where, "-D", self.data, "-R", "-X", "stream")
        return self.start()

    def start(self):
        how = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        self.run("pg_ctl", "-D", self.data, "-w", "-l", self.folder / "log", "-o", how, "start")
        return self

    def kill(self):
        number = int((self.data / "postmaster.pid").read_text().split()[0])
        os.kill(number, signal.SIGKILL)

    def ask(self, statement, database="portal"):
        told = psycopg2.connect(host="127.0.0.1", port=self.port, user="portal", dbname=database)
        told.autocommit = True
        try:
            with told.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else None
        finally:
            told.close()


@contextmanager
def pair():
    """A primary and its synchronous standby, with what the tests' database has."""
    folder = Path(tempfile.mkdtemp(prefix="portal-pair-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    first, second = Server(folder, "first"), Server(folder, "second")
    try:
        first.create()
        first.ask("CREATE DATABASE portal", "postgres")
        own = connection.settings_dict
        of_tests = f"postgres://{own['USER']}@{own['HOST']}:{own['PORT']}/{own['NAME']}"
        told = subprocess.run(
            [binaries() / "pg_dump", "--no-owner", of_tests], check=True, capture_output=True
        )
        subprocess.run(
            [binaries() / "psql", "-q", f"postgres://portal@127.0.0.1:{first.port}/portal"],
            input=told.stdout,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        second.follow(first)
        first.ask("ALTER SYSTEM SET synchronous_standby_names = '*'")
        first.ask("SELECT pg_reload_conf()")
        until = time.monotonic() + 30
        while first.ask("SELECT sync_state FROM pg_stat_replication") != [("sync",)]:
            assert time.monotonic() < until, "the standby does not follow"
            time.sleep(0.1)
        yield first, second
    finally:
        for server in (first, second):
            subprocess.run(
                as_server_user(
                    [str(binaries() / "pg_ctl"), "-D", str(server.data), "-m", "immediate", "stop"]
                ),
                cwd=folder,
                capture_output=True,
                check=False,
            )
        shutil.rmtree(folder, ignore_errors=True)


class Presser(threading.Thread):
    """Somebody who presses on and on, and notes what was acknowledged, and when."""

    def __init__(self, person, user):
        super().__init__(daemon=True)
        self.person, self.user, self.told, self.over = person, user, [], threading.Event()
        self.refused = []

    def run(self):
        number = 0
        while not self.over.is_set():
            token = next(cookie.value for cookie in self.person.jar if "csrf" in cookie.name)
            sent = {
                "text": f"{self.user} {number}",
                "page": "/sites/",
                "csrfmiddlewaretoken": token,
            }
            sent["once"] = f"{self.user.pk}-{secrets.token_urlsafe(18)}"
            answer = self.person.ask("/suggestions/", urlencode(sent).encode())
            if answer.status == 302:
                self.told.append((sent["text"], time.monotonic()))
            else:
                self.refused.append(answer.status)
                time.sleep(0.2)
            number += 1


def test_nothing_acknowledged_is_lost_when_the_standby_takes_over(
    committed, settings, tmp_path, capsys
):
    settings.DEMO = True
    with make.at(cast.APRIL_2):
        make.ledger()
        office = cast.office()
    connection.close()
    with pair() as (first, second):
        where = f"host=127.0.0.1,127.0.0.1&port={first.port},{second.port}"
        address = f"postgres://portal@/portal?{where}&target_session_attrs=read-write"
        house = House(tmp_path, cast.APRIL_2, address)
        try:
            both = [house.serve("first"), house.serve("second")]
            person = Person([host.wait() for host in both], office.username)
            presser = Presser(person, User.objects.get(pk=office.pk))
            presser.start()
            wait_for(lambda: len(presser.told) >= BEFORE)
            first.kill()
            died = time.monotonic()
            second.run("pg_ctl", "-D", second.data, "-w", "promote")
            before = len(presser.told)
            wait_for(lambda: len(presser.told) >= before + BEFORE)
            presser.over.set()
            presser.join()
            there = [text for (text,) in second.ask("SELECT text FROM reports_suggestion")]
            events = second.ask("SELECT count(*) FROM audit_event WHERE verb = 'suggest'")[0][0]
            told = [text for text, _ in presser.told]
            assert set(told) <= set(there), "acknowledged and lost"
            assert len(there) == len(set(there)) == events, "half done, or twice"
            assert set(presser.refused) <= {500, 503}
            again = min(at for _, at in presser.told if at > died) - died
            assert person.get("/me/").status == 200
            if both[0].worker.poll() is not None:  # as its service does it
                house.manage("first", "work")
            assert person.get("/sheets/returns/2025-03/").content.startswith(b"%PDF")
        finally:
            house.close()
    with capsys.disabled():
        print(
            f"\nthe primary killed: {len(told)} acknowledged, {len(there)} there, 0 lost; "
            f"{len(presser.refused)} told that it was not; the next counted after {again:.1f} s"
        )


def wait_for(holds):
    until = time.monotonic() + LONGEST * 4
    while not holds():
        assert time.monotonic() < until, "it does not go on"
        time.sleep(0.1)
