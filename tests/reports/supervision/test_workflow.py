"""督办 from 立项 to 销号: every state, verb and person; what the steps replay to; what is refused
everywhere."""

from datetime import date
from io import BytesIO
from itertools import product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from pypdf import PdfReader

from ledger import deadlines
from ledger.holidays import PRINTED
from ledger.models import Reminder
from ledger.periods import books
from ledger.reminders import sending
from ledger.returns import more_time
from ledger.returns import workflow as returns
from reports.bulletins import drafting, issuing, problems, readers
from reports.bulletins.restated import numbers_of
from reports.documents.kinds import MONTH
from reports.figures.reading import read
from reports.models import NoticeFile, NoticeStep, SupervisionNotice
from reports.models import NoticeState as State
from reports.supervision import following_up, ladder, workflow
from reports.supervision.workflow import TRANSITIONS
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role
from shanyin_charging.audit.models import Event
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Unit
from targets.months import Month
from tests import cast, make, snapshots

pytestmark = pytest.mark.django_db
DUE, LATER = date(2025, 4, 18), date(2025, 4, 30)
PATH = {
    State.DRAFT: "",
    State.PROPOSED: "propose",
    State.ASSIGNED: "propose approve",
    State.ACKNOWLEDGED: "propose approve acknowledge",
    State.RESPONDED: "propose approve acknowledge respond",
    State.SETTLED: "propose approve acknowledge respond settle",
    State.CLOSED: "propose approve acknowledge respond settle close_out",
    State.ARCHIVED: "propose approve acknowledge respond settle close_out archive",
    State.DROPPED: "drop",
}
BY = {
    "propose": "office",
    "approve": "chief",
    "acknowledge": "unit",
    "respond": "unit",
    "settle": "office",
    "close_out": "colleague",
    "archive": "office",
    "drop": "office",
}


def photo(name="现场.pdf", content=b"%PDF-1.7 a photo"):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def people(april):
    cast_of = {
        "office": cast.person("office", Role.OFFICE),
        "colleague": cast.person("colleague", Role.OFFICE),
        "chief": cast.person("chief", Role.CHIEF),
        "leader": cast.leader(),
        "unit": cast.officer(),
        "other": cast.officer(cast.YUJING),
        "helper": cast.officer(cast.MAYING),
        "admin": cast.administrator(),
        "auditor": cast.person("aud", Role.AUDITOR),
        "above": cast.above(),
    }
    assert {person.role for person in cast_of.values()} == set(Role)
    return cast_of


def opened(people, **fields):
    return workflow.open_notice(
        people["office"],
        **{
            "county": make.county(),
            "level": "yellow",
            "topic": "progress",
            "matter": "岱岳镇进度滞后",
            "requirements": "赶上序时进度",
            "source": "滞后于序时进度",
            "figure_key": "I33_u140621103_y_202503",
            "figure_text": "岱岳镇0台",
            "lead": Unit.objects.get(code=cast.DAIYUE),
            "supports": [Unit.objects.get(code=cast.MAYING)],
            "due_on": DUE,
            **fields,
        },
    )


def step(people, notice, verb, who=None, **more):
    files = [photo()] if verb == "respond" else []
    return workflow.move(people[who or BY[verb]], verb, notice, "已办理", files=files, **more)


def at_state(people, state, **fields):
    notice = opened(people, **fields)
    for verb in PATH[state].split():
        notice = step(people, notice, verb)
    return notice


def allowed(state, verb, who) -> bool:
    """Written from the working rules: the office opens and judges, its head signs, the lead unit
    answers, and whoever judged a matter settled does not strike it off."""
    of_office = who in ("office", "colleague", "chief")
    return {
        ("propose", State.DRAFT): of_office,
        ("drop", State.DRAFT): of_office,
        ("approve", State.PROPOSED): who == "chief",
        ("return", State.PROPOSED): who == "chief",
        ("acknowledge", State.ASSIGNED): who == "unit",
        ("drop", State.ASSIGNED): who == "chief",
        ("respond", State.ACKNOWLEDGED): who == "unit",
        ("ask_extension", State.ACKNOWLEDGED): who == "unit",
        ("drop", State.ACKNOWLEDGED): who == "chief",
        ("send_back", State.RESPONDED): of_office,
        ("settle", State.RESPONDED): of_office,
        ("send_back", State.SETTLED): of_office,
        ("close_out", State.SETTLED): who in ("colleague", "chief"),
        ("archive", State.CLOSED): of_office,
        ("assist", State.ACKNOWLEDGED): who == "helper",
        ("raise_level", State.ASSIGNED): who == "chief",
        ("raise_level", State.ACKNOWLEDGED): who == "chief",
    }.get((verb, state), False)


