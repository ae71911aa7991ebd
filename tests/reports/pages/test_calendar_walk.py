"""The clock walked from turn to turn through the plan and a year beyond: nobody is named, lit or
counted for what is not due, nor after the plan, and the opening of a month changes no judgement."""

import re
from datetime import date, datetime, timedelta

import pytest

from ledger import deadlines
from ledger.deadlines import DueRule
from ledger.holidays import PRINTED
from ledger.judging import MonthState
from ledger.models import Ledger, LineKind
from ledger.periods import books, now
from ledger.returns import standings
from reports.bulletins import compose, fair_naming
from reports.figures.reading import read
from reports.supervision import following_up
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role
from targets.models import Plan, Unit
from targets.months import Month
from tests import cast, make
from tests.indicators import TIMELINESS

pytestmark = [pytest.mark.at_length, pytest.mark.django_db]
FIRST, LAST, PLANS_LAST = Month(2025, 1), Month(2027, 1), Month(2025, 12)
MONTHS = [FIRST + n for n in range(LAST.index - FIRST.index + 1)]
WALKED = MONTHS if cast.LONG else [*MONTHS[:3], *MONTHS[10:14], LAST]
LOOKED_AT = MONTHS if cast.LONG else [FIRST, PLANS_LAST, LAST]
MARGIN, DAY = timedelta(minutes=5), timedelta(days=1)  # the clock runs on while a page is made
LIT = ("status normal", "status slow", "status behind", "status met", "status unmet")


def midnight(day):
    return datetime(day.year, day.month, day.day, tzinfo=clock.ZONE)


def due_at(month):
    return deadlines.due_at(month, DueRule(), PRINTED.rests)


def turns(month):
    """Before and after the month opens and falls due, and the days between under LONG=1."""
    opens, due = (
        midnight(deadlines.opens_on(month)),
        due_at(month),
    )
    between = [opens + DAY * n for n in range(1, (due - opens).days)] if cast.LONG else []
    return [opens - MARGIN, opens + MARGIN, *between, due - MARGIN, due + MARGIN, due + 2 * DAY]


@pytest.fixture
def people(db):
    """A ledger that is live since January 2025, with the pace and the ladder ruled, so that what
    may be named is named."""
    with make.at(date(2025, 1, 2)):
        make.ledger(FIRST, live_from=date(2025, 1, 2))
        make.ruled("slow_within", {"answer": 10})
        make.ruled("ladder:red_months", {"answer": 3})
        make.ruled("ladder:red_behind", {"answer": 2})
        return {
            "leader": cast.leader(),
            "office": cast.office(),
            "officer": cast.officer(),
            "chief": cast.person("chief", Role.CHIEF),
        }


def hand_in(people, month):
    """岱岳镇 reports with piles until March, and is approved; later months it hands in only."""
    typed = make.new_piles(
        site_name=f"{month.label}充电站",
        on=str(month.first_day),
        dc="1",
        connectors="2",
        power="60",
        explanation="另一处，不是重复",
    )
    if month <= Month(2025, 3):
        lines = [(LineKind.ADDED, typed)]
        make.approved(people["officer"], people["office"], month, lines=lines)
    elif month <= Month(2026, 2):
        make.handed_in(people["officer"], month, lines=[])


def judgement():
    """What the first screen holds against anybody."""
    reading = read(now.Calendar().shown_month())
    rows = [(s.figure.where.unit, s.state) for s in reading.quota_standings() if s.is_judged]
    counted = reading.figure(TIMELINESS).value, reading.figure(TIMELINESS).of
    return str(reading.month), rows, counted


def due_months(moment):
    return [m for m in MONTHS if m <= PLANS_LAST and due_at(m) <= moment]


def walked():
    """Each turn of each month with the clock there, in order."""
    for moment in sorted({moment for month in WALKED for moment in turns(month)}):
        with clock.at(moment):
            books.open_periods(Ledger.objects.get(), "test")
            yield moment


def test_nothing_is_judged_before_its_due_moment_and_the_opening_of_a_month_changes_nothing(people):
    members = {unit.name for unit in Unit.objects.members(Plan.objects.get())}
    before, handed = None, set()
    for moment in walked():
        due = due_months(moment)
        assert now.Calendar().judged_month() == (due[-1] if due else None), moment
        judged = judgement()
        if before and before[0] == len(due):
            assert (judged if due else judged[1:]) == before[1], moment
        before = len(due), (judged if due else judged[1:])
        assert all(owed.missing <= len(due) for owed in owing()), moment
        for period in now.Calendar().running():
            not_judged(period, members)
            if period.month not in handed:
                handed.add(period.month)
                hand_in(people, period.month)
                before = None  # a return that comes in may change what is said
        strips = standings.calendar(Plan.objects.get(), make.county())
        assert {len(strip.due) for strip in strips.values()} == {len(due)}, moment


