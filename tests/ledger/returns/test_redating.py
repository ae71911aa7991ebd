"""Months that were opened before their year's holidays were known, put off in one act."""

from datetime import date

import pytest

from ledger.deadlines import DueRule
from ledger.periods import books, holidays, rulings, working_days
from ledger.returns import more_time, redating
from shanyin_charging import clock, serving
from shanyin_charging.accounts.models import Role
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Ruling
from targets.months import Month
from tests import cast, make
from tests.demo.when import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
MARCH, JANUARY_2027 = Month(2025, 3), Month(2027, 1)
NEW_YEARS_EVE = make.notice(2027, (date(2027, 2, 5), date(2027, 2, 11)))


@pytest.fixture
def chief():
    return cast.person("chief", Role.CHIEF)


def entered(chief, notice):
    return holidays.enter(chief, notice, "国办发明电〔2026〕7号")


def test_january_of_2027_falls_due_after_the_spring_festival_once_its_notice_is_entered(chief):
    """The worked example of docs/rules/deadlines.md: 除夕 is the 5th."""
    due = [working_days.due_at(JANUARY_2027, DueRule())]
    entered(chief, NEW_YEARS_EVE)
    due.append(working_days.due_at(JANUARY_2027, DueRule()))
    assert due == [at(date(2027, 2, 6), 0), at(date(2027, 2, 13), 0)]


def test_a_month_opened_before_is_put_off_to_the_next_working_day_and_who_came_by_it_is_on_time(
    chief,
):
    with clock.at(at(date(2025, 4, 9), 12)):
        late = make.handed_in(cast.officer(), MARCH, lines=[])
        assert not redating.perhaps().exists()
        entered(chief, make.notice(2025, make.QINGMING))
        assert list(redating.perhaps()) == [make.period(MARCH)]
        (move,) = redating.redate(cast.office(), "通知")
        late.refresh_from_db()
        march = make.period(MARCH)
        assert (march.due_at, march.lock_at) == (at(date(2025, 4, 10), 0), at(date(2025, 5, 1), 0))
        assert move.period.due_at == at(date(2025, 4, 8), 0) and late.late is False
        with pytest.raises(Refused, match="没有要改的"):
            redating.redate(chief, "通知")


def test_no_month_is_put_forward_and_none_that_is_locked_or_was_given_more_time_is_touched(chief):
    worked = make.notice(2025, worked=[date(2025, 4, 5)])  # by it the 5th was no day of rest
    entered(chief, worked)
    assert redating.moves() == []
    entered(chief, make.notice(2025, make.QINGMING))
    with clock.at(at(date(2025, 5, 1), 0)):
        assert redating.moves() == []
    more_time.extend(chief, make.period(MARCH), at(date(2025, 4, 11), 0), "停机")
    assert redating.moves() == []


def test_where_the_office_has_ruled_that_the_day_stays_it_stays(chief):
    rulings.rule_deadline(chief, make.plan(), DueRule(roll="stay"), date(2025, 1, 1), "会议")
    entered(chief, make.notice(2025, make.QINGMING))
    assert redating.moves() == []


def test_only_the_head_enters_a_notice_and_only_the_office_puts_off(chief):
    with pytest.raises(Refused, match="只有专班办公室主任"):
        entered(cast.office(), NEW_YEARS_EVE)
    entered(chief, make.notice(2025, make.QINGMING))
    with pytest.raises(Refused, match="只有专班办公室"):
        redating.redate(cast.officer(), "通知")
    assert make.period(MARCH).due_at == at(date(2025, 4, 8), 0)


def test_the_days_are_asked_once_for_a_page_and_again_after_another_notice(
    chief, django_assert_num_queries
):
    with serving.of(cast.COUNTY):
        assert working_days.after(date(2025, 4, 7), 1) == date(2025, 4, 8)
        with django_assert_num_queries(0):
            assert working_days.after(date(2025, 4, 3), 1) == date(2025, 4, 7)
        entered(chief, make.notice(2025, make.QINGMING))
        assert working_days.after(date(2025, 4, 7), 1) == date(2025, 4, 9)
        assert Ruling.objects.get(subject="holidays:2025").county == make.county()


def test_a_month_that_opens_later_takes_the_notice_at_once(chief):
    entered(chief, make.notice(2025, (date(2025, 5, 1), date(2025, 5, 7))))
    with clock.at(at(date(2025, 4, 25), 1)):
        books.open_periods(make.county().ledger, "test")
    assert make.period(Month(2025, 4)).due_at == at(date(2025, 5, 9), 0)
