"""How the portal stands, as probes, the command line and the administrator's home tell it alike."""

import shutil
from datetime import timedelta
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from reports.todo.lists import number_of
from shanyin_charging import clock
from shanyin_charging.accounts import people
from shanyin_charging.accounts.models import Role, User
from shanyin_charging.archive import kept
from shanyin_charging.audit.models import Event
from shanyin_charging.health import machine, rounds
from shanyin_charging.health.checks import CHECKS, findings, red
from shanyin_charging.health.models import Remembered
from targets.models import Holder
from tests import cast
from tests.archive.databases import in_sqlite

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    settings.BACKUP_DIR, settings.PORTAL_URL = tmp_path / "kept", "https://portal.example"
    return tmp_path


def doctor():
    """What the command says, with its exit code."""
    said = StringIO()
    try:
        call_command("doctor", stdout=said)
    except CommandError as error:
        return said.getvalue(), error.returncode
    return said.getvalue(), 0


def states():
    return {found.name: found.state for found in findings()}


def test_a_portal_that_nobody_keeps_serves_and_says_in_all_three_places_what_is_missing(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["state"] == "mind"
    assert answer.json()["checks"] == states()
    wanting = {name for name, state in states().items() if state != "fine"} - {"calendar"}
    assert wanting == {"backup", "drill", "timer"}
    said, code = doctor()
    assert code == 7
    client.force_login(cast.administrator())
    page = client.get("/").content.decode()
    for name in wanting:
        sentence = CHECKS[name].ask()[1]
        assert sentence in said and sentence in page
    assert "定时任务还没有运行过" in page and "里还没有备份" in page
    waiting = number_of(Holder(User.objects.get(role=Role.ADMIN))) + len(red()) + 1
    assert "还没有核验过" in page
    counted = f'待办<b class="count">{waiting}</b>'
    assert counted in page and counted in client.get("/people/").content.decode()


def test_only_who_keeps_the_accounts_reads_of_the_machine(client):
    client.force_login(cast.office())
    assert "系统状况" not in client.get("/").content.decode()


def test_a_full_disk_is_a_fault_and_the_portal_is_not_ready(client, monkeypatch):
    left = SimpleNamespace(free=machine.FULL - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda place: left)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["disk"]) == (503, "fault")
    assert doctor()[1] == 9
    assert client.get("/healthz").status_code == 200


def test_an_empty_database_is_told_once_with_what_comes_first(place):
    with in_sqlite(place):
        told = {found.name: found.sentence for found in findings()}
    assert "第一次请先运行 bring_up" in told["database"]
    assert told["timer"] == told["calendar"] == "“数据库”一项好了才查得了"


def test_an_address_that_only_this_machine_knows_is_told(settings):
    settings.PORTAL_URL = "http://127.0.0.1:8000"
    assert states()["address"] == "mind"


def test_a_demo_needs_no_archives_no_timer_and_no_address(settings):
    settings.DEMO = True
    assert not states().keys() & {"backup", "drill", "timer", "address"}


def test_a_timer_that_stands_still_and_an_old_archive_are_told():
    now = clock.now()
    kept.folder().mkdir()
    (kept.folder() / now.strftime(kept.NAME)).touch()
    rounds.make(lambda job: "")
    assert (states()["timer"], states()["backup"]) == ("fine", "fine")
    with clock.at(now + timedelta(minutes=31)):
        assert (states()["timer"], states()["backup"]) == ("mind", "fine")
    with clock.at(now + timedelta(hours=27)):
        assert states()["backup"] == "mind"


def test_a_host_with_another_key_is_not_ready(client, settings):
    assert states()["key"] == "fine", "nobody was brought up yet"
    machine.keep_key()
    assert states()["key"] == "fine"
    settings.SECRET_KEY = "another key, as a host makes that was told none"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["key"]) == (503, "fault")
    assert Remembered.told(machine.KEY) not in settings.SECRET_KEY


def test_a_clock_behind_the_journal_is_told():
    with clock.at(clock.now() + timedelta(days=3)):
        call_command("verify_journal", stdout=StringIO())
    assert states()["clock"] == "mind"
    people.sign_in(cast.administrator())  # and is told so on the home
    assert states()["clock"] == "mind"


def test_the_drill_finds_an_archive_that_was_spoilt_on_the_disk(committed):
    call_command("backup", stdout=StringIO())
    _, archive = kept.newest()
    with archive.open("r+b") as file:
        file.seek(archive.stat().st_size // 2)
        byte = file.read(1)
        file.seek(-1, 1)
        file.write(bytes([byte[0] ^ 1]))
    with pytest.raises(CommandError, match=f"备份 {archive.name} 与封签不符") as told:
        call_command("drill", stdout=StringIO())
    assert told.value.returncode == 7
    assert "在空地方恢复没有成功" in Event.objects.get(verb="drill").after["faults"]
    assert states()["drill"] == "mind"
    assert "请马上另备份一份（manage.py backup）" in CHECKS["drill"].ask()[1]


@pytest.mark.skipif(not cast.LONG, reason="a whole restore, which tests/archive has quicker")
def test_the_drill_restores_the_newest_archive_and_leaves_nothing_behind(committed, place):
    call_command("backup", stdout=StringIO())
    call_command("drill", stdout=StringIO())
    assert Event.objects.get(verb="drill").after["faults"] == ""
    assert states()["drill"] == "fine"
    assert list(place.glob("drill-*")) == []
