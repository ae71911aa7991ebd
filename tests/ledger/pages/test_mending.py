"""A correction or a list that came back: its unit finds it at home, reads why, mends it and hands
it in again, or gives it up."""

import pytest
from django.db import IntegrityError, transaction

from ledger.models import Kind, Line, State, Submission
from ledger.returns import corrections, drafting, lists, uploads, workflow
from reports.figures.reading import read
from shanyin_charging.audit.models import Event
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Post, Unit
from targets.months import Month
from tests import cast, make
from tests.indicators import ADDED
from tests.ledger.pages.test_lists import read as read_list
from tests.ledger.pages.test_lists import row, sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
MARCH = Month(2025, 3)


@pytest.fixture
def people():
    return cast.officer(), cast.office()


def sent_back(office, submission, why="请核对枪数"):
    workflow.begin_review(office, submission)
    workflow.send_back(office, submission, why)
    submission.refresh_from_db()
    return submission


@pytest.fixture
def correction(people):
    original = make.approved(*people, MARCH)
    entry = corrections.standing_entries(original.current.lines.get()).first()
    typed = [{"entry": str(entry.number), "value": "4", "reason": "误报2台"}]
    made = corrections.hand_in(people[0], original, typed, drafting.new_key())
    return sent_back(people[1], made)


@pytest.fixture
def listed(people):
    """A list of the unit's own that came back."""
    units = [Unit.objects.get(code=cast.DAIYUE)]
    upload = uploads.keep_list(people[0], units, b"x", "清单.xlsx", [sheet([row()])], "台账")
    found = read_list(row(), units=units, note="台账")
    lists.hand_in(people[0], upload, found.returns, entering=False)
    return sent_back(people[1], Submission.objects.get(kind=Kind.LIST))


def shown(client, path):
    return client.get(path, follow=True).content.decode()


def test_a_correction_that_came_back_is_found_mended_and_counts(client, people, correction):
    client.force_login(people[0])
    page = f"/corrections/again/{correction.pk}/"
    home = shown(client, "/")
    assert "（更正）" in home and "专班退回了，请看退回意见，改好后重新上报" in home
    assert f'href="{page}"' in home
    receipt = shown(client, f"/submissions/{correction.pk}/")
    assert f'href="{page}"' in receipt and "是否按时" not in receipt  # it is of no month's duty
    form = shown(client, page)
    assert "退回意见：请核对枪数" in form and 'value="4"' in form and 'value="误报2台"' in form
    client.post(page, {"value_2": "5", "value_3": "10", "value_4": "360", "reason": "少了1台"})
    correction.refresh_from_db()
    assert correction.state == State.SUBMITTED
    assert [line.values["value"] for line in correction.current.lines.all()] == [5, 10]
    assert f'href="{page}"' not in shown(client, "/")
    workflow.begin_review(people[1], correction)
    workflow.approve(people[1], correction)
    assert read(MARCH).figure(ADDED).value == 5


def test_a_correction_that_says_what_stands_is_not_handed_in_again(client, people, correction):
    client.force_login(people[0])
    same = {"value_2": "6", "value_3": "12", "value_4": "360", "reason": "没有错"}
    assert "不用更正请作废" in str(
        client.post(f"/corrections/again/{correction.pk}/", same).content.decode()
    )
    correction.refresh_from_db()
    assert (correction.state, correction.current.lines.get().typed["value"]) == ("sent_back", "4")


def test_a_correction_is_given_up_and_asks_for_nothing_any_more(client, people, correction):
    client.force_login(people[0])
    client.get(f"/corrections/again/{correction.pk}/")
    client.post(f"/submissions/{correction.pk}/drop/")
    correction.refresh_from_db()
    assert (correction.state, correction.mend_by) == (State.DROPPED, None)
    assert Event.objects.latest("number").verb_name == "作废"
    assert "去修改" not in shown(client, "/")
    assert "已作废" in shown(client, f"/submissions/{correction.pk}/")
    assert client.get(f"/corrections/again/{correction.pk}/").status_code == 404
    assert read(MARCH).figure(ADDED).value == 6


