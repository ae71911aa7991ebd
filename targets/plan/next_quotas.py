"""A draft of the next plan's quotas: the plan of now with another year and other numbers, as the
form in which a plan is brought in."""

from datetime import date, timedelta

from targets.models import Plan
from targets.plan.draft import Draft
from targets.plan.taking_out import draft_of

LEFT_TO_THE_OFFICE = ("code", "document_no", "issued_on", "in_force_on", "errata")
OF_THE_YEARS = ("targets", "milestones", "discrepancies")


def next_quotas(plan: Plan, piles: dict[str, int]) -> Draft:
    """The plan with nothing of its years but the quotas of the year after it: so many piles for
    each township by its code, none for the other rows; what only the next document can say is
    empty."""
    draft, first = draft_of(plan), plan.ends_on + timedelta(days=1)
    head = draft.plan
    head |= {name: "" for name in LEFT_TO_THE_OFFICE if name in head}
    head |= {"starts_on": first.isoformat(), "ends_on": date(first.year, 12, 31).isoformat()}
    units = {row["area"]: row["code"] for row in draft.of("units") if row.get("area")}
    wanted = {units[area]: number for area, number in piles.items() if area in units}
    names = {row["code"]: row["name"] for row in draft.of("units")}
    rows = {row["unit"]: row["as_printed"] for row in draft.of("quotas")}
    rows |= {unit: names[unit] for unit in wanted if unit not in rows}
    draft.rows["quotas"] = [
        {"unit": unit, "as_printed": printed, str(first.year): number, "total": number}
        for unit, printed in rows.items()
        for number in (wanted.get(unit, 0),)
    ]
    draft.rows |= {name: [] for name in OF_THE_YEARS}
    draft.scan = ""
    return draft
