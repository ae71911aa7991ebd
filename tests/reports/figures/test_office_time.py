"""What came to the office and how long it waited, in working days worked out by the calendar."""

from datetime import date

import pytest

from ledger.returns import workflow
from reports.bulletins.compose import compose
from reports.documents.kinds import YEAR
from reports.figures.office_time import by_month, of_year, waits
from reports.figures.reading import read
from targets.months import Month
from tests import cast, make

pytestmark = pytest.mark.django_db
MARCH, APRIL = Month(2025, 3), Month(2025, 4)
WEDNESDAY, FRIDAY, TUESDAY = date(2025, 4, 2), date(2025, 4, 11), date(2025, 4, 15)


def judged(verb, submission, day, *words):
    office = cast.User.objects.filter(username="office").first() or cast.office()
    with make.at(day):
        workflow.begin_review(office, submission)
        submission.refresh_from_db()
        verb(office, submission, *words)
        submission.refresh_from_db()


def returned():
    (month,) = by_month([APRIL])
    return month[1][0]


def test_days_are_working_days_and_a_holiday_is_none(april):
    """Wednesday the 2nd to Friday the 11th: the 3rd, 7th to 11th; the 4th to 6th are Qingming."""
    submission = make.handed_in(cast.officer(), MARCH)
    judged(workflow.approve, submission, FRIDAY)
    assert (returned().number, returned().middle, returned().longest) == (1, 6, 6)


def test_each_time_that_it_comes_is_counted_and_the_middle_is_of_all(april):
    officer = cast.officer()
    submission = make.handed_in(officer, MARCH)
    judged(workflow.send_back, submission, WEDNESDAY, "请核对功率")
    with make.at(FRIDAY):
        workflow.submit(officer, submission, submission.current.key)
        submission.refresh_from_db()
    judged(workflow.approve, submission, TUESDAY)
    assert (returned().number, returned().middle, returned().longest) == (2, 2, 2)  # of 0 and 2
    assert of_year(2025)[0] == returned() and of_year(2024)[0].number == 0


def test_what_its_unit_takes_back_was_not_answered(april):
    officer = cast.officer()
    submission = make.handed_in(officer, MARCH)
    workflow.withdraw(officer, submission)
    assert (returned().number, returned().waiting, waits()) == (0, 0, [])


def test_what_still_waits_is_in_no_middle(april):
    make.handed_in(cast.officer(), MARCH)
    with make.at(FRIDAY):
        assert (returned().number, returned().middle, returned().waiting) == (0, None, 1)
        assert [wait.days for wait in waits()] == [6]


def test_the_page_and_the_years_paper_say_it(april, client):
    judged(workflow.approve, make.handed_in(cast.officer(), MARCH), FRIDAY)
    with make.at(FRIDAY):
        client.force_login(cast.leader())
        page = client.get("/burden/?month=2025-03").content.decode()
        assert "专班办公室用时" in page and "2025年4月" in page
        text = "".join(p.text for p in compose(read(Month(2025, 12)), YEAR).body)
    assert "专班办公室2025年办理：单位材料1件，用时中位数6个工作日，最长6个工作日。" in text
