"""Load a published plan from its draft: in order, by natural key, twice without change.

Only printed facts are written. What the office decided (rulings, posts, from when a plan holds)
lies elsewhere and is never touched; an official name that it put on record stands in place of the
printed one. What another plan has said of a unit before stays: the next plan only adds to it.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, transaction

from shanyin_charging import progress
from targets.models import (
    Alias,
    Appointment,
    Area,
    Clause,
    Direction,
    Discrepancy,
    Duty,
    Indicator,
    Letterhead,
    Membership,
    PlaceKind,
    Plan,
    Question,
    Strength,
    Target,
    TargetForm,
    Unit,
)
from targets.plan import asked_everywhere, queries
from targets.plan.check_aims import clause_of, quota_indicator
from targets.plan.draft import Draft, Row
from targets.plan.folder import AREAS, LETTERHEAD
from targets.plan.putting import Putting
from targets.plan.sheets import BY_NAME
from targets.plan.words import MEMBERS, TOWNSHIPS

to_date = Plan._meta.get_field("starts_on").to_python
to_degrees = Area._meta.get_field("longitude").to_python


class PlanError(Exception):
    """A plan that cannot be loaded although nothing was found wrong with it; its text names the
    sheet and the row."""


class Loader(Putting):
    """Loads one draft; `changes` counts what was created and changed, by model."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft, self.place = draft, ""
        self.plan: Plan
        self.county: Area

    @cached_property
    def official(self) -> dict[str, str]:
        """What the county's office calls units and places in place of their printed names."""
        county = Area.objects.filter(code=self.draft.county).first()
        return queries.official_names(county) if county else {}

    def load(self) -> Plan:
        """Load everything or nothing; raises PlanError naming the sheet, the row and the reason."""
        self._whole(self._load_all)
        return self.plan

    def load_county(self) -> None:
        """Load what the draft brings for its county, its places and its names, or nothing of it;
        raises PlanError."""
        self._whole(self._load_county)

    def _whole(self, act: Callable[[], None]) -> None:
        progress.expect(sum(map(len, self.draft.rows.values())))
        try:
            with transaction.atomic():
                act()
        except (
            KeyError,
            TypeError,
            ValueError,
            ValidationError,
            ObjectDoesNotExist,
            IntegrityError,
        ) as error:
            raise PlanError(f"{self.place}载入不了（{reason(error)}）") from error

    def _load_county(self) -> None:
        self._load_areas()
        self._load_letterhead()

    def _load_all(self) -> None:
        self._load_county()
        self._load_plan()
        self._load_clauses()
        self._load_place_kinds()
        self._load_units()
        self._load_appointments()
        self._load_duties()
        self._load_indicators()
        self._load_targets()
        self._load_quotas()
        self._load_milestones()
        self._load_discrepancies()
        self._load_questions()
        if missing := asked_everywhere.ask():
            self.changes[f"新增{Question._meta.verbose_name}"] += missing

    def rows(self, subject: str) -> Iterator[tuple[int, Row]]:
        """(number from 1, row) of a subject; messages name the row that was given last."""
        title = BY_NAME[subject].title if subject in BY_NAME else subject
        found = progress.counted(self.draft.numbered(subject))
        for number, (where, row) in enumerate(found, start=1):
            self.place = f"“{title}”第{where}行"
            yield number, dict(row)

    def _clause(self, code: str) -> Clause:
        return Clause.objects.get(plan=self.plan, code=code)

    def _unit(self, code: str) -> Unit:
        return Unit.objects.of(self.county).get(code=code)

    def _load_plan(self) -> None:
        fields = dict(self.draft.plan)
        for name in ("issued_on", "starts_on", "ends_on"):
            fields[name] = to_date(fields[name])
        self.place = f"“{BY_NAME['plan'].title}”"
        self.county = Area.objects.get(code=fields.pop("county"))
        key = {"code": fields.pop("code")}
        self.plan = self.put(Plan, key, county=self.county, **fields, scan_text=self.draft.scan)

    def _load_clauses(self) -> None:
        for number, row in self.rows("clauses"):
            self.put(
                Clause,
                {"plan": self.plan, "code": row["code"]},
                label=row["label"],
                position=number,
                parent=self._clause(row["parent"]) if row["parent"] else None,
                task=row["task"],
                title=row["title"],
                text=row["text"],
            )

    def _load_areas(self) -> None:
        for number, row in self.rows(AREAS):
            parent = Area.objects.get(code=row["parent"]) if row["parent"] else None
            point = {name: to_degrees(row.get(name)) for name in ("longitude", "latitude")}
            name = self.official.get(f"area:{row['code']}", row["name"])
            self.put(
                Area,
                {"code": row["code"]},
                name=name,
                short_name=row["short_name"],
                kind=row["kind"],
                parent=parent,
                position=number,
                outline=row.get("outline", []),
                point_note=row.get("point_note", ""),
                **point,
            )

    def _load_letterhead(self) -> None:
        """A later plan of a county need not name it again; what its office has stated stays."""
        for _, row in self.rows(LETTERHEAD):
            area = Area.objects.get(code=row.pop("area"))
            if not Letterhead.objects.filter(area=area).exclude(stated_on=None).exists():
                self.put(Letterhead, {"area": area}, **row)

    def _load_place_kinds(self) -> None:
        for number, row in self.rows("place_kinds"):
            key = {"plan": self.plan, "code": row.pop("code")}
            self.put(PlaceKind, key, position=number, **row)

    def _load_units(self) -> None:
        for number, row in self.rows("units"):
            unit = self._of_before.get(row["code"]) or self._put_unit(number, row)
            if row["member"]:
                self.put(Membership, {"plan": self.plan, "unit": unit}, position=number)
        for _, row in self.rows("aliases"):
            unit = self._unit(row["unit"])
            if not self._is_of_before(unit, row["name"]):
                key = {"county": self.county, "name": row["name"]}
                self.put(Alias, key, unit=unit, used_in=row["used_in"])

    def _put_unit(self, number: int, row: Row) -> Unit:
        area = Area.objects.get(code=row["area"]) if row["area"] else None
        supervisor = self._unit(row["supervisor"]) if row["supervisor"] else None
        return self.put(
            Unit,
            {"county": self.county, "code": row["code"]},
            name=self.official.get(f"unit:{row['code']}", row["name"]),
            kind=row["kind"],
            area=area,
            position=self._position(row["code"], number),
            proposed_supervisor=supervisor,
            note=row["note"],
        )

    @cached_property
    def _of_before(self) -> dict[str, Unit]:
        """The units that another plan of the county has named, by code."""
        others = Plan.objects.of(self.county).exclude(pk=self.plan.pk)
        return {unit.code: unit for unit in queries.units_of(others)}

    def _position(self, code: str, number: int) -> int:
        """As the plan has it; beside other plans, behind all units, where it then stays."""
        if not self._of_before:
            return number
        own = Unit.objects.of(self.county).filter(code=code)
        found = own.values_list("position", flat=True).first()
        return found or number + max(unit.position for unit in self._of_before.values())

    def _is_of_before(self, unit: Unit, name: str) -> bool:
        """Whether another plan has named the unit and its alias is known."""
        return unit.code in self._of_before and unit.aliases.filter(name=name).exists()

    def _load_appointments(self) -> None:
        for _, row in self.rows("appointments"):
            unit = self._unit(row["unit"]) if row["unit"] else None
            self.put(
                Appointment,
                {"plan": self.plan, "position": row["position"]},
                unit=unit,
                role=row["role"],
                name=row["name"],
                unit_as_printed=row["unit_as_printed"],
                title=row["title"],
                starts_on=to_date(row["starts_on"]),
            )

    def _load_duties(self) -> None:
        position = 0
        for _, row in self.rows("duties"):
            clause = self._clause(row["clause"])
            for unit in self._units_named(row["unit"]):
                position += 1
                self.put(
                    Duty,
                    {"clause": clause, "unit": unit},
                    position=position,
                    part=row["part"],
                    unit_as_printed=row["unit_as_printed"],
                    reports=row["reports"],
                    forms=row["forms"],
                )

    def _units_named(self, code: str) -> Iterable[Unit]:
        if code == TOWNSHIPS:
            return Unit.objects.members(self.plan).filter(area__parent=self.county)
        if code == MEMBERS:
            return Unit.objects.members(self.plan)
        return [self._unit(code)]

    def _load_indicators(self) -> None:
        for number, row in self.rows("indicators"):
            clauses = row.pop("clauses")
            key = {"plan": self.plan, "code": row.pop("code")}
            if row["plays"]:  # a corrected plan may give a part to another
                others = Indicator.objects.filter(plan=self.plan, plays=row["plays"])
                others.exclude(code=key["code"]).update(plays="")
            indicator = self.put(Indicator, key, position=number, **row)
            self.put_links(indicator.clauses, [self._clause(code) for code in clauses])

    def _load_targets(self) -> None:
        for _, row in self.rows("targets"):
            self._put_target(
                Indicator.objects.get(plan=self.plan, code=row.pop("indicator")),
                clause=self._clause(row.pop("clause")),
                **row,
            )

    def _put_target(self, indicator: Indicator, year: int, strength: str, **fields: Any) -> None:
        """A target of the whole county."""
        key = {"indicator": indicator, "area": self.county, "unit": None}
        self.put(Target, {**key, "year": year, "strength": strength}, **fields)

    def _load_quotas(self) -> None:
        if not self.draft.of("quotas"):
            return
        code = quota_indicator(self.draft)
        indicator = Indicator.objects.get(plan=self.plan, code=code)
        clause = self._clause(clause_of(self.draft, code))
        for number, row in self.rows("quotas"):
            unit = self._unit(row["unit"])
            key = {"indicator": indicator, "unit": unit, "area": None}
            for year in self.plan.years:
                value = row[str(year)]
                self.put(
                    Target,
                    {**key, "year": year, "strength": Strength.REFERENCE},
                    position=number,
                    clause=clause,
                    direction=Direction.AT_LEAST,
                    form=TargetForm.VALUE,
                    value=value,
                    printed=f"{row['as_printed']} {value}{indicator.unit}",
                )

    def _load_milestones(self) -> None:
        for _, row in self.rows("milestones"):
            code = row.pop("indicator")
            self._put_target(
                Indicator.objects.get(plan=self.plan, code=code),
                strength=Strength.ATTAIN,
                clause=self._clause(clause_of(self.draft, code)),
                direction=Direction.AT_LEAST,
                heading=row.pop("road"),
                **row,
            )

    def _load_discrepancies(self) -> None:
        for _, row in self.rows("discrepancies"):
            discrepancy = self.put(
                Discrepancy,
                {"plan": self.plan, "code": row["code"]},
                title=row["title"],
                issue=row["issue"],
                treatment=row["treatment"],
            )
            self.put_links(discrepancy.clauses, [self._clause(code) for code in row["clauses"]])

    def _load_questions(self) -> None:
        tasks = list(self.plan.clauses.filter(task__isnull=False))
        for number, row in self.rows("questions"):
            discrepancy = (
                Discrepancy.objects.get(plan=self.plan, code=row["discrepancy"])
                if row["discrepancy"]
                else None
            )
            indicators = list(Indicator.objects.filter(plan=self.plan, code__in=row["indicators"]))
            clauses: list[Clause | None] = [*tasks] if row["each_task"] else [None]
            for clause in clauses:
                asked = asked_everywhere.of_task(row, clause) if clause else row
                question = self.put(
                    Question,
                    {"plan": self.plan, "subject": asked["subject"]},
                    position=number,
                    clause=clause,
                    title=asked["title"],
                    hint=row["hint"],
                    kind=row["kind"],
                    discrepancy=discrepancy,
                    default_words=row["default_words"],
                )
                self.put_links(question.indicators, indicators)


def reason(error: Exception) -> str:
    """What went wrong with a row, in a few words."""
    if isinstance(error, ValidationError):
        return "；".join(f"{field}：{texts[0]}" for field, texts in error.message_dict.items())
    return f"{type(error).__name__}: {error}"
