"""存在问题: what is wrong, each kind with its names, its numbers and what is asked; nothing that is
not due, nothing that is inside its days."""

from ledger.judging import MonthState
from reports.bulletins.of_targets import missed_of, short_of
from reports.bulletins.returning import reporting, so_far
from reports.bulletins.saying import naming, paragraph, shown
from reports.documents.content import Paragraph, Sentence
from reports.documents.kinds import MONTH
from reports.figures import formats
from reports.figures.progress import BEHIND, NOT_DONE, Standing
from reports.figures.reading import Reading
from reports.figures.years import yearly
from reports.models import Bulletin, SupervisionNotice
from shanyin_charging import dates
from targets.models import Part
from targets.months import Month

ANNUAL = 12  # bulletins of a month that are looked through for what was named before
CRITICISED = "列入通报批评的督办单"
WITHOUT_STATION, UNSETTLED_STATION = "没有公共充电站", "待核定的公共充电站"


def problems(r: Reading, year: bool = False) -> list[Paragraph]:
    """What is wrong, each kind under its own second-level heading; one sentence when nothing is, or
    when it is too early to say, or the plan is over."""
    if r.state is MonthState.OVER:
        until = dates.official_date(r.plan.ends_on)
        return [paragraph(f"方案期限已于{until}届满，只列数字，不作评价。")]
    if not r.may_name:
        running = r.state is MonthState.RUNNING
        return [paragraph(so_far(r), "截止以前不评价、不点名。" if running else "不评价、不点名。")]
    on_time = not any(s.is_at_fault for s in r.everyone)
    found = [
        ("报送方面", [] if on_time else reporting(r)),
        ("目标方面", missed(r) if year else []),
        ("进度方面", [*lagging(r), *unfinished(r)]),
        ("覆盖方面", uncovered(r)),
        ("督办方面", criticised(r)),
    ]
    found = [(title, sentences) for title, sentences in found if sentences]
    if not found:
        return [paragraph(nothing_wrong(r))]
    if len(found) == 1:
        return [paragraph(*found[0][1])]
    return [
        paragraph(f"（{'一二三四五'[n]}）{title}。", *sentences)
        for n, (title, sentences) in enumerate(found)
    ]


def nothing_wrong(r: Reading) -> str:
    """What is in order where nothing is wrong."""
    everywhere = "各乡（镇）均建有公共充电站" if r.playing(Part.STATION_COVERAGE) else ""
    if not r.everyone:
        return f"{everywhere or '没有发现需要点名的问题'}。"
    mending = any(s.is_mending for s in r.everyone)
    on_time = "没有迟报、未报的单位" if mending else "各单位均按时报送"
    return f"{'，'.join(filter(None, (f'{r.month.month}月{on_time}', everywhere)))}。"


def missed(r: Reading) -> list[Sentence]:
    """The year's targets that were missed, each with its number and its goal."""
    found = missed_of(r, yearly(r))
    if not found or not r.state.is_judged:
        return []
    text = f"未完成的年度目标{len(found)}项：{'，'.join(map(short_of, found))}。"
    return [naming(text, found, "未完成的年度目标")]


def lagging(r: Reading) -> list[Sentence]:
    """Rows behind the calendar, by a rule on record. Who has not reported is not among them, nor
    who is nearer than the rule's least gap."""
    rule = r.basis.pace_rule
    rows = [s for s in r.quota_standings() if s.state == BEHIND]
    far = [s for s in rows if s.beyond is not None and s.beyond <= -rule.least_gap]
    if not far or not rule.documents:
        return []
    told = "、".join(f"{s.figure.where.name}（{rate(s)}，少{-(s.beyond or 0)}台）" for s in far)
    text = f"比序时进度滞后的有：{told}，要逐处排出投运时间。"
    return [naming(text, far, rule.words)]


def unfinished(r: Reading) -> list[Sentence]:
    """At the year's end the rows that did not fulfil their plan; that takes no rule of the
    calendar."""
    rows = [s for s in r.quota_standings() if s.state == NOT_DONE]
    if not rows:
        return []
    told = "、".join(f"{s.figure.where.name}（{rate(s)}）" for s in rows)
    text = f"未完成参考计划的单位{len(rows)}个：{told}。"
    return [naming(text, rows, "参考计划没有完成")]


def rate(standing: Standing) -> str:
    """What a row has come to of its plan."""
    if not standing.progress:
        return "尚无新增"
    return f"完成{formats.percent(standing.progress)}"


def uncovered(r: Reading) -> list[Sentence]:
    """Townships without a station, and those of which nobody has said that their piles are one."""
    bare, found = r.figure_of(Part.STATION_COVERAGE), []
    if bare is None:
        return []
    if bare.missing:
        text = f"尚无公共充电站的乡（镇）有：{'、'.join(bare.missing)}，要尽快落实站址。"
        found.append(Sentence(text, (shown(bare),), WITHOUT_STATION))
    if bare.unsettled:
        where = "、".join(bare.unsettled)
        is_last = r.month >= Month.of(r.plan.ends_on)  # no return follows in which to say it
        asked = "请向专班办公室说明" if is_last else "请随下次月报说明"
        text = f"有公共充电桩、是否为公共充电站还没有认定的乡（镇）有：{where}，{asked}。"
        found.append(Sentence(text, (shown(bare),), UNSETTLED_STATION))
    return found


def criticised(r: Reading) -> list[Sentence]:
    """Matters under red supervision that their units left past the day, until one bulletin of a
    month has named them."""
    notices = list(
        SupervisionNotice.objects.running()
        .filter(county=r.county, criticised_on__isnull=False)
        .select_related("lead")
    )
    earlier = (
        Bulletin.objects.served()
        .issued()
        .filter(county=r.county, kind=MONTH.code, month_on__lt=r.month.first_day)
    )
    said = "".join(
        p.text for bulletin in earlier[: len(notices) and ANNUAL] for p in bulletin.plain.body
    )
    told = [
        f"{n.lead}（{n.number}，{n.matter}，应于{dates.official_date(n.due_on)}办结）"
        for n in notices
        if n.number not in said
    ]
    words = f"对超过时限仍未办结红色督办事项的予以通报批评：{'；'.join(told)}。"
    return [Sentence(words, rule=CRITICISED)] if told else []