def test_what_was_taken_back_lies_there_to_be_mended(client, people):
    original = make.approved(*people, MARCH)
    entry = corrections.standing_entries(original.current.lines.get()).first()
    typed = [{"entry": str(entry.number), "value": "4", "reason": "误报2台"}]
    made = corrections.hand_in(people[0], original, typed, drafting.new_key())
    client.force_login(people[0])
    client.get(f"/submissions/{made.pk}/")
    answer = client.post(f"/submissions/{made.pk}/withdraw/")
    assert answer["Location"] == f"/submissions/{made.pk}/"
    assert "没有上报，改好后重新上报，或者作废" in shown(client, "/")


def test_where_the_entry_is_gone_the_correction_can_only_be_given_up(client, people, correction):
    workflow.undo(people[1], Submission.objects.get(kind=Kind.RETURN), "审错了")
    client.force_login(people[0])
    page = shown(client, f"/corrections/again/{correction.pk}/")
    assert "value_2" not in page and "作废" in page


def test_where_the_unit_has_a_checker_a_mended_correction_goes_there(client, people, correction):
    checker = cast.person("checker", "officer")
    Post.objects.create(user=checker, unit=correction.unit, starts_on="2024-01-01", checks=True)
    client.force_login(people[0])
    page = f"/corrections/again/{correction.pk}/"
    assert "送单位审核" in shown(client, page)
    client.post(page, {"value_2": "5", "value_3": "10", "value_4": "360", "reason": "少了1台"})
    correction.refresh_from_db()
    assert correction.state == State.CHECKING
    client.force_login(checker)
    assert "等您审核" in shown(client, "/")


def test_a_list_that_came_back_is_found_and_given_up_and_comes_anew(client, people, listed):
    client.force_login(people[0])
    home, page = shown(client, "/"), f"/submissions/{listed.pk}/"
    assert "（清单补录）" in home and f'href="{page}"' in home
    text = shown(client, page)
    assert "退回：请核对枪数" in text and '在<a href="/lists/">清单补录</a>重新上传' in text
    client.post(f"{page}drop/")
    listed.refresh_from_db()
    assert listed.state == State.DROPPED
    assert "去修改" not in shown(client, "/") and "已作废" in shown(client, "/lists/")


def test_a_list_that_was_right_is_handed_in_again_as_it_is(client, people, listed):
    client.force_login(people[0])
    shown(client, f"/submissions/{listed.pk}/")
    client.post(f"/submissions/{listed.pk}/submit/", {"key": listed.current.key})
    listed.refresh_from_db()
    assert listed.state == State.SUBMITTED
    workflow.begin_review(people[1], listed)
    workflow.approve(people[1], listed)
    assert read(MARCH).figure(ADDED).value == 2


def test_nobody_else_mends_or_drops(client, people, correction, listed):
    for user in (cast.officer(cast.YUJING), cast.leader(), people[1]):
        client.force_login(user)
        assert client.get(f"/corrections/again/{correction.pk}/").status_code == 404
        for found in (correction, listed):
            with pytest.raises(Refused):
                workflow.drop(user, found)


def test_a_months_return_is_never_dropped(people):
    found = make.draft(people[0], MARCH)
    with pytest.raises(Refused, match="月报要报送，不能作废"):
        workflow.drop(people[0], found)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.update(state=State.DROPPED)


def test_a_list_of_the_same_content_may_come_after_one_that_was_given_up(people, listed):
    workflow.drop(people[0], listed)
    units = [Unit.objects.get(code=cast.DAIYUE)]
    upload = uploads.keep_list(people[0], units, b"x", "清单.xlsx", [sheet([row()])], "台账")
    found = read_list(row(), units=units, note="台账")
    assert lists.hand_in(people[0], upload, found.returns, entering=False) == 1
    assert Line.objects.filter(frozen=True).count() == 2
