"""While another process holds the database, or nothing can be written: who presses is told so in
words and loses nothing, who reads reads on, and afterwards all goes on."""

import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from ledger.models import Attachment
from reports.models import Suggestion
from shanyin_charging.accounts import sessions
from shanyin_charging.audit import presses
from shanyin_charging.audit.models import Event
from shanyin_charging.audit.once import new_key
from shanyin_charging.environment import PATIENCE
from targets.months import Month
from targets.rulings import idle
from tests import cast, make
from tests.pressing import Forms
from tests.test_refusals import is_the_portals, said

OURS = {"origin": "http://testserver"}
WORDS = "站点页上看不出功率。" * 90
HELD = 30 if cast.LONG else 0  # seconds at least
HOLDS = {
    "sqlite": "import sqlite3 as engine; held = engine.connect(sys.argv[1]).cursor(); "
    "held.execute('BEGIN IMMEDIATE')",
    "postgresql": "import psycopg2 as engine; held = engine.connect(sys.argv[1]).cursor(); "
    "held.execute('LOCK TABLE audit_event IN EXCLUSIVE MODE')",
}


@pytest.fixture
def browser(committed, monkeypatch):
    """Somebody of the office, in a portal whose patience is short unless the case is a long one,
    and which notes with each page that they are there."""
    if not cast.LONG:
        short = {"timeout": 0.3} if connection.vendor == "sqlite" else {}
        short = short or {"options": "-c lock_timeout=300ms"}
        options = {**connection.settings_dict["OPTIONS"], **short}
        monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
        monkeypatch.setattr(presses, "HELD_UP", 0.1)
    monkeypatch.setattr(sessions, "NOT_AGAIN_WITHIN", 0)
    monkeypatch.setattr(idle, "ruled", lambda: 30)
    connection.close()
    client = Client(raise_request_exception=False, headers=OURS)
    client.force_login(cast.office())
    session = client.session
    sessions.begin(session)
    session.save()
    client.get("/sites/")
    yield client
    connection.close()


@contextmanager
def held():
    """Another process writes, and does not come to an end inside the block."""
    connection.ensure_connection()
    sqlite = connection.vendor == "sqlite"
    where = connection.settings_dict["NAME"] if sqlite else connection.connection.dsn
    code = f"import sys; {HOLDS[connection.vendor]}; print(flush=True); sys.stdin.read()"
    pipe = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code, str(where)], **pipe) as other:
        other.stdout.readline()
        yield
        other.stdin.close()


@contextmanager
def saying(sqlite, postgresql, back):
    """Inside the block the engine has been told something; `back` tells it the contrary."""
    told = (sqlite, postgresql)[connection.vendor == "postgresql"]
    with connection.cursor() as cursor:
        cursor.execute(told)
        yield
        cursor.execute(back[connection.vendor == "postgresql"])


def read_only():
    return saying(
        "PRAGMA query_only = 1",
        "SET default_transaction_read_only = on",
        ("PRAGMA query_only = 0", "SET default_transaction_read_only = off"),
    )


def press(browser):
    sent = {"text": WORDS, "page": "/sites/", "once": new_key()}
    return browser.post(reverse("suggestions"), sent)


def press_again(browser, answer):
    form = next(form for form in Forms(answer.content.decode()).all if form["text"])
    sent = {name: values[0] for name, values in form.fields.items() if name}
    assert browser.post(form.action, sent).status_code == 302
    assert [one.text for one in Suggestion.objects.all()] == [WORDS]
    assert Event.objects.filter(verb="suggest").count() == 1


def reads_on(browser):
    return [browser.get(path).status_code for path in ("/healthz", "/sites/", "/suggestions/")]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's is its driver's")
def test_a_lock_that_others_hold_is_waited_for_no_longer_than_on_sqlite(db):
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == (f"{PATIENCE}s",)


def test_who_presses_is_told_and_who_reads_reads_on_while_the_database_is_held(browser):
    begun = time.monotonic()
    with held():
        answer = press(browser)
        assert answer.status_code == 503 and answer["Retry-After"] and is_the_portals(answer)
        assert "数据库正被占用" in said(answer) and WORDS in said(answer)
        assert reads_on(browser) == [200, 200, 200]
        time.sleep(max(0, HELD - (time.monotonic() - begun)))
    press_again(browser, answer)


def test_who_presses_is_told_and_who_reads_reads_on_where_nothing_can_be_written(browser):
    with read_only():
        answer = press(browser)
        assert answer.status_code == 503 and is_the_portals(answer)
        assert "磁盘已满或不能写入" in said(answer) and WORDS in said(answer)
        assert reads_on(browser) == [200, 200, 200]
    press_again(browser, answer)


@contextmanager
def full():
    """Inside the block there is no room for another page of the table of suggestions: SQLite's file
    may grow no more, PostgreSQL has it on a disk of its own, which is full."""
    with small_disk_of_the_server() if connection.vendor == "postgresql" else no_more_pages():
        yield


@contextmanager
def no_more_pages():
    with connection.cursor() as cursor:
        (most,) = cursor.execute("PRAGMA page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {most}")
        yield
        cursor.execute("PRAGMA max_page_count = 1000000")


@contextmanager
def small_disk_of_the_server():
    with tempfile.TemporaryDirectory(prefix="portal-disk-") as place, mounted(place):
        shutil.chown(place, "postgres")
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLESPACE small LOCATION '{place}'")
            cursor.execute("ALTER TABLE reports_suggestion SET TABLESPACE small")
            with suppress(OSError), Path(place, "filled").open("wb", buffering=0) as file:
                while file.write(b"x" * 4096):
                    pass
            yield
            Path(place, "filled").unlink()
            cursor.execute("ALTER TABLE reports_suggestion SET TABLESPACE pg_default")
            cursor.execute("DROP TABLESPACE small")


@contextmanager
def mounted(place):
    """A disk with little room."""
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place]
    if subprocess.run(command, stderr=subprocess.DEVNULL).returncode:
        pytest.skip("only root brings in a disk")
    yield
    subprocess.run(["umount", place], check=True)


def test_a_full_disk_of_the_database_is_told_and_all_goes_on_once_there_is_room(browser):
    with full():
        answer = press(browser)
        assert answer.status_code == 503 and "磁盘已满或不能写入" in said(answer)
        assert reads_on(browser) == [200, 200, 200]
        assert not Suggestion.objects.exists()
    press_again(browser, answer)


@pytest.fixture
def small_disk(tmp_path, settings):
    """That of the files that people hand in."""
    settings.MEDIA_ROOT = tmp_path / "media"
    with mounted(tmp_path):
        yield tmp_path


def test_a_file_for_which_there_is_no_room_is_refused_and_leaves_nothing(committed, small_disk):
    with make.at(cast.APRIL_2):
        make.ledger()
        draft = make.draft(officer := cast.officer(), Month(2025, 3))
        client = Client(raise_request_exception=False, headers=OURS)
        client.force_login(officer)
        address = reverse("attach", args=[draft.period_id, cast.DAIYUE])
        for size, status in ((200_000, 503), (20_000, 302)):
            scan = SimpleUploadedFile("合同.pdf", b"%PDF-1.7" + b"x" * size)
            answer = client.post(address, {"file": scan, "once": new_key(officer.pk)})
            assert answer.status_code == status, said(answer)
            if status == 503:
                assert "磁盘已满或不能写入" in said(answer) and is_the_portals(answer)
                assert not [path for path in small_disk.rglob("*") if path.is_file()]
        assert Attachment.objects.count() == 1 and Event.objects.filter(verb="attach").count() == 1
