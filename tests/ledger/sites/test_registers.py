"""Registers, spaces, pilots, distances: from the line to the indicator, by hand."""

from datetime import date
from decimal import Decimal

import pytest

from ledger.entries import facts
from ledger.lines import Scope, line_form
from ledger.lines.readback import sentence
from ledger.models import Entry, LineKind, RegisterWord, Site, Submission
from ledger.returns import workflow
from ledger.sites.whole import Registers
from reports.figures import formats
from reports.figures.reading import read
from reports.figures.roads import milestones, pilots
from shanyin_charging.accounts.models import Role
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Unit
from targets.months import Month
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_april")]
MARCH, APRIL = Month(2025, 3), Month(2025, 4)


@pytest.fixture
def office():
    return cast.office()


def place(kind, name, **changes):
    return {
        "site": "new",
        "site_name": name,
        "site_kind": kind,
        "village": cast.DAIYUE_VILLAGE,
        "on": "2025-03-20",
        "parking_space": "",
        "car_space": "",
        "charging_space": "",
        **changes,
    }


def figure(code, month=APRIL):
    return read(month).figure(code)


def test_estates_are_covered_of_those_in_the_register(office):
    housing = cast.officer("housing")
    piles = make.new_piles(site_kind="estate", site_name="阳光小区", credited_to="none")
    make.approved(
        housing,
        office,
        MARCH,
        "housing",
        [
            (LineKind.SITE, place("estate", "阳光小区")),
            (LineKind.SITE, place("estate", "东关小区")),
            (LineKind.ADDED, piles),
        ],
    )
    covered = figure("I15", MARCH)
    assert (covered.value, covered.of) == (1, 2)
    leaving = {
        "site": str(Site.objects.get(name="东关小区").pk),
        "on": "2025-04-10",
        "reason": "整体拆迁",
    }
    make.approved(housing, office, APRIL, "housing", [(LineKind.LEFT, leaving)])
    assert (figure("I15").value, figure("I15").of) == (1, 1)
    assert (figure("I15", MARCH).value, figure("I15", MARCH).of) == (1, 2)


def test_a_register_that_is_empty_gives_no_figure():
    assert (figure("I15").value, figure("I15").why) == (None, "尚未建立名单")


def test_the_share_of_charging_spaces_is_the_quotient_of_the_sums(office):
    highway = cast.officer("highway")
    make.approved(
        highway,
        office,
        MARCH,
        "highway",
        [
            (
                LineKind.SITE,
                place("parking_area", "甲停车区", parking_space="40", charging_space="6"),
            ),
            (
                LineKind.SITE,
                place("parking_area", "乙停车区", parking_space="20", charging_space="0"),
            ),
        ],
    )
    assert figure("I22").value == Decimal(6) / 60
    assert read(MARCH).goal("I22").value == 10


def test_spaces_left_empty_are_not_zero(office):
    make.approved(
        cast.officer("highway"),
        office,
        MARCH,
        "highway",
        [(LineKind.SITE, place("parking_area", "甲停车区", parking_space="40"))],
    )
    assert not Entry.objects.filter(measure="charging_space").exists()
    assert (figure("I22").value, figure("I22").why) == (None, "未报")


def test_a_place_is_registered_however_often_it_is_said_with_its_newest_spaces(
    office,
):
    highway = cast.officer("highway")
    make.approved(
        highway,
        office,
        MARCH,
        "highway",
        [(LineKind.SITE, place("parking_area", "甲停车区", parking_space="40"))],
    )
    again = place(
        "parking_area",
        "",
        site=str(Site.objects.get().pk),
        site_kind="",
        village="",
        parking_space="50",
        charging_space="5",
        on="2025-04-10",
    )
    make.approved(highway, office, APRIL, "highway", [(LineKind.SITE, again)])
    assert (figure("I21").of, figure("I22").value) == (4, Decimal(5) / 50)  # 附件3: 4个停车区


def test_more_charging_spaces_than_spaces_is_refused_at_the_field():
    submission = Submission(period=make.period(MARCH), unit=Unit.objects.get(code="highway"))
    form = line_form(
        LineKind.SITE,
        submission,
        place("parking_area", "甲停车区", parking_space="40", charging_space="41"),
    )
    assert form.errors == {"charging_space": ["其中充电车位不能多于车位（40个）"]}


