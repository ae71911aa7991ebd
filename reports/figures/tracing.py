"""What stands behind a figure: its definition, its formula with numbers, its clauses, and the
entries it is made from."""

from dataclasses import dataclass, replace

from django.db.models import QuerySet

from ledger.entries import facts
from ledger.models import Entry
from reports.figures import formats
from reports.figures.figure import Figure, Where, parse_key
from reports.figures.indicators import places_of
from reports.figures.reading import UNPLACED, Reading
from targets.measures import GROUPS, MEASURES
from targets.models import Form, Window

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

UNSITED = "没有落到站点"


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
        if way := reading.way_of(figure):
            return way.formula
        return f"各处最近一次的最大值 ＝ {formats.text(figure)}"
    causes = "、".join(CAUSES[cause] for cause in row.causes) or "全部变动"
    only = f"，平均每台不低于{row.at_least}千瓦的站点" if row.at_least else ""
    return f"{addends(reading, figure)}（{causes}{only}）＝ {formats.text(figure)}"


def addends(reading: Reading, figure: Figure) -> str:
    """What a sum is added up from, each measure with how much of it there is."""
    codes = GROUPS[reading.indicators[figure.code].counts]
    if len(codes) == 1 or any(MEASURES[code].level for code in codes) or not figure.selections:
        return "＋".join(MEASURES[code].name for code in codes)
    sums = reading.facts.sums(figure.selections[0], "measure")
    there = [code for code in codes if sums[code]] or codes
    return "＋".join(f"{MEASURES[c].name} {MEASURES[c].in_units(sums[c])}" for c in there)


def parts_of(reading: Reading, figure: Figure) -> list[Figure]:
    """What a figure is the sum of: the townships' of the county's, the sites' of a township's or a
    row's; what stands in none of them last, without a key."""
    row, window = reading.indicators[figure.code], parse_key(figure.key).window
    if figure.where == reading.whole:
        parts = places_of(reading, row, window if row.form == Form.TOTAL else "")
        return parts + (rest(figure, parts) if row.form == Form.TOTAL and parts else [])
    if row.form != Form.TOTAL or window == Window.LATEST:
        return []
    sums = reading.facts.sums(figure.selections[0], "site")
    found = [
        replace(figure, key="", where=Where(name=reading.sites.get(site, UNSITED)), value=value)
        for site, value in sums.most_common()
    ]
    return [part for part in found if part.value]


def rest(figure: Figure, parts: list[Figure]) -> list[Figure]:
    """What of a sum is in none of its parts, if there is any; it has no key, as it is a
    difference."""
    value = (figure.counted or 0) - sum(part.counted or 0 for part in parts)
    return [replace(figure, key="", where=UNPLACED, value=value)] if value else []
