"""An archive is of one moment whoever writes meanwhile, and it stands whole or not at all."""

import os
import stat
from io import StringIO
from threading import Event as Flag
from threading import Thread
from time import sleep

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection

from ledger.returns import evidence
from shanyin_charging.archive import packing
from shanyin_charging.archive.failures import WrongPlace
from shanyin_charging.audit import append_only
from shanyin_charging.audit.models import Event
from targets.models import Area
from targets.months import Month
from tests import cast, make
from tests.archive.conftest import SCAN
from tests.archive.crafting import Crafted
from tests.year.plan import TOWNSHIPS

MARCH = Month(2025, 3)
ARCHIVES = 40 if cast.LONG else 4


@pytest.fixture
def people(committed, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    with make.at(cast.APRIL_2):
        make.ledger()
        yield cast.officer(), cast.office()


def attach(user, submission):
    scan = SimpleUploadedFile("a.pdf", SCAN + os.urandom(8))
    return evidence.attach(user, submission, scan)


def writer(stop, act):
    """A thread that acts without a pause, at noon of 2 April, until it is told to stop or has no
    more to do; what it raises is raised by `end`."""
    raised = []

    def run():
        try:
            with make.at(cast.APRIL_2):
                while not stop.is_set() and act() is not False:
                    pass
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()

    def end():
        stop.set()
        thread.join()
        assert raised == []

    return end


def wait_for_more(number):
    """Until something is written after an event; a busy machine may not let the writers in for a
    while."""
    for _ in range(600):
        if Event.objects.latest("number").number > number:
            return
        sleep(0.05)
    raise AssertionError("nobody writes")


def test_an_archive_is_of_one_moment_while_people_write(people, monkeypatch, tmp_path):
    """What one press writes is in it whole: a return approved with its entries and its event, a
    scan with its file."""
    officer, office = people
    monkeypatch.setattr(evidence, "MOST_FILES", 10**6)
    draft, stop = make.draft(officer, MARCH), Flag()
    others = [
        (cast.officer(unit), unit, Area.objects.filter(parent__code=unit).earliest("code").code)
        for unit in TOWNSHIPS
        if unit != cast.DAIYUE
    ]

    def approve():
        if not others:
            return False
        user, unit, village = others.pop()
        lines = [("added", make.new_piles(village=village, credited_to=unit))]
        return make.approved(user, office, MARCH, unit, lines)

    writers = [writer(stop, approve), writer(stop, lambda: attach(officer, draft))]
    taken = []
    for n in range(ARCHIVES):
        taken.append(packing.take(tmp_path / f"{n}.zip"))
        wait_for_more(taken[-1].journal.number)
    for end in writers:
        end()

    for n, made in enumerate(taken):
        archive = Crafted(tmp_path / f"{n}.zip")
        events = [row["verb"] for row in archive.rows("audit_event")]
        approved = [r for r in archive.rows("ledger_submission") if r["state"] == "approved"]
        numbers = [row["number"] for row in archive.rows("ledger_entry")]
        assert events.count("approve") == len(approved)
        assert archive.rows("ledger_ledger")[0]["last_number"] == max(numbers) == len(numbers)
        assert events.count("attach") == len(archive.rows("ledger_attachment"))
        assert made.journal.broken_at is None
        assert made.absent == made.altered == ()
    lengths = [made.journal.number for made in taken]
    assert lengths == sorted(set(lengths))
    assert lengths[-1] <= Event.objects.latest("number").number


def test_only_its_owner_reads_it_and_nothing_is_left_beside(people, tmp_path):
    folder = tmp_path / "archives"
    call_command("backup", into=folder, stdout=StringIO())
    (made,) = folder.iterdir()
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert made.name == "portal-20250402-120000.zip"


def test_no_file_that_is_there_is_written_over(people, tmp_path):
    there = tmp_path / "mine.zip"
    there.write_bytes(b"something else")
    with pytest.raises(CommandError, match="已经有了，没有动它") as refused:
        call_command("backup", there, stdout=StringIO())
    assert refused.value.returncode == WrongPlace.code
    assert there.read_bytes() == b"something else"


def test_older_ones_go_when_that_is_asked_for(people, tmp_path):
    for day in range(1, 12):
        (tmp_path / f"portal-202502{day:02}-030000.zip").touch()
    (tmp_path / "portal-mine.zip").touch()
    call_command("backup", into=tmp_path, keep=True, stdout=StringIO())
    sunday_and_the_last_days = (2, *range(6, 12))
    assert sorted(path.name for path in tmp_path.glob("*.zip")) == [
        *(f"portal-202502{day:02}-030000.zip" for day in sunday_and_the_last_days),
        "portal-20250402-120000.zip",
        "portal-mine.zip",
    ]


def test_a_file_that_is_lost_or_replaced_is_told_and_the_rest_is_archived(people, tmp_path):
    officer, _ = people
    draft = make.draft(officer, MARCH)
    lost, replaced, kept = (attach(officer, draft).file for _ in range(3))
    os.remove(lost.path)
    with open(replaced.path, "wb") as file:
        file.write(b"%PDF-1.7 another one")
    with pytest.raises(CommandError, match=f"缺文件 {lost.name}.*不符 {replaced.name}") as told:
        call_command("backup", tmp_path / "portal.zip", stdout=StringIO())
    assert told.value.returncode == 7
    out = StringIO()
    call_command("verify", tmp_path / "portal.zip", stdout=out)
    assert "备份完好" in out.getvalue()
    assert set(Crafted(tmp_path / "portal.zip").manifest["files"]) == {replaced.name, kept.name}


def test_a_journal_that_was_rewritten_is_told_and_archived(people, tmp_path):
    append_only.release(apps.get_app_config("audit"))
    Event.objects.filter(number=1).update(actor="某人")
    with pytest.raises(CommandError, match="日志从第1条起") as told:
        call_command("backup", tmp_path / "portal.zip", stdout=StringIO())
    assert told.value.returncode == 7
    assert Crafted(tmp_path / "portal.zip").manifest["journal"]["broken_at"] == 1


def test_what_cannot_be_written_leaves_nothing(people, tmp_path):
    (tmp_path / ".portal.zip.part").mkdir()
    with pytest.raises(CommandError, match="这是文件夹，不是文件") as told:
        call_command("backup", tmp_path / "portal.zip", stdout=StringIO())
    assert told.value.returncode == 8
    assert not (tmp_path / "portal.zip").exists()


@pytest.mark.django_db
def test_an_empty_database_is_no_portal(nowhere, tmp_path):
    with nowhere(), pytest.raises(WrongPlace, match="数据库是空的"):
        packing.take(tmp_path / "portal.zip")
    assert list(tmp_path.iterdir()) == []
