"""What is composed: each kind of bulletin and sheet from the same passages and tables, as plain
content."""

from collections.abc import Callable, Sequence

from ledger.models import Submission
from reports.bulletins.differences import NOT_THERE, Difference
from reports.bulletins.framing import WORK_SHOWN, content, opening, sentence
from reports.bulletins.own_time import own_time
from reports.bulletins.specials import road, task, unit
from reports.documents.content import Attachment, Content
from reports.documents.kinds import BRIEF, CORRECTION, MONTH, YEAR, PaperKind
from reports.figures.reading import Reading
from reports.figures.tasks import read_as, told_of
from reports.figures.years import yearly
from reports.models import Bulletin

from . import passages, tables
from .passages import paragraph


def compose(r: Reading, kind: PaperKind = MONTH, subject: str = "") -> Content:
    """The content of a kind of bulletin for the reading's month; raises LookupError for a subject
    that there is not."""
    return COMPOSERS[kind.code](r, subject)


def month(r: Reading, _: str = "") -> Content:
    """月通报: the county, its units, what is wrong, what is asked; the progress table, its picture,
    the returns, the piles by kind."""
    label = r.month.label
    body = [
        opening(r, "全县充（换）电基础设施建设工作进展情况"),
        paragraph("一、总体情况"),
        passages.totals(r),
        *passages.compared(r),
        *passages.pace(r),
        passages.covered(r),
        paragraph("二、各单位进展"),
        passages.rows(r),
        *passages.on_the_roads(r),
        *passages.honours(r),
        paragraph("三、存在问题"),
        *passages.problems(r),
        paragraph("四、下一步工作要求"),
        *passages.demands(r),
    ]
    table, figure = f"{label}各单位公共充电桩参考计划进度表", f"{label}全县公共充电桩建设进度图"
    attached = [
        Attachment(table, (tables.progress(r, table),)),
        Attachment(figure, charts=(tables.unit_bars(r), tables.month_columns(r))),
    ]
    if r.everyone:
        attached.append(
            Attachment(f"{label}报送情况表", (tables.returns(r, f"{label}报送情况表"),))
        )
    kinds = f"{label}各乡（镇）充电桩分类表"
    attached.append(Attachment(kinds, (tables.kinds(r, kinds),)))
    return content(
        r, MONTH, f"关于{label}全县充（换）电基础设施建设工作进展情况的通报", body, attached
    )


def brief(r: Reading, _: str = "") -> Content:
    """简报: the month in figures, then the work that units told of."""
    told = [line for lines in told_of(r, Submission.objects.all()).values() for line in lines]
    work = [
        paragraph(f"{line.version.submission.unit.name}：{sentence(read_as(line)['done'])}")
        for line in told[:WORK_SHOWN]
    ]
    body = [
        paragraph("一、总体情况"),
        passages.totals(r),
        *passages.compared(r),
        passages.covered(r),
        paragraph("二、各单位进展"),
        passages.rows(r),
        *passages.on_the_roads(r),
        paragraph("三、工作动态"),
        *(work or [paragraph("当月没有单位报送工作动态。")]),
    ]
    table = f"{r.month.label}各单位公共充电桩参考计划进度表"
    return content(
        r,
        BRIEF,
        f"{r.month.label}全县充（换）电基础设施建设进展",
        body,
        [Attachment(table, (tables.progress(r, table),))],
        addressees="",
    )


def year(r: Reading, _: str = "") -> Content:
    """年度结账: every target of the year with what was reached, and the rows of the quota table."""
    found = yearly(r)
    body = [
        opening(r, f"{r.month.year}年度全县充（换）电基础设施建设目标任务完成情况"),
        paragraph("一、总体情况"),
        passages.totals(r),
        passages.covered(r),
        passages.verdict(r, found),
        paragraph("二、各单位完成情况"),
        passages.rows(r),
        *passages.on_the_roads(r),
        paragraph("三、存在问题"),
        *passages.problems(r),
        *own_time(r),
        paragraph("四、下一步工作要求"),
        *passages.demands(r),
    ]
    all_targets, rows = (
        f"{r.month.year}年目标完成情况表",
        f"{r.month.year}年各单位参考计划完成情况表",
    )
    return content(
        r,
        YEAR,
        f"关于{r.month.year}年度全县充（换）电基础设施建设目标任务完成情况的通报",
        body,
        [
            *(
                [Attachment(all_targets, (tables.standings(r, all_targets, found),))]
                if found
                else []
            ),
            Attachment(
                rows, (tables.progress(r, rows),), (tables.unit_bars(r), tables.month_columns(r))
            ),
        ],
    )


COMPOSERS: dict[str, Callable[[Reading, str], Content]] = {
    "month": month,
    "brief": brief,
    "year": year,
    "unit": unit,
    "task": task,
    "road": road,
}


def correction(r: Reading, was: Bulletin, differences: Sequence[Difference]) -> Content:
    """更正通报: what an issued bulletin said and what is right, by `differences` of (name, then,
    now)."""
    title = f"{r.month.label}通报有关内容更正对照表"
    rows = tuple(tables.cells(*row) for row in differences)
    table = tables.Table(title, ("项目", "原通报", "更正后"), rows, (28, 36, 36))
    unsaid = any(p.text and not p.sentences for p in was.plain.body)  # by the figures
    rest = [] if unsaid else ["其余内容不变"]
    rest += ["全部更正见附件"] if len(rows) > WORK_SHOWN else []
    body = [
        paragraph(
            f"经核对，《{was.title}》（{was.number}）中的{len(rows)}处内容需要更正，现通报如下。"
        ),
        *(paragraph(put_right(row)) for row in differences[:WORK_SHOWN]),
        *([paragraph(f"{'，'.join(rest)}。")] if rest else []),
    ]
    return content(
        r,
        CORRECTION,
        f"关于更正{r.month.label}通报有关内容的通报",
        body,
        [Attachment(title, (table,))],
    )


def put_right(row: Difference) -> str:
    """One correction in a sentence; sentences are quoted, a number stands bare."""
    then, now = (f"“{text}”" if "。" in text else text for text in (row.then, row.now))
    if row.then == NOT_THERE:
        return f"{row.name}，增加{now}。"
    if row.now == NOT_THERE:
        return f"{row.name}，删去{then}。"
    return f"{row.name}，原为{then}，更正为{now}。"
