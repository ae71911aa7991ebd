"""专项: bulletins of one unit, one task, one road."""

from collections.abc import Iterable, Sequence

from ledger.models import Line, Site, Submission
from ledger.returns.standings import calendar
from reports.bulletins import building, tables
from reports.bulletins.framing import content, numbered, opening, sentence
from reports.bulletins.of_targets import against_goal
from reports.bulletins.overall import VEHICLES, expected_percent, of_villages
from reports.bulletins.saying import paragraph, say, span, told
from reports.documents.content import Attachment, Content, Paragraph, Sentence
from reports.documents.kinds import ROAD, TASK, UNIT, PaperKind
from reports.figures import formats
from reports.figures.figure import Where
from reports.figures.inspected import inspected
from reports.figures.progress import Standing
from reports.figures.reading import Reading
from reports.figures.roads import milestones
from reports.figures.tasks import read_as, standings_of, told_of
from reports.figures.timeliness import WORDS
from reports.figures.units import vehicles
from shanyin_charging import dates
from targets.models import Clause, Part, Unit, Window

OWN_CHECKS = "本单位报送的安全检查和隐患"
IN_A_TOWNSHIP = "辖区内公共充电桩、行政村（社区）"


def unit(r: Reading, code: str) -> Content:
    """专项: one unit, by its row of the quota table, its place, its returns and its work."""
    found = Unit.objects.served().filter(code=code).first()
    if found is None:
        raise LookupError(code)
    lines = [
        line
        for of_one in told_of(r, Submission.objects.served().filter(unit=found)).values()
        for line in of_one
    ]
    projects = f"{found.name}{r.month.label}在建公共充电桩项目表"
    attached = building.attached(r, projects, code)
    annex = "附件" if attached else ""
    sections = [
        ("建设进展", [*unit_progress(r, code, annex), *unit_place(r, code)]),
        ("报送的数", [*unit_vehicles(r, found), *unit_checks(r, found)]),
        ("报送情况", unit_returns(r, found)),
        ("当月工作", [paragraph(sentence(read_as(line)["done"])) for line in lines]),
    ]
    about = f"{found.name}{r.month.label}充（换）电基础设施建设情况"
    body = [opening(r, about), *numbered(sections)]
    if len(body) == 1:
        body.append(paragraph(f"截至{r.month.label}底，没有{found.name}的建设任务和报送事项。"))
    return content(r, UNIT, f"关于{about}的通报", body, attached, addressees=f"{found.name}：")


def unit_progress(r: Reading, code: str, annex: str) -> list[Paragraph]:
    """What a row of the quota table added in the month and in the year, against its plan and the
    calendar, and what it comes to with what is being built; nothing for a unit without a row."""
    standing = next((s for s in r.quota_standings() if s.figure.where.unit == code), None)
    if standing is None:
        return []
    month = r.figure(standing.figure.code, standing.figure.where, window=Window.MONTH)
    figures, text, began = [standing.figure], "", bool(standing.figure.value)
    if began and r.month.month > 1 and r.month in r.calendar.told(r.county):
        figures.append(month)
        added = f"新增公共充电桩{formats.text(month)}" if month.value else "无新增"
        text = f"{r.month.month}月{added}；"
    year = f"新增公共充电桩{formats.text(standing.figure)}" if standing.figure.value else "无新增"
    text += f"{span(r)}{year}{against_plan(r, standing)}。"
    ahead = building.of_a_row(r, standing, annex)
    return [paragraph(told(text, figures, "本单位新增与参考计划"), *ahead)]


def against_plan(r: Reading, standing: Standing) -> str:
    """A row's plan beside what it added, the share of it, and what is missing; of a row without a
    plan nothing."""
    goal = standing.goal.value if standing.goal else 0
    if not goal:
        return ""
    missing = standing.missing
    share = f"，完成{formats.percent(standing.progress)}" if standing.progress else ""
    left = f"，还差{missing}台" if missing > 0 else ""
    running = r.months_left and missing and standing.expected is not None
    day = f"（{r.month.month}月底序时进度为{expected_percent(r)}）" if running else ""
    return f"，参考计划{goal}台{share}{left}{day}"


def unit_place(r: Reading, code: str) -> list[Paragraph]:
    """What stands in a township, whoever built it; nothing for a unit that is none."""
    where: Where | None = next((w for w in r.places["township"] if w.area == code), None)
    stock = r.figure_of(Part.IN_PLACE, where)
    villages = r.figure_of(Part.VILLAGE_COVERAGE, where)
    if where is None or stock is None:
        return []
    if not stock.value:
        return [paragraph(told("辖区内还没有公共充电桩。", [stock], IN_A_TOWNSHIP))]
    enough = f"；{of_villages(r, villages)}" if villages and villages.of else ""
    text = f"辖区内公共充电桩共{formats.text(stock)}{enough}。"
    return [paragraph(told(text, filter(None, (stock, villages)), IN_A_TOWNSHIP))]


