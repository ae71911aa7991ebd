"""What stands behind a figure: its definition, its formula with numbers, its clauses, and the
entries it is made from."""

from dataclasses import dataclass

from django.db.models import QuerySet

from ledger.entries import facts
from ledger.models import Entry
from reports.figures import formats
from reports.figures.figure import Figure
from reports.figures.reading import Reading
from targets.measures import GROUPS, MEASURES

CAUSES = {
    "added": "新增",
    "opening": "期初",
    "removed": "减少",
    "dismantled": "拆除",
    "stopped": "停用",
    "resumed": "恢复使用",
    "refitted": "设备改造",
    "converted": "转换",
    "relocated": "迁移",
}


@dataclass(frozen=True)
class Trace:
    """Where a figure comes from: its formula in words, and the entries behind it."""

    figure: Figure
    formula: str
    entries: QuerySet[Entry]  # in order of number
    added_up: int | None  # the sum of the entries, where the figure is a sum


def trace(reading: Reading, figure: Figure) -> Trace:
    """The origin of a figure; the sum over its entries equals the figure wherever it is a plain
    sum."""
    entries = facts.entries_behind(reading.county, figure.selections, reading.known, reading.moment)
    added_up = figure.counted if figure.form == "total" else None
    return Trace(figure, formula(reading, figure), entries, added_up)


def formula(reading: Reading, figure: Figure) -> str:
    """How the value came about, in words and numbers."""
    row = reading.indicators[figure.code]
    if figure.form == "ratio":
        above, below = figure.parts
        return (
            f"{above.name} {formats.text(above)} ÷ {below.name} "
            f"{formats.text(below)} ＝ {formats.digits(figure)}"
        )
    if figure.form == "coverage":
        return (
            f"达到{row.at_least}的有 {figure.value} 处，共 {figure.of} 处"
            if figure.value is not None
            else figure.why
        )
    if figure.form == "mean":
        return f"合计 ÷ {figure.of} ＝ {formats.digits(figure)}"
    if figure.form == "timeliness":
        return (
            f"按时报送 {figure.value} 家，共 {figure.of} 家"
            if figure.value is not None
            else figure.why
        )
    if figure.form == "largest":
        return f"各处最近一次的最大值 ＝ {formats.text(figure)}"
    causes = "、".join(CAUSES[cause] for cause in row.causes) or "全部变动"
    measures = "＋".join(MEASURES[code].name for code in GROUPS[row.counts])
    return f"{measures}（{causes}）＝ {formats.text(figure)}"
