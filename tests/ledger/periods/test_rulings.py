"""What the head of the office rules, and what it changes: periods made after, rows reported, a
closed year."""

from datetime import date, datetime

import pytest

from ledger import deadlines
from ledger.deadlines import DueRule
from ledger.lines import Scope
from ledger.lines.owed import owed_by
from ledger.models import Ledger, LineKind, Period, Submission
from ledger.periods import books, closing, rulings
from ledger.returns import drafting, workflow
from shanyin_charging.accounts.models import Role
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Ruling, Unit
from targets.months import Month
from targets.plan import queries
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
MARCH = Month(2025, 3)


@pytest.fixture
def chief():
    return cast.person("chief", Role.CHIEF)


def test_a_rule_governs_the_periods_made_after_it_and_no_earlier_one(chief):
    before = Period.objects.get(starts_on="2025-03-01").due_at
    rulings.rule_deadline(
        chief, make.plan(), DueRule(day=8, cut_off=18), date(2025, 4, 1), "专班会议纪要2号"
    )
    with make.at(date(2025, 4, 26)):
        books.open_periods(Ledger.objects.get(), "test")
    assert Period.objects.get(starts_on="2025-03-01").due_at == before
    assert Period.objects.get(starts_on="2025-04-01").due_at == datetime(
        2025, 5, 8, 18, tzinfo=deadlines.ZONE
    )
    assert rulings.due_rule(make.county(), date(2025, 3, 31)) == DueRule()


def test_a_ruling_of_before_takes_the_default_of_each_part_that_it_lacks():
    make.ruled("deadline", {"day": 8, "roll": "stay"})
    assert rulings.due_rule(make.county(), date(2025, 4, 30)) == DueRule(day=8, roll="stay")


def test_the_grace_is_the_one_in_force_when_the_return_is_sent_back(chief):
    rulings.rule_deadline(chief, make.plan(), DueRule(grace=5), date(2025, 4, 1), "专班会议纪要2号")
    submission = make.handed_in(cast.officer(), MARCH)
    workflow.begin_review(chief, submission)
    workflow.send_back(chief, submission, "请核对")
    submission.refresh_from_db()
    assert submission.mend_by == datetime(
        2025, 4, 11, tzinfo=deadlines.ZONE
    )  # 3, 7, 8, 9, 10 April


def test_a_row_is_reported_by_the_unit_that_was_ruled(chief):
    row, energy = Unit.objects.get(code="bus_station"), Unit.objects.get(code="energy")
    rulings.rule_supervisor(
        chief, make.plan(), row, energy, date(2025, 4, 1), "晋山充专办〔2025〕1号"
    )
    assert queries.supervisors(make.plan(), date(2025, 3, 31))["bus_station"].code == "transport"
    assert queries.supervisors(make.plan(), date(2025, 4, 1))["bus_station"].code == "energy"
    scope = Scope(Submission(period=make.period(MARCH), unit=energy))
    assert (
        "bus_station" in scope.rows.labels
        and LineKind.ADDED in owed_by(energy, make.plan(), date(2025, 3, 31)).kinds
    )


def test_a_year_is_closed_once_it_is_over_and_reviewed(chief):
    ledger = Ledger.objects.get()
    assert [closing.is_ready(ledger, year).reason for year in (2024, 2025)] == [
        "",
        "2025年还没有过完",
    ]
    officer = cast.officer()
    with make.at(date(2025, 4, 2)):
        late = make.handed_in(
            officer,
            MARCH,
            lines=[(LineKind.ADDED, make.new_piles(on="2024-12-30", explanation="漏报"))],
        )
    closing.close_year(chief, ledger, 2024)
    ledger.refresh_from_db()
    assert ledger.closed_through == date(2024, 12, 31)
    with pytest.raises(Refused, match="已经结账"):
        closing.close_year(chief, ledger, 2024)
    workflow.begin_review(chief, late)
    with pytest.raises(Refused, match="2024年已经结账，2024-12-30的变动不能登账"):
        workflow.approve(chief, late)


def test_a_year_with_returns_that_wait_is_not_closed(chief):
    officer, unit = cast.officer(cast.YUJING), Unit.objects.get(code=cast.YUJING)
    submission = drafting.start(officer, Period.objects.get(starts_on="2024-01-01"), unit)
    workflow.submit(officer, submission, submission.current.key, nil=True)
    ready = closing.is_ready(Ledger.objects.get(), 2024)
    assert ready.reason == (
        "2024年还有1份材料没有审完或在退回修改：玉井镇 2024年年度结账，办完再结账"
    )


def test_the_page_shows_the_rule_and_takes_a_new_one_from_the_head_only(client, chief):
    client.force_login(chief)
    answer = client.get("/rules/")
    assert list(answer.context["deadline"].fields) == [
        *DueRule.__dataclass_fields__,
        *("in_force_on", "document_no"),
    ]
    page = answer.content.decode()
    assert "默认规则" in page and "2025年4月月报<br><b>2025年5月6日（周二）24:00</b>" in page
    wrong = client.post(
        "/rules/",
        {
            "what": "deadline",
            "day": "40",
            "roll": "next",
            "cut_off": "24",
            "grace": "3",
            "lock_after": "1",
            "in_force_on": "2025-04-01",
            "document_no": "",
        },
    ).content.decode()
    assert "请填依据的文号或会议" in wrong and not Ruling.objects.exists()
    client.post(
        "/rules/",
        {
            "what": "deadline",
            "day": "5",
            "roll": "previous",
            "cut_off": "18",
            "grace": "3",
            "lock_after": "1",
            "weekends": "on",
            "in_force_on": "2025-04-01",
            "document_no": "纪要2号",
            "sure": "1",
        },
    )
    page = client.get("/rules/").content.decode()
    assert (
        "提前到上一个工作日" in page and "纪要2号" in page and "2025年4月30日（周三）18:00" in page
    )
    client.post(
        "/rules/",
        {
            "what": "supervisor",
            "row": "bus_station",
            "unit": "energy",
            "in_force_on": "2025-04-01",
            "document_no": "纪要2号",
            "sure": "1",
        },
    )
    assert queries.supervisors(make.plan(), date(2025, 4, 2))["bus_station"].code == "energy"
    close = {"what": "close", "year": "2024"}
    assert "结账不能撤回" in client.post("/rules/", close).content.decode()
    assert Ledger.objects.get().closed_through is None
    page = client.post("/rules/", {**close, "sure": "1"}, follow=True).content.decode()
    assert "2024年已结账" in page
    assert Ledger.objects.get().closed_through == date(2024, 12, 31)
    client.force_login(cast.office())
    assert client.get("/rules/").status_code == 200
    assert client.post("/rules/", {"what": "close", "year": "2024"}).status_code == 404
    client.force_login(cast.officer())
    assert client.get("/rules/").status_code == 404


def test_a_year_that_no_notice_covers_is_marked(client, chief):
    client.force_login(chief)
    with make.at(date(2026, 6, 2)):
        assert "还没有登记那一年的放假安排" in client.get("/rules/").content.decode()
