"""What may be corrected: every number that somebody reported, those of the opening and of removals
too."""

import pytest

from ledger.models import Entry, Line, LineKind, Site
from ledger.returns import corrections, drafting, workflow
from reports.figures.reading import read
from shanyin_charging.lifecycle.transitions import Refused
from targets.months import Month
from tests import cast, make
from tests.indicators import STOCK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_april")]
MARCH, APRIL = Month(2025, 3), Month(2025, 4)


@pytest.fixture
def people():
    return cast.officer(), cast.office()


def stock(month=APRIL):
    return read(month).figure(STOCK).value


def correct(people, submission, *numbers):
    """(measure, what it is to be) of a submission's only line, handed in and approved at once."""
    typed = [
        {
            "entry": str(
                Entry.objects.filter(measure=measure, site=Site.objects.get())
                .counting()
                .latest("number")
                .number
            ),
            "value": value,
            "reason": "误报",
        }
        for measure, value in numbers
    ]
    made = corrections.hand_in(people[0], submission, typed, drafting.new_key())
    workflow.begin_review(people[1], made)
    workflow.approve(people[1], made)
    return made


def test_an_opening_is_corrected_and_the_implied_number_follows(people):
    piles = make.new_piles(on="2023-06-01", explanation="供电台账", dc="6", ac="2")
    opening = make.approved(*people, MARCH, lines=[(LineKind.OPENING, piles)])
    assert (stock(), read(APRIL).figure("I35").value) == (188, 180)
    correct(people, opening, ("public_dc_pile", "4"), ("public_ac_pile", "1"))
    assert (stock(), read(APRIL).figure("I35").value) == (188, 183)
    correct(people, opening, ("public_dc_pile", "5"))
    assert (stock(), read(APRIL).figure("I35").value) == (188, 182)
    township = next(p for p in read(APRIL).places["township"] if p.area == cast.DAIYUE)
    assert read(APRIL).figure(STOCK, township).value == 6


def test_a_removal_is_corrected_by_how_many_were_removed(people, client):
    make.approved(*people, MARCH)
    gone = make.new_piles(site=str(Site.objects.get().pk), dc="2", connectors="4", on="2025-04-10")
    removal = make.approved(*people, APRIL, lines=[(LineKind.REMOVED, gone)])
    assert stock() == 192
    client.force_login(people[0])
    line = Line.objects.get(version__submission=removal)
    page = client.get(f"/corrections/{line.pk}/").content.decode()
    assert "减少的公共直流桩" in page and 'value="2"' in page
    correct(people, removal, ("public_dc_pile", "1"))
    assert stock() == 193
    correct(people, removal, ("public_dc_pile", "0"))
    assert stock() == 194
    correct(people, removal, ("public_dc_pile", "3"))
    assert stock() == 191


@pytest.mark.parametrize(
    ("before", "kind", "after", "alone", "beside"),
    [
        (
            {"public": "0"},
            LineKind.OPENED,
            {"dc": "2", "connectors": "4", "power": "120"},
            ("public_dc_pile", "1"),
            ("dedicated_dc_pile", "1"),
        ),
        (
            {"dc": "0", "ac": "6"},
            LineKind.CHANGED,
            {"dc": "2", "ac": "4", "power": "400"},
            ("public_dc_pile", "3"),
            ("public_ac_pile", "3"),
        ),
    ],
)
def test_what_only_changes_what_piles_are_brings_and_takes_none(
    people, before, kind, after, alone, beside
):
    """Two dedicated piles opened to all; two alternating ones that became direct ones."""
    make.approved(*people, MARCH, lines=[(LineKind.ADDED, make.new_piles(**before))])
    typed = make.new_piles(site=str(Site.objects.get().pk), on="2025-04-10", **after)
    made = make.approved(*people, APRIL, lines=[(kind, typed)])
    with pytest.raises(Refused, match="台数要一样"):
        correct(people, made, alone)
    correct(people, made, alone, beside)
    standing = Entry.objects.filter(measure__endswith="_pile").counting()
    assert sum(standing.exclude(site=None).values_list("value", flat=True)) == 6