def test_a_unit_registers_only_places_of_its_kinds():
    submission = Submission(period=make.period(MARCH), unit=Unit.objects.get(code="highway"))
    assert "site_kind" in line_form(LineKind.SITE, submission, place("estate", "阳光小区")).errors


def test_a_pilot_counts_at_the_stage_that_its_clause_names(office):
    housing = cast.officer("housing")
    pilot = {**place("pilot_unified_core", "新城小区"), "stage": "selected"}
    make.approved(housing, office, MARCH, "housing", [(LineKind.PILOT, pilot)])
    assert (figure("I26").value, figure("I27").value, figure("I29").value) == (1, 0, 0)
    built = {
        **place("", "", site=str(Site.objects.get().pk), village="", on="2025-04-10"),
        "stage": "built",
    }
    make.approved(housing, office, APRIL, "housing", [(LineKind.PILOT, built)])
    assert figure("I26").value == 1


def test_a_road_and_a_pilot_are_told_as_they_were_at_the_months_end(office):
    officer = cast.officer()
    for day, month in (("2025-03-20", MARCH), ("2025-04-20", APRIL)):
        pile = make.new_piles(site_name=f"服务区{month}站", site_kind="service_area", on=day)
        pile |= {"explanation": "已核实"}
        make.approved(officer, office, month, lines=[(LineKind.ADDED, pile)])
    housing = cast.officer("housing")
    pilot = {**place("pilot_roadside", "站前路泊位"), "stage": "selected"}
    make.approved(housing, office, MARCH, "housing", [(LineKind.PILOT, pilot)])

    def told(month):
        reading = read(month)
        piles = [p for *_, places in milestones(reading) for _, p, _ in places]
        return piles, [stages for _, ones in pilots(reading) for _, stages in ones if stages]

    assert [sorted(told(month)[0]) for month in (MARCH, APRIL)] == [[6], [6, 6]]
    assert told(Month(2025, 2))[1] == [] and "选定" in told(MARCH)[1][0][0]


def test_a_stage_is_reached_once(office):
    housing = cast.officer("housing")
    pilot = {**place("pilot_roadside", "站前路泊位"), "stage": "selected"}
    make.approved(housing, office, MARCH, "housing", [(LineKind.PILOT, pilot)])
    again = {**pilot, "site": str(Site.objects.get().pk), "on": "2025-04-10"}
    with pytest.raises(Refused, match="已经登记过"):
        make.approved(housing, office, APRIL, "housing", [(LineKind.PILOT, again)])


def test_the_farthest_of_the_townships_is_the_countys_and_a_zone_is_apart(office):
    for code, distance in ((cast.DAIYUE, "4.25"), (cast.YUJING, "12.5公里")):
        make.approved(
            cast.officer(code),
            office,
            MARCH,
            code,
            [(LineKind.DISTANCE, {"place": code, "distance": distance, "on": "2025-03-20"})],
        )
    make.approved(
        cast.officer("land"),
        office,
        MARCH,
        "land",
        [(LineKind.DISTANCE, {"place": "Z140621_core", "distance": "0.9", "on": "2025-03-20"})],
    )
    assert (figure("I11").value, figure("I12").value, figure("I13").value) == (1250, 90, None)
    assert read(APRIL).standing("I11").state.word == "报送中"
    with make.at(date(2025, 5, 8)):  # April was due on the 6th
        assert read(APRIL).standing("I11").state.word == "尚未达到"
    assert (
        read(APRIL).standing("I12").state.word == "待核定"
    )  # until the office draws the core area


def test_work_is_kept_in_words_and_posts_nothing(office):
    words = {"clause": "task17", "done": "抽查3处充电站", "problems": "", "following": "复查1处"}
    submission = make.approved(
        cast.officer("fire"), office, MARCH, "fire", [(LineKind.WORK, words)]
    )
    assert Entry.objects.count() == 1  # the baseline
    asks_nothing = {"matter": "", "matter_kind": ""}
    assert submission.current.lines.get().values == {**words, **asks_nothing}


