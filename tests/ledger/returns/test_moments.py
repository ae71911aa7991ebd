"""What turns at an instant: the due moment, the lock, the end of a grant, the closing of a year."""

from datetime import date, datetime, timedelta

import pytest

from ledger.entries import facts
from ledger.models import Entry, Ledger, LineKind, Period
from ledger.periods import books, closing
from ledger.returns import more_time, rules, workflow
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Unit
from targets.months import Month
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
MARCH = Month(2025, 3)
TICK = timedelta(microseconds=1)
SIDES = {"before": -TICK, "at": timedelta(0), "after": TICK}


@pytest.fixture
def stopped(monkeypatch):
    """A clock that stands still where it is put: an instant is hit exactly."""

    def put(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment.astimezone(clock.ZONE))

    return put


@pytest.mark.parametrize(("side", "late"), [("before", False), ("at", True), ("after", True)])
def test_a_return_is_late_from_the_due_moment_on(stopped, side, late):
    officer, due_at = cast.officer(), make.period(MARCH).due_at
    assert due_at == datetime(2025, 4, 8, tzinfo=clock.ZONE)
    stopped(due_at + SIDES[side])
    assert make.handed_in(officer, MARCH, lines=[]).late is late


@pytest.mark.parametrize(("side", "locked"), [("before", False), ("at", True), ("after", True)])
def test_a_period_is_locked_from_its_lock_on(stopped, side, locked):
    office, officer, march = cast.office(), cast.officer(), make.period(MARCH)
    unit = Unit.objects.get(code=cast.DAIYUE)
    assert march.lock_at == datetime(2025, 5, 1, tzinfo=clock.ZONE)
    stopped(march.lock_at + SIDES[side])
    assert bool(rules.can_report(officer, march, unit)) is not locked
    assert bool(rules.can_extend(office, march)) is not locked
    assert bool(rules.can_grant(office, march)) is locked


@pytest.mark.parametrize(("side", "open_"), [("before", True), ("at", False), ("after", False)])
def test_a_grant_ends_at_its_moment(stopped, side, open_):
    office, officer, february = cast.office(), cast.officer(), make.period(MARCH - 1)
    unit, ends = Unit.objects.get(code=cast.DAIYUE), datetime(2025, 4, 10, tzinfo=clock.ZONE)
    more_time.grant(office, february, unit, "系统故障", ends)
    stopped(ends + SIDES[side])
    assert bool(rules.can_report(officer, february, unit)) is open_


def test_a_grant_must_end_later_than_now(stopped):
    office, february = cast.office(), make.period(MARCH - 1)
    unit, now = Unit.objects.get(code=cast.DAIYUE), datetime(2025, 4, 2, 12, tzinfo=clock.ZONE)
    stopped(now)
    with pytest.raises(Refused, match="有效期要晚于现在"):
        more_time.grant(office, february, unit, "系统故障", now)
    more_time.grant(office, february, unit, "系统故障", now + TICK)


def test_a_new_due_moment_must_be_later_than_the_old_one():
    office, march = cast.office(), make.period(MARCH)
    with pytest.raises(Refused, match="要晚于原来的截止日"):
        more_time.extend(office, march, march.due_at, "停机")
    more_time.extend(office, march, march.due_at + TICK, "停机")
    march.refresh_from_db()
    assert march.due_at == datetime(2025, 4, 8, 0, 0, 0, 1, tzinfo=clock.ZONE)
    assert march.lock_at == datetime(2025, 5, 1, tzinfo=clock.ZONE)


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        (datetime(2025, 4, 10, 23, 59, 59, 999_999, tzinfo=clock.ZONE), False),
        (datetime(2025, 4, 11, tzinfo=clock.ZONE), True),
    ],
)
def test_what_is_mended_by_the_end_of_the_third_working_day_stays_on_time(stopped, moment, late):
    officer, office = cast.officer(), cast.office()
    stopped(datetime(2025, 4, 7, 12, tzinfo=clock.ZONE))
    submission = make.handed_in(officer, MARCH)
    workflow.begin_review(office, submission)
    workflow.send_back(office, submission, "请核对")
    stopped(moment)
    submission.refresh_from_db()
    workflow.submit(officer, submission, submission.current.key)
    submission.refresh_from_db()
    assert submission.late is late


