"""What was handed in and what was issued is given away as it was, or with words why not; and it can
be read where nothing can be written."""

from contextlib import contextmanager
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from ledger.models import Attachment
from reports.models import Bulletin, BulletinFile, Opening
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import append_only
from shanyin_charging.audit.models import Event
from tests import cast, make
from tests.authorization.things import people_of, things_of
from tests.test_refusals import is_the_portals, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march_due", "quick_press")]


@pytest.fixture
def things():
    return things_of(people_of((cast.DAIYUE, cast.YUJING)), cast.DAIYUE, make.new_piles())


def browser(name="officer"):
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username=name))
    return client


@contextmanager
def nothing_can_be_written():
    """Inside the block, as on a disk that is full or read-only."""
    sqlite = connection.vendor == "sqlite"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = 1" if sqlite else "SET TRANSACTION READ ONLY")
        try:
            yield
        finally:
            if sqlite:
                cursor.execute("PRAGMA query_only = 0")
            transaction.set_rollback(True)


def test_a_file_that_was_replaced_or_is_gone_is_never_shown_as_the_one_that_it_was(things):
    append_only.release(apps.get_app_config("reports"))
    BulletinFile.objects.filter(format="pdf").update(content=b"%PDF-1.7 another")
    paper = reverse("bulletin_file", args=[things["issued paper"]["pk"], "pdf"])
    found = Attachment.objects.get(pk=things["attachment"]["pk"])
    kept = reverse("attachment", args=[found.pk])
    assert browser().get(kept).content == b"%PDF-1.7"
    Path(found.file.path).write_bytes(b"%PDF-1.8")
    for address in (paper, kept):
        answer = browser().get(address)
        assert answer.status_code == 409 and is_the_portals(answer)
        assert "不是当初的那一个" in said(answer) and "从备份里找回" in said(answer)
    Path(found.file.path).unlink()
    answer = browser().get(kept)
    assert answer.status_code == 410 and is_the_portals(answer) and "不在了" in said(answer)


def test_an_issued_paper_is_read_where_nothing_can_be_written(things):
    pk, client = things["issued paper"]["pk"], browser()
    papers = [
        reverse("bulletin_at", args=[pk]),
        reverse("bulletin_file", args=[pk, "pdf"]),
        reverse("notice", args=[things["notice"]["pk"]]),
    ]
    with nothing_can_be_written():
        found = [client.get(address).status_code for address in papers]
    assert found == [200, 200, 200]
    assert not Opening.objects.filter(bulletin=pk, user__username="officer").exists()


def test_a_paper_prints_the_journals_head_which_is_held_against_the_journal(things):
    bulletin = Bulletin.objects.get(pk=things["issued paper"]["pk"])
    content, address = bulletin.whole, reverse("confirm_bulletin", args=[bulletin.code])
    number, digest = content.journal.split("-")
    assert Event.objects.get(number=number).digest.startswith(digest) and len(digest) == 12
    assert content.coded == f"{bulletin.code}　日志{content.journal}"
    assert "和现在的日志对得上" in said(Client().get(address))
    append_only.release(apps.get_app_config("audit"))
    Event.objects.filter(number__gte=number).delete()
    assert "日志被截短或重写过" in said(Client().get(address))
