"""What a bulletin says against what the ledger says now, or another bulletin; what should be known
before it is issued."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ledger.models import Kind, Submission
from ledger.periods.now import Calendar
from ledger.returns import standings
from ledger.returns.more_time import due_when
from reports import rules
from reports.bulletins import amended, compose, correcting, reasons, standing
from reports.bulletins.applying import is_all
from reports.bulletins.composed import composed_at
from reports.bulletins.differences import NOT_THERE, Difference, of_contents, of_figures
from reports.bulletins.names_then import Called, as_then, called_then
from reports.bulletins.own_time import OWN_TIME
from reports.documents.content import LAYOUT, Content, Paragraph
from reports.documents.keeping import kept
from reports.documents.kinds import KINDS
from reports.documents.proofreading import of_text
from reports.figures.figure import Address, Figure, parse_key
from reports.figures.reading import read
from reports.models import Bulletin
from reports.press import fonts
from shanyin_charging import clock

from .asked import NEXT
from .problems import CRITICISED
from .returning import TIME_LEFT
from .saying import shown

NAMED = 5  # of the figures that have moved
# Rules of sentences that are true of their day.
PASSING = (CRITICISED, OWN_TIME, NEXT, TIME_LEFT, standing.RULE)


def figures(content: Content, called: Called = str) -> dict[str, Figure]:
    """Key to figure as it is now, for each figure that the content shows."""
    addresses = {key: parse_key(key) for key in content.keys}
    readings = {month: read(month) for month in {address.month for address in addresses.values()}}
    found = {key: readings[address.month].at(address) for key, address in addresses.items()}
    return {key: named_as(figure, called) for key, figure in found.items()}


def named_as(figure: Figure, called: Called) -> Figure:
    """A figure whose place is called so."""
    return replace(figure, where=replace(figure.where, name=called(figure.where.name)))


def moved(content: Content, called: Called = str) -> dict[str, Difference]:
    """By key each figure that no longer is what the content says."""
    now = figures(content, called)
    return of_figures(content.keys, now, {key: shown(figure).text for key, figure in now.items()})


def differences(bulletin: Bulletin) -> list[Difference]:
    """All that a bulletin prints otherwise than it would be composed now; empty where it agrees.
    Whom it criticised was so on its day, whatever became of the matter and of others since."""
    found = moved(bulletin.plain, called_then(bulletin))
    if has_other_sentences(bulletin):
        return list(dict.fromkeys(found.values()))
    return of_contents(*compared(bulletin), found)


def has_other_sentences(bulletin: Bulletin) -> bool:
    """Whether an issued bulletin has other sentences and tables than would be composed now, so that
    only its figures can be compared: of an earlier layout; or put out before its month fell due,
    with every return approved, where nothing was judged yet."""
    if bulletin.plain.layout != LAYOUT:
        return True
    period = Calendar().of(bulletin.county, rules.last_month_of(bulletin))
    at = bulletin.issued_at
    if not period or not at or not period.due_at or at >= period.due_at:
        return False
    due_at = due_when(period, at)
    return due_at is not None and at < due_at <= clock.now()


def compared(bulletin: Bulletin) -> tuple[Content, Content]:
    """What a bulletin prints, and what it would print now, by the names of its day, of what no
    later paper takes as passed."""
    then = bulletin.plain
    now = kept(as_then(again(bulletin), called_then(bulletin)), then).printed
    there = tuple(p for p in now.body if p.outline not in then.removed)
    one, other = lasting(then.body), lasting(there)
    return replace(then, body=one), replace(now, body=other)


def lasting(body: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """Paragraphs without the sentences that are true of their day: no later paper puts them
    right."""
    return tuple(
        replace(p, sentences=tuple(s for s in p.sentences if s.rule not in PASSING)) for p in body
    )


def to_correct(bulletin: Bulletin) -> list[Difference]:
    """What of an issued bulletin is otherwise than was last said of it: by a correction, where one
    was issued of that, else by itself."""
    said, found = last_said(bulletin), []
    for row in differences(bulletin):
        word = said.pop(place_of(row, said), None)
        if word is None:
            found.append(row)
        elif word.now != row.now:
            found.append(Difference(word.named, word.now, row.now))
    back = [Difference(word.named, word.now, place[1]) for place, word in said.items()]
    return [row for row in (*found, *back) if row.then != row.now]


Place = tuple[str, str, str]  # name, as printed first; of what was not, what was added first


def place_of(row: Difference, said: Mapping[Place, "Said"]) -> Place:
    """Where a difference stands among what was said. Several sentences can be added to a section:
    the one that says the same is meant, else the first of them that is left."""
    if row.then != NOT_THERE:
        return row.name, row.then, ""
    added = [place for place in said if place[:2] == (row.name, NOT_THERE)]
    same = (place for place in added if said[place].now == row.now)
    return next(same, added[0] if added else (row.name, NOT_THERE, row.now))


class Said(NamedTuple):
    """What an issued correction has put in the place of something."""

    now: str
    named: str  # what the next correction calls it


def last_said(bulletin: Bulletin) -> dict[Place, Said]:
    """By its place what the last of the issued corrections says of it."""
    found: dict[Place, Said] = {}
    issued = [other for other in bulletin.corrections.all() if other.is_issued]
    for other in sorted(issued, key=lambda other: (other.year or 0, other.serial or 0)):
        before = {(word.named, word.now): place for place, word in found.items()}
        for name, then, now in rows_of(other.plain):
            new = (name, then, now if then == NOT_THERE else "")
            place = before.get((name, then), new)
            found[place] = Said(now, f"{place[0]}（{other.number}更正）")
    return found


def rows_of(correction: Content) -> list[tuple[str, str, str]]:
    """(name, then, now) of each thing that a correction puts right."""
    tables = [table for part in correction.attachments for table in part.tables]
    rows = [tuple(cell.text for cell in row) for table in tables for row in table.rows]
    return [(row[0], row[1], row[2]) for row in rows if len(row) in (3, len(correcting.HEADS))]


def again(bulletin: Bulletin) -> Content:
    """A bulletin's content composed from the figures as they are now."""
    if was := bulletin.corrects:  # by a correction, and by nothing else
        return corrected(was, to_correct(was))
    reading, notes = read(bulletin.month), None
    if bulletin.is_issued:
        notes = amended.notes_of(bulletin)
        reading = replace(reading, paper_at=composed_at(bulletin))
    return compose.compose(reading, KINDS[bulletin.kind], bulletin.subject, notes)


