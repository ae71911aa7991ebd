"""Who is on time: taken back and handed in again, given more time, on paper, reviewed after the
lock.

March 2025 is due on 7 April at 24:00 and locked on 1 May; the third working day after the 7th is
the 10th, so that its end is the last moment for what was taken back.
"""

from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ledger.models import Entry, LineKind, State, Submission
from ledger.returns import drafting, evidence, more_time, paper, standings, workflow
from shanyin_charging import clock
from shanyin_charging.audit.models import Event
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Plan, Unit
from targets.months import Month
from tests import cast, make
from tests.demo.when import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
MARCH = Month(2025, 3)
IN_TIME, EIGHTH, NINTH = at(date(2025, 4, 3), 9), at(date(2025, 4, 8), 9), at(date(2025, 4, 9), 9)
LAST, TOO_LATE = at(date(2025, 4, 10), 23), datetime(2025, 4, 11, tzinfo=clock.ZONE)
LOCKED = at(date(2025, 5, 6), 9)
PILES, MORE = make.new_piles(), make.new_piles(site_name="北站充电站", explanation="另一处")


@pytest.fixture
def officer():
    return cast.officer()


@pytest.fixture
def office():
    return cast.office()


def handed_in(officer, moment, *typed):
    with clock.at(moment):
        return make.handed_in(officer, MARCH, lines=[(LineKind.ADDED, t) for t in typed])


def taken_back(officer, submission, moment):
    with clock.at(moment):
        workflow.withdraw(officer, submission)
    submission.refresh_from_db()
    assert submission.late is None  # what was taken back is not handed in


def again(officer, submission, moment, add=None, remove=False):
    """Handed in again: with a line more, or without any."""
    with clock.at(moment):
        if add:
            drafting.put_line(officer, submission, LineKind.ADDED, drafting.new_key(), add)
        if remove:
            drafting.remove_line(officer, submission, submission.current.lines.first().pk)
        empty = not submission.current.lines.exists()
        workflow.submit(officer, submission, submission.current.key, nil=empty)
    submission.refresh_from_db()
    return submission.late


def sent_back(office, submission, moment):
    with clock.at(moment):
        workflow.begin_review(office, submission)
        workflow.send_back(office, submission, "请核对")
    submission.refresh_from_db()


@pytest.mark.parametrize(("moment", "late"), [(LAST, False), (TOO_LATE, True)])
def test_a_typo_mended_within_the_mending_days_after_the_due_moment_leaves_it_on_time(
    officer, moment, late
):
    submission = handed_in(officer, IN_TIME, PILES)
    taken_back(officer, submission, EIGHTH)
    assert again(officer, submission, moment) is late


def test_that_leave_is_given_once(officer):
    submission = handed_in(officer, IN_TIME, PILES)
    taken_back(officer, submission, EIGHTH)
    assert again(officer, submission, EIGHTH) is False
    taken_back(officer, submission, NINTH)
    assert again(officer, submission, NINTH) is True


def test_a_nil_return_filled_at_leisure_is_late(officer):
    submission = handed_in(officer, IN_TIME)
    taken_back(officer, submission, EIGHTH)
    assert again(officer, submission, EIGHTH, add=PILES) is True


def test_what_comes_again_emptier_is_late_and_with_more_is_not(officer):
    submission = handed_in(officer, IN_TIME, PILES, MORE)
    taken_back(officer, submission, EIGHTH)
    assert again(officer, submission, EIGHTH, remove=True) is True
    other = cast.officer(cast.YUJING)
    with clock.at(IN_TIME):
        piles = make.new_piles(village=cast.YUJING_SHUIQUAN, credited_to=cast.YUJING)
        full = make.handed_in(other, MARCH, cast.YUJING, [(LineKind.ADDED, piles)])
    taken_back(other, full, EIGHTH)
    more = {**piles, "site_name": "北站充电站", "explanation": "另一处"}
    assert again(other, full, EIGHTH, add=more) is False


def test_what_was_late_stays_late_however_often_it_is_taken_back(officer):
    submission = handed_in(officer, EIGHTH, PILES)
    assert submission.late
    taken_back(officer, submission, EIGHTH)
    assert again(officer, submission, EIGHTH) is True


