"""`./run.sh` brings a portal up in one process, and does nothing that is done already."""

import os
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings as portal
from django.core.management import call_command

from ledger.models import Ledger, Period
from reports.management.commands import bring_up, serve
from reports.press import fonts, press
from shanyin_charging.accounts.models import Role, User
from shanyin_charging.audit import journal
from targets.models import Unit
from tests import cast, make
from tests.archive.databases import made
from tests.hosts.house import address_of_database


def brought_up():
    said = StringIO()
    call_command("bring_up", first_month="2025-01", stdout=said)
    return said.getvalue()


def test_what_is_done_is_not_done_again(db, settings, tmp_path):
    settings.DATA_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    with make.at(cast.APRIL_2):
        first, again = brought_up(), brought_up()
    assert "已载入" in first and "首个系统管理员" in first
    assert again.splitlines()[0].endswith("新开0期") and "已载入" not in again
    assert User.objects.filter(role=Role.ADMIN).count() == Ledger.objects.count() == 1
    assert Period.objects.count() == 3, "two closing accounts, 2024 and to February, and March"
    assert any((tmp_path / "static").iterdir())


@pytest.mark.at_length
@pytest.mark.django_db
def test_two_that_bring_up_an_empty_portal_at_once_wait_for_each_other(tmp_path):
    with made("at_once", tmp_path) as inside, inside():
        told = {
            **{"PATH": os.environ["PATH"], "SECRET_KEY": portal.SECRET_KEY, "PLAIN_HTTP": "1"},
            **{"DATA_DIR": str(tmp_path), "DATABASE_URL": address_of_database()},
        }
        command = [sys.executable, "manage.py", "bring_up", "--first-month", "2025-01"]
        begun = [
            subprocess.Popen(command, cwd=portal.ROOT, env=told, stdout=subprocess.PIPE, text=True)
            for _ in range(2)
        ]
        said = [one.communicate()[0] for one in begun]
        assert [one.returncode for one in begun] == [0, 0]
        assert sorted("首个系统管理员" in each for each in said) == [False, True]
        assert User.objects.count() == Ledger.objects.count() == 1
        assert journal.broken_at() is None


def test_a_plan_that_was_changed_since_is_loaded_again(db):
    before = bring_up.digest_of_plan()
    assert bring_up.digest_of_plan() == before
    Unit.objects.filter(code=cast.DAIYUE).update(name="另一个名称")
    assert bring_up.digest_of_plan() != before


def test_workers_are_forked_from_a_process_that_has_every_page():
    portal = serve.Portal("127.0.0.1:8123")
    assert portal.cfg.preload_app and portal.cfg.address == [("127.0.0.1", 8123)]


def test_the_press_says_that_its_fonts_are_not_ready(monkeypatch):
    monkeypatch.setattr(fonts, "faces", dict)
    with pytest.raises(press.Busy, match="字体还在准备"), press.turn():
        pass
