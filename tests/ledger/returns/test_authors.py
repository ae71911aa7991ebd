"""Who has written a line of a return does not judge it, whoever handed it in and whatever they are
by then; and what is not handed in is its unit's alone."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ledger.models import LineKind, State
from ledger.returns import drafting, evidence, paper, rules, workflow
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role
from shanyin_charging.audit.models import Event
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Post, Unit
from targets.months import Month
from tests import cast, make, snapshots

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
MARCH = Month(2025, 3)
SEES_ALL = (Role.OFFICE, Role.CHIEF, Role.LEADER, Role.AUDITOR)


@pytest.fixture
def people():
    return {role: cast.person(role, role) for role in SEES_ALL}


def entered(by, scan=b"%PDF-1.7 a scan"):
    found = paper.enter(by, make.period(MARCH), Unit.objects.get(code=cast.DAIYUE), "停电")
    line = drafting.put_line(by, found, LineKind.ADDED, drafting.new_key(), make.new_piles())
    evidence.attach(by, found, SimpleUploadedFile("原件.pdf", scan))
    return found, line


def test_who_typed_a_line_of_a_paper_return_does_not_approve_what_another_hands_in(people):
    """The first types, the second changes a digit and hands in: neither approves."""
    clerk, chief = people[Role.OFFICE], people[Role.CHIEF]
    third = cast.person("third", Role.OFFICE)
    found, line = entered(clerk)
    drafting.put_line(
        chief, found, LineKind.ADDED, line.key, make.new_piles(dc="7", connectors="14"), line.pk
    )
    line.refresh_from_db()
    assert line.authors == sorted([clerk.pk, chief.pk])
    workflow.submit(chief, found, found.current.key)
    found.refresh_from_db()
    workflow.begin_review(chief, found)
    found.refresh_from_db()
    with pytest.raises(Refused, match="本人填写、改动过其中的明细"):
        workflow.approve(clerk, found)
    with pytest.raises(Refused, match="本人上报的材料"):
        workflow.approve(chief, found)
    workflow.approve(third, found)


def test_the_head_of_the_office_passes_what_they_have_changed_of_anothers_and_it_says_so(
    client, people
):
    """主任改定, as of papers: of what another has handed in."""
    clerk, chief = people[Role.OFFICE], people[Role.CHIEF]
    found, line = entered(clerk)
    drafting.put_line(chief, found, LineKind.ADDED, line.key, make.new_piles(dc="7"), line.pk)
    workflow.submit(clerk, found, found.current.key)
    found.refresh_from_db()
    workflow.begin_review(clerk, found)
    found.refresh_from_db()
    assert workflow.approve(chief, found)
    found.refresh_from_db()
    event = Event.objects.get(verb="approve")
    assert found.amended and (event.before["amended"], event.after["amended"]) == (False, True)
    client.force_login(people[Role.AUDITOR])
    assert "主任改定" in client.get(f"/submissions/{found.pk}/").content.decode()
    assert "主任改定" in client.get(f"/submissions/{found.pk}/paper/").content.decode()
    workflow.undo(clerk, found, "审错了")
    found.refresh_from_db()
    assert not found.amended


def test_who_wrote_for_a_unit_does_not_approve_it_in_the_office_later():
    officer, colleague = cast.officer(), cast.person("colleague", Role.OFFICER, cast.DAIYUE)
    draft = make.draft(officer, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    workflow.submit(colleague, draft, draft.current.key)
    Post.objects.filter(user=officer).update(ends_on=clock.today() - timedelta(days=1))
    officer.role = Role.OFFICE
    officer.save()
    workflow.begin_review(officer, draft)
    draft.refresh_from_db()
    assert "本人填写、改动过" in rules.can_approve(officer, draft).reason


def test_a_checker_passes_no_line_of_their_own_and_may_give_it_back():
    writer, checker = cast.officer(), cast.person("checker", Role.OFFICER, cast.DAIYUE)
    draft = make.draft(writer, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    key, typed = drafting.new_key(), make.new_piles(site_name="北门充电站")
    drafting.put_line(checker, draft, LineKind.ADDED, key, typed)
    Post.objects.filter(user=checker).update(checks=True)
    workflow.hand_over(writer, draft, draft.current.key)
    draft.refresh_from_db()
    assert rules.can_submit(checker, draft).reason == "本人填报的材料须由单位其他人审核"
    workflow.hand_back(checker, draft, "请重填北门的一条")


def test_files_of_what_was_never_handed_in_are_its_units_alone(client, people, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    officer = cast.officer()
    draft = make.draft(officer, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    file = evidence.attach(
        officer, draft, SimpleUploadedFile("内部.jpg", snapshots.taken()), "没定"
    )
    assert statuses(client, file, officer, *people.values()) == [200, 404, 404, 404, 404]
    for person in people.values():
        client.force_login(person)
        page = client.get(f"/submissions/{draft.pk}/").content.decode()
        assert "内部" not in page and "没定" not in page
    workflow.submit(officer, draft, draft.current.key)
    assert statuses(client, file, *people.values()) == [200] * 4
    workflow.withdraw(officer, draft)
    later = evidence.attach(officer, draft, SimpleUploadedFile("改过.jpg", snapshots.taken("PNG")))
    assert statuses(client, file, *people.values()) == [200] * 4, "it had been handed in once"
    assert statuses(client, later, officer, *people.values()) == [200, 404, 404, 404, 404]


def test_a_draft_at_the_units_own_checker_is_read_by_nobody_else(client, people):
    writer, checker = cast.officer(), cast.person("checker", Role.OFFICER, cast.DAIYUE)
    Post.objects.filter(user=checker).update(checks=True)
    draft = make.draft(writer, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    workflow.hand_over(writer, draft, draft.current.key)
    draft.refresh_from_db()
    assert draft.state == State.CHECKING
    for person, reads in ((checker, True), *((p, False) for p in people.values())):
        client.force_login(person)
        page = client.get(f"/submissions/{draft.pk}/").content.decode()
        assert ("文化广场充电站" in page) is reads, person


def test_the_office_reads_the_scan_of_a_paper_return_while_it_enters_it(client, people):
    clerk = people[Role.OFFICE]
    found, _ = entered(clerk)
    file = found.attachments.get()
    roles = (people[role] for role in SEES_ALL)
    assert statuses(client, file, *roles) == [200, 200, 404, 404]


def statuses(client, file, *people):
    found = []
    for person in people:
        client.force_login(person)
        answer = client.get(f"/attachments/{file.pk}/")
        if answer.streaming:
            list(answer.streaming_content)
        found.append(answer.status_code)
    return found
