"""更正, undone: what was corrected is again what it was, and nothing is undone from beneath a
correction."""

import pytest

from ledger.entries.baseline import baseline
from ledger.models import LineKind, Site, State
from ledger.returns import corrections, drafting, workflow
from ledger.sites import registers
from reports.figures.reading import read
from shanyin_charging.lifecycle.transitions import Refused
from targets.months import Month
from tests import cast, make
from tests.indicators import ADDED, STOCK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
MARCH = Month(2025, 3)


@pytest.fixture
def people():
    return cast.officer(), cast.office()


def numbers():
    """New piles of the year, and piles in place."""
    return [read(MARCH).figure(code).value for code in (ADDED, STOCK)]


def corrected(people, original, number, value):
    """A correction of one entry, approved."""
    officer, office = people
    said = [{"entry": str(number), "value": str(value), "reason": "数错了"}]
    made = corrections.hand_in(officer, original, said, drafting.new_key())
    workflow.begin_review(office, made)
    made.refresh_from_db()
    workflow.approve(office, made)
    made.refresh_from_db()
    return made


def test_a_correction_undone_gives_back_what_it_corrected_and_can_be_approved_again(people):
    original = make.approved(*people, MARCH)  # six piles: number 2
    correction = corrected(people, original, 2, 4)
    assert numbers() == [4, 192]
    workflow.undo(people[1], correction, "原件上是六台")
    assert numbers() == [6, 194]
    correction.refresh_from_db()
    workflow.approve(people[1], correction)
    assert numbers() == [4, 192]


def test_of_two_corrections_the_later_one_is_undone_first(people):
    original = make.approved(*people, MARCH)
    first = corrected(people, original, 2, 4)
    second = corrected(people, original, 5, 3)  # 2, 3, 4: piles, connectors, power
    for older in (original, first):
        with pytest.raises(Refused, match="后来更正为台账第6号，请先撤销那份更正"):
            workflow.undo(people[1], older, "审错了")
    workflow.undo(people[1], second, "审错了")
    assert numbers() == [4, 192]
    workflow.undo(people[1], first, "审错了")
    assert numbers() == [6, 194]
    workflow.undo(people[1], original, "审错了")
    assert numbers() == [0, 188]
    original.refresh_from_db()
    assert original.state == State.IN_REVIEW


def opening(people):
    """Two piles that were there from the start, in a list."""
    typed = make.new_piles(dc="1", ac="1", on="2023-05-01", explanation="属实")
    return make.approved(*people, MARCH, lines=[(LineKind.OPENING, typed)])


def test_the_implied_number_follows_each_correction_of_an_opening_line(people):
    original = opening(people)  # 2 and 3: the piles; 6: out of the implied number
    assert baseline(make.county())["left"] == 186
    first = corrected(people, original, 2, 3)
    assert (baseline(make.county())["left"], numbers()) == (184, [0, 188])
    second = corrected(people, original, 3, 0)
    assert (baseline(make.county())["left"], numbers()) == (185, [0, 188])
    workflow.undo(people[1], second, "审错了")
    workflow.undo(people[1], first, "审错了")
    assert (baseline(make.county())["left"], numbers()) == (186, [0, 188])


def test_piles_of_the_opening_that_two_lists_told_go_back_to_the_implied_number(people):
    opening(people)
    typed = make.new_piles(site_name="文化广场东站", dc="2", on="2023-05-01", explanation="属实")
    make.approved(
        cast.officer(cast.YUJING),
        people[1],
        MARCH,
        cast.YUJING,
        [
            (
                LineKind.OPENING,
                {**typed, "village": cast.YUJING_SHUIQUAN, "credited_to": cast.YUJING},
            )
        ],
    )
    assert (baseline(make.county())["left"], numbers()) == (184, [0, 188])
    one, into = Site.objects.order_by("-pk")
    registers.merge(people[1], one, into, "同一处", same_piles=True)
    assert (baseline(make.county())["left"], numbers()) == (186, [0, 188])


def test_a_number_that_was_corrected_is_corrected_again_where_it_was_told(people):
    original = make.approved(*people, MARCH)  # 2, 3, 4: piles, connectors, power
    line = original.current.lines.get()
    correction = corrected(people, original, 2, 4)
    assert corrections.correctable(people[0], original) == {line.pk}
    told = corrections.standing_entries(line).values_list("number", "measure", "value")
    assert list(told) == [
        (3, "public_connector", 12),
        (4, "public_power", 3600),
        (5, "public_dc_pile", 4),
    ]
    assert corrections.correctable(people[0], correction) == {correction.current.lines.get().pk}
    workflow.undo(people[1], correction, "原件上是六台")
    correction.refresh_from_db()
    assert [e.value for e in corrections.standing_entries(line)] == [12, 3600, 6]
    assert corrections.correctable(people[0], correction) == set()
