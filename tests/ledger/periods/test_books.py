"""Periods: closing accounts before the first month, months after it, each with its stored due
moment."""

from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ledger.models import Period
from ledger.periods import books
from shanyin_charging import clock
from shanyin_charging.health import rounds
from shanyin_charging.health.checks import red
from targets.months import Month
from tests import cast, make

pytestmark = pytest.mark.django_db


def spans():
    return [(p.kind, p.starts_on, p.ends_on) for p in Period.objects.order_by("starts_on")]


def test_months_run_from_the_first_month_and_a_closing_account_stands_before_it():
    with make.at(cast.MARCH_25):
        make.ledger()
        assert spans() == [
            ("closing", date(2024, 1, 1), date(2024, 12, 31)),
            ("month", date(2025, 1, 1), date(2025, 1, 31)),
            ("month", date(2025, 2, 1), date(2025, 2, 28)),
            ("month", date(2025, 3, 1), date(2025, 3, 31)),
        ]


def test_a_month_opens_on_its_25th():
    with make.at(date(2025, 3, 24)):
        make.ledger()
        assert spans()[-1][1] == date(2025, 2, 1)


def test_a_late_start_closes_the_years_and_the_months_before_it():
    with make.at(date(2026, 4, 1)):
        make.ledger(Month(2026, 3))
        assert spans() == [
            ("closing", date(2024, 1, 1), date(2024, 12, 31)),
            ("closing", date(2025, 1, 1), date(2025, 12, 31)),
            ("closing", date(2026, 1, 1), date(2026, 2, 28)),
            ("month", date(2026, 3, 1), date(2026, 3, 31)),
        ]
        assert [p.label for p in Period.objects.all()] == [
            "2026年3月月报",
            "2026年1—2月结账",
            "2025年年度结账",
            "2024年年度结账",
        ]


def test_the_due_moment_is_stored_and_a_second_run_changes_nothing():
    with make.at(cast.APRIL_2):
        ledger = make.ledger()
        due_at = make.period(Month(2025, 3)).due_at
        assert due_at == datetime(2025, 4, 8, tzinfo=clock.ZONE)  # 24:00 of Monday the 7th
        assert books.open_periods(ledger, "test") == []


def test_a_clock_years_ahead_opens_nothing_and_says_so_until_it_is_told_that_it_is_right():
    with make.at(cast.APRIL_2):
        make.ledger()
        before = spans()
    with make.at(date(2033, 4, 2)):
        with pytest.raises(CommandError) as refused:
            call_command("open_periods", stdout=StringIO())
        assert "时钟是2033-04-02 12:00，照它要一次新开96期" in str(refused.value)
        assert "（2025年4月至2033年3月），一期也没有开；请校准时钟。" in str(refused.value)
        assert spans() == before
        rounds.make(lambda job: "" if job.command != "open_periods" else str(refused.value))
        assert "请校准时钟" in {each.name: each.sentence for each in red()}["timer"]
    with make.at(date(2026, 7, 2)):
        call_command("open_periods", "--however-many", stdout=StringIO())
        assert len(spans()) == len(before) + 15


def test_a_portal_that_stood_still_for_a_year_opens_its_months_by_itself():
    with make.at(cast.APRIL_2):
        make.ledger()
        before = spans()
    with make.at(date(2026, 4, 2)):
        call_command("open_periods", stdout=StringIO())
        assert len(spans()) == len(before) + 12
