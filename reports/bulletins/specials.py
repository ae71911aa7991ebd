"""专项: bulletins of one unit, one task, one road."""

from collections.abc import Iterable, Sequence
from operator import itemgetter

from ledger.models import Line, Site, Submission
from ledger.returns.standings import calendar
from reports.bulletins.framing import content, opening, sentence
from reports.documents.content import Attachment, Content, Paragraph, Sentence
from reports.documents.kinds import ROAD, TASK, UNIT, PaperKind
from reports.figures import formats
from reports.figures.progress import NO_PLAN, UNREPORTED, Standing
from reports.figures.reading import Reading
from reports.figures.roads import milestones
from reports.figures.tasks import read_as, standings_of, told_of
from reports.figures.timeliness import WORDS
from targets.models import Clause, Unit

from . import passages, tables
from .passages import paragraph


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
            [paragraph(sentence(read_as(line)["done"])) for line in told]
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
    told_as = f"本年新增公共充电桩{{}}{against_plan(standing)}。"
    return [paragraph(passages.say(told_as, standing.figure, rule="本单位新增与参考计划"))]


def against_plan(standing: Standing) -> str:
    """A row's plan beside what it added, and the share of it; of nothing, and of what nobody has
    reported, there is no share."""
    if not standing.goal:
        return ""
    if not standing.goal.value:
        return "，本年没有参考计划"
    share = formats.percent(standing.progress)
    done = f"，完成{share}" if standing.progress else ""
    return f"，参考计划{standing.goal.value}台{done}"


def unit_returns(r: Reading, unit: Unit) -> list[Paragraph]:
    """How often a member unit has reported, and when; nothing for one that hands in nothing."""
    strip = calendar(r.plan, r.county, r.moment).get(unit.pk)
    if strip is None:
        return []
    due = strip.until(r.month).due
    if not due:
        return [paragraph("还没有到期的月报。")]
    counted = ((word, due.count(cell)) for cell, word in WORDS.items())
    return [
        paragraph(
            f"已到期的月报应报送{len(due)}次，"
            f"{'，'.join(f'{word}{n}次' for word, n in counted if n)}。"
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
        f"任务{clause.task}“{quoted(clause.title)}”",
        standings_of(r, clause),
        units_of(clause),
        told_of(r, Submission.objects.all()).get(clause.code, []),
    )


def road(r: Reading, heading: str) -> Content:
    """专项: one road of the plan's third annex."""
    found = [(standings, places) for name, standings, places in milestones(r) if name == heading]
    if not found:
        raise LookupError(heading)
    return of_targets(r, ROAD, heading, found[0][0], (), (), places=found[0][1])


def quoted(text: str) -> str:
    """Words as they stand inside quotation marks."""
    return text.translate({ord("“"): "‘", ord("”"): "’"})


def units_of(clause: Clause) -> list[str]:
    """The names of the units that a clause charges, in the plan's order."""
    return [duty.unit.name for duty in clause.duties.select_related("unit").order_by("position")]


def of_targets(
    r: Reading,
    kind: PaperKind,
    about: str,
    standings: Sequence[Standing],
    units: Sequence[str],
    told: Iterable[Line],
    places: Sequence[tuple[Site, int, int]] = (),
) -> Content:
    """A bulletin about some targets: each with its figure and its judgement, then the work told of
    it."""
    body = [opening(r, f"{about}进展情况"), paragraph("一、目标和进展")]
    for s in standings:
        goal = f"，目标：{s.goal.printed}" if s.goal else ""
        word = f"，{tables.judged(r, s)}" if s.state not in (NO_PLAN, UNREPORTED) else ""
        text = f"{s.figure.name}{tables.told(s.figure)}{goal}{word}。"
        body.append(paragraph(Sentence(text, (passages.shown(s.figure),), "本项目标与实际")))
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
        paragraph(f"{line.version.submission.unit.name}：{sentence(read_as(line)['done'])}")
        for line in told
    ] or [paragraph("当月没有单位报送这项工作的情况。")]
    return content(
        r,
        kind,
        f"关于{about}进展情况的通报",
        body,
        [Attachment(table.title, (table,))] if places else [],
    )
