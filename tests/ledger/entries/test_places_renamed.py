"""A place is the same place whatever it is called since, and whichever village it lies in by now:
projects that are under way there, and the question whether a new site is one that is known."""

from datetime import date

import pytest

from ledger.entries.construction import under_way
from ledger.lines import line_form
from ledger.models import LineKind, Site
from ledger.sites import registers
from shanyin_charging.accounts.models import Role
from targets.models import Area
from targets.months import Month
from targets.rulings.changes import merge
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_april")]
MARCH, APRIL = Month(2025, 3), Month(2025, 4)
OTHER_VILLAGE, THIRD_VILLAGE = "140621103001", "140621103201"


@pytest.fixture
def people():
    return cast.officer(), cast.office()


def piles(**changes):
    """Two piles at the place of the project, told of without naming it."""
    few = {"dc": "2", "connectors": "2", "power": "120", "explanation": "另一批"}
    return LineKind.ADDED, make.new_piles(site_name="北门充电站", **few, **changes)


def project(people, **changes):
    make.approved(*people, MARCH, lines=[(LineKind.BUILDING, make.being_built(**changes))])


def site_of():
    (one,) = under_way(make.county(), APRIL)
    return one.site and one.site.name


def villages_merge(gone, into):
    chief = cast.person("chief", Role.CHIEF)
    about = [Area.objects.get(code=code) for code in (gone, into)]
    merge(chief, *about, date(2025, 4, 1), "晋政函〔2025〕9号")


def test_a_project_keeps_the_site_that_came_to_its_place_under_each_of_its_names(client, people):
    project(people)
    assert site_of() is None
    make.approved(*people, APRIL, lines=[piles()])
    assert site_of() == "北门充电站"
    for name in ("北关充电站", "北关广场充电站"):
        registers.rename(people[1], Site.objects.get(), name, "按路牌")
        assert site_of() == name
    (one,) = under_way(make.county(), APRIL)
    assert one.place == "岱岳镇南大道村 北关广场充电站"
    client.force_login(people[1])
    assert "在建" in client.get(f"/sites/{Site.objects.get().pk}/").content.decode()


def test_another_site_that_takes_the_name_afterwards_is_not_the_place_of_the_project(people):
    project(people)
    make.approved(*people, APRIL, lines=[piles()])
    registers.rename(people[1], Site.objects.get(), "北关充电站", "按路牌")
    officer, place = cast.officer(cast.YUJING), Site.objects.get()
    Site.objects.create(
        county=place.county,
        name="北门充电站",
        kind=place.kind,
        area=place.area,
        keeper=place.keeper,
    )
    assert site_of() == "北关充电站" and officer


def test_a_site_that_gave_the_name_up_before_the_project_began_is_not_its_place(people):
    make.approved(*people, APRIL, lines=[piles()])
    with make.at(date(2025, 4, 27)):
        registers.rename(people[1], Site.objects.get(), "西关充电站", "按路牌")
    project(people, explanation="另一处，只是同名")
    assert site_of() is None


def test_a_project_goes_with_its_village(people):
    """The project in 南大道村; the site comes to what that village is by now."""
    project(people)
    villages_merge(cast.DAIYUE_VILLAGE, OTHER_VILLAGE)
    make.approved(*people, APRIL, lines=[piles(village=OTHER_VILLAGE)])
    assert site_of() == "北门充电站"


def explained(people, village, name="文化广场充电站"):
    """What the form asks of a new site."""
    submission = make.draft(people[0], APRIL)
    typed = make.new_piles(village=village, site_name=name, on="2025-04-20")
    return "".join(line_form(LineKind.ADDED, submission, typed).errors.get("explanation", []))


def test_a_new_site_is_held_against_those_of_the_villages_that_its_village_is_now(people):
    make.approved(*people, MARCH)  # 文化广场充电站 in 南大道村
    assert "和本村已有的" not in explained(people, OTHER_VILLAGE, "文化广场充电1站")
    villages_merge(cast.DAIYUE_VILLAGE, OTHER_VILLAGE)
    told = explained(people, OTHER_VILLAGE, "文化广场充电1站")
    assert "新站点“文化广场充电1站”和本村已有的“文化广场充电站”很像" in told
    assert "和本村已有的" not in explained(people, THIRD_VILLAGE, "文化广场充电1站")


def test_new_piles_are_held_against_projects_of_the_villages_that_their_village_is_now(people):
    project(people)
    assert "在这里报过在建项目" not in explained(people, OTHER_VILLAGE, "北门充电站")
    villages_merge(cast.DAIYUE_VILLAGE, OTHER_VILLAGE)
    assert "在这里报过在建项目“北门充电站”" in explained(people, OTHER_VILLAGE, "北门充电站")


def renamed_while_another_tells_of_it(people, before="文化广场充电站", after="人民广场充电站"):
    """岱岳镇 brings a site in; 文旅's return tells of two piles at the same place by the name that
    the site had, and is approved once the site has another."""
    make.approved(*people, MARCH)
    also = make.new_piles(dc="2", connectors="2", power="120", explanation="同一处又装两台")
    typed = {**also, "site_name": before, "credited_to": "culture", "on": "2025-03-20"}
    lines = [(LineKind.ADDED, typed)]
    told = make.handed_in(cast.officer("culture"), MARCH, "culture", lines)
    registers.rename(people[1], Site.objects.get(), after, "挂牌更名")
    return told


def approve(client, office, submission):
    """As the office does on its page."""
    client.force_login(office)
    page = f"/submissions/{submission.pk}/"
    for press in ("begin_review", "approve"):
        client.post(f"{page}{press}/", {"confirmed": "1"}, follow=True)
    submission.refresh_from_db()
    assert submission.state == "approved"


def test_a_return_that_still_says_the_former_name_means_the_site_that_was_renamed(client, people):
    told = renamed_while_another_tells_of_it(people)
    approve(client, people[1], told)
    site = Site.objects.get()
    assert site.name == "人民广场充电站"
    shown = client.get(f"/sites/{site.pk}/?month=2025-03").content.decode()
    assert ">8<" in shown  # six and two


def test_a_former_name_that_another_site_has_by_now_is_that_of_the_other(people):
    told = renamed_while_another_tells_of_it(people)
    office = people[1]
    old = Site.objects.get()
    new = Site(county=old.county, kind=old.kind, area=old.area, keeper=old.keeper)
    new.name = "文化广场充电站"
    new.save()
    make.workflow.begin_review(office, told)
    make.workflow.approve(office, told)
    assert set(told.current.lines.values_list("entries__site", flat=True)) == {new.pk}


def test_a_new_site_is_held_against_the_names_that_sites_had_before(people):
    make.approved(*people, MARCH)
    registers.rename(people[1], Site.objects.get(), "人民公园充电站", "挂牌更名")
    known = "“文化广场充电站”（现名“人民公园充电站”）"
    one = f"本村已有站点{known}，同名的记在这一处；确是另一处，请换一个名称"
    assert one in explained(people, cast.DAIYUE_VILLAGE)
    told = f"和本村已有的{known}很像"
    assert told in explained(people, cast.DAIYUE_VILLAGE, "文化广场充电1站")
    same = "本乡（镇）已有同名站点“文化广场充电站”（现名“人民公园充电站”）"
    assert same in explained(people, THIRD_VILLAGE)
    assert "已有" not in explained(people, THIRD_VILLAGE, "文化广场充电1站")