def test_a_ratio_takes_only_the_places_whose_spaces_are_known_and_names_the_others(office):
    """Four dedicated piles over 100 spaces; the second court has two piles and no spaces
    reported."""
    affairs = cast.officer("affairs")
    courts = [
        {**place("institution", name), "village": cast.DAIYUE_VILLAGE}
        for name in ("县政府大院", "县委大院")
    ]
    known = {**courts[0], "parking_space": "100", "on": "2025-03-05"}
    unknown = {
        **courts[1],
        "parking_space": "",
        "car_space": "",
        "charging_space": "",
        "on": "2025-03-05",
    }
    make.approved(
        affairs, office, MARCH, "affairs", [(LineKind.SITE, known), (LineKind.SITE, unknown)]
    )
    sites = {site.name: str(site.pk) for site in Site.objects.all()}
    piles = [
        (
            LineKind.ADDED,
            make.new_piles(
                site=sites[name],
                public="0",
                dc=number,
                connectors=number,
                power="60",
                on="2025-04-10",
                credited_to="none",
            ),
        )
        for name, number in (("县政府大院", "4"), ("县委大院", "2"))
    ]
    make.approved(affairs, office, APRIL, "affairs", piles)
    found = figure("I16")
    assert (found.value, found.missing) == (Decimal("0.04"), ("岱岳镇南大道村县委大院",))
    assert sum(e.value for e in facts.entries_behind(make.county(), found.selections[:1])) == 4
    with make.at(date(2025, 5, 8)):  # April was due on the 6th
        assert [s.state.word for s in read(APRIL).standings("I16")] == ["尚未达到", "尚未达到"]


def test_a_coverage_over_sites_names_those_without_a_pile(office):
    housing = cast.officer("housing")
    make.approved(
        housing,
        office,
        MARCH,
        "housing",
        [
            (
                LineKind.SITE,
                {**place("estate", "阳光小区"), "parking_space": "50", "on": "2025-03-05"},
            )
        ],
    )
    found = figure("I15")
    assert (found.value, found.of) == (0, 1) and found.missing[0].endswith("阳光小区")


def test_a_place_that_came_with_piles_is_one_of_the_register_that_is_not_whole(office):
    """Two estates are known: one registered, one that was reported with its piles."""
    housing = cast.officer("housing")
    piles = make.new_piles(site_kind="estate", site_name="东关小区", credited_to="none")
    lines = [(LineKind.SITE, place("estate", "阳光小区")), (LineKind.ADDED, piles)]
    make.approved(housing, office, MARCH, "housing", lines)
    found = figure("I15", MARCH)
    assert (found.value, found.of, found.missing) == (1, 2, ("岱岳镇南大道村阳光小区",))
    assert (found.note, formats.share_of(found)) == ("登记册未报全，已知2处", "—")
    assert read(MARCH).standing("I15").state.word == "待核定"


def whole(on="2025-03-25", word="1"):
    return LineKind.WHOLE, {"site_kind": "estate", "whole": word, "on": on}


def two_estates(month=MARCH, *more):
    """阳光小区 without piles, 东关小区 with them, as 县住建局 reports them in March."""
    piles = make.new_piles(site_kind="estate", site_name="东关小区", credited_to="none")
    estates = [(LineKind.SITE, place("estate", name)) for name in ("阳光小区", "东关小区")]
    housing, office = cast.officer("housing"), cast.office()
    lines = [*estates, (LineKind.ADDED, piles), *more]
    return housing, office, make.approved(housing, office, month, "housing", lines)


def test_the_register_is_whole_once_its_unit_says_so():
    *_, submission = two_estates(MARCH, whole())
    assert sentence(submission.current.lines.last()) == "居住小区登记册：截至2025-03-25已报全"
    found = figure("I15", MARCH)
    assert (found.value, found.of, found.note) == (1, 2, "")
    assert formats.share_of(found) == "50.0%"
    assert read(MARCH).standing("I15").state.word == "尚未达到"
    assert figure("I15", Month(2025, 2)).why == "尚未建立名单"


def test_a_register_is_whole_from_its_day_on_and_only_as_known_since_its_approval():
    housing, office, _ = two_estates()
    assert read(MARCH).standing("I15").state.word == "待核定"
    known = facts.last_number(make.county())
    with make.at(date(2025, 4, 29)):
        make.approved(housing, office, APRIL, "housing", [whole("2025-04-20"), left()])
        assert figure("I15", MARCH).note == "登记册未报全，已知2处"
        assert (figure("I15").value, figure("I15").of, figure("I15").note) == (1, 1, "")
        assert formats.share_of(figure("I15")) == "100.0%" and read(APRIL).basis.open("I15") == []
        assert read(APRIL, known).figure("I15").note == "登记册未报全，已知2处"