def test_inside_its_mending_time_a_return_is_taken_back_as_often_as_one_wants(officer, office):
    submission = handed_in(officer, IN_TIME, PILES)
    sent_back(office, submission, NINTH)  # to be mended by the 14th
    assert again(officer, submission, NINTH) is False
    for _ in range(2):
        taken_back(officer, submission, LAST)
        assert again(officer, submission, at(date(2025, 4, 14), 22)) is False
    taken_back(officer, submission, at(date(2025, 4, 14), 22))
    assert again(officer, submission, at(date(2025, 4, 15), 0)) is True


def test_what_was_late_and_mended_in_time_is_late_when_taken_back(officer, office):
    submission = handed_in(officer, EIGHTH, PILES)
    sent_back(office, submission, NINTH)
    assert again(officer, submission, NINTH) is True
    taken_back(officer, submission, NINTH)
    assert again(officer, submission, NINTH) is True


def test_the_button_says_what_taking_back_means(client, officer, office):
    submission = handed_in(officer, IN_TIME, PILES)
    path = f"/submissions/{submission.pk}/"
    client.force_login(officer)
    with clock.at(IN_TIME):
        assert "2025年4月7日（周一）24:00前重新上报，仍记按时" in client.get(path).content.decode()
    with clock.at(EIGHTH):
        page = client.get(path).content.decode()
        assert "撤回后在2025年4月10日（周四）24:00前重新上报、内容不少于现在的，仍记按时" in page
        assert "只有这一次" in page
    with clock.at(TOO_LATE):
        assert "截止时刻已过，撤回后再上报记为迟报" in client.get(path).content.decode()


# more time for everybody


def test_more_time_for_all_restamps_who_is_inside_it_each_with_an_event(officer, office):
    inside = handed_in(officer, EIGHTH, PILES)
    with clock.at(TOO_LATE):
        outside = make.handed_in(cast.officer(cast.YUJING), MARCH, cast.YUJING, lines=[])
        more_time.extend(office, make.period(MARCH), at(date(2025, 4, 10), 0), "停机")
    for submission in (inside, outside):
        submission.refresh_from_db()
    assert (inside.late, outside.late) == (False, True)
    event = Event.objects.get(verb="restamp")
    assert (event.object_key, event.before, event.after, event.detail["reason"]) == (
        str(inside.pk),
        {"late": True},
        {"late": False},
        "停机",
    )


def test_nobody_who_handed_in_earlier_is_later_than_who_handed_in_after(officer, office):
    first = handed_in(officer, EIGHTH, PILES)
    sent_back(office, first, NINTH)  # mended on the 14th, in its time
    assert again(officer, first, at(date(2025, 4, 14), 9)) is True
    with clock.at(at(date(2025, 4, 15), 9)):
        more_time.extend(office, make.period(MARCH), at(date(2025, 4, 20), 0), "停机")
        last = make.handed_in(cast.officer(cast.YUJING), MARCH, cast.YUJING, lines=[])
    first.refresh_from_db()
    assert (first.late, last.late) == (False, False)


def test_what_was_known_on_a_day_reads_lateness_from_the_events(officer, office):
    submission = handed_in(officer, EIGHTH, PILES)
    with clock.at(LAST):
        more_time.extend(office, make.period(MARCH), at(date(2025, 4, 20), 0), "停机")
    unit, march = Unit.objects.get(code=cast.DAIYUE), make.period(MARCH)
    late = [
        standings.standings_of(Plan.objects.get(), [unit], march, moment)[0].late
        for moment in (NINTH, TOO_LATE, None)
    ]
    assert late == [True, False, False]
    assert standings.standings_of(Plan.objects.get(), [unit], march, TOO_LATE)[0].state == "pending"
    assert submission.pk


# on paper


def entered(office, moment, received_on):
    unit = Unit.objects.get(code=cast.DAIYUE)
    with clock.at(moment):
        submission = paper.enter(office, make.period(MARCH), unit, "停电", received_on=received_on)
        scan = SimpleUploadedFile("扫描件.pdf", b"%PDF-1.7 a scan")
        evidence.attach(office, submission, scan)
        workflow.submit(office, submission, submission.current.key, nil=True)
    submission.refresh_from_db()
    return submission


@pytest.mark.parametrize(
    ("received_on", "late"), [(date(2025, 4, 7), False), (date(2025, 4, 8), True)]
)
def test_a_paper_return_is_late_by_the_day_on_which_it_was_received(office, received_on, late):
    submission = entered(office, NINTH, received_on)
    assert submission.late is late
    assert submission.current.submitted_at.astimezone(clock.ZONE).date() == date(2025, 4, 9)


