"""Words for the rows of a list."""

import re
from collections.abc import Iterable
from typing import Any

from django import template

from ledger.sheets.settled import Fault, Question, Total
from ledger.workbooks.listed import Listed

register = template.Library()
NAMED = 12  # rows that are named where there are many
TO_MEND = "；请看是来表写错了，还是有行、有列没有读对"
PRINTED = {  # of what a file prints numbers: its name and unit, in the order in which they are told
    "sites": ("站点", "处"),
    "piles": ("桩", "台"),
    "dc": ("直流桩", "台"),
    "ac": ("交流桩", "台"),
    "connectors": ("充电枪", "个"),
    "power": ("总功率", "千瓦"),
}


@register.filter
def place_words(row: Listed) -> str:
    """The village of a row: of its known site, or as the row names it."""
    if row.site:
        return row.site.area.full_name
    return row.village_name or row.line.texts.get("village", "") or row.line.address or "—"


@register.filter
def kilowatts(power: int | None) -> str:
    """A power in tenths of a kilowatt as kilowatts."""
    return f"{power / 10:g}" if power else "—"


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
    """What was read otherwise than it stands in the cells, each once."""
    return "；".join(dict.fromkeys(note.sentence for note in told))


@register.filter
def fault_rows(faults: list[Fault]) -> str:
    """Which rows a group is about."""
    return rows_named([(fault.sheet, fault.number) for fault in faults])


@register.filter
def question_rows(question: Question) -> str:
    """How many rows a question is about, and which."""
    rows = rows_named(question.rows, question.count)
    return f"{question.count} 行：{rows}" if question.count and rows else ""


@register.filter
def doubt_rows(rows: list[tuple[Listed, Any]]) -> str:
    """Which rows are odd alike."""
    return some(f"第{row.line.number}行{row.line.name}" for row, _ in rows)


@register.filter
def held_against(totals: list[Total]) -> list[tuple[bool, str]]:
    """(whether they agree, words) of the numbers that a file prints: each row of those that do not
    come out, and of all that do the largest of each sort."""
    off: dict[tuple[str, int], list[Total]] = {}
    for total in totals:
        if not total.agrees:
            off.setdefault((total.sheet, total.number), []).append(total)
    found = [
        (False, f"来表第{number}行“{told[0].label}”和读出的不一致：{in_words(told)}{TO_MEND}")
        for (_, number), told in off.items()
    ]
    largest = {one.field: one for one in sorted(totals, key=lambda one: one.said) if one.agrees}
    wrong = {one.field for one in totals if not one.agrees}
    names = [name for name in PRINTED if name in largest and name not in wrong]
    agreeing = [largest[name] for name in names if largest[name].said]
    return [*found, *([(True, f"与表中合计一致：{in_words(agreeing)}")] if agreeing else [])]


def in_words(totals: list[Total]) -> str:
    """Some printed numbers, each with what was read or set aside where that is another."""
    return "、".join(total_words(total) for total in totals)


def total_words(total: Total) -> str:
    """A number that the file prints, and what was read or set aside where that is another."""
    said, read, aside = (in_units(total, n) for n in (total.said, total.read, total.aside))
    parts = [f"读出{read}"] if total.said != total.read else []
    parts += [f"另放{aside}"] if parts and total.aside else []
    name, unit = PRINTED[total.field]
    return f"{name}{said}{unit}" + (f"（{'、'.join(parts)}）" if parts else "")


def in_units(total: Total, number: int) -> str:
    """A number of a total as people write it."""
    return f"{number / 10:g}" if total.field == "power" else str(number)


@register.filter
def twin_words(row: Listed) -> str:
    """What a row may be the same as."""
    assert row.twin is not None, "what has none is no twin"
    away = f"，位置相差{row.away:.1f}公里" if row.away is not None else ""
    return f"{row.piles}台，{row.line.on}投运：{row.twin.words}{away}"


def rows_named(rows: list[tuple[str, int]], count: int = 0) -> str:
    """Rows by their numbers, those that follow each other as one: 第2—5行、第8行; with their sheet
    where they are of several."""
    runs: list[tuple[str, int, int]] = []
    for sheet, number in sorted(set(rows)):
        if runs and runs[-1][0] == sheet and runs[-1][2] == number - 1:
            runs[-1] = (sheet, runs[-1][1], number)
        else:
            runs.append((sheet, number, number))
    several = len({sheet for sheet, _ in rows}) > 1
    names = [
        f"{sheet if several else ''}第{first}{f'—{last}' if last > first else ''}行"
        for sheet, first, last in runs
    ]
    is_cut = count > len(rows) or len(names) > NAMED
    return "、".join(names[:NAMED]) + ("……" if is_cut else "")


def some(names: Iterable[str]) -> str:
    """The first of many names."""
    found = list(names)
    return "、".join(found[:NAMED]) + ("……" if len(found) > NAMED else "")