def allowed_of_a_red_one(verb, who, criticised, talk) -> bool:
    """Of a red notice past its day that waits for its unit: criticism once, then a talk, which a
    leader decides."""
    return who == {
        "criticise": "chief" if not criticised else "",
        "suggest_talk": "chief" if criticised and not talk else "",
        "agree_talk": "leader" if talk == "suggested" else "",
        "decline_talk": "leader" if talk == "suggested" else "",
    }.get(verb)


@pytest.mark.at_length
def test_every_state_verb_and_person(people):
    wrong, verbs = [], sorted({t.verb for t in TRANSITIONS})
    for state in State:
        with transaction.atomic():
            notice = at_state(people, state)
            for verb, who in product(verbs, people):
                with transaction.atomic():
                    before = (
                        SupervisionNotice.objects.filter(pk=notice.pk).values().get(),
                        Event.objects.count(),
                    )
                    fresh = SupervisionNotice.objects.get(pk=notice.pk)
                    buttons = {t.verb for t in workflow.available(people[who], fresh)}
                    try:
                        step(people, fresh, verb, who, due_on=LATER)
                        done = True
                    except Refused:
                        done = False
                        after = (
                            SupervisionNotice.objects.filter(pk=notice.pk).values().get(),
                            Event.objects.count(),
                        )
                        assert after == before
                    if done != allowed(state, verb, who) or (verb in buttons) != done:
                        wrong.append((state, verb, who, done, verb in buttons))
                    transaction.set_rollback(True)
            transaction.set_rollback(True)
    assert wrong == []


@pytest.mark.parametrize("state", [State.ASSIGNED, State.ACKNOWLEDGED])
def test_criticism_and_talks_of_a_red_notice_past_its_day_by_every_person(people, state):
    wrong, path = [], ("", "criticise", "suggest_talk", "agree_talk")
    notice = at_state(people, state, level="red")
    with clock.at(cast.noon(date(2025, 5, 12))):
        for before in path:
            if before:
                step(people, notice, before, "leader" if before == "agree_talk" else "chief")
            notice.refresh_from_db()
            for verb, who in product((*path[1:], "decline_talk", "raise_level"), people):
                with transaction.atomic():
                    fresh = SupervisionNotice.objects.get(pk=notice.pk)
                    buttons = {t.verb for t in workflow.available(people[who], fresh)}
                    try:
                        step(people, fresh, verb, who, due_on=date(2025, 6, 3))
                        done = True
                    except Refused:
                        done = False
                    right = allowed_of_a_red_one(verb, who, notice.criticised_on, notice.talk)
                    if not done == right == (verb in buttons):
                        wrong.append((before, verb, who, done, verb in buttons))
                    transaction.set_rollback(True)
    assert wrong == [] and (notice.criticised_on, notice.talk) == (date(2025, 5, 12), "agreed")
    assert workflow.replay(notice.steps.all()) == state


def test_a_notice_that_a_unit_has_not_opened_after_two_working_days_is_on_the_offices_list(
    client, people
):
    notice = at_state(people, State.ASSIGNED)  # assigned on Wednesday 2 April; Friday is 清明
    daiyue, maying = notice.lead, notice.supports.get()
    with clock.at(cast.noon(date(2025, 4, 6))):
        assert readers.unread_notices() == []
    with clock.at(cast.noon(date(2025, 4, 7))):
        assert readers.unread_notices() == [(notice, [daiyue, maying])]
        client.force_login(people["office"])
        assert "没有人打开：岱岳镇、马营乡" in client.get("/").content.decode()
        client.force_login(people["unit"])
        client.get(f"/supervision/{notice.pk}/")
        assert readers.unread_notices() == [(notice, [maying])]


def problems_in(month):
    return "".join(p.text for p in problems.problems(read(month)))


