"""安全隐患: the hazards that stand open at a month's end, and for how long."""

from dataclasses import dataclass
from datetime import date

from ledger.entries.stocks import HAZARDS
from ledger.models import Cause, Entry
from reports.figures.reading import Reading
from shanyin_charging import clock


@dataclass(frozen=True)
class OpenHazard:
    """A hazard that was found and not yet cleared."""

    entry: Entry
    days: int  # since it was found

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
    posted = Entry.objects.filter(county=reading.county, measure__in=HAZARDS, on__lte=until)
    posted = posted.counting(reading.known).exclude(cause=Cause.REVERSED)
    cleared = posted.filter(cause=Cause.REMOVED).values_list("line__values__hazard", flat=True)
    found = (
        posted.filter(cause=Cause.ADDED)
        .exclude(value=0)
        .exclude(number__in=set(cleared))
        .select_related("site", "area", "line__version__submission__unit")
    )
    return [OpenHazard(entry, days(entry.on, until)) for entry in found.order_by("on", "number")]


def days(found: date, until: date) -> int:
    """Days that it has been open, the first not counted."""
    return (until - found).days
