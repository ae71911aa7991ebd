"""Who has reported a period, who has not, and who was late."""
from dataclasses import dataclass
from datetime import datetime

from targets.models import Plan, Unit
from targets.months import Month

from .models import Kind, Period, PeriodKind, State, Submission


@dataclass(frozen=True)
class Standing:
    """One member unit in one period."""

    unit: Unit
    state: str  # missing, pending, sent_back, nil, approved
    submission: Submission | None = None
    first_at: datetime | None = None
    late: bool = False
    is_nil: bool = False

    @property
    def word(self) -> str:
        """How far the return has come in the office's hands."""
        return WORDS[self.state]

    @property
    def reported(self) -> str:
        """How it was reported: one of five, whatever the office has done with it since."""
        if self.state in ("missing", "sent_back"):
            return self.state
        return "late" if self.late else "nil" if self.is_nil else "reported"

    @property
    def reported_word(self) -> str:
        return REPORTED[self.reported]


REPORTED = {"missing": "未报", "sent_back": "退回", "late": "补报", "nil": "零报告", "reported": "已报"}
MENDING = (State.DRAFT, State.CHECKING, State.SENT_BACK)  # of what was handed in once and not taken back
WORDS = {"missing": "未报", "pending": "待审核", "sent_back": "已退回", "nil": "零报告", "approved": "已通过"}


def standings(plan: Plan, period: Period) -> list[Standing]:
    """Every member unit's standing in the period, in the document's order; three queries."""
    submissions = (Submission.objects.filter(period=period, kind=Kind.RETURN)
                   .select_related("period", "unit").prefetch_related("versions"))
    found = {submission.unit_id: submission for submission in submissions}
    return [standing(unit, found.get(unit.pk)) for unit in Unit.objects.members(plan, period.ends_on)]


def standing(unit, submission) -> Standing:
    handed_in = [v for v in submission.versions.all() if v.submitted_at] if submission else []
    if submission is None or submission.late is None:  # never handed in, or taken back
        return Standing(unit, "missing", submission)
    first, last = handed_in[0], handed_in[-1]
    state = "pending"
    if submission.state in MENDING:
        state = "sent_back"
    elif submission.state == State.APPROVED:
        state = "nil" if last.nil else "approved"
    return Standing(unit, state, submission, first.submitted_at, bool(submission.late), last.nil)


def month_period(county, month: Month) -> Period | None:
    """The period in which a month is reported; None before the first month, when only closing accounts run."""
    return Period.objects.filter(county=county, kind=PeriodKind.MONTH, starts_on=month.first_day).first()


def punctuality(all_units: list[Standing]):
    """(units on time, member units, names of the others)."""
    others = tuple(s.unit.name for s in all_units if s.state in ("missing", "sent_back") or s.late)
    return len(all_units) - len(others), len(all_units), others


def reported_units(county, year: int) -> set[int]:
    """Ids of the units with an approved return for any period that ends in the year."""
    approved = Submission.objects.filter(period__county=county, period__ends_on__year=year, state=State.APPROVED)
    return set(approved.values_list("unit_id", flat=True))


def doubts_in(submission) -> int:
    """How many oddities the version that was handed in last carries."""
    return sum(len(line.values.get("doubts", ())) for line in submission.current.lines.all() if line.frozen)


CELL = 12  # drawing units a month


@dataclass(frozen=True)
class Strip:
    """报送历 of one unit: (x, period, cell) for each month so far; a cell is on_time, late, missing or sent_back."""

    cells: tuple[tuple[int, Period, str], ...]

    @property
    def width(self) -> int:
        return CELL * len(self.cells)


def calendar(plan: Plan, county) -> dict[int, Strip]:
    """Unit id to its strip; three queries for all units."""
    periods = list(Period.objects.filter(county=county, kind=PeriodKind.MONTH).order_by("starts_on"))
    submissions = Submission.objects.filter(period__in=periods, kind=Kind.RETURN)
    found = {(s.unit_id, s.period_id): s for s in submissions}
    return {unit.pk: Strip(tuple((CELL * n, period, cell(found.get((unit.pk, period.pk))))
                                 for n, period in enumerate(periods))) for unit in Unit.objects.members(plan)}


def cell(submission) -> str:
    if submission is None or submission.late is None:
        return "missing"
    if submission.state in MENDING:
        return "sent_back"
    return "late" if submission.late else "on_time"
