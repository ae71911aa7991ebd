"""A unit corrects what was posted: old and new both stay, another person approves, a locked month
is no hindrance."""

from datetime import date

import pytest

from ledger.models import Entry, Kind, Line, Submission
from reports.figures.reading import read
from targets.months import Month
from tests import cast, make
from tests.indicators import ADDED

pytestmark = pytest.mark.django_db
MARCH = Month(2025, 3)


@pytest.fixture(autouse=True)
def june():
    """March has been approved in April and is locked."""
    with make.at(cast.APRIL_2):
        make.ledger()
        make.approved(cast.officer(), cast.office(), MARCH)
    with make.at(date(2025, 6, 3)):
        yield


@pytest.fixture
def officer(client):
    client.force_login(Submission.objects.get().current.submitted_by)
    return client


def path():
    return f"/corrections/{Line.objects.first().pk}/"


def typed(**changes):
    return {
        "value_2": "6",
        "value_3": "12",
        "value_4": "360",
        "reason": "误报2台",
        "key": "c" * 43,
        **changes,
    }


def test_the_page_shows_what_stands_and_leads_from_the_return(officer):
    page = officer.get(f"/submissions/{Submission.objects.get().pk}/").content.decode()
    assert f'href="{path()}"' in page
    page = officer.get(path()).content.decode()
    assert (
        'value="6"' in page
        and 'value="12"' in page
        and 'value="360"' in page
        and "公共充电站（座）" not in page
    )


def test_a_correction_is_handed_in_once_and_counts_when_another_person_approved_it(officer, client):
    for _ in range(2):
        officer.post(path(), typed(value_2="4", value_3="8", value_4="240.5"))
    correction = Submission.objects.get(kind=Kind.CORRECTION)
    assert [line.values["value"] for line in correction.current.lines.all()] == [4, 8, 2405]
    assert read(MARCH).figure(ADDED).value == 6
    page = officer.get(f"/submissions/{correction.pk}/").content.decode()
    assert "由6台更正为4台：误报2台" in page and "由360千瓦更正为240.5千瓦" in page
    client.force_login(cast.person("second", "office"))
    client.post(f"/submissions/{correction.pk}/begin_review/")
    client.post(f"/submissions/{correction.pk}/approve/")
    assert read(MARCH).figure(ADDED).value == 4
    assert Entry.objects.get(number=2).value == 6


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"value_2": "约四台"}, "公共直流桩要填数字，如 6；现在填的是“约四台”"),
        ({"value_2": "-1"}, "公共直流桩不能是负数"),
        ({"value_4": "1.25"}, "公共桩额定功率要填数字，最多一位小数"),
        ({"value_3": ""}, "请填更正后的数；没有这回事填0"),
        ({"value_2": "4", "reason": ""}, "请写明更正的原因"),
        ({}, "没有改动任何数字，不用更正"),
    ],
)
def test_wrong_input_gets_its_sentence_and_hands_nothing_in(officer, changes, sentence):
    page = officer.post(path(), typed(**changes)).content.decode()
    assert sentence in page
    assert not Submission.objects.filter(kind=Kind.CORRECTION).exists()


def test_nobody_else_corrects_a_units_numbers(client):
    for user in (cast.officer(cast.YUJING), cast.leader(), cast.person("second", "office")):
        client.force_login(user)
        assert client.get(path()).status_code == 404
        assert client.post(path(), typed(value_2="4")).status_code == 404


def test_what_is_corrected_already_is_corrected_at_its_newest_value(officer, client):
    officer.post(path(), typed(value_2="4"))
    client.force_login(cast.person("second", "office"))
    correction = Submission.objects.get(kind=Kind.CORRECTION)
    client.post(f"/submissions/{correction.pk}/begin_review/")
    client.post(f"/submissions/{correction.pk}/approve/")
    client.force_login(Submission.objects.first().current.submitted_by)
    assert "value_2" not in client.get(path()).content.decode()
    again = f"/corrections/{correction.current.lines.get().pk}/"
    assert 'value="4"' in client.get(again).content.decode()
