"""在建项目: told by approved returns, carried until something is said, ended by what goes into
service; it moves no stock."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from ledger.entries.construction import under_way
from ledger.lines.projects import again as as_it_is
from ledger.lines.readback import sentence
from ledger.models import Construction, ConstructionWord, Entry, LineKind, Site, State
from ledger.periods import books
from ledger.returns import corrections, drafting, workflow
from ledger.sites import registers
from reports.figures.reading import read
from shanyin_charging.lifecycle.transitions import Refused
from targets.months import Month
from tests import cast, make
from tests.indicators import ADDED, STOCK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_april")]
MARCH, APRIL = Month(2025, 3), Month(2025, 4)


@pytest.fixture
def people():
    return cast.officer(), cast.office()


def project(**changes):
    """Four direct-current piles being built at a place of 岱岳镇 that is no site yet."""
    return LineKind.BUILDING, make.being_built(**changes)


def again(**changes):
    """What the form holds of the one project that is under way, with what changed."""
    (one,) = under_way(make.county(), APRIL)
    return LineKind.BUILDING, {**as_it_is(one), **changes}


def in_service(**changes):
    """The piles of the one project that go into service, on 2025-04-20."""
    number = str(Construction.objects.get().pk)
    piles = make.new_piles(site_name="北门充电站", dc="4", connectors="4", power="240")
    return LineKind.ADDED, {**piles, "construction": number, "on": "2025-04-20", **changes}


def told(month=APRIL, moment=None):
    """(piles, stage, expected day, days before) of what is under way."""
    return [
        (one.piles, one.word.stage, str(one.expected_on), [str(day) for day in one.moved])
        for one in under_way(make.county(), month, moment)
    ]


SITED = (4, "grid", "2025-06-30", [])


def test_a_word_posts_nothing_and_stands_until_another_is_said(people):
    before = [read(MARCH).figure(code).value for code in (ADDED, STOCK)]
    submission = make.approved(*people, MARCH, lines=[project()])
    assert not Entry.objects.filter(line__version__submission=submission).exists()
    assert not Site.objects.exists()
    assert [read(MARCH).figure(code).value for code in (ADDED, STOCK)] == before
    assert told(MARCH) == told(APRIL) == [SITED] and told(Month(2025, 2)) == []
    (one,) = under_way(make.county(), MARCH)
    assert (one.row, one.word.power, str(one.word.on)) == (cast.DAIYUE, 2400, "2025-03-31")
    assert one.place == "岱岳镇南大道村 北门充电站" and one.site is None
    assert sentence(submission.current.lines.get()) == (
        "岱岳镇南大道村 北门充电站（新站点，村（社区）公共场所）：在建公共直流桩4台，"
        "总功率240千瓦，报装，预计2025-06-30投运，投运后计入岱岳镇；卡点：电力，等变压器"
    )
    make.approved(*people, APRIL, lines=[])  # a nil return
    assert told() == [SITED]


def test_a_day_that_moves_keeps_the_days_before_it(people):
    make.approved(*people, MARCH, lines=[project()])
    with make.at(date(2025, 4, 29)):
        moved = again(stage="building", expected_on="2025-08-15", obstacle_kind="", obstacle="")
        submission = make.approved(*people, APRIL, lines=[moved])
    assert told() == [(4, "building", "2025-08-15", ["2025-06-30"])]
    assert told(MARCH) == [SITED]
    assert told(APRIL, cast.noon(date(2025, 4, 29))) == [SITED]  # as it was known before
    (one,) = under_way(make.county(), APRIL)
    assert one.is_overdue(date(2025, 8, 16)) and not one.is_overdue(date(2025, 8, 15))
    said = sentence(submission.current.lines.get())
    assert said.startswith("岱岳镇南大道村 北门充电站：在建公共直流桩4台，总功率240千瓦，施工，")


def test_what_is_approved_and_undone_stands_as_before_and_may_be_approved_again(people):
    first = make.approved(*people, MARCH, lines=[project()])
    second = make.approved(*people, APRIL, lines=[again(expected_on="2025-09-30")])
    workflow.undo(people[1], second, "日期看错了")
    assert told() == [SITED]
    second.refresh_from_db()
    workflow.approve(people[1], second)
    assert told() == [(4, "grid", "2025-09-30", ["2025-06-30"])]
    second.refresh_from_db()
    workflow.undo(people[1], second, "又看错了")
    workflow.undo(people[1], first, "没有这个项目")
    assert told() == []
    second.refresh_from_db()
    with pytest.raises(Refused, match="最早的那份报送撤销了通过"):
        workflow.approve(people[1], second)
    first.refresh_from_db()
    workflow.approve(people[1], first)
    assert told() == [SITED] and Construction.objects.count() == 1
    assert ConstructionWord.objects.count() == 7  # three said once more, four undoing or undone


def test_a_return_that_comes_again_mended_describes_the_same_project(people):
    officer, office = people
    submission = make.approved(*people, MARCH, lines=[project()])
    workflow.undo(office, submission, "名称错了")
    submission.refresh_from_db()
    workflow.send_back(office, submission, "请改名称")
    submission.refresh_from_db()
    line = submission.current.lines.get()
    mended = {**line.typed, "site_name": "北关充电站"}
    drafting.put_line(officer, submission, line.kind, line.key, mended, line.pk, line.stamp)
    workflow.submit(officer, submission, submission.current.key)
    workflow.begin_review(office, submission)
    submission.refresh_from_db()
    workflow.approve(office, submission)
    (one,) = under_way(make.county(), APRIL)
    assert str(one.construction) == "北关充电站" and Construction.objects.count() == 1


def test_in_service_it_is_a_stock_at_a_site_and_a_project_no_more(people):
    make.approved(*people, MARCH, lines=[project()])
    submission = make.approved(*people, APRIL, lines=[in_service()])
    assert told(APRIL) == [] and told(MARCH) == [SITED]
    assert read(APRIL).figure(ADDED).value == 4 and Site.objects.get().name == "北门充电站"
    assert ConstructionWord.objects.latest("pk").end == "in_service"
    workflow.undo(people[1], submission, "还没有通电")
    assert told(APRIL) == [SITED] and read(APRIL).figure(ADDED).value == 0
    submission.refresh_from_db()
    workflow.approve(people[1], submission)
    assert told(APRIL) == []


def test_what_is_in_service_is_so_from_its_day_whichever_return_tells_of_it(people):
    """Told of in March, in service on the 28th, told of late: March has the piles once."""
    make.approved(*people, MARCH, lines=[project()])
    some = in_service(on="2025-03-28", dc="3", connectors="3", explanation="上月漏报")
    make.approved(*people, APRIL, lines=[some])
    assert read(MARCH).figure(ADDED).value == 3
    assert told(MARCH) == told(APRIL) == [(1, "grid", "2025-06-30", [])]


def test_an_earlier_months_return_that_tells_late_of_piles_in_service_is_heard(people):
    with make.at(date(2025, 3, 26)):
        make.approved(*people, Month(2025, 2), lines=[project()])
    make.approved(*people, APRIL, lines=[again(stage="wiring")])
    make.approved(*people, MARCH, lines=[in_service(on="2025-03-20")])
    assert told(Month(2025, 2)) == [SITED] and told(MARCH) == told(APRIL) == []


def test_of_piles_of_which_only_some_go_into_service_the_rest_stays_under_way(people):
    make.approved(*people, MARCH, lines=[project(dc="4", ac="2")])
    make.approved(*people, APRIL, lines=[in_service(dc="3", power="180", connectors="3")])
    assert told(APRIL) == [(3, "grid", "2025-06-30", [])]
    word = under_way(make.county(), APRIL)[0].word
    assert (word.dc, word.ac, word.power, str(word.on)) == (1, 2, 600, "2025-04-20")


def test_a_correction_to_nothing_lets_the_project_stand_again(people):
    officer, office = people
    make.approved(*people, MARCH, lines=[project()])
    submission = make.approved(*people, APRIL, lines=[in_service()])

    def corrected(value):
        line = submission.current.lines.get()
        entry = corrections.standing_entries(line).get(measure="public_dc_pile")
        said = [{"entry": str(entry.number), "value": value, "reason": "核对"}]
        made = corrections.hand_in(officer, submission, said, drafting.new_key())
        workflow.begin_review(office, made)
        made.refresh_from_db()
        workflow.approve(office, made)
        made.refresh_from_db()
        return made

    made = corrected("0")
    assert told(APRIL) == [SITED]
    workflow.undo(office, made, "原来是对的")
    assert told(APRIL) == []
    made.refresh_from_db()
    workflow.approve(office, made)
    assert told(APRIL) == [SITED]
    corrected("4")
    assert told(APRIL) == []
    corrected("0")
    assert told(APRIL) == [SITED]


def test_what_has_ended_is_told_of_no_more(people):
    make.approved(*people, MARCH, lines=[project()])
    late = make.handed_in(people[0], APRIL, lines=[again(expected_on="2025-10-31"), in_service()])
    workflow.begin_review(people[1], late)
    late.refresh_from_db()
    workflow.approve(people[1], late)
    assert told() == [] and late.state == State.IN_REVIEW
    with make.at(date(2025, 5, 26)):
        books.open_periods(make.county().ledger, "test")
        with pytest.raises(AssertionError):  # the form offers it no more
            make.draft(people[0], Month(2025, 5), lines=[in_service(on="2025-05-20")])


def test_what_is_given_up_has_its_reason(people):
    make.approved(*people, MARCH, lines=[project()])
    make.approved(*people, APRIL, lines=[again(end="given_up", reason="用地没有批下来")])
    assert told() == [] and told(MARCH) == [SITED]
    word = ConstructionWord.objects.latest("pk")
    assert sentence(word.line).endswith("在建项目不再建（公共直流桩4台），原因：用地没有批下来")


@pytest.mark.parametrize(
    "wrong",
    [
        {"stage": "dreamt"},
        {"end": "lost"},
        {"obstacle_kind": "weather"},
        {"dc": 0, "ac": 0},
        {"end": "given_up", "reason": ""},
        {"reason": "没有原因的原因"},
    ],
)
def test_the_database_refuses_a_word_that_says_nothing(people, wrong):
    make.approved(*people, MARCH, lines=[project()])
    word = ConstructionWord.objects.get()
    word.pk = None
    for name, value in wrong.items():
        setattr(word, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        word.save(force_insert=True)


def test_a_word_is_never_changed(people):
    make.approved(*people, MARCH, lines=[project()])
    with pytest.raises(DatabaseError), transaction.atomic():
        ConstructionWord.objects.update(on=date(2025, 3, 31) - timedelta(days=1))


def test_a_word_of_an_earlier_month_that_is_approved_again_does_not_go_before_a_newer_one(people):
    first = make.approved(*people, MARCH, lines=[project()])
    make.approved(*people, APRIL, lines=[again(stage="wiring", expected_on="2025-05-10")])
    workflow.undo(people[1], first, "再看一遍")
    assert told() == [(4, "wiring", "2025-05-10", [])] and told(MARCH) == []
    first.refresh_from_db()
    workflow.approve(people[1], first)
    assert told() == [(4, "wiring", "2025-05-10", ["2025-06-30"])] and told(MARCH) == [SITED]


def test_its_site_is_the_record_that_counted_by_the_month_that_is_asked_for(people):
    """Built at one of two sites of one place, that is merged into the other on 6 May."""
    make.approved(*people, MARCH)
    site = Site.objects.get()
    other = make.new_piles(
        site_name="文化广场站", village="140621103001", on="2025-04-10", explanation="另一处"
    )
    at_it = (LineKind.BUILDING, make.being_built(site=str(site.pk)))
    make.approved(*people, APRIL, lines=[at_it, (LineKind.ADDED, other)])
    into = Site.objects.exclude(pk=site.pk).get()
    with make.at(date(2025, 5, 6)):
        registers.merge(people[1], site, into, "同一处", same_piles=False)
        (april,), (may,) = (under_way(make.county(), month) for month in (APRIL, APRIL + 1))
        (before,) = under_way(make.county(), APRIL + 1, cast.noon(date(2025, 5, 5)))
    assert [one.site for one in (april, may, before)] == [site, into, site]
