"""Due days against a table made by hand from the State Council's notices for 2024 to 2026."""
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import deadlines
from targets.months import Month

BY_HAND = {  # the month reported: the last day on time
    (2024, 12): date(2025, 1, 6),  # the 5th is a Sunday
    (2025, 1): date(2025, 2, 5),
    (2025, 3): date(2025, 4, 7),  # Qingming, then a weekend
    (2025, 4): date(2025, 5, 6),  # Labour Day runs to the 5th
    (2025, 6): date(2025, 7, 7),
    (2025, 9): date(2025, 10, 9),  # National Day and Mid-Autumn run to the 8th
    (2025, 11): date(2025, 12, 5),
    (2026, 3): date(2026, 4, 7),
    (2026, 4): date(2026, 5, 6),
    (2026, 8): date(2026, 9, 7),
    (2026, 9): date(2026, 10, 8),
}


@pytest.mark.parametrize(("month", "day"), BY_HAND.items())
def test_the_fifth_moves_to_the_next_working_day(month, day):
    assert deadlines.due_day(Month(*month)) == day


def test_a_working_weekend_moves_nothing():
    assert deadlines.is_rest_day(date(2025, 10, 11)) is False  # a Saturday worked for National Day


def test_a_year_without_a_notice_falls_back_to_weekends():
    assert deadlines.calendar_knows(2026) and not deadlines.calendar_knows(2035)
    assert deadlines.due_day(Month(2035, 4)) == date(2035, 5, 7)  # the 5th is a Saturday


@given(st.integers(2024, 2026), st.integers(1, 11), st.integers(-10**10, 10**10))
def test_lateness_turns_exactly_at_24_00_of_the_due_day(year, month, microseconds):
    day = deadlines.due_day(Month(year, month))
    due_at = deadlines.midnight_after(day)
    assert due_at == datetime(day.year, day.month, day.day, tzinfo=deadlines.ZONE) + timedelta(days=1)
    moment = due_at + timedelta(microseconds=microseconds)
    assert deadlines.is_late(moment, due_at) is (microseconds >= 0)


def test_a_closing_account_is_never_late():
    assert deadlines.is_late(datetime(2030, 1, 1, tzinfo=deadlines.ZONE), None) is False
