"""The clock that runs while a return is filled: from press to press, never for who went away, never
for the office."""

from datetime import datetime, timedelta

import pytest

from ledger.models import Submission
from ledger.returns import metering, paper
from shanyin_charging import clock
from targets.models import Unit
from targets.months import Month
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
MARCH, NINE = Month(2025, 3), datetime(2025, 4, 2, 9, tzinfo=clock.ZONE)


@pytest.fixture
def officer(client):
    user = cast.officer()
    client.force_login(user)
    return user


def path(rest=""):
    return f"/returns/{make.period(MARCH).pk}/{cast.DAIYUE}/{rest}"


@pytest.fixture
def after(monkeypatch):
    """Do something exactly so many seconds past nine."""

    def act_at(seconds, act):
        with monkeypatch.context() as stopped:
            stopped.setattr(clock, "now", lambda: NINE + timedelta(seconds=seconds))
            return act()

    return act_at


def seconds():
    return Submission.objects.get().seconds


@pytest.mark.parametrize(
    ("minutes", "counted"), [(0, 0), (3, 3), (10, 10), (11, 10), (600, 10), (-5, 0)]
)
def test_a_pause_counts_for_ten_minutes_at_most(minutes, counted):
    assert metering.spent(NINE, NINE + timedelta(minutes=minutes)) == timedelta(minutes=counted)


def test_a_return_takes_from_its_opening_to_its_handing_in(client, officer, after):
    after(0, lambda: client.get(path()))
    after(45, lambda: client.get(path()))  # looked again: still the same sitting
    after(90, lambda: client.post(path(), {**make.new_piles(), "kind": "added", "key": "k" * 43}))
    assert seconds() == 90
    after(100, lambda: client.get(path("check/")))
    after(130, lambda: client.post(path("check/"), {"key": Submission.objects.get().current.key}))
    assert (Submission.objects.get().state, seconds()) == ("submitted", 130)


def test_a_nil_return_is_timed_although_nothing_was_stored_before_it(client, officer, after):
    key = after(0, lambda: client.get(path("check/"))).context["key"]
    after(12, lambda: client.post(path("check/"), {"key": key, "nil": "1"}))
    assert (Submission.objects.get().state, seconds()) == ("submitted", 12)


def test_a_new_sitting_begins_when_the_form_is_opened_after_a_pause(client, officer, after):
    after(0, lambda: client.get(path()))
    after(60, lambda: client.post(path(), {**make.new_piles(), "kind": "added", "key": "k" * 43}))
    after(7200, lambda: client.get(path()))
    after(
        7230,
        lambda: client.post(
            path(), {**make.new_piles(site_name="二号站"), "kind": "added", "key": "m" * 43}
        ),
    )
    assert seconds() == 90


def test_a_cookie_of_somebodys_own_making_times_nothing(client, officer, after):
    client.cookies["since"] = "2025-04-02T00:00:00+08:00:forged"
    after(60, lambda: client.post(path(), {**make.new_piles(), "kind": "added", "key": "k" * 43}))
    assert seconds() == 0


def test_what_the_office_types_from_paper_is_not_timed(client, after):
    office = cast.office()
    paper.enter(office, make.period(MARCH), Unit.objects.get(code=cast.DAIYUE), "停电，交来纸质表")
    client.force_login(office)
    after(0, lambda: client.get(path()))
    after(60, lambda: client.post(path(), {**make.new_piles(), "kind": "added", "key": "k" * 43}))
    assert (Submission.objects.get().current.lines.count(), seconds()) == (1, 0)
