"""Month: arithmetic, parsing, keys."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.months import Month

months = st.builds(Month, st.integers(2000, 2100), st.integers(1, 12))


@given(months, st.integers(-500, 500))
def test_adding_and_taking_away_meet_again(month, number):
    assert month + number - number == month


@given(months)
def test_the_next_month_begins_the_day_after_the_last(month):
    assert ((month + 1).first_day - month.last_day).days == 1


def test_a_leap_february_ends_on_the_29th():
    assert Month(2024, 2).last_day == date(2024, 2, 29)


def test_a_month_is_read_from_both_spellings():
    assert Month.parse("2025-07") == Month.parse("202507") == Month(2025, 7)
    assert (str(Month(2025, 7)), Month(2025, 7).key, Month(2025, 7).label) == (
        "2025-07",
        "202507",
        "2025年7月",
    )


@pytest.mark.parametrize("text", ["2025-13", "2025-7", "", "7月", "2025-07-01", "9999-12"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(ValueError):
        Month.parse(text)
