"""Fair naming: who is named sees it first, speaks once and in time, and is read beside the
figures."""

from dataclasses import replace
from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction

from ledger.models import Reminder
from reports.bulletins import drafting, fair_naming, issuing
from reports.documents.content import Paragraph
from reports.documents.kinds import MONTH
from reports.documents.stored import to_json
from reports.figures.reading import read
from reports.models import Naming
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role
from shanyin_charging.audit.models import Event
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Unit
from targets.months import Month
from targets.plan import queries
from tests import cast, make
from tests.reports.press import sample

pytestmark = pytest.mark.django_db
FEBRUARY = Month(2025, 2)
SAID, UNTIL = "未报送的有：玉井镇、吴马营乡。", "2025年4月7日（周一）24:00"


@pytest.fixture
def people(april):
    return {
        "drafter": cast.person("drafter", Role.OFFICE),
        "chief": cast.person("chief", Role.CHIEF),
        "leader": cast.leader(),
        "yujing": cast.officer(cast.YUJING),
        "daiyue": cast.officer(),
    }


@pytest.fixture
def bulletin(people):
    """A draft that names two units for what is wrong, and one that is not to be mixed up with the
    second."""
    made = drafting.draft(people["drafter"], read(FEBRUARY), MONTH)
    return rewritten(
        made,
        [
            "二、各单位进展",
            "马营乡新增最多。",
            "三、存在问题",
            f"（一）报送方面。{SAID}",
            "四、下一步工作要求",
            "岱岳镇要加快。",
        ],
    )


def rewritten(made, body):
    made.content = to_json(replace(made.plain, body=tuple(Paragraph(edited=text) for text in body)))
    made.save()
    return made


def consulted(people, bulletin):
    fair_naming.consult(people["drafter"], bulletin)
    return Naming.objects.get(unit__code=cast.YUJING)


def sign(people, bulletin):
    issuing.move(people["drafter"], "propose", bulletin)
    issuing.move(people["chief"], "pass", bulletin)
    make.sign(people["chief"], bulletin)


def test_only_the_section_of_problems_names_and_a_name_inside_another_is_not_it():
    content = sample.content(
        tuple(
            Paragraph(edited=text)
            for text in (
                "一、总体情况",
                "玉井镇最好。",
                "三、存在问题",
                "吴马营乡、玉井镇未报。马营乡迟报。玉井镇滞后。",
                "四、要求",
                "岱岳镇加快。",
            )
        )
    )
    assert fair_naming.named(content, ["马营乡", "玉井镇", "岱岳镇", "吴马营乡"]) == {
        "吴马营乡": "吴马营乡、玉井镇未报。",
        "玉井镇": "吴马营乡、玉井镇未报。玉井镇滞后。",
        "马营乡": "马营乡迟报。",
    }


def test_each_named_unit_is_told_once_and_has_two_working_days_over_a_holiday(people, bulletin):
    told = fair_naming.consult(people["drafter"], bulletin)
    assert [naming.unit.name for naming in told] == ["玉井镇", "吴马营乡"]
    # Wednesday 2 April; Friday to Sunday are 清明 and rest: Thursday and Monday, until the end of
    # that day.
    assert told[0].answer_by == datetime(2025, 4, 8, tzinfo=clock.ZONE)
    assert told[0].text == SAID
    with pytest.raises(Refused, match="都已经告知过"):
        fair_naming.consult(people["drafter"], bulletin)
    assert Event.objects.get(verb="consult").after == {"texts": {"玉井镇": SAID, "吴马营乡": SAID}}


def test_the_window_is_what_the_office_ruled(people, bulletin):
    make.ruled("naming:window", {"answer": 1}, date(2025, 4, 1))
    assert consulted(people, bulletin).answer_by == datetime(2025, 4, 4, tzinfo=clock.ZONE)


def test_other_words_are_told_anew_to_who_has_not_answered(people, bulletin):
    yujing = consulted(people, bulletin)
    fair_naming.state(people["yujing"], yujing, "设备到货晚了")
    rewritten(bulletin, ["三、存在问题", "玉井镇、吴马营乡、岱岳镇滞后。"])
    with make.at(date(2025, 4, 3)):
        told = fair_naming.consult(people["drafter"], bulletin)
    assert {(n.unit.name, n.text, n.answer_by.date()) for n in told} == {
        (name, "玉井镇、吴马营乡、岱岳镇滞后。", date(2025, 4, 9))
        for name in ("岱岳镇", "吴马营乡")
    }
    yujing.refresh_from_db()
    assert (yujing.text, yujing.statement) == (SAID, "设备到货晚了")


