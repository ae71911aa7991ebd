"""What was archived comes back as it was, on either engine, and work goes on from there."""

import shutil
from datetime import date, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from ledger.entries import balances
from ledger.models import Attachment, Entry, Site
from reports.figures.reading import read
from shanyin_charging.archive import packing, sealing, standing
from shanyin_charging.audit import journal
from shanyin_charging.audit.models import Event
from targets.models import Unit
from targets.months import Month
from targets.plan import shelf
from tests import cast, make, steps
from tests.archive.conftest import SCAN, printed
from tests.archive.databases import made
from tests.indicators import ADDED, STOCK
from tests.ledger.test_migrations import FirstRelease
from tests.reports.figures.test_as_pressed import differs
from tests.year.chance import following

pytestmark = pytest.mark.django_db
MARCH = Month(2025, 3)


@pytest.fixture
def portal(moved):
    """The restored portal; what a test does there is undone."""
    with moved.inside():
        shelf.clear()
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    shelf.clear()


def test_every_row_comes_back_by_way_of_another_engine(taken, moved):
    assert moved.manifest.tables == taken.manifest.tables
    assert moved.manifest.files == taken.manifest.files
    assert moved.manifest.journal == taken.manifest.journal
    assert sum(table.rows for table in taken.manifest.tables.values()) > 1000


def test_figures_papers_files_and_the_journal_are_those_of_the_office(taken, portal):
    for month in taken.office.months:
        assert differs(taken.office.account, month) == []
    assert printed() == taken.papers
    with Attachment.objects.get().file.open() as file:
        assert file.read() == SCAN
    assert list(standing.faults()) == []


def test_the_office_goes_on_where_it_was(taken, portal):
    office, last = taken.office, Entry.objects.order_by("-pk").first()
    while not office.is_open(office.months[-1]):
        office.months.append(following(office.months[-1]))
    for _ in range(12):
        office.now += timedelta(hours=40)
        office.press()
    newest = Entry.objects.order_by("-pk").first()
    assert (newest.pk, newest.number) > (last.pk, last.number)
    for each in office.months:
        assert differs(office.account, each) == []
    assert list(balances.faults()) == []
    assert journal.broken_at() is None


def test_what_only_grows_still_refuses_to_change(portal):
    for model in (Entry, Event):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            model.objects.update(number=0)


def test_values_come_back_to_the_last_digit(nowhere, tmp_path):
    """What other ways of carrying rows cut, round or mix up."""


@pytest.fixture
def first_release(committed, tmp_path):
    """An archive of a ledger that the first release has filled, with the entries that it
    posted."""
    with make.at(date(2025, 4, 28)):
        make.ledger()
        unit = Unit.objects.get(code=cast.DAIYUE)
        steps.back_to("ledger", "0001_initial")
        old = FirstRelease()
        site = old.site("A站", unit.area.children.order_by("code").first(), unit)
        line = old.line(unit, make.period(MARCH), "added")
        old.post(site, "added", 6, date(2025, 3, 10), line=line)
        old.model("Ledger").objects.update(last_number=old.number)
        packing.take(tmp_path / "portal.zip")
        yield list(old.model("Entry").objects.order_by("number").values())


@pytest.mark.one_in(4)
def test_an_archive_of_an_earlier_release_is_taken_to_this_one(first_release, tmp_path):
    """Its rows stand as they were; what later releases say of them is added."""
    with made("earlier", tmp_path) as inside, inside():
        call_command("restore", tmp_path / "portal.zip", stdout=StringIO())
        shelf.clear()
        posted = Entry.objects.order_by("number").values(*first_release[0])
        assert list(posted) == first_release
        assert Site.objects.get(name="A站").declarations.get().station
        assert [read(MARCH).figure(code).value for code in (ADDED, STOCK)] == [6, 194]
        last = Event.objects.latest("number")
        assert (last.verb, last.verb_name) == ("restore", "从备份恢复")
        assert last.detail["archive"] == sealing.sealed_with(tmp_path / "portal.zip")
        assert list(standing.faults()) == []
        for _ in range(2):
            with pytest.raises(CommandError, match="数据库不是空的") as refusal:
                call_command("restore", tmp_path / "portal.zip", stdout=StringIO())
            assert refusal.value.returncode == 6
        assert list(standing.faults()) == []
    shelf.clear()


def test_files_of_somebody_else_are_not_mixed_with_those_of_an_archive(taken, nowhere):
    with nowhere():
        folder = settings.MEDIA_ROOT
        folder.mkdir()
        (folder / "other.pdf").touch()
        try:
            with pytest.raises(CommandError, match="已有文件") as refusal:
                call_command("restore", taken.path, stdout=StringIO())
            assert refusal.value.returncode == 6
            assert [path.name for path in folder.iterdir()] == ["other.pdf"]
        finally:
            shutil.rmtree(folder)


def test_a_portal_that_is_there_is_left_alone_where_that_is_asked_for(taken, april, settings):
    told, before = StringIO(), Event.objects.count()
    call_command("restore", taken.path, if_empty=True, stdout=told)
    assert told.getvalue() == "已有数据，没有变化\n"
    settings.DEMO = True
    with pytest.raises(CommandError, match="是正式库，不能当演示库用") as refused:
        call_command("restore", taken.path, if_empty=True, stdout=StringIO())
    assert refused.value.returncode == 6
    assert Event.objects.count() == before
