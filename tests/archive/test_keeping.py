"""Which archives are kept."""

from datetime import datetime, timedelta

from shanyin_charging.archive.keeping import superfluous

LAST = datetime(2026, 3, 31, 3)  # a Tuesday


def test_one_a_day_for_a_week_one_a_week_for_four_one_a_month_for_twelve():
    nightly = [LAST - timedelta(days=n) for n in range(500)]
    kept = sorted(set(nightly) - superfluous(nightly))
    days = [LAST - timedelta(days=n) for n in range(7)]
    sundays = [datetime(2026, 3, day, 3) for day in (29, 22, 15)]
    ends = [datetime(2025, month, day, 3) for month, day in ENDS] + [
        datetime(2026, 1, 31, 3),
        datetime(2026, 2, 28, 3),
    ]
    assert kept == sorted({*days, *sundays, *ends})


ENDS = [(4, 30), (5, 31), (6, 30), (7, 31), (8, 31), (9, 30), (10, 31), (11, 30), (12, 31)]


def test_of_several_in_a_day_the_newest_is_kept():
    morning, noon = LAST, LAST.replace(hour=12)
    assert superfluous([noon, morning]) == {morning}


def test_whoever_makes_few_keeps_all():
    seldom = [LAST - timedelta(days=200 * n) for n in range(10)]
    assert superfluous(seldom) == set()
