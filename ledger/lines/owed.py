"""What a unit is asked to report: read from its duties and rows in the plan, not from code."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ledger.entries.placed import measurable
from ledger.models import LineKind
from shanyin_charging import clock
from targets.models import Area, Clause, Duty, Form, Plan, Unit, kinds_in
from targets.plan import queries

PILES = (
    LineKind.ADDED,
    LineKind.REMOVED,
    LineKind.STOPPED,
    LineKind.REOPENED,
    LineKind.CHANGED,
    LineKind.OPENED,
    LineKind.BUILDING,
)
OWN_TOWNSHIP = "own"


@dataclass(frozen=True)
class Owed:
    """The kinds of lines a unit may add under a plan, and what each may be about."""

    plan: Plan
    kinds: tuple[str, ...]
    site_kinds: tuple[str, ...]  # of places it keeps in the register
    register_kinds: tuple[str, ...]  # of those, the ones that a coverage is to be a share of
    pilot_kinds: tuple[str, ...]
    distance_places: tuple[Area, ...]
    clauses: tuple[Clause, ...]  # on whose work it reports in words
    pile_clauses: tuple[Clause, ...]  # under which it counts piles wherever they stand

    def clause_of(self, site_kind: str) -> Clause | None:
        """The clause that a sort of place falls under: the one under which places of the sort are
        registered, or where nobody registers them the unit's one for piles wherever they stand; of
        several, none is its clause."""
        duties = Duty.objects.filter(clause__plan=self.plan).exclude(forms=[])
        codes = {duty.clause_id for duty in duties if f"site:{site_kind}" in duty.forms}
        ours = [clause for clause in self.clauses if clause.pk in codes]
        found = ours if codes else self.pile_clauses
        return found[0] if len(found) == 1 else None


def owed_by(unit: Unit, plan: Plan, by: date) -> Owed:
    """What the unit owes under a plan for a month that ends on a day; it may say in words what it
    did under the clauses that name it. Who has a duty or a row of another today reports on months
    of before as well. No distance is asked for that positions of that day tell."""
    units = unit.with_merged(clock.today())
    named = Duty.objects.filter(unit__in=units, clause__plan=plan)
    duties = list(named.select_related("clause").order_by("clause__position"))
    asked = list(dict.fromkeys(form for duty in duties for form in duty.forms))
    about = {
        prefix: tuple(form.split(":")[1] for form in asked if form.startswith(prefix + ":"))
        for prefix in ("site", "pilot", "distance")
    }
    rows, kinds = queries.supervisors(plan, clock.today()), []
    if "vehicles" in asked:
        kinds.append(LineKind.VEHICLES)
    reports_rows = unit.code in rows or unit in rows.values()
    if reports_rows or "piles" in asked or about["site"]:
        kinds += PILES
    if about["site"]:
        kinds += [LineKind.SITE, LineKind.LEFT]
    registers = shared(plan, about["site"])
    if registers:
        kinds.append(LineKind.WHOLE)
    if about["pilot"]:
        kinds.append(LineKind.PILOT)
    if "swap" in asked:
        kinds.append(LineKind.SWAP)
    if "inspection" in asked:
        kinds += [LineKind.INSPECTED, LineKind.CLEARED]
    assessed = unmeasured(plan, places(unit, about["distance"]), by)
    if assessed:
        kinds.append(LineKind.DISTANCE)
    pilots = tuple(f"pilot_{name}" for name in about["pilot"])
    clauses = tuple(dict.fromkeys(duty.clause for duty in duties))
    elsewhere = [
        duty.clause
        for duty in duties
        if "piles" in duty.forms and not any(form.startswith("site:") for form in duty.forms)
    ]
    return Owed(
        plan,
        (*kinds, LineKind.WORK),
        about["site"],
        registers,
        pilots,
        assessed,
        clauses,
        tuple(dict.fromkeys(elsewhere)),
    )


def shared(plan: Plan, kinds: Iterable[str]) -> tuple[str, ...]:
    """Those of the sorts of places of which a coverage wants to know how many there are, where the
    plan does not say."""
    rows = plan.indicators.filter(form=Form.COVERAGE).exclude(targets__of__isnull=False)
    asked = {kind for across in rows.values_list("across", flat=True) for kind in kinds_in(across)}
    return tuple(kind for kind in kinds if kind in asked) if kinds else ()


def unmeasured(plan: Plan, areas: tuple[Area, ...], by: date) -> tuple[Area, ...]:
    """Those of the areas to which positions do not tell the way by a day."""
    told = measurable(plan, areas, by)
    return tuple(area for area in areas if area.code not in told)


def places(unit: Unit, names: Iterable[str]) -> tuple[Area, ...]:
    """The areas whose charging distance the unit assesses itself."""
    own = [unit.area.code] if unit.area else []  # who took a township's duties over has none
    codes = [code for name in names for code in (own if name == OWN_TOWNSHIP else [name])]
    return tuple(
        area
        for code in codes
        for area in Area.objects.served().filter(
            code__endswith=code if code.isdigit() else f"_{code}"
        )
    )
