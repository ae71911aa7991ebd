"""What pages of a unit, a site and a task show of field checks, as far as the person may see it."""

from dataclasses import dataclass
from datetime import date

from ledger.entries import stocks
from ledger.models import Site
from reports.checking import pictures
from reports.figures.visited import Share, Visited, of_units, shares, total
from reports.models import CheckPicture, Finding, FindingState, Round, Visit
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from targets.models import Area, Unit
from targets.months import Month

ROUNDS = 6  # that the page of a task shows
AT_ONCE = 4  # pictures of a visit that a site's page shows unfolded


@dataclass(frozen=True)
class Seen:
    """A visit to a site, with its pictures and what was found."""

    visit: Visit
    pictures: list[CheckPicture]
    findings: list[Finding]

    @property
    def first(self) -> list[CheckPicture]:
        """The pictures that are loaded with the page."""
        return self.pictures[:AT_ONCE]

    @property
    def rest(self) -> list[CheckPicture]:
        """Those that are loaded once they are unfolded."""
        return self.pictures[AT_ONCE:]


@dataclass(frozen=True)
class Checked:
    """What was looked at in a month and the year up to it, by unit and all together; the last
    draws."""

    shares: list[Share]
    whole: Share
    rounds: list[Round]


def of_site(user: User, site: Site) -> list[Seen]:
    """Each visit to the place, the newest first."""
    found = Visit.objects.visible_to(user, clock.today()).done()
    here = found.filter(site__in=stocks.homes([site.pk])).select_related("round", "site", "done_by")
    here = here.prefetch_related("findings", "corrections")
    return [
        Seen(
            visit,
            pictures.measured(visit, visit.pictures.filter(step=None)),
            [one for one in visit.findings.all() if one.state != FindingState.WITHDRAWN],
        )
        for visit in here.order_by("-done_at")
    ]


def of_unit(user: User, unit: Unit) -> tuple[Visited, list[Finding]] | None:
    """The visits to a unit's sites in this year, and what is open of what was found there; None
    where there is neither."""
    today = clock.today()
    seen = Finding.objects.visible_to(user, today).open().filter(unit=unit)
    found = of_units(unit.county, date(today.year - 1, 12, 31), today)
    told, left = found.get(unit, Visited()), list(seen.select_related("visit__site"))
    return (told, left) if told.visits or left else None


def of_task(user: User, county: Area, month: Month) -> Checked:
    """Of all units, and the last draws."""
    found = shares(county, month)
    rounds = Round.objects.visible_to(user).order_by("-held_on", "-pk")[:ROUNDS]
    return Checked(found, total(found), list(rounds))
