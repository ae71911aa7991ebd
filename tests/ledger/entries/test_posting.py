"""What each kind of line does to 新增 and 保有量, worked out by hand."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledger.entries import by_kind, facts
from ledger.lines import Scope
from ledger.lines.readback import sentence
from ledger.models import Entry, Kind, Ledger, LineKind, Site
from ledger.periods import books
from ledger.returns import workflow
from reports.figures.reading import read
from shanyin_charging import clock
from shanyin_charging.lifecycle.transitions import Refused
from targets.months import Month
from tests import cast, make
from tests.indicators import ADDED, STATION_COVERAGE, STOCK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_april")]
MARCH, APRIL = Month(2025, 3), Month(2025, 4)
APRIL_28 = date(2025, 4, 28)  # March is not locked yet, April is open


@pytest.fixture
def people():
    return cast.officer(), cast.office()


def figures(month=APRIL, known=None):
    """(新增, 保有量) of the county."""
    reading = read(month, known)
    return reading.figure(ADDED).value, reading.figure(STOCK).value


def at_site(**changes):
    return make.new_piles(site=str(Site.objects.get().pk), on="2025-04-10", **changes)


def test_a_line_of_before_posts_nothing_for_a_column_that_it_lacks():
    measures = {"dc": "public_dc_pile", "ac": "public_ac_pile", "later": "public_connector"}
    assert by_kind.amounts({"dc": 6, "ac": 0}, measures) == [("public_dc_pile", 6)]


def test_the_ledger_opens_with_the_baseline_and_its_note():
    entry = Entry.objects.get()
    assert (entry.number, entry.value, entry.cause, entry.on, entry.area.code, entry.line) == (
        1,
        188,
        "opening",
        date(2023, 12, 31),
        "140621",
        None,
    )
    assert entry.note.startswith("推算值：321−133")
    assert figures() == (0, 188)


def test_added_piles_count_in_both(people):
    make.approved(*people, MARCH)
    assert figures() == (6, 194)


def test_approving_asks_as_often_for_four_lines_as_for_one(people):
    asked = set()
    for month, on, names in ((MARCH, "2025-03-18", "甲"), (APRIL, "2025-04-02", "乙丙丁戊")):
        piles = [make.new_piles(site_name=f"{name * 4}站", on=on) for name in names]
        submission = make.handed_in(people[0], month, lines=[(LineKind.ADDED, p) for p in piles])
        workflow.begin_review(people[1], submission)
        with CaptureQueriesContext(connection) as queries:
            workflow.approve(people[1], submission)
        asked.add(len(queries))
    assert len(asked) == 1 and max(asked) <= 21


def test_the_posted_entries_say_where_when_and_for_whom(people):
    make.approved(*people, MARCH)
    posted = Entry.objects.filter(number__gt=1).values_list(
        "number", "measure", "cause", "area__code", "site__name", "credited_to__code", "value", "on"
    )
    village, site, day = cast.DAIYUE_VILLAGE, "文化广场充电站", date(2025, 3, 18)
    assert list(posted) == [
        (2, "public_dc_pile", "added", village, site, cast.DAIYUE, 6, day),
        (3, "public_connector", "added", village, site, cast.DAIYUE, 12, day),
        (4, "public_power", "added", village, site, cast.DAIYUE, 3600, day),
    ]
    assert Ledger.objects.get().last_number == 4


def test_a_removal_lowers_the_stock_and_never_hides_an_addition(people):
    make.approved(*people, MARCH)
    make.approved(
        *people, APRIL, lines=[(LineKind.REMOVED, at_site(dc="2", connectors="4", power="120"))]
    )
    assert figures() == (6, 192)


def test_removing_the_last_public_pile_closes_the_station(people):
    make.approved(*people, MARCH)
    assert read(APRIL).figure(STATION_COVERAGE).value == 1
    make.approved(*people, APRIL, lines=[(LineKind.REMOVED, at_site())])
    assert read(APRIL).figure(STATION_COVERAGE).value == 0
    assert (
        read(MARCH).figure(STATION_COVERAGE).value == 1
    )  # along the first time it was open in March


def test_a_dedicated_pile_counts_nowhere_until_it_is_opened_to_all(people):
    make.approved(
        *people,
        MARCH,
        lines=[(LineKind.ADDED, make.new_piles(public="0", site_kind="institution"))],
    )
    assert figures() == (0, 188)
    make.approved(
        *people, APRIL, lines=[(LineKind.OPENED, at_site(dc="2", connectors="4", power="120"))]
    )
    assert figures() == (0, 190)
    opened = Entry.objects.filter(cause="converted").values_list("measure", "value")
    assert sorted(opened) == [
        ("dedicated_connector", -4),
        ("dedicated_dc_pile", -2),
        ("dedicated_power", -1200),
        ("public_connector", 4),
        ("public_dc_pile", 2),
        ("public_power", 1200),
    ]


def test_a_private_pile_is_neither_public_nor_dedicated(people):
    private = make.new_piles(public="2", site_kind="estate", credited_to="none", station="")
    submission = make.approved(*people, MARCH, lines=[(LineKind.ADDED, private)])
    assert figures() == (0, 188)
    codes = ("I36", "I40", "I41")
    assert [read(APRIL).figure(code).value for code in codes] == [0, 0, 6]
    assert "新增私人直流桩6台" in sentence(submission.current.lines.get())


def test_a_correction_replaces_and_the_past_still_knows_the_old_figure(people):
    make.approved(*people, MARCH)
    known = Ledger.objects.get().last_number
    wrong = Entry.objects.get(measure="public_dc_pile")
    correction = [
        (LineKind.CORRECTED, {"entry": str(wrong.number), "value": "4", "reason": "误报2台"})
    ]
    make.approved(*people, APRIL, lines=correction, kind=Kind.CORRECTION)
    assert figures() == (4, 192)
    assert figures(known=known) == (6, 194)
    wrong.refresh_from_db()
    assert wrong.value == 6


def test_a_correction_to_nothing_closes_the_station_it_had_opened(people):
    make.approved(*people, MARCH)
    wrong = Entry.objects.get(measure="public_dc_pile")
    correction = [
        (LineKind.CORRECTED, {"entry": str(wrong.number), "value": "0", "reason": "没有这回事"})
    ]
    make.approved(*people, APRIL, lines=correction, kind=Kind.CORRECTION)
    assert figures() == (0, 188)
    assert read(MARCH).figure(STATION_COVERAGE).value == 0


def test_a_pile_stands_in_a_township_and_counts_for_another_row(people):
    officer, office = cast.officer("transport"), people[1]
    piles = make.new_piles(site_name="汽车站", credited_to="bus_station")
    make.approved(officer, office, MARCH, "transport", [(LineKind.ADDED, piles)])
    reading = read(MARCH)
    rows = {row.unit: reading.figure("I33", row).value for row in reading.rows}
    assert (rows["bus_station"], rows[cast.DAIYUE], reading.uncredited().value) == (6, 0, 0)
    daiyue = [p for p in reading.places["township"] if p.area == cast.DAIYUE][0]
    assert reading.figure(STOCK, daiyue).value == 6


def test_a_level_is_the_newest_observation_and_never_a_sum(people):
    officer, office = cast.officer("traffic_police"), people[1]
    for month, day, bev in ((MARCH, "2025-03-31", "1600"), (APRIL, "2025-04-27", "1700")):
        vehicles = {"bev": bev, "phev": "700", "on": day}
        make.approved(officer, office, month, "traffic_police", [(LineKind.VEHICLES, vehicles)])
    assert read(APRIL).figure("I03").value == 2400
    assert read(MARCH).figure("I03").value == 2300


def test_pending_piles_are_counted_apart(people):
    make.handed_in(people[0], MARCH)
    assert facts.pending_piles(make.county(), Month(2025, 3)) == {cast.DAIYUE: 6}
    assert facts.pending_piles(make.county(), Month(2025, 2)) == {}  # of its own month only
    assert facts.pending_piles(make.county(), Month(2024, 12)) == {}
    assert figures() == (0, 188)


def test_of_a_return_handed_in_twice_only_the_newest_version_is_pending(people):
    officer, office = people
    submission = make.handed_in(officer, MARCH)
    workflow.withdraw(officer, submission)
    submission.refresh_from_db()
    workflow.submit(officer, submission, submission.current.key)
    assert facts.pending_piles(make.county(), MARCH) == {cast.DAIYUE: 6}


def test_an_entry_is_the_ledgers_last_until_the_next_is_posted(people):
    make.approved(*people, MARCH)
    first, last = Entry.objects.get(number=1), facts.last_number(make.county())
    after = Entry.objects.get(number=2)
    assert facts.known_until(make.county(), first.number) == after.posted_at
    assert facts.known_until(make.county(), last) is None


def test_opening_again_changes_nothing():
    books.open_ledger(read(MARCH).plan, make.county(), Month(2024, 6), "test")
    assert Entry.objects.count() == 1
    assert clock.today() == APRIL_28


def test_an_undone_approval_takes_its_figures_back_and_keeps_its_entries(people):
    submission = make.approved(*people, MARCH)
    known = Ledger.objects.get().last_number
    assert workflow.undo(people[1], submission, "审错了") == 3
    assert figures() == (0, 188)
    assert read(APRIL).figure(STATION_COVERAGE).value == 0
    assert figures(known=known) == (6, 194)
    assert Entry.objects.filter(cause="reversed", value=0).count() == 3
    submission.refresh_from_db()
    workflow.approve(people[1], submission)
    assert figures() == (6, 194)
    assert Site.objects.count() == 1


def test_an_observation_undone_is_no_observation_and_not_a_zero(people):
    officer, office = cast.officer("traffic_police"), people[1]
    vehicles = {"bev": "1600", "phev": "700", "on": "2025-03-31"}
    submission = make.approved(
        officer, office, MARCH, "traffic_police", [(LineKind.VEHICLES, vehicles)]
    )
    workflow.undo(office, submission, "口径不对")
    figure = read(APRIL).figure("I03")
    assert (figure.value, figure.why) == (None, "未报")


def test_an_approval_that_a_later_removal_rests_on_cannot_be_undone(people):
    submission = make.approved(*people, MARCH)
    make.approved(
        *people, APRIL, lines=[(LineKind.REMOVED, at_site(dc="2", connectors="4", power="120"))]
    )
    with pytest.raises(Refused, match="会在2025-04-10减成−2台"):
        workflow.undo(people[1], submission, "审错了")
    assert figures() == (6, 192)


def test_no_more_piles_are_removed_than_there_are_though_each_line_alone_would_do(people):
    make.approved(*people, MARCH)
    twice = [(LineKind.REMOVED, at_site(dc="4", connectors="8", power="60"))] * 2
    with pytest.raises(Refused, match="会在2025-04-10减成−2台"):
        make.approved(*people, APRIL, lines=twice)


def test_what_would_be_below_zero_is_told_in_its_unit(people):
    make.approved(*people, MARCH)
    twice = [(LineKind.REMOVED, at_site(dc="3", connectors="6", power="190.4"))] * 2  # of 360
    with pytest.raises(Refused, match="公共桩额定功率会在2025-04-10减成−20.8千瓦"):
        make.approved(*people, APRIL, lines=twice)


def test_a_refit_changes_the_kind_of_pile_and_not_their_number(people):
    make.approved(*people, MARCH)
    refit = {
        "site": at_site()["site"],
        "public": "1",
        "dc": "4",
        "ac": "2",
        "connectors": "12",
        "power": "280",
        "on": "2025-04-10",
    }
    make.approved(*people, APRIL, lines=[(LineKind.CHANGED, refit)])
    changes = (
        Entry.objects.filter(cause="refitted").order_by("number").values_list("measure", "value")
    )
    assert list(changes) == [("public_dc_pile", -2), ("public_ac_pile", 2), ("public_power", -800)]
    assert figures() == (6, 194)


def test_an_inspection_is_counted_and_its_hazard_stands_until_it_is_cleared(people):
    market, office = cast.officer("market"), people[1]
    make.approved(*people, MARCH)
    looked = {
        "site": at_site()["site"],
        "on": "2025-03-20",
        "inspectors": "本局2人",
        "random": "on",
        "grade": "grave",
        "finding": "急停按钮失灵",
        "stopped": "on",
        "mend_by": "2025-04-20",
    }
    first = make.approved(market, office, MARCH, "market", [(LineKind.INSPECTED, looked)])
    hazard = Entry.objects.get(measure="hazard_grave")
    gone = {"hazard": str(hazard.number), "on": "2025-04-18", "result": "已更换"}
    second = make.approved(market, office, APRIL, "market", [(LineKind.CLEARED, gone)])
    assert sum(Entry.objects.filter(measure="hazard_grave").values_list("value", flat=True)) == 0
    assert Scope(first).open_hazards.labels == {}
    workflow.undo(office, second, "没有复查")
    assert list(Scope(first).open_hazards.labels.values()) == [
        "2025-03-20 文化广场充电站 重大安全隐患"
    ]
    unit = make.draft(cast.officer("fire"), APRIL, "fire")
    assert Scope(unit).open_hazards.labels == {}  # who found it clears it


def test_one_hazard_is_cleared_once_by_a_return_too(people):
    market, office = cast.officer("market"), people[1]
    make.approved(*people, MARCH)
    looked = {
        "site": at_site()["site"],
        "on": "2025-03-20",
        "inspectors": "本局2人",
        "grade": "general",
        "finding": "线缆破损",
        "mend_by": "2025-04-20",
    }
    make.approved(market, office, MARCH, "market", [(LineKind.INSPECTED, looked)])
    hazard = Entry.objects.get(measure="hazard_general")
    gone = {"hazard": str(hazard.number), "on": "2025-04-18", "result": "已更换"}
    twice = [(LineKind.CLEARED, gone), (LineKind.CLEARED, {**gone, "result": "已换线"})]
    with pytest.raises(Refused, match="号隐患已经销号或撤销，不能再销号"):
        make.approved(market, office, APRIL, "market", twice)
    assert Entry.objects.filter(measure="hazard_general").count() == 1
