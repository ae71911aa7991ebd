"""Approved lines become entries: what each kind of line posts, and the next numbers of the county's
ledger."""

from collections import Counter
from datetime import date

from django.db.models import Sum

from ledger.models import Cause, Entry, Ledger, LineKind, Site, SiteKind
from ledger.models.entries import LEVELS
from shanyin_charging import clock
from targets.measures import MEASURES
from targets.models import Area, Unit

PUBLIC = {
    "dc": "public_dc_pile",
    "ac": "public_ac_pile",
    "connectors": "public_connector",
    "power": "public_power",
}
DEDICATED = {name: code.replace("public", "dedicated") for name, code in PUBLIC.items()}
HAZARDS = ("hazard_general", "hazard_grave")
PUBLIC_PILES = (PUBLIC["dc"], PUBLIC["ac"])

ORDER = {
    code: place for place, code in enumerate(MEASURES)
}  # piles are named before their connectors


class CannotPost(Exception):
    """A line that no longer fits the ledger; its text says which and why, in Chinese."""


def post(version, approved_by: str) -> list[Entry]:
    """Post all lines of a version inside the caller's transaction; returns the entries in order of
    number."""
    submission = version.submission
    lines = list(version.lines.all())
    sites = sites_of(lines, submission)  # sites before the ledger: the lock order
    book = Book(submission.period.county, approved_by, sites)
    for line, site in zip(lines, sites, strict=True):
        POSTS[line.kind](book, line, site)
    return book.close()


def reverse(submission, approved_by: str, reason: str) -> list[Entry]:
    """Post an entry of no value in place of each standing entry of a submission; returns the
    reversals."""
    standing = (
        Entry.objects.filter(line__version__submission=submission)
        .counting()
        .exclude(cause=Cause.REVERSED)
        .select_related("line", "area", "site", "credited_to")
        .order_by("number")
    )
    touched = {entry.site_id: entry for entry in standing if entry.site_id}
    sites = list(Site.objects.select_for_update(no_key=True).filter(pk__in=touched).order_by("pk"))
    book = Book(submission.period.county, approved_by, sites)
    for old in standing:
        book.write(
            line=old.line,
            measure=old.measure,
            cause=Cause.REVERSED,
            area=old.area,
            site=old.site,
            credited_to=old.credited_to,
            value=0,
            on=old.on,
            replaces=old,
            note=reason[:200],
        )
    for site in sites:
        post_station(book, touched[site.pk].line, site, touched[site.pk].on)
    return book.close()


class Book:
    """The county's ledger, locked, while one version is posted; `sites` are those it may touch,
    locked before."""

    def __init__(self, county, approved_by, sites):
        self.county, self.approved_by, self.at = county, approved_by, clock.now()
        self.ledger = Ledger.objects.select_for_update(no_key=True).get(county=county)
        self.entries, self.sites = [], {site.pk: site for site in sites if site}
        self.units = {unit.code: unit for unit in Unit.objects.all()}
        sums = (
            Entry.objects.filter(site__in=self.sites)
            .counting()
            .order_by()
            .values_list("site_id", "measure")
            .annotate(Sum("value"))
        )
        self.stocks = Counter({(site, measure): total for site, measure, total in sums})

    def write(self, **fields):
        """Take down one entry; it is stored, numbered, on closing the book."""
        closed = self.ledger.closed_through
        if (
            closed
            and fields["on"] <= closed
            and fields["cause"] != Cause.OPENING
            and not fields.get("replaces")
        ):
            raise CannotPost(f"{closed.year}年已经结账，{fields['on']}的变动不能登账，只能作更正")
        self.ledger.last_number += 1
        entry = Entry(
            county=self.county,
            number=self.ledger.last_number,
            posted_at=self.at,
            approved_by=self.approved_by,
            **fields,
        )
        replaced = entry.replaces.value if entry.replaces else 0
        self.stocks[entry.site_id, entry.measure] += entry.value - replaced
        self.entries.append(entry)

    def stock(self, site, measures) -> int:
        """What stands at a site with all that was written so far, in the measure's smallest
        unit."""
        return sum(self.stocks[site.pk, measure] for measure in measures)

    def close(self) -> list[Entry]:
        """Store the entries and the last number, after making sure that no site's stock is below
        zero on any day."""
        Entry.objects.bulk_create(self.entries)
        touched = {
            (e.site_id, e.measure) for e in self.entries if e.site_id and e.measure not in LEVELS
        }
        lowest_first = sorted(
            lowest_stocks(self.sites).items(), key=lambda found: ORDER[found[0][1]]
        )
        for (site, measure), (day, lowest) in lowest_first:
            if lowest < 0 and (site, measure) in touched:
                name, unit = MEASURES[measure].name, MEASURES[measure].unit
                raise CannotPost(
                    f"{self.sites[site]}的{name}会在{day}减成{lowest}{unit}，请核对台数和日期"
                )
        self.ledger.save()
        return self.entries


