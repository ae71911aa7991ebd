"""What the calendar expects, by hand."""

from fractions import Fraction

from targets.months import Month
from targets.pace import expected_share, straight_line


def test_the_straight_line_expects_eleven_twelfths_by_the_end_of_november():
    assert expected_share(Month(2025, 11), 2025) == Fraction(11, 12)


def test_nothing_is_expected_before_the_year_and_all_of_it_after():
    assert expected_share(Month(2024, 12), 2025) == 0
    assert expected_share(Month(2026, 1), 2025) == 1


def test_a_curve_of_the_office_is_followed():
    winter = [Fraction(0)] * 3 + [Fraction(n, 9) for n in range(1, 10)]
    assert expected_share(Month(2025, 3), 2025, winter) == 0
    assert expected_share(Month(2025, 6), 2025, winter) == Fraction(1, 3)


def test_a_plan_that_begins_in_july_expects_a_sixth_by_its_end_and_all_by_december():
    by_month = [expected_share(Month(2026, n), 2026, straight_line(7)) for n in (6, 7, 9, 12)]
    assert by_month == [0, Fraction(1, 6), Fraction(1, 2), 1]


def test_a_plan_that_ends_with_june_expects_half_by_march_and_all_from_june_on():
    by_month = [expected_share(Month(2026, n), 2026, straight_line(1, 6)) for n in (1, 3, 6, 9)]
    assert by_month == [Fraction(1, 6), Fraction(1, 2), 1, 1]
