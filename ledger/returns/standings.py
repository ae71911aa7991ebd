"""Who has reported a period, who has not, and who was late."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from ledger.models import Kind, Period, PeriodKind, State, Submission, Version
from ledger.periods import now
from ledger.returns.workflow import TRANSITIONS
from shanyin_charging import clock
from shanyin_charging.audit.models import Event
from targets.models import Area, Plan, Unit
from targets.months import Month


@dataclass(frozen=True)
class ReturnStanding:
    """One member unit in one period."""

    unit: Unit
    state: str  # missing, pending, sent_back, nil, approved
    submission: Submission | None = None
    first_at: datetime | None = None
    late: bool = False
    is_nil: bool = False
    is_due: bool = True  # whether the period may be judged: before that nobody is 未报
    is_mending: bool = False  # sent back, and within the days that are given to mend it

    @property
    def word(self) -> str:
        """How far the return has come in the office's hands."""
        return self.why_missing if self.state == "missing" else WORDS[self.state]

    @property
    def why_missing(self) -> str:
        """The word for a return that is not there."""
        if self.is_mending:
            return TAKEN_BACK
        return WORDS["missing"] if self.is_due else AWAITED

    @property
    def is_unreported(self) -> bool:
        """Whether nothing is there though it is due; what was in time and may come again is not
        called so."""
        return self.state == "missing" and self.is_due and not self.is_mending

    @property
    def is_back(self) -> bool:
        """Whether its unit has it to mend: sent back, or taken back and in time to come again."""
        return self.state == "sent_back" or (self.is_due and self.is_mending)

    @property
    def drawn(self) -> str:
        """As what a drawing shows it: what is not due yet is awaited."""
        if self.is_back:
            return "sent_back"
        return "awaited" if self.state == "missing" and not self.is_due else self.state

    @property
    def is_at_fault(self) -> bool:
        """Whether the unit itself is late: with nothing handed in, or with what it was to mend."""
        if self.state in ("missing", "sent_back"):
            return self.is_due and not self.is_mending
        return self.late

    @property
    def reported(self) -> str:
        """How it was reported: one of five, whatever the office has done with it since."""
        if self.state in ("missing", "sent_back"):
            return self.state
        return "late" if self.late else "nil" if self.is_nil else "reported"

    @property
    def reported_word(self) -> str:
        """How it was reported, in Chinese."""
        return self.why_missing if self.state == "missing" else REPORTED[self.reported]


REPORTED = {
    "missing": "未报",
    "sent_back": "退回",
    "late": "补报",
    "nil": "零报告",
    "reported": "已报",
}
AWAITED = "待报"  # of what is not due yet
TAKEN_BACK = "撤回待改"  # of what was in time and may come again
MENDING = (
    State.DRAFT,
    State.CHECKING,
    State.SENT_BACK,
)  # of what was handed in once and not taken back
PENDING = (State.SUBMITTED, State.IN_REVIEW)
TARGETS = {transition.verb: transition.target for transition in TRANSITIONS}
RESTAMPED = "restamp"
WORDS = {
    "missing": "未报",
    "pending": "待审核",
    "sent_back": "已退回",
    "nil": "零报告",
    "approved": "已通过",
}


def counts(everyone: list[ReturnStanding]) -> list[tuple[str, str, int]]:
    """(code, word, units) of each way a return is reported, and of what waits for review."""
    said = {**REPORTED, **({} if all(s.is_due for s in everyone) else {"missing": AWAITED})}
    found = [(code, word, sum(s.reported == code for s in everyone)) for code, word in said.items()]
    waiting = sum(s.state == "pending" for s in everyone)
    return [*found, ("pending", WORDS["pending"], waiting)]


def standings(plan: Plan, period: Period) -> list[ReturnStanding]:
    """Every member unit's standing in the period, in the document's order."""
    return standings_of(plan, Unit.objects.members(plan, period.ends_on), period)


