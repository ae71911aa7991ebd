"""The plan as the figures of a month need it: its indicators, targets and rows, its places and
members."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from reports.figures.figure import Where
from reports.figures.places import areas_of, places_of
from targets.models import (
    Area,
    AreaKind,
    Clause,
    Discrepancy,
    Indicator,
    Part,
    Plan,
    Strength,
    Target,
    Unit,
    UnitKind,
)
from targets.months import Month
from targets.plan import queries
from targets.plan.shelf import planned

GROUPS = ("部门和其他单位", "乡（镇）")


@dataclass
class PlanAt:
    """A plan in a month, for one county; what is asked of it is kept on the shelf of who asks."""

    plan: Plan
    county: Area
    month: Month

    @cached_property
    def plan_shelf(self) -> dict:
        """Where what follows from the plan is kept."""
        return {}

    @cached_property
    def moment(self) -> datetime | None:
        """Until when what was decided was known; None for now."""
        return None

    @planned
    def indicators(self) -> dict[str, Indicator]:
        """Code to each of the plan's indicators."""
        return {row.code: row for row in Indicator.objects.filter(plan=self.plan)}

    @planned
    def parts(self) -> dict[str, str]:
        """Part to the code of the indicator that plays it."""
        return {row.plays: code for code, row in self.indicators.items() if row.plays}

    def playing(self, part: Part) -> str:
        """The code of the indicator that plays a part; empty where the plan has none."""
        return self.parts.get(part, "")

    @planned
    def clauses(self) -> dict[str, list[Clause]]:
        """Indicator code to its clauses in the plan's order, with their discrepancies."""
        found = defaultdict(list)
        for clause in self.plan.clauses.prefetch_related("discrepancies", "indicators"):
            for indicator in clause.indicators.all():
                found[indicator.code].append(clause)
        return found

    @planned
    def targets(self) -> list[Target]:
        """The plan's targets, by indicator, year and the document's order."""
        rows = (
            Target.objects.filter(indicator__plan=self.plan)
            .select_related("indicator", "clause", "unit")
            .only(
                "year",
                "position",
                "area_id",
                "direction",
                "strength",
                "form",
                "value",
                "of",
                "heading",
                "printed",
                "indicator__code",
                "indicator__plays",
                "clause__code",
                "clause__label",
                "unit__code",
                "unit__name",
                "unit__kind",
            )
        )
        return list(rows.order_by("indicator__position", "year", "position", "value"))

    @planned
    def aims(self) -> dict[tuple[str, int, str], list[Target]]:
        """The targets by indicator, year, and the place or row that they are set for."""
        found = defaultdict(list)
        for target in self.targets:
            where = Where(unit=target.unit.code) if target.unit else self.whole
            found[target.indicator.code, target.year, where.key].append(target)
        return found

    @property
    def plan_year(self) -> int:
        """The month's year, or the plan's last once it has ended."""
        return min(self.month.year, self.plan.ends_on.year)

    @property
    def ending(self) -> Month:
        """The month by whose end the tasks of the month's year are to be done."""
        return self.plan.months_of(self.month.year)[1]

    @property
    def months_left(self) -> int:
        """How many months after this one are left for them."""
        return max(0, self.ending.index - self.month.index)

    @planned
    def stock_discrepancy(self) -> Discrepancy | None:
        """The place where the plan's additions and its stock do not add up, shown wherever the two
        meet; None where they do."""
        codes = [check.declared for check in queries.sums(self.plan) if check.declared]
        return self.plan.discrepancies.filter(code__in=codes).first()

    @planned
    def whole(self) -> Where:
        """The county as a place."""
        return Where(area=self.county.code, name=self.county.name)

    @planned
    def rows(self) -> list[Where]:
        """The rows of the quota table, in the document's order."""
        return [
            Where(unit=unit.code, name=unit.name, group=GROUPS[unit.kind == UnitKind.TOWNSHIP])
            for unit in dict.fromkeys(
                target.unit
                for target in self.targets
                if target.unit and target.indicator.plays == Part.QUOTA
            )
        ]

    @planned
    def short_names(self) -> dict[str, str]:
        """Township code to its name without 乡, 镇."""
        found = Area.objects.within(self.plan.county.code).filter(kind=AreaKind.TOWNSHIP)
        return dict(found.values_list("code", "short_name"))

    @planned
    def supervisors(self) -> dict[str, Unit]:
        """Row's unit code to the unit that reports it at the month's end."""
        return {row: units[-1] for row, units in self.reporters.items()}

    @planned
    def reporters(self) -> dict[str, list[Unit]]:
        """The same with those that reported it before they were merged, the present one last."""
        return queries.reporters(self.plan, self.month.last_day, self.moment)

    @planned
    def places(self) -> dict[str, list[Where]]:
        """The townships and the villages that are places of their own at the month's end, with what
        was merged into them."""
        return places_of(self.areas, self.month.last_day, self.moment)

    @planned
    def areas(self) -> list[tuple]:
        """The county's townships and villages, whenever they were merged."""
        return areas_of(self.county)

    @planned
    def mergers(self) -> set[date]:
        """The days on which any of these was merged into another."""
        return {on for *_, on, _ in self.areas if on}

    @planned
    def assumed(self) -> dict[str, tuple[int | None, str]]:
        """Indicator code to what the plan reckons with in the year: value and printed words."""
        return {
            t.indicator.code: (t.value, t.printed)
            for t in self.targets
            if t.strength == Strength.ASSUMPTION and t.year == self.plan_year
        }

    @planned
    def members(self) -> list[Unit]:
        """The units that hand in returns for the month."""
        return list(Unit.objects.members(self.plan, self.month.last_day, self.moment))
