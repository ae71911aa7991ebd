"""What is composed: each kind of bulletin and sheet from the same passages and tables, as plain
content."""

from dataclasses import replace
from operator import itemgetter

from django.conf import settings

from ledger.entries import facts
from ledger.models import Submission
from ledger.returns.standings import calendar
from reports.documents.content import Attachment, Content, Paragraph
from reports.documents.kinds import BRIEF, CORRECTION, MONTH, ROAD, TASK, UNIT, YEAR, PaperKind
from reports.figures import formats
from reports.figures.reading import Reading
from reports.figures.tasks import standings_of, told_of
from reports.figures.years import yearly
from shanyin_charging import clock
from targets.models import Clause, Unit

from . import passages, tables
from .passages import paragraph

WORK_SHOWN = 8  # pieces of work that a 简报 tells of


def compose(r: Reading, kind: PaperKind = MONTH, subject: str = "") -> Content:
    """The content of a kind of bulletin for the reading's month; raises LookupError for a subject
    that there is not."""
    return COMPOSERS[kind.code](r, subject)


def content(
    r: Reading, kind: PaperKind, title: str, body, attachments=(), addressees=None
) -> Content:
    names = settings.BULLETIN
    known = facts.last_entry(r.county)[0] if r.known is None else r.known
    return Content(
        kind.head,
        names["brief"] if kind.head == "brief" else names["issuer"],
        title,
        names["addressees"] if addressees is None else addressees,
        tuple(body),
        tuple(attachments),
        names["issuer"],
        clock.today(),
        names["copies"],
        known,
    )


def opening(r: Reading, about: str) -> Paragraph:
    return paragraph(
        f"按照《{r.plan.title}》（{r.plan.document_no}）要求，现将截至{r.month.label}底{about}通报如下。"
    )


