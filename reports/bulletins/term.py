"""方案总结: what the years of a plan came to, target by target and row by row, and what is left."""

from collections.abc import Sequence

from reports.bulletins import tables
from reports.bulletins.of_targets import is_beyond, short_of, striven, tallied
from reports.bulletins.overall import covered, ratio, stock
from reports.bulletins.problems import uncovered
from reports.bulletins.returning import so_far
from reports.bulletins.saying import paragraph, say, told
from reports.documents.content import Paragraph, Sentence, Table
from reports.figures import formats
from reports.figures.coordinated import coordinated
from reports.figures.progress import Standing
from reports.figures.reading import UNCREDITED, Reading
from reports.figures.supervised import supervised
from reports.figures.visited import visited
from reports.figures.years import yearly
from targets.models import Part
from targets.months import Month
from targets.pace import MONTHS

EACH_YEAR, TARGETS, LEFT = "方案期各年新增", "方案期各年目标：完成、未完成、不作评价", "遗留事项"


def years_of(r: Reading) -> list[Reading]:
    """The plan's years, each read at its end; raises LookupError for a reading of another month
    than the plan's last."""
    if r.month != Month.of(r.plan.ends_on):
        raise LookupError(r.month)
    return [*(r.of(Month(y, MONTHS)) for y in r.plan.years if y < r.month.year), r]


def label(r: Reading) -> str:
    """The plan's years: 2024—2025年."""
    first, last = r.plan.years[0], r.plan.years[-1]
    return f"{first}年" if first == last else f"{first}—{last}年"


def whole(years: Sequence[Reading], annex: str) -> list[Paragraph]:
    """What was added in each year, what stands at the end, what the targets came to."""
    r = years[-1]
    standing = [*added(years), *stock(r, f"{r.month.year}年")]
    first = [paragraph(*standing)] if standing else []
    return [*first, *ratio(r), *covered(r), verdict(years, annex)]


def added(years: Sequence[Reading]) -> list[Sentence]:
    """What each year added, against its task, and all of them together."""
    found = [s for r in years if (s := r.standing_of(Part.ADDED))]
    if not found:
        return []
    number = sum(s.figure.counted or 0 for s in found)
    in_all = f"累计新增公共充电桩{number}台" if number else "没有新增公共充电桩"
    each = "；".join(map(of_year, found)) if len(found) > 1 else ""
    text = f"方案期内{years[-1].county.throughout}{in_all}{f'：{each}' if each else ''}。"
    return [told(text, (s.figure for s in found), EACH_YEAR)]


def of_year(standing: Standing) -> str:
    """One year: what it added, and the share of its task."""
    value, goal = standing.figure.counted or 0, standing.goal.value if standing.goal else 0
    year = f"{standing.figure.month.year}年"
    if not value:
        return f"{year}无新增"
    done = formats.percent(standing.progress)
    task = f"，完成年度任务{goal}台的{done}" if goal else ""
    return f"{year}新增{value}台{task}"


def judged(years: Sequence[Reading]) -> list[tuple[Reading, Standing]]:
    """Every target of the plan with the reading of its year."""
    return [(r, standing) for r in years for standing in yearly(r)]


def firm(years: Sequence[Reading]) -> list[tuple[Reading, Standing]]:
    """The targets but those that are only striven for beyond another."""
    return [
        (r, s) for r in years for found in (yearly(r),) for s in found if not is_beyond(s, found)
    ]


def verdict(years: Sequence[Reading], annex: str) -> Paragraph:
    """What the plan's targets came to: each is in one of the parts, as the table has it."""
    found = firm(years)
    if not found:
        return paragraph("方案没有定年度目标。")
    counted = tallied([s for _, s in found], len(missed(years)), "{}项不作评价")
    text = f"方案定的年度目标{len(found)}项，{counted}。各项情况见{annex}。"
    more = striven([pair for pair in judged(years) if pair not in found])
    whole = told(text, (s.figure for _, s in found), TARGETS)
    return paragraph(*filter(None, (whole, more)))


def missed(years: Sequence[Reading]) -> list[Standing]:
    """The firm targets that were judged and not met."""
    return [s for r, s in firm(years) if s.is_judged and not tables.is_met(r, s)]


def left(years: Sequence[Reading]) -> list[Paragraph]:
    """What the plan leaves behind: targets of its last year that were missed, places without a
    station, hazards, what was found at sites and matters that are still open; while its last month
    may still be reported, until when."""
    r = years[-1]
    short, running = missed([r]), supervised(r, 1).running
    hazards = r.figure_of(Part.HAZARDS)
    found = uncovered(r) if r.may_name else [so_far(r)]
    if short:
        text = f"到期末没有完成的目标{len(short)}项：{'，'.join(map(short_of, short))}。"
        found.insert(0, told(text, (s.figure for s in short), LEFT))
    if hazards and (hazards.counted or 0) > 0:
        found.append(say("未销号的安全隐患{}。", hazards, rule=LEFT))
    for what, number in (
        ("没有销号的核查事项", visited(r).open),
        ("没有办结的督办事项", running),
        ("没有办结的调度会议定事项", supervised(r, 1, agreed=True).running),
        ("没有办结的需协调事项", coordinated(r, 1).open.number),
    ):
        if number:
            found.append(Sentence(f"{what}{number}件。", rule=LEFT))
    return [paragraph(*found)] if found else [paragraph("没有遗留事项。")]


def targets(years: Sequence[Reading], title: str) -> Table:
    """Every target of every year: what the plan prints, what was, and whether it was met."""
    rows = [
        tables.cells(
            f"{r.month.year}年",
            s.figure.name,
            s.goal.printed if s.goal else formats.NOTHING,
            tables.kept(s.figure),
            tables.judged(r, s),
        )
        for r, s in judged(years)
    ]
    heads = ("年度", "指标", "目标（原文）", "实际", "评价")
    return Table(title, heads, tuple(rows), (10, 29, 29, 18, 14))


def rows(years: Sequence[Reading], title: str) -> Table:
    """One row a unit of the quota table: what all years asked for and what was added; then what is
    credited to none, and the county."""
    lines = [
        summed(where.name, [r.standing(r.playing(Part.QUOTA), where) for r in years])
        for where in years[-1].rows
    ]
    others = [figure for r in years if (figure := r.uncredited())]
    if number := sum(figure.counted or 0 for figure in others):
        lines.append((UNCREDITED.name, formats.NOTHING, str(number), formats.NOTHING))
    if found := [s for r in years if (s := r.standing_of(Part.ADDED))]:
        lines.append(summed(f"{years[-1].county.throughout}合计", found))
    heads = ("单位", "各年参考计划（台）", "各年新增（台）", "完成率")
    return Table(
        title,
        heads,
        tuple(tables.cells(*line) for line in lines),
        (40, 20, 20, 20),
        total=bool(found),
    )


def summed(name: str, found: Sequence[Standing]) -> tuple[str, str, str, str]:
    """A row of all years: its name, plan, what was added, the rate."""
    goal = sum(s.goal.value or 0 for s in found if s.goal)
    value = sum(s.figure.counted or 0 for s in found)
    return (
        name,
        str(goal or formats.NOTHING),
        str(value),
        formats.part_of(value, goal),
    )
