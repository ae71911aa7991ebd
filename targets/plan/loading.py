"""Load a published plan from its fixture folder: in order, by natural key, twice without change.

Only printed facts are written. What the office decided (rulings, posts) lies in other tables and is
never touched; an official name that it put on record stands in place of the printed one.
"""

from collections.abc import Iterable
from pathlib import Path

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, transaction

from targets.models import (
    Alias,
    Appointment,
    Area,
    AreaKind,
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
    UnitKind,
    kinds_in,
)
from targets.plan import queries
from targets.plan.fixture import Fixture, PlanError, reason

TOWNSHIPS, MEMBERS = "townships", "members"  # in duties: each of these units
QUOTA_INDICATOR = "I33"
TREE = (AreaKind.TOWNSHIP, AreaKind.VILLAGE)
to_date = Plan._meta.get_field("starts_on").to_python
to_degrees = Area._meta.get_field("longitude").to_python


class Loader(Fixture):
    """Loads one folder; `changes` counts what was created and changed, by model."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.official = queries.official_names()
        self.plan: Plan

    def load(self) -> Plan:
        """Load everything or nothing; raises PlanError naming the file, the row and the reason."""
        try:
            with transaction.atomic():
                self._load_all()
        except (
            KeyError,
            TypeError,
            ValueError,
            ValidationError,
            ObjectDoesNotExist,
            IntegrityError,
            OSError,
        ) as error:
            raise PlanError(f"{self.place}: {reason(error)}") from error
        return self.plan

    def _load_all(self) -> None:
        self._load_plan()
        self._load_clauses()
        self._load_areas()
        self._load_letterhead()
        self._load_place_kinds()
        self._load_units()
        self._load_appointments()
        self._load_duties()
        self._load_indicators()
        self._load_quotas()
        self._load_milestones()
        self._load_discrepancies()
        self._load_questions()

    def _clause(self, code: str) -> Clause:
        return Clause.objects.get(plan=self.plan, code=code)

    def _load_plan(self) -> None:
        fields = self.read("plan")
        scan = (self.folder / fields.pop("scan_file")).read_text(encoding="utf-8")
        for name in ("issued_on", "starts_on", "ends_on"):
            fields[name] = to_date(fields[name])
        self.plan = self.put(Plan, {"code": fields.pop("code")}, **fields, scan_text=scan)

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
        for number, row in self.rows("areas"):
            parent = Area.objects.get(code=row["parent"]) if row["parent"] else None
            point = {name: to_degrees(row.get(name)) for name in ("longitude", "latitude")}
            if parent and row["kind"] in TREE and not row["code"].startswith(parent.code):
                raise ValueError(
                    f"code {row['code']} does not continue its parent's code {parent.code}"
                )
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
        """A later plan of a county need not name it again."""
        if not (self.folder / "county.json").exists():
            return
        fields = self.read("county")
        self.put(Letterhead, {"area": Area.objects.get(code=fields.pop("area"))}, **fields)

    def _load_place_kinds(self) -> None:
        for number, row in self.rows("place_kinds"):
            key = {"plan": self.plan, "code": row.pop("code")}
            self.put(PlaceKind, key, position=number, **row)

    def _load_units(self) -> None:
        for number, row in self.rows("units"):
            area = Area.objects.get(code=row["area"]) if row.get("area") else None
            supervisor = Unit.objects.get(code=row["supervisor"]) if row.get("supervisor") else None
            name = self.official.get(f"unit:{row['code']}", row["name"])
            unit = self.put(
                Unit,
                {"code": row["code"]},
                name=name,
                kind=row["kind"],
                area=area,
                position=number,
                proposed_supervisor=supervisor,
                note=row.get("note", ""),
            )
            for alias in row["aliases"]:
                self.put(Alias, {"name": alias["name"]}, unit=unit, used_in=alias["used_in"])
            if row["member"]:
                self.put(Membership, {"plan": self.plan, "unit": unit}, position=number)

    def _load_appointments(self) -> None:
        for _, row in self.rows("appointments"):
            unit = Unit.objects.get(code=row["unit"]) if row["unit"] else None
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
            return Unit.objects.filter(kind=UnitKind.TOWNSHIP)
        if code == MEMBERS:
            return Unit.objects.members(self.plan)
        return [Unit.objects.get(code=code)]

    def _load_indicators(self) -> None:
        county = Area.objects.get(kind=AreaKind.COUNTY)
        for number, row in self.rows("indicators"):
            clauses, targets = row.pop("clauses"), row.pop("targets")
            self._check_kinds(row["across"], row["only"])
            indicator = self.put(
                Indicator, {"plan": self.plan, "code": row.pop("code")}, position=number, **row
            )
            self.put_links(indicator.clauses, [self._clause(code) for code in clauses])
            for target in targets:
                key = {name: target.pop(name) for name in ("year", "strength")}
                self.put(
                    Target,
                    {"indicator": indicator, "area": county, "unit": None, **key},
                    **{**target, "clause": self._clause(target["clause"])},
                )

    def _check_kinds(self, *about: str) -> None:
        """What an indicator is about must be a sort of place that the plan has."""
        known = {kind.code for kind in self.plan.place_kinds.all()}
        for words in about:
            unknown = set(kinds_in(words)) - known
            if unknown:
                raise ValueError(f"no such kind of place: {', '.join(sorted(unknown))}")

    def _load_quotas(self) -> None:
        indicator = Indicator.objects.get(plan=self.plan, code=QUOTA_INDICATOR)
        clause = self._clause("annex2")
        for number, row in self.rows("quotas"):
            unit = Unit.objects.get(code=row["unit"])
            if sum(row[str(year)] for year in self.plan.years) != row["total"]:
                raise ValueError(
                    f"the years of {row['as_printed']} do not add up to {row['total']}"
                )
            for year in self.plan.years:
                self.put(
                    Target,
                    {
                        "indicator": indicator,
                        "unit": unit,
                        "area": None,
                        "year": year,
                        "strength": Strength.REFERENCE,
                    },
                    position=number,
                    clause=clause,
                    direction=Direction.AT_LEAST,
                    form=TargetForm.VALUE,
                    value=row[str(year)],
                    printed=f"{row['as_printed']} {row[str(year)]}台",
                )

    def _load_milestones(self) -> None:
        county, clause = Area.objects.get(kind=AreaKind.COUNTY), self._clause("annex3")
        for _, row in self.rows("milestones"):
            indicator = Indicator.objects.get(plan=self.plan, code=row["indicator"])
            self.put(
                Target,
                {
                    "indicator": indicator,
                    "area": county,
                    "unit": None,
                    "year": row["year"],
                    "strength": Strength.ATTAIN,
                },
                clause=clause,
                direction=Direction.AT_LEAST,
                form=row["form"],
                value=row["value"],
                of=row["of"],
                printed=row["printed"],
                heading=row["road"],
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
                subject = f"{row['subject']}:{clause.code}" if clause else row["subject"]
                title = f"{row['title']}（任务{clause.task}）" if clause else row["title"]
                question = self.put(
                    Question,
                    {"plan": self.plan, "subject": subject},
                    position=number,
                    clause=clause,
                    title=title,
                    hint=row["hint"],
                    kind=row["kind"],
                    discrepancy=discrepancy,
                    default_words=row["default_words"],
                )
                self.put_links(question.indicators, indicators)
