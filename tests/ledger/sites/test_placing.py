"""What sort of place a site is: the plan's own words, apart from whether it is a station."""

from datetime import date

import pytest

from ledger.entries import facts
from ledger.lines import line_form
from ledger.models import LineKind, Site
from ledger.sites import registers
from reports.figures.reading import read
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import PlaceKind
from targets.months import Month
from tests import cast, make
from tests.indicators import STATION_COVERAGE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_april")]
MARCH, APRIL = Month(2025, 3), Month(2025, 4)
SPACES = "I14"  # piles by parking spaces, over car parks


@pytest.fixture
def people():
    return cast.officer(), cast.office()


@pytest.fixture
def of_before(people):
    """A site that came when “station” still was a sort of place."""
    make.approved(*people, MARCH, lines=[(LineKind.ADDED, make.new_piles(station="1"))])
    Site.objects.update(kind="station")
    return Site.objects.get()


def test_the_sorts_of_places_are_the_plans_and_a_station_is_none_of_them(people):
    draft = make.draft(people[0], MARCH)
    offered = line_form(LineKind.ADDED, draft).fields["site_kind"].choices.labels
    kinds = PlaceKind.objects.filter(pilot=False, offered=True).values_list("code", "name")
    assert {code: name for code, name in offered.items() if code} == dict(kinds)
    assert "station" not in offered and len(offered) == 12
    typed = make.new_piles(site_kind="station")
    assert "site_kind" in line_form(LineKind.ADDED, draft, typed).errors
    PlaceKind.objects.create(
        plan=PlaceKind.objects.first().plan, code="mine", name="矿区", position=30
    )
    typed = make.new_piles(site_kind="mine")
    assert line_form(LineKind.ADDED, draft, typed).is_valid()


def test_a_site_of_before_is_asked_for_its_place_and_stays_a_station(client, people, of_before):
    officer, office = people
    client.force_login(officer)
    page = client.get("/").content.decode()
    assert "有1处站点没有说在什么场所" in page
    assert "文化广场充电站" in client.get("/sites/?kind=station").content.decode()
    path = f"/sites/{of_before.pk}/"
    assert "请选它所在的场所" in client.get(path).content.decode()
    done = client.post(path, {"place": "car_park"}, follow=True).content.decode()
    assert "已登记场所" in done and "请选它所在的场所" not in done and "公共停车场" in done
    assert "没有说在什么场所" not in client.get("/").content.decode()
    assert read(APRIL).figure(STATION_COVERAGE).value == 1
    with pytest.raises(Refused, match="已登记为“公共停车场”，登记后不再改"):
        registers.place(office, of_before, "hub")


def test_no_stranger_and_no_pilot(people, of_before):
    with pytest.raises(Refused, match="由其填报员或专班办公室"):
        registers.place(cast.officer(cast.YUJING), of_before, "car_park")
    for kind in ("station2", "pilot_swap", ""):
        with pytest.raises(Refused, match="请从列表中选择场所"):
            registers.place(people[1], of_before, kind)


def test_what_was_known_before_knows_nothing_of_the_place(people, of_before):
    with make.at(date(2025, 4, 29)):
        registers.place(people[0], of_before, "car_park")
        assert read(APRIL).figure(SPACES).why == "尚未建立名单"
        assert kind_of(read(APRIL), of_before) == "car_park"
        assert kind_of(read(APRIL, day=date(2025, 4, 28)), of_before) == "station"


def kind_of(reading, site):
    found = facts.of(make.county(), reading.known, moment=reading.moment)
    return {row.site_kind for row in found.rows if row.site == site.pk}.pop()