def test_a_unit_speaks_for_itself_once_and_in_time(people, bulletin):
    naming = consulted(people, bulletin)
    for who in ("daiyue", "drafter", "chief", "leader"):
        with pytest.raises(Refused, match="由玉井镇的填报员说明"):
            fair_naming.state(people[who], naming, "不是我们")
    with pytest.raises(Refused, match="请写明情况"):
        fair_naming.state(people["yujing"], naming, " \n")
    fair_naming.state(people["yujing"], naming, " 已于3日补报 ")
    with pytest.raises(Refused, match="已经提交过"):
        fair_naming.state(people["yujing"], naming, "再说一句")
    naming.refresh_from_db()
    assert (naming.statement, naming.stated_by) == ("已于3日补报", people["yujing"].name)


def test_the_last_moment_of_the_window_is_in_and_midnight_is_out(people, bulletin):
    naming = consulted(people, bulletin)
    with (
        clock.at(datetime(2025, 4, 8, tzinfo=clock.ZONE)),
        pytest.raises(Refused, match=f"{UNTIL}为止，已经过了"),
    ):
        fair_naming.state(people["yujing"], naming, "晚了")
    with clock.at(datetime(2025, 4, 7, 23, 59, 59, tzinfo=clock.ZONE)):
        assert fair_naming.state(people["yujing"], naming, "赶上了").statement == "赶上了"


def test_nothing_is_said_to_what_is_issued(people, bulletin):
    naming = consulted(people, bulletin)
    sign(people, bulletin)
    assert fair_naming.open_for([naming.unit]) == []
    with pytest.raises(Refused, match="已经过了"):
        fair_naming.state(people["yujing"], naming, "晚了")
    with pytest.raises(Refused, match="已经印发"):
        fair_naming.consult(people["drafter"], bulletin)


def test_what_fairness_lacks_is_told_before_issue(people, bulletin):
    assert fair_naming.warnings(bulletin) == [
        "2家被点名的单位还没有看到拟通报内容，请先“征求说明”：玉井镇、吴马营乡"
    ]
    naming = consulted(people, bulletin)
    assert fair_naming.warnings(bulletin) == [
        f"2家单位的说明期还没有结束（到{UNTIL}）：玉井镇、吴马营乡"
    ]
    fair_naming.state(people["yujing"], naming, "已于3日补报")
    assert fair_naming.warnings(bulletin) == [f"1家单位的说明期还没有结束（到{UNTIL}）：吴马营乡"]
    with make.at(date(2025, 4, 8)):
        assert fair_naming.warnings(bulletin) == []
        rewritten(bulletin, ["三、存在问题", "吴马营乡滞后。"])
        assert fair_naming.warnings(bulletin) == [
            "1家被点名的单位还没有看到拟通报内容，请先“征求说明”：吴马营乡"
        ]


def test_a_draft_that_was_answered_is_kept(people, bulletin):
    naming = consulted(people, bulletin)
    fair_naming.state(people["yujing"], naming, "已于3日补报")
    with pytest.raises(Refused, match="这份草稿要留存"):
        drafting.discard(people["drafter"], bulletin)
    assert Naming.objects.count() == 2


def test_a_draft_that_nobody_answered_goes_with_what_was_told(people, bulletin):
    consulted(people, bulletin)
    drafting.discard(people["drafter"], bulletin)
    assert not Naming.objects.exists()


