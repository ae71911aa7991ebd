"""What each kind of line posts."""

from collections.abc import Iterable
from datetime import date

from ledger.entries.book import Book, CannotPost
from ledger.entries.stocks import DEDICATED, HAZARDS, PUBLIC, PUBLIC_PILES
from ledger.models import Cause, Entry, Line, LineKind, Site, SiteKind
from targets.measures import MEASURES
from targets.models import Area


def amounts(values: dict, measures: dict[str, str], sign: int = 1) -> list[tuple[str, int]]:
    """(measure, signed amount) for each part of a line that is not zero; a line of before a column
    of the form was there lacks its part."""
    return [(code, sign * values[name]) for name, code in measures.items() if values.get(name)]


def post_piles(
    book: Book, line: Line, site: Site | None, cause: str, parts: Iterable[tuple[str, int]]
) -> None:
    """Write the parts of a line of piles, and what follows for its station."""
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


def post_added(book: Book, line: Line, site: Site | None) -> None:
    """New piles (新增), public or dedicated."""
    measures = PUBLIC if line.values["public"] else DEDICATED
    post_piles(book, line, site, Cause.ADDED, amounts(line.values, measures))


def post_removed(book: Book, line: Line, site: Site | None) -> None:
    """Piles that are gone, as negative amounts."""
    measures = PUBLIC if line.values["public"] else DEDICATED
    post_piles(book, line, site, Cause.REMOVED, amounts(line.values, measures, -1))


def post_opened(book: Book, line: Line, site: Site | None) -> None:
    """A dedicated pile opened to all: two entries of one line; whether it is 新增 is a ruling
    (D28)."""
    parts = amounts(line.values, DEDICATED, -1) + amounts(line.values, PUBLIC)
    post_piles(book, line, site, Cause.CONVERTED, parts)


def post_reopened(book: Book, line: Line, site: Site | None) -> None:
    """Back in use: a stock again, but not 新增."""
    measures = PUBLIC if line.values["public"] else DEDICATED
    post_piles(book, line, site, Cause.CONVERTED, amounts(line.values, measures))


def post_changed(book: Book, line: Line, site: Site | None) -> None:
    """A refit: the differences between what stands and what was stated to stand now."""
    measures = PUBLIC if line.values["public"] else DEDICATED
    parts = [
        (code, line.values[name] - book.stock(site, [code])) for name, code in measures.items()
    ]
    post_piles(
        book, line, site, Cause.CONVERTED, [(code, change) for code, change in parts if change]
    )


def post_opening(book: Book, line: Line, site: Site | None) -> None:
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


def post_station(book: Book, line: Line, site: Site | None, on: date) -> None:
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


def post_site(book: Book, line: Line, site: Site | None) -> None:
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


def post_left(book: Book, line: Line, site: Site | None) -> None:
    """A place leaves the register; raises CannotPost for one that is not in it."""
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


def post_pilot(book: Book, line: Line, site: Site | None) -> None:
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


def post_inspected(book: Book, line: Line, site: Site | None) -> None:
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


def post_cleared(book: Book, line: Line, site: Site | None) -> None:
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


def post_distance(book: Book, line: Line, site: Site | None) -> None:
    """A self-assessed distance is observed."""
    book.write(
        line=line,
        measure="charging_distance",
        cause=Cause.OBSERVED,
        value=line.values["distance"],
        area=Area.objects.get(code=line.values["place"]),
        on=date.fromisoformat(line.values["on"]),
    )


def post_nothing(book: Book, line: Line, site: Site | None) -> None:
    """Words about the work are kept in the version; the ledger holds numbers."""


def post_vehicles(book: Book, line: Line, site: Site | None) -> None:
    """Both numbers of vehicles are observed, for the county."""
    for measure in ("bev", "phev"):
        book.write(
            line=line,
            measure=measure,
            cause=Cause.OBSERVED,
            area=book.county,
            value=line.values[measure],
            on=date.fromisoformat(line.values["on"]),
        )


def post_corrected(book: Book, line: Line, site: Site | None) -> None:
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