@pytest.mark.parametrize(
    ("moment", "day", "known"),
    [
        (datetime(2025, 4, 2, 23, 59, 59, 999_999, tzinfo=clock.ZONE), date(2025, 4, 2), True),
        (datetime(2025, 4, 3, tzinfo=clock.ZONE), date(2025, 4, 2), False),
        (datetime(2025, 4, 3, tzinfo=clock.ZONE), date(2025, 4, 3), True),
    ],
)
def test_what_is_posted_by_midnight_is_known_on_the_day(stopped, moment, day, known):
    officer, office = cast.officer(), cast.office()
    stopped(moment)
    make.approved(officer, office, MARCH)
    last = Entry.objects.order_by("number").last().number
    assert (facts.known_on(make.county(), day) == last) is known


def chief():
    return cast.person("chief", Role.CHIEF)


@pytest.mark.parametrize(
    ("moment", "reason"),
    [
        (datetime(2025, 12, 31, 23, 59, 59, 999_999, tzinfo=clock.ZONE), "2025年还没有过完"),
        (
            datetime(2026, 1, 1, tzinfo=clock.ZONE),
            "2025年12月月报到2026-02-01 00:00才锁定，锁定以后再结账",
        ),
        (
            datetime(2026, 1, 31, 23, 59, 59, 999_999, tzinfo=clock.ZONE),
            "2025年12月月报到2026-02-01 00:00才锁定，锁定以后再结账",
        ),
        (datetime(2026, 2, 1, tzinfo=clock.ZONE), ""),
    ],
)
def test_a_year_can_be_closed_once_its_last_month_is_locked(stopped, moment, reason):
    stopped(moment)
    books.open_periods(Ledger.objects.get(), "test")
    assert closing.is_ready(Ledger.objects.get(), 2025).reason == reason


def test_only_who_rules_closes_a_year():
    ledger = Ledger.objects.get()
    for user in (cast.office(), cast.leader(), cast.officer(), cast.administrator()):
        with pytest.raises(Refused, match="年度结账由专班办公室主任办理"):
            closing.close_year(user, ledger, 2024)
    ledger.refresh_from_db()
    assert ledger.closed_through is None
    closing.close_year(chief(), ledger, 2024)
    ledger.refresh_from_db()
    assert ledger.closed_through == date(2024, 12, 31)


@pytest.mark.parametrize(("on", "posted"), [("2024-12-31", False), ("2025-01-01", True)])
def test_what_happened_up_to_the_closing_day_is_not_posted_any_more(on, posted):
    piles = make.new_piles(on=on, explanation="漏报")
    submission = make.handed_in(cast.officer(), MARCH, lines=[(LineKind.ADDED, piles)])
    closing.close_year(chief(), Ledger.objects.get(), 2024)
    office = cast.office()
    workflow.begin_review(office, submission)
    if posted:
        assert workflow.approve(office, submission) > 0
    else:
        with pytest.raises(Refused, match="2024年已经结账，2024-12-31的变动不能登账"):
            workflow.approve(office, submission)
    assert Entry.objects.filter(line__isnull=False).exists() is posted


@pytest.mark.parametrize(("on", "valid"), [("2024-12-31", False), ("2025-01-01", True)])
def test_what_happened_up_to_the_closing_day_is_typed_as_to_be_admitted(on, valid):
    closing.close_year(chief(), Ledger.objects.get(), 2024)
    from_paper = make.new_piles(on=on, explanation="漏报")
    draft = make.draft(cast.officer(), MARCH, lines=[(LineKind.ADDED, from_paper)])
    to_be_admitted = "2024年已经结账，这一条要由专班办公室主任批准作结账后补登"
    assert (to_be_admitted in draft.current.lines.get().values["doubts"]) is not valid


def test_a_return_of_the_next_year_does_not_hold_a_year_open():
    officer, first = cast.officer(), Period.objects.get(starts_on="2025-01-01")
    unit = Unit.objects.get(code=cast.DAIYUE)
    more_time.grant(
        cast.office(), first, unit, "系统故障", datetime(2025, 4, 10, tzinfo=clock.ZONE)
    )
    make.handed_in(officer, Month(2025, 1), lines=[])
    assert closing.is_ready(Ledger.objects.get(), 2024)
