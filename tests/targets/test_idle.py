"""Who has done nothing for so long as was ruled is signed out, with what they typed held for them;
and everybody after eight hours, whatever they do."""

from datetime import timedelta

import pytest

from shanyin_charging import clock
from shanyin_charging.audit.once import new_key
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]


@pytest.fixture
def begun(client):
    """The moment at which somebody of the office has signed in, by their password."""

    def sign_in():
        cast.office()
        client.post("/sign-in/", {"username": "office", "password": cast.PASSWORD})
        return clock.now()

    return sign_in


def is_in(client, moment):
    with clock.at(moment):
        return client.get("/todo/").status_code == 200


def test_until_it_is_ruled_nobody_is_signed_out_for_doing_nothing(client, begun):
    start = begun()
    assert is_in(client, start + timedelta(hours=7, minutes=59))
    assert not is_in(client, start + timedelta(hours=8, minutes=1))


def test_who_does_something_stays_and_who_does_nothing_for_so_long_is_out(client, begun):
    make.ruled("door:idle", {"answer": 30})
    start = begun()
    assert [is_in(client, start + timedelta(minutes=m)) for m in (29, 58, 87, 116)] == [True] * 4
    assert not is_in(client, start + timedelta(minutes=116 + 31))


def test_nobody_stays_for_more_than_eight_hours_whatever_they_do(client, begun):
    make.ruled("door:idle", {"answer": 60})
    start = begun()
    stays = [is_in(client, start + timedelta(minutes=50 * n)) for n in range(1, 11)]
    assert stays == [True] * 9 + [False]


def test_what_was_typed_meanwhile_is_held_and_goes_on(client, begun):
    make.ruled("door:idle", {"answer": 30})
    start = begun()
    key = new_key(int(client.session["_auth_user_id"]))
    with clock.at(start + timedelta(minutes=31)):
        sent = {"text": "功率看不懂", "once": key, "seen": ""}
        held = client.post("/suggestions/", sent)
        assert held.status_code == 401
        typed = {"username": "office", "password": cast.PASSWORD, "held": held.context["held"]}
        page = client.post("/sign-in/", typed).content.decode()
        assert 'value="功率看不懂"' in page and "<p>功率看不懂</p>" in page
