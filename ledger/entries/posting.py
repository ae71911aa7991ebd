"""Approving posts a version's lines as entries, undoing posts their reversals; all or none."""

from ledger.entries import stocks
from ledger.entries.book import ADDRESS, Book, CannotPost
from ledger.entries.by_kind import POSTS
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


def post(version: Version, approved_by: str, word: str = "") -> list[Entry]:
    """Post all lines of a version inside the caller's transaction; returns the entries in order of
    number. By the `word` of the head of the office what happened in a closed year is posted too."""
    submission = version.submission
    lines = list(version.lines.all())
    sites = sites_of(lines, submission)  # sites before the ledger: the lock order
    mends = submission.kind == Kind.CORRECTION
    book = Book(submission.period.county, approved_by, sites, mends, word)
    for line, site in zip(lines, sites, strict=True):
        POSTS[line.kind](book, line, site)
        if site and line.read_as.get("station") is not None:
            Declaration.objects.create(
                site=site,
                station=line.read_as["station"],
                on=line.read_as["on"],
                recorded_at=book.at,
                recorded_by=approved_by,
            )
    return book.close()


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
    return book.close()


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


def sites_of(lines: list[Line], submission: Submission) -> list[Site | None]:
    """Each line's site, locked in one order; a new one is made here, by approval and not before."""
    county = submission.period.county
    wrong = dict(
        Entry.objects.filter(
            county=county,
            number__in=[line.read_as["entry"] for line in lines if line.kind == LineKind.CORRECTED],
        ).values_list("number", "site_id")
    )
    about: list[int | None] = [
        line.read_as.get("site") or wrong.get(line.read_as.get("entry", 0)) for line in lines
    ]
    now = stocks.standing(filter(None, about))  # what was typed for one that is another by now
    about = [now[pk] if pk else None for pk in about]
    ids = set(now.values())
    known = {
        site.pk: site
        for site in Site.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    }
    areas = {
        area.code: area
        for area in Area.objects.filter(
            code__in={line.read_as["village"] for line in lines if line.read_as.get("village")}
        )
    }
    made = {}
    for line in lines:
        values = line.read_as
        address = new_address(line)
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
        (known.get(pk) if pk else None) or made.get(new_address(line))
        for pk, line in zip(about, lines, strict=True)
    ]


def new_address(line: Line) -> tuple[str, str]:
    """The village and the name of the site that a line describes; empty where it names none."""
    return line.read_as.get("village", ""), line.read_as.get("site_name", "")
