"""放假安排 on its page: read back before it is entered, and the open months put off from there."""

import pytest

from reports.models import Announcement
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role
from shanyin_charging.health.checks import CHECKS
from targets.models import Ruling
from targets.months import Month
from tests import cast, make
from tests.demo.when import at
from tests.ledger.test_holidays import OTHERS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
PAGE, NEXT = "/calendar/2025/holidays/", "/calendar/2027/holidays/"
TEXT = f"元旦：1月1日放假\n春节：2月5日（周五）至11日放假，共7天。2月14日上班\n{OTHERS}"
DAYS = (("现在", "2月5日（周五）"), ("以后", "<b>2月12日（周五）"))
TYPED = {"what": "enter", "text": TEXT, "document_no": "国办发明电〔2026〕7号"}


def page(client, address, **typed):
    answer = client.post(address, typed, follow=True) if typed else client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_was_pasted_is_read_back_with_the_due_days_it_moves_and_then_holds(client):
    client.force_login(cast.person("chief", Role.CHIEF))
    assert "还没有登记" in page(client, NEXT)
    asked = page(client, NEXT, **TYPED)
    assert "2月5日（周五）至2月11日（周四），7天" in asked
    assert not Ruling.objects.exists()
    was, now = (f'data-head="{when}">{said}' for when, said in DAYS)
    assert asked.index("2027年1月月报") < asked.index(was) < asked.index(now)
    back = page(client, NEXT, **TYPED, back="1")
    assert "春节：2月5日" in back
    assert "已登记2027年放假安排" in page(client, NEXT, **TYPED, sure="1")
    assert "2027年2月12日（周五）24:00" in page(client, "/calendar/?year=2027")
    assert "节假日安排公布后确定" not in page(client, "/calendar/?year=2027")


def test_what_cannot_be_meant_is_told_and_nothing_typed_is_lost(client):
    client.force_login(cast.person("chief", Role.CHIEF))
    answer = page(client, NEXT, **(TYPED | {"text": TEXT.replace("共7天", "共8天")}))
    assert "写的是共8天，日期算下来是7天" in answer and "共8天。2月14日上班" in answer
    assert not Ruling.objects.exists()


def test_open_months_are_put_off_by_the_office_and_every_member_is_told(client):
    chief = cast.person("chief", Role.CHIEF)
    client.force_login(chief)
    wrong = TEXT.replace("2月5日（周五）", "2月5日").replace("4月3日至5日", "4月5日至8日")
    wrong = wrong.replace("2月14日", "2月15日")
    page(client, PAGE, what="enter", text=wrong, document_no="通知", sure="1")
    client.force_login(cast.office())
    assert "2025年3月月报的截止日落在休息日上" in page(client, "/")
    shown = page(client, PAGE)
    assert "2025年3月月报：原来2025年4月7日（周一）24:00截止，那天休息" in shown
    assert "已改期，并已通知全部成员单位" in page(client, PAGE, what="redate", sure="1")
    assert make.period(Month(2025, 3)).due_at.isoformat() == "2025-04-09T16:00:00+00:00"
    sent = Announcement.objects.get()
    assert "改到2025年4月9日（周三）24:00" in sent.text and sent.sent_by == "office"
    assert sent.units.count() == 35
    client.force_login(cast.officer())
    assert "月报截止日按放假安排改期" in page(client, "/")


def test_in_december_office_and_administrator_are_told_of_the_next_year_with_the_way_there(client):
    people = [cast.office(), cast.administrator(), cast.officer()]
    with clock.at(at(Month(2026, 12).first_day, 9)):
        told = []
        for person in people:
            client.force_login(person)
            told.append(NEXT in page(client, "/"))
        assert told == [True, True, False]
        assert "山阴县缺2027年的" in CHECKS["calendar"].ask()[1]


def test_who_may_not_enter_or_put_off_reads_the_page_only(client):
    client.force_login(cast.officer())
    assert "由专班办公室主任登记" in page(client, NEXT)
    assert client.post(NEXT, TYPED).status_code == 404
    assert client.post(NEXT, {"what": "redate"}).status_code == 404
    assert client.get("/calendar/1999/holidays/").status_code == 404
