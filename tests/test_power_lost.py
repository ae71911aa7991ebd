"""Who was told that it is done finds it done after the machine has lost its power, whatever of the
rest had reached the disk: the database is whole, nothing in it is half, each file is there."""

import hashlib
import os
import random
import shutil
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from ledger.models import Attachment, Submission
from ledger.returns import evidence
from reports.models import Suggestion
from shanyin_charging.accounts.models import Role, User
from shanyin_charging.archive import heads
from shanyin_charging.archive.moment import elsewhere
from shanyin_charging.audit import journal
from shanyin_charging.audit.models import Event
from shanyin_charging.audit.once import new_key
from targets.months import Month
from tests import cast, disk, make

IMAGES = int(os.environ.get("IMAGES", "1000" if cast.LONG else "10"))
PRESSES = 60 if cast.LONG else 8
NAME = "portal.sqlite3"


@pytest.fixture
def folder(committed, tmp_path):
    """The folder of data of a portal on SQLite that somebody is about to press in."""
    found = tmp_path / "data"
    found.mkdir()
    with make.at(cast.APRIL_2):
        make.ledger()
        make.draft(cast.officer(), Month(2025, 3))
        cast.office()
    connection.close()
    shutil.copy(connection.settings_dict["NAME"], found / NAME)
    return found


def inside(folder: Path):
    """The portal's data are those in the folder, with the portal's own settings."""
    return (
        elsewhere(NAME=str(folder / NAME)),
        override_settings(DATA_DIR=folder, MEDIA_ROOT=folder / "media"),
        make.at(cast.APRIL_2),
    )


def press_on(told: Path) -> None:
    """Words, a file and a head of the journal, one after the other; each noted once it is kept."""
    office, officer = (User.objects.get(role=role) for role in (Role.OFFICE, Role.OFFICER))
    draft, client = Submission.objects.get(), Client()
    client.force_login(office)
    for number in range(PRESSES):
        sent = {"text": f"{number} 站点页", "page": "/sites/", "once": new_key(office.pk)}
        assert client.post(reverse("suggestions"), sent).status_code == 302
        note(told, sent["text"])
        if number % 2:
            continue
        content = b"%PDF-1.7" + random.Random(number).randbytes(3000)
        evidence.attach(officer, draft, SimpleUploadedFile("合同.pdf", content))
        note(told, hashlib.sha256(content).hexdigest())
        heads.keep()


def note(told, line):
    with told.open("a") as file:
        file.write(f"{line}\n")


def pressed(folder: Path, told: Path, log: Path) -> None:
    """A process of the portal presses on in it, while somebody listens to what it does."""
    connection.close()
    if process := os.fork():
        with disk.listened_to(process, log):
            assert os.waitpid(process, 0)[1] == 0
        return
    over = 1
    try:
        disk.wait_for_listener()
        with ExitStack() as stack:
            for context in inside(folder):
                stack.enter_context(context)
            press_on(told)
        over = 0
    finally:
        os._exit(over)


def faults(folder: Path, told: list[str]):
    """What is wrong with a portal that these lines were told to people of."""
    with ExitStack() as stack:
        for context in inside(folder):
            stack.enter_context(context)
        with connection.cursor() as cursor:
            for question in ("PRAGMA integrity_check", "PRAGMA foreign_key_check"):
                yield from (row for row in cursor.execute(question) if row != ("ok",))
        texts = set(Suggestion.objects.values_list("text", flat=True))
        files = list(Attachment.objects.all())
        if lost := set(told) - texts - {one.sha256 for one in files}:
            yield f"acknowledged and lost: {lost}"
        for verb, number in (("suggest", len(texts)), ("attach", len(files))):
            if Event.objects.filter(verb=verb).count() != number:
                yield f"half done: {verb}"
        for one in files:
            path = Path(one.file.path)
            if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != one.sha256:
                yield f"a file that is not the one: {one.file.name}"
        yield from heads.faults(list(heads.kept()))
        if (number := journal.broken_at()) is not None:
            yield f"the chain breaks at {number}"


@pytest.mark.skipif(not shutil.which("strace"), reason="nobody listens without strace")
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its own disk")
def test_nothing_acknowledged_is_lost_when_the_power_goes(folder, tmp_path, capsys):
    before, told, log = tmp_path / "before", tmp_path / "told", tmp_path / "calls"
    shutil.copytree(folder, before)
    pressed(folder, told, log)
    by, lines = random.Random(20251205), log.read_text().splitlines()
    left = disk.Disk(before, folder, told)
    done = [number for number, line in enumerate(lines) if left.is_done(line)]
    left, wrong, at = disk.Disk(before, folder, told), [], Counter(by.choices(done, k=IMAGES))
    for number, line in enumerate(lines):
        left.is_done(line)
        for _ in range(at[number]):
            image = tmp_path / "image"
            left.image(by, image)
            wrong += [f"call {number}: {fault}" for fault in faults(image, left.lines)]
            shutil.rmtree(image)
    with capsys.disabled():
        print(
            f"\n{IMAGES} images of a disk whose power went, of {len(done)} calls and "
            f"{len(left.lines)} acknowledged: {len(wrong)} faults"
        )
    assert not wrong, "\n".join(map(str, wrong[:20]))
    assert len(left.lines) == PRESSES + (PRESSES + 1) // 2
