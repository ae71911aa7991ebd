"""Whoever has the database and not the machine: whatever they change in it, or in the folder of
files, is told by the daily verification and on the pages of administrator and auditor."""

import os
import random
import shutil
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client

from ledger.models import Attachment, Balance
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role, User
from shanyin_charging.archive import heads
from shanyin_charging.audit import append_only, journal
from shanyin_charging.audit.models import Event
from tests import cast, make
from tests.authorization.things import people_of, things_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march_due", "quick_press")]
TAMPERINGS = int(os.environ.get("TAMPERINGS", "1000" if cast.LONG else "12"))
FIELDS = ("actor", "verb", "object_name", "object_key", "address")


@pytest.fixture
def portal(settings, tmp_path):
    """A portal with something of each kind in it, whose head was kept this morning."""
    settings.MEDIA_ROOT = tmp_path / "media"
    things_of(people_of((cast.DAIYUE, cast.YUJING)), cast.DAIYUE, make.new_piles())
    call_command("verify_journal", stdout=StringIO())
    append_only.release(apps.get_app_config("audit"))


def sealed_anew(events):
    """The chain of these events, as somebody seals it who knows how it is made."""
    previous = events[0].previous
    for event in events:
        event.previous = previous
        event.digest = previous = journal.digest_of(event)
        event.save()


def a_row(by):
    """One event is another one."""
    event = by.choice(list(Event.objects.all()))
    field = by.choice(FIELDS)
    setattr(event, field, f"{getattr(event, field)}x"[-40:] + "y")
    event.save()


def a_row_is_gone(by):
    """One event is gone from the middle."""
    Event.objects.filter(number=by.randrange(1, Event.objects.latest("number").number)).delete()


def the_tail(by):
    """The last events are gone; by itself the chain is whole."""
    last = Event.objects.latest("number").number
    Event.objects.filter(number__gt=last - by.randint(1, 5)).delete()


def a_chain_sealed_anew(by):
    """One event is another one, and all after it are sealed anew; by itself the chain is whole."""
    number = by.randrange(1, Event.objects.latest("number").number)
    events = list(Event.objects.filter(number__gte=number).order_by("number"))
    events[0].actor = "nobody"
    sealed_anew(events)


def all_of_it(by):
    """The journal begins again, as if nothing had been."""
    Event.objects.all().delete()
    for _ in range(by.randint(0, 30)):
        journal.record("nobody", "approve", User.objects.first())


def a_balance(by):
    """What pages add up is another number."""
    found = by.choice(list(Balance.objects.all()))
    Balance.objects.filter(pk=found.pk).update(value=found.value + by.choice((-1, 1, 40)))


def a_file(by):
    """A file in the folder is another one, shorter, or gone."""
    path = Path(by.choice(list(Attachment.objects.all())).file.path)
    how = by.choice((path.unlink, lambda: path.write_bytes(b"%PDF-1.8 another"), shorten(path)))
    how()


def shorten(path):
    return lambda: path.write_bytes(path.read_bytes()[:-1])


WAYS = (a_row, a_row_is_gone, the_tail, a_chain_sealed_anew, all_of_it, a_balance, a_file)


def pages():
    """What administrator and auditor are shown, each on the pages of theirs."""
    for name, role, paths in (("a", Role.ADMIN, ["/"]), ("b", Role.AUDITOR, ["/", "/journal/"])):
        client = Client()
        client.force_login(cast.person(name, role))
        yield from (client.get(path).content.decode() for path in paths)


def test_a_portal_that_nobody_touched_is_sound_and_says_so(portal):
    said = list(pages())
    assert "系统完好" in said[0] and "系统完好" in said[1] and "摘要链完整" in said[2]
    assert "有问题" not in "".join(said)


def test_every_tampering_is_told_by_the_verification_and_on_the_pages(portal, settings, capsys):
    by, kept, missed = random.Random(20251205), heads.path().read_bytes(), []
    media, aside = Path(settings.MEDIA_ROOT), Path(settings.MEDIA_ROOT).with_name("aside")
    shutil.copytree(media, aside)
    for turn in range(TAMPERINGS):
        way = WAYS[turn % len(WAYS)]
        with transaction.atomic():
            way(by)
            with clock.at(clock.now() + timedelta(days=1)):
                try:
                    call_command("verify_journal", stdout=StringIO())
                    missed.append(f"{turn} {way.__name__}: verify_journal")
                except CommandError:
                    if turn < 2 * len(WAYS):
                        missed += [f"{turn} {way.__name__}: a page" for p in pages() if sound(p)]
            transaction.set_rollback(True)
        heads.path().write_bytes(kept)
        if way is a_file:
            shutil.rmtree(media)
            shutil.copytree(aside, media)
    with capsys.disabled():
        print(f"\n{TAMPERINGS} tamperings on {connection.vendor}, {len(missed)} not told")
    assert not missed, missed


def sound(page):
    """Whether a page says that all is well."""
    return "有问题" not in page and "还有问题" not in page and "断开" not in page
