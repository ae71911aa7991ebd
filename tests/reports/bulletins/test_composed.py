"""Papers of every kind over random ledgers, at every stage of a month and of the plan: parts add
up, each number has its figure, nobody is named before due, no zero reads as a fault."""

import random
import re
from datetime import date, timedelta

import pytest

from ledger.models import (
    Construction,
    ConstructionWord,
    Ledger,
    Line,
    LineKind,
    Stage,
    Submission,
)
from ledger.periods import books
from ledger.returns import drafting
from reports.bulletins.compose import compose
from reports.documents.kinds import MONTH, ROAD, YEAR
from reports.figures.reading import read
from shanyin_charging import clock
from targets.models import Area, Indicator, Target, Unit
from targets.months import Month
from tests import cast, make
from tests.reports.bulletins.checks import faults, papers, progress_tables
from tests.reports.figures.test_oracle import RandomLedger

pytestmark = [
    pytest.mark.at_length,
    pytest.mark.django_db,
    pytest.mark.usefixtures("april"),
]
STAGES = {
    "closing account": (date(2025, 2, 20), Month(2024, 12)),
    "running": (date(2025, 4, 2), Month(2025, 3)),
    "due": (date(2025, 4, 9), Month(2025, 3)),
    "november": (date(2025, 12, 10), Month(2025, 11)),
    "december running": (date(2026, 1, 3), Month(2025, 12)),
    "december due": (date(2026, 1, 20), Month(2025, 12)),
    "after the term": (date(2026, 3, 20), Month(2026, 2)),
}
TASKS_OF_ROADS = (6, 7, 8)
SETS = 15 if cast.LONG else 1  # ledgers a stage, beside the empty one
RULINGS = {
    "pace": [[5, 8, 15, 23, 32, 42, 52, 62, 72, 82, 92, 100]],
    "slow_within": [10, 20],
    "least_gap": [1, 3],
    "station:piles": [1, 5],
    "station:direct": [False],
    "opened_counts": [True],
    "stopped_counts": [True],
    "baseline:list": [True, False],
    "register:I18": [3, 40],
    "register:I15": [60],
    "zone:core": ["岱岳镇光明社区"],
}


def ruled(chance):
    """Some questions answered, and answered again."""
    for subject, answers in RULINGS.items():
        for _ in range(chance.choice([0, 0, 1, 2])):
            on = date(2024, 1, 1) + timedelta(days=chance.randrange(400))
            make.ruled(subject, {"answer": chance.choice(answers)}, on)


@pytest.mark.one_in(3)
@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("seed", range(SETS + 1))
def test_a_paper_never_contradicts_itself(line, stage, seed):
    day, month = STAGES[stage]
    with make.at(day):
        books.open_periods(Ledger.objects.get(), "test")
        chance = random.Random(f"{stage} {seed}")
        if seed:
            filled(chance, line, month)
        found = [
            f"{name}: {fault}"
            for r in [read(month)]
            for name, content in papers(r)
            for fault in faults(r, content)
            if "负数" not in fault  # random rows take away more than there is
        ]
    assert found == []


@pytest.mark.parametrize("stage", STAGES if cast.LONG else ["november"])
def test_the_papers_of_a_plan_without_roads_read_well(line, stage):
    day, month = STAGES[stage]
    of_roads = Indicator.objects.filter(clauses__task__in=TASKS_OF_ROADS)
    roads = Indicator.objects.filter(pk__in=[*of_roads.values_list("pk", flat=True)])
    Target.objects.filter(indicator__in=roads).delete()
    roads.delete()
    with make.at(day):
        books.open_periods(Ledger.objects.get(), "test")
        filled(random.Random(stage), line, month)
        r = read(month)
        named = dict(papers(r))
        assert not [name for name in named if name.startswith(ROAD.label)]
        found = [f"{n}: {fault}" for n, content in named.items() for fault in faults(r, content)]
    assert [fault for fault in found if "负数" not in fault] == []


@pytest.mark.one_in(5)
@pytest.mark.parametrize("stage", STAGES)
def test_each_number_of_a_paper_is_that_of_its_page(line, client, stage):
    """The page of a figure's origin for the sentences, the dispatch page for the table."""
    day, month = STAGES[stage]
    with make.at(day):
        books.open_periods(Ledger.objects.get(), "test")
        filled(random.Random(stage), line, month)
        client.force_login(cast.office())
        for paper in [
            compose(read(month), kind) for kind in (MONTH, YEAR) if kind.ends_in(month.month)
        ]:
            said = {s.key: s.text for p in paper.body for t in p.sentences for s in t.figures}
            for key, text in said.items():
                page = client.get(f"/figures/{key}/").content.decode()
                heading = re.sub(r"<[^>]*>", "", re.search(r"<h1>(.*?)</h1>", page)[1])
                assert re.search(rf"：{re.escape(text)}[^\d.:/]*$", heading), (key, text, heading)
        page = client.get(f"/dispatch/?month={month}").content.decode()
        on_page = dict(re.findall(r'class="figure" id="([^"]+)"[^>]*>([^<]+)<', page))
        rows = [row for table in progress_tables(paper) for row in table.rows]
        table = {c.key: c.text for row in rows for c in row if c.key}
        assert {key: on_page.get(key) for key in table} == table


def filled(chance, line, month):
    """A random ledger with returns of the month in every state, some to be mended, and rulings."""
    ledger = RandomLedger(chance.random(), line)
    ledger.fill()
    ledger.report(month)
    for submission in Submission.objects.filter(state="sent_back"):
        if chance.random() < 0.5:
            submission.mend_by = clock.now() + timedelta(days=chance.choice([-1, 2]))
            submission.late = chance.random() < 0.3
            submission.save()
    ruled(chance)
    for number in range(chance.choice([0, 1, 5])):
        being_built(chance, line, month, number)


def being_built(chance, line, month, number):
    """A project for a row or none: past its day, of this year, of another, of no day."""
    told = Line.objects.create(
        version=line.version, kind=LineKind.BUILDING, key=f"project{number}", typed={}
    )
    row = chance.choice([None, *Unit.objects.filter(targets__year=month.year).distinct()])
    village = chance.choice(Area.objects.filter(kind="village")[:20])
    days = chance.choice([None, -10, 1, 40, 200, 500])
    project = Construction.objects.create(
        county=make.county(),
        unit=row or Unit.objects.get(code=cast.DAIYUE),
        name=f"{'甲乙丙丁戊'[number]}处充电站",
        area=village,
        site_kind="public_place",
        line=told,
    )
    ConstructionWord.objects.create(
        construction=project,
        line=told,
        period=line.version.submission.period,
        on=month.first_day,
        stage=chance.choice(Stage.values),
        public=chance.random() < 0.8,
        dc=chance.choice([1, 4, 300]),
        credited_to=row,
        expected_on=days and month.last_day + timedelta(days=days),
        recorded_at=clock.now() - timedelta(hours=1),
        recorded_by="test",
    )


@pytest.fixture
def line():
    officer = cast.officer()
    submission = make.draft(officer, Month(2025, 3))
    return drafting.put_line(
        officer, submission, LineKind.ADDED, drafting.new_key(), make.new_piles()
    )
