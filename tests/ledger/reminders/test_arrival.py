"""Whether a reminder arrived, as the board, the unit's page and the notice's page tell it."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from ledger.models import Reminder
from ledger.reminders import arrival, gateways
from shanyin_charging.accounts.models import User
from targets.models import Unit
from targets.months import Month
from tests import cast, make
from tests.queries import queries

pytestmark = pytest.mark.usefixtures("april")
MARCH, SECOND = Month(2025, 3), date(2025, 4, 2)


@pytest.fixture
def reminded(settings, monkeypatch):
    """岱岳镇's officer has an address that works, 玉井镇's one that does not."""
    settings.REMIND_PEOPLE = {"mail": "mailtos://u:p@mail.example?to={address}"}
    monkeypatch.setattr(
        gateways, "send", lambda gateway, address, *_: "" if address[0] == "a" else "对方没有接收"
    )
    for unit, address in ((cast.DAIYUE, "a@example.cn"), (cast.YUJING, "b@example.cn")):
        person = cast.officer(unit)
        User.objects.filter(pk=person.pk).update(email=address)
    call_command("remind", stdout=StringIO())


def row_of(client, unit):
    page = client.get(f"/board/?period={make.period(MARCH).pk}").content.decode()
    name = Unit.objects.get(code=unit).name
    rows = [row for row in page.split("<tr>") if f'class="name">{name}<' in row]
    return " ".join(rows[0].split())


def test_the_board_tells_by_which_way_and_that_nobody_has_signed_in(client, reminded):
    client.force_login(cast.office())
    sent, failed, bare = (row_of(client, u) for u in (cast.DAIYUE, cast.YUJING, cast.MAYING))
    assert "平台待办、邮件（officer_140621103）已发送" in sent and "此后没有人登录" in sent
    assert "没有送达：对方没有接收" in failed
    assert "平台待办" in bare and "邮件" not in bare


def test_who_signs_in_afterwards_has_met_it(client, reminded):
    officer = User.objects.get(username=f"officer_{cast.DAIYUE}")
    client.post("/sign-in/", {"username": officer.username, "password": cast.PASSWORD})
    found = {a.reminder.unit.code: a.met for a in arrival.about(make.period(MARCH))}
    assert [name for name, _ in found[cast.DAIYUE]] == [officer.name] and not found[cast.YUJING]
    client.force_login(cast.office())
    assert "officer_140621103 04-02 12:0" in row_of(client, cast.DAIYUE)


def test_a_units_page_tells_its_reminders_to_the_unit_and_to_who_sees_all(client, reminded):
    officers = [User.objects.get(username=f"officer_{u}") for u in (cast.DAIYUE, cast.YUJING)]
    told = []
    for person in (*officers, cast.leader()):
        client.force_login(person)
        page = client.get(f"/units/{cast.DAIYUE}/").content.decode()
        told.append("提醒和催办" in page and "截止前提醒" in page)
    assert told == [True, False, True]


def test_ten_reminders_take_as_many_queries_as_one(client):
    office = cast.office()

    def board(number):
        for unit in Unit.objects.filter(area__isnull=False).order_by("code")[:number]:
            Reminder.objects.get_or_create(
                subject=f"period:{make.period(MARCH).pk}",
                unit=unit,
                stage="ahead",
                defaults={"word": "提醒", "text": "", "made_at": cast.noon(SECOND)},
            )
        return office, f"/board/?period={make.period(MARCH).pk}"

    assert len(queries(client, board)) == 1
