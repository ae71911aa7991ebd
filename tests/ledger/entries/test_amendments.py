"""What a month did to the numbers of earlier ones, for the notes of its bulletin."""

import re
from datetime import date

import pytest

from ledger.entries import amendments, facts
from ledger.models import Entry, Kind, LineKind
from ledger.returns import more_time, workflow
from reports.bulletins.compose import compose
from reports.figures.reading import read
from shanyin_charging import clock
from targets.models import Unit
from targets.months import Month
from tests import cast, make

pytestmark = pytest.mark.django_db
MARCH, APRIL = Month(2025, 3), Month(2025, 4)


def test_corrections_late_entries_and_grants_are_noted_in_the_month_in_which_they_were_made():
    with make.at(cast.APRIL_2):
        make.ledger()
        officer, office = cast.officer(), cast.office()
        make.approved(
            officer,
            office,
            MARCH,
            lines=[
                (LineKind.ADDED, make.new_piles()),
                (
                    LineKind.ADDED,
                    make.new_piles(
                        site_name="北站",
                        dc="3",
                        connectors="3",
                        on="2025-01-20",
                        explanation="漏报",
                    ),
                ),
            ],
        )
        wrong = Entry.objects.filter(measure="public_dc_pile").order_by("number")[0]
        make.approved(
            officer,
            office,
            MARCH,
            kind=Kind.CORRECTION,
            lines=[
                (
                    LineKind.CORRECTED,
                    {"entry": str(wrong.number), "value": "4", "reason": "多数了2台"},
                )
            ],
        )
        more_time.grant(
            office,
            make.period(Month(2025, 1)),
            Unit.objects.get(code="housing"),
            "系统故障",
            cast.noon(date(2025, 4, 9)),
        )
    found = amendments.during(make.county(), APRIL)
    assert [amendments.in_words(*told) for told in found.corrections] == [
        "岱岳镇文化广场充电站2025年3月公共直流桩由6台更正为4台，原因：多数了2台。"
    ]
    assert (found.late_piles, found.reopened) == (3, ("县住建局（2025年1月月报）",))
    assert amendments.during(make.county(), MARCH) == amendments.Amendments((), 0, ())
    with clock.at(cast.noon(date(2025, 5, 2))):
        notes = compose(read(APRIL)).attachments[0].tables[0].notes
    assert notes[2:] == (
        "更正：岱岳镇文化广场充电站2025年3月公共直流桩由6台更正为4台，原因：多数了2台。",
        "补录：另登记以前月份投运的公共充电桩3台，已计入其投运月份。",
        "准予补报：县住建局（2025年1月月报）。",
    )


@pytest.fixture
def people():
    """Six piles of March and three of January are approved on 2 April."""
    with make.at(cast.APRIL_2):
        make.ledger()
        people = cast.officer(), cast.office()
        late = make.new_piles(
            site_name="北站", dc="3", connectors="3", on="2025-01-20", explanation="漏报"
        )
        lines = [(LineKind.ADDED, make.new_piles()), (LineKind.ADDED, late)]
        make.approved(*people, MARCH, lines=lines)
        yield people


def correct(people, site, value):
    wrong = Entry.objects.filter(site__name=site, measure="public_dc_pile").counting().get()
    typed = {"entry": str(wrong.number), "value": value, "reason": f"应为{value}台"}
    lines = [(LineKind.CORRECTED, typed)]
    return make.approved(*people, MARCH, kind=Kind.CORRECTION, lines=lines)


def told(known=None):
    """Of each correction in the notes of April what it was and what it is."""
    notes = amendments.during(make.county(), APRIL, known).corrections
    words = [amendments.in_words(*together) for together in notes]
    return [re.search(r"由(\d)台更正为(\d)台", note).groups() for note in words]


def test_a_correction_that_was_undone_is_noted_no_more(people):
    first = correct(people, "文化广场充电站", "4")
    known = facts.last_number(make.county())
    second = correct(people, "文化广场充电站", "5")
    assert told() == [("6", "4"), ("4", "5")] and told(known) == [("6", "4")]
    workflow.undo(people[1], second, "原件上是四台")
    assert told() == [("6", "4")]
    workflow.undo(people[1], first, "原件上是六台")
    assert told() == [] and told(known) == [("6", "4")]
    first.refresh_from_db()
    workflow.approve(people[1], first)
    assert told() == [("6", "4")]
    assert len(amendments.of_year(make.county(), 2025)) == 1


def test_of_late_piles_so_many_are_noted_as_stand(people):
    known = facts.last_number(make.county())
    correct(people, "北站", "2")
    found = [amendments.during(make.county(), APRIL, n).late_piles for n in (None, known)]
    assert found == [2, 3]
