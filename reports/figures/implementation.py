"""落实情况: the clauses that set no number for what is built, with what their units told of them
month by month. Of the one that asks for these returns they tell by coming in time."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from ledger.models import Line, LineKind
from ledger.returns import standings
from reports.figures.figure import Figure
from reports.figures.progress import MENDING, Light
from reports.figures.reading import Reading
from targets.models import Clause, Duty, Form, Target
from targets.months import Month

CHECKS = (LineKind.INSPECTED, LineKind.CLEARED)  # tell of a clause whose units are asked for them
INSPECTION = "inspection"  # the form of duties by which they are
DONE, SILENT, NEVER = (
    Light("normal", "有进展"),
    Light("slow", "本期无报告"),
    Light("missing", "从未报告"),
)
NOT_DUE, WAITING = Light("no_plan", "未到截止"), Light("pending", "待审核")
NOT_ASKED = Light("no_plan", "不单独报送")
IN_TIME, NOT_ALL = Light("normal", "全部按时"), Light("slow", "有迟报、未报")
STATES = (DONE, WAITING, SILENT, NEVER, NOT_DUE, NOT_ASKED)
FIRST_OF = (DONE, NOT_DUE, WAITING, SILENT, NEVER)  # by which a clause's units make its state


@dataclass
class Part:
    """What a unit has to do with a clause, the lines in which it told of it, the newest first, and
    how that stands."""

    duty: Duty
    told: list[Line]
    state: Light

    @property
    def months(self) -> list[Month]:
        """The months in which it told of the clause, the newest first."""
        return list(dict.fromkeys(month_of(line) for line in self.told))

    @property
    def last(self) -> Line | None:
        """The newest line."""
        return self.told[0] if self.told else None


@dataclass
class Carried:
    """A clause with its units."""

    clause: Clause
    parts: list[Part] = field(default_factory=list)
    is_of_returns = False

    @property
    def asked(self) -> list[Part]:
        """Those of its units that are asked to report."""
        return [part for part in self.parts if is_asked(part.duty)]

    @property
    def heard(self) -> list[Part]:
        """Those of them that told of it this month."""
        return [part for part in self.asked if part.state is DONE]

    @property
    def told(self) -> tuple[int, int] | None:
        """How many of those that are asked told of it this month, of how many; None where nobody
        is asked."""
        return (len(self.heard), len(self.asked)) if self.asked else None

    @property
    def by_month(self) -> Counter[Month]:
        """How many units told of it in each month."""
        return Counter(month for part in self.parts for month in part.months)

    @property
    def state(self) -> Light:
        """How it stands: as the best of its units does."""
        if any(part.state is DONE for part in self.parts):
            return DONE
        found = [part.state for part in self.asked]
        return min(found, key=FIRST_OF.index, default=NOT_ASKED)


@dataclass
class Returned(Carried):
    """The clause that asks for the returns themselves, with how many units came in time."""

    figure: Figure | None = None  # how many came in time this month
    in_time: Counter[Month] = field(default_factory=Counter)
    is_of_returns = True

    @property
    def told(self) -> tuple[int, int] | None:
        """How many came in time, of how many; None before the month is due."""
        if self.figure is None or self.figure.value is None or not self.figure.of:
            return None
        return int(self.figure.value), self.figure.of

    @property
    def by_month(self) -> Counter[Month]:
        """How many came in time in each month that is due."""
        return self.in_time

    @property
    def state(self) -> Light:
        """Whether all came in time, once the month is due."""
        if self.figure is None or self.told is None:
            return NOT_DUE
        if self.figure.missing:
            return NOT_ALL
        return IN_TIME if self.figure.value == self.figure.of else MENDING


def without_numbers(reading: Reading) -> QuerySet[Clause]:
    """The clauses of the plan that order something and set no number for what is built."""
    aims = Target.objects.filter(indicator__plan=reading.plan)
    numbers = aims.exclude(indicator__form=Form.TIMELINESS)
    return (
        reading.plan.clauses.filter(parent__isnull=False, children=None)
        .exclude(indicators__targets__in=numbers)
        .select_related("parent")
        .order_by("position")
    )


def carried_out(reading: Reading) -> list[Carried]:
    """How each of these clauses is carried out, by the month's end."""
    clauses = list(without_numbers(reading))
    duties = Duty.objects.filter(clause__plan=reading.plan, clause__in=clauses)
    named = duties.select_related("unit", "clause").order_by("clause__position", "position")
    lines = lines_of(reading)
    of_returns = returned(reading)
    found = {clause.pk: of_returns.get(clause.pk, Carried(clause)) for clause in clauses}
    for duty in named:
        if duty.clause_id in of_returns and is_asked(duty):
            continue  # their returns are what is asked for
        told = told_by(duty, lines)
        found[duty.clause_id].parts.append(Part(duty, told, state_of(reading, duty, told)))
    return list(found.values())


