"""Projects under way on the month's form: they go on by themselves; a press puts one in service."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404

from ledger.entries.construction import UnderWay
from ledger.lines import Scope
from ledger.lines.projects import in_service, moved_words, overdue_words
from ledger.models import Line, LineKind, Submission
from ledger.returns import drafting
from ledger.workbooks import set_aside
from shanyin_charging import clock
from shanyin_charging.accounts.requests import Request


@dataclass(frozen=True)
class Shown:
    """A project in words as it was told last, and what the draft says of it: then the words are
    only where it is, as the draft's line says the rest."""

    number: str
    sentence: str
    moved: str
    overdue: str
    told: str  # 投运 or 有变化, where the draft says so


def shown(scope: Scope, sentences: dict[str, str], lines: Iterable[Line]) -> list[Shown]:
    """The unit's projects, what is overdue first."""
    told = told_of(lines)
    found = [
        Shown(
            number,
            project.place if number in told else sentences[number],
            moved_words(project),
            overdue_words(project, clock.today()),
            told[number].get_kind_display() if number in told else "",
        )
        for number, project in scope.projects.items()
    ]
    return sorted(found, key=lambda one: not one.overdue)


def going_on(scope: Scope, lines: Iterable[Line]) -> list[str]:
    """Where the unit's projects are of which the draft says nothing: they stand as they were
    told."""
    told = told_of(lines)
    return [project.place for number, project in scope.projects.items() if number not in told]


def told_of(lines: Iterable[Line]) -> dict[str, Line]:
    """Project by its number as text to the line of the draft that names it."""
    return {number: line for line in lines if (number := line.typed.get("construction"))}


def set_aside_in(scope: Scope) -> list[str]:
    """What rows of lists that nobody has taken up call what is being built or planned."""
    return [row.told.get("site") or str(row) for row in set_aside.waiting(scope)]


def take_up(request: Request, submission: Submission, scope: Scope) -> int:
    """Put what lists told of projects into the draft, to be looked over; returns how many lines.
    Raises Refused or Overtaken."""
    submission = drafting.begin(request.user, submission)
    rows = set_aside.lines(set_aside.waiting(scope), scope)
    drafting.take_up(request.user, submission, rows)
    return len(rows)


def put_in_service(request: Request, submission: Submission, scope: Scope) -> Line:
    """The line of new piles that a project becomes, in the draft; it is right as it is, or asks for
    what is not known. Raises Http404 for a project that the unit has not, Refused or Overtaken."""
    project: UnderWay | None = scope.projects.get(request.POST["in_service"])
    if project is None:
        raise Http404
    submission = drafting.begin(request.user, submission)
    if line := told_of(submission.current.lines.all()).get(request.POST["in_service"]):
        return line
    key = f"in-service-{project.construction.pk}"
    typed = in_service(project, scope)
    return drafting.put_line(request.user, submission, LineKind.ADDED, key, typed)
