"""What the office has chosen of one paper, kept for another (pure): sections and attachments left
out, sections of its own, columns and the order of rows."""

from dataclasses import dataclass, replace

from reports.documents.arranged import naming
from reports.documents.content import Attachment, Content, Paragraph, Table
from reports.documents.sections import alike, behind, names, sections


@dataclass(frozen=True)
class Arranged:
    """What is chosen for one table: the note, the heads of the columns that stay, the head of the
    column that its rows fall by."""

    note: str
    columns: tuple[str, ...]
    falling: str


def kept(fresh: Content, was: Content, notes: bool = True) -> Content:
    """The fresh content with what the office chose of `was`, by the names of things; with its
    `notes` where it is the same paper."""
    out = was.printed.without
    before = {alike(t.title): t for a in was.attachments for t in a.tables}
    attached = tuple(
        replace(
            a,
            left_out=alike(a.title) in out,
            tables=tuple(as_before(t, before.get(alike(t.title)), notes) for t in a.tables),
        )
        for a in fresh.attachments
    )
    there = (alike(name) for name in names(fresh.body))
    return replace(fresh, attachments=attached, without=tuple(n for n in there if n in out))


def as_before(fresh: Table, was: Table | None, notes: bool) -> Table:
    """The table with the columns, the order and perhaps the note of an earlier one."""
    if was is None:
        return fresh
    hidden = [head for head in (same(name, fresh) for name in was.hidden) if head]
    note = was.note if notes else ""
    return replace(fresh, hidden=tuple(hidden), falling=same(was.falling, fresh), note=note)


def same(head: str, table: Table) -> str:
    """The head of a table's column that is this one, perhaps of another year; empty for none."""
    like = (other for other in table.heads if alike(other) == alike(head))
    return head if head in table.heads else next(like, "")


def own_sections(was: Content) -> list[tuple[str, list[Paragraph]]]:
    """(the section it stands behind, its paragraphs) of each section that the office has added."""
    found, place = [], ""
    for name, part in sections(was.printed.body):
        if name and not any(p.sentences for p in part):
            found.append((place, part))
        place = name
    return found


def begun_as(fresh: Content, was: Content) -> Content:
    """The content of a new draft with what the office chose of the paper before it, and the
    sections that it added there."""
    content = kept(fresh, was, notes=False)
    for place, part in own_sections(was):
        content = replace(content, body=behind(content.body, place, part))
    return content


def with_tables(was: Content, chosen: dict[tuple[int, int], Arranged]) -> tuple[Attachment, ...]:
    """The attachments with what is chosen for their tables, by the attachment's place and the
    table's in it."""

    def of(table: Table, choice: Arranged | None) -> Table:
        if choice is None:
            return table
        columns = table.heads[naming(table) :]
        hidden = tuple(head for head in columns if head not in choice.columns)
        return replace(table, note=choice.note, hidden=hidden, falling=choice.falling)

    return tuple(
        replace(a, tables=tuple(of(t, chosen.get((n, m))) for m, t in enumerate(a.tables)))
        for n, a in enumerate(was.attachments)
    )