def sites_of(lines, submission) -> list[Site | None]:
    """Each line's site, locked in one order; a new one is made here, by approval and not before."""
    county = submission.period.county
    wrong = dict(
        Entry.objects.filter(
            county=county,
            number__in=[line.values["entry"] for line in lines if line.kind == LineKind.CORRECTED],
        ).values_list("number", "site_id")
    )
    about = [line.values.get("site") or wrong.get(line.values.get("entry")) for line in lines]
    moved = dict(
        Site.objects.filter(pk__in=filter(None, about), merged_into__isnull=False).values_list(
            "pk", "merged_into"
        )
    )
    about = [
        moved.get(pk, pk) for pk in about
    ]  # what was typed for a site that is another one by now
    ids = set(filter(None, about))
    known = {
        site.pk: site
        for site in Site.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    }
    areas = {
        area.code: area
        for area in Area.objects.filter(
            code__in={line.values["village"] for line in lines if line.values.get("village")}
        )
    }
    made = {}
    for line in lines:
        values = line.values
        address = (values.get("village"), values.get("site_name"))
        if values.get("site_name") and not values.get("site") and address not in made:
            made[address] = Site.objects.get_or_create(
                area=areas[address[0]],
                name=address[1],
                defaults={
                    "county": county,
                    "kind": values["site_kind"],
                    "at_seat": values["at_seat"],
                    "keeper": submission.unit,
                },
            )[0]
    return [
        known.get(pk) or made.get((line.values.get("village"), line.values.get("site_name")))
        for pk, line in zip(about, lines, strict=True)
    ]


def amounts(values, measures, sign=1):
    """(measure, signed amount) for each part of a line that is not zero."""
    return [(code, sign * values[name]) for name, code in measures.items() if values[name]]


def post_piles(book, line, site, cause, parts):
    values = line.values
    unit, on = book.units.get(values["credited_to"]), date.fromisoformat(values["on"])
    for measure, amount in parts:
        book.write(
            line=line,
            measure=measure,
            cause=cause,
            area=site.area,
            site=site,
            credited_to=unit,
            value=amount,
            on=on,
        )
    post_station(book, line, site, on)


def post_added(book, line, site):
    measures = PUBLIC if line.values["public"] else DEDICATED
    post_piles(book, line, site, Cause.ADDED, amounts(line.values, measures))


def post_removed(book, line, site):
    measures = PUBLIC if line.values["public"] else DEDICATED
    post_piles(book, line, site, Cause.REMOVED, amounts(line.values, measures, -1))


def post_opened(book, line, site):
    """A dedicated pile opened to all: two entries of one line; whether it is 新增 is a ruling
    (D28)."""
    parts = amounts(line.values, DEDICATED, -1) + amounts(line.values, PUBLIC)
    post_piles(book, line, site, Cause.CONVERTED, parts)


def post_reopened(book, line, site):
    """Back in use: a stock again, but not 新增."""
    measures = PUBLIC if line.values["public"] else DEDICATED
    post_piles(book, line, site, Cause.CONVERTED, amounts(line.values, measures))


def post_changed(book, line, site):
    """A refit: the differences between what stands and what was stated to stand now."""
    measures = PUBLIC if line.values["public"] else DEDICATED
    parts = [
        (code, line.values[name] - book.stock(site, [code])) for name, code in measures.items()
    ]
    post_piles(
        book, line, site, Cause.CONVERTED, [(code, change) for code, change in parts if change]
    )


def post_opening(book, line, site):
    """Piles that were there from the start take their share out of the baseline's unsplit number,
    so that the sum stays what the plan implies until the office rules otherwise (discrepancy
    D02)."""
    values, on = line.values, book.ledger.opened_on
    measures = PUBLIC if values["public"] else DEDICATED
    for measure, amount in amounts(values, measures):
        book.write(
            line=line,
            measure=measure,
            cause=Cause.OPENING,
            area=site.area,
            site=site,
            credited_to=book.units.get(values["credited_to"]),
            value=amount,
            on=on,
        )
    if values["public"]:
        book.write(
            line=line,
            measure="public_pile_unsplit",
            cause=Cause.OPENING,
            area=book.county,
            site=None,
            credited_to=None,
            value=-(values["dc"] + values["ac"]),
            on=on,
            note="列入清单，转出推算数",
        )
    post_station(book, line, site, on)


def post_station(book, line, site, on):
    """A station is in service from its first public pile to its last."""
    if site.kind != SiteKind.STATION:
        return
    has_piles, counted = (
        book.stock(site, PUBLIC_PILES) > 0,
        book.stock(site, ["public_station"]) > 0,
    )
    if has_piles != counted:
        cause = (
            Cause.OPENING
            if on <= book.ledger.opened_on
            else Cause.ADDED
            if has_piles
            else Cause.REMOVED
        )
        book.write(
            line=line,
            measure="public_station",
            cause=cause,
            area=site.area,
            site=site,
            credited_to=None,
            value=1 if has_piles else -1,
            on=on,
        )


