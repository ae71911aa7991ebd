"""Approved lines become entries: what each kind of line posts, and the next numbers of the county's ledger."""
from datetime import date

from django.db.models import Sum

from shanyin_charging import clock
from targets.measures import MEASURES
from targets.models import Area, Unit

from .models import Cause, Entry, Ledger, LineKind, Site, SiteKind
from .models.entries import LEVELS

PUBLIC = {"dc": "public_dc_pile", "ac": "public_ac_pile", "connectors": "public_connector", "power": "public_power"}
DEDICATED = {name: code.replace("public", "dedicated") for name, code in PUBLIC.items()}
PUBLIC_PILES = (PUBLIC["dc"], PUBLIC["ac"])


class CannotPost(Exception):
    """A line that no longer fits the ledger; its text says which and why, in Chinese."""


def post(version, approved_by: str) -> list[Entry]:
    """Post all lines of a version inside the caller's transaction; returns the entries in order of number."""
    submission = version.submission
    county = submission.period.county
    lines = list(version.lines.all())
    sites = [site_of(line, submission) for line in lines]  # sites before the ledger: the lock order
    book = Book(county, approved_by)
    for line, site in zip(lines, sites, strict=True):
        POSTS[line.kind](book, line, site)
    book.close()
    return book.entries


def reverse(submission, approved_by: str, reason: str) -> list[Entry]:
    """Post an entry of no value in place of each standing entry of a submission; returns the reversals."""
    standing = (Entry.objects.filter(line__version__submission=submission).counting().exclude(cause=Cause.REVERSED)
                .select_related("line", "area", "site", "credited_to").order_by("number"))
    touched = {entry.site_id for entry in standing}
    list(Site.objects.select_for_update(no_key=True).filter(pk__in=touched).order_by("pk"))
    book = Book(submission.period.county, approved_by)
    for old in standing:
        book.write(line=old.line, measure=old.measure, cause=Cause.REVERSED, area=old.area, site=old.site,
                   credited_to=old.credited_to, value=0, on=old.on, replaces=old, note=reason[:200])
    for entry in {entry.site_id: entry for entry in book.entries if entry.site_id}.values():
        post_station(book, entry.line, entry.site, entry.on)
    book.close()
    return book.entries


class Book:
    """The county's ledger, locked, while one version is posted."""

    def __init__(self, county, approved_by):
        self.county, self.approved_by, self.at = county, approved_by, clock.now()
        self.ledger = Ledger.objects.select_for_update(no_key=True).get(county=county)
        self.entries = []

    def write(self, **fields) -> Entry:
        self.ledger.last_number += 1
        entry = Entry.objects.create(county=self.county, number=self.ledger.last_number, posted_at=self.at,
                                     approved_by=self.approved_by, **fields)
        self.entries.append(entry)
        return entry

    def close(self):
        """Store the last number, after making sure that no site's stock is below zero on any day."""
        for site, measure in dict.fromkeys((e.site, e.measure) for e in self.entries if e.site and e.measure not in LEVELS):
            day, lowest = lowest_stock(site, measure)
            if lowest < 0:
                name = MEASURES[measure].name
                raise CannotPost(f"{site}的{name}会在{day}减成{lowest}{MEASURES[measure].unit}，请核对台数和日期")
        self.ledger.save()


def site_of(line, submission) -> Site | None:
    """The line's site, locked; a new one is made here, by approval and not before."""
    values = line.values
    if values.get("site"):
        return Site.objects.select_for_update(no_key=True).get(pk=values["site"])
    if not values.get("site_name"):
        return None
    return Site.objects.get_or_create(
        area=Area.objects.get(code=values["village"]), name=values["site_name"],
        defaults={"county": submission.period.county, "kind": values["site_kind"], "at_seat": values["at_seat"],
                  "keeper": submission.unit})[0]


def credited(values) -> Unit | None:
    return Unit.objects.get(code=values["credited_to"]) if values["credited_to"] else None


def amounts(values, measures, sign=1):
    """(measure, signed amount) for each part of a line that is not zero."""
    return [(code, sign * values[name]) for name, code in measures.items() if values[name]]


def post_piles(book, line, site, cause, parts):
    values = line.values
    unit, on = credited(values), date.fromisoformat(values["on"])
    for measure, amount in parts:
        book.write(line=line, measure=measure, cause=cause, area=site.area, site=site, credited_to=unit,
                   value=amount, on=on)
    post_station(book, line, site, on)


def post_added(book, line, site):
    measures = PUBLIC if line.values["public"] else DEDICATED
    post_piles(book, line, site, Cause.ADDED, amounts(line.values, measures))