def month(r: Reading, _="") -> Content:
    """月通报: the county, its units, what is wrong, what is asked; the progress table, its picture,
    the returns."""
    label = r.month.label
    body = [
        opening(r, "全县充（换）电基础设施建设工作进展情况"),
        paragraph("一、总体情况"),
        passages.totals(r),
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
    return content(
        r, MONTH, f"关于{label}全县充（换）电基础设施建设工作进展情况的通报", body, attached
    )


def brief(r: Reading, _="") -> Content:
    """简报: the month in figures, then the work that units told of."""
    told = [line for lines in told_of(r, Submission.objects.all()).values() for line in lines]
    work = [
        paragraph(f"{line.version.submission.unit.name}：{sentence(line.values['done'])}")
        for line in told[:WORK_SHOWN]
    ]
    body = [
        paragraph("一、总体情况"),
        passages.totals(r),
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


def sentence(text: str) -> str:
    return text if text.endswith(("。", "！", "？")) else f"{text}。"


def year(r: Reading, _="") -> Content:
    """年度结账: every target of the year with what was reached, and the rows of the quota table."""
    found = yearly(r)
    met = sum(tables.judged(r, s) in ("达到", "正常") for s in found)
    judged = sum(s.state.code not in ("no_plan", "unreported") for s in found)
    body = [
        opening(r, f"{r.month.year}年度全县充（换）电基础设施建设目标任务完成情况"),
        paragraph("一、总体情况"),
        passages.totals(r),
        passages.covered(r),
        paragraph(
            f"全年{len(found)}项目标中，可以评价的{judged}项，达到{met}项，各项情况见附件1。"
        ),
        paragraph("二、各单位完成情况"),
        passages.rows(r),
        *passages.on_the_roads(r),
        paragraph("三、存在问题"),
        *passages.problems(r),
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
            Attachment(all_targets, (tables.standings(r, all_targets, found),)),
            Attachment(
                rows, (tables.progress(r, rows),), (tables.unit_bars(r), tables.month_columns(r))
            ),
        ],
    )


def unit(r: Reading, code: str) -> Content:
    """专项: one unit, by its row of the quota table, its place, its returns and its work."""
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise LookupError(code)
    told = [
        line
        for lines in told_of(r, Submission.objects.filter(unit=found)).values()
        for line in lines
    ]
    sections = [
        ("建设进展", unit_progress(r, code)),
        ("报送情况", unit_returns(r, found)),
        (
            "当月工作",
            [paragraph(sentence(line.values["done"])) for line in told]
            or [paragraph("当月没有报送工作情况。")],
        ),
    ]
    body = [opening(r, f"{found.name}充（换）电基础设施建设工作情况")]
    for n, (heading, paragraphs) in enumerate(filter(itemgetter(1), sections)):
        body += [paragraph(f"{'一二三'[n]}、{heading}"), *paragraphs]
    return content(
        r,
        UNIT,
        f"关于{found.name}充（换）电基础设施建设工作情况的通报",
        body,
        addressees=f"{found.name}：",
    )


def unit_progress(r: Reading, code: str) -> list[Paragraph]:
    """What a row of the quota table added; nothing for a unit without a row."""
    standing = next((s for s in r.quota_standings() if s.figure.where.unit == code), None)
    if standing is None:
        return []
    goal = (
        f"，参考计划{standing.goal.value}台，完成{formats.percent(standing.progress)}"
        if standing.goal
        else ""
    )
    told_as = f"本年新增公共充电桩{{}}{goal}。"
    return [paragraph(passages.say(told_as, standing.figure, rule="本单位新增与参考计划"))]


def unit_returns(r: Reading, unit: Unit) -> list[Paragraph]:
    """How often a member unit has reported, and when; nothing for one that hands in nothing."""
    strip = calendar(r.plan, r.county, r.moment).get(unit.pk)
    if strip is None:
        return []
    due = [cell for _, period, cell in strip.cells if period.month <= r.month]
    return [
        paragraph(
            f"应报送{len(due)}次，按时{due.count('on_time')}次，迟报{due.count('late')}次，"
            f"未报{due.count('missing')}次。"
        )
    ]


def task(r: Reading, number: str) -> Content:
    """专项: one task, by its figures and what its units told."""
    clause = (
        r.plan.clauses.filter(task=int(number) if number.isdigit() else 0)
        .prefetch_related("indicators")
        .first()
    )
    if clause is None:
        raise LookupError(number)
    return of_targets(
        r,
        TASK,
        f"任务{clause.task}“{clause.title}”",
        standings_of(r, clause),
        units_of(clause),
        told_of(r, Submission.objects.all()).get(clause.code, []),
    )


def road(r: Reading, heading: str) -> Content:
    """专项: one road of the plan's third annex."""
    found = [
        (standings, places) for name, standings, places in passages.milestones(r) if name == heading
    ]
    if not found:
        raise LookupError(heading)
    return of_targets(r, ROAD, heading, found[0][0], (), (), places=found[0][1])


def units_of(clause: Clause) -> list[str]:
    return [duty.unit.name for duty in clause.duties.select_related("unit").order_by("position")]


def of_targets(
    r: Reading, kind: PaperKind, about: str, standings, units, told, places=()
) -> Content:
    body = [opening(r, f"{about}进展情况"), paragraph("一、目标和进展")]
    for s in standings:
        goal = f"，目标：{s.goal.printed}" if s.goal else ""
        told_as = f"{s.figure.name}{{}}{goal}，{tables.judged(r, s)}。"
        body.append(paragraph(passages.say(told_as, s.figure, rule="本项目标与实际")))
    if not standings:
        body.append(paragraph("本项没有定量目标。"))
    if places:
        rows = tuple(tables.cells(site.name, str(piles), str(fast)) for site, piles, fast in places)
        table = tables.Table(
            f"{about}各处充电桩", ("地点", "充电桩（台）", "其中公共直流（台）"), rows, (50, 25, 25)
        )
    body.append(paragraph("二、工作情况"))
    if units:
        body.append(paragraph(f"责任单位：{'、'.join(units)}。"))
    body += [
        paragraph(f"{line.version.submission.unit.name}：{sentence(line.values['done'])}")
        for line in told
    ] or [paragraph("当月没有单位报送这项工作的情况。")]
    return content(
        r,
        kind,
        f"关于{about}进展情况的通报",
        body,
        [Attachment(table.title, (table,))] if places else [],
    )


COMPOSERS = {"month": month, "brief": brief, "year": year, "unit": unit, "task": task, "road": road}


def correction(r: Reading, was, differences) -> Content:
    """更正通报: what an issued bulletin said and what is right, by `differences` of (name, then,
    now)."""
    title = f"{r.month.label}通报有关数字更正对照表"
    rows = tuple(tables.cells(*row) for row in differences)
    table = tables.Table(title, ("项目", "原通报", "更正后"), rows, (50, 25, 25))
    body = [
        paragraph(
            f"经核对，《{was.title}》（{was.number}）中的{len(rows)}个数字需要更正，现通报如下。"
        ),
        *(
            paragraph(f"{name}，原为{then}，更正为{now}。")
            for name, then, now in differences[:WORK_SHOWN]
        ),
        paragraph("其余内容不变，全部更正见附件。" if len(rows) > WORK_SHOWN else "其余内容不变。"),
    ]
    return content(
        r,
        CORRECTION,
        f"关于更正{r.month.label}通报有关数字的通报",
        body,
        [Attachment(title, (table,))],
    )


def returns_sheet(r: Reading) -> Content:
    """报送情况 as a plain sheet: no red head, no number."""
    title = f"{r.month.label}报送情况表"
    return plain(
        r,
        title,
        [Paragraph(tuple(passages.reporting(r)))],
        [Attachment(title, (tables.returns(r, ""),))],
    )


def unit_sheet(r: Reading, code: str) -> Content:
    """One unit's month as a plain sheet; raises LookupError for a unit that there is not."""
    composed = unit(r, code)
    return plain(
        r, f"{Unit.objects.get(code=code).name}{r.month.label}工作情况单", composed.body[1:]
    )


def plain(r: Reading, title: str, body, attachments=()) -> Content:
    return replace(
        content(r, MONTH, title, body, attachments, addressees=""), head="none", copies=""
    )