def test_what_is_criticised_is_in_bulletins_until_one_that_named_it_is_issued(people):
    notice = at_state(people, State.ACKNOWLEDGED, level="red")
    said = (
        f"红色督办事项的予以通报批评：岱岳镇（{notice.number}，"
        f"岱岳镇进度滞后，应于2025年4月18日办结）。"
    )
    with clock.at(cast.noon(date(2025, 5, 12))):
        books.open_periods(make.county().ledger, "test")
        assert said not in problems_in(Month(2025, 4))
        step(people, notice, "criticise", "chief")
        assert said in problems_in(Month(2025, 4)) and said not in problems_in(Month(2025, 5))
        april = drafting.draft(people["office"], read(Month(2025, 4)), MONTH)
        with clock.at(cast.noon(date(2025, 6, 10))):  # a draft has told nobody
            books.open_periods(make.county().ledger, "test")
            assert said in problems_in(Month(2025, 5))
        issuing.move(people["office"], "propose", april)
        issuing.move(people["chief"], "pass", april)
        make.sign(people["chief"], april)
        assert said in problems_in(Month(2025, 4))
    with clock.at(cast.noon(date(2025, 6, 10))):
        assert said not in problems_in(Month(2025, 5))


def test_what_is_criticised_after_a_paper_was_issued_makes_no_number_of_it_wrong(people):
    notice = at_state(people, State.ACKNOWLEDGED, level="red")
    with clock.at(cast.noon(date(2025, 5, 12))):
        books.open_periods(make.county().ledger, "test")
        april = drafting.draft(people["office"], read(Month(2025, 4)), MONTH)
        issuing.move(people["office"], "propose", april)
        issuing.move(people["chief"], "pass", april)
        make.sign(people["chief"], april)
        step(people, notice, "criticise", "chief")
        assert "通报批评" in problems_in(Month(2025, 4))
        assert numbers_of(april) == []


def test_what_was_struck_off_is_not_criticised_any_more(people):
    notice = at_state(people, State.ACKNOWLEDGED, level="red")
    with clock.at(cast.noon(date(2025, 5, 12))):
        step(people, notice, "criticise", "chief")
        for verb in ("respond", "settle", "close_out"):
            step(people, notice, verb)
        assert "通报批评" not in problems_in(Month(2025, 4))


def test_only_a_red_notice_goes_on_to_criticism_whatever_writes_it(people):
    notice = at_state(people, State.ACKNOWLEDGED)
    with pytest.raises(IntegrityError), transaction.atomic():
        SupervisionNotice.objects.filter(pk=notice.pk).update(criticised_on=DUE)
    raised = step(people, notice, "raise_level", "chief", due_on=LATER)
    assert (raised.level, raised.due_on) == ("red", LATER)
    with pytest.raises(Refused, match="新的办结时限"):
        step(people, at_state(people, State.ASSIGNED, topic="b"), "raise_level", "chief")


def test_a_unit_that_helps_tells_what_it_did_and_who_opened_the_notice_is_on_record(client, people):
    notice = at_state(people, State.ACKNOWLEDGED)
    for who in ("helper", "office"):
        client.force_login(people[who])
        assert client.get(f"/supervision/{notice.pk}/").status_code == 200
    client.force_login(people["helper"])
    client.post(f"/supervision/{notice.pk}/assist/", {"text": "已协调用地"})
    client.force_login(people["office"])
    page = client.get(f"/supervision/{notice.pk}/").content.decode()
    assert "已协调用地" in page and [o.user.username for o in notice.openings.all()] == [
        "officer_140621201"
    ]


def test_a_notice_is_cured_by_the_return_and_then_nobody_is_reminded(people):
    notice = at_state(people, State.ASSIGNED, topic="returns", figure_key="", figure_text="")
    make.ruled("ladder:red_months", {"answer": 3})
    with clock.at(cast.noon(date(2025, 4, 21))):
        assert len(following_up.reminders_due()) == 1
        found = [p for p in following_up.proposals()[0] if p.notice == notice.pk]
        assert [(p.step, p.reason) for p in found] == [("raise_level", "超过办结时限1个工作日")]
        until = cast.noon(date(2025, 5, 30))
        for month in (Month(2025, 1), Month(2025, 2)):
            more_time.grant(people["chief"], make.period(month), notice.lead, "补报", until)
            make.handed_in(people["unit"], month, lines=[])
        assert len(following_up.reminders_due()) == 1
        make.handed_in(people["unit"], Month(2025, 3), lines=[])
        assert following_up.reminders_due() == []
        found = [p for p in following_up.proposals()[0] if p.notice == notice.pk]
        assert [(p.step, p.reason) for p in found] == [("settle", "没有到期未报的月报")]


