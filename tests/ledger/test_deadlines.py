"""Due days against a table made by hand from the State Council's notices for 2024 to 2026."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import deadlines
from ledger.deadlines import DueRule
from ledger.holidays import PRINTED
from shanyin_charging import clock
from targets.months import Month

# the last day on time, by month of the day: 36 in a row, from the notices for 2024, 2025 and 2026
BY_HAND = {
    2024: [
        "01-05",
        "02-05",
        "03-05",
        "04-07",
        "05-06",
        "06-05",
        "07-05",
        "08-05",
        "09-05",
        "10-08",
        "11-05",
        "12-05",
    ],
    2025: [
        "01-06",
        "02-05",
        "03-05",
        "04-07",
        "05-06",
        "06-05",
        "07-07",
        "08-05",
        "09-05",
        "10-09",
        "11-05",
        "12-05",
    ],
    2026: [
        "01-05",
        "02-05",
        "03-05",
        "04-07",
        "05-06",
        "06-05",
        "07-06",
        "08-05",
        "09-07",
        "10-08",
        "11-05",
        "12-07",
    ],
}
DUE = [
    (Month(year, month) + -1, date.fromisoformat(f"{year}-{day}"))
    for year, days in BY_HAND.items()
    for month, day in enumerate(days, start=1)
]
RESTS = PRINTED.rests
ZONES = ["UTC", "America/New_York", "Asia/Kolkata"]


@pytest.mark.parametrize(("month", "day"), DUE)
def test_the_fifth_moves_to_the_next_working_day(month, day):
    assert deadlines.due_day(month, DueRule(), RESTS) == day


@pytest.fixture(params=ZONES)
def server_zone(request, monkeypatch):
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_a_second_before_on_and_after_the_due_moment_wherever_the_server_stands(server_zone):
    """24:00 in the county is 16:00 of that day in UTC."""
    for month, day in DUE:
        turn = datetime(day.year, day.month, day.day, 16, tzinfo=UTC)
        due_at, late = deadlines.due_at(month, DueRule(), RESTS), []
        for seconds in (-1, 0, 1):
            with clock.at(turn + timedelta(seconds=seconds)):
                shown = clock.now().replace(microsecond=0)
                late.append(deadlines.stamp(None, shown, due_at, None))
        assert (due_at, late) == (turn, [False, True, True]), month


@pytest.mark.parametrize(
    ("rule", "at"),
    [
        (
            DueRule(roll="previous"),
            "2025-10-01 00:00",
        ),  # the working day before National Day and its week is 30 September
        (DueRule(roll="stay"), "2025-10-06 00:00"),
        (DueRule(cut_off=18), "2025-10-09 18:00"),
        (DueRule(day=8), "2025-10-10 00:00"),
        (DueRule(), "2025-10-10 00:00"),
    ],
)
def test_each_part_of_the_rule_moves_the_moment_for_september_2025(rule, at):
    assert deadlines.due_at(Month(2025, 9), rule, RESTS) == datetime.fromisoformat(at).replace(
        tzinfo=deadlines.ZONE
    )


def test_where_weekends_are_no_rest_days_a_plain_saturday_counts_and_a_holiday_does_not():
    assert deadlines.due_day(Month(2025, 6), DueRule(weekends=False), RESTS) == date(
        2025, 7, 5
    )  # a Saturday
    assert deadlines.due_day(Month(2025, 4), DueRule(weekends=False), RESTS) == date(
        2025, 5, 6
    )  # Labour Day runs to the 5th


def test_a_working_weekend_moves_nothing():
    assert RESTS(date(2025, 10, 11)) is False  # a Saturday worked for National Day


def test_a_year_without_a_notice_falls_back_to_weekends():
    assert PRINTED.knows(2026) and not PRINTED.knows(2035)
    monday = date(2035, 5, 7)  # the 5th is a Saturday
    assert deadlines.due_day(Month(2035, 4), DueRule(), RESTS) == monday


@given(st.integers(2024, 2026), st.integers(1, 11), st.integers(-(10**10), 10**10))
def test_lateness_turns_exactly_at_24_00_of_the_due_day(year, month, microseconds):
    day = deadlines.due_day(Month(year, month), DueRule(), RESTS)
    due_at = deadlines.midnight_after(day)
    assert due_at == datetime(day.year, day.month, day.day, tzinfo=deadlines.ZONE) + timedelta(
        days=1
    )
    moment = due_at + timedelta(microseconds=microseconds)
    assert deadlines.is_late(moment, due_at) is (microseconds >= 0)


def test_a_closing_account_is_never_late():
    assert deadlines.is_late(datetime(2030, 1, 1, tzinfo=deadlines.ZONE), None) is False


def test_what_was_late_stays_late_however_soon_it_is_mended():
    due, mend_by = datetime(2025, 4, 8, tzinfo=UTC), datetime(2025, 4, 12, tzinfo=UTC)
    in_time = mend_by - timedelta(microseconds=1)
    assert [deadlines.stamp(was, in_time, due, mend_by) for was in (True, False)] == [True, False]
    assert deadlines.stamp(False, mend_by, due, mend_by) is True


def test_a_month_is_never_locked_before_it_is_due():
    rule = DueRule(lock_after=0)
    assert deadlines.lock_at(Month(2025, 3), rule, RESTS) == deadlines.due_at(
        Month(2025, 3), rule, RESTS
    )
