"""What the lines of task 17 post: inspections, what they order out of use, hazards and their
clearing."""

from datetime import date

from ledger.entries.book import Book, CannotPost
from ledger.entries.stocks import HAZARDS, NATURES
from ledger.models import Cause, Entry, Line, Site


def post_inspected(book: Book, line: Line, site: Site | None) -> None:
    """A safety inspection (task 17), and the hazard it found."""
    values, on = line.read_as, date.fromisoformat(line.read_as["on"])
    where = {"area": site.area if site else book.county, "site": site}
    book.write(line=line, measure="inspection", cause=Cause.ADDED, value=1, on=on, **where)
    if values["stopped"] and site:
        stop_all(book, line, site, on)
    if values["grade"] != "none":
        book.write(
            line=line,
            measure=f"hazard_{values['grade']}",
            cause=Cause.ADDED,
            value=1,
            on=on,
            **where,
        )


def stop_all(book: Book, line: Line, site: Site, on: date) -> None:
    """责令停用: all that stands at a site on the day is out of use."""
    for measure in (code for nature in NATURES.values() for code in nature.values()):
        if stands := book.stock(site, measure, on):
            book.write(
                line=line,
                measure=measure,
                cause=Cause.STOPPED,
                area=site.area,
                site=site,
                value=-stands,
                on=on,
            )


def post_cleared(book: Book, line: Line, site: Site | None) -> None:
    """A hazard is gone; it may be cleared once."""
    found = (
        Entry.objects.filter(county=book.county, number=line.read_as["hazard"]).counting().first()
    )
    cleared = Entry.objects.filter(
        county=book.county, measure__in=HAZARDS, cause=Cause.REMOVED
    ).counting()
    if found is None or cleared.filter(line__values__hazard=line.read_as["hazard"]).exists():
        raise CannotPost(f"台账第{line.read_as['hazard']}号隐患已经销号或撤销，不能再销号")
    book.write(
        line=line,
        measure=found.measure,
        cause=Cause.REMOVED,
        area=found.area,
        site=found.site,
        value=-1,
        on=date.fromisoformat(line.read_as["on"]),
        note=line.read_as["result"][:200],
    )
