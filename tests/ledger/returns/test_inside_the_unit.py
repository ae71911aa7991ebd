"""The check inside the unit, and 代录: what the office enters from paper and the unit confirms."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ledger.models import Entry, LineKind, Remark, State, Submission
from ledger.returns import drafting, evidence, paper, workflow
from shanyin_charging.accounts.models import Role
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Post, Unit
from targets.months import Month
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
MARCH = Month(2025, 3)
SCAN = b"%PDF-1.4 scan"


@pytest.fixture
def unit():
    return Unit.objects.get(code=cast.DAIYUE)


@pytest.fixture
def officer():
    return cast.officer()


@pytest.fixture
def checker(unit):
    user = cast.person("checker", Role.OFFICER)
    Post.objects.create(user=user, unit=unit, starts_on=date(2024, 1, 1), checks=True)
    return user


def page(client, user, path):
    client.force_login(user)
    return client.get(path, follow=True).content.decode()


def test_the_checker_reads_the_draft_and_hands_it_in(client, officer, checker):
    make.draft(officer, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    path = f"/returns/{make.period(MARCH).pk}/{cast.DAIYUE}/"
    assert "送单位审核" in page(client, officer, path + "check/")
    client.post(path + "check/", {"key": Submission.objects.get().current.key})
    home = page(client, officer, "/")
    assert "单位审核中" in home and '待办<b class="count">2</b>' not in home
    assert "等您审核；同意后由您上报" in page(client, checker, "/")
    submission = Submission.objects.get()
    text = page(client, checker, f"/submissions/{submission.pk}/")
    assert "待本单位审核" in text and "新增公共直流桩6台" in text and "同意并上报" in text
    client.post(f"/submissions/{submission.pk}/submit/", {"key": submission.current.key})
    submission.refresh_from_db()
    assert (submission.state, submission.current.submitted_by) == (State.SUBMITTED, checker)


def test_what_became_right_since_it_was_typed_is_read_to_the_checker(client, officer, checker):
    with make.at(date(2025, 3, 27)):
        submission = make.draft(officer, MARCH)
        typed = make.new_piles(on="2025-03-28")  # tomorrow
        key = drafting.new_key()
        line = drafting.put_line(officer, submission, LineKind.ADDED, key, typed)
        assert line.values is None
    workflow.hand_over(officer, submission, submission.current.key)
    text = page(client, checker, f"/submissions/{submission.pk}/")
    assert "新增公共直流桩6台" in text and "有待更正" not in text


def test_the_checker_gives_it_back_with_a_reason_that_the_officer_reads(client, officer, checker):
    submission = make.draft(officer, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    workflow.hand_over(officer, submission, submission.current.key)
    with pytest.raises(Refused, match="写明退回的原因"):
        workflow.hand_back(checker, submission)
    workflow.hand_back(checker, submission, "少报了文体中心那一处")
    assert Remark.objects.get().text == "少报了文体中心那一处"
    assert "少报了文体中心那一处" in page(
        client, officer, f"/returns/{submission.period_id}/{cast.DAIYUE}/"
    )


def test_who_handed_it_over_takes_it_back_without_a_reason(officer, checker):
    submission = make.draft(officer, MARCH)
    workflow.hand_over(officer, submission, submission.current.key, nil=True)
    submission.refresh_from_db()
    workflow.hand_back(officer, submission)
    submission.refresh_from_db()
    assert submission.state == State.DRAFT


@pytest.mark.parametrize("takes_back", [True, False])
def test_what_waits_for_a_checker_who_is_gone_is_handed_in_by_whoever_writes_now(
    client, officer, checker, unit, takes_back
):
    """On 27 March it is handed over; officer and checker are gone by April, and somebody new fills
    in the unit's returns, who may take it back first."""
    with make.at(date(2025, 3, 27)):
        made = make.draft(officer, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
        workflow.hand_over(officer, made, made.current.key)
    Post.objects.update(ends_on=date(2025, 3, 31))
    new = cast.person("new", Role.OFFICER)
    Post.objects.create(user=new, unit=unit, starts_on=date(2025, 4, 1))
    assert "本单位现在没有审核人；请核对后上报" in page(client, new, "/")
    assert "退回填报人" in page(client, new, f"/submissions/{made.pk}/")
    if takes_back:
        client.post(f"/submissions/{made.pk}/hand_back/", {"reason": ""})
        made.refresh_from_db()
        assert made.state == State.DRAFT
    client.post(f"/submissions/{made.pk}/submit/", {"key": made.current.key})
    made.refresh_from_db()
    assert (made.state, made.current.submitted_by) == (State.SUBMITTED, new)
    assert made.current.lines.count() == 1


def test_what_waits_for_a_checker_is_taken_back_by_nobody_else_of_the_unit(officer, checker, unit):
    made = make.draft(officer, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    workflow.hand_over(officer, made, made.current.key)
    made.refresh_from_db()
    new = cast.person("new", Role.OFFICER)
    Post.objects.create(user=new, unit=unit, starts_on=date(2025, 4, 1))
    with pytest.raises(Refused, match="您不是岱岳镇的审核人"):
        workflow.hand_back(new, made, "我来改")


def test_a_nil_return_that_the_checker_hands_in_is_nil(officer, checker):
    submission = make.draft(officer, MARCH)
    workflow.hand_over(officer, submission, submission.current.key, nil=True)
    workflow.submit(checker, submission, submission.current.key)
    assert submission.current.nil


def test_a_correction_goes_by_the_checker_too(client, officer, checker):
    with make.at(date(2025, 4, 1)):
        Post.objects.filter(user=checker).update(ends_on=date(2025, 3, 31))
        make.approved(officer, cast.office(), MARCH)
        Post.objects.filter(user=checker).update(ends_on=None)
    line = Submission.objects.get().current.lines.get()
    numbers = {
        f"value_{entry.number}": "4"
        if entry.measure == "public_dc_pile"
        else entry.quantity.rstrip("台个千瓦")
        for entry in line.entries.exclude(measure="public_station")
    }
    client.force_login(officer)
    client.post(f"/corrections/{line.pk}/", {**numbers, "reason": "多数了2台", "key": "c" * 43})
    correction = Submission.objects.get(kind="correction")
    assert correction.state == State.CHECKING
    workflow.submit(checker, correction, correction.current.key)
    correction.refresh_from_db()
    assert correction.state == State.SUBMITTED


def test_who_wrote_it_does_not_approve_it_though_another_handed_it_in(checker):
    both = cast.person("both", Role.OFFICE, cast.DAIYUE)
    submission = make.draft(both, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    workflow.hand_over(both, submission, submission.current.key)
    workflow.submit(checker, submission, submission.current.key)
    workflow.begin_review(both, submission)
    with pytest.raises(Refused, match="本人上报的材料"):
        workflow.approve(both, submission)


def test_the_office_enters_a_paper_return_and_the_unit_confirms_it(client, unit, officer):
    office, second = cast.office(), cast.person("second", Role.OFFICE)
    client.force_login(office)
    client.post(
        f"/board/{make.period(MARCH).pk}/{unit.code}/enter/",
        {"reason": "停电，报来纸质材料", "received_on": "2025-04-01"},
    )
    submission = Submission.objects.get()
    drafting.put_line(office, submission, LineKind.ADDED, drafting.new_key(), make.new_piles())
    with pytest.raises(Refused, match="由专班办公室按纸质材料代录"):
        drafting.put_line(officer, submission, LineKind.ADDED, drafting.new_key(), make.new_piles())
    with pytest.raises(Refused, match="原件扫描件"):
        workflow.submit(office, submission, submission.current.key)
    evidence.attach(office, submission, SimpleUploadedFile("原件.pdf", SCAN))
    workflow.submit(office, submission, submission.current.key)
    workflow.begin_review(office, submission)
    with pytest.raises(Refused, match="本人上报的材料"):
        workflow.approve(office, submission)
    workflow.approve(second, submission)
    assert Entry.objects.count() == 4
    assert "请核对后确认" in page(client, officer, "/")
    text = page(client, officer, f"/submissions/{submission.pk}/")
    assert "专班代录：停电，报来纸质材料（2025-04-01收到）。单位还没有确认。" in text
    client.post(f"/submissions/{submission.pk}/confirm/")
    client.post(f"/submissions/{submission.pk}/confirm/")  # twice is once
    text = page(client, officer, f"/submissions/{submission.pk}/")
    assert f"{officer.name}已于2025-04-02 12:00代表单位确认" in text
    assert "请核对后确认" not in page(client, officer, "/")


def test_a_return_that_the_unit_began_is_not_entered_for_it(officer, unit):
    make.draft(officer, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    with pytest.raises(Refused, match="已经在填报或已上报"):
        paper.enter(cast.office(), make.period(MARCH), unit, "停电")
    with pytest.raises(Refused, match="只有专班办公室可以代录"):
        paper.enter(officer, make.period(MARCH), unit, "停电")


def test_a_paper_return_may_be_left_to_the_unit(officer, unit):
    office = cast.office()
    submission = paper.enter(office, make.period(MARCH), unit, "停电")
    drafting.put_line(office, submission, LineKind.ADDED, drafting.new_key(), make.new_piles())
    paper.release(office, submission)
    workflow.submit(officer, submission, submission.current.key)
    with pytest.raises(Refused, match="不是专班代录的"):
        paper.confirm(officer, submission.current)


def test_the_office_goes_on_typing_a_paper_return_that_it_took_back(client, unit):
    office = cast.office()
    received = cast.APRIL_2
    submission = paper.enter(office, make.period(MARCH), unit, "停电", received_on=received)
    evidence.attach(office, submission, SimpleUploadedFile("原件.pdf", SCAN))
    workflow.submit(office, submission, submission.current.key, nil=True)
    client.force_login(office)
    answer = client.post(f"/submissions/{submission.pk}/withdraw/", follow=True)
    assert answer.status_code == 200 and "代录：" in answer.content.decode()
    again = Submission.objects.get().current
    assert (again.number, again.paper_reason, again.received_on) == (2, "停电", received)
    workflow.submit(office, submission, again.key, nil=True)


def test_a_remark_stands_at_the_field_it_is_about(client, officer):
    office = cast.office()
    submission = make.handed_in(officer, MARCH)
    workflow.begin_review(office, submission)
    line = submission.current.lines.get()
    client.force_login(office)
    client.post(
        f"/submissions/{submission.pk}/send_back/",
        {"about": [f"{line.pk}:power", ":", ":"], "reason": ["功率请核对铭牌", "请附接电单", ""]},
    )
    assert [(r.field, r.text) for r in Remark.objects.all()] == [
        ("power", "功率请核对铭牌"),
        ("", "请附接电单"),
    ]
    copy = Submission.objects.get().current.lines.get()
    text = page(client, officer, f"/returns/{submission.period_id}/{cast.DAIYUE}/?line={copy.pk}")
    assert (
        text.count("专班意见：功率请核对铭牌") == 2
    )  # at the line in the list, at the field in the form


def test_evidence_of_a_line_stays_with_it_over_versions(client, officer):
    office = cast.office()
    submission = make.draft(officer, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    key = submission.current.lines.get().key
    evidence.attach(officer, submission, SimpleUploadedFile("照片.pdf", SCAN), "铭牌", line_key=key)
    workflow.submit(officer, submission, submission.current.key)
    workflow.begin_review(office, submission)
    workflow.send_back(office, submission, "请核对")
    submission.refresh_from_db()
    workflow.submit(officer, submission, submission.current.key)
    assert "佐证：<a" in page(client, office, f"/submissions/{submission.pk}/")


def test_the_reviewer_sees_the_month_before_beside_this_one(client, officer):
    with make.at(date(2025, 3, 3)):
        make.handed_in(
            officer,
            Month(2025, 2),
            lines=[
                (
                    LineKind.ADDED,
                    make.new_piles(
                        dc="2", connectors="4", power="120", on="2025-02-10", site_name="北站"
                    ),
                )
            ],
        )
    submission = make.handed_in(officer, MARCH)
    text = page(client, cast.office(), f"/submissions/{submission.pk}/")
    assert '<td>新增公共桩</td><td class="number">6台</td><td class="number">2台</td>' in text


def test_the_menu_shows_lists_to_those_who_write_and_to_nobody_else(client, checker, officer):
    assert "清单补录" in page(client, officer, "/")
    assert "清单补录" not in page(client, checker, "/")


def test_a_checker_does_not_pass_what_they_filled_in_themselves(checker, unit):
    Post.objects.create(user=checker, unit=unit, starts_on=date(2024, 1, 2))
    submission = make.draft(checker, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    workflow.hand_over(checker, submission, submission.current.key)
    with pytest.raises(Refused, match="本人填报的材料须由单位其他人审核"):
        workflow.submit(checker, submission, submission.current.key)


def test_a_paper_return_that_is_handed_in_is_not_left_to_the_unit(unit):
    office = cast.office()
    submission = paper.enter(office, make.period(MARCH), unit, "停电")
    drafting.put_line(office, submission, LineKind.ADDED, drafting.new_key(), make.new_piles())
    scan = SimpleUploadedFile("原件.pdf", SCAN)
    evidence.attach(office, submission, scan)
    workflow.submit(office, submission, submission.current.key)
    with pytest.raises(Refused, match="这份材料不在代录中"):
        paper.release(office, submission)
