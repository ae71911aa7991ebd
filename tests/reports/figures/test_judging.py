"""Which rows are judged in a month that is due: the office's delay is not the unit's, and what may
be mended in time is not held against it."""

from datetime import date

import pytest

from ledger.models import Entry, Kind, LineKind
from ledger.returns import corrections, drafting, workflow
from reports.bulletins import compose
from reports.figures.progress import BEHIND, MENDING, PENDING
from reports.figures.reading import read
from reports.supervision import following_up
from targets.months import Month
from tests import cast, make
from tests.indicators import ADDED, QUOTA, RATIO, TIMELINESS

pytestmark = pytest.mark.django_db
MARCH = Month(2025, 3)


@pytest.fixture
def people(april):
    """岱岳镇 has reported January with nothing, so that it is behind by March: 15 are planned."""
    officer, office = cast.officer(), cast.office()
    make.ruled("slow_within", {"answer": 10})
    with make.at(date(2025, 2, 3)):
        make.approved(officer, office, Month(2025, 1), lines=[])
    return officer, office


def light(day):
    with make.at(day):
        found = read(MARCH)
        row = next(where for where in found.rows if where.unit == cast.DAIYUE)
        return found.standing(QUOTA, row).state


def proposed(day):
    with make.at(day):
        return {
            proposal.step
            for proposal in following_up.proposals()[0]
            if proposal.topic == "progress" and "岱岳" in proposal.matter
        }


def named(day):
    with make.at(day):
        return "".join(
            p.text
            for p in compose.compose(read(MARCH)).body
            if "滞后" in p.text or "未报送" in p.text
        )


def test_before_the_month_is_due_no_row_is_lit(people):
    assert light(cast.APRIL_2).code == "unjudged"
    assert light(cast.MARCH_DUE) == BEHIND  # 15 × 3/12 is 3.75, so four are missing: 25 points
    assert proposed(cast.MARCH_DUE) == {"yellow"} and "岱岳镇" in named(cast.MARCH_DUE)


def test_what_the_office_has_not_reviewed_is_held_against_nobody(people):
    officer, office = people
    submission = make.handed_in(officer, MARCH, lines=[])
    assert light(cast.MARCH_DUE) == PENDING
    assert proposed(cast.MARCH_DUE) == set() and "岱岳镇" not in named(cast.MARCH_DUE)
    with make.at(date(2025, 4, 8)):  # sent back on Tuesday: three working days, until Friday
        workflow.begin_review(office, submission)
        submission.refresh_from_db()
        workflow.send_back(office, submission, "请核对")
        figure = read(MARCH).figure(TIMELINESS)
        assert (figure.value, "岱岳镇" in figure.missing) == (0, False)
        assert "退回或撤回待改、未到期限1家" in named(date(2025, 4, 8))
    for day, state in ((8, MENDING), (11, MENDING), (12, BEHIND)):
        assert light(date(2025, 4, day)) == state
    assert "退回后逾期未重报1家（岱岳镇）" in named(date(2025, 4, 12))
    assert proposed(date(2025, 4, 11)) == set() and proposed(date(2025, 4, 12)) == {"yellow"}


def test_the_ratio_says_whose_vehicles_of_which_day(people):
    with make.at(cast.MARCH_DUE):
        ratio = read(MARCH).figure(RATIO)
        assert ratio.parts[0].name == "方案测算的2025年底电动汽车"
        said = "".join(p.text for p in compose.compose(read(MARCH)).body)
        assert "按方案测算的2025年底3054辆电动汽车计算" in said
        assert read(Month(2024, 12)).figure(RATIO).parts[0].name == "方案测算的2024年底电动汽车"


def test_a_forecast_rests_on_months_that_are_due_and_is_made_for_the_last_of_them(people):
    officer, office = people
    make.approved(officer, office, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    with make.at(date(2025, 4, 28)):
        make.ledger()
        assert read(MARCH).recent(ADDED) == [6, 0, 0]  # April is open
        assert read(Month(2025, 1)).recent(ADDED) == [0]  # 2024 is a closing account


def test_a_row_whose_numbers_wait_to_be_corrected_is_not_judged(people):
    with make.at(date(2025, 4, 3)):
        made = make.approved(*people, MARCH, lines=[(LineKind.ADDED, make.new_piles(dc="1"))])
        entry = Entry.objects.get(measure="public_dc_pile")
        typed = [{"entry": str(entry.number), "value": "5", "reason": "漏了四台"}]
    assert light(cast.MARCH_DUE) == BEHIND
    with make.at(cast.MARCH_DUE):
        correction = corrections.hand_in(people[0], made, typed, drafting.new_key())
    assert light(cast.MARCH_DUE) == PENDING
    assert proposed(cast.MARCH_DUE) == set() and "岱岳镇" not in named(cast.MARCH_DUE)
    with make.at(cast.MARCH_DUE):
        workflow.begin_review(people[1], correction)
        workflow.send_back(people[1], correction, "写明是哪四台")
    assert light(cast.MARCH_DUE) == BEHIND


def test_a_correction_of_something_else_leaves_the_row_judged(people):
    with make.at(date(2025, 4, 3)):
        piles = (LineKind.ADDED, make.new_piles(dc="1"))
        made = make.approved(*people, MARCH, lines=[piles])
        connectors = Entry.objects.get(measure="public_connector")
        typed = [{"entry": str(connectors.number), "value": "2", "reason": "数错了枪"}]
    with make.at(cast.MARCH_DUE):
        corrections.hand_in(people[0], made, typed, drafting.new_key())
    assert light(cast.MARCH_DUE) == BEHIND and "岱岳镇" in named(cast.MARCH_DUE)


def test_piles_of_the_month_that_wait_in_the_next_ones_return_leave_it_unjudged(people):
    with make.at(date(2025, 4, 3)):
        make.approved(*people, MARCH, lines=[])
    for day, state in (("2025-04-20", BEHIND), ("2025-03-20", PENDING)):
        with make.at(date(2025, 4, 28)):
            make.ledger()
            piles = make.new_piles(on=day, explanation="漏报")
            submission = make.handed_in(people[0], Month(2025, 4), lines=[(LineKind.ADDED, piles)])
        assert light(date(2025, 4, 28)) == state
        with make.at(date(2025, 4, 28)):
            workflow.withdraw(people[0], submission)
            submission.current.lines.all().delete()
        assert light(date(2025, 4, 28)) == BEHIND


def test_a_waiting_list_leaves_the_other_rows_of_its_unit_judged(people):
    """A list of what was there from the start adds nothing to what is new."""
    with make.at(date(2025, 4, 3)):
        make.approved(*people, MARCH, lines=[])
        lists = [
            (LineKind.OPENING, make.new_piles(on="2023-12-01")),
            (LineKind.ADDED, make.new_piles()),
        ]
    for line, state in zip(lists, (BEHIND, PENDING), strict=True):
        with make.at(cast.MARCH_DUE):
            make.handed_in(people[0], MARCH, lines=[line], kind=Kind.LIST)
        assert light(cast.MARCH_DUE) == state
