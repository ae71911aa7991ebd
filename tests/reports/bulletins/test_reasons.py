"""Why a number of an issued paper is another one now: what was said since of sites, villages and
registers is told like what was posted."""

from datetime import date

import pytest

from ledger.models import Entry, Kind, LineKind, Site
from ledger.sites import registers
from reports.bulletins import comparing, drafting
from reports.documents.kinds import MONTH, TASK
from reports.figures.reading import read
from shanyin_charging.accounts.models import Role
from targets.models import Area
from targets.months import Month
from targets.rulings import changes
from tests import cast, make

pytestmark = pytest.mark.django_db
MARCH = Month(2025, 3)
OF_ESTATES = "3"  # the task


@pytest.fixture
def office():
    return cast.office()


def drafted(office, kind=MONTH, subject=""):
    return drafting.draft(office, read(MARCH), kind, subject)


def corrected(paper):
    """What is to be corrected, with the reason of each; and the reasons in the text."""
    content = comparing.corrected(paper, comparing.to_correct(paper))
    rows = {(row[1].text, row[3].text) for row in content.attachments[0].tables[0].rows}
    return rows, "".join(p.text for p in content.body if p.text.startswith("更正的原因"))


def test_a_declaration_is_the_reason_where_stations_are_counted(march_due, office):
    """One pile is no station by its number; its unit says that it is one."""
    make.approved(cast.officer(), office, MARCH, lines=[(LineKind.ADDED, make.new_piles(dc="1"))])
    paper = drafted(office)
    with make.at(date(2025, 4, 9)):
        registers.declare(office, Site.objects.get(), True, date(2025, 3, 20))
        rows, said = corrected(paper)
    assert said == "更正的原因：“文化广场充电站”认定是公共充电站。"
    explained = {then for then, why in rows if why}
    assert explained and all("公共充电站" in then for then in explained)


def test_what_came_late_and_was_corrected_since_is_told_with_both_reasons(march_due, office):
    """Six piles come in after the paper was composed, and are corrected to four, to five, to
    three."""
    paper, officer = drafted(office), cast.officer()
    with make.at(date(2025, 4, 9)):
        make.approved(officer, office, MARCH)
        for piles in ("4", "5", "3"):
            wrong = Entry.objects.filter(measure="public_dc_pile").counting().get()
            typed = {"entry": str(wrong.number), "value": piles, "reason": f"应为{piles}台"}
            lines = [(LineKind.CORRECTED, typed)]
            make.approved(officer, office, MARCH, lines=lines, kind=Kind.CORRECTION)
        why = {why for then, why in corrected(paper)[0] if then == "188台"}
    came = "岱岳镇2025年3月月报审核通过后计入"
    assert why == {f"{came}；应为4台；应为5台；应为3台"}


def test_a_merger_is_the_reason_where_two_places_become_one(april, office):
    """One pile of a village and one of another: found to be one place, they are two of the first,
    which then has enough."""
    with make.at(date(2025, 3, 28)):
        villages = Area.objects.filter(parent__code=cast.DAIYUE, merged_into=None).order_by("code")
        lines = [
            (LineKind.ADDED, make.new_piles(site_name=name, village=village.code, dc="1"))
            for name, village in zip(("东站", "西站"), villages, strict=False)
        ]
        make.approved(cast.officer(), office, MARCH, lines=lines)
        paper = drafted(office)
    with make.at(date(2025, 3, 30)):
        one, other = Site.objects.get(name="东站"), Site.objects.get(name="西站")
        registers.merge(office, other, one, "同一处", same_piles=False)
        rows, said = corrected(paper)
    assert said == "更正的原因：“西站”并入“东站”。"
    assert all("行政村（社区）" in then for then, why in rows if why)


def test_a_village_that_became_part_of_another_is_the_reason_of_the_villages_number(
    march_due, office
):
    paper = drafted(office)
    village = Area.objects.get(code=cast.DAIYUE_VILLAGE)
    other = Area.objects.filter(parent=village.parent).exclude(pk=village.pk).first()
    chief = cast.person("chief", Role.CHIEF)
    with make.at(date(2025, 4, 9)):
        changes.merge(chief, village, other, date(2025, 3, 20), "晋民函〔2025〕1号")
        rows, said = corrected(paper)
    assert said == f"更正的原因：{village.full_name}并入{other}。"
    assert all("行政村（社区）" in then for then, why in rows if why)


def test_a_register_that_is_told_in_full_is_the_reason_of_its_share(march_due, office):
    housing = cast.officer("housing")
    estate = make.new_piles(site_kind="estate", site_name="东关小区", credited_to="none")
    make.approved(housing, office, MARCH, "housing", [(LineKind.ADDED, estate)])
    paper = drafted(office, TASK, OF_ESTATES)
    with make.at(date(2025, 4, 28)):
        make.ledger()
        whole = {"site_kind": "estate", "whole": "1", "on": "2025-03-31"}
        make.approved(housing, office, MARCH + 1, "housing", [(LineKind.WHOLE, whole)])
        rows, said = corrected(paper)
    assert said == "更正的原因：县住建局报明居住小区登记册已报全。"
    assert [why for _, why in rows] == ["县住建局报明居住小区登记册已报全"]