def standings_of(
    plan: Plan, units: Iterable[Unit], period: Period, moment: datetime | None = None
) -> list[ReturnStanding]:
    """Each unit's standing in the period of a plan, as it was at a moment (None: now)."""
    is_due = now.state_in(plan, period.month, period, moment).is_judged
    handed_in = Version.objects.filter(submitted_at__isnull=False)
    if moment:
        handed_in = handed_in.filter(submitted_at__lt=moment)
    submissions = list(Submission.objects.filter(period=period, kind=Kind.RETURN))
    versions: dict[int, list[Version]] = {submission.pk: [] for submission in submissions}
    for version in handed_in.filter(submission__in=submissions).only(
        "submission_id", "number", "nil", "submitted_at"
    ):
        versions[version.submission_id].append(version)
    found = {submission.unit_id: submission for submission in as_of(submissions, moment)}
    at, stand = moment or clock.now(), []
    for unit in units:
        submission = found.get(unit.pk)
        known = standing(unit, submission, versions)
        mending = submission is not None and is_mending(submission, at)
        late = known.late and period.due_at is not None
        stand.append(replace(known, late=late, is_due=is_due, is_mending=mending))
    return stand


class Known(Protocol):
    """What a cell is read from: of a submission, or a row that holds no more of it."""

    @property
    def state(self) -> str:
        """How far it has come."""

    @property
    def late(self) -> bool | None:
        """Whether it came late; None where it is not handed in."""

    @property
    def mend_by(self) -> datetime | None:
        """Until when it may be mended."""

    @property
    def again_by(self) -> datetime | None:
        """Until when it may come again."""


def is_mending(submission: Known, at: datetime) -> bool:
    """Whether a return was sent back, or taken back for once, and is still within the days that are
    given to mend it."""
    until = submission.again_by if submission.late is None else submission.mend_by
    return submission.state in MENDING and until is not None and at < until


def as_of(submissions: Iterable[Submission], moment: datetime | None) -> list[Submission]:
    """The submissions in the state and with the lateness that the journal gives them at a moment
    (None: as they are now); one that nobody had moved by then is an untouched draft."""
    found = list(submissions)
    if moment is None or not found:
        return found
    moves = Event.objects.filter(
        object_type=Submission._meta.label_lower,
        verb__in=[*TARGETS, RESTAMPED],
        at__lt=moment,
        object_key__in=[str(submission.pk) for submission in found],
    )
    last: dict[str, tuple[str, bool | None]] = {}
    told = moves.order_by("number").values_list("object_key", "verb", "detail")
    for key, verb, detail in told:  # a new stamp leaves the state as it is
        last[key] = (TARGETS.get(verb) or last[key][0], detail["late"])
    for submission in found:
        submission.state, submission.late = last.get(str(submission.pk), (State.DRAFT, None))
    return found


def standing(
    unit: Unit, submission: Submission | None, versions: dict[int, list[Version]]
) -> ReturnStanding:
    """How a unit's return stands; `versions` are those that were handed in, oldest first, by id of
    their return."""
    if submission is None or submission.late is None:  # never handed in, or taken back
        return ReturnStanding(unit, "missing", submission)
    handed_in = versions[submission.pk]
    first, last = handed_in[0], handed_in[-1]
    state = "pending"
    if submission.state in MENDING:
        state = "sent_back"
    elif submission.state == State.APPROVED:
        state = "nil" if last.nil else "approved"
    return ReturnStanding(
        unit, state, submission, first.submitted_at, bool(submission.late), last.nil
    )


def punctuality(all_units: list[ReturnStanding]) -> tuple[int, int, tuple[str, ...]]:
    """(units on time, member units, names of those at fault): who is mending in time is neither."""
    others = [s for s in all_units if s.state in ("missing", "sent_back") or s.late]
    named = tuple(s.unit.name for s in others if s.is_at_fault)
    return len(all_units) - len(others), len(all_units), named


def reported_units(county: Area, year: int, moment: datetime | None = None) -> set[int]:
    """Ids of the units with a return for any period that ends in the year, approved by a moment
    (None: now)."""
    submissions = Submission.objects.filter(period__county=county, period__ends_on__year=year)
    if moment is None:
        return set(submissions.filter(state=State.APPROVED).values_list("unit_id", flat=True))
    return {
        submission.unit_id
        for submission in as_of(submissions, moment)
        if submission.state == State.APPROVED
    }


def doubts_in(submission: Submission) -> int:
    """How many oddities the version that was handed in last carries."""
    return sum(
        len(line.read_as.get("doubts", ()))
        for line in submission.current.lines.all()
        if line.frozen
    )