def owing():
    reading = read(now.Calendar().shown_month())
    return following_up.returned(reading.plan, reading.county)


def not_judged(period, members):
    """A month whose returns are awaited: no light, no count, no name."""
    reading = read(period.month)
    over = period.month > PLANS_LAST
    assert reading.state is (MonthState.OVER if over else MonthState.RUNNING)
    assert not any(s.is_judged for s in reading.quota_standings())
    assert reading.figure(TIMELINESS).value is None and not reading.figure(TIMELINESS).missing
    assert {s.reported_word for s in reading.everyone} <= {"待报", "已报", "零报告", "退回"}
    content = compose.compose(reading)
    assert fair_naming.named(content, members) == {}


@pytest.mark.one_in(6)
def test_no_page_lights_or_names_in_a_month_that_is_not_due(client, people):
    looked = {moment for month in LOOKED_AT for moment in turns(month)}
    for moment in walked():
        for who in ("leader", "office", "officer") if moment in looked else ():
            client.force_login(people[who])
            for path in ("/", "/supervision/"):
                assert client.get(path, follow=True).status_code == 200, (moment, path)
            first = client.get("/dispatch/").content.decode()
            assert ("方案期限已于" in first) is (now.Calendar().past() is not None), moment
            assert ("指标停在期末状态" in first) is (now.Calendar().over() is not None), moment
            for period in now.Calendar().running():
                unlit(client, period)


def unlit(client, period):
    """The pages of a month whose returns are awaited have no light and no name."""
    page = client.get(f"/dispatch/?month={period.month}").content.decode()
    assert [light for light in LIT if light in page] == [], period
    assert "status unreported" not in page and "照此" not in page, period
    assert not re.search("未报 [0-9]", page), period
    board = client.get(f"/board/?period={period.pk}")
    if board.status_code == 200:  # an officer has none
        assert "待报" in board.content.decode() and "> 未报" not in board.content.decode(), period


def test_after_the_term_the_end_state_stands_and_nothing_is_proposed(client, people):
    with make.at(date(2026, 11, 29)):
        books.open_periods(Ledger.objects.get(), "test", however_many=True)
        calendar = now.Calendar()
        assert (calendar.shown_month(), calendar.over_since()) == (PLANS_LAST, date(2025, 12, 31))
        assert following_up.proposals()[0] == [] and following_up.reminders_due() == []
        client.force_login(people["chief"])
        for path in ("/", "/dispatch/", "/supervision/"):
            page = client.get(path).content.decode()
            assert "2025年12月31日" in page and "请主任报请县政府印发下一期方案" in page, path
        living = compose.compose(read(Month(2026, 10)))
        said = "".join(p.text for p in living.body)
        assert "保有量" in said and "目标509台" not in said and "年度任务" not in said
        assert "不作评价" in said and "家（" not in said


def test_the_year_is_done_or_not_done_once_december_is_due(client, people):
    client.force_login(people["leader"])
    for day, words, never in (
        (date(2025, 12, 20), "年度未满", "未完成</span>"),
        (date(2026, 1, 3), "12月月报2026年1月5日（周一）24:00截止", "年度未满"),
        (date(2026, 1, 10), "未完成</span>", "年度未满"),
        (date(2026, 11, 29), "未完成</span>", "年度未满"),
    ):
        with make.at(day):
            books.open_periods(Ledger.objects.get(), "test")
            page = client.get("/years/2025/").content.decode().replace("\n", "")
            assert words in "".join(page.split()) and never not in "".join(page.split()), day
            assert day.year == 2025 or "偏慢" not in page


def test_the_year_before_the_portal_has_no_lights_and_no_pace(client, people):
    with make.at(date(2025, 6, 10)):
        reading = read(Month(2024, 12))
        assert reading.state is MonthState.CLOSING
        found = [*reading.quota_standings(), reading.standing("I01"), reading.standing("I02")]
        assert not any(s.is_judged or s.expected is not None for s in found)
        client.force_login(people["leader"])
        for path in ("/dispatch/?month=2024-12", "/ranking/?month=2024-12", "/years/2024/"):
            page = client.get(path).content.decode()
            assert not any(light in page for light in LIT), path
