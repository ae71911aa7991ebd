"""What the portal knows already, and a plan has to fit: places, units, plans."""

from dataclasses import dataclass, field

from targets.models import Alias, Area, AreaKind, Plan
from targets.plan import queries
from targets.plan.draft import Draft
from targets.plan.folder import AREAS


@dataclass(frozen=True)
class Known:
    """Places and units by code, names of units in use, and plans of the county; whose plans have
    other codes; which county alone may be spoken of, if that is settled."""

    areas: dict[str, tuple[str, str | None]] = field(default_factory=dict)  # kind, parent
    units: dict[str, frozenset[str]] = field(default_factory=dict)  # every name it goes by
    plans: dict[str, tuple[str, str, str]] = field(default_factory=dict)  # document, first, last
    elsewhere: dict[str, str] = field(default_factory=dict)  # plan to the name of its county
    served: str = ""

    def below(self, county: str, kind: str) -> list[str]:
        """The codes of the places of a kind in a county."""
        found = []
        for code, (of_kind, parent) in self.areas.items():
            above = self.areas.get(parent or "", ("", None))[1]
            if of_kind == kind and county in (parent, above):
                found.append(code)
        return found

    def beside(self, name: str) -> bool:
        """Whether there is a zone or a road of this short code."""
        ends = tuple(code for code, (kind, _) in self.areas.items() if kind in BESIDE)
        return any(code.endswith(f"_{name}") for code in ends)


BESIDE = (AreaKind.ZONE, AreaKind.ROAD)


def known_to(draft: Draft, served: str = "") -> Known:
    """What the database has, with the places that the draft itself brings."""
    areas = {
        code: (kind, parent)
        for code, kind, parent in Area.objects.values_list("code", "kind", "parent__code")
    }
    brought = {row["code"]: (row["kind"], row["parent"]) for row in draft.of(AREAS)}
    names: dict[str, set[str]] = {}
    of_county = Plan.objects.filter(county__code=draft.plan.get("county", ""))
    of_others = queries.units_of(of_county.exclude(code=draft.plan.get("code", "")))
    for unit in of_others:
        names[unit.code] = {unit.name}
    for code, name in Alias.objects.filter(unit__in=of_others).values_list("unit__code", "name"):
        names[code].add(name)
    return Known(
        areas | brought,
        {code: frozenset(found) for code, found in names.items()},
        {
            plan.code: (plan.document_no, plan.starts_on.isoformat(), plan.ends_on.isoformat())
            for plan in of_county
        },
        dict(
            Plan.objects.exclude(county__code=draft.plan.get("county", "")).values_list(
                "code", "county__name"
            )
        ),
        served,
    )


def plan_of_before(draft: Draft) -> Plan | None:
    """The loaded plan of the county of the same code; None for a new one."""
    own = Plan.objects.filter(county__code=draft.plan.get("county", ""))
    return own.filter(code=draft.plan.get("code", "")).first()
