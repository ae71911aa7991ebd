"""A month that had fallen due is put off, as its year's holidays were entered afterwards."""

import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from ledger.models import Submission
from ledger.returns import workflow
from reports.bulletins import drafting, fair_naming, issuing
from reports.bulletins.restated import how_many, look_through, restated
from reports.documents.kinds import MONTH
from reports.figures.reading import read
from reports.models import Naming
from shanyin_charging import clock
from shanyin_charging.lifecycle.transitions import Refused
from targets.months import Month
from tests import cast, make
from tests.demo.when import at
from tests.ledger.test_holidays import OTHERS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march_due", "quick_press")]
MARCH = Month(2025, 3)
DAYS = OTHERS.replace("4月3日至5日", "4月5日至8日")  # invented: the 7th is no day of work
NOTICE = f"元旦：1月1日放假\n春节：1月28日至2月4日放假，1月26日、2月8日上班\n{DAYS}"
ENTER = {"what": "enter", "text": NOTICE, "document_no": "国办发明电〔2024〕12号", "sure": "1"}


@pytest.fixture
def people(people):
    return {**people, "leader": cast.leader(), "yujing": cast.officer(cast.YUJING)}


def page(client, user, address, **typed):
    client.force_login(user)
    answer = client.post(address, typed, follow=True) if typed else client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2])


def put_off(client, people):
    assert "已登记2025年放假安排" in page(
        client, people["chief"], "/calendar/2025/holidays/", **ENTER
    )
    said = page(client, people["office"], "/calendar/2025/holidays/", what="redate", sure="1")
    assert "已改期" in said


def remind():
    said = StringIO()
    call_command("remind", stdout=said)
    return said.getvalue()


def told(stage):
    """How many units the timer reminds of March's return now, all at that stage."""
    said = [line for line in remind().splitlines() if "月报" in line]
    assert all(f"　{stage}　" in line for line in said), said[:2]
    return len(said)


def test_units_are_reminded_anew_by_the_day_to_which_it_was_put_off(client, people):
    """Tuesday 8 April: March fell due the night before. By the notice the next day of work is
    Wednesday 9 April; three days of work after it is Monday 14 April."""
    make.handed_in(people["daiyue"], MARCH, lines=[])
    assert told("催报") == 34
    put_off(client, people)
    assert told("截止前提醒") == 34 and told("") == 0
    found = []
    for day in (9, 10, 11, 14, 15):
        with clock.at(at(date(2025, 4, day), 9, 5)):
            stage = {9: "截止日提醒", 14: "再次催报"}.get(day, "催报")
            found.append(told(stage))
    assert found == [34, 34, 0, 34, 0]
    home = page(client, people["yujing"], "/")
    assert "再次催报：2025年3月" in home


def asked(client, people):
    """The office asks the units that a draft of March names for their statements."""
    made = drafting.draft(people["office"], read(MARCH), MONTH)
    said = page(client, people["office"], f"/bulletins/{made.pk}/consult/", x="1")
    assert "拟通报内容已放进35家单位的待办" in said
    return made


def test_what_units_were_told_before_does_not_hold_and_is_told_anew(client, people):
    made = asked(client, people)
    naming = Naming.objects.get(unit__code=cast.YUJING)
    assert "点了贵单位的名" in page(client, people["yujing"], "/")
    put_off(client, people)
    assert "点了贵单位的名" not in page(client, people["yujing"], "/")
    assert "拟通报" not in remind()
    shown = page(client, people["yujing"], f"/namings/{naming.pk}/")
    assert "2025年3月月报改到2025年4月9日（周三）24:00截止，告知的内容不再有效" in shown
    client.force_login(people["yujing"])
    refused = client.post(f"/namings/{naming.pk}/", {"statement": "收到通知晚"})
    assert refused.status_code == 409 and "收到通知晚" in refused.content.decode()
    shown = page(client, people["office"], f"/bulletins/{made.pk}/")
    assert "说明期还没有结束" not in shown and "35家被点名的单位还没有看到" in shown
    with clock.at(at(date(2025, 4, 10), 9)):
        said = page(client, people["office"], f"/bulletins/{made.pk}/consult/", x="1")
        assert "拟通报内容已放进35家单位的待办，说明期到2025年4月14日（周一）24:00" in said
        assert "点了贵单位的名" in page(client, people["yujing"], "/")


def test_whether_what_all_units_were_told_still_holds_is_asked_once(
    client, people, django_assert_max_num_queries
):
    """Of 35 units: what they were told, the county, the periods, and how the month stands."""
    asked(client, people)
    put_off(client, people)
    with django_assert_max_num_queries(8):
        assert fair_naming.reminders_due() == []


def everybody_is_approved(people):
    """Six piles of 岱岳镇, and of all others that there is nothing, on 2 April: before the 7th."""
    mine = {cast.DAIYUE: people["daiyue"], cast.YUJING: people["yujing"]}
    for code in make.plan().memberships.values_list("unit__code", flat=True):
        lines = None if code == cast.DAIYUE else []
        who = mine.get(code) or cast.officer(code)
        make.approved(who, people["office"], MARCH, code, lines=lines)


def issued(people):
    """The paper of March, drafted, passed and signed now."""
    made = drafting.draft(people["office"], read(MARCH), MONTH)
    issuing.move(people["office"], "propose", made)
    issuing.move(people["second"], "pass", made)
    return make.sign(people["chief"], made)


def test_what_units_were_told_holds_where_every_return_was_approved_before_it_fell_due(people):
    with make.at(date(2025, 4, 2)):
        everybody_is_approved(people)
        made = drafting.draft(people["office"], read(MARCH), MONTH)
        fair_naming.consult(people["office"], made)
        assert fair_naming.open_for([Naming.objects.first().unit])


def test_a_paper_put_out_before_its_month_fell_due_does_not_differ_once_it_is_judged(people):
    """It says nothing of the pace; its numbers are as they were, and one that changes is told."""
    with make.at(date(2025, 4, 2)):
        everybody_is_approved(people)
        made = issued(people)
        assert restated() == []
    assert restated() == []
    wrong = Submission.objects.get(unit__code=cast.DAIYUE)
    workflow.undo(people["office"], wrong, "审错了")
    (one,) = restated()
    assert one.bulletin == made and one.numbers
    assert not any("正文" in row.name or "序时" in row.now for row in one.numbers)
    assert ("山阴县新增公共充电桩（2025年累计至3月）", "6台", "0台") in one.numbers


def test_a_paper_put_out_before_its_month_was_put_off_waits_until_it_is_due_again(client, people):
    """On 8 April it says that nobody has reported; 岱岳镇 comes on the 9th, which is in time by the
    notice."""
    made = issued(people)
    look_through()
    assert how_many() == (0, 0)
    put_off(client, people)
    look_through()
    assert restated() == [] and how_many() == (0, 0)
    with pytest.raises(Refused, match="2025年4月9日（周三）24:00截止"):
        drafting.correct(people["office"], made)
    with make.at(date(2025, 4, 9)):
        make.handed_in(people["daiyue"], MARCH, lines=[])
    with clock.at(at(date(2025, 4, 10), 9)):
        (one,) = restated()
        told = [(row.then, row.now) for row in one.numbers if row.name == "正文“三、存在问题”"]
        assert [("没有单位按时报送" in then, "按时报送1家" in now) for then, now in told] == [
            (True, True)
        ]
        assert drafting.correct(people["office"], made).corrects == made