CELL = 12  # drawing units a month
LATELY = 24  # months that are drawn, however long the history is
PLACES = [str(CELL * n) for n in range(LATELY)]  # of their cells, as a drawing says them
GONE = "gone"  # the cell of a month that a unit did not see the end of
UNCOUNTED = ("handed_in", "open", GONE)  # cells of what is not judged
TOLD = {
    "on_time": "按时",
    "late": "迟报",
    "sent_back": "待改，退回或撤回",
    "missing": "未报",
    "handed_in": "已报，不计次数",
    "open": "待报",
    GONE: "已并入别的单位，不用报送",
}  # what a drawing tells of a cell


class Cell(NamedTuple):
    """A month of a unit: on_time, late, missing or sent_back (or taken back, and in time to come
    again); where it is not judged handed_in or open; gone where the unit was another's by its
    end."""

    period: Period
    state: str
    told: str


@dataclass(frozen=True)
class Strip:
    """The months of one unit so far."""

    cells: tuple[Cell, ...]

    @property
    def due(self) -> list[str]:
        """The states of the months that count: due, and of the plan."""
        return [state for _, state, _ in self.cells if state not in UNCOUNTED]

    def until(self, month: Month) -> "Strip":
        """The months up to one."""
        last_day = month.last_day
        return Strip(tuple(cell for cell in self.cells if cell.period.ends_on <= last_day))

    @property
    def drawn(self) -> list[tuple[str, Cell]]:
        """The last months, each with its place in drawing units."""
        return list(zip(PLACES, self.cells[-LATELY:], strict=False))

    @property
    def width(self) -> int:
        """In drawing units."""
        return CELL * min(len(self.cells), LATELY)


def calendar(
    plan: Plan,
    county: Area,
    moment: datetime | None = None,
    months: int | None = None,
    of: Iterable[Unit] | None = None,
) -> dict[int, Strip]:
    """Unit id to its strip of the last months (None: of all) since the plan began, as it was at a
    moment (None: now), of some units or of all; a fixed number of queries."""
    months_of_it = Period.objects.filter(
        county=county, kind=PeriodKind.MONTH, starts_on__gte=Month.of(plan.starts_on).first_day
    )
    newest = months_of_it.order_by("-starts_on")
    return strips(plan, list(newest[:months])[::-1], moment, of)


def strips(
    plan: Plan,
    periods: list[Period],
    moment: datetime | None = None,
    of: Iterable[Unit] | None = None,
) -> dict[int, Strip]:
    """The same of these months."""
    members = Unit.objects.members(plan)
    submissions = Submission.objects.filter(period__in=periods, kind=Kind.RETURN)
    if of is not None:
        pks = [unit.pk for unit in of]
        members, submissions = members.filter(pk__in=pks), submissions.filter(unit__in=pks)
    handed_in: Iterable[Any] = (
        as_of(submissions, moment)
        if moment
        else submissions.values_list(
            "unit_id", "period_id", "state", "late", "mend_by", "again_by", named=True
        )
    )
    found = {(s.unit_id, s.period_id): s for s in handed_in}
    months_told = [
        (p, now.state_in(plan, p.month, p, moment).is_judged, cells_of(p)) for p in periods
    ]
    at = moment or clock.now()
    return {
        unit: Strip(
            tuple(
                cells[
                    GONE
                    if gone_on and gone_on <= period.ends_on
                    else cell(found.get((unit, period.pk)), counts, at)
                ]
                for period, counts, cells in months_told
            )
        )
        for unit, gone_on in members.merged_on(moment)
    }


def cells_of(period: Period) -> dict[str, Cell]:
    """Each state that a month may be in, as its cell."""
    return {state: Cell(period, state, f"{period}：{told}") for state, told in TOLD.items()}


def cell(submission: Known | None, counts: bool, at: datetime) -> str:
    """A submission as a state of its month: on_time, late, missing or sent_back; where the month
    does not count handed_in or open."""
    if not counts:
        there = submission and submission.late is not None and submission.state not in MENDING
        return "handed_in" if there else "open"
    if submission is not None and is_mending(submission, at):
        return "sent_back"
    if submission is None or submission.late is None:
        return "missing"
    if submission.state in MENDING:
        return "sent_back"
    return "late" if submission.late else "on_time"
