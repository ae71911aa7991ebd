"""Tables and charts of a bulletin, as plain content: the same rows for every kind of bulletin."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ledger.models import PeriodKind
from reports.documents.content import Bar, Cell, Chart, Table
from reports.figures import formats
from reports.figures.figure import UNREPORTED, Figure
from reports.figures.progress import BEHIND, DONE, MET, NORMAL, SLOW, UNMET, Standing
from reports.figures.reading import UNCREDITED, Reading
from shanyin_charging import dates
from targets.models import Part
from targets.months import Month

NOTE_OF_PLAN = "参考计划为方案{}；完成率与台数并列，计划台数少的单位一两台即有较大变动。"
KINDS = {  # of piles: the head and the width of each column
    Part.DIRECT: ("公共直流（台）", 13),
    Part.ALTERNATING: ("公共交流（台）", 13),
    Part.IMPLIED: ("公共未分（台）", 13),
    Part.CONNECTORS: ("公共枪（个）", 10),
    Part.POWER: ("公共功率（千瓦）", 13),
    Part.DEDICATED: ("专用（台）", 11),
    Part.PRIVATE: ("私人（台）", 11),
}
NOTES_OF_KINDS = (
    "“公共未分”是期初推算、没有分直流交流的公共桩，没有枪数和功率；停用的桩按口径不计。",
)


def cells(*texts: Any) -> tuple[Cell, ...]:
    """A row of cells; plain texts become cells without a key."""
    return tuple(text if isinstance(text, Cell) else Cell(text) for text in texts)


def of(figure: Figure) -> Cell:
    """A figure's cell: its digits under its key."""
    return Cell(formats.digits(figure), figure.key)


def told(figure: Figure) -> str:
    """A figure with its unit as a paper tells of it; nobody is 未报 for want of a number."""
    return "还没有报数" if figure.why == UNREPORTED else formats.text(figure)


def kept(figure: Figure) -> Cell:
    """A figure's cell with its unit; without a key where there is no number."""
    return Cell(told(figure), figure.key if figure.value is not None else "")


def planned(standing: Standing) -> str:
    """The goal's number as the table prints it; the dash without a plan."""
    return str(standing.goal.value) if standing.goal else formats.NOTHING


def progress(r: Reading, title: str, amended: Iterable[str] = ()) -> Table:
    """One row a unit of the quota table, then what is credited to none, then the county; below it
    what was `amended` of earlier numbers."""
    returned = {s.unit.code: s.reported_word for s in r.everyone}
    rows = [
        cells(
            s.figure.where.name,
            planned(s),
            of(s.figure),
            formats.percent(s.progress),
            returned.get(s.figure.where.unit, formats.NOTHING),
        )
        for s in r.quota_standings()
    ]
    if none := r.uncredited():
        rows.append(
            cells(UNCREDITED.name, formats.NOTHING, of(none), formats.NOTHING, formats.NOTHING)
        )
    if county := r.standing_of(Part.ADDED):
        share = formats.percent(county.progress)
        whole = f"{r.county.throughout}合计"
        rows.append(cells(whole, planned(county), of(county.figure), share, ""))
    heads = (
        "单位",
        f"{r.month.year}年参考计划（台）",
        "本年新增（台）",
        "参考计划完成率",
        "当月报送",
    )
    below = (*notes(r), *amended)
    return Table(title, heads, tuple(rows), (30, 20, 17, 18, 15), below, total=True)


def notes(r: Reading) -> Iterator[str]:
    """What a reader of the progress table must know of the plan: its own words, its
    discrepancy."""
    if table := r.plan.quota_table:
        listed = f"{table.label}所列"
        yield NOTE_OF_PLAN.format("，".join(filter(None, (listed, table.caveat))))
    if r.stock_discrepancy:
        yield f"方案{r.stock_discrepancy.issue}{r.stock_discrepancy.treatment}"


