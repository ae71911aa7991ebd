"""Reading: a plan read against its county's ledger at the end of a month, as known at an entry
number."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from django.db.models.functions import Concat

from ledger.deadlines import midnight_after
from ledger.entries import construction
from ledger.entries import facts as ledger_facts
from ledger.judging import MonthState
from ledger.models import Period, PeriodKind, Site
from ledger.periods import now
from ledger.returns import standings as ledger_returns
from ledger.returns.unsettled import Unsettled, unsettled
from reports.figures import evaluate as evaluation
from reports.figures.basis import Basis
from reports.figures.beside import Way, ways_of, ways_of_townships
from reports.figures.definition import settled, varied
from reports.figures.figure import (
    NO_DENOMINATOR,
    NOBODY,
    NOT_DUE,
    TERM_OVER,
    Address,
    Figure,
    Where,
    parse_key,
)
from reports.figures.geography import Geography
from reports.figures.plan_at import PlanAt
from reports.figures.progress import MENDING, PENDING, UNREPORTED, Goal, Standing, excused
from shanyin_charging import serving
from targets.models import (
    Area,
    Form,
    Part,
    Window,
)
from targets.models.places import full_name_at
from targets.months import Month
from targets.plan import queries, shelf
from targets.plan.shelf import kept, planned

UNCREDITED = Where(unit=NOBODY, name="未计入各单位")
UNPLACED = Where(name="未落到乡（镇）")
# What a reading lends to those of other months.
FROM_THE_LEDGER, FROM_THE_PLAN = (
    ("facts", "figures"),
    ("indicators", "parts", "targets", "areas", "whole"),
)


@dataclass
class Reading(PlanAt):
    """One door to all figures of a page: a fixed number of queries, whatever is asked of it.

    What follows from the plan and the ledger alone is kept from page to page; returns, sites and
    positions are read anew.
    """

    known: int | None = None  # up to which entry; None: all
    day: date | None = None  # by whose end it was known, where the past was asked for by a day
    edition: str | None = None  # the mark of the plan's tables; without one nothing is kept
    paper_at: datetime | None = None  # when a paper was composed that is held against it
    later: "Reading | None" = None  # the one that asks for an earlier month
    calendar: now.Calendar = field(default_factory=now.Calendar)

    @cached_property
    def moment(self) -> datetime | None:
        """Until when what is not in the ledger was known: rulings, returns, positions; None for
        now."""
        if self.day:
            return midnight_after(self.day)
        return None if self.known is None else ledger_facts.known_until(self.county, self.known)

    @property
    def past(self) -> str:
        """The past that was asked for, as links carry it on; empty for now."""
        return (
            f"known_on={self.day}"
            if self.day
            else ""
            if self.known is None
            else f"known={self.known}"
        )

    @cached_property
    def shelf(self) -> dict:
        """What is kept from page to page for this plan, ledger, month and past."""
        state = self.edition, ledger_facts.state_of(self.county)
        return shelf.shelf(
            (*state, self.plan.pk, self.county.pk, self.month, str(self.known), str(self.moment))
        )

    @cached_property
    def plan_shelf(self) -> dict:
        """What is kept of it whatever is posted."""
        of_plan = self.edition, self.plan.pk, self.county.pk, self.month, str(self.moment)
        return shelf.shelf(("plan", *of_plan))

    @kept
    def facts(self) -> ledger_facts.Facts:
        """The county's ledger summed up, from the beginning of last year on."""
        last_year = Month(self.month.year - 1, 1)
        return ledger_facts.of(
            self.county, self.known, since=last_year, until=self.month, moment=self.moment
        )

    @planned
    def ruled(self) -> Basis:
        """The rulings and open questions that the reading rests on."""
        return Basis(self.plan, self.month, self.moment)

    @kept
    def basis(self) -> Basis:
        """The same with what the county's units said of their registers."""
        return self.ruled.told_by(self.county)

    @cached_property
    def silent_rows(self) -> set[str]:
        """Rows whose reporting unit has had nothing approved for the year: their zero is 未报 and
        not 滞后."""
        heard = ledger_returns.reported_units(self.county, self.month.year, self.moment)
        return {
            row.unit
            for row in self.rows
            if row.unit in self.reporters
            and heard.isdisjoint(unit.pk for unit in self.reporters[row.unit])
        }

    # What evaluation takes besides the ledger (evaluate.Setting): each is asked for only when a
    # figure needs it.

    @cached_property
    def period(self) -> Period | None:
        """The month's period; None before it is open."""
        return self.calendar.of(self.county, self.month)

    @cached_property
    def everyone(self) -> list[ledger_returns.ReturnStanding]:
        """How each member unit has reported the month; empty when it has no period."""
        return (
            ledger_returns.standings_of(self.plan, self.members, self.period, self.moment)
            if self.period
            else []
        )

    @cached_property
    def state(self) -> MonthState:
        """How far the month has come by the reading's moment: whether it may be judged."""
        return now.state_in(self.plan, self.month, self.period, self.moment)

    @property
    def returns(self) -> tuple[int, int, tuple[str, ...]] | str:
        """(on time, members, names of those at fault) of the month; or why it is not counted."""
        if self.state.is_judged:
            return ledger_returns.punctuality(self.everyone)
        uncounted = {MonthState.RUNNING: NOT_DUE, MonthState.OVER: TERM_OVER}
        return uncounted.get(self.state, NO_DENOMINATOR)

    @property
    def may_name(self) -> bool:
        """Whether a paper may name who is at fault: the month is due, or nothing is awaited."""
        settled = [s.state in ("approved", "nil") for s in self.everyone]
        return self.state.is_judged or self.state is MonthState.RUNNING and all(settled)

    @cached_property
    def unsettled(self) -> Unsettled:
        """Whose rows are not judged though the month is, and why. What was handed in after a paper
        changes nothing of it until it is approved."""
        quota = self.playing(Part.QUOTA)
        causes = self.basis.definition(self.indicators[quota]).causes if quota else ()
        return unsettled(self.county, self.month, causes, self.moment, self.paper_at)

    @cached_property
    def sites(self) -> dict[int, str]:
        """Site id to its name after its place's."""
        if self.later:
            return self.later.sites
        named = Concat(full_name_at("area"), "name")
        return dict(Site.objects.filter(county=self.county).values_list("pk", named))

    @cached_property
    def under_way(self) -> list[construction.UnderWay]:
        """What is being built by the returns up to the month, as far as they were approved by the
        moment."""
        return construction.under_way(self.county, self.month, self.moment)

    @cached_property
    def geography(self) -> Geography:
        """Where seats, villages and piles are, as far as they have positions."""
        found = Geography(self.county, self.month, self.facts, self.places, self.day)
        return self.later.geography.lend(found) if self.later else found

    @cached_property
    def measured(self) -> dict[str, Way]:
        """Township code to how far it is there, as far as its villages have positions."""
        return ways_of_townships(self.geography)

    @cached_property
    def beside(self) -> dict[str, Way]:
        """Code of a zone or a road to how far it is there, as far as the office has said what it
        is."""
        return ways_of(self)

    def way_of(self, figure: Figure) -> Way | None:
        """What a figure was measured from; None for what was told."""
        way = self.beside.get(figure.selections[0].area) if figure.selections else None
        return way if way and way.value is not None else None

    def figure(
        self,
        code: str,
        where: Where | None = None,
        variant: str = "",
        window: str = "",
        month: Month | None = None,
    ) -> Figure:
        """An indicator's figure for the county, a place or a row; in another window or an earlier
        month when asked: then as the reading of that month gives it."""
        if month and month != self.month:
            other = self.of(month)
            return other.figure(code, where and other.present(where), variant, window)
        definition = varied(self.basis.definition(self.indicators[code]), variant)
        definition = replace(definition, window=window or definition.window)
        found = definition, where or self.whole, self.month
        if not settled(definition):
            return evaluation.evaluate(definition, self.facts, *found[1:], self)
        if found not in self.figures:
            self.figures[found] = evaluation.evaluate(definition, self.facts, *found[1:], self)
        return self.figures[found]

    def at(self, address: Address) -> Figure:
        """The figure at an address of the reading's month; raises KeyError where there is no such
        indicator or place."""
        place = self.by_key.get(f"u{address.unit}" if address.unit else address.area)
        if place is None:
            area = Area.objects.served().filter(code=address.area).first()
            if area is None:
                raise KeyError(address)
            place = Where(area=address.area, name=area.full_name)
        flows = self.indicators[address.code].form == Form.TOTAL
        return self.figure(address.code, place, address.variant, address.window if flows else "")

    @cached_property
    def by_key(self) -> dict[str, Where]:
        """The rows and the places, the county among them, as keys of figures write them."""
        places = (place for level in self.places.values() for place in level)
        return {where.key: where for where in (self.whole, *places, UNCREDITED, *self.rows)}

    @kept
    def figures(self) -> dict:
        """The figures that were asked for already and that only the plan and the ledger decide."""
        return {}

    @cached_property
    def others(self) -> dict[Month, "Reading"]:
        """The readings of other months that were asked for already."""
        return {}

    def of(self, month: Month) -> "Reading":
        """The same plan and ledger, as known to this reading, read for an earlier month."""
        if month not in self.others:
            other = self.others[month] = replace(self, month=month, later=self)
            lent = {"shelf": FROM_THE_LEDGER, "plan_shelf": FROM_THE_PLAN}
            for place, names in lent.items():
                vars(other)[place] = {name: getattr(self, name) for name in names}
            other.shelf["basis"] = self.basis.at(month)
            if not any(month.last_day < on <= self.month.last_day for on in self.mergers):
                other.plan_shelf["places"] = self.places
            vars(other)["moment"] = self.moment
        return self.others[month]

    def present(self, where: Where) -> Where:
        """A place as it is at the month's end, with what was merged into it by then; a row as it
        is."""
        found = (place for level in self.places.values() for place in level)
        return next((place for place in found if where.area == place.area), where)

    def series(self, code: str, where: Where | None = None) -> list[Figure]:
        """A yearly flow month by month, from the beginning of last year or of the plan."""
        return [self.figure(code, where, window=Window.MONTH, month=month) for month in self.months]

    @property
    def months(self) -> list[Month]:
        """The months that are told apart: from the beginning of last year, or of the plan."""
        first = max(Month(self.month.year - 1, 1), Month.of(self.plan.starts_on))
        return [first + n for n in range(self.month.index - first.index + 1)]

    @cached_property
    def told(self) -> frozenset[Month]:
        """The months that returns or a closing account with anything in it tell of."""
        within = [
            (Month.of(p.starts_on), p.month, p.kind == PeriodKind.MONTH)
            for p in self.calendar.periods
            if p.county_id == self.county.pk
        ]
        posted = {row.month for row in self.facts.rows}
        return frozenset(
            first + n
            for first, last, one_by_one in within
            if one_by_one or any(first <= month <= last for month in posted)
            for n in range(last.index - first.index + 1)
        )

    def knows(self, month: Month) -> bool:
        """Whether anything tells of a month; of one that nothing tells of a sum of 0 says
        nothing."""
        return month in self.told

    def knows_end_of(self, month: Month) -> bool:
        """Whether it is told how things stood at a month's end: by its own returns, or by a closing
        account that ends with it. Inside a closing account only the days of entries tell."""
        ends = (p.month for p in self.calendar.periods if p.county_id == self.county.pk)
        return self.knows(month) and month in ends

    def tally(self, code: str) -> dict[Where, int]:
        """Each place that a coverage indicator goes across, with how much stands there."""
        definition = self.basis.definition(self.indicators[code])
        return evaluation.tally(definition, self.facts, self.whole, self.month, self)

    def goal(self, code: str, where: Where | None = None) -> Goal | None:
        """The plan's first target of the month's year."""
        return next(iter(self.goals(code, where)), None)

    def goals(self, code: str, where: Where | None = None) -> list[Goal]:
        """The plan's targets of the month's year for the county or a row, the least demanding
        first; a township has none. Once the plan has ended its last states still stand to be met,
        but a yearly flow has no target any more."""
        year = self.month.year if self.indicators[code].window == Window.YEAR else self.plan_year
        return [
            self.basis.goal(target) for target in self.aims[code, year, (where or self.whole).key]
        ]

    def recent(self, code: str, where: Where | None = None, months: int = 3) -> list[int]:
        """How much of a yearly flow each of the last months added, the newest first, of those that
        were reported month by month; a flow is a sum, and where nothing was added it is 0."""
        told = self.calendar.told(self.county)
        return [
            self.figure(code, where, window=Window.MONTH, month=month).counted or 0
            for month in (self.month - back for back in range(months))
            if month in told
        ]

    def standings(self, code: str) -> list[Standing]:
        """The county's standing against each of an indicator's targets, or the one without any."""
        figure, goals = self.figure(code), self.goals(code)
        found = [self.basis.judge(figure, goal, self.state) for goal in goals]
        return found or [self.basis.judge(figure, None, self.state)]

    def standing(self, code: str, where: Where | None = None, variant: str = "") -> Standing:
        """The standing against the year's first target."""
        found = self.basis.judge(
            self.figure(code, where, variant), self.goal(code, where), self.state
        )
        return self.fair(found) if code == self.playing(Part.QUOTA) else found

    def figure_of(self, part: Part, where: Where | None = None, variant: str = "") -> Figure | None:
        """The figure of the indicator that plays a part; None where the plan has none."""
        code = self.playing(part)
        return self.figure(code, where, variant) if code else None

    def standing_of(self, part: Part, variant: str = "") -> Standing | None:
        """The county's standing in what plays a part; None where the plan has none."""
        code = self.playing(part)
        return self.standing(code, variant=variant) if code else None

    def fair(self, found: Standing) -> Standing:
        """The standing of a row of the quota table, but for what is not its unit's: what the
        office has not judged, or what may be mended. A zero that nobody reported is 未报, and no
        share of anything."""
        unit = found.figure.where.unit
        if is_silent := unit in self.silent_rows and found.figure.value == 0:
            found = replace(found, progress=None, beyond=None)
        if not found.is_judged:
            return found
        waits = self.unsettled
        why = {waits.units.get(reporter.pk) for reporter in self.reporters.get(unit, ())}
        if "pending" in why or unit in waits.rows:
            return excused(found, PENDING)
        if "mending" in why:
            return excused(found, MENDING)
        return replace(found, state=UNREPORTED) if is_silent else found

    def quota_standings(self) -> list[Standing]:
        """The rows of the quota table, judged."""
        return [self.standing(self.playing(Part.QUOTA), where) for where in self.rows]

    def unplaced(self, code: str) -> Figure:
        """What of a county's total stands in no township: what makes townships and county add up.
        It has no key, as it is a difference."""
        county = self.figure(code)
        placed = (self.figure(code, where).counted for where in self.places["township"])
        rest = (county.counted or 0) - sum(value or 0 for value in placed)
        return replace(county, key="", where=UNPLACED, value=rest)

    def uncredited(self) -> Figure | None:
        """未计入各单位: what makes rows and county add up; None where no row has a quota."""
        return self.figure_of(Part.QUOTA, UNCREDITED)


def read(
    month: Month,
    known: int | None = None,
    day: date | None = None,
    calendar: now.Calendar | None = None,
) -> Reading:
    """The reading of this portal's county for a month, as known up to an entry or by the end of a
    day; by the `calendar` that was read already."""
    calendar = calendar or now.Calendar()
    edition = shelf.mark()
    shared = shelf.shelf((edition, serving.county(), month))
    if not shared:
        shared |= {
            "plan": queries.plan_for(month, calendar.plans),
            "county": queries.served(),
        }
    known = ledger_facts.known_on(shared["county"], day) if day else known
    return Reading(shared["plan"], shared["county"], month, known, day, edition, calendar=calendar)


def figure_at(
    key: str, known: int | None = None, day: date | None = None
) -> tuple[Reading, Figure]:
    """The figure with this key; raises ValueError or KeyError for a key that leads nowhere."""
    address = parse_key(key)
    reading = read(address.month, known, day)
    figure = reading.at(address)
    if figure.key != key:
        raise ValueError(f"not the key of a figure: {key!r}")
    return reading, figure
