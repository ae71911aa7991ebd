"""Papers of every kind through the whole term of an invented plan: each is read without a finding
and cites its own plan. 山阴's next plan after its first, and the other county's."""

from contextlib import contextmanager
from datetime import date

import pytest

from ledger.models import LineKind
from ledger.periods import books
from reports.bulletins import drafting, issuing
from reports.documents.kinds import (
    BRIEF,
    HALF,
    KINDS,
    MONTH,
    QUARTER,
    ROAD,
    TASK,
    TERM,
    UNIT,
    YEAR,
)
from reports.documents.proofreading import findings
from reports.figures.reading import read
from shanyin_charging import serving
from shanyin_charging.accounts.models import Role
from targets.models import Plan, Target
from targets.months import Month
from tests import cast, make
from tests.second import office
from tests.second.county import yunxi
from tests.second.test_papers_of_both import text_of

pytestmark = [
    pytest.mark.at_length,
    pytest.mark.django_db,
    pytest.mark.usefixtures("quick_press"),
]
ROADS = "乡村旅游公路"
ON_THE_WAY = {"next_of_the_first": "公路和试点", "of_the_other": "公路"}  # it has no pilots


class Term:
    """The years of a plan, played from its first month to its last."""

    def __init__(self, first, units, villages, piles, clause):
        self.first, self.units, self.villages = first, units, villages
        self.piles, self.clause = piles, clause
        self.officers = {unit: cast.person(f"of_{unit}", Role.OFFICER, unit) for unit in units}
        roles = {"office": Role.OFFICE, "second": Role.OFFICE, "chief": Role.CHIEF}
        self.people = {name: cast.person(f"{name}_{first}", role) for name, role in roles.items()}

    def month(self, year, number):
        return Month(self.first + year, number)

    @contextmanager
    def after(self, month, day):
        """A day of the month after, with what may be reported by then."""
        with make.at(date((month + 1).year, (month + 1).month, day)):
            books.open_periods(make.county().ledger, "test")
            yield

    def report(self, month, unit, number):
        """What a unit says of a month, approved: a station more, and its work."""
        on = date(month.year, month.month, 12).isoformat()
        piles = self.piles(
            site_name=f"{month.label}第{number}充电站",
            village=self.villages[unit],
            on=on,
            credited_to=unit,
            explanation="集中投运",
        )
        work = {**office.WORK, "clause": self.clause}
        lines = [(LineKind.ADDED, piles), (LineKind.WORK, work)]
        make.approved(self.officers[unit], self.people["office"], month, unit, lines)

    def play(self):
        """Six months of the two years are reported by the first unit, two by the second too."""
        for year, number in ((0, 1), (0, 3), (0, 6), (0, 12), (1, 6), (1, 12)):
            month = self.month(year, number)
            with self.after(month, 3):
                self.report(month, self.units[0], 1)
                if number == 12:
                    self.report(month, self.units[1], 2)

    def issued(self, month, kind):
        """A paper of the kind, drafted, passed and signed."""
        paper = drafting.draft(self.people["office"], read(month), kind)
        issuing.move(self.people["office"], "propose", paper)
        issuing.move(self.people["second"], "pass", paper)
        paper.refresh_from_db()
        return make.sign(self.people["chief"], paper)

    def papers(self):
        """(month, kind, subject) of all kinds."""
        half, end = self.month(0, 6), self.month(1, 12)
        tasks = read(end).plan.clauses.filter(task__isnull=False).values_list("task", flat=True)
        yield from ((half, kind, "") for kind in (MONTH, BRIEF, QUARTER, HALF))
        yield self.month(0, 12), YEAR, ""
        yield from ((end, kind, "") for kind in (MONTH, BRIEF, QUARTER, HALF, YEAR, TERM))
        yield from ((end, UNIT, unit) for unit in self.units)
        yield from ((end, TASK, str(task)) for task in tasks)
        yield end, ROAD, ROADS


@pytest.fixture
def next_of_the_first(db):
    """山阴, its plan of 2026–2027 after the first."""
    with make.at(office.IN_DECEMBER):
        office.open_ledger()
    office.next_plan()
    villages = {cast.DAIYUE: cast.DAIYUE_VILLAGE, cast.YUJING: cast.YUJING_SHUIQUAN}
    yield Term(2026, (cast.DAIYUE, cast.YUJING), villages, make.new_piles, "task1")


@pytest.fixture
def of_the_other(db):
    """云溪 beside it, and its plan of 2025–2026."""
    yunxi.join()
    with yunxi.served(), make.at(date(2025, 2, 1)):
        make.ledger()
        villages = {yunxi.TINGLAN: yunxi.VILLAGE, yunxi.QIXIA: "140699101201"}
        yield Term(2025, (yunxi.TINGLAN, yunxi.QIXIA), villages, yunxi.new_piles, "w1")


def with_a_road(plan):
    """One of the plan's targets is a road's."""
    Target.objects.filter(indicator__plan=plan, indicator__plays="villages").update(heading=ROADS)


@pytest.mark.parametrize("whose", ["next_of_the_first", "of_the_other"])
def test_every_kind_of_paper_cites_its_plan_and_is_read_without_a_finding(whose, request):
    term = request.getfixturevalue(whose)
    term.play()
    with term.after(term.month(1, 12), 10):
        plan = read(term.month(1, 12)).plan
        with_a_road(plan)
        others, found = Plan.objects.exclude(pk=plan.pk), {}
        for month, kind, subject in term.papers():
            paper = drafting.draft(term.people["office"], read(month), kind, subject)
            text = text_of(paper.plain)
            if kind is TERM:
                assert f"二、{ON_THE_WAY[whose]}情况" in text
            assert (plan.document_no in text) is (kind is not BRIEF), kind.label
            assert not [o for o in others if o.title in text or o.document_no in text], kind.label
            if told := findings(paper.plain):
                found[month.label, kind.label, subject] = told
        assert found == {}
    asked = {kind for _, kind, _ in term.papers()}
    assert {kind.code for kind in asked} == set(KINDS) - {"correction"}


@pytest.mark.parametrize("whose", ["next_of_the_first", "of_the_other"])
def test_a_correction_says_what_came_late_and_is_read_without_a_finding(whose, request):
    term = request.getfixturevalue(whose)
    first, second = term.units
    month = term.month(0, 3)
    with term.after(month, 3):
        term.report(month, first, 1)
    with term.after(month, 9):
        paper = term.issued(month, MONTH)
        term.report(month, second, 2)
        made = drafting.correct(term.people["office"], paper)
        text = text_of(made.plain)
        assert paper.number in text and findings(made.plain) == []
        number = read(month).figure(read(month).playing("in_place")).value
        assert f"{number}台" in text and serving.county() == made.county.code
