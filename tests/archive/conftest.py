"""An office that has worked for some months, its archive, and the portal that became of it by way
of SQLite."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import override_settings

from ledger.models import Attachment, Period
from ledger.returns import evidence
from reports.bulletins import drafting, issuing
from reports.documents.kinds import MONTH
from reports.figures.reading import read
from reports.models import BulletinFile
from reports.press import press
from shanyin_charging import clock
from shanyin_charging.archive import packing, restoring
from shanyin_charging.archive.manifest import Manifest
from targets.months import Month
from targets.plan import shelf
from tests import cast, make, quick_press, template
from tests.archive.databases import in_sqlite, made
from tests.year.chance import Office
from tests.year.plan import TOWNSHIPS

SCAN = b"%PDF-1.7 signed and scanned"


@dataclass
class Taken:
    """An archive with what it says of itself, and the office that it was taken of: its scan and its
    printed papers."""

    path: Path
    office: Office
    manifest: Manifest = None
    scan: str = ""
    papers: list = field(default_factory=list)

    def copied_to(self, folder):
        """The same archive in another folder."""
        copy = folder / "portal.zip"
        copy.write_bytes(self.path.read_bytes())
        return copy


def with_a_scan(office):
    """A unit that the office's account does not hear begins a return with a scan; gives the name
    of its file."""
    unit = TOWNSHIPS[-1]
    officer = cast.officer(unit)
    newest = Period.objects.latest("starts_on")
    submission = make.draft(officer, Month.of(newest.starts_on), unit)
    evidence.attach(officer, submission, SimpleUploadedFile("签章.pdf", SCAN))
    return Attachment.objects.get().file.name


def with_a_paper(office):
    """The first month's bulletin goes out; gives the digests of its files."""
    hands = office.hands
    drafted = drafting.draft(hands.office, read(Month(*office.months[0])), MONTH, "")
    issuing.move(hands.office, "propose", drafted)
    issuing.move(hands.second, "pass", drafted)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(press, "FORMATS", quick_press.FORMATS)
        make.sign(hands.chief, drafted)
    return printed()


def printed():
    """The files of issued bulletins, with their digests."""
    return list(BulletinFile.objects.order_by("format").values_list("format", "sha256"))


@pytest.fixture(scope="session")
def taken(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("taken")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder / "media"):
        try:
            found = Taken(folder / "portal.zip", Office(1, 3, 8))
            found.office.play()
            with clock.at(found.office.now):
                found.scan = with_a_scan(found.office)
                found.papers = with_a_paper(found.office)
                found.manifest = packing.take(found.path)
        finally:
            template.put_back()
            shelf.clear()
    return found


@dataclass
class Moved:
    """The portal restored into SQLite, archived there, and on another engine restored into that;
    `inside` is a block in which it is the portal."""

    inside: object
    manifest: Manifest


@pytest.fixture(scope="session")
def moved(taken, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("moved")
    with django_db_blocker.unblock():
        (folder / "sqlite").mkdir()
        with in_sqlite(folder / "sqlite"):
            restoring.restore(taken.path)
            again = packing.take(folder / "again.zip")
        if connection.vendor == "sqlite":
            yield Moved(lambda: in_sqlite(folder / "sqlite"), again)
            return
        with made("moved", folder) as inside:
            with inside():
                restoring.restore(folder / "again.zip")
            yield Moved(inside, again)


@pytest.fixture(scope="session")
def nowhere(django_db_setup, django_db_blocker, tmp_path_factory):
    """A block in which the portal has an empty database, and no files."""
    with (
        django_db_blocker.unblock(),
        made("nowhere", tmp_path_factory.mktemp("nowhere")) as inside,
    ):
        yield inside
