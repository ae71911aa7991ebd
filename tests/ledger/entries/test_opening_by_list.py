"""A plan that does not say with how many piles it begins: what is listed is all."""

import pytest

from ledger.entries.baseline import baseline
from ledger.models import Entry, Ledger, LineKind, Site
from ledger.returns import workflow
from ledger.sites import registers
from reports.figures.reading import read
from targets.models import Part, Target
from targets.months import Month
from tests import cast, make
from tests.ledger.entries.test_undoing_corrections import corrected
from tests.pressing import Client

pytestmark = pytest.mark.django_db
MARCH = Month(2025, 3)


@pytest.fixture
def people():
    """Who reports and who approves, where the plan prints no stock."""
    Target.objects.filter(indicator__plays=Part.IN_PLACE).delete()
    with make.at(cast.APRIL_2):
        make.ledger()
        yield cast.officer(cast.DAIYUE), cast.office()


def stock():
    """(保有量, what lists have itemised, what the plan implies)."""
    opening = baseline(make.county())
    return read(MARCH).figure("I02").value, opening["itemised"], opening["implied"]


def listed(people, **changes):
    typed = make.new_piles(dc="2", ac="1", on="2023-05-01", explanation="属实", **changes)
    return make.approved(*people, MARCH, lines=[(LineKind.OPENING, typed)])


def test_no_number_is_made_up_and_the_first_list_has_the_first_entry(people):
    assert stock() == (0, 0, None)
    assert (Entry.objects.count(), Ledger.objects.get().last_number) == (0, 0)
    listed(people)
    assert stock() == (3, 3, None)
    assert list(Entry.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]


def test_piles_are_corrected_and_told_twice_and_nothing_else_moves(people):
    original = listed(people)
    corrected(people, original, 1, 4)
    assert stock() == (5, 5, None)
    other = cast.officer(cast.YUJING)
    typed = make.new_piles(
        dc="5", on="2023-05-01", explanation="属实", site_name="文化广场东站"
    ) | {"village": cast.YUJING_SHUIQUAN, "credited_to": cast.YUJING}
    make.approved(other, people[1], MARCH, cast.YUJING, [(LineKind.OPENING, typed)])
    assert stock() == (10, 10, None)
    one, into = Site.objects.order_by("-pk")
    registers.merge(people[1], one, into, "同一处", same_piles=True)
    assert stock() == (5, 5, None)


def test_the_approval_of_a_list_is_undone_to_nothing(people):
    workflow.undo(people[1], listed(people), "审错了")
    assert stock() == (0, 0, None)


def test_pages_say_that_the_list_stands_and_no_number(people):
    listed(people)
    client = Client()
    client.force_login(people[1])
    assert "期初以逐处清单为准" in client.get("/plan/").content.decode()
    page = client.get("/lists/").content.decode()
    assert "方案没有写开始时已有多少台" in page and "None" not in page
