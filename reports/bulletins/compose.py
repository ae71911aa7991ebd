"""What is composed: each kind of bulletin and sheet from the same passages and tables, as plain
content."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from ledger.models import Submission
from reports.bulletins import amended, building, of_targets, of_units, tables
from reports.bulletins import term as of_term
from reports.bulletins.asked import demands
from reports.bulletins.framing import WORK_SHOWN, content, numbered, opening, sentence
from reports.bulletins.matters import matters
from reports.bulletins.overall import county
from reports.bulletins.own_time import own_time
from reports.bulletins.problems import problems
from reports.bulletins.saying import called, paragraph
from reports.bulletins.specials import road, task, unit
from reports.bulletins.standing import with_standing
from reports.documents.content import Attachment, Content
from reports.documents.kinds import BRIEF, HALF, MONTH, QUARTER, TERM, YEAR, PaperKind
from reports.figures.reading import Reading
from reports.figures.tasks import read_as, told_of
from reports.figures.years import yearly
from targets.pace import MONTHS


def compose(
    r: Reading, kind: PaperKind = MONTH, subject: str = "", notes: amended.Notes | None = None
) -> Content:
    """The content of a kind of bulletin for the reading's month, with the `notes` of the paper that
    it is held against; raises LookupError for a subject that there is not, and for a month that
    ends no such time."""
    if not kind.ends_in(r.month.month):
        raise LookupError(r.month)
    if kind.code in SPECIALS:
        return with_standing(r, kind, SPECIALS[kind.code](r, subject))
    notes = notes or amended.behind_the_last(r, kind)
    made = PERIODICALS[kind.code](r, notes.told(r))
    made = replace(made, behind=notes.behind, together=notes.together)
    return with_standing(r, kind, made)


def month(r: Reading, notes: Sequence[str]) -> Content:
    """月通报: the county, its units, supervision and safety, what is wrong, what is asked; the
    progress table, its picture, the returns, the piles by kind."""
    return periodical(r, MONTH, r.month.label, notes)


def quarter(r: Reading, notes: Sequence[str]) -> Content:
    """季通报: as a month's, of three months."""
    return periodical(r, QUARTER, f"{r.month.year}年{called(r.month, QUARTER.months)}", notes)


def half(r: Reading, notes: Sequence[str]) -> Content:
    """半年通报: as a month's, of six months."""
    return periodical(r, HALF, f"{r.month.year}年{called(r.month, HALF.months)}", notes)


def periodical(r: Reading, kind: PaperKind, label: str, notes: Sequence[str]) -> Content:
    """A paper of the months up to the reading's, in the order in which it is read: what is, what is
    wrong, what is asked."""
    by_return = r.everyone and kind is MONTH
    progress = f"{label}各单位公共充电桩参考计划进度表"
    figure = f"{label}{r.county.throughout}公共充电桩建设进度图"
    returns, kinds = f"{label}报送情况表", f"{label}各乡（镇）充电桩分类表"
    projects = f"{r.month.label}在建公共充电桩项目表"
    attached = [
        *([Attachment(progress, (tables.progress(r, progress, notes),))] if r.rows else []),
        *drawn(r, figure),
        *([Attachment(returns, (tables.returns(r, returns),))] if by_return else []),
        *([Attachment(kinds, (tables.kinds(r, kinds),))] if tables.kinds_of(r) else []),
        *building.attached(r, projects),
    ]
    rows = of_units.progress(r, kind.months, annex(attached, progress))
    sections = [
        ("总体情况", county(r, kind.months)),
        ("各单位进展", [*rows, *of_targets.on_the_roads(r), *of_units.honours(r)]),
        ("督办和安全情况", matters(r, kind.months)),
        ("存在问题", problems(r)),
        ("下一步工作要求", demands(r, annex(attached, projects))),
    ]
    about = f"{label}{r.county.throughout}充（换）电基础设施建设情况"
    body = [opening(r, about), *numbered(sections)]
    return content(r, kind, f"关于{about}的通报", body, attached)


