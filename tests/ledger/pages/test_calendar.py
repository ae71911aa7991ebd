"""The calendar of due days against days written by hand from the notices; the feed as a calendar
program reads it."""

from datetime import date

import icalendar
import pytest

from ledger.pages import calendar
from shanyin_charging import clock
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
DUE_2025 = [
    "2025-01-06",
    "2025-02-05",
    "2025-03-05",
    "2025-04-07",
    "2025-05-06",
    "2025-06-05",
    "2025-07-07",
    "2025-08-05",
    "2025-09-05",
    "2025-10-09",
    "2025-11-05",
    "2025-12-05",
]


def test_the_due_days_of_2025_stand_as_the_notices_move_them():
    terms = calendar.terms(2025)
    assert [term.last_day.isoformat() for term in terms] == DUE_2025
    moved = [str(term.month) for term in terms if term.moved]
    assert moved == ["2024-12", "2025-03", "2025-04", "2025-06", "2025-09"]
    assert [term.settled for term in terms] == [False, *[True] * 3, *[False] * 8]


def test_an_extension_shows_in_the_calendar():
    period = make.period(calendar.Month(2025, 3))
    later = {"due_at": cast.noon(date(2025, 4, 10)), "lock_at": cast.noon(date(2025, 5, 1))}
    type(period).objects.filter(pk=period.pk).update(**later)
    assert calendar.terms(2025)[3].last_day == date(2025, 4, 10)


def test_a_year_whose_holidays_are_not_published_says_so(client):
    client.force_login(cast.officer())
    assert "节假日安排公布后确定" in client.get("/calendar/?year=2040").content.decode()
    page = client.get("/calendar/").content.decode()
    assert "2025年报送日历" in page and "2025年4月7日（周一）24:00" in page
    assert client.get("/calendar/?year=1900").status_code == 404
    assert "2025年报送日历" in client.get("/calendar/?year=x").content.decode()


def test_the_feed_is_open_and_a_calendar_program_reads_its_days(client):
    answer = client.get("/calendar.ics")
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert answer["Content-Type"].startswith("text/calendar") and len(events) == 24
    assert [event["DTSTART"].dt.isoformat() for event in events][:12] == DUE_2025
    assert str(events[3]["SUMMARY"]) == "2025年3月充（换）电建设月报截止"
    assert len({str(event["UID"]) for event in events}) == 24 and clock.today() == date(2025, 4, 2)