def corrected(was: Bulletin, rows: Sequence[Difference]) -> Content:
    """The correction of an issued bulletin by these differences, with their reasons; that the rest
    stands is said where, with all of them applied, it is what would be composed now. What the
    office wrote without figures nothing proves, nor the words of an earlier layout."""
    then, called = was.plain, called_then(was)
    why = reasons.reasons_of(was, moved(then, called), figures(then, called))
    unsaid = any(p.text and not p.sentences for p in then.body)
    proved = (
        not has_other_sentences(was)
        and not unsaid
        and is_all(*compared(was), differences(was), was.county.name)
    )
    return correcting.correction(read(was.month), was, rows, why, proved)


def warnings(bulletin: Bulletin) -> list[str]:
    """What should be known before a draft is sent on: returns that are not in or not reviewed,
    words that left the figures, figures that have moved since."""
    reading, content, told = read(bulletin.month), bulletin.plain, []
    if reading.period:
        returned = Submission.objects.filter(period=reading.period, kind=Kind.RETURN)
        waiting = [submission.unit.name for submission in returned.pending().select_related("unit")]
        everyone = standings.standings(reading.plan, reading.period)
        back = [s for s in everyone if s.is_back]
        missing = [s for s in everyone if s.is_unreported]
        if waiting:
            told.append(f"{len(waiting)}家的月报还没有审核，数字没有计入：{'、'.join(waiting)}")
        for words, found in (("的月报退回或撤回待改，数字没有计入", back), ("还没有报送", missing)):
            if found:
                told.append(f"{len(found)}家{words}：{'、'.join(s.unit.name for s in found)}")
    whole = bulletin.whole
    told += [f"删去了系统起草的一段：“{p.computed[:20]}…”" for p in whole.body if not p.text]
    told += [
        f"没有附上《{attachment.title}》" for attachment in whole.attachments if attachment.left_out
    ]
    told += [f"“{p.text[:16]}…”：{doubt}" for p in content.body for doubt in p.doubts()]
    written = [content.title, *(p.text for p in content.body if p.edited is not None)]
    told += [str(finding) for text in written for finding in of_text(text)]
    if unknown := fonts.unknown((content.title, *(p.text for p in content.body))):
        told.append(f"字库里没有“{'、'.join(unknown)}”，印出来是空框，请换一种写法")
    if changed := list(moved(content).values()):
        named = "；".join(f"{name}由{then}变为{now}" for name, then, now in changed[:NAMED])
        told.append(
            f"起草以后有{len(changed)}个数字变了（"
            f"{named}{'等' if len(changed) > NAMED else ''}），可以“重新取数”"
        )
    if bulletin.corrects and again(bulletin).attachments != content.attachments:
        told.append("起草以后原通报要更正的内容又变了，可以“重新取数”")
    return told


def side_by_side(one: Content, two: Content) -> tuple[list, list]:
    """(name, in one, in two) of the figures that both could have and that differ, whatever their
    month; and the sentences of either that are not in the other, each with - or +."""
    names = {key: f"{figure.where.name}{figure.name}" for key, figure in figures(two).items()}
    before = {placed(key): text for key, text in one.keys.items()}
    changed = [
        (names[key], before.get(placed(key), "—"), text)
        for key, text in two.keys.items()
        if before.get(placed(key), "—") != text
    ]
    lines = difflib.ndiff([p.text for p in one.body], [p.text for p in two.body])
    return changed, [(line[0], line[2:]) for line in lines if line[0] in "+-"]


def placed(key: str) -> tuple:
    """What a figure is and where, whatever its month."""
    address: Address = parse_key(key)
    return address.code, address.variant, address.area, address.unit, address.window