def brief(r: Reading, notes: Sequence[str]) -> Content:
    """简报: the month in figures, then the work that units told of."""
    told = [line for lines in told_of(r, Submission.objects.served()).values() for line in lines]
    work = [
        paragraph(f"{line.version.submission.unit.name}：{sentence(read_as(line)['done'])}")
        for line in told[:WORK_SHOWN]
    ]
    table = f"{r.month.label}各单位公共充电桩参考计划进度表"
    projects = f"{r.month.label}在建公共充电桩项目表"
    attached = [
        *([Attachment(table, (tables.progress(r, table, notes),))] if r.rows else []),
        *building.attached(r, projects),
    ]
    rows = of_units.progress(r, annex=annex(attached, table))
    ahead = building.of_the_county(r, annex(attached, projects))
    sections = [
        ("总体情况", county(r)),
        ("各单位进展", [*rows, *map(paragraph, ahead), *of_targets.on_the_roads(r)]),
        ("督办和安全情况", matters(r)),
        ("工作动态", work),
    ]
    about = f"{r.month.label}{r.county.throughout}充（换）电基础设施建设"
    return content(r, BRIEF, f"{about}情况", [*numbered(sections)], attached, addressees="")


def year(r: Reading, notes: Sequence[str]) -> Content:
    """年度结账: every target of the year with what was reached, and the rows of the quota table."""
    found, label = yearly(r), f"{r.month.year}年度"
    targets, units = f"{label}目标完成情况表", f"{label}各单位参考计划完成情况表"
    bars = (tables.unit_bars(r), tables.month_columns(r))
    attached = [
        *([Attachment(targets, (tables.standings(r, targets, found),))] if found else []),
        *([Attachment(units, (tables.progress(r, units, notes),), bars)] if r.rows else []),
    ]
    rows = of_units.progress(r, annex=annex(attached, units))
    sections = [
        ("总体情况", [*county(r), of_targets.verdict(r, found, annex(attached, targets))]),
        ("各单位完成情况", [*rows, *of_targets.on_the_roads(r)]),
        ("督办和安全情况", [*matters(r, MONTHS), *own_time(r)]),
        ("存在问题", problems(r, year=True)),
        ("下一步工作要求", demands(r)),
    ]
    about = f"{label}{r.county.throughout}充（换）电基础设施建设目标任务完成情况"
    return content(
        r,
        YEAR,
        f"关于{about}的通报",
        [opening(r, about), *numbered(sections)],
        attached,
    )


def term(r: Reading, _: str = "") -> Content:
    """方案总结: what the plan's years came to, read at its end; raises LookupError for another
    month."""
    years, label = of_term.years_of(r), of_term.label(r)
    targets, units = f"{label}各年目标完成情况表", f"{label}各单位参考计划完成情况表"
    attached = [
        *(
            [Attachment(targets, (of_term.targets(years, targets),))]
            if of_term.judged(years)
            else []
        ),
        *([Attachment(units, (of_term.rows(years, units),))] if r.rows else []),
        *drawn(r, f"{label}{r.county.throughout}公共充电桩建设图"),
    ]
    sections = [
        ("总体情况", of_term.whole(years, annex(attached, targets))),
        (f"{r.plan.roads_and_pilots}情况", of_targets.on_the_roads(r)),
        ("遗留事项", of_term.left(years)),
    ]
    about = f"{label}{r.county.throughout}充（换）电基础设施建设方案实施情况"
    body = [opening(r, about), *numbered(sections)]
    return content(r, TERM, f"关于{about}的通报", body, attached)


def drawn(r: Reading, title: str) -> list[Attachment]:
    """The drawings of the rows and of the months, as far as the plan has them."""
    charts = [chart for chart in (tables.unit_bars(r), tables.month_columns(r)) if chart.bars]
    return [Attachment(title, charts=tuple(charts))] if charts else []


def annex(attached: list[Attachment], title: str) -> str:
    """What the text calls the attachment of a title: 附件, with its number where there are several;
    empty where it is none of them."""
    titles = [one.title for one in attached]
    number = titles.index(title) + 1 if title in titles else 0
    return f"附件{number if len(titles) > 1 else ''}" if number else ""


PERIODICALS: dict[str, Callable[[Reading, Sequence[str]], Content]] = {
    "month": month,
    "brief": brief,
    "quarter": quarter,
    "half": half,
    "year": year,
}
SPECIALS: dict[str, Callable[[Reading, str], Content]] = {
    "term": term,
    "unit": unit,
    "task": task,
    "road": road,
}
