"""Reminders on record: once a stage whatever runs twice, only to who owes, by gateways that are
allowed and no others."""

from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from ledger import deadlines
from ledger.models import Delivery, Outcome, Reminder
from ledger.reminders import gateways, sending
from ledger.returns import workflow
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit.models import Event
from targets.models import Unit
from targets.months import Month
from targets.plan import queries
from tests import cast, make
from tests.ledger.returns.test_concurrency import together

MARCH, FEBRUARY = Month(2025, 3), Month(2025, 2)
SECOND, FIFTH, SEVENTH = (
    date(2025, 4, 2),
    date(2025, 4, 5),
    date(2025, 4, 7),
)  # March falls due on the 7th: Qingming


def run(day, hour=12, *options):
    """What the command says at that hour."""
    said = StringIO()
    with clock.at(datetime(day.year, day.month, day.day, hour, tzinfo=deadlines.ZONE)):
        call_command("remind", *options, stdout=said)
    return said.getvalue().splitlines()


def stages():
    return sorted(
        set(
            Reminder.objects.filter(subject=f"period:{make.period(MARCH).pk}").values_list(
                "stage", flat=True
            )
        )
    )


@pytest.fixture
def april(db):
    """A ledger whose March is open and whose February is locked."""
    with make.at(cast.APRIL_2):
        make.ledger()
        yield


@pytest.fixture
def sent(monkeypatch):
    """What left by the gateways, none of which leaves this machine."""
    out = []
    monkeypatch.setattr(
        gateways,
        "send",
        lambda gateway, address, title, text: out.append((gateway.name, address, text)) or "",
    )
    return out


def test_every_unit_that_owes_is_reminded_once_however_often_the_timer_runs(april):
    members = Unit.objects.members(queries.plan_for(MARCH)).count()
    first, second = run(SECOND), run(SECOND)
    assert (len(first), second) == (members, []) and Reminder.objects.count() == members
    assert Event.objects.filter(verb="remind").count() == 1 and stages() == ["ahead:2025-04-07"]


def test_a_unit_that_has_reported_is_not_reminded(april):
    make.handed_in(cast.officer(), MARCH)
    assert not any("岱岳镇" in line for line in run(SECOND)) and "玉井镇" in "".join(run(SEVENTH))


def test_a_unit_that_is_mending_in_time_is_not_told_that_it_is_named(april):
    """Sent back on the morning after the due moment: until the end of the 11th it may mend."""
    officer, office = cast.officer(), cast.office()
    with make.at(SEVENTH):
        returned = make.handed_in(officer, MARCH)
    with make.at(date(2025, 4, 8)):
        workflow.begin_review(office, returned)
        workflow.send_back(office, returned, "请核对")
    told = [[line for line in run(date(2025, 4, day)) if "岱岳镇" in line] for day in (9, 11, 14)]
    assert [len(lines) for lines in told] == [0, 0, 1]


def test_a_dry_run_tells_and_changes_nothing(april):
    told = run(SECOND, 12, "--dry-run")
    assert told[0].startswith("将提醒") and (
        Reminder.objects.count(),
        Event.objects.filter(verb="remind").count(),
    ) == (0, 0)
    assert len(run(SECOND)) == len(told) and run(SECOND, 12, "--dry-run") == []


def test_a_server_that_was_down_for_the_first_reminder_does_not_send_it_after_the_last_day(april):
    assert "截止日提醒" in run(SEVENTH)[0] and stages() == ["last_day:2025-04-07"]


def test_a_server_that_was_down_on_the_third_sends_what_was_due_when_it_is_back(april):
    assert run(date(2025, 4, 1), 8) == []  # before nine in the morning
    assert "截止前提醒" in run(date(2025, 4, 4))[0]


def test_a_clock_that_steps_back_reminds_nobody_again(april):
    run(SEVENTH)
    run(SECOND)
    assert run(SEVENTH) == [] and Reminder.objects.filter(
        stage="last_day:2025-04-07"
    ).count() == len(run(date(2025, 4, 8)))


@pytest.mark.django_db(transaction=True)
def test_two_timers_at_once_remind_each_unit_once(committed, monkeypatch, settings):
    out = []
    monkeypatch.setattr(
        gateways, "send", lambda gateway, address, title, text: out.append(address) or ""
    )
    settings.REMIND_PEOPLE = {"mail": "mailtos://u:p@mail.example?to={address}"}
    with make.at(cast.APRIL_2):
        make.ledger()
        User.objects.filter(pk=cast.officer().pk).update(email="a@example.cn")
    answers = together(*[lambda: [len(sending.send(batch)) for batch in sending.of_returns()]] * 2)
    members = Unit.objects.members(queries.plan_for(MARCH)).count()
    assert (
        sum(answers[0] + answers[1])
        == members
        == Reminder.objects.filter(stage="ahead:2025-04-07").count()
    )
    assert out == ["a@example.cn"]


