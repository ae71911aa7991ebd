"""The notes of a paper on what was done to earlier numbers: of what came to be known between the
paper of the kind before it and itself."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from ledger.deadlines import midnight_after
from ledger.entries import amendments, facts
from ledger.entries.amendments import Amendments, Span
from reports.bulletins.composed import composed_at
from reports.documents.kinds import KINDS, PaperKind
from reports.figures.reading import Reading
from reports.models import Bulletin
from targets.models import Area
from targets.months import Month

FIRST = 0  # in the place of the id of the paper before, where there was none


@dataclass(frozen=True)
class Notes:
    """Behind which issued paper the notes of another begin, and the span that they are about.
    Papers of before name none: theirs are of their calendar month. `together`: what one correction
    says of a place is one note; papers of before have one for each quantity."""

    behind: int | None = None
    span: Span | None = None
    together: bool = False

    def told(self, r: Reading) -> tuple[str, ...]:
        """The notes, in words."""
        if self.span:
            past, when = amendments.within(r.county, self.span, r.known), ""
        else:
            past, when = amendments.during(r.county, r.month, r.known), "本月"
        return (*self.corrected(past), *in_words(past, when))

    def corrected(self, past: Amendments) -> Iterator[str]:
        """The corrections, and before them what was put back where some were undone."""
        for back, several in ((True, past.undone), (False, past.corrections)):
            for entries in several:
                for told in [entries] if self.together else zip(entries):
                    yield f"更正：{amendments.in_words(*told, back=back)}"


def in_words(past: Amendments, when: str = "") -> Iterator[str]:
    """Late piles and who was let in again, a note each."""
    if past.late_piles:
        yield (f"补录：{when}另登记以前月份投运的公共充电桩{past.late_piles}台，已计入其投运月份。")
    if past.reopened:
        yield f"准予补报：{'、'.join(past.reopened)}。"


def behind_the_last(r: Reading, kind: PaperKind) -> Notes:
    """Those of a paper that is composed now: behind the last of its kind of an earlier month."""
    issued = Bulletin.objects.served().issued().filter(kind=kind.code)
    last = issued.filter(month_on__lt=r.month.first_day).order_by("month_on", "issued_at").last()
    span = replace(begun(r.county, kind, r.month, last), upto=r.known, until=r.moment)
    return Notes(last.pk if last else FIRST, span, together=True)


def notes_of(bulletin: Bulletin) -> Notes:
    """Those of an issued paper, up to when its figures were read."""
    content, kind = bulletin.plain, KINDS[bulletin.kind]
    if content.behind is None:
        return Notes()
    last = Bulletin.objects.filter(pk=content.behind).first()
    span = begun(bulletin.county, kind, bulletin.month, last)
    span = replace(span, upto=content.known, until=composed_at(bulletin))
    return Notes(content.behind, span, content.together)


def begun(county: Area, kind: PaperKind, month: Month, last: Bulletin | None) -> Span:
    """The span behind a paper, or from the beginning of the month where there was none. Of a paper
    of before, whose notes are those of its month, from the end of that: nothing falls between."""
    earlier = (month - (kind.months - 1)).first_day
    if last is None:
        since = month_ends(month - 1)
        return Span(facts.known_by(county, since), since, earlier)
    known, since = last.plain.known, composed_at(last)
    covered: date | None = (last.month + 1).first_day
    if last.plain.behind is None and (end := month_ends(last.month)) < since:
        known, since, covered = min(known, facts.known_by(county, end)), end, None
    return Span(known, since, earlier, covered=covered)


def month_ends(month: Month) -> datetime:
    """The midnight with which a month ends."""
    return midnight_after(month.last_day)