def test_a_notice_about_a_month_that_was_put_off_for_all_is_not_pursued(people):
    """March was owed when the notice went out; then its day was put off to the end of April."""
    notice = at_state(people, State.ASSIGNED, topic="returns", figure_key="", figure_text="")
    make.ruled("ladder:red_months", {"answer": 3})
    with clock.at(cast.noon(date(2025, 4, 21))):
        until = cast.noon(date(2025, 5, 30))
        for month in (Month(2025, 1), Month(2025, 2)):
            more_time.grant(people["chief"], make.period(month), notice.lead, "补报", until)
            make.handed_in(people["unit"], month, lines=[])
        found = [p for p in following_up.proposals()[0] if p.notice == notice.pk]
        assert [p.step for p in found] == ["raise_level"]
        put_off = cast.noon(date(2025, 4, 30))
        more_time.extend(people["chief"], make.period(Month(2025, 3)), put_off, "系统升级")
        found = [p for p in following_up.proposals()[0] if p.notice == notice.pk]
        assert [(p.step, p.reason) for p in found] == [("settle", "没有到期未报的月报")]
        assert following_up.reminders_due() == []
    with clock.at(cast.noon(date(2025, 5, 6))):
        found = [p for p in following_up.proposals()[0] if p.notice == notice.pk]
        assert [p.step for p in found] == ["raise_level"]


def test_the_steps_replayed_give_the_state_of_every_notice(people):
    for state in State:
        notice = at_state(people, state, topic=f"t{state}")
        assert workflow.replay(notice.steps.all()) == notice.state == state
    with pytest.raises(LookupError):
        workflow.replay([NoticeStep(verb="open"), NoticeStep(verb="settle")])


def test_numbers_are_given_when_a_notice_is_sent_out_and_run_without_gaps(people):
    first, dropped = opened(people, topic="a"), opened(people, topic="b")
    workflow.move(people["office"], "drop", dropped, "重复")
    second = opened(people, topic="c")
    numbers = []
    for notice in (second, first):
        step(people, notice, "propose")
        numbers.append(step(people, notice, "approve").number)
    assert numbers == ["督〔2025〕1号", "督〔2025〕2号"]