def test_mail_goes_to_the_people_of_the_unit_and_the_robot_tells_the_group(april, sent, settings):
    settings.REMIND_PEOPLE = {"mail": "mailtos://u:p@mail.example?to={address}", "sms": ""}
    settings.REMIND_GROUPS = ["wecombot://00000000-0000-0000-0000-000000000000"]
    User.objects.filter(pk=cast.officer().pk).update(email="a@example.cn", mobile="13800000000")
    run(SECOND)
    run(SECOND)
    assert [(name, address) for name, address, _ in sent] == [
        ("mail", "a@example.cn"),
        ("group1", ""),
    ]
    assert "贵单位还没有填报" in sent[0][2] and "岱岳镇" in sent[1][2]
    assert {d.outcome for d in Delivery.objects.all()} == {Outcome.SENT}


def test_what_a_gateway_refuses_or_a_stopped_server_left_is_told_and_not_sent_again(
    april, monkeypatch, settings
):
    settings.REMIND_PEOPLE = {"mail": "mailtos://u:p@mail.example?to={address}"}
    User.objects.filter(pk=cast.officer().pk).update(email="a@example.cn")
    User.objects.filter(pk=cast.officer(cast.YUJING).pk).update(email="b@example.cn")

    def stopped(gateway, address, title, text):
        if address.startswith("b"):
            raise KeyboardInterrupt
        return "对方没有接收"

    monkeypatch.setattr(gateways, "send", stopped)
    with pytest.raises(KeyboardInterrupt):
        run(SECOND)
    run(SECOND)
    outcomes = {d.user.email: d.outcome for d in Delivery.objects.select_related("user")}
    assert outcomes == {"a@example.cn": Outcome.FAILED, "b@example.cn": Outcome.CLAIMED}
    with make.at(SECOND):
        assert len(sending.undelivered()) == 2


@pytest.mark.parametrize(
    ("people", "groups", "wrong"),
    [
        ({}, [], []),
        ({"mail": "mailtos://u:p@mail.example?to={address}"}, ["dingtalk://abcdef"], []),
        (
            {"mail": "mailtos://u:p@evil.example?to={address}"},
            [],
            ["mail: the host 'evil.example' is not in REMIND_HOSTS"],
        ),
        ({"sms": "jsons://mail.example/sms"}, [], ["sms: the address has no place for {address}"]),
        ({"mail": "tgram://1/{address}"}, [], ["mail: the scheme 'tgram' is not allowed"]),
        ({}, ["jsons://mail.example"], ["group1: the scheme 'jsons' is not allowed"]),
    ],
)
def test_only_gateways_that_are_allowed_start_the_portal(settings, people, groups, wrong):
    settings.REMIND_PEOPLE, settings.REMIND_GROUPS, settings.REMIND_HOSTS = (
        people,
        groups,
        ["mail.example"],
    )
    assert gateways.faults() == wrong


def test_a_gateway_that_fails_says_why_and_raises_nothing():
    nowhere = gateways.Gateway("sms", "json://127.0.0.1:9/{address}", "mobile")
    assert gateways.send(nowhere, "13800000000", "提醒", "月报") == "对方没有接收"


def test_the_office_presses_once_a_day_and_sees_who_was_told(april, client):
    office = cast.office()
    client.force_login(office)
    period = make.period(MARCH)
    page = client.post(f"/board/{period.pk}/remind/", follow=True).content.decode()
    members = Unit.objects.members(queries.plan_for(MARCH)).count()
    assert f"已提醒{members}家未报单位" in page and "04-02 12:0" in page
    assert (
        "今天已经催过" in client.post(f"/board/{period.pk}/remind/", follow=True).content.decode()
    )
    assert {r.made_by for r in Reminder.objects.all()} == {"office"}
    client.force_login(cast.officer())
    assert client.post(f"/board/{period.pk}/remind/").status_code == 404


def test_the_officer_reads_the_reminder_beside_what_is_to_do(april, client):
    run(SECOND)
    client.force_login(cast.officer())
    assert "截止前提醒：2025年3月充（换）电建设月报" in client.get("/").content.decode()
