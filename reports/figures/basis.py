"""What a reading rests on beyond the plan's words: what the office has ruled, and what it has left
open."""

from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import F

from ledger.entries.stations import StationRule
from ledger.judging import MonthState
from ledger.sites.whole import Registers
from reports.figures.definition import Definition
from reports.figures.figure import Figure
from reports.figures.progress import (
    MISSED,
    UNMET,
    UNSETTLED,
    Goal,
    PaceRule,
    Standing,
    against_pace,
    against_target,
    met,
)
from targets import answers
from targets.measures import UNSPLIT
from targets.models import BASELINE, Area, Indicator, Plan, Question, Ruling, Target, kinds_in
from targets.models.aims import SITE_KINDS
from targets.months import Month
from targets.pace import MONTHS, straight_line

STATION_PILES, STATION_DIRECT, STOPPED_COUNTS = "station:piles", "station:direct", "stopped_counts"
STOPPING = ("stopped", "resumed")
PACE, SLOW_WITHIN, LEAST_GAP, OPENED_COUNTS, REGISTER = (
    "pace",
    "slow_within",
    "least_gap",
    "opened_counts",
    "register:",
)  # subjects of rulings


@dataclass
class Basis:
    """The rulings in force at a month's end, as far as they were recorded before a moment (None: by
    now)."""

    plan: Plan
    month: Month
    moment: datetime | None = None
    county: Area | None = None  # whose registers it knows of
    first: "Basis | None" = None  # of another month, which has asked the database

    @cached_property
    def registers(self) -> Registers:
        """What the county's units said of their registers by the moment."""
        if self.first:
            return self.first.registers
        if self.county is None:
            return Registers({}, [])
        return Registers.of(self.plan, self.county, self.moment)

    @cached_property
    def whole(self) -> set[str]:
        """The sorts of places whose register is whole at the month's end."""
        return self.registers.whole(self.month.last_day)

    def is_whole(self, row: Indicator) -> bool:
        """Whether the registers that an indicator goes across are whole, as their units said."""
        kinds = kinds_in(row.across)
        return bool(kinds) and self.whole.issuperset(kinds)

    @cached_property
    def recorded(self) -> list[Ruling]:
        """Every ruling on record at the moment, in the order in which they govern."""
        return list(Ruling.objects.of(self.plan).recorded(self.moment))

    @cached_property
    def rulings(self) -> dict[str, Ruling]:
        """Subject to the ruling in force."""
        day = self.month.last_day
        return {r.subject: r for r in self.recorded if r.in_force_on <= day}

    def at(self, month: Month) -> "Basis":
        """The basis of another month, from what was asked of the database for this one."""
        other = replace(self, month=month, first=self)
        vars(other).update(recorded=self.recorded, questions=self.questions)
        return other

    def told_by(self, county: Area) -> "Basis":
        """The same with what the county's units said of their registers."""
        other = replace(self, county=county)
        vars(other).update(recorded=self.recorded, questions=self.questions)
        return other

    @cached_property
    def questions(self) -> dict[str, list[Question]]:
        """Indicator code to what the plan leaves open about it."""
        found: dict[str, list[Question]] = {}
        for question in self.plan.questions.exclude(indicators=None).annotate(
            about=F("indicators__code")
        ):
            found.setdefault(question.about, []).append(question)
        return found

    def of(self, code: str) -> list[tuple[Question, Ruling | None]]:
        """Each open question about an indicator, with its ruling."""
        return [
            (question, self.rulings.get(question.subject))
            for question in self.questions.get(code, ())
        ]

    def open(self, code: str) -> list[Question]:
        """What must be ruled before the indicator can be judged."""
        return [
            question
            for question, ruling in self.of(code)
            if ruling is None
            and not question.default_words
            and not (question.subject.startswith(REGISTER) and code in self.told_whole)
        ]

    @cached_property
    def told_whole(self) -> set[str]:
        """The indicators whose registers are whole, as their units said: what is asked of these
        registers is answered."""
        if not self.whole:
            return set()
        return {row.code for row in self.plan.indicators.all() if self.is_whole(row)}

    def answer(self, subject: str) -> Any:
        """What the office ruled on a subject; None while it has not."""
        ruling = self.rulings.get(subject)
        return ruling.value["answer"] if ruling else None

    @cached_property
    def pace_rule(self) -> PaceRule:
        """How a yearly flow is judged: as ruled, with the documents, or by default."""
        documents = [
            self.rulings[subject].document_no
            for subject in (PACE, SLOW_WITHIN, LEAST_GAP)
            if subject in self.rulings
        ]
        default, year = PaceRule(), self.month.year
        return PaceRule(
            self.curve_in(year),
            self.answer(SLOW_WITHIN) or default.slow_within,
            tuple(dict.fromkeys(documents)),
            self.answer(LEAST_GAP) or default.least_gap,
            *(month.month for month in self.plan.months_of(year)),
        )

    def curve_in(self, year: int) -> tuple[Fraction, ...]:
        """What the calendar expects of a year, month by month: as ruled, else a straight line over
        the months of the plan; by the end of these all of it."""
        ruled, (first, last) = self.answer(PACE), self.plan.months_of(year)
        if not ruled:
            return straight_line(first.month, last.month)
        before = answers.curve_of(ruled)[: last.month - 1]
        return *before, *[Fraction(1)] * (MONTHS - len(before))

    def asks(self, subject: str, code: str) -> bool:
        """Whether the plan leaves the subject open for the indicator."""
        return any(question.subject == subject for question in self.questions.get(code, ()))

    def definition(self, row: Indicator) -> Definition:
        """An indicator, counted as the office has ruled."""
        causes = tuple(row.causes)
        if self.asks(OPENED_COUNTS, row.code) and self.answer(OPENED_COUNTS):
            causes += ("converted",)
        return Definition(
            row.code,
            row.name,
            row.unit,
            row.form,
            row.counts,
            causes,
            row.window,
            row.across,
            row.only,
            row.at_least,
            row.over,
            station=self.station_rule,
            without=self.without,
            uncounted=self.uncounted,
            size=self.size_of(row) if row.across.startswith(SITE_KINDS) else None,
            whole=self.is_whole(row),
        )

    def size_of(self, row: Indicator) -> int | None:
        """How many places of its kind there are: as put on record, else as the plan says."""
        return self.answer(f"{REGISTER}{row.code}") or self.sizes.get(row.code)

    @cached_property
    def sizes(self) -> dict[str, int]:
        """Indicator code to how many places the plan itself says there are."""
        said = Target.objects.filter(indicator__plan=self.plan, of__isnull=False)
        found = said.values_list("indicator__code", "of")
        return {code: size for code, size in found if size is not None}

    @cached_property
    def uncounted(self) -> tuple[str, ...]:
        """What is not counted: the number that the plan implies, where the list stands in its
        place. What is ruled of the opening holds from the opening on."""
        ruled = [r.value["answer"] for r in self.recorded if r.subject == BASELINE]
        return (UNSPLIT,) if ruled and ruled[-1] else ()

    @cached_property
    def without(self) -> tuple[str, ...]:
        """The causes that change no stock, where what is stopped counts as ruled."""
        return STOPPING if self.answer(STOPPED_COUNTS) else ()

    @cached_property
    def station_rule(self) -> StationRule:
        """What makes public piles a station: as ruled, or by default."""
        piles, direct = self.answer(STATION_PILES), self.answer(STATION_DIRECT)
        default = StationRule()
        return StationRule(
            piles or default.piles,
            default.direct_current if direct is None else direct,
            self.without,
        )

    def goal(self, target: Target) -> Goal:
        """A target; a share of a register whose size the office has ruled is that many of its
        places."""
        goal = Goal(
            target.year,
            target.value,
            target.of,
            target.direction,
            target.strength,
            target.form,
            target.printed,
            target.clause.label,
            target.clause.code,
        )
        size = self.answer(f"{REGISTER}{target.indicator.code}")
        if size and goal.form == "share":
            return replace(goal, form="count", value=size * goal.value // 100, of=size)
        return goal

    def judge(self, figure: Figure, goal: Goal | None, in_: MonthState) -> Standing:
        """By the calendar where the plan leaves open how to pace; else met or not; not at all in a
        month that is not judged, or while something that is needed to judge is not ruled."""
        if goal and goal.value and self.open(figure.code):
            return Standing(figure, goal, UNSETTLED)
        if self.asks(PACE, figure.code):
            return against_pace(figure, goal, self.pace_rule, in_)
        standing = against_target(figure, goal, self.pace_rule, in_)
        if figure.unsettled and standing.state in (UNMET, MISSED):
            possible = replace(figure, value=(figure.counted or 0) + len(figure.unsettled))
            if goal and met(possible, goal):  # it hangs on what nobody has said yet
                return replace(standing, state=UNSETTLED)
        return standing
