"""安全隐患 wherever it was told of: at a field check, or in a unit's return; open or struck off."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ledger.entries import inspections
from ledger.models import Entry, Site, Submission
from reports.models import Finding
from reports.models.checks import FindingState
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from targets.models import Unit
from targets.plan import queries

CHECK, RETURN = "现场核查", "单位月报"
KIND = {"hazard_general": "general", "hazard_grave": "grave"}
WORD = {"general": "一般隐患", "grave": "重大安全隐患"}


@dataclass(frozen=True)
class Hazard:
    """A hazard: where, how bad, since when, by when it is to be put right, who told of it, whether
    it is gone, and what it can be opened by."""

    grade: str
    text: str
    place: str
    unit: Unit
    source: str
    found_on: date
    mend_by: date | None
    ended_on: date | None = None
    site: int | None = None  # that the person may open
    finding: int | None = None

    @property
    def grade_word(self) -> str:
        """How bad it is."""
        return WORD[self.grade]

    @property
    def days(self) -> int:
        """For how many days it has been open, or was."""
        return ((self.ended_on or clock.today()) - self.found_on).days

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed and it is still there."""
        return not self.ended_on and self.mend_by is not None and clock.today() > self.mend_by


def all_of(user: User) -> list[Hazard]:
    """Those that the person may see, the oldest first."""
    found = [*of_checks(user), *of_returns(user)]
    return sorted(found, key=lambda one: (one.found_on, one.place, one.text))


def of_checks(user: User) -> Iterator[Hazard]:
    """What was found at field checks, but for what was told of by mistake."""
    seen = Finding.objects.visible_to(user, clock.today()).dangers()
    for one in seen.exclude(state=FindingState.WITHDRAWN).select_related("visit__site", "unit"):
        closed = one.state == FindingState.CLOSED
        yield Hazard(
            grade=one.kind,
            text=one.text,
            place=one.visit.site.present.name,
            unit=one.unit,
            source=CHECK,
            found_on=one.found_on,
            mend_by=one.reply_by,
            ended_on=one.ended_on if closed else None,
            site=one.visit.site.present.pk,
            finding=one.pk,
        )


def of_returns(user: User) -> Iterator[Hazard]:
    """What units told of in their returns, by the ledger."""
    may, gone = Site.objects.open_to(user), inspections.cleared(queries.served())
    own = set(Submission.objects.visible_to(user).values_list("pk", flat=True))
    for entry in inspections.found_hazards(queries.served()).select_related(
        "site", "area", "line__version__submission__unit"
    ):
        submission = entry.line.version.submission if entry.line else None
        if submission is None or not (submission.pk in own or entry.site_id in may):
            continue
        yield of_entry(entry, submission.unit, gone.get(entry.number), may)


def of_entry(entry: Entry, unit: Unit, ended_on: date | None, may: set[int]) -> Hazard:
    """One that a line told of."""
    said, site = entry.line.read_as if entry.line else {}, entry.site and entry.site.present
    mend_by = said.get("mend_by")
    return Hazard(
        grade=KIND[entry.measure],
        text=str(said.get("finding", "")),
        place=entry.inspected,
        unit=unit,
        source=RETURN,
        found_on=entry.on,
        mend_by=date.fromisoformat(mend_by) if mend_by else None,
        ended_on=ended_on,
        site=site.pk if site and site.pk in may else None,
    )
