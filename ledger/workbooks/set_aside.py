"""Rows of written lists that tell of what is being built or planned: they were set aside, and
become lines of projects in one press."""

import re
from datetime import date

from django.db.models import Exists, OuterRef, Q

from ledger.lines import line_form
from ledger.lines.fields import Choices
from ledger.lines.scope import Scope
from ledger.models import Line, LineKind, ListRow, Stage, State, Submission, Upload
from ledger.sheets import values
from ledger.sheets.settled import STATUSES
from ledger.workbooks.columns import WORDS
from targets.models import Unit
from targets.months import Month

KEY = "list-row-"  # of a line, before the number of the row that it takes up
COMING = (STATUSES["building"], STATUSES["planned"])
STAGES = {  # words of a row to how far it has come, what comes last first
    "待投运|未投运|待接电|未通电|待送电|已建成": Stage.WIRING,
    "在建|建设|施工|未完工|未建成": Stage.BUILDING,
    "报装": Stage.GRID,
    "备案": Stage.FILING,
}
DAY = re.compile(r"(20[0-9]{2})\s*[年./-]\s*(1[0-2]|0?[1-9])(?:\s*[月./-]\s*([0-9]{1,2}))?")
Typed = dict[str, str]


def waiting(scope: Scope) -> list[ListRow]:
    """The unit's rows that no line has taken up yet; those of lists that were taken back are
    none."""
    stands = Submission.objects.filter(upload=OuterRef("upload")).exclude(state=State.DROPPED)
    whose = Q(upload__unit=None) | Q(upload__unit=scope.unit)
    rows = ListRow.objects.filter(whose, Exists(stands), upload__in=Upload.objects.served())
    coming = rows.filter(aside__in=COMING).select_related("upload")
    found = [row for row in coming if row.upload.unit_id or of_unit(row, scope)]
    taken = taken_up(scope.unit) if found else set()
    return [row for row in found if f"{KEY}{row.pk}" not in taken]


def taken_up(unit: Unit) -> set[str]:
    """The keys of lines of the unit that took a row up."""
    lines = Line.objects.filter(version__submission__unit=unit, key__startswith=KEY)
    return set(lines.values_list("key", flat=True))


def of_unit(row: ListRow, scope: Scope) -> bool:
    """Whether a row of a county's list says the unit's township or row of the quotas."""
    told = " ".join(row.told.get(name, "") for name in ("township", "village", "credited_to"))
    names = [str(scope.unit), *([scope.unit.area.name] if scope.unit.area else [])]
    return any(name in told for name in names)


def lines(rows: list[ListRow], scope: Scope) -> list[tuple[str, str, Typed, dict | None]]:
    """(key, kind, typed, values) of the line of each row; what the row does not say is left to be
    filled in."""
    found = []
    for row in rows:
        typed = typed_of(row, scope)
        form = line_form(LineKind.BUILDING, scope.submission, typed, scope)
        read = form.values() if form.is_valid() else None
        found.append((f"{KEY}{row.pk}", LineKind.BUILDING.value, typed, read))
    return found


def typed_of(row: ListRow, scope: Scope) -> Typed:
    """What the form of a project holds of a row."""
    told = row.told
    nature = WORDS.meaning("nature", told.get("nature", "")).code
    return {
        **place(row, scope),
        "public": "0" if nature == "dedicated" else "1",
        **piles(told),
        "credited_to": only(scope.rows, told.get("credited_to", "")) or next(iter(scope.rows))[0],
        "stage": stage(row),
        "expected_on": expected(told.get("on", "")),
        "obstacle_kind": "",
        "obstacle": "",
    }


def place(row: ListRow, scope: Scope) -> Typed:
    """The site that is named, or a new one as it is described."""
    name, village = row.told.get("site", ""), row.told.get("village", "")
    if known := only(scope.pile_sites, name):
        return {"site": known}
    code = only(scope.village_choices, village)
    kind = WORDS.meaning("kind", row.told.get("kind", "")).code
    return {
        "site": "new",
        "site_name": name[:60],
        "site_kind": kind if kind in scope.offered else "",
        "village": code,
    }


def only(choices: Choices, text: str) -> str:
    """The one choice that a text means; empty where it means none, or several."""
    found = choices.find(text) if text else set()
    return next(iter(found)) if len(found) == 1 else ""


def piles(told: Typed) -> Typed:
    """How many of which current, and their power, as far as the row says them."""
    counts = {name: told.get(name, "") for name in ("dc", "ac")}
    current = WORDS.meaning("current", told.get("current", "")).code
    if not any(counts.values()) and current in counts:
        counts[current] = told.get("piles", "") or "1"
    return {**counts, "power": told.get("power", "")}


def stage(row: ListRow) -> str:
    """How far it has come, by the words of the row; what is only planned looks for its place."""
    if row.aside == STATUSES["planned"]:
        return Stage.SITING
    said = f"{row.told.get('status', '')}{row.told.get('on', '')}{row.told.get('explanation', '')}"
    return next((code for words, code in STAGES.items() if re.search(words, said)), "")


def expected(text: str) -> str:
    """The day of a cell like 预计2026年3月: of a month its last."""
    found = DAY.search(values.plain(text))
    if not found:
        return ""
    month = Month(int(found[1]), int(found[2]))
    try:
        return date(month.year, month.month, int(found[3])).isoformat()
    except (TypeError, ValueError):
        return month.last_day.isoformat()
