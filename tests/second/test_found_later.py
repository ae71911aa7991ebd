"""What happened under the first plan and is told under the next counts on its day, by the plan of
its day."""

from datetime import date

import pytest

from ledger.entries import facts
from ledger.models import Entry, Kind, LineKind
from ledger.returns import more_time
from reports.figures.reading import read
from targets.models import Part
from tests import cast, make
from tests.second import office
from tests.second.office import DECEMBER, JANUARY, TRANSPORT

pytestmark = pytest.mark.django_db
FOUND = {"on": "2025-12-20", "explanation": "漏报"}


@pytest.fixture
def people(db):
    """It is 3 February 2026, December is locked; 岱岳镇 reported six piles of it."""
    people = {"officer": cast.officer(), "office": cast.office()}
    with make.at(office.IN_DECEMBER):
        office.open_ledger()
        office.december(people["officer"], people["office"])
    office.next_plan()
    with office.february():
        yield people


def counts():
    """What was added in the year and stands at the end, of December and of January."""
    return [
        (r.figure_of(Part.ADDED).value, r.figure_of(Part.IN_PLACE).value)
        for r in (read(DECEMBER), read(JANUARY))
    ]


def of_row(code):
    """What the first plan's row has of 2025."""
    reading = read(DECEMBER)
    (row,) = (where for where in reading.rows if where.unit == code)
    return reading.standing(reading.playing(Part.QUOTA), row).figure.value


def test_piles_of_the_first_plan_found_in_january_count_for_its_year(people):
    assert counts() == [(6, 194), (0, 194)]
    piles = make.new_piles(site_name="漏报充电站", **FOUND)
    make.approved(people["officer"], people["office"], JANUARY, lines=[(LineKind.ADDED, piles)])
    assert counts() == [(12, 200), (0, 200)] and of_row(cast.DAIYUE) == 12


def test_what_waits_of_the_first_plan_stands_beside_the_year_it_will_count_for(people):
    lines = [
        (LineKind.ADDED, make.new_piles(site_name="漏报充电站", **FOUND)),
        (LineKind.ADDED, make.new_piles(site_name="新春充电站", on="2026-01-12", dc="2")),
    ]
    make.handed_in(people["officer"], JANUARY, lines=lines)
    waiting = {m: facts.pending_piles(make.county(), m) for m in (DECEMBER, JANUARY)}
    assert waiting == {DECEMBER: {cast.DAIYUE: 6}, JANUARY: {cast.DAIYUE: 2}}


def test_a_row_of_the_first_plan_alone_is_credited_by_leave_for_its_month(people):
    officer = cast.officer(TRANSPORT)
    until = cast.noon(date(2026, 2, 9))
    more_time.grant(people["office"], make.period(DECEMBER), office.unit(TRANSPORT), "漏报", until)
    piles = make.new_piles(site_name="客运站", credited_to="bus_station", **FOUND)
    lines = [(LineKind.ADDED, piles)]
    make.approved(officer, people["office"], DECEMBER, TRANSPORT, lines)
    assert counts() == [(12, 200), (0, 200)] and of_row("bus_station") == 6


def test_a_line_of_the_first_plan_is_corrected_under_the_next(people):
    wrong = Entry.objects.get(measure="public_dc_pile")
    typed = {"entry": str(wrong.number), "value": "4", "reason": "多数了2台"}
    lines = [(LineKind.CORRECTED, typed)]
    make.approved(people["officer"], people["office"], DECEMBER, lines=lines, kind=Kind.CORRECTION)
    assert counts() == [(4, 192), (0, 192)] and of_row(cast.DAIYUE) == 4
