"""Approving posts a version's lines as entries, undoing posts their reversals; all or none."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from ledger.entries import stocks
from ledger.entries.book import ADDRESS, Book, CannotPost
from ledger.entries.building import follow_correction, undo_words
from ledger.entries.by_kind import POSTS
from ledger.entries.correcting import TOLD_TWICE, descent, require_even
from ledger.entries.inspections import require_pairs
from ledger.models import (
    Cause,
    Declaration,
    Entry,
    Kind,
    Line,
    LineKind,
    RegisterWord,
    Site,
    Submission,
    Version,
)
from targets.models import Area

Address = tuple[str, str]  # a village's code, and a site's name in it


def post(version: Version, approved_by: str, word: str = "") -> list[Entry]:
    """Post all lines of a version inside the caller's transaction; returns the entries in order of
    number. By the `word` of the head of the office what happened in a closed year is posted too."""
    submission = version.submission
    lines = list(version.lines.all())
    posted = Entry.objects.filter(line__version__submission=submission)
    before = posted.select_related("line").order_by("line")  # none where it comes first
    sites = sites_of(lines, submission, before)  # sites before the ledger: the lock order
    mends = submission.kind == Kind.CORRECTION
    book = Book(submission.period.county, approved_by, sites, mends, word)
    about = list(zip(lines, sites, strict=True))
    if before:
        require_told_once(about, posted)
    for line, site in about:
        POSTS[line.kind](book, line, site)
    Declaration.objects.bulk_create(
        declared(book, line, site) for line, site in about if site and declares(line)
    )
    entries = book.close()
    require_pairs(book)
    if mends:
        require_even(book)
    for line in lines if mends else ():
        follow_correction(book, line)
    return entries


def require_told_once(about: list[tuple[Line, Site | None]], posted: QuerySet[Entry]) -> None:
    """Raise CannotPost for a line of a return that comes again, of which `posted` was posted
    before, whose piles were found to be those of another record when the two were merged."""
    began = descent(posted)
    taken = Entry.objects.filter(pk__in=began, cause=Cause.REVERSED, note__startswith=TOLD_TWICE)
    told_of = {began[pk] for pk in taken.values_list("pk", flat=True)}
    keys = set(Line.objects.filter(pk__in=filter(None, told_of)).values_list("key", flat=True))
    for line, site in about:
        if line.key in keys:
            raise CannotPost(
                f"{site}的这一条在合并站点时已认定是另一处报过的同一批，不能再登账；"
                "请退回单位删去这一条"
            )


def declares(line: Line) -> bool:
    """Whether a line says if its site is a public charging station."""
    return line.read_as.get("station") is not None


def declared(book: Book, line: Line, site: Site) -> Declaration:
    """What a line says of its site, not stored yet."""
    return Declaration(
        site=site,
        station=line.read_as["station"],
        on=line.read_as["on"],
        recorded_at=book.at,
        recorded_by=book.approved_by,
    )


def reverse(submission: Submission, approved_by: str, reason: str) -> list[Entry]:
    """Post an entry of no value in place of each standing entry of a submission, and what was there
    before in place of each that is a correction; returns them. Raises CannotPost where one was
    corrected since."""
    standing = (
        Entry.objects.filter(line__version__submission=submission)
        .counting()
        .exclude(cause=Cause.REVERSED)
        .select_related(*ADDRESS)
        .order_by("number")
    )
    touched = stocks.standing(entry.site_id for entry in standing if entry.site_id)
    sites = Site.objects.select_for_update(no_key=True).filter(pk__in=touched.values())
    book = Book(submission.period.county, approved_by, sites.order_by("pk"), mends=True)
    require_uncorrected(submission)
    for old in standing:
        if submission.kind == Kind.CORRECTION:
            book.restore(old, reason)
        else:
            book.reverse(old, reason)
    for word in RegisterWord.objects.filter(line__version__submission=submission, whole=True):
        word.pk, word.whole, word.recorded_at, word.recorded_by = None, False, book.at, approved_by
        word.save(force_insert=True)
    undo_words(book, submission)
    entries = book.close()
    require_pairs(book)
    return entries


def require_uncorrected(submission: Submission) -> None:
    """Raise CannotPost where a number of the submission is corrected by another one, which has to
    be undone first."""
    newer = Entry.objects.filter(replaces__line__version__submission=submission)
    while newer := newer.exclude(line__version__submission=submission):
        standing = newer.counting().exclude(cause=Cause.REVERSED)
        if found := standing.order_by("number").first():
            raise CannotPost(
                f"其中的数后来更正为台账第{found.number}号，请先撤销那份更正的通过，再撤销这一份"
            )
        newer = Entry.objects.filter(replaces__in=newer)


def sites_of(
    lines: list[Line], submission: Submission, before: Iterable[Entry]
) -> list[Site | None]:
    """Each line's site, locked in one order; a new one is made here, by approval and not before.
    `before` is what was posted of them already, with its lines."""
    county = submission.period.county
    wrong = dict(
        Entry.objects.filter(
            county=county,
            number__in=[line.read_as["entry"] for line in lines if line.kind == LineKind.CORRECTED],
        ).values_list("number", "site_id")
    )
    new = [line for line in lines if brings_in(line)]
    villages, there = places_of({described(line) for line in new}, before)
    about: list[int | None] = [
        line.read_as.get("site")
        or wrong.get(line.read_as.get("entry", 0))
        or there.get(described(line))
        for line in lines
    ]
    now = stocks.standing(filter(None, about))  # what was typed for one that is another by now
    about = [now[pk] if pk else None for pk in about]
    ids = set(now.values())
    known = {
        site.pk: site
        for site in Site.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    }
    coming = [line for line in new if described(line) not in there]
    made = new_sites(coming, villages, submission)
    return [
        (known.get(pk) if pk else None) or made.get(described(line))
        for pk, line in zip(about, lines, strict=True)
    ]


def brings_in(line: Line) -> bool:
    """Whether a line may bring in a site: what is being built is none yet."""
    return not line.read_as.get("site") and line.kind != LineKind.BUILDING


def places_of(
    told: set[Address], before: Iterable[Entry]
) -> tuple[dict[str, int], dict[Address, int]]:
    """(village to its id, village and name to the id of the record that is there already) of sites
    that lines describe: the record that another return has brought in, or this one `before` its
    approval was undone, whatever that is called since. A name is that of the site which has it
    now, else of the one that had it last."""
    told = {address for address in told if address[1]}
    if not told:
        return {}, {}
    places = Area.objects.filter(code__in={code for code, _ in told})
    sites = ("sites__name", "sites", "sites__renamings__before")
    found = list(places.order_by("sites__renamings").values_list("pk", "code", *sites))
    named = {(code, before): site for _, code, _, site, before in found if before}
    named |= {(code, name): site for _, code, name, site, _ in found if site}
    named |= {
        address(entry.line.read_as): entry.site_id
        for entry in before
        if entry.line and entry.site_id
    }
    villages = {code: pk for pk, code, *_ in found}
    return villages, {address: named[address] for address in told & named.keys()}


def new_sites(
    lines: list[Line], villages: dict[str, int], submission: Submission
) -> dict[Address, Site]:
    """Village and name to the site that the lines bring in; few queries, however many there
    are."""
    told = {described(line): line.read_as for line in reversed(lines)}  # the first line's word
    told = {address: values for address, values in told.items() if address[1]}
    if not told:
        return {}
    Site.objects.bulk_create(
        (
            Site(
                area_id=villages[code],
                name=name,
                county=submission.period.county,
                kind=told[code, name]["site_kind"],
                at_seat=told[code, name]["at_seat"],
                keeper_id=submission.unit_id,
            )
            for code, name in sorted(told)
        ),
        ignore_conflicts=True,  # another approval may bring one in at this moment
    )
    found = Site.objects.served().filter(area__in=villages.values()).select_related("area")
    return {(site.area.code, site.name): site for site in found}


def described(line: Line) -> Address:
    """The village and the name of the site that a line describes; empty where it names none."""
    return address(line.read_as)


def address(values: dict[str, Any]) -> Address:
    """The village and the name of a new site in what a line was read as."""
    return values.get("village", ""), values.get("site_name", "")