def post_removed(book, line, site):
    measures = PUBLIC if line.values["public"] else DEDICATED
    post_piles(book, line, site, Cause.REMOVED, amounts(line.values, measures, -1))


def post_opened(book, line, site):
    """A dedicated pile opened to all: two entries of one line; whether it is 新增 is a ruling (D28)."""
    parts = amounts(line.values, DEDICATED, -1) + amounts(line.values, PUBLIC)
    post_piles(book, line, site, Cause.CONVERTED, parts)


def post_station(book, line, site, on):
    """A station is in service from its first public pile to its last."""
    if site.kind != SiteKind.STATION:
        return
    has_piles, counted = stock(site, PUBLIC_PILES) > 0, stock(site, ["public_station"]) > 0
    if has_piles != counted:
        book.write(line=line, measure="public_station", cause=Cause.ADDED if has_piles else Cause.REMOVED,
                   area=site.area, site=site, credited_to=None, value=1 if has_piles else -1, on=on)


def post_site(book, line, site):
    """A place enters the register once; each number of spaces that was given is observed."""
    on = date.fromisoformat(line.values["on"])
    if stock(site, ["registered"]) == 0:
        book.write(line=line, measure="registered", cause=Cause.ADDED, area=site.area, site=site, value=1, on=on)
    for measure in ("parking_space", "car_space", "charging_space"):
        if line.values[measure] is not None:
            book.write(line=line, measure=measure, cause=Cause.OBSERVED, area=site.area, site=site,
                       value=line.values[measure], on=on)


def post_left(book, line, site):
    if stock(site, ["registered"]) == 0:
        raise CannotPost(f"{site}不在登记册中，不用移出")
    book.write(line=line, measure="registered", cause=Cause.REMOVED, area=site.area, site=site, value=-1,
               on=date.fromisoformat(line.values["on"]), note=line.values["reason"])


def post_pilot(book, line, site):
    """A stage is reached once."""
    measure = f"pilot_{line.values['stage']}"
    if stock(site, [measure]):
        raise CannotPost(f"{site}的“{MEASURES[measure].name}”已经登记过")
    book.write(line=line, measure=measure, cause=Cause.ADDED, area=site.area, site=site, value=1,
               on=date.fromisoformat(line.values["on"]))


def post_distance(book, line, site):
    book.write(line=line, measure="charging_distance", cause=Cause.OBSERVED, value=line.values["distance"],
               area=Area.objects.get(code=line.values["place"]), on=date.fromisoformat(line.values["on"]))


def post_nothing(book, line, site):
    """Words about the work are kept in the version; the ledger holds numbers."""


def post_vehicles(book, line, site):
    for measure in ("bev", "phev"):
        book.write(line=line, measure=measure, cause=Cause.OBSERVED, area=book.county, value=line.values[measure],
                   on=date.fromisoformat(line.values["on"]))


def post_corrected(book, line, site):
    """An entry that replaces an earlier one, with the same address and another value."""
    old = Entry.objects.get(county=book.county, number=line.values["entry"])
    if Entry.objects.filter(replaces=old).exists():
        raise CannotPost(f"{old}已经更正过，请更正后来的那一笔")
    book.write(line=line, measure=old.measure, cause=old.cause, area=old.area, site=old.site,
               credited_to=old.credited_to, value=line.values["value"], on=old.on, replaces=old,
               note=line.values["reason"])
    if old.site:
        post_station(book, line, old.site, old.on)


def lowest_stock(site, measure):
    """(day, stock) when the site's running stock of a measure is lowest, in the measure's smallest unit."""
    entries = Entry.objects.filter(site=site, measure=measure).counting()
    days = entries.values_list("on").annotate(Sum("value")).order_by("on")
    lowest, running = (None, 0), 0
    for day, change in days:
        running += change
        lowest = min(lowest, (day, running), key=lambda point: point[1])
    return lowest


def stock(site, measures) -> int:
    """What stands at a site now, in the measure's smallest unit."""
    return Entry.objects.filter(site=site, measure__in=measures).counting().aggregate(n=Sum("value"))["n"] or 0


POSTS = {
    LineKind.ADDED: post_added,
    LineKind.REMOVED: post_removed,
    LineKind.OPENED: post_opened,
    LineKind.SITE: post_site,
    LineKind.LEFT: post_left,
    LineKind.PILOT: post_pilot,
    LineKind.DISTANCE: post_distance,
    LineKind.WORK: post_nothing,
    LineKind.VEHICLES: post_vehicles,
    LineKind.CORRECTED: post_corrected,
}
