"""The tables of a pack: each of so many rows at the most, which says where the rest is read."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from ledger.entries.construction import UnderWay
from reports.bulletins import tables
from reports.documents.content import Table
from reports.figures import formats, under_way
from reports.figures.progress import Standing
from reports.figures.reach import Reach
from reports.figures.reading import Reading
from reports.meetings import agreeing, changes
from reports.models import Matter, SupervisionNotice
from targets.models import Area
from targets.pace import MONTHS

WITH_REACH = (26, 15, 13, 13, 11, 11, 11)  # widths of a table of seven columns
MOST_CHANGES, MOST_ROWS, MOST_SAID = 12, 15, 60  # rows; characters of what somebody said


def of_agreed(found: Sequence[SupervisionNotice]) -> Table:
    """What was agreed, with its unit, its day and how it stands."""
    rows = [
        tables.cells(
            one.matter, one.lead.name, short_day(one.due_on), shortened(agreeing.standing(one))
        )
        for one in found
    ]
    heads, widths = ("议定事项", "责任单位", "时限", "办理情况"), (38, 18, 12, 32)
    return Table("上次议定事项", heads, tuple(rows), widths)


def of_rows(r: Reading, lacking: Sequence[Standing], notes: Sequence[str]) -> Table:
    """The rows of the quota table that lack something; with what is being built for them and what
    they come to by it, where anything is being built."""
    heads = ["单位", f"{r.month.year}年任务（台）", "已新增（台）", "完成率", "还差（台）"]
    reached = [under_way.of_row(r, s.figure.where) for s in lacking]
    rows = [
        [
            s.figure.where.name,
            tables.planned(s),
            tables.of(s.figure),
            formats.percent(s.progress),
            str(s.missing),
            *(in_reach(found) if any(reached) else ()),
        ]
        for s, found in zip(lacking, reached, strict=True)
    ]
    heads += ["在建（台）", "可达（台）"] if any(reached) else []
    told = tuple(tables.cells(*row) for row in rows)
    widths = WITH_REACH if any(reached) else (32, 20, 16, 16, 16)
    return Table("各单位还差台数", tuple(heads), told, widths, tuple(notes))


def in_reach(found: Reach | None) -> tuple[str, str]:
    """What is being built for a row, and what it comes to by the year's end with what of it is
    expected by then."""
    if found is None or found.value is None:
        return formats.NOTHING, formats.NOTHING
    return str(found.under_way), str(found.value)


def of_changes(found: Sequence[changes.Change]) -> Table:
    """What the ledger took in: the newest one by one, the rest summed by units."""
    rows = [
        tables.cells(short_day(c.on), c.place, c.unit, c.words, formats.signed(c.total))
        for c in found[:MOST_CHANGES]
    ]
    rest = [
        f"{unit}{count}笔，公共桩{formats.signed(piles)}台"
        for unit, count, piles in changes.by_unit(found[MOST_CHANGES:])
    ]
    notes = (f"其余{len(found) - MOST_CHANGES}笔按单位合计：{'；'.join(rest)}。",) if rest else ()
    heads, widths = ("日期", "地点", "单位", "变动", "增减（台）"), (13, 26, 14, 36, 11)
    return Table("台账变动", heads, tuple(rows), widths, notes)


def of_projects(found: Sequence[UnderWay], today: date) -> Table:
    """What is being built and expected soon: when, where, whose, how far, what holds it up."""
    rows = [
        tables.cells(
            f"{short_day(p.expected_on)}{'（已过）' if p.is_overdue(today) else ''}"
            if p.expected_on
            else "未定",
            changes.place(*where(p)),
            p.construction.unit.name,
            str(p.piles),
            str(p.word.get_stage_display()),
            held_up(p),
        )
        for p in found[:MOST_ROWS]
    ]
    heads = ("预计投运", "在建项目", "单位", "台数", "进度", "卡在哪里")
    notes = elsewhere(len(found), "个", "在建项目")
    return Table("在建项目", heads, tuple(rows), (15, 29, 16, 9, 10, 21), notes)


def where(project: UnderWay) -> tuple[Area, str]:
    """The village of a project, and the name of its site or of the one that it is to be."""
    site = project.site
    return (
        (site.area, site.name) if site else (project.construction.area, str(project.construction))
    )


def held_up(project: UnderWay) -> str:
    """What holds a project up, in short; the dash where nothing does."""
    word = project.word
    kind = str(word.get_obstacle_kind_display()) if word.obstacle_kind else ""
    return shortened("：".join(filter(None, (kind, word.obstacle)))) or formats.NOTHING


def of_matters(found: Sequence[Matter], today: date) -> Table:
    """What units ask to be coordinated and is open, the longest first."""
    rows = [
        tables.cells(
            m.raiser.name,
            str(m.get_kind_display()),
            shortened("：".join(filter(None, (m.about, m.text)))),
            m.solver.name if m.solver else "专班办公室",
            str(m.get_state_display()),
            str(m.days_open(today)),
        )
        for m in found[:MOST_ROWS]
    ]
    heads = ("提出单位", "类别", "需要协调什么", "承办", "到哪一步", "已有（天）")
    notes = elsewhere(len(found), "件", "协调")
    return Table("需协调事项", heads, tuple(rows), (15, 10, 36, 15, 14, 10), notes)


def of_targets(r: Reading, aims: Sequence[Standing]) -> Table:
    """What the plan wants by the year's end and is not there yet."""
    end = f"{r.month.year}年" if r.ending.month == MONTHS else r.ending.label
    title = f"{end}底要达到、还没有达到的目标"
    table = tables.standings(r, title, aims[:MOST_ROWS])
    return replace(table, notes=elsewhere(len(aims), "项", "全部指标"))


def of_notices(
    title: str,
    found: Sequence[SupervisionNotice],
    head: str,
    told: Callable[[SupervisionNotice], str],
) -> Table:
    """Matters under supervision as a table; the last column says of each what is `told`."""
    rows = [
        tables.cells(n.get_level_display()[:2], n.matter, n.lead.name, short_day(n.due_on), told(n))
        for n in found[:MOST_ROWS]
    ]
    notes = elsewhere(len(found), "件", "督办")
    heads, widths = ("级别", "事项", "主办单位", "时限", head), (10, 44, 20, 13, 13)
    return Table(title, heads, tuple(rows), widths, notes)


def short_day(day: date) -> str:
    """A day of about now: 11月18日."""
    return f"{day.month}月{day.day}日"


def shortened(text: str) -> str:
    """What a unit said, in as much as a table takes."""
    return text if len(text) <= MOST_SAID else f"{text[: MOST_SAID - 1]}…"


def elsewhere(number: int, of: str, page: str) -> tuple[str, ...]:
    """How many more there are than a table holds, and on which page they are read."""
    more = number - MOST_ROWS
    return (f"另有{more}{of}，见平台“{page}”。",) if more > 0 else ()