def test_striking_off_takes_evidence_and_a_second_person_whatever_asks(people):
    notice = at_state(people, State.ACKNOWLEDGED)
    workflow.move(people["unit"], "respond", notice, "已建成6台")  # without a file
    workflow.move(people["office"], "settle", notice)
    with pytest.raises(Refused, match="没有佐证材料，不能销号"):
        workflow.move(people["colleague"], "close_out", notice)
    with pytest.raises(Refused, match="两位同志"):
        workflow.move(people["office"], "close_out", notice)
    for fields in ({"state": "closed"}, {"state": "closed", "closed_by": people["office"]}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SupervisionNotice.objects.filter(pk=notice.pk).update(**fields)


def test_an_archived_notice_and_every_step_are_beyond_change(people):
    notice = at_state(people, State.ARCHIVED)
    for act in (
        lambda: SupervisionNotice.objects.filter(pk=notice.pk).update(matter="改"),
        lambda: NoticeStep.objects.update(text="改"),
        lambda: NoticeFile.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_more_time_is_asked_for_before_the_day_and_granted_by_the_head(people):
    notice = at_state(people, State.ACKNOWLEDGED)
    with pytest.raises(Refused, match="要晚于现在"):
        workflow.move(people["unit"], "ask_extension", notice, "电网施工", due_on=DUE)
    with pytest.raises(Refused, match="没有申请延期"):
        workflow.move(people["chief"], "extend", notice)
    notice = workflow.move(people["unit"], "ask_extension", notice, "电网施工", due_on=LATER)
    assert (notice.due_on, notice.asked_due_on) == (DUE, LATER)
    notice = workflow.move(people["chief"], "extend", notice)
    assert (notice.due_on, notice.asked_due_on, notice.state) == (LATER, None, State.ACKNOWLEDGED)
    with make.at(date(2025, 5, 6)), pytest.raises(Refused, match="办结时限已过"):
        workflow.move(people["unit"], "ask_extension", notice, "再缓缓", due_on=date(2025, 6, 1))


def test_one_topic_is_open_once_for_a_unit(people):
    opened(people)
    with pytest.raises(Refused, match="已有一件同一事由的督办"):
        opened(people)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"matter": " "}, "请写明督办事项"),
        ({"requirements": ""}, "请写明督办要求"),
        ({"due_on": cast.APRIL_2}, "要晚于今天"),
    ],
)
def test_a_notice_says_what_it_is_about_and_by_when(people, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        opened(people, **fields)


def test_files_are_taken_by_what_they_hold(people):
    notice = at_state(people, State.ACKNOWLEDGED)
    with pytest.raises(Refused, match="不是可以接收的文件"):
        workflow.move(
            people["unit"], "respond", notice, "已办", files=[photo("现场.jpg", b"MZ...")]
        )
    notice.refresh_from_db()
    assert notice.state == State.ACKNOWLEDGED and not NoticeFile.objects.exists()


def test_a_month_counts_against_a_unit_from_the_moment_it_falls_due(people):
    """January to March are not reported; March falls due on 7 April, the first working day from the
    5th on."""
    make.ruled("ladder:red_months", {"answer": 3})
    found = []
    for day in (3, 7, 8):
        with make.at(date(2025, 4, day)):
            proposed, _ = following_up.proposals()
            found.append(
                {p.unit: p.step for p in proposed if p.topic == ladder.RETURNS}[cast.DAIYUE]
            )
    assert found == ["yellow", "yellow", "red"]
    with make.at(date(2025, 4, 8)):
        opened(people, topic=ladder.RETURNS)
        proposed, _ = following_up.proposals()
        assert cast.DAIYUE not in [p.unit for p in proposed if p.topic == ladder.RETURNS]
        assert cast.YUJING in [p.unit for p in proposed if p.topic == ladder.RETURNS]


def test_what_a_unit_took_back_and_may_hand_in_again_is_not_held_against_it(people):
    """Handed in on the last day of March's returns, taken back the morning after: until the third
    working day it may come again and be on time; from then on it is not there."""
    for month in (1, 2):
        with make.at(date(2025, month + 1, 3)):
            make.approved(people["unit"], people["office"], Month(2025, month), lines=[])
    with make.at(date(2025, 4, 7)):
        sent = make.handed_in(people["unit"], Month(2025, 3))
    with make.at(date(2025, 4, 8)):
        returns.withdraw(people["unit"], sent)
    found = []
    for day in (9, 10, 11):
        with make.at(date(2025, 4, day)):
            proposed, _ = following_up.proposals()
            mine = [p for p in proposed if (p.unit, p.topic) == (cast.DAIYUE, ladder.RETURNS)]
            found.append([p.step for p in mine])
    assert found == [[], [], ["blue"]]


def test_a_unit_sees_its_own_notices_once_they_are_sent_out(client, people):
    notice = at_state(people, State.PROPOSED)
    for who, status in (("unit", 404), ("other", 404), ("leader", 200), ("office", 200)):
        client.force_login(people[who])
        assert client.get(f"/supervision/{notice.pk}/").status_code == status, who
    step(people, notice, "approve")
    client.force_login(people["unit"])
    assert client.get(f"/supervision/{notice.pk}/").status_code == 200
    assert (
        "督〔2025〕1号" in client.get("/").content.decode()
        and "签收" in client.get("/").content.decode()
    )
    client.force_login(people["other"])
    assert client.get(f"/supervision/{notice.pk}/").status_code == 404
    assert client.post(f"/supervision/{notice.pk}/acknowledge/").status_code == 404


def test_the_board_marks_what_is_past_its_day(client, people):
    at_state(people, State.ACKNOWLEDGED)
    client.force_login(people["office"])
    for day, late in ((18, False), (19, True)):
        with clock.at(cast.noon(date(2025, 4, day))):
            page = client.get("/supervision/").content.decode()
            assert ('<span class="status missing">已超期</span>' in page) is late


def test_a_refused_answer_keeps_what_was_typed(client, people):
    notice = at_state(people, State.ACKNOWLEDGED)
    client.force_login(people["unit"])
    answer = client.post(
        f"/supervision/{notice.pk}/ask_extension/",
        {"text": "电网还没有接入", "due_on": "not a day"},
    )
    assert answer.status_code == 409 and "电网还没有接入" in answer.content.decode()
    assert "申请的时限要晚于" in answer.content.decode()


def test_an_answer_comes_with_its_photo(client, people):
    notice = at_state(people, State.ACKNOWLEDGED)
    client.force_login(people["unit"])
    page = client.post(
        f"/supervision/{notice.pk}/respond/", {"text": "已进场", "file": photo()}, follow=True
    ).content.decode()
    assert "现场.pdf" in page and "已反馈" in page


def test_a_draft_moved_to_a_unit_that_has_the_same_matter_is_refused_and_keeps_its_words(
    client, people
):
    opened(people, lead=Unit.objects.get(code=cast.YUJING))
    notice = opened(people)
    client.force_login(people["office"])
    answer = client.post(
        f"/supervision/{notice.pk}/rewrite/",
        {
            "level": "red",
            "lead": Unit.objects.get(code=cast.YUJING).pk,
            "matter": "改过的事项",
            "requirements": "要求",
            "source": "来源",
            "due_on": DUE.isoformat(),
        },
    )
    page = answer.content.decode()
    assert (
        answer.status_code == 409
        and "玉井镇已有一件同一事由的督办" in page
        and "改过的事项" in page
    )
    notice.refresh_from_db()
    assert notice.matter == "岱岳镇进度滞后"


def test_the_lead_unit_is_reminded_of_a_notice_once_a_stage_and_after_an_extension_anew(people):
    notice = at_state(people, State.ACKNOWLEDGED)
    with clock.at(cast.noon(date(2025, 4, 21))):
        (batch,) = following_up.reminders_due()
        assert [len(sending.send(batch)) for _ in range(2)] == [1, 0]
        told = Reminder.objects.get(subject=f"notice:{notice.pk}")
    assert (told.unit.code, told.word) == (
        cast.DAIYUE,
        "已超期",
    ) and "已过办结时限2025年4月18日" in told.text
    step(people, step(people, notice, "ask_extension", "unit", due_on=LATER), "extend", "chief")
    with clock.at(
        cast.noon(date(2025, 5, 6))
    ):  # the first working day after 30 April and the holiday
        assert [len(sending.send(batch)) for batch in following_up.reminders_due()] == [1]
    step(people, notice, "respond")
    with clock.at(cast.noon(date(2025, 5, 7))):
        assert following_up.reminders_due() == []


def test_evidence_is_served_to_who_sees_the_notice(client, people):
    notice = at_state(people, State.RESPONDED)
    file = NoticeFile.objects.get()
    for who, status in (("unit", 200), ("leader", 200), ("other", 404)):
        client.force_login(people[who])
        assert client.get(f"/supervision/files/{file.pk}/").status_code == status
    assert workflow.replay(notice.steps.all()) == State.RESPONDED


def test_a_picture_in_an_answer_is_made_harmless_and_shown_beside_it(client, people):
    taken = snapshots.taken(taken_at="2025:03:18 10:20:33", at=snapshots.NEAR_THE_SQUARE)
    notice, files = at_state(people, State.ACKNOWLEDGED), [photo("现场.jpg", taken)]
    workflow.move(people["unit"], "respond", notice, "已装好", files=files)
    file = NoticeFile.objects.get()
    assert file.is_picture and file.position and file.original_sha256 != file.sha256
    assert b"Exif" not in bytes(file.content) and file.content_type == "image/jpeg"
    client.force_login(people["unit"])
    address, page = f"/supervision/files/{file.pk}/", client.get(f"/supervision/{notice.pk}/")
    assert f'src="{address}?as=thumbnail"' in page.content.decode()
    assert "拍摄于2025-03-18，带位置" in page.content.decode()
    small, large, out = (client.get(address + end) for end in ("?as=thumbnail", "?as=picture", ""))
    assert small.content == bytes(file.thumbnail) and large.content == bytes(file.content)
    assert "Content-Disposition" not in small and "attachment" in out["Content-Disposition"]
    assert "sandbox" in large["Content-Security-Policy"]
    client.force_login(people["other"])
    assert client.get(f"{address}?as=thumbnail").status_code == 404


def test_the_notice_prints_with_its_course_and_places_to_sign(client, people):
    notice = at_state(people, State.SETTLED)
    client.force_login(people["office"])
    pages = PdfReader(BytesIO(client.get(f"/supervision/{notice.pk}/sheet/pdf/").content)).pages
    text = "".join(page.extract_text() for page in pages).replace("\n", "")
    assert (
        "督〔2025〕1号" in text
        and "赶上序时进度" in text
        and "签收" in text
        and "承办单位负责人" in text
    )
    assert client.get(f"/supervision/{notice.pk}/sheet/docx/").content.startswith(b"PK")


def test_working_days_between_leave_out_rest_days():
    days = [
        deadlines.working_days_between(date(2025, 4, 3), date(2025, 4, day), PRINTED.rests)
        for day in (2, 3, 4, 7, 8)
    ]
    assert days == [0, 0, 0, 1, 2]  # 4 April is 清明, 5 and 6 a weekend


def test_a_threshold_that_is_ruled_is_named_with_its_document(people):
    make.ruled("ladder:blue_after", {"answer": 1}, document_no="专班办〔2025〕2号")
    rule = following_up.rule_today()
    assert (rule.blue_after, rule.red_months, rule.documents) == (1, 3, ("专班办〔2025〕2号",))
