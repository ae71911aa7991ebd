"""安全隐患: the hazards that stand open at a month's end, and for how long."""

from dataclasses import dataclass

from ledger.entries import inspections
from ledger.models import Entry
from reports.figures.reading import Reading
from shanyin_charging import clock


@dataclass(frozen=True)
class OpenHazard:
    """A hazard that was found and not yet cleared."""

    entry: Entry
    days: int  # since it was found, the first not counted

    @property
    def mend_by(self) -> str:
        """The day by which it was to be put right, in ISO form."""
        return str(self.entry.line.read_as["mend_by"]) if self.entry.line else ""

    @property
    def finding(self) -> str:
        """What was found."""
        return str(self.entry.line.read_as["finding"]) if self.entry.line else ""


def open_hazards(reading: Reading) -> list[OpenHazard]:
    """Those open at the month's end, or today where that comes first; the oldest first."""
    until = min(reading.month.last_day, clock.today())
    found = inspections.open_hazards(reading.county, until, reading.known)
    found = found.select_related("site", "area", "line__version__submission__unit")
    return [OpenHazard(entry, (until - entry.on).days) for entry in found]
