"""What stands at a place, day by day: of all records of it, whichever a line was posted for."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from itertools import accumulate
from typing import Any

from django.db.models import Q, QuerySet, Sum

from ledger.models import Cause, Entry, Site
from ledger.models.entries import LEVELS, read_cause

PUBLIC = {
    "dc": "public_dc_pile",
    "ac": "public_ac_pile",
    "connectors": "public_connector",
    "power": "public_power",
}
DEDICATED = {name: code.replace("public", "dedicated") for name, code in PUBLIC.items()}
PRIVATE = {name: code.replace("public", "private") for name, code in PUBLIC.items()}
NATURES = {"1": PUBLIC, "0": DEDICATED, "2": PRIVATE}  # by what is picked in a form
HAZARDS = ("hazard_general", "hazard_grave")
PUBLIC_PILES = (PUBLIC["dc"], PUBLIC["ac"])
REGISTERED = "registered"
SAID = (REGISTERED,)  # the newest word stands, nothing is summed
MANY = 100  # places
Movements = dict[tuple[int, str], list[tuple[date, int]]]


def measures_of(values: Mapping[str, Any]) -> dict[str, str]:
    """The measures of a line's piles, by name of field: public, dedicated or private."""
    return PRIVATE if values.get("private") else PUBLIC if values["public"] else DEDICATED


def homes(sites: Iterable[int]) -> dict[int, int]:
    """Id of each record of these places to the place's own: those of the sites themselves, and of
    all that were merged into them; of two that are one, the standing one's."""
    own = set(sites)
    into, found = mergers(own), {pk: pk for pk in own}
    for record, at in into.items():
        while at:
            if at in own:
                found[record] = at
            at = into.get(at)
    return found


def mergers(sites: Collection[int]) -> dict[int, int | None]:
    """Id of each record that was merged, of all in the county of these sites, to what it was merged
    into."""
    merged = Site.objects.order_by().filter(merged_into__isnull=False, county__in=county_of(sites))
    return dict(merged.values_list("pk", "merged_into")) if sites else {}


def county_of(sites: Collection[int]) -> QuerySet[Site, int]:
    """The county that sites stand in, as a question."""
    return Site.objects.filter(pk__in=list(sites)[:1]).values_list("county", flat=True)


def among(home: Collection[int], county: str = "county") -> Q:
    """What is of these records of places, as a condition: many of them are sooner found among all
    of their county than told one by one; whoever asks passes over the others."""
    is_few = len(home) < MANY
    return Q(site__in=home) if is_few else Q(**{f"{county}__in": county_of(home)})


def standing(sites: Iterable[int]) -> dict[int, int]:
    """Id of each site to that of the place it is one with now: its own, where it was merged into
    none."""
    found = {pk: pk for pk in sites}
    into = mergers(found)
    for pk in found:
        while at := into.get(found[pk]):
            found[pk] = at
    return found


def movements(home: Mapping[int, int]) -> Movements:
    """(site id, measure) to (day, change) of the flows of places, given by their records, day by
    day, in the measure's smallest unit."""
    flows = (
        Entry.objects.filter(site__in=home)
        .counting()
        .exclude(measure__in=[*LEVELS, *SAID])
        .order_by("on")
        .values_list("site_id", "measure", "on")
        .annotate(Sum("value"))
    )
    found: dict[tuple[int, str], Counter[date]] = {}
    for site, measure, on, change in flows:
        found.setdefault((home[site], measure), Counter())[on] += change
    return {address: sorted(changes.items()) for address, changes in found.items()}


def out_of_use_by_day(home: Mapping[int, int], known: int | None = None) -> Movements:
    """(site id, measure) to (day, change) of what is out of use at places, given by their records,
    day by day and as known up to an entry's number: what was stopped, or of old removed, less what
    came back."""
    moved = Entry.objects.filter(site__in=home).annotate(why=read_cause())
    moved = moved.filter(why__in=[Cause.STOPPED, Cause.REMOVED, Cause.RESUMED]).counting(known)
    sums = moved.exclude(measure__in=SAID).order_by().values_list("site_id", "measure", "on")
    found: dict[tuple[int, str], Counter[date]] = {}
    for site, measure, on, change in sums.annotate(Sum("value")):
        found.setdefault((home[site], measure), Counter())[on] -= change
    return {address: sorted(changes.items()) for address, changes in found.items()}


def stocks_of(sites: Iterable[int]) -> Counter[tuple[int, str]]:
    """(site id, measure) to what stands there or was last observed, in the measure's smallest
    unit."""
    home, found = homes(sites), Counter[tuple[int, str]]()
    standing = Entry.objects.filter(among(home), site__isnull=False).counting()
    flows = standing.exclude(measure__in=[*LEVELS, *SAID]).order_by()
    for site, measure, change in flows.values_list("site_id", "measure").annotate(Sum("value")):
        if site in home:
            found[home[site], measure] += change
    observed = standing.filter(cause=Cause.OBSERVED)
    for site, measure, value in observed.order_by("on", "number").values_list(
        "site_id", "measure", "value"
    ):
        if site in home:
            found[home[site], measure] = value
    return found


def out_of_use(sites: Iterable[int]) -> Counter[tuple[int, str]]:
    """(site id, measure) to what was taken out of use there and has not come back, in the measure's
    smallest unit."""
    home, found = homes(sites), Counter[tuple[int, str]]()
    moved = Entry.objects.filter(site__in=home).annotate(why=read_cause())
    moved = moved.filter(why__in=[Cause.STOPPED, Cause.RESUMED]).counting().order_by()
    for site, measure, change in moved.values_list("site_id", "measure").annotate(Sum("value")):
        found[home[site], measure] -= change
    return found


def on_day(moves: Movements, site: int, measure: str, day: date) -> int:
    """What stood at a site at the end of a day, in the measure's smallest unit."""
    return sum(change for on, change in moves.get((site, measure), ()) if on <= day)


def least_since(moves: Movements, site: int, measure: str, day: date) -> int:
    """The lowest stock at a site from a day on, in the measure's smallest unit."""
    running = lowest = on_day(moves, site, measure, day)
    for on, change in moves.get((site, measure), ()):
        if on > day:
            running += change
            lowest = min(lowest, running)
    return lowest


def in_register(sites: Iterable[int], day: date) -> set[int]:
    """Ids of those of the sites that are in the register on a day, by the newest word on each."""
    return {site for site, (_, value) in last_words(sites, day).items() if value > 0}


def last_words(sites: Iterable[int], day: date) -> dict[int, tuple[date, int]]:
    """Id of each site to the newest word on its being in the register by a day, with its day."""
    home = homes(sites)
    words = (
        Entry.objects.filter(site__in=home, measure__in=SAID, on__lte=day)
        .counting()
        .exclude(value=0)
    )
    last: dict[int, tuple[date, int]] = {}
    for site, on, value in words.order_by("on", "number").values_list("site_id", "on", "value"):
        last[home[site]] = on, value
    return last


def lowest(changes: list[tuple[date, int]]) -> tuple[date, int]:
    """(day, stock) when a running stock is lowest at a day's end; nothing where nothing moved."""
    of_day: Counter[date] = Counter()
    for day, change in changes:
        of_day[day] += change
    days = sorted(of_day)
    running = zip(days, accumulate(of_day[day] for day in days), strict=True)
    return min(running, key=lambda found: found[1], default=(date.min, 0))