def post_site(book, line, site):
    """A place enters the register once; each number of spaces that was given is observed."""
    on = date.fromisoformat(line.values["on"])
    if book.stock(site, ["registered"]) == 0:
        book.write(
            line=line,
            measure="registered",
            cause=Cause.ADDED,
            area=site.area,
            site=site,
            value=1,
            on=on,
        )
    for measure in ("parking_space", "car_space", "charging_space"):
        if line.values[measure] is not None:
            book.write(
                line=line,
                measure=measure,
                cause=Cause.OBSERVED,
                area=site.area,
                site=site,
                value=line.values[measure],
                on=on,
            )


def post_left(book, line, site):
    if book.stock(site, ["registered"]) == 0:
        raise CannotPost(f"{site}不在登记册中，不用移出")
    book.write(
        line=line,
        measure="registered",
        cause=Cause.REMOVED,
        area=site.area,
        site=site,
        value=-1,
        on=date.fromisoformat(line.values["on"]),
        note=line.values["reason"],
    )


def post_pilot(book, line, site):
    """A stage is reached once."""
    measure = f"pilot_{line.values['stage']}"
    if book.stock(site, [measure]):
        raise CannotPost(f"{site}的“{MEASURES[measure].name}”已经登记过")
    book.write(
        line=line,
        measure=measure,
        cause=Cause.ADDED,
        area=site.area,
        site=site,
        value=1,
        on=date.fromisoformat(line.values["on"]),
    )


def post_inspected(book, line, site):
    """A safety inspection (task 17), and the hazard it found."""
    values, on = line.values, date.fromisoformat(line.values["on"])
    where = {"area": site.area if site else book.county, "site": site}
    book.write(line=line, measure="inspection", cause=Cause.ADDED, value=1, on=on, **where)
    if values["grade"] != "none":
        book.write(
            line=line,
            measure=f"hazard_{values['grade']}",
            cause=Cause.ADDED,
            value=1,
            on=on,
            **where,
        )


def post_cleared(book, line, site):
    """A hazard is gone; it may be cleared once."""
    found = (
        Entry.objects.filter(county=book.county, number=line.values["hazard"]).counting().first()
    )
    cleared = Entry.objects.filter(
        county=book.county, measure__in=HAZARDS, cause=Cause.REMOVED
    ).counting()
    if found is None or cleared.filter(line__values__hazard=line.values["hazard"]).exists():
        raise CannotPost(f"台账第{line.values['hazard']}号隐患已经销号或撤销，不能再销号")
    book.write(
        line=line,
        measure=found.measure,
        cause=Cause.REMOVED,
        area=found.area,
        site=found.site,
        value=-1,
        on=date.fromisoformat(line.values["on"]),
        note=line.values["result"][:200],
    )


def post_distance(book, line, site):
    book.write(
        line=line,
        measure="charging_distance",
        cause=Cause.OBSERVED,
        value=line.values["distance"],
        area=Area.objects.get(code=line.values["place"]),
        on=date.fromisoformat(line.values["on"]),
    )


def post_nothing(book, line, site):
    """Words about the work are kept in the version; the ledger holds numbers."""


def post_vehicles(book, line, site):
    for measure in ("bev", "phev"):
        book.write(
            line=line,
            measure=measure,
            cause=Cause.OBSERVED,
            area=book.county,
            value=line.values[measure],
            on=date.fromisoformat(line.values["on"]),
        )


def post_corrected(book, line, site):
    """An entry that replaces an earlier one, with the same address and another value."""
    old = Entry.objects.get(county=book.county, number=line.values["entry"])
    if Entry.objects.filter(replaces=old).exists():
        raise CannotPost(f"{old}已经更正过，请更正后来的那一笔")
    book.write(
        line=line,
        measure=old.measure,
        cause=old.cause,
        area=old.area,
        site=old.site,
        credited_to=old.credited_to,
        value=line.values["value"],
        on=old.on,
        replaces=old,
        note=line.values["reason"],
    )
    if site:
        post_station(book, line, site, old.on)


def lowest_stocks(sites) -> dict[tuple[int, str], tuple[date, int]]:
    """(site id, measure) to (day, stock) when the site's running stock of a flow is lowest, in its
    smallest unit."""
    changes = (
        Entry.objects.filter(site__in=sites)
        .counting()
        .exclude(measure__in=LEVELS)
        .order_by("on")
        .values_list("site_id", "measure", "on")
        .annotate(Sum("value"))
    )
    running, lowest = Counter(), {}
    for site, measure, day, change in changes:
        running[site, measure] += change
        if running[site, measure] < lowest.get((site, measure), (None, 1))[1]:
            lowest[site, measure] = day, running[site, measure]
    return lowest


POSTS = {
    LineKind.ADDED: post_added,
    LineKind.REMOVED: post_removed,
    LineKind.OPENED: post_opened,
    LineKind.REOPENED: post_reopened,
    LineKind.CHANGED: post_changed,
    LineKind.SITE: post_site,
    LineKind.LEFT: post_left,
    LineKind.PILOT: post_pilot,
    LineKind.DISTANCE: post_distance,
    LineKind.INSPECTED: post_inspected,
    LineKind.CLEARED: post_cleared,
    LineKind.WORK: post_nothing,
    LineKind.VEHICLES: post_vehicles,
    LineKind.OPENING: post_opening,
    LineKind.CORRECTED: post_corrected,
}