def unit_vehicles(r: Reading, unit: Unit) -> list[Paragraph]:
    """The vehicles that the unit reported, and the ratio that they make; nothing for another."""
    found = vehicles(r, unit)
    if found is None:
        return []
    ratio, words = found
    text = f"报送{words}，按此计算桩车比为{{}}。"
    return [paragraph(say(text, ratio, rule=VEHICLES))]


def unit_checks(r: Reading, unit: Unit) -> list[Paragraph]:
    """The safety checks that the unit told of; nothing for one that told of none."""
    text = checks_of(r, unit)
    return [paragraph(Sentence(f"{text}。", rule=OWN_CHECKS))] if text else []


def checks_of(r: Reading, unit: Unit) -> str:
    """How many safety checks the unit told of in the year, what they found, what of it is gone and
    what is open, as its page and its papers say it; empty for one that told of none."""
    found = inspected(r, unit)
    if found is None:
        return ""
    one = "" if found.found else "隐患"
    parts = (
        ("安全检查{}次", found.checks),
        ("发现隐患{}处", found.found),
        (f"销号{one}{{}}处", found.cleared),
    )
    happened = [words.format(number) for words, number in parts if number]
    made = [f"{span(r)}{'，'.join(happened)}"] if happened else []
    what = "" if found.found or found.cleared else "隐患"
    left = [f"{r.month.month}月底未销号{what}{found.open}处"] if found.open else []
    if not left and (found.found or found.cleared):
        left = ["没有未销号的隐患"]
    return "，".join([*made, *left])


def unit_returns(r: Reading, unit: Unit) -> list[Paragraph]:
    """How often a member unit has reported, and when; nothing for one that hands in nothing."""
    strip = calendar(r.plan, r.county, r.moment, of=[unit]).get(unit.pk)
    if strip is None:
        return []
    due = strip.until(r.month).due
    gone = gone_on(r, unit)
    if not due:
        return [paragraph("还没有到期的月报。"), *gone]
    counts = {word: due.count(cell) for cell, word in WORDS.items()}
    if counts["按时"] == len(due):
        number = f"{len(due)}次" if len(due) > 1 else ""
        return [paragraph(f"已到期的{number}月报{'均' if number else ''}按时报送。"), *gone]
    each = "，".join(f"{word}{n}次" for word, n in counts.items() if n)
    return [paragraph(f"已到期的月报{len(due)}次，{each}。"), *gone]


def gone_on(r: Reading, unit: Unit) -> list[Paragraph]:
    """That a unit had been merged into another by the month's end, as far as that was known."""
    merged = dict(Unit.objects.filter(pk=unit.pk).merged_on(r.moment)).get(unit.pk)
    if merged is None or merged > r.month.last_day:
        return []
    return [paragraph(f"{dates.official_date(merged)}起并入{unit.merged_into}，此后各月由其报送。")]


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
        clause.title,
        standings_of(r, clause),
        units_of(clause),
        told_of(r, Submission.objects.served()).get(clause.code, []),
    )


def road(r: Reading, heading: str) -> Content:
    """专项: one road of the plan's table of roads."""
    found = [(standings, places) for name, standings, places in milestones(r) if name == heading]
    if not found:
        raise LookupError(heading)
    about = f"{heading}充电设施建设"
    return of_targets(r, ROAD, about, found[0][0], (), (), places=found[0][1])


def units_of(clause: Clause) -> list[str]:
    """The names of the units that a clause charges, in the plan's order."""
    return [duty.unit.name for duty in clause.duties.select_related("unit").order_by("position")]


def of_targets(
    r: Reading,
    kind: PaperKind,
    about: str,
    standings: Sequence[Standing],
    units: Sequence[str],
    lines: Iterable[Line],
    places: Sequence[tuple[Site, int, int]] = (),
) -> Content:
    """A bulletin about some targets: each with its figure and its judgement, then the work told of
    it."""
    told_of_each = [against_goal(r, standing) for standing in standings]
    goals = [paragraph(sentence) for sentence in told_of_each if sentence]
    work = [
        paragraph(f"{line.version.submission.unit.name}：{sentence(read_as(line)['done'])}")
        for line in lines
    ]
    charged = [paragraph(f"责任单位：{'、'.join(units)}。")] if units else []
    sections = [
        ("目标和进展", goals or [paragraph("方案对这项任务没有定量目标。")]),
        ("工作情况", [*charged, *work]),
    ]
    title = f"关于{about}情况的通报"
    body = [opening(r, f"{r.month.label}{about}情况"), *numbered(sections)]
    attached = []
    if places:
        name = f"{about}各处充电桩"
        rows = tuple(tables.cells(site.name, str(piles), str(fast)) for site, piles, fast in places)
        heads = ("地点", "充电桩（台）", "其中公共直流（台）")
        attached = [Attachment(name, (tables.Table(name, heads, rows, (50, 25, 25)),))]
    return content(r, kind, title, body, attached)
