"""What each kind of line posts."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from ledger.entries.book import Book, CannotPost
from ledger.entries.building import post_building, take_over
from ledger.entries.correcting import post_corrected
from ledger.entries.inspections import post_cleared, post_inspected
from ledger.entries.stocks import (
    DEDICATED,
    PUBLIC,
    measures_of,
)
from ledger.models import Cause, Line, LineKind, RegisterWord, Site
from targets.measures import MEASURES, UNSPLIT
from targets.models import Area

SWAPPING = {
    "opened": (Cause.ADDED, 1),
    "stopped": (Cause.STOPPED, -1),
    "resumed": (Cause.RESUMED, 1),
    "dismantled": (Cause.DISMANTLED, -1),
}
Post = Callable[[Book, Line, Site | None], None]


def amounts(
    values: dict[str, Any], measures: dict[str, str], sign: int = 1
) -> list[tuple[str, int]]:
    """(measure, signed amount) for each part of a line that is not zero; a line of before a column
    of the form was there lacks its part."""
    return [(code, sign * values[name]) for name, code in measures.items() if values.get(name)]


def post_piles(
    book: Book, line: Line, site: Site, cause: str, parts: Iterable[tuple[str, int]]
) -> None:
    """Write the parts of a line of piles."""
    values = line.read_as
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


def post_added(book: Book, line: Line, site: Site) -> None:
    """New piles (新增), public, dedicated or private; those out of use by now stop on their day.
    What was being built is no more."""
    measures = measures_of(line.read_as)
    post_piles(book, line, site, Cause.ADDED, amounts(line.read_as, measures))
    if line.read_as.get("construction"):
        take_over(book, line)
    if line.read_as.get("stopped"):
        stop_at_once(book, line, site, date.fromisoformat(line.read_as["on"]))


def stop_at_once(book: Book, line: Line, site: Site, on: date) -> None:
    """A list does not say since when its piles are out of use: they never are a stock, and may
    resume."""
    for measure, amount in amounts(line.read_as, measures_of(line.read_as), -1):
        book.write(
            line=line,
            measure=measure,
            cause=Cause.STOPPED,
            area=site.area,
            site=site,
            value=amount,
            on=on,
        )


def post_removed(book: Book, line: Line, site: Site) -> None:
    """Piles that are gone, as negative amounts; a line of old does not say whether for good. What
    was out of use is that no more, and was no stock already."""
    measures = measures_of(line.read_as)
    cause = Cause.DISMANTLED if line.read_as.get("for_good") else Cause.REMOVED
    if line.takes_from_stopped:
        post_piles(book, line, site, Cause.RESUMED, amounts(line.read_as, measures))
    post_piles(book, line, site, cause, amounts(line.read_as, measures, -1))


def post_stopped(book: Book, line: Line, site: Site) -> None:
    """Piles that are out of use, as negative amounts: no stock until they serve again."""
    measures = measures_of(line.read_as)
    post_piles(book, line, site, Cause.STOPPED, amounts(line.read_as, measures, -1))


def post_opened(book: Book, line: Line, site: Site) -> None:
    """A dedicated pile opened to all: two entries of one line; whether it is 新增 is a ruling."""
    parts = amounts(line.read_as, DEDICATED, -1) + amounts(line.read_as, PUBLIC)
    post_piles(book, line, site, Cause.CONVERTED, parts)


def post_reopened(book: Book, line: Line, site: Site) -> None:
    """Back in use: a stock again, but not 新增."""
    measures = measures_of(line.read_as)
    post_piles(book, line, site, Cause.RESUMED, amounts(line.read_as, measures))


def post_changed(book: Book, line: Line, site: Site) -> None:
    """A refit: the differences between what stood on its day and what was stated to stand then."""
    values, day = line.read_as, date.fromisoformat(line.read_as["on"])
    measures = measures_of(values)
    parts = [(code, values[name] - book.stock(site, code, day)) for name, code in measures.items()]
    post_piles(
        book, line, site, Cause.REFITTED, [(code, change) for code, change in parts if change]
    )


def post_opening(book: Book, line: Line, site: Site) -> None:
    """Piles that were there from the start take their share out of the number that the plan
    implies, if it does, so that the sum stays what it is until the office rules otherwise."""
    values, on = line.read_as, book.ledger.opened_on
    measures = measures_of(values)
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
    if values["public"] and book.has_implied:
        book.write(
            line=line,
            measure=UNSPLIT,
            cause=Cause.OPENING,
            area=book.county,
            site=None,
            credited_to=None,
            value=-(values["dc"] + values["ac"]),
            on=on,
            note="列入清单，转出推算数",
        )
    if values.get("stopped"):
        stop_at_once(book, line, site, on)


def post_site(book: Book, line: Line, site: Site) -> None:
    """A place is in the register, however often that is said; each number of spaces that was given
    is observed."""
    on = date.fromisoformat(line.read_as["on"])
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
        if line.read_as[measure] is not None:
            book.write(
                line=line,
                measure=measure,
                cause=Cause.OBSERVED,
                area=site.area,
                site=site,
                value=line.read_as[measure],
                on=on,
            )


def post_left(book: Book, line: Line, site: Site) -> None:
    """A place leaves the register; raises CannotPost for one that is not in it on the day."""
    on = date.fromisoformat(line.read_as["on"])
    if not book.in_register(site, on):
        raise CannotPost(f"{site}在{on}不在登记册中，不用移出")
    book.write(
        line=line,
        measure="registered",
        cause=Cause.REMOVED,
        area=site.area,
        site=site,
        value=-1,
        on=on,
        note=line.read_as["reason"],
    )


def post_whole(book: Book, line: Line, site: Site | None) -> None:
    """A word on whether a register is whole is no number: it stands beside the entries."""
    RegisterWord.objects.create(
        county=book.county,
        unit=line.version.submission.unit,
        kind=line.read_as["site_kind"],
        whole=line.read_as["whole"],
        on=date.fromisoformat(line.read_as["on"]),
        line=line,
        recorded_at=book.at,
        recorded_by=book.approved_by,
    )


def post_pilot(book: Book, line: Line, site: Site) -> None:
    """A stage is reached once."""
    measure = f"pilot_{line.read_as['stage']}"
    if book.stock(site, measure):
        raise CannotPost(f"{site}的“{MEASURES[measure].name}”已经登记过")
    book.write(
        line=line,
        measure=measure,
        cause=Cause.ADDED,
        area=site.area,
        site=site,
        value=1,
        on=date.fromisoformat(line.read_as["on"]),
    )


def post_swap(book: Book, line: Line, site: Site) -> None:
    """A battery swap station is there, out of use, back or gone, which it may have been out of use
    for; one that was there from the start is an opening."""
    changes = [SWAPPING[line.read_as["event"]]]
    on = date.fromisoformat(line.read_as["on"])
    if on <= book.ledger.opened_on:
        changes, on = [(Cause.OPENING, 1)], book.ledger.opened_on
    elif line.takes_from_stopped:
        changes.insert(0, SWAPPING["resumed"])
    for cause, value in changes:
        book.write(
            line=line,
            measure="swap_station",
            cause=cause,
            area=site.area,
            site=site,
            value=value,
            on=on,
        )


def post_distance(book: Book, line: Line, site: Site | None) -> None:
    """A self-assessed distance is observed."""
    book.write(
        line=line,
        measure="charging_distance",
        cause=Cause.OBSERVED,
        value=line.read_as["distance"],
        area=Area.objects.served().get(code=line.read_as["place"]),
        on=date.fromisoformat(line.read_as["on"]),
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
            value=line.read_as[measure],
            on=date.fromisoformat(line.read_as["on"]),
        )


def at_its_site(post: Callable[[Book, Line, Site], None]) -> Post:
    """What posts a line of a kind that is always about a site: its form asks for one."""

    def posting(book: Book, line: Line, site: Site | None) -> None:
        assert site is not None, f"{line.kind} without a site"
        post(book, line, site)

    return posting


POSTS: dict[str, Post] = {
    LineKind.ADDED: at_its_site(post_added),
    LineKind.REMOVED: at_its_site(post_removed),
    LineKind.STOPPED: at_its_site(post_stopped),
    LineKind.OPENED: at_its_site(post_opened),
    LineKind.REOPENED: at_its_site(post_reopened),
    LineKind.CHANGED: at_its_site(post_changed),
    LineKind.SITE: at_its_site(post_site),
    LineKind.LEFT: at_its_site(post_left),
    LineKind.WHOLE: post_whole,
    LineKind.PILOT: at_its_site(post_pilot),
    LineKind.BUILDING: post_building,
    LineKind.SWAP: at_its_site(post_swap),
    LineKind.DISTANCE: post_distance,
    LineKind.INSPECTED: post_inspected,
    LineKind.CLEARED: post_cleared,
    LineKind.WORK: post_nothing,
    LineKind.VEHICLES: post_vehicles,
    LineKind.OPENING: at_its_site(post_opening),
    LineKind.CORRECTED: post_corrected,
}
