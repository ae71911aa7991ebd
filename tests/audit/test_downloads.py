"""Each file that somebody takes out is on record: who, from where, which; and a file can be read
where nothing can be written any more."""

import pytest
from django.db import OperationalError

from shanyin_charging.audit import downloads
from shanyin_charging.audit.models import Event
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
LIST = "/sites/?format=csv"


def test_a_list_taken_out_is_one_event_with_person_address_and_file(client):
    office = cast.office()
    client.force_login(office)
    before = Event.objects.count()
    assert client.get("/sites/").status_code == 200 and Event.objects.count() == before
    answer = client.get(LIST, REMOTE_ADDR="10.0.0.7")
    event = Event.objects.get(verb="download")
    assert (event.person, event.address, event.verb_name) == (office.pk, "10.0.0.7", "下载")
    assert event.after["path"] == LIST and event.after["file"].endswith(".csv")
    assert answer.status_code == 200


def test_what_is_refused_is_no_download(client):
    client.force_login(cast.administrator())
    client.get("/ledger/?format=csv")
    client.get("/attachments/999/")
    assert not Event.objects.filter(verb="download").exists()


def test_a_file_is_given_though_the_journal_cannot_be_written(client, monkeypatch):
    def full(*arguments, **fields):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(downloads.journal, "record", full)
    client.force_login(cast.office())
    assert client.get(LIST).status_code == 200
