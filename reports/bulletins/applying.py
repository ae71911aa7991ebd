"""Whether what a correction lists is all (pure): with each difference applied to what an issued
paper prints, it prints what would be composed now."""

from collections import Counter
from collections.abc import Iterable, Iterator

from reports.bulletins.differences import (
    NOT_THERE,
    SENTENCE,
    Difference,
    bars_that_differ,
    labelled,
    numbers,
    said,
    set_alike,
    tables_of,
)
from reports.documents.content import NUMBER, Cell, Content
from targets.models.places import WHOLE

Rows = list[Difference]
OF_ALL = [f"{whole}合计" for whole in WHOLE.values()]  # the row of the county


def is_all(then: Content, now: Content, rows: Rows, county: str) -> bool:
    """Whether the differences turn every sentence, cell, note and bar of `then` into those of
    `now`; the figures of the last row are named after the county."""
    then, now = set_alike(then), set_alike(now)
    return (
        texts_are_told(then, now, rows)
        and all(is_told(*change, rows, county) for change in cells_that_differ(then, now))
        and all(
            is_told(label, one, other, rows, county)
            for _, label, one, other in bars_that_differ(then, now)
        )
    )


def texts_are_told(then: Content, now: Content, rows: Rows) -> bool:
    """Whether the sentences and the notes are the same ones once the rows are applied."""
    edited = {p.outline: p.text for p in then.body if p.sentences and p.edited is not None}
    computed = {p.outline: p.computed for p in then.body}
    told = {row.then for row in rows}
    for p in now.body:
        others = p.outline in edited and p.computed != computed[p.outline]
        if others and edited[p.outline] not in told:
            return False
    titles = {table.title for table in tables_of(then)}
    was, is_ = (Counter(lines_of(content, edited, titles)) for content in (then, now))
    gone, come = was - is_, is_ - was
    for row in rows:
        if row.then in gone or row.now in come:
            gone -= Counter([row.then])
            come -= Counter([row.now])
    for line in [*gone.elements()]:
        other = next((one for one in come if becomes(line, one, rows)), None)
        if other is None:
            return False
        come -= Counter([other])
    return not come


def lines_of(content: Content, edited: Iterable[str], titles: Iterable[str]) -> Iterator[str]:
    """Every sentence but those of paragraphs that the office wrote over, and every note of the
    tables with these titles."""
    for p in content.body:
        if p.sentences and p.outline not in edited:
            yield from SENTENCE.findall(p.text)
    for table in tables_of(content):
        if table.title in titles:
            yield from table.notes


def becomes(line: str, other: str, rows: Rows) -> bool:
    """Whether one sentence is the other once the digits of the rows are put in."""
    if NUMBER.split(line) != NUMBER.split(other):
        return False
    pairs = {
        pair for row in rows for pair in zip(numbers(row.then), numbers(row.now), strict=False)
    }
    both = zip(NUMBER.findall(line), NUMBER.findall(other), strict=True)
    return all(a == b or (a, b) in pairs for a, b in both)


Change = tuple[str, str, str]  # row or bar, then, now


def cells_that_differ(then: Content, now: Content) -> Iterator[Change]:
    """The cells of tables that both papers have, and whole rows, that are others."""
    fresh = {table.title: labelled(table) for table in tables_of(now)}
    for table in tables_of(then):
        was, is_ = labelled(table), fresh.get(table.title)
        if is_ is None:
            yield table.title, f"{len(table.rows)}行", NOT_THERE
            continue
        for label in dict.fromkeys([*was, *is_]):
            one, other = was.get(label), is_.get(label)
            if one is None or other is None:
                yield label[0], in_words(one), in_words(other)
                continue
            for head, cell in one.items():
                if head in other and cell.text != other[head].text:
                    yield label[0], cell.text, other[head].text


def in_words(row: dict[str, Cell] | None) -> str:
    """A row's cells, or that there is none."""
    return NOT_THERE if row is None else said(row)


def is_told(label: str, then: str, now: str, rows: Rows, county: str) -> bool:
    """Whether a row says of this place that the one has become the other."""
    names = (label, county) if label in OF_ALL else (label,)
    return any(
        any(name in row.name for name in names) and alike(then, row.then) and alike(now, row.now)
        for row in rows
    )


def alike(printed: str, told: str) -> bool:
    """Whether a cell prints what is told, with or without its unit."""
    return printed == told or told.startswith(printed) and numbers(printed) == numbers(told)
