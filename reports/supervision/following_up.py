"""What the ladder is climbed by: who owes returns and for how long, which rows are behind, by the
rule that is ruled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, cached_property

from ledger.models import Period, PeriodKind
from ledger.periods import working_days
from ledger.periods.now import Calendar, is_judged
from ledger.reminders import sending
from ledger.returns.standings import calendar
from reports.figures import formats
from reports.figures.basis import PACE
from reports.figures.figure import parse_key
from reports.figures.progress import BEHIND, SLOW, Standing
from reports.figures.reading import Reading, read
from reports.models import NoticeState, SupervisionNotice
from reports.models.supervision import RUNNING, WITH_THE_UNIT
from reports.supervision import ladder
from reports.supervision.ladder import LadderRule, Progressed, Proposal, Pursued, Returned
from shanyin_charging import clock, dates
from targets.models import Area, Plan, Ruling, Unit
from targets.months import Month
from targets.plan import queries

THRESHOLDS = (
    "blue_after",
    "yellow_months",
    "red_months",
    "red_behind",
    "criticise_after",
    "talk_after",
)
SUBJECT = "ladder:"  # of a ruling, before the threshold's name
OPEN = (*RUNNING, NoticeState.DRAFT, NoticeState.PROPOSED)


def rule_today() -> LadderRule:
    """The rule in force today, with the documents that it rests on."""
    rulings = Ruling.objects.of(queries.plan_of_today()).governing(clock.today())
    ruled = {
        name: rulings[f"{SUBJECT}{name}"] for name in THRESHOLDS if f"{SUBJECT}{name}" in rulings
    }
    documents = dict.fromkeys(ruling.document_no for ruling in ruled.values())
    return LadderRule(
        **{name: ruling.value["answer"] for name, ruling in ruled.items()},
        documents=tuple(documents),
        approved=frozenset(ruled) | ({PACE} & rulings.keys()),
    )


def returned(plan: Plan, county: Area) -> list[Returned]:
    """Each member unit's months without a return, counted back from the last that has fallen
    due."""
    due = Period.objects.filter(county=county, kind=PeriodKind.MONTH, due_at__lte=clock.now())
    last = next(filter(is_judged, due.order_by("-starts_on")), None)
    if last is None or last.due_at is None:
        return []
    last_day = (last.due_at - timedelta(microseconds=1)).astimezone(clock.ZONE).date()
    days = working_days.between(last_day, clock.today())
    strips, found = calendar(plan, county), []
    for unit in Unit.objects.members(plan, clock.today()):
        cells = strips[unit.pk].due[::-1] if unit.pk in strips else []
        found.append(
            Returned(
                unit.code,
                unit.name,
                ladder.in_a_row(cell == "missing" for cell in cells),
                days,
                cells.count("missing"),
            )
        )
    return found


def progressed(month: Month) -> list[Progressed]:
    """Each row of the quota table: months of this year behind in a row up to a month, and who
    reports it. Of earlier months no more is read than the rows that are behind ask for; a month of
    the plan before may lack a row of this one."""
    reading, by_row = read(month), cache(standings_in)
    reported_by, found = reading.supervisors, []
    months = [Month(month.year, number) for number in range(month.month, 0, -1)]
    for code, standing in by_row(month).items():
        behind = ladder.in_a_row(is_behind(by_row(earlier).get(code)) for earlier in months)
        text = f"{standing.figure.where.name}{standing.figure.name}{formats.text(standing.figure)}"
        if standing.goal:
            text += f"，参考计划{standing.goal.value}台"
        if code in reported_by:
            found.append(
                Progressed(
                    reported_by[code].code,
                    standing.figure.where.name,
                    behind,
                    standing.state == SLOW,
                    standing.figure.key,
                    text,
                    standing.is_good,
                )
            )
    return found


def is_behind(standing: Standing | None) -> bool:
    """Whether a row is behind, of a month that knows it."""
    return standing is not None and standing.state == BEHIND


def standings_in(month: Month) -> dict[str, Standing]:
    """Each row's code to how it stands in a month."""
    return {s.figure.where.unit: s for s in read(month).quota_standings()}


