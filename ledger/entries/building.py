"""What approving a line says of a project: no entry of the ledger, a word that stands beside them;
what is undone is undone by another word."""

from datetime import date
from typing import Any

from django.db.models import Sum

from ledger.entries.book import Book, CannotPost
from ledger.entries.construction import in_force, standing
from ledger.entries.correcting import descent, first_of
from ledger.entries.stocks import NATURES
from ledger.models import Construction, ConstructionWord, End, Entry, Line, Site, Submission
from targets.models import Area

PILES = tuple(measures[name] for measures in NATURES.values() for name in ("dc", "ac"))
TOLD = ("stage", "public", "dc", "ac", "power", "obstacle_kind", "obstacle", "end", "reason")


def post_building(book: Book, line: Line, site: Site | None) -> None:
    """A project, told of first or again."""
    values, number = line.read_as, line.read_as["construction"]
    project = named(book, number) if number else first_told(book, line, site)
    if number:
        newest(project)  # one that has ended is not told of any more
    ConstructionWord.objects.create(
        construction=project,
        line=line,
        period=line.version.submission.period,
        on=line.version.submission.period.ends_on,
        credited_to=book.units.get(values["credited_to"]),
        expected_on=values["expected_on"] and date.fromisoformat(values["expected_on"]),
        recorded_at=book.at,
        recorded_by=book.approved_by,
        **{name: values[name] for name in TOLD},
    )


def first_told(book: Book, line: Line, site: Site | None) -> Construction:
    """The project that a line brings in; of a return that comes again after its approval was
    undone the same one, as the line describes it now."""
    values, submission = line.read_as, line.version.submission
    before = Construction.objects.filter(line__version__submission=submission, line__key=line.key)
    project = before.first() or Construction(county=book.county, unit=submission.unit, line=line)
    project.site = site = site if values["site"] else None
    project.name = site.name if site else values["site_name"]
    project.area = site.area if site else Area.objects.served().get(code=values["village"])
    project.site_kind = site.kind if site else values["site_kind"]
    project.at_seat = site.at_seat if site else values["at_seat"]
    project.save()
    return project


def named(book: Book, number: int) -> Construction:
    """The project of a number."""
    return Construction.objects.get(county=book.county, pk=number)


def newest(project: Construction) -> ConstructionWord:
    """The word on a project that stands. Raises CannotPost where it is under way no more."""
    words = standing(project.words.select_related("period"))
    if not words:
        raise CannotPost(f"在建项目“{project}”最早的那份报送撤销了通过，请先重新审核那一份")
    if end := words[-1].end:
        raise CannotPost(f"在建项目“{project}”已经报过{End(end).label}，请核对后退回单位")
    return words[-1]


def take_over(book: Book, line: Line) -> None:
    """Piles that were being built are in service: with the last of them the project ends, else
    the rest stays under way. What an earlier period's return tells of them late is the newest word
    all the same."""
    project = named(book, line.read_as["construction"])
    told, dc, ac = newest(project), line.read_as["dc"], line.read_as["ac"]
    rest = told.piles - dc - ac
    if rest > 0:
        told.dc = min(max(told.dc - dc, 0), rest)
        told.ac = rest - told.dc
        told.power = max((told.power or 0) - line.read_as["power"], 0) or None
    else:
        told.dc, told.ac, told.power = dc, ac, line.read_as["power"]
        told.end, told.obstacle_kind, told.obstacle = End.IN_SERVICE, "", ""
    on, own = date.fromisoformat(line.read_as["on"]), line.version.submission.period
    period = max(own, told.period, key=lambda period: period.starts_on)
    add(book, told, line=line, on=on, period=period)


def follow_correction(book: Book, line: Line) -> None:
    """Where a correction that is posted leaves nothing of the piles with which a project went into
    service, what stood of it before stands again; where it gives some back, it went."""
    posted = first_of(Entry.objects.get(county=book.county, number=line.read_as["entry"])).line
    if posted is None or not posted.read_as.get("construction"):
        return
    word = posted.construction_words.filter(undoes=None).latest("pk")
    words = in_force(word.construction.words.all())
    piles = Entry.objects.filter(pk__in=descent(posted.entries.all()), measure__in=PILES)
    left = piles.counting().aggregate(n=Sum("value"))["n"]
    undoing = next((other for other in words if other.undoes_id == word.pk), None)
    if undoing and left:
        add(book, undoing, line=line, undoes_id=undoing.pk)
    elif word in words and not left:
        add(book, word, line=line, undoes_id=word.pk)


def undo_words(book: Book, submission: Submission) -> None:
    """Undo what the lines of a submission said of projects, and what its corrections undid."""
    of = Construction.objects.filter(county=book.county)
    for project in of.filter(words__line__version__submission=submission).distinct():
        for word in in_force(project.words.select_related("line__version", "undoes")):
            undone_before = word.undoes and word.undoes.line_id == word.line_id
            if word.line.version.submission_id == submission.pk and not undone_before:
                add(book, word, undoes_id=word.pk)


def add(book: Book, word: ConstructionWord, **changes: Any) -> None:
    """Say a word again with what is otherwise now."""
    word.pk, word.recorded_at, word.recorded_by = None, book.at, book.approved_by
    for name, value in changes.items():
        setattr(word, name, value)
    word.save(force_insert=True)
