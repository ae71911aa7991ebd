"""A loaded plan as a draft again, equal to what it was loaded from."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from targets.models import Alias, Duty, Plan, Question, Ruling, Strength, Target, Unit
from targets.plan import asked_everywhere, queries
from targets.plan.draft import Draft, Row, with_defaults
from targets.plan.queries import NAME
from targets.plan.sheets import BY_NAME, PLAN
from targets.plan.words import MEMBERS, TOWNSHIPS

STRENGTHS = list(Strength.values)


class Taking:
    """Takes one plan out of the database."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.years = [str(year) for year in plan.years]
        names = (
            Ruling.objects.of(plan).filter(subject__startswith=NAME).order_by("-in_force_on", "-pk")
        )
        self.printed = {r.subject.removeprefix(NAME): r.value["before"] for r in names}
        members = plan.memberships.order_by("position").values_list("unit", "position")
        self.members = dict(members)

    def draft(self) -> Draft:
        """The plan with all its rows."""
        made = Draft(scan=self.plan.scan_text)
        made.rows["plan"] = [self._plan()]
        for name in BY_NAME:
            if name != "plan":
                rows = getattr(self, name)()
                made.rows[name] = [with_defaults(name, row) for row in rows]
        return made

    def _plan(self) -> Row:
        row = {c.name: getattr(self.plan, c.name) for c in PLAN.columns if c.reads != "day"}
        days = {c.name: getattr(self.plan, c.name) for c in PLAN.columns if c.reads == "day"}
        row |= {name: day.isoformat() for name, day in days.items()}
        return with_defaults("plan", row | {"county": self.plan.county.code})

    def clauses(self) -> Iterator[Row]:
        """In the document's order."""
        for clause in self.plan.clauses.select_related("parent"):
            yield _fields("clauses", clause, parent=clause.parent and clause.parent.code)

    def units(self) -> Iterator[Row]:
        """Members in the document's order, then the others that the plan names."""
        for unit in self._units():
            supervisor = unit.proposed_supervisor
            yield _fields(
                "units",
                unit,
                name=self.printed.get(f"unit:{unit.code}", unit.name),
                area=unit.area and unit.area.code,
                member=unit.pk in self.members,
                supervisor=supervisor and supervisor.code,
            )

    def _units(self) -> list[Unit]:
        named = queries.units_of(Plan.objects.filter(pk=self.plan.pk))
        found = named.select_related("area", "proposed_supervisor")
        last = len(self.members) + max((unit.position for unit in found), default=0)
        return sorted(found, key=lambda u: (self.members.get(u.pk, last), u.position))

    def aliases(self) -> Iterator[Row]:
        """As documents spell the units; names that the office has changed are none of them."""
        units = self._units()
        places = {unit.pk: place for place, unit in enumerate(units)}
        renamed = set(self.printed.values())
        for alias in sorted(
            Alias.objects.filter(unit__in=units).select_related("unit"),
            key=lambda alias: (places[alias.unit_id], alias.pk),
        ):
            if alias.name not in renamed:
                yield {"unit": alias.unit.code, "name": alias.name, "used_in": alias.used_in}

    def appointments(self) -> Iterator[Row]:
        """In the document's order."""
        for one in self.plan.appointments.select_related("unit"):
            unit = one.unit and one.unit.code
            yield _fields("appointments", one, unit=unit, starts_on=one.starts_on.isoformat())

    def place_kinds(self) -> Iterator[Row]:
        """In their order."""
        return (_fields("place_kinds", kind) for kind in self.plan.place_kinds.all())

    def duties(self) -> Iterator[Row]:
        """In the document's order, those of all townships or members as one."""
        found = Duty.objects.filter(clause__plan=self.plan).select_related("clause", "unit__area")
        alike = ("part", "unit_as_printed", "reports", "forms")

        def key(duty: Duty) -> list[Any]:
            return [duty.clause.code, *(getattr(duty, name) for name in alike)]

        for _, group in groupby(found.order_by("position"), key):
            together = list(group)
            for name in self._names([duty.unit for duty in together]):
                yield _fields("duties", together[0], clause=together[0].clause.code, unit=name)

    def _names(self, units: list[Unit]) -> list[str]:
        """One name for all townships, or all members; else each its own."""
        held = {unit.pk for unit in units}
        members = Unit.objects.members(self.plan)
        townships = members.filter(area__parent=self.plan.county_id).values_list("pk", flat=True)
        if len(held) > 1 and held == set(townships):
            return [TOWNSHIPS]
        if len(held) > 1 and held == set(self.members):
            return [MEMBERS]
        return [unit.code for unit in units]

    def indicators(self) -> Iterator[Row]:
        """In their order."""
        for one in self.plan.indicators.prefetch_related("clauses"):
            yield _fields("indicators", one, clauses=[clause.code for clause in one.clauses.all()])

    def _targets(self) -> list[Target]:
        found = Target.objects.filter(indicator__plan=self.plan)
        return list(found.select_related("indicator", "clause", "unit"))

    def targets(self) -> Iterator[Row]:
        """Those of the county, by indicator and year, the firmest first."""
        found = [t for t in self._targets() if t.unit is None and not t.heading]
        for one in sorted(found, key=_place):
            yield _fields("targets", one, indicator=one.indicator.code, clause=one.clause.code)

    def quotas(self) -> Iterator[Row]:
        """A row a unit, with its years and their sum."""
        rows = [t for t in self._targets() if t.unit]
        for _, group in groupby(sorted(rows, key=lambda t: (t.position, t.year)), _position):
            together = list(group)
            values = {str(t.year): t.value or 0 for t in together}
            first = together[0]
            printed = first.printed.removesuffix(f" {first.value}{first.indicator.unit}")
            named = {"unit": first.unit and first.unit.code, "as_printed": printed}
            yield {**named, **values, "total": sum(values.values())}

    def milestones(self) -> Iterator[Row]:
        """By road and indicator, year by year."""
        found = [t for t in self._targets() if t.heading]
        for one in sorted(found, key=_place):
            yield _fields("milestones", one, road=one.heading, indicator=one.indicator.code)

    def discrepancies(self) -> Iterator[Row]:
        """By code."""
        for one in self.plan.discrepancies.prefetch_related("clauses"):
            clauses = [clause.code for clause in one.clauses.all()]
            yield _fields("discrepancies", one, clauses=clauses)

    def questions(self) -> Iterator[Row]:
        """In their order; what is asked of each task is one row."""
        own = self.plan.questions.filter(position__lt=asked_everywhere.PLACE)
        found = own.select_related("discrepancy", "clause")
        asked = found.prefetch_related("indicators")
        for _, group in groupby(asked, _position):
            one = next(group)
            yield _fields("questions", one, **_asked(one))


def _asked(one: Question) -> Row:
    """What a question's row says otherwise than the question."""
    made: Row = {
        "discrepancy": one.discrepancy and one.discrepancy.code,
        "indicators": [indicator.code for indicator in one.indicators.all()],
        "each_task": one.clause is not None,
    }
    if one.clause:
        made["subject"] = one.subject.removesuffix(f":{one.clause.code}")
        made["title"] = one.title.removesuffix(f"（任务{one.clause.task}）")
    return made


def _fields(subject: str, row: Any, /, **otherwise: Any) -> Row:
    """The fields of a row that its subject has, but for what is said otherwise."""
    names = [column.name for column in BY_NAME[subject].columns]
    return {name: otherwise[name] if name in otherwise else getattr(row, name) for name in names}


def _place(target: Target) -> tuple[int, int, int]:
    return target.indicator.position, target.year, STRENGTHS.index(target.strength)


def _position(row: Target | Question) -> int:
    return row.position


def draft_of(plan: Plan) -> Draft:
    """The draft that a plan is loaded from."""
    return Taking(plan).draft()