def returned(reading: Reading) -> dict[int, Carried]:
    """The clauses that ask for the returns, by their ids."""
    asking = [row for row in reading.indicators.values() if row.form == Form.TIMELINESS]
    if not asking:
        return {}
    strips = standings.calendar(reading.plan, reading.county, reading.moment)
    in_time = Counter(
        cell.period.month
        for strip in strips.values()
        for cell in strip.until(reading.month).cells
        if cell.state == "on_time"
    )
    return {
        clause.pk: Returned(clause, figure=reading.figure(row.code), in_time=in_time)
        for row in asking
        for clause in row.clauses.select_related("parent")
    }


def lines_of(reading: Reading) -> dict[tuple[int, str], list[Line]]:
    """(unit, clause's code, or a check's kind) to the approved lines that tell of it, the newest
    first."""
    found: defaultdict[tuple[int, str], list[Line]] = defaultdict(list)
    within = "version__submission__period__"
    lines = Line.objects.approved().filter(
        kind__in=(LineKind.WORK, *CHECKS),
        **{
            f"{within}county": reading.county,
            f"{within}starts_on__range": (reading.plan.starts_on, reading.month.first_day),
        },
    )
    told = lines.select_related("version__submission__period__county")
    for line in told.order_by(f"-{within}starts_on", "pk"):
        about = line.read_as["clause"] if line.kind == LineKind.WORK else INSPECTION
        found[line.version.submission.unit_id, about].append(line)
    return found


def told_by(duty: Duty, lines: dict[tuple[int, str], list[Line]]) -> list[Line]:
    """What a unit, or who took it over, told of its clause, the newest first."""
    abouts = [duty.clause.code, *([INSPECTION] if INSPECTION in duty.forms else [])]
    units = [pk for pk in (duty.unit_id, duty.unit.merged_into_id) if pk]
    found = [line for unit in units for about in abouts for line in lines.get((unit, about), ())]
    return sorted(found, key=month_of, reverse=True)


def state_of(reading: Reading, duty: Duty, told: list[Line]) -> Light:
    """How a unit's part stands: who is asked to report and did not is only told once the month is
    due and the unit's return is judged."""
    if told and month_of(told[0]) == reading.month:
        return DONE
    if not is_asked(duty):
        return NOT_ASKED
    if not reading.state.is_judged:
        return NOT_DUE
    if duty.unit_id in reading.unsettled.units:
        return WAITING
    return SILENT if told else NEVER


def is_asked(duty: Duty) -> bool:
    """Whether the unit is asked to report on the clause."""
    return duty.part == Duty.Part.REPORTER


def month_of(line: Line) -> Month:
    """The month that a line was handed in for."""
    return Month.of(line.version.submission.period.starts_on)


def months_in_words(months: Iterable[Month]) -> str:
    """Months by their years: 2025年3、5、8月."""
    by_year: defaultdict[int, list[str]] = defaultdict(list)
    for month in sorted(months):
        by_year[month.year].append(str(month.month))
    return "，".join(f"{year}年{'、'.join(numbers)}月" for year, numbers in by_year.items())
