"""The state of a month, and the day from which a ledger is live."""

from datetime import date, datetime
from importlib import import_module

import pytest
from django.apps import apps

from ledger import judging
from ledger.judging import MonthState
from ledger.models import Ledger, Period
from ledger.periods import books, now
from ledger.reminders import sending
from reports.supervision import following_up
from shanyin_charging import clock
from targets.models import Plan
from targets.months import Month
from tests import make

NOVEMBER, TERM_ENDS = Month(2025, 11), Month(2025, 12)
DUE = datetime(2025, 12, 6, tzinfo=clock.ZONE)


@pytest.mark.parametrize(
    ("month", "due_at", "at", "state"),
    [
        (NOVEMBER, None, datetime(2025, 11, 24, 23, tzinfo=clock.ZONE), MonthState.UNOPENED),
        (NOVEMBER, DUE, datetime(2025, 11, 25, tzinfo=clock.ZONE), MonthState.RUNNING),
        (NOVEMBER, DUE, datetime(2025, 12, 5, 23, 59, tzinfo=clock.ZONE), MonthState.RUNNING),
        (NOVEMBER, DUE, DUE, MonthState.DUE),
        (Month(2024, 12), None, DUE, MonthState.CLOSING),
        (Month(2026, 1), DUE, datetime(2026, 3, 1, tzinfo=clock.ZONE), MonthState.OVER),
    ],
)
def test_a_month_is_judged_from_its_due_moment_on_and_within_the_plan(month, due_at, at, state):
    found = judging.state_of(month, due_at, TERM_ENDS, at)
    assert (found, found.is_judged) == (state, state is MonthState.DUE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "shown", "running", "over"),
    [
        (date(2025, 11, 24), Month(2025, 10), [], None),
        (date(2025, 11, 26), Month(2025, 10), [Month(2025, 11)], None),
        (date(2025, 12, 6), Month(2025, 11), [], None),
        (date(2026, 1, 3), Month(2025, 11), [Month(2025, 12)], None),
        (date(2026, 1, 10), Month(2025, 12), [], None),
        (date(2026, 2, 1), Month(2025, 12), [Month(2026, 1)], date(2025, 12, 31)),
        (date(2026, 11, 29), Month(2025, 12), [Month(2026, 11)], date(2025, 12, 31)),
    ],
)
def test_the_month_that_pages_show_is_the_last_that_is_due(day, shown, running, over):
    with make.at(day):
        make.ledger()
        calendar = now.Calendar()
        assert calendar.shown_month() == shown
        assert [period.month for period in calendar.running()] == running
        assert calendar.over_since() == over
        assert (calendar.past() is not None) is (day > date(2025, 12, 31))
        assert calendar.of(make.county(), Month(2024, 12)) is None  # told in a closing account


@pytest.mark.django_db
def test_what_was_due_before_the_ledger_was_live_is_a_closing_account_without_reminder_or_notice():
    """Opened today with a first month long past: nobody owes anything yet."""
    with make.at(date(2025, 11, 29)):
        ledger = books.open_ledger(Plan.objects.get(), make.county(), make.JANUARY, "test")
        books.open_periods(ledger, "test")
        assert ledger.live_from == date(2025, 11, 29)
        assert [p.label for p in Period.objects.all()] == [
            "2025年11月月报",
            "2025年1—10月结账",
            "2024年年度结账",
        ]
        assert not any(p.is_locked(clock.now()) for p in Period.objects.all())
        calendar = now.Calendar()
        assert calendar.judged_month() is None and calendar.shown_month() == NOVEMBER
        assert following_up.proposals()[0] == []
        assert sending.of_returns() == []


@pytest.mark.django_db
def test_a_ledger_that_runs_already_is_live_from_the_day_it_was_opened():
    """By the migration: of three months that were due before, nothing is late or locked."""
    with make.at(date(2025, 4, 28)):
        ledger = make.ledger()
        Ledger.objects.update(live_from=date(2024, 1, 1))
        import_module("ledger.migrations.0009_ledger_live_from").fill(apps, None)
        ledger.refresh_from_db()
        assert ledger.live_from == date(2025, 4, 28)
        assert [(p.label, p.due_at is None) for p in Period.objects.all()] == [
            ("2025年4月月报", False),
            ("2025年3月结账", True),
            ("2025年2月结账", True),
            ("2025年1月结账", True),
            ("2024年年度结账", True),
        ]
        assert books.open_periods(ledger, "test") == []
