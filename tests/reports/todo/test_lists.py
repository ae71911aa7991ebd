"""What a list says: a leader's word first, then the oldest, each with how long it has waited."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledger.models import Ledger
from ledger.periods import books, closing
from ledger.returns import workflow as returns
from reports import suggesting
from reports.bulletins import drafting, issuing
from reports.documents.kinds import MONTH
from reports.figures.reading import read
from reports.models import NoticeState as State
from reports.supervision import desk, instructions, subjects
from reports.todo.lists import number_of, to_do_of
from shanyin_charging import serving
from targets.models import Holder
from targets.months import Month
from tests import cast, make
from tests.reports.supervision import test_workflow
from tests.reports.supervision.test_workflow import LATER, at_state, step

pytestmark = pytest.mark.django_db
people = test_workflow.people


def told(person):
    """(what is to be done, for how long it has waited), in the order of the list."""
    return [(todo.button, todo.waited) for todo in to_do_of(Holder(person))]


def test_a_leaders_word_goes_first_and_then_the_oldest(people):
    suggesting.suggest(people["unit"], "/", "字大一点")
    with make.at(date(2025, 4, 8)):
        draft = drafting.draft(people["office"], read(Month(2025, 3)), MONTH)
        issuing.move(people["office"], "propose", draft)
    with make.at(date(2025, 4, 10)):
        at_state(people, State.PROPOSED)
        about = subjects.subject(people["leader"], "unit:140621103")
        instructions.instruct(people["leader"], about, "为什么一台没有？")
        expected = [("办理", "今天"), ("答复", "已等8天"), ("审核", "已等2天")]
        assert told(people["chief"]) == [*expected, ("签发交办", "今天")]


@pytest.mark.usefixtures("april")
def test_the_month_that_falls_due_stands_before_what_never_does():
    listed = to_do_of(Holder(cast.officer()))
    assert [todo.title for todo in listed] == ["岱岳镇　2025年3月月报", "岱岳镇　2024年年度结账"]
    assert [todo.waited for todo in listed] == ["已等8天", ""]


def test_a_month_has_not_waited_since_before_the_portal_was_there():
    with make.at(date(2025, 4, 2)):
        make.ledger(live_from=date(2025, 4, 1))
        march, *_ = to_do_of(Holder(cast.officer()))
        assert (march.title, march.waited) == ("岱岳镇　2025年3月月报", "已等1天")


def test_what_was_returned_says_why(people):
    with make.at(date(2025, 4, 8)):
        draft = drafting.draft(people["office"], read(Month(2025, 3)), MONTH)
        issuing.move(people["office"], "propose", draft)
        issuing.move(people["chief"], "return", draft, "第二段的数要核对")
        (todo,) = to_do_of(Holder(people["office"]))
        assert (todo.mark, todo.sentence) == ("退回修改", "退回：第二段的数要核对")


def test_a_request_for_more_time_is_answered_and_not_granted_at_once(people):
    notice = at_state(people, State.ACKNOWLEDGED)
    step(people, notice, "ask_extension", "unit", due_on=LATER)
    (todo,) = to_do_of(Holder(people["chief"]))
    assert todo.button == "答复" and "岱岳镇申请延期到2025年4月30日，等答复。" in todo.sentence


def test_home_tells_the_head_of_what_waits_for_them_and_so_does_the_menu(people, client):
    at_state(people, State.PROPOSED)
    client.force_login(people["chief"])
    page = client.get("/").content.decode()
    assert "有 1 件事要办" in page and "签发交办" in page
    assert '待办<b class="count">1</b>' in page
    assert '待办<b class="count">1</b>' in client.get("/supervision/").content.decode()


def test_a_leader_has_a_list_behind_the_first_page(people, client):
    client.force_login(people["leader"])
    assert client.get("/")["Location"] == "/dispatch/"
    page = client.get("/todo/").content.decode()
    assert "leader，没有要办的事" in page and "我的批示" in page


def test_the_number_in_the_menu_takes_one_question_or_a_few_small_ones(people):
    for state in (State.DRAFT, State.PROPOSED, State.ACKNOWLEDGED, State.RESPONDED):
        at_state(people, state, topic=f"t{state}")
    for name, most in {"chief": 1, "office": 1, "leader": 1, "unit": 6, "admin": 2}.items():
        with CaptureQueriesContext(connection) as asked:
            number_of(Holder(people[name]))
        assert len(asked) <= most, (name, [query["sql"][:90] for query in asked])


@pytest.mark.parametrize(("name", "most"), [("unit", 16), ("chief", 40)])
def test_home_asks_few_questions_however_much_there_is(people, client, name, most):
    client.force_login(people[name])
    asked = set()
    for topics in (range(2), range(2, 6)):
        for n in topics:
            for state in (State.DRAFT, State.PROPOSED, State.ACKNOWLEDGED, State.RESPONDED):
                at_state(people, state, topic=f"{n}{state}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        asked.add(len(queries))
    assert len(asked) == 1 and max(asked) <= most


def test_holidays_that_are_not_known_wait_for_the_head_and_nobody_else(people):
    with make.at(date(2026, 12, 5)):
        holders = {name: Holder(person) for name, person in people.items()}
        lists = {name: [todo.title for todo in to_do_of(who)] for name, who in holders.items()}
        assert number_of(holders["chief"]) == len(lists["chief"])
    assert [who for who, told in lists.items() if "还没有2027年的放假安排" in told] == ["chief"]


def test_a_year_and_then_a_plan_that_are_over_wait_for_the_head_to_close_them(people):
    chief, ledger = people["chief"], Ledger.objects.get()
    march = make.handed_in(people["unit"], Month(2025, 3))

    def asked():
        listed = [todo.button for todo in to_do_of(Holder(chief))]
        assert number_of(Holder(chief)) == len(listed) + len(desk.waiting([make.plan()]))
        return listed

    with make.at(date(2026, 2, 2)):  # December is locked
        books.open_periods(ledger, "test")
        assert "去结账" not in asked()
        returns.begin_review(people["office"], march)
        march.refresh_from_db()
        returns.approve(people["office"], march)
        assert "去结账" in asked() and "方案收官" not in asked()
        for year in (2024, 2025):
            closing.close_year(chief, ledger, year)
        assert "方案收官" in asked() and "去结账" not in asked()
        assert "方案收官" not in [todo.button for todo in to_do_of(Holder(people["office"]))]


@pytest.mark.usefixtures("april")
def test_what_is_handed_in_in_another_county_waits_for_nobody_here():
    office = cast.office()
    make.handed_in(cast.officer(), Month(2025, 3))
    plans = [make.plan()]
    assert (number_of(Holder(office)), len(desk.waiting(plans))) == (1, 1)
    with serving.of("140622"):
        assert (number_of(Holder(office)), len(desk.waiting([]))) == (0, 0)
