"""在建项目 in papers: how much of what is missing is being built, whose rows stay short all the
same, and each project in a table. Nothing where nothing is being built."""

from reports.bulletins.saying import listed, naming, told
from reports.bulletins.tables import cells
from reports.documents.content import Attachment, Sentence, Table
from reports.figures import formats, under_way
from reports.figures.progress import Standing
from reports.figures.reach import Reach
from reports.figures.reading import UNCREDITED, Reading

COMING, STILL_SHORT = "在建和可达的台数", "在建投运后仍差的台数"
HEADS, WIDTHS = ("单位", "地点", "台数", "进度", "预计投运"), (20, 38, 10, 14, 18)


def attached(r: Reading, title: str, unit: str = "") -> list[Attachment]:
    """The table of what is being built in the county, or for a unit's row, as an attachment."""
    rows = {where.unit: where.name for where in r.rows}
    found = [p for p in under_way.public(r) if unit in ("", p.row)]
    lines = [
        cells(
            rows.get(p.row or "", UNCREDITED.name),
            p.place,
            str(p.piles),
            under_way.stage_of(p),
            under_way.when_of(r, p),
        )
        for p in found
    ]
    lines.append(cells("合计", "", str(sum(p.piles for p in found)), "", ""))
    table = Table(title, HEADS, tuple(lines), WIDTHS, total=True)
    return [Attachment(title, (table,))] if found else []


def of_the_missing(found: Reach | None, missing: int, annex: str) -> str:
    """How much of what is missing is being built, behind the number that is missing."""
    if found is None:
        return ""
    where = f"（见{annex}）" if annex else ""
    if not found.in_time:
        return f"，在建的{found.under_way}台均未定于年内投运{where}"
    is_all = found.in_time == found.under_way  # the annex adds up what is beyond the year too
    some = "" if is_all else f"、其中预计年内投运{found.in_time}台"
    built = f"在建{found.under_way}台{where}{some}"
    if found.in_time >= missing:
        return f"，{built}{'' if is_all else '，'}按预计时间投运即可完成"
    part = "其中" if is_all else ""
    return f"，{part}{built}，另有{missing - found.in_time}台还没有落实"


def still_short(r: Reading) -> list[Sentence]:
    """The rows that what is being built does not bring to their plan; nobody is named before the
    month is due, nor at the year's end."""
    found = [(s, under_way.of_row(r, s.figure.where)) for s in r.quota_standings()]
    short = [(s, n) for s, reach in found if (n := under_way.falls_short(s, reach))]
    short.sort(key=lambda pair: -pair[1])
    if not short:
        return []
    each = listed([f"{s.figure.where.name}{n}台" for s, n in short])
    text = f"在建项目按预计时间投运后，参考计划仍有差额的是{each}，要抓紧落实新的建设地点。"
    return [naming(text, (s for s, _ in short), STILL_SHORT)]


def of_the_county(r: Reading, annex: str) -> list[Sentence]:
    """What the county comes to by the year's end with what is being built; nothing once the year is
    over."""
    found = under_way.of_county(r)
    return sentences(r, found, r.county.throughout, "年度任务", annex)


def of_a_row(r: Reading, standing: Standing, annex: str) -> list[Sentence]:
    """What a row comes to by the year's end with what is being built for it."""
    found = under_way.of_row(r, standing.figure.where)
    return sentences(r, found, "", "参考计划", annex)


def sentences(r: Reading, found: Reach | None, whose: str, aim: str, annex: str) -> list[Sentence]:
    """What is being built and what it comes to against the year's number."""
    if found is None or not found.under_way or not r.months_left:
        return []
    where = f"（见{annex}）" if annex else ""
    text = f"{whose}在建公共充电桩{found.under_way}台{where}"
    if found.in_time:
        some = "" if found.in_time == found.under_way else f"{found.in_time}台"
        text += f"，{some}预计年内投运，全年可达{found.value}台{formats.beside_goal(found, aim)}"
    else:
        text += "，均未定于年内投运"
    return [told(f"{text}。", [found.figure], COMING)]
