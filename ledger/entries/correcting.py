"""What a correction puts in an entry's place, and the implied number that follows it."""

from collections.abc import Iterable

from django.db.models import QuerySet, Sum

from ledger.entries.book import ADDRESS, Book, CannotPost
from ledger.entries.stocks import PUBLIC_PILES
from ledger.models import Cause, Entry, Line, LineKind, Site
from targets.measures import UNSPLIT


def post_corrected(book: Book, line: Line, site: Site | None) -> None:
    """An entry that replaces an earlier one, with the same address and another value."""
    named = Entry.objects.get(county=book.county, number=line.read_as["entry"])
    old = newest(named)
    if old.line_id != named.line_id or old.cause == Cause.REVERSED:
        raise CannotPost(f"{named}已经更正或撤销过，请更正后来的那一笔")
    book.write(
        line=line,
        measure=old.measure,
        cause=old.cause,
        area=old.area,
        site=old.site,
        credited_to=old.credited_to,
        value=line.read_as["value"],
        on=old.on,
        replaces=old,
        note=line.read_as["reason"],
    )
    if old.cause == Cause.OPENING and old.measure in PUBLIC_PILES:
        change = line.read_as["value"] - old.value
        correct_implied(book, old, change, line.read_as["reason"], line)


TOLD_TWICE = "同一批桩重复登记："  # begins the note of what merging two records took back
LEFT_UNEVEN = "拆除停用着的：转出停用和拆除的要一样多，请在同一份更正里一起改"
INSPECTION = "inspection"
LEFT_FOUND = "没有这次检查的，它发现的隐患、责令停用的桩也不会有，请在同一份更正里一起改为0"
EVEN = {
    LineKind.OPENED: "对外开放的专用桩和公共桩台数要一样，请在同一份更正里一起改",
    LineKind.CHANGED: "设备改造前后台数要一样，请把直流桩和交流桩在同一份更正里一起改",
}  # kinds of lines by which no pile comes or goes


def require_even(book: Book) -> None:
    """Raise CannotPost where what was written leaves more or fewer piles than there were of a line
    that only changes what piles are."""
    began = {first_of(entry).line_id for entry in book.entries if entry.replaces}
    for line in Line.objects.filter(pk__in=filter(None, began)):
        standing = Entry.objects.filter(pk__in=descent(Entry.objects.filter(line=line))).counting()
        piles = standing.filter(measure__endswith="_pile")
        if line.kind in EVEN and piles.aggregate(n=Sum("value"))["n"]:
            raise CannotPost(EVEN[LineKind(line.kind)])
        sums = standing.order_by().values("measure").annotate(n=Sum("value"))
        if line.kind == LineKind.INSPECTED and leaves_what_it_found(standing):
            raise CannotPost(LEFT_FOUND)
        if line.takes_from_stopped and sums.exclude(n=0).exists():
            raise CannotPost(LEFT_UNEVEN)


def leaves_what_it_found(standing: QuerySet[Entry]) -> bool:
    """Whether of an inspection that was none something stands that it found or ordered."""
    made = standing.filter(measure=INSPECTION).aggregate(n=Sum("value"))["n"]
    return not made and standing.exclude(measure=INSPECTION).exclude(value=0).exists()


def newest(entry: Entry) -> Entry:
    """What stands in an entry's place: itself, what corrects it, or what it was again after that
    was undone."""
    while newer := Entry.objects.filter(replaces=entry).first():
        entry = newer
    return entry


def correct_implied(
    book: Book, opening: Entry, change: int, note: str, line: Line | None = None
) -> None:
    """What an opening line took out of the number that the plan implies, if it does, follows its
    piles, by the line of a correction or (None) by its own."""
    if not book.has_implied:
        return
    implied = implied_of(first_of(opening))
    for entry in book.entries:
        if entry.replaces_id == implied.pk:  # another number of the same line was corrected before
            entry.value -= change
            return
    told = {name: getattr(implied, name) for name in (*ADDRESS, "measure", "cause", "on")}
    told |= {"line": line or first_of(implied).line, "value": implied.value - change}
    book.write(replaces=implied, note=note[:200], **told)


def implied_of(opening: Entry) -> Entry:
    """What stands of the entry by which an opening line took its public piles out of the unsplit
    number; `opening` is the first that counted some of them."""
    beside = Entry.objects.filter(line=opening.line, measure=UNSPLIT, number__gt=opening.number)
    return newest(beside.earliest("number"))


def first_of(entry: Entry) -> Entry:
    """The entry in whose place an entry stands in the end; itself, where it took none."""
    while entry.replaces:
        entry = entry.replaces
    return entry


def descent(entries: QuerySet[Entry]) -> dict[int, int | None]:
    """Id of each of the entries, and of all that took their places since, to the line that it began
    with."""
    found: dict[int, int | None] = dict(entries.values_list("pk", "line_id"))
    newer = set(found)
    while newer:
        took = Entry.objects.filter(replaces__in=newer).exclude(pk__in=found)
        began = {pk: found[old] for pk, old in took.values_list("pk", "replaces_id") if old}
        found |= began
        newer = set(began)
    return found


def in_force(corrections: Iterable[Entry], known: int | None = None) -> set[int]:
    """Ids of those of the entries that correct others and were not undone since, as known up to an
    entry's number (None: now). Of two that correct the same number one after the other both are."""
    chains = chains_of(corrections, known).values()
    return {entry.pk for chain in chains for entry in stack_of(chain)[0]}


def stack_of(chain: Iterable[Entry]) -> tuple[list[Entry], dict[int, Entry]]:
    """Of what took one another's places: what stands, the first beneath what corrects it; and id of
    each correction that was undone to what was put in its place."""
    stand: list[Entry] = []
    undone: dict[int, Entry] = {}
    for entry in chain:
        if entry.cause == Cause.REVERSED:
            stand.clear()
            undone.clear()
        elif len(stand) > 1 and entry.line_id == stand[-2].line_id:
            undone[stand.pop().pk] = entry  # what was there before stands again
        else:
            stand.append(entry)
    return stand, undone


def chains_of(entries: Iterable[Entry], known: int | None) -> dict[int, list[Entry]]:
    """Id of each entry in whose place some of these stand in the end to all that stood there, the
    first first."""
    older: dict[int, Entry] = {entry.pk: entry for entry in entries}
    while missing := {e.replaces_id for e in older.values() if e.replaces_id} - older.keys():
        older |= Entry.objects.filter(pk__in=missing).in_bulk()
    first = {pk: pk for pk, entry in older.items() if not entry.replaces_id}
    began = descent(Entry.objects.filter(pk__in=first))
    every = Entry.objects.filter(pk__in=began)
    if known is not None:
        every = every.filter(number__lte=known)
    chains: dict[int, list[Entry]] = {}
    for entry in every.select_related("replaces").order_by("number"):
        if entry.replaces_id:
            first[entry.pk] = first[entry.replaces_id]
        chains.setdefault(first[entry.pk], []).append(entry)
    return chains
