"""What the lines of task 17 post: inspections, what they order out of use, hazards and their
clearing."""

from datetime import date

from django.db.models import QuerySet

from ledger.entries.book import Book, CannotPost
from ledger.entries.stocks import HAZARDS, NATURES
from ledger.models import Cause, Entry, Line, Site
from targets.models import Area


def found_hazards(
    county: Area, until: date = date.max, known: int | None = None
) -> QuerySet[Entry]:
    """The entries of all hazards that were found by a day, as known up to an entry's number, the
    oldest first."""
    return of_hazards(county, until, known).filter(cause=Cause.ADDED).order_by("on", "number")


def cleared(
    county: Area, until: date = date.max, known: int | None = None
) -> dict[int | None, date]:
    """The number of the entry of each hazard that was gone by a day, as known up to an entry's
    number, and since when."""
    gone = of_hazards(county, until, known).filter(cause=Cause.REMOVED).select_related("line")
    return {hazard_of(entry): entry.on for entry in gone}


def hazard_of(clearing: Entry) -> int | None:
    """The number of the hazard that an entry clears: as the line says with which it was cleared,
    whatever was corrected about that since."""
    while clearing.replaces and not (clearing.line and "hazard" in clearing.line.read_as):
        clearing = clearing.replaces
    return clearing.line.read_as.get("hazard") if clearing.line else None


def require_pairs(book: Book) -> None:
    """Raise CannotPost where what was written of hazards leaves one cleared that is none any more,
    or that was found later."""
    posted = [e for e in book.entries if e.measure in HAZARDS]
    if not posted:
        return
    touched = {
        *(e.replaces.number for e in posted if e.replaces),
        *(hazard_of(e) for e in posted if e.cause == Cause.REMOVED),
    }
    found = dict(found_hazards(book.county).values_list("number", "on"))
    for number, day in cleared(book.county).items():
        if number not in touched:
            continue
        if number not in found:
            raise CannotPost(f"台账第{number}号隐患已于{day}销号，请先更正或撤销销号的那一笔")
        if day < found[number]:
            raise CannotPost(f"台账第{number}号隐患{found[number]}才发现，不会在{day}已经销号")


def of_hazards(county: Area, until: date = date.max, known: int | None = None) -> QuerySet[Entry]:
    """Whatever was posted of hazards and stands."""
    posted = Entry.objects.filter(county=county, measure__in=HAZARDS, on__lte=until)
    return posted.counting(known).exclude(value=0)


def open_hazards(county: Area, until: date = date.max, known: int | None = None) -> QuerySet[Entry]:
    """The entries of the hazards that were found by a day and not cleared by it, as known up to an
    entry's number, the oldest first."""
    gone = cleared(county, until, known)
    return found_hazards(county, until, known).exclude(number__in=filter(None, gone))


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
    number = line.read_as["hazard"]
    found = open_hazards(book.county).filter(number=number).first()
    again = any(e.line and e.line.read_as.get("hazard") == number for e in book.entries)
    if found is None or again:
        raise CannotPost(f"台账第{number}号隐患已经销号或撤销，不能再销号")
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
