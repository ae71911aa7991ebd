"""意见建议: from any page, read by the office, answered once."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from reports.models import Suggestion
from reports.pages.suggestions import own_path
from shanyin_charging.audit.models import Event
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(april):
    return {
        "officer": cast.officer(),
        "other": cast.officer(cast.YUJING),
        "office": cast.office(),
        "leader": cast.leader(),
    }


def said(client, people, text="<b>功率</b>一栏看不懂", page="/sites/?kind=station"):
    client.force_login(people["officer"])
    return client.post("/suggestions/", {"text": text, "page": page}, follow=True).content.decode()


def test_every_page_leads_there_and_says_where_from(client, people):
    client.force_login(people["officer"])
    page = client.get("/sites/?kind=station").content.decode()
    assert "/suggestions/?from=/sites/%3Fkind%3Dstation" in page
    assert (
        "关于“站点台账”"
        in client.get("/suggestions/?from=/sites/%3Fkind%3Dstation").content.decode()
    )


def test_words_are_kept_shown_to_their_writer_and_the_office_and_answered_once(client, people):
    page = said(client, people)
    assert (
        "已收到" in page
        and "&lt;b&gt;功率&lt;/b&gt;一栏看不懂" in page
        and "等专班办公室答复" in page
    )
    found = Suggestion.objects.get()
    client.force_login(people["other"])
    assert "一栏看不懂" not in client.get("/suggestions/").content.decode()
    assert client.post(f"/suggestions/{found.pk}/answer/", {"text": "x"}).status_code == 404
    client.force_login(people["leader"])
    page = client.get("/suggestions/").content.decode()
    assert "看不懂" in page and f"answer-{found.pk}" not in page
    assert (
        "由专班办公室答复"
        in client.post(
            f"/suggestions/{found.pk}/answer/", {"text": "x"}, follow=True
        ).content.decode()
    )
    client.force_login(people["office"])
    assert "等专班办公室答复" in client.get("/").content.decode()
    assert (
        "请写下答复"
        in client.post(
            f"/suggestions/{found.pk}/answer/", {"text": " "}, follow=True
        ).content.decode()
    )
    client.post(f"/suggestions/{found.pk}/answer/", {"text": "铭牌上的千瓦数"})
    assert (
        "已经答复过"
        in client.post(
            f"/suggestions/{found.pk}/answer/", {"text": "又"}, follow=True
        ).content.decode()
    )
    assert "等专班办公室答复" not in client.get("/").content.decode()
    client.force_login(people["officer"])
    assert "铭牌上的千瓦数" in client.get("/suggestions/").content.decode()
    assert list(
        Event.objects.filter(verb__in=["suggest", "answer"])
        .order_by("number")
        .values_list("verb", flat=True)
    ) == ["suggest", "answer"]


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "请写下意见建议"), (" \n", "请写下意见建议"), ("长" * 1001, "最多1000字，现在1001字")],
)
def test_nothing_and_too_much_are_refused_and_nothing_typed_is_lost(client, people, text, words):
    page = said(client, people, text)
    assert words in page and text.strip() in page and not Suggestion.objects.exists()


def test_a_page_is_a_path_of_this_portal_or_none():
    paths = ("/sites/?q=岱岳", "//evil.example/", "/\\evil", "/\t/evil", "https://evil.example", "")
    assert [own_path(path) for path in paths] == ["/sites/?q=岱岳", "", "", "", "", ""]


def test_the_database_keeps_an_answer_whole_and_as_it_was(client, people):
    said(client, people)
    with pytest.raises(IntegrityError), transaction.atomic():
        Suggestion.objects.update(answer="谁答的")
    client.force_login(people["office"])
    client.post(f"/suggestions/{Suggestion.objects.get().pk}/answer/", {"text": "铭牌上的千瓦数"})
    with pytest.raises(DatabaseError), transaction.atomic():
        Suggestion.objects.update(answer="改了")
