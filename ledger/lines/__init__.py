"""One form for each kind of line: what may be typed, and what it is read as."""

from collections.abc import Mapping

from django.forms import BoundField, Select

from ledger.models import LineKind, Submission

from .base import ReadForm
from .building import BuildingForm
from .piles import (
    AddedForm,
    ChangedForm,
    OpenedForm,
    OpeningForm,
    RemovedForm,
    ReopenedForm,
    StoppedForm,
)
from .places import DistanceForm, LeftForm, PilotForm, SiteForm, WholeForm
from .safety import ClearedForm, InspectedForm
from .scope import Scope
from .statements import CorrectedForm, VehiclesForm, WorkForm
from .swapping import SwapForm

__all__ = [
    "FORMS",
    "ReadForm",
    "Scope",
    "alike",
    "is_begun",
    "line_form",
    "typed_by_hand",
    "typed_fields",
]

# Fields of a new line that are filled without anybody typing.
PRESET = (
    "csrfmiddlewaretoken",
    "once",
    "seen",
    "line",
    "kind",
    "key",
    "about",
    "then",
    "site",
    "public",
    "credited_to",
    "clause",
    "place",
    "stage",
    "construction",
)

FORMS: dict[str, type[ReadForm]] = {
    LineKind.ADDED: AddedForm,
    LineKind.REMOVED: RemovedForm,
    LineKind.STOPPED: StoppedForm,
    LineKind.BUILDING: BuildingForm,
    LineKind.OPENED: OpenedForm,
    LineKind.REOPENED: ReopenedForm,
    LineKind.CHANGED: ChangedForm,
    LineKind.SITE: SiteForm,
    LineKind.LEFT: LeftForm,
    LineKind.WHOLE: WholeForm,
    LineKind.PILOT: PilotForm,
    LineKind.SWAP: SwapForm,
    LineKind.DISTANCE: DistanceForm,
    LineKind.VEHICLES: VehiclesForm,
    LineKind.INSPECTED: InspectedForm,
    LineKind.CLEARED: ClearedForm,
    LineKind.WORK: WorkForm,
    LineKind.OPENING: OpeningForm,
    LineKind.CORRECTED: CorrectedForm,
}


def line_form(
    kind: str,
    submission: Submission,
    typed: dict[str, str] | None = None,
    scope: Scope | None = None,
) -> ReadForm:
    """The form of a line's kind, filled with what was typed (empty when None); a scope given is
    used again."""
    return FORMS[LineKind(kind)](scope or Scope(submission), typed)


def typed_by_hand(data: Mapping[str, str]) -> int:
    """How many fields of a line somebody filled; at none there is nothing to keep, only errors to
    show."""
    return sum(bool(value.strip()) for name, value in data.items() if name not in PRESET)


def typed_fields(kind: str, data: Mapping[str, str]) -> dict[str, str]:
    """What was typed into the fields of this kind of line, as text."""
    return {name: data[name] for name in FORMS[LineKind(kind)].base_fields if name in data}


def is_begun(fresh: ReadForm, typed: Mapping[str, str]) -> bool:
    """Whether anything is filled in or chosen otherwise than the fresh form shows it."""
    return any(typed.get(field.name, "").strip() not in ("", _shown(field)) for field in fresh)


def _shown(field: BoundField) -> str:
    value, widget = field.value(), field.field.widget
    if value is None and isinstance(widget, Select):  # a list shows its first choice
        groups = widget.optgroups(field.name, [])
        value = next((option["value"] for _, options, _ in groups for option in options), "")
    return str(value or "")


def alike(before: dict | None, now: dict | None) -> bool:
    """Whether a line's values say the same as before; a field that lines of before did not have is
    alike when it is left empty."""
    if before is None or now is None:
        return before is now
    return {name: value for name, value in now.items() if name in before or value} == before
