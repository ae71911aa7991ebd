"""需协调事项 in numbers: what was raised and solved in a time, what was open at its end, and for
how long."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ledger.models import Obstacle
from reports.figures.reading import Reading
from reports.models import Matter, MatterState


@dataclass(frozen=True)
class Open:
    """Matters that are open on a day: how many of each kind, and for how many days the first."""

    kinds: dict[str, int]  # by its word, in the order of the kinds
    longest: int

    @property
    def number(self) -> int:
        """How many in all."""
        return sum(self.kinds.values())

    @property
    def words(self) -> str:
        """Each kind with its number."""
        return "、".join(f"{kind}{number}件" for kind, number in self.kinds.items())


@dataclass(frozen=True)
class Coordinated:
    """Matters raised and solved in a time, and those open at its end."""

    raised: int
    solved: int
    open: Open


def still_open(matters: Iterable[Matter], day: date) -> Open:
    """How these matters, open on a day, look together."""
    matters = list(matters)
    counted = Counter(matter.kind for matter in matters)
    kinds = {str(kind.label): counted[kind] for kind in Obstacle if counted[kind]}
    return Open(kinds, max(((day - matter.raised_on).days for matter in matters), default=0))


def coordinated(r: Reading, months: int = 1) -> Coordinated:
    """The matters of the last so many months, by their days: the same whenever it is asked. What
    was taken back within them was nothing to coordinate."""
    begun, day = (r.month - months).last_day, r.month.last_day
    told = Matter.objects.filter(county=r.county, raised_on__lte=day)
    told = told.exclude(state=MatterState.WITHDRAWN, ended_on__lte=day)
    ended = [matter for matter in told if matter.ended_on and matter.ended_on <= day]
    return Coordinated(
        raised=sum(matter.raised_on > begun for matter in told),
        solved=sum(matter.ended_on > begun for matter in ended if matter.ended_on),
        open=still_open((matter for matter in told if matter not in ended), day),
    )