def test_the_database_refuses_words_without_a_person_a_second_telling_and_other_words_later(
    people, bulletin
):
    naming = consulted(people, bulletin)
    for change in (
        {"statement": "谁说的"},
        {"stated_at": clock.now()},
        {"stated_at": clock.now(), "statement": "谁说的"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Naming.objects.filter(pk=naming.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Naming.objects.create(
            bulletin=bulletin,
            unit=naming.unit,
            text="又",
            told_at=clock.now(),
            answer_by=clock.now(),
        )
    fair_naming.state(people["yujing"], naming, "已于3日补报")
    for act in (lambda found: found.update(statement="改了"), lambda found: found.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act(Naming.objects.filter(pk=naming.pk))


def test_the_unit_finds_it_among_its_duties_answers_and_leaders_read_it_at_the_unit(
    client, people, bulletin
):
    client.force_login(people["drafter"])
    assert (
        "已放进2家单位的待办"
        in client.post(f"/bulletins/{bulletin.pk}/consult/", follow=True).content.decode()
    )
    naming = Naming.objects.get(unit__code=cast.YUJING)
    client.force_login(people["yujing"])
    assert "2025年2月拟通报内容" in client.get("/").content.decode()
    page = client.get(f"/namings/{naming.pk}/").content.decode()
    assert SAID in page and UNTIL in page and "提交说明" in page
    answer = client.post(
        f"/namings/{naming.pk}/", {"statement": "<b>已于3日补报</b>"}, follow=True
    ).content.decode()
    assert (
        "已提交说明" in answer
        and "&lt;b&gt;已于3日补报" in answer
        and "提交说明</button>" not in answer
    )
    assert "拟通报内容" not in client.get("/").content.decode()
    client.force_login(people["leader"])
    assert (
        "&lt;b&gt;已于3日补报"
        in client.get(f"/units/{cast.YUJING}/?month=2025-02").content.decode()
    )
    assert (
        "&lt;b&gt;已于3日补报"
        in client.get(f"/figures/I33_u{cast.YUJING}_y_202502/").content.decode()
    )
    client.force_login(people["chief"])
    assert "&lt;b&gt;已于3日补报" in client.get(f"/bulletins/{bulletin.pk}/").content.decode()
    client.force_login(people["daiyue"])
    assert (
        "已于3日补报" not in client.get(f"/figures/I33_u{cast.YUJING}_y_202502/").content.decode()
    )


def test_the_timer_tells_each_named_unit_once_and_nobody_who_has_answered(people, bulletin):
    fair_naming.state(people["yujing"], consulted(people, bulletin), "已于3日补报")
    for _ in range(2):
        call_command("remind", stdout=StringIO())
    told = Reminder.objects.get(word="拟通报内容")
    assert (told.unit.name, told.text) == (
        "吴马营乡",
        (
            f"2025年2月通报拟写：“{SAID}”贵单位如有情况说明，请在{UNTIL}前登录平台提交，领导审阅通报时会看到；"
            "属实的可以不写。"
        ),
    )
    sign(people, bulletin)
    assert fair_naming.reminders_due() == []


def test_a_refused_statement_keeps_its_words(client, people, bulletin):
    naming = consulted(people, bulletin)
    client.force_login(people["yujing"])
    with make.at(date(2025, 4, 9)):
        answer = client.post(f"/namings/{naming.pk}/", {"statement": "写了很久的说明"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "写了很久的说明" in page and "已经过了" in page


def test_a_unit_sees_nobody_elses_naming(client, people, bulletin):
    naming = consulted(people, bulletin)
    client.force_login(people["daiyue"])
    assert client.get(f"/namings/{naming.pk}/").status_code == 404
    assert "拟通报" not in client.get("/").content.decode()
    assert list(Naming.objects.visible_to(people["daiyue"], cast.APRIL_2)) == []


def test_who_changed_a_draft_last_may_not_pass_it(people, bulletin):
    colleague = cast.person("colleague", Role.OFFICE)
    typed = {
        "title": "标题",
        "addressees": "各单位：",
        "copies": "",
        "attached": [],
        "body": [p.text for p in bulletin.plain.body],
    }
    drafting.write(colleague, bulletin, bulletin.revision, typed)
    issuing.move(people["drafter"], "propose", bulletin)
    for who in (colleague, people["drafter"]):
        with pytest.raises(Refused, match="由另一位同志审核"):
            issuing.move(who, "pass", bulletin)
    assert issuing.move(people["chief"], "pass", bulletin).state == "reviewed"


def test_units_that_are_named_are_members_of_the_month(people, bulletin):
    assert set(fair_naming.named_units(bulletin)) == set(
        Unit.objects.filter(name__in=["玉井镇", "吴马营乡"])
    )


def test_who_reports_for_a_row_that_is_no_member_sees_the_words_first(people):
    """煤炭交易中心 and 高铁站 hand in nothing themselves: 县能源局 and 县交通局 speak for them."""
    made = rewritten(
        drafting.draft(people["drafter"], read(FEBRUARY), MONTH),
        ["三、存在问题", "进度滞后的有：煤炭交易中心、玉井镇。", "四、下一步工作要求"],
    )
    told = fair_naming.named_units(made)
    reporter = queries.supervisors(make.plan(), date(2025, 4, 2))["coal_center"]
    assert reporter.name != "煤炭交易中心"
    assert told == {
        reporter: "进度滞后的有：煤炭交易中心、玉井镇。",
        Unit.objects.get(code=cast.YUJING): "进度滞后的有：煤炭交易中心、玉井镇。",
    }
    fair_naming.consult(people["drafter"], made)
    assert {naming.unit for naming in made.namings.all()} == set(told)
    assert not any("还没有看到" in warning for warning in fair_naming.warnings(made))