def kinds(r: Reading, title: str) -> Table:
    """One row a township, then what stands in none, then the county: piles by kind, with their
    connectors and their power."""
    codes = kinds_of(r)
    figures = [
        *([r.figure(code, where) for code in codes] for where in r.places["township"]),
        [r.unplaced(code) for code in codes],
        [r.figure(code) for code in codes],
    ]
    rows = [cells(row[0].where.name, *map(of, row)) for row in figures[:-1]]
    rows.append(cells(f"{r.county.throughout}合计", *map(of, figures[-1])))
    shown = [KINDS[part] for part in KINDS if r.playing(part)]
    heads, widths = ("乡（镇）", *(head for head, _ in shown)), (16, *(width for _, width in shown))
    notes = NOTES_OF_KINDS if r.playing(Part.IMPLIED) else ()
    return Table(title, heads, tuple(rows), spread(widths), notes, True)


def spread(widths: Sequence[int]) -> tuple[int, ...]:
    """Widths that fill the page where columns are wanting."""
    return tuple(width * 100 // sum(widths) for width in widths)


def kinds_of(r: Reading) -> list[str]:
    """The indicators of the kinds of piles that the plan asks for, as the table has them."""
    return [code for part in KINDS if (code := r.playing(part))]


def returns(r: Reading, title: str) -> Table:
    """How each member unit has reported the month, and when it did so first."""
    rows = [
        cells(
            str(n),
            s.unit.name,
            s.reported_word,
            dates.moment(s.first_at) if s.first_at else formats.NOTHING,
            s.word,
        )
        for n, s in enumerate(r.everyone, start=1)
    ]
    return Table(
        title, ("序号", "单位", "报送", "首次上报时间", "审核"), tuple(rows), (9, 37, 15, 24, 15)
    )


def judged(r: Reading, standing: Standing) -> str:
    """The word for a standing; by the calendar only where the office has put the rule on record,
    else met or not."""
    if standing.state not in (NORMAL, SLOW, BEHIND) or r.basis.pace_rule.documents:
        return standing.state.word
    return MET.word if standing.reached else UNMET.word


def is_met(r: Reading, standing: Standing) -> bool:
    """Whether the word for a standing says that it is where it should be."""
    return judged(r, standing) in (MET.word, NORMAL.word, DONE.word)


def standings(r: Reading, title: str, found: Iterable[Standing]) -> Table:
    """Targets with their figures: what the plan prints, what is, and whether it is met."""
    rows = [
        cells(
            s.figure.name,
            s.goal.printed if s.goal else formats.NOTHING,
            kept(s.figure),
            judged(r, s),
        )
        for s in found
    ]
    return Table(title, ("指标", "目标（原文）", "实际", "评价"), tuple(rows), (34, 32, 20, 14))


def unit_bars(r: Reading) -> Chart:
    """Each row of the quota table: the year's plan and what was added."""
    return Chart(
        "bars",
        "各单位参考计划和本年新增",
        "台",
        tuple(
            Bar(s.figure.where.name, s.figure.counted or 0, s.goal.value if s.goal else None)
            for s in r.quota_standings()
        ),
    )


def month_columns(r: Reading) -> Chart:
    """What the county added month by month; what a closing account tells of several months stands
    in one column of theirs."""
    own = [p for p in r.calendar.periods if p.county_id == r.county.pk]
    accounts = [p for p in own if p.kind == PeriodKind.CLOSING and p.month in r.months]
    closings = {max(Month.of(p.starts_on), r.months[0]): p for p in accounts}
    code = r.playing(Part.ADDED)
    bars, left = [], r.series(code) if code else []
    while left:
        first = left[0].month
        period = closings.get(first)
        length = period.month.index - first.index + 1 if period else 1
        told, left = left[:length], left[length:]
        label = f"{first.year}-{first.month:02}"
        if length > 1:
            label = closing_label(first, told[-1].month)
        bars.append(Bar(label, sum(f.counted or 0 for f in told), months=len(told)))
    return Chart("columns", f"{r.county.throughout}逐月新增公共充电桩", "台", tuple(bars))


def closing_label(first: Month, last: Month) -> str:
    """What the months of a closing account are called: 2024年, 2025年1—2月."""
    if (first.month, last.month) == (1, 12):
        return f"{first.year}年"
    return f"{first.year}年{first.month}—{last.month}月"