@pytest.mark.parametrize("received_on", [date(2025, 3, 24), date(2025, 4, 10)])
def test_paper_is_received_between_the_months_opening_and_today(office, received_on):
    with pytest.raises(Refused, match=r"要在2025-03-25（开报）到今天之间"):
        entered(office, NINTH, received_on)
    assert not Submission.objects.exists()


def test_the_day_of_the_paper_is_asked_for_and_shown(client, office):
    client.force_login(office)
    path = f"/board/{make.period(MARCH).pk}/{cast.DAIYUE}/enter/"
    with clock.at(NINTH):
        page = client.post(path, {"reason": "停电"}).content.decode()
        assert "请填收到纸质材料的日期" in page and 'value="停电"' in page
        client.post(path, {"reason": "停电", "received_on": "2025-04-07"})
    assert Submission.objects.get().current.received_on == date(2025, 4, 7)


# after the lock


def test_what_was_handed_in_before_the_lock_is_reviewed_after_it(officer, office):
    submission = handed_in(officer, IN_TIME, PILES)
    with clock.at(LOCKED):
        workflow.begin_review(office, submission)
        assert workflow.approve(office, submission) > 0
        with pytest.raises(Refused, match="已锁定"):
            workflow.undo(office, submission, "审错了")
    submission.refresh_from_db()
    assert (submission.state, submission.late) == (State.APPROVED, False)
    assert Entry.objects.filter(line__version__submission=submission).exists()


def test_what_is_sent_back_after_the_lock_opens_the_mending_days_to_its_unit(officer, office):
    submission = handed_in(officer, IN_TIME, PILES)
    other = cast.officer(cast.YUJING)
    with clock.at(LOCKED):
        workflow.begin_review(office, submission)
        workflow.send_back(office, submission, "请核对")
        submission.refresh_from_db()
        assert submission.mend_by == datetime(2025, 5, 10, tzinfo=clock.ZONE)
        with pytest.raises(Refused, match="已锁定"):
            make.draft(other, MARCH, cast.YUJING)
    assert again(officer, submission, at(date(2025, 5, 9), 22), add=MORE) is False
    sent_back(office, submission, at(date(2025, 5, 12), 9))
    with clock.at(at(date(2025, 5, 16), 9)), pytest.raises(Refused, match="已锁定"):
        workflow.submit(officer, submission, submission.current.key)


def test_the_offices_delay_is_shown_as_the_offices(client, officer, office):
    submission = handed_in(officer, IN_TIME, PILES)
    client.force_login(office)
    with clock.at(LOCKED):
        home = client.get("/").content.decode()
        assert "上报已20个工作日" in home and "是专班没有审完，不影响单位是否按时" in home
        board = client.get(f"/board/?period={submission.period_id}").content.decode()
        assert "待审核（专班已收到20个工作日）" in board
        client.force_login(officer)
        page = client.get(f"/submissions/{submission.pk}/").content.decode()
        assert "专班办公室已收到20个工作日，审核快慢不影响是否按时" in page


@pytest.mark.parametrize(
    ("moment", "at_fault", "word"), [(LAST, False, "撤回待改"), (TOO_LATE, True, "未报")]
)
def test_what_was_taken_back_to_be_mended_is_held_against_nobody_while_it_may_come_again(
    officer, moment, at_fault, word
):
    submission = handed_in(officer, IN_TIME, PILES)
    taken_back(officer, submission, EIGHTH)
    unit = Unit.objects.get(code=cast.DAIYUE)
    with clock.at(moment):
        (found,) = standings.standings_of(Plan.objects.get(), [unit], make.period(MARCH))
    assert (found.is_at_fault, found.reported_word) == (at_fault, word)


@pytest.mark.parametrize(
    ("moment", "says"),
    [
        (NINTH, "改好重报，在此之前不影响是否按时"),
        (at(date(2025, 4, 12), 0), "现在上报记迟报"),
    ],
)
def test_the_form_of_a_return_to_be_mended_counts_down_its_mending_days(
    client, officer, office, moment, says
):
    sent_back(office, handed_in(officer, IN_TIME, PILES), EIGHTH)
    client.force_login(officer)
    with clock.at(moment):
        page = client.get(f"/returns/{make.period(MARCH).pk}/{cast.DAIYUE}/").content.decode()
    assert says in page
