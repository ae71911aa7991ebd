"""Which registers are whole: as every unit that keeps a sort of place has reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ledger.models import RegisterWord
from targets.models import Area, Duty, Plan, Unit

FORM = "site:"  # of a duty, before the sort of place


@dataclass(frozen=True)
class Registers:
    """The units that keep a register of each sort of place, and what they said of it, in the order
    in which it stands."""

    keepers: dict[str, list[Unit]]
    words: list[RegisterWord]

    @classmethod
    def of(cls, plan: Plan, county: Area, moment: datetime | None) -> Registers:
        """As far as it was said before a moment; None: at all."""
        words = RegisterWord.objects.filter(county=county).order_by("on", "recorded_at", "pk")
        if moment:
            words = words.filter(recorded_at__lt=moment)
        keepers: dict[str, list[Unit]] = {}
        if not words:
            return cls(keepers, [])
        duties = Duty.objects.filter(clause__plan=plan).exclude(part=Duty.Part.CHECKER)
        for duty in duties.exclude(forms=[]).select_related("unit__merged_into"):
            for form in duty.forms:
                if form.startswith(FORM):
                    keepers.setdefault(form.removeprefix(FORM), []).append(duty.unit)
        return cls(keepers, list(words))

    def whole(self, on: date) -> set[str]:
        """The sorts of places whose register is whole on a day."""
        said = {(w.kind, w.unit_id): w.whole for w in self.words if w.on <= on}
        return {
            kind
            for kind, units in self.keepers.items()
            if all(said.get((kind, kept_by(unit, on))) for unit in units)
        }


def kept_by(unit: Unit, on: date) -> int:
    """Id of the unit that has a unit's duties on a day: its own, or of what it was merged into."""
    while unit.merged_into and unit.merged_on and unit.merged_on <= on:
        unit = unit.merged_into
    return unit.pk
