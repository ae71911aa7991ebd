"""What the ladder is climbed by: who owes returns and for how long, which rows are behind, by the rule that is ruled."""
from datetime import timedelta

from ledger import deadlines, reminders, returns
from ledger.models import Period, PeriodKind
from shanyin_charging import clock, dates
from targets.models import Ruling, Unit
from targets.months import Month

from . import formats, ladder
from .asking import latest_month
from .ladder import LadderRule, Progressed, Proposal, Returned
from .models import SupervisionNotice
from .models.supervision import RUNNING, NoticeState
from .progress import BEHIND, SLOW
from .reading import read

THRESHOLDS = ("blue_after", "yellow_months", "red_months", "red_behind")
SUBJECT = "ladder:"  # of a ruling, before the threshold's name
OPEN = (*RUNNING, NoticeState.DRAFT, NoticeState.PROPOSED)


def rule_today() -> LadderRule:
    """The rule in force today, with the documents that it rests on."""
    rulings = Ruling.objects.governing(clock.today())
    ruled = {name: rulings[f"{SUBJECT}{name}"] for name in THRESHOLDS if f"{SUBJECT}{name}" in rulings}
    documents = dict.fromkeys(ruling.document_no for ruling in ruled.values())
    return LadderRule(**{name: ruling.value["answer"] for name, ruling in ruled.items()}, documents=tuple(documents))


def returned(plan, county) -> list[Returned]:
    """Each member unit's months without a return, counted back from the last that has fallen due."""
    now = clock.now()
    fallen = {p.pk: p for p in Period.objects.filter(county=county, kind=PeriodKind.MONTH, due_at__lte=now)}
    last = max(fallen.values(), key=lambda period: period.starts_on, default=None)
    if last is None:
        return []
    last_day = (last.due_at - timedelta(microseconds=1)).astimezone(clock.ZONE).date()
    days = deadlines.working_days_between(last_day, clock.today())
    strips, found = returns.calendar(plan, county), []
    for unit in Unit.objects.members(plan, clock.today()):
        strip = strips[unit.pk].cells if unit.pk in strips else ()
        cells = [cell for _, period, cell in reversed(strip) if period.pk in fallen]
        found.append(Returned(unit.code, unit.name, ladder.in_a_row(cell == "missing" for cell in cells), days))
    return found


def judged_month() -> Month | None:
    """The last month whose returns have fallen due: an open one is not held against anybody."""
    last = Period.objects.filter(kind=PeriodKind.MONTH, due_at__lte=clock.now()).order_by("-starts_on").first()
    return min(last.month, latest_month()) if last else None


def progressed(month: Month) -> list[Progressed]:
    """Each row of the quota table: months of this year behind in a row up to a month, and who reports it."""
    readings = [read(Month(month.year, n)) for n in range(month.month, 0, -1)]
    by_row = [{s.figure.where.unit: s for s in reading.quota_standings()} for reading in readings]
    reported_by, found = readings[0].supervisors, []
    for code, standing in by_row[0].items():
        behind = ladder.in_a_row(standings[code].state == BEHIND for standings in by_row)
        text = f"{standing.figure.where.name}{standing.figure.name}{formats.text(standing.figure)}"
        if standing.goal:
            text += f"，参考计划{standing.goal.value}台"
        if code in reported_by:
            found.append(Progressed(reported_by[code].code, standing.figure.where.name, behind, standing.state == SLOW,
                                    standing.figure.key, text))
    return found


def proposals() -> tuple[list[Proposal], LadderRule]:
    """What the ladder proposes today, and the rule that it goes by."""
    month = judged_month()
    reading = read(month or latest_month())
    rule = rule_today()
    running = SupervisionNotice.objects.filter(county=reading.county, state__in=OPEN)
    rows, owing = progressed(month) if month else [], returned(reading.plan, reading.county)
    return ladder.proposals(owing, one_a_unit(rows, rule), rule, set(running.values_list("lead__code", "topic"))), rule


def one_a_unit(rows, rule) -> list[Progressed]:
    """The gravest row of each unit: a unit that reports several is spoken to once."""
    gravest = {}
    for row in rows:
        step = ladder.for_progress(row, rule)
        weight = ladder.ORDER.index(step.step) if step else -1
        if row.unit not in gravest or gravest[row.unit][0] < weight:
            gravest[row.unit] = (weight, row)
    return [row for _, row in gravest.values()]


def reminders_due() -> list[reminders.Batch]:
    """What the lead units of running notices are to be told now; what they sign for or answer stops it by itself."""
    found = []
    for notice in SupervisionNotice.objects.running().select_related("lead"):
        assigned_on, due = notice.assigned_at.astimezone(clock.ZONE).date(), dates.official_date(notice.due_on)
        step = ladder.nudge(notice.state == NoticeState.ASSIGNED, notice.state == NoticeState.ACKNOWLEDGED, assigned_on,
                            notice.due_on, clock.now())
        if step:
            word, text = ladder.NUDGES[step]
            words = f"{notice.number}《{notice.matter}》{text.format(due=due)}"
            found.append(reminders.Batch(notice, f"{step}:{notice.due_on}", word, ((notice.lead, words),)))
    return found
