"""Words for the rows of a list."""

import re
from collections.abc import Iterable
from typing import Any

from django import template

from ledger.sheets.settled import FIELDS, STATUSES, Fault, Question, SiteLine, Total
from ledger.workbooks.listed import Listed

register = template.Library()
NAMED = 12  # rows that are named where there are many


@register.filter
def place_words(row: Listed) -> str:
    """The village of a row: of its known site, or as the row names it."""
    if row.site:
        return row.site.area.full_name
    return row.village_name or row.line.texts.get("village", "") or row.line.address or "—"


@register.filter
def status_word(line: SiteLine) -> str:
    """Why a row was set aside."""
    return STATUSES.get(line.status, line.status)


@register.filter
def explained(rows: list[tuple[Listed, Any]]) -> str:
    """What was said of a group of doubts, where it is said of all of them."""
    said = {doubt.explained for _, doubt in rows}
    return said.pop() if len(said) == 1 else ""


@register.filter
def bare(label: str) -> str:
    """The label of a field without its unit."""
    return re.sub("（[台个千瓦]+）$", "", label)


@register.filter
def said(texts: list[str]) -> str:
    """What stands in a row, without its empty cells."""
    return "　".join(filter(None, texts))


@register.filter
def notes(told: list[Fault]) -> str:
    """What was read otherwise than it stands in the cells."""
    return "；".join(note.sentence for note in told)


@register.filter
def fault_rows(faults: list[Fault]) -> str:
    """Which rows a group is about."""
    return some(f"{fault.sheet}第{fault.number}行" for fault in faults)


@register.filter
def question_rows(question: Question) -> str:
    """How many rows a question is about, and which."""
    rows = some((f"第{number}行" for _, number in question.rows), question.count)
    return f"{question.count} 行：{rows}" if question.count and question.rows else ""


@register.filter
def doubt_rows(rows: list[tuple[Listed, Any]]) -> str:
    """Which rows are odd alike."""
    return some(f"第{row.line.number}行{row.line.name}" for row, _ in rows)


@register.filter
def total_words(total: Total) -> str:
    """A sum of the file against what was read."""
    label = f"{total.label}{FIELDS.get(total.field, '').partition('（')[0]}"
    said, read = (in_units(total, number) for number in (total.said, total.read))
    agrees = "＝" if total.said == total.read else "，"
    return f"来表{label}{said}{agrees}读出{read}"


def in_units(total: Total, number: int) -> str:
    """A number of a total as people write it."""
    return f"{number / 10:g}" if total.field in ("power", "each") else str(number)


@register.filter
def twin_words(row: Listed) -> str:
    """What a row may be the same as."""
    assert row.twin is not None, "what has none is no twin"
    away = f"，位置相差{row.away:.1f}公里" if row.away is not None else ""
    return f"{row.piles}台，{row.line.on}投运：{row.twin.words}{away}"


def some(names: Iterable[str], count: int = 0) -> str:
    """The first of many names."""
    found = list(names)
    more = max(count, len(found)) > NAMED
    return "、".join(found[:NAMED]) + ("……" if more else "")
