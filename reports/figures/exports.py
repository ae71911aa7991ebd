"""A table of figures as a file: real numbers under their keys, and a sheet that says where each
comes from."""

from collections.abc import Iterable

from django.http import HttpResponse

from reports.figures import formats
from reports.figures.figure import Figure
from reports.figures.progress import Standing
from reports.figures.reach import Reach
from reports.figures.reading import Reading
from reports.figures.tracing import formula
from shanyin_charging import spreadsheet

KEY = "数字编号"
SOURCES = [
    KEY,
    "指标",
    "范围",
    "截至",
    "数值",
    "口径",
    "算式",
    "目标（原文）",
    "条款",
    "核定依据",
    "还缺",
]


def answer(
    kind: str, reading: Reading, title: str, heads: list[str], rows: Iterable[list], note: str = ""
) -> HttpResponse:
    """The download of a table whose rows hold figures among their cells; a row's first figure gives
    its key."""
    lines: list[spreadsheet.Row] = []
    figures: dict[str, Figure] = {}
    for row in rows:
        found = [value for value in row if isinstance(value, Figure)]
        figures.update((figure.key, figure) for figure in found)
        lines.append([*shown(row), found[0].key if found else ""])
    sources = [source(reading, figure) for figure in figures.values()]
    known = "" if reading.known is None else f"　按台账第{reading.known}号为止的已知情况"
    return spreadsheet.response(
        kind, title, [*heads, KEY], lines, note + known, others=[("来源", SOURCES, sources)]
    )


def shown(row: Iterable) -> list:
    """A row with its figures as the numbers that a spreadsheet takes."""
    return [formats.cell(value) if isinstance(value, Figure) else value for value in row]


def source(reading: Reading, figure: Figure) -> list[str]:
    """Where a figure comes from, in words."""
    indicator = reading.indicators[figure.code]
    goals = reading.goals(figure.code, figure.where)
    rulings = [
        f"{question.title}：{ruling.document_no if ruling else question.default_words or '待核定'}"
        for question, ruling in reading.basis.of(figure.code)
    ]
    return [
        figure.key,
        figure.name,
        figure.where.name,
        figure.month.label,
        formats.text(figure),
        indicator.definition,
        formula(reading, figure),
        "；".join(goal.printed for goal in goals),
        "；".join(clause.label for clause in reading.clauses[figure.code]),
        "；".join(rulings),
        "、".join(figure.missing),
    ]


REACH = ["年内在建（台）", "可达（台）", "可达比计划（台）", "年内以外在建（台）"]


def reached(found: Reach | None) -> list:
    """What a row comes to with what is being built, under the heads REACH; no columns where nothing
    is being built in the county."""
    if found is None:
        return []
    return [found.in_time, found.value, found.beyond, found.under_way - found.in_time]


STANDING = ["编号", "指标", "数值", "单位", "说明", "目标（原文）", "状态", "出处", "还缺"]


def standing(found: Standing) -> list:
    """One standing as a row under the heads STANDING."""
    figure, goal = found.figure, found.goal
    return [
        figure.code,
        figure.name,
        figure,
        figure.unit,
        figure.why or formats.text(figure),
        goal.printed if goal else "",
        found.state.word,
        goal.clause if goal else "",
        "、".join(figure.missing),
    ]