def left():
    pk = str(Site.objects.get(name="阳光小区").pk)
    return LineKind.LEFT, {"site": pk, "on": "2025-04-10", "reason": "整体拆迁"}


def test_a_place_leaves_the_register_once_in_one_return_too():
    housing, office, _ = two_estates()
    with make.at(date(2025, 4, 29)), pytest.raises(Refused, match="不在登记册中，不用移出"):
        make.approved(housing, office, APRIL, "housing", [left(), left()])


def test_a_word_taken_back_or_undone_leaves_the_register_as_it_was():
    housing, office, submission = two_estates(MARCH, whole())
    make.approved(housing, office, APRIL, "housing", [whole("2025-04-20", "0")])
    assert figure("I15", MARCH).note == "" and figure("I15").note == "登记册未报全，已知2处"
    chief = cast.person("chief", Role.CHIEF)
    workflow.undo(chief, submission, "核对名单")
    assert figure("I15", MARCH).why == "尚未建立名单"
    assert [w.whole for w in RegisterWord.objects.filter(on="2025-03-25")] == [True, False]


def test_an_empty_register_is_not_whole_and_what_is_ruled_goes_before():
    housing = cast.officer("housing")
    draft = make.draft(housing, MARCH, "housing")
    assert "请先登记" in line_form(*whole()[:1], draft, whole()[1]).errors["whole"][0]
    asked = line_form(LineKind.WHOLE, draft).fields["site_kind"].choices.labels
    assert dict(asked) == {"estate": "居住小区"}
    assert LineKind.WHOLE not in Scope(make.draft(cast.officer(), MARCH)).owed.kinds


def test_the_size_that_is_ruled_goes_before_the_units_word():
    two_estates(MARCH, whole())
    make.ruled("register:I15", {"answer": 4})
    assert (figure("I15", MARCH).value, figure("I15", MARCH).of) == (1, 4)


def test_a_register_kept_by_two_units_is_whole_when_both_have_said_so():
    one, other = Unit.objects.get(code="education"), Unit.objects.get(code="health")
    words = [
        RegisterWord(kind="institution", unit=unit, whole=True, on=date(2025, 4, day))
        for unit, day in ((one, 1), (other, 5))
    ]
    registers = Registers({"institution": [one, other]}, words)
    assert registers.whole(date(2025, 4, 4)) == set()
    assert registers.whole(date(2025, 4, 5)) == {"institution"}


def test_the_register_is_whole_once_its_size_is_on_record(office):
    make.ruled("register:I15", {"answer": 4})
    lines = [(LineKind.SITE, place("estate", "阳光小区"))]
    make.approved(cast.officer("housing"), office, MARCH, "housing", lines)
    found = figure("I15", MARCH)
    assert (found.value, found.of, found.note) == (0, 4, "")
    assert formats.share_of(found) == "0.0%"
    assert read(MARCH).standing("I15").state.word == "尚未达到"


def test_what_left_the_register_is_in_no_share_any_more_and_on_no_list_before_it_came(office):
    """60 spaces with 6 for charging in March; in April the place with 20 of them is none any
    more."""
    highway = cast.officer("highway")
    places = [
        place("parking_area", "甲停车区", parking_space="40", charging_space="6"),
        place("parking_area", "乙停车区", parking_space="20", charging_space="0"),
    ]
    lines = [(LineKind.SITE, typed) for typed in places]
    make.approved(highway, office, MARCH, "highway", lines)
    left = {"site": str(Site.objects.get(name="乙停车区").pk), "on": "2025-04-10", "reason": "撤销"}
    make.approved(highway, office, APRIL, "highway", [(LineKind.LEFT, left)])
    assert [figure("I22", month).value for month in (MARCH, APRIL)] == [
        Decimal(6) / 60,
        Decimal(6) / 40,
    ]

    def listed(month):
        return {site.name for *_, found in milestones(read(month)) for site, *_ in found}

    months = (Month(2025, 2), MARCH, APRIL)
    assert [listed(month) for month in months] == [set(), {"甲停车区", "乙停车区"}, {"甲停车区"}]
