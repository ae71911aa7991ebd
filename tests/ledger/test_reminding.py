"""When units are reminded, over holidays, working weekends and year ends; and the words before, on
and after the day."""

from datetime import date, datetime, timedelta

import pytest

from ledger import deadlines, reminding
from ledger.deadlines import DueRule
from ledger.holidays import PRINTED
from ledger.reminding import (
    AHEAD,
    LAST_DAY,
    OVERDUE,
    morning_of,
    stage_at,
    stages,
    to_group,
    to_unit,
)
from targets.months import Month

NAMES = ["岱岳镇", "县教育局"]
RESTS = PRINTED.rests
DUE = "2025年4月7日（周一）24:00"
PRESSING = stages(3)[-1]


def at(month, day, hour=9, minute=0, year=2025):
    return datetime(year, month, day, hour, minute, tzinfo=deadlines.ZONE)


def mornings(last_day):
    return [morning_of(stage, last_day, RESTS).date() for stage in stages(3)]


@pytest.mark.parametrize(
    ("month", "last_day", "days"),
    [  # worked out by hand from the holiday notices
        (
            Month(2025, 10),
            date(2025, 11, 5),
            [(10, 31), (11, 5), (11, 6), (11, 10)],
        ),  # Saturday and Sunday between
        (
            Month(2025, 9),
            date(2025, 10, 9),
            [(9, 28), (10, 9), (10, 10), (10, 13)],
        ),  # National Day; 28 September is worked,
        (
            Month(2024, 9),
            date(2024, 10, 8),
            [(9, 27), (10, 8), (10, 9), (10, 11)],
        ),  # 11 October too, 12 October is worked
        (
            Month(2025, 1),
            date(2025, 2, 5),
            [(1, 24), (2, 5), (2, 6), (2, 8)],
        ),  # Spring Festival; 26 January and 8 February
        (
            Month(2024, 12),
            date(2025, 1, 6),
            [(12, 31), (1, 6), (1, 7), (1, 9)],
        ),  # over the year's end
        (
            Month(2025, 12),
            date(2026, 1, 5),
            [(12, 30), (1, 5), (1, 6), (1, 8)],
        ),  # 4 January 2026 is a worked Sunday
    ],
)
def test_reminders_come_on_working_days_before_and_after_the_last_day(month, last_day, days):
    assert deadlines.due_day(month, DueRule(), RESTS) == last_day
    assert [(day.month, day.day) for day in mornings(last_day)] == days


def test_a_last_day_in_a_holiday_is_reminded_of_before_the_holiday_begins():
    assert mornings(date(2025, 10, 5))[:2] == [
        date(2025, 9, 28),
        date(2025, 9, 30),
    ]  # a rule that does not roll


def test_each_stage_holds_until_the_next_and_what_was_slept_through_is_not_told():
    last, due, lock = date(2025, 11, 5), at(11, 6, 0), at(12, 1, 0)
    seen = {
        moment: stage_at(moment, last, due, lock, 3, RESTS)
        for moment in (
            at(10, 31, 8, 59),
            at(10, 31),
            at(11, 4),
            at(11, 5, 8),
            at(11, 5),
            at(11, 5, 23, 59),
            at(11, 6, 0),
            at(11, 6),
            at(11, 9),
            at(11, 10),
            at(11, 30),
            at(12, 1, 0),
        )
    }
    assert list(seen.values()) == [
        None,
        AHEAD,
        AHEAD,
        AHEAD,
        LAST_DAY,
        LAST_DAY,
        None,
        OVERDUE,
        OVERDUE,
        PRESSING,
        PRESSING,
        None,
    ]


def test_an_extended_due_moment_is_followed():
    assert stage_at(at(11, 6), date(2025, 11, 10), at(11, 11, 0), at(12, 1, 0), 3, RESTS) == AHEAD


def test_a_unit_is_told_what_it_owes_and_what_will_follow():
    told = {
        stage.code: to_unit(stage, "2025年3月", DUE, True, "贵单位还没有填报", 3)
        for stage in stages(3)
    }
    assert all("贵单位还没有填报" in text for text in told.values())
    assert "零报告" in told["ahead"] and "未报名单" not in told["ahead"]
    assert (
        "今天24:00截止" in told["last_day"]
        and "若截止前未报，贵单位将列入未报名单" in told["last_day"]
    )
    assert (
        "已列入未报名单" in told["overdue"]
        and "过截止时间3个工作日仍未报的，按规则建议督办" in told["overdue"]
    )
    assert "按规则已建议督办" in told["pressing"]
    assert "今天是截止前最后一个工作日" in to_unit(LAST_DAY, "2025年9月", DUE, False, "", 3)


def test_nobody_is_reminded_of_nothing():
    assert to_group("2025年3月", DUE, 3, []) == ""


def test_the_group_is_told_only_who_owes_and_what_will_follow():
    before, today, after = (to_group("2025年3月", DUE, days, NAMES) for days in (3, 0, None))
    assert (
        "2025年4月7日（周一）24:00截止，还有3天" in before
        and "零报告" in before
        and "未报名单" not in before
    )
    assert "今天24:00截止" in today and "将列入未报名单" in today
    assert "已于2025年4月7日（周一）24:00截止" in after and "在通报中列出" in after
    assert all(
        "还没有上报的单位（2家）：岱岳镇、县教育局。" in text for text in (before, today, after)
    )


def test_the_last_day_is_the_one_before_the_first_late_instant():
    assert (
        reminding.last_day_of(at(11, 6, 0))
        == date(2025, 11, 5)
        == reminding.last_day_of(at(11, 5, 12))
    )
    assert reminding.last_day_of(at(11, 6, 0) + timedelta(hours=1)) == date(2025, 11, 6)
