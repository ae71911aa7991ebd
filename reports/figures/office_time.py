"""How long what came to the office waited for it: from the journal, in working days, by the month
in which it came. The office is measured as the units are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from statistics import median_high

from ledger.models import State
from ledger.periods import working_days
from reports.models import BulletinState, NoticeState
from shanyin_charging import clock
from shanyin_charging.audit.models import Event
from targets.months import Month

RETURN, NOTICE, PAPER = "ledger.submission", "reports.supervisionnotice", "reports.bulletin"
NAMES = {RETURN: "单位材料", NOTICE: "督办", PAPER: "通报"}
WAITING = {  # states in which the next step is the office's
    RETURN: (State.SUBMITTED, State.IN_REVIEW),
    NOTICE: (NoticeState.PROPOSED, NoticeState.RESPONDED, NoticeState.SETTLED),
    PAPER: (BulletinState.IN_REVIEW, BulletinState.REVIEWED),
}
ASKED = "asked_due_on"  # a notice's unit asks for more time, and waits
TAKEN_BACK = ("withdraw", "withdraw_bulletin")  # ends a wait that nobody answered


@dataclass(frozen=True)
class Wait:
    """One thing that came to the office, and when it was answered; None while it waits."""

    kind: str
    since: datetime
    until: datetime | None

    @property
    def days(self) -> int:
        """The working days that it waited, up to now while it does; 0 on the same day."""
        ended = (self.until or clock.now()).astimezone(clock.ZONE).date()
        return working_days.between(self.since.astimezone(clock.ZONE).date(), ended)


@dataclass(frozen=True)
class Answered:
    """What of one kind came in a time: how much was answered, in how many working days the middle
    one and the slowest, and how much still waits."""

    name: str
    number: int
    middle: int | None
    longest: int | None
    waiting: int


def waits() -> list[Wait]:
    """All that ever came to the office, in one query."""
    events = (
        Event.objects.served()
        .filter(object_type__in=WAITING, after__isnull=False)
        .order_by("number")
    )
    begun: dict[tuple[str, str, str], datetime] = {}
    found = []
    for kind, key, at, verb, after in events.values_list(
        "object_type", "object_key", "at", "verb", "after"
    ):
        for clock_, is_waiting in clocks(kind, after or {}):
            if is_waiting:
                begun.setdefault((kind, key, clock_), at)
            elif (since := begun.pop((kind, key, clock_), None)) and verb not in TAKEN_BACK:
                found.append(Wait(kind, since, at))
    return found + [Wait(kind, since, None) for (kind, *_), since in begun.items()]


def clocks(kind: str, after: dict) -> Iterator[tuple[str, bool]]:
    """What an event says of waiting: by the state of the thing, and by what its unit has asked."""
    if "state" in after:
        yield "state", after["state"] in WAITING[kind]
    if kind == NOTICE and ASKED in after:
        yield ASKED, after[ASKED] is not None


def answered(found: Iterable[Wait]) -> list[Answered]:
    """Of each kind what came, taken together."""
    kinds: dict[str, list[Wait]] = {kind: [] for kind in NAMES}
    for wait in found:
        kinds[wait.kind].append(wait)
    return [of_kind(NAMES[kind], some) for kind, some in kinds.items()]


def of_kind(name: str, some: list[Wait]) -> Answered:
    """What of one kind came; what still waits is in no median."""
    days = [wait.days for wait in some if wait.until]
    return Answered(
        name,
        len(days),
        median_high(days) if days else None,
        max(days, default=None),
        len(some) - len(days),
    )


def by_month(months: Iterable[Month]) -> list[tuple[Month, list[Answered]]]:
    """What came in each month."""
    found: dict[Month, list[Wait]] = {month: [] for month in months}
    for wait in waits():
        month = Month.of(wait.since.astimezone(clock.ZONE).date())
        if month in found:
            found[month].append(wait)
    return [(month, answered(some)) for month, some in found.items()]


def of_year(year: int) -> list[Answered]:
    """What came in a year."""
    return answered(w for w in waits() if w.since.astimezone(clock.ZONE).year == year)