@dataclass
class Outlook:
    """How everybody stands today, as the ladder sees it; each part is read when it is first asked
    for."""

    reading: Reading
    month: Month | None  # the last that may be judged; None: nobody and nothing is

    @cached_property
    def owing(self) -> list[Returned]:
        """How each member unit stands with its returns."""
        return returned(self.reading.plan, self.reading.county)

    @cached_property
    def rows(self) -> list[Progressed]:
        """How each row stands."""
        return progressed(self.month) if self.month else []

    @cached_property
    def notices(self) -> list[SupervisionNotice]:
        """What is under supervision."""
        found = SupervisionNotice.objects.filter(county=self.reading.county, state__in=OPEN)
        return list(found.select_related("lead"))

    def cured(self, notice: SupervisionNotice) -> str:
        """Why a notice needs no pursuing any more; empty while it does, and for what no figure can
        tell. A month whose day was put off for all is not owed until then."""
        if notice.topic == ladder.RETURNS:
            owed = any(one.missing for one in self.owing if one.unit == notice.lead.code)
            return "" if owed else "没有到期未报的月报"
        if notice.topic == ladder.PROGRESS and notice.figure_key:
            row = parse_key(notice.figure_key).unit
            return (
                "已赶上序时进度"
                if any(one.on_pace for one in self.rows if parse_key(one.key).unit == row)
                else ""
            )
        return ""

    def pursued(self) -> list[Pursued]:
        """The notices that were sent out and not yet settled."""
        return [
            Pursued(
                n.pk,
                n.lead.code,
                n.topic,
                f"{n.number}　{n.matter}",
                n.level,
                days_past(n),
                bool(n.criticised_on),
                n.talk,
                self.cured(n),
            )
            for n in self.notices
            if n.state in WITH_THE_UNIT
        ]


def days_past(notice: SupervisionNotice) -> int:
    """Working days that a notice is past its day."""
    return working_days.between(notice.due_on, clock.today())


def outlook(calendar: Calendar) -> Outlook:
    """Who owes returns, which rows are behind, what is under supervision; nobody and nothing once
    there is no plan to follow."""
    month = None if calendar.over_since() else calendar.judged_month()
    return Outlook(read(month or calendar.shown_month()), month)


def proposals() -> tuple[list[Proposal], LadderRule]:
    """What the ladder proposes today, and the rule that it goes by; nothing after the plan's
    term."""
    rule, calendar = rule_today(), Calendar()
    if calendar.over_since():
        return [], rule
    found = outlook(calendar)
    running = {(notice.lead.code, notice.topic) for notice in found.notices}
    return ladder.proposals(
        found.owing, one_a_unit(found.rows, rule), rule, running, found.pursued()
    ), rule


def one_a_unit(rows: Iterable[Progressed], rule: LadderRule) -> list[Progressed]:
    """The gravest row of each unit: a unit that reports several is spoken to once."""
    gravest: dict[str, tuple[int, Progressed]] = {}
    for row in rows:
        step = ladder.for_progress(row, rule)
        weight = ladder.ORDER.index(step.step) if step else -1
        if row.unit not in gravest or gravest[row.unit][0] < weight:
            gravest[row.unit] = (weight, row)
    return [row for _, row in gravest.values()]


def reminders_due() -> list[sending.Batch]:
    """What the lead units of running notices are to be told now; what they sign for or answer stops
    it by itself."""
    found, calendar = [], Calendar()
    if calendar.over_since():
        return []
    now = outlook(calendar)
    for notice in (n for n in now.notices if n.state in WITH_THE_UNIT and not now.cured(n)):
        assert notice.assigned_at is not None  # the database keeps none with a unit without it
        assigned_on, due = (
            notice.assigned_at.astimezone(clock.ZONE).date(),
            dates.official_date(notice.due_on),
        )
        step = ladder.nudge(
            notice.state == NoticeState.ASSIGNED,
            notice.state == NoticeState.ACKNOWLEDGED,
            assigned_on,
            notice.due_on,
            clock.now(),
            working_days.calendar().rests,
        )
        if step:
            nudges = ladder.NUDGES | (ladder.OF_AGREED if notice.is_agreed else {})
            word, text = nudges[step]
            words = f"{notice.number}《{notice.matter}》{text.format(due=due)}"
            found.append(
                sending.Batch(notice, f"{step}:{notice.due_on}", word, ((notice.lead, words),))
            )
    return found


def named(proposed: list[Proposal]) -> list[tuple[Unit, Proposal]]:
    """Each proposal with its unit."""
    units = {
        unit.code: unit
        for unit in Unit.objects.served().filter(code__in=[p.unit for p in proposed])
    }
    return [(units[p.unit], p) for p in proposed]
