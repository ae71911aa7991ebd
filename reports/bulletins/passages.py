"""Passages of a bulletin, drafted from figures by written rules; each sentence carries its figures
and its rule."""

from collections.abc import Iterable
from typing import Any

from ledger.judging import MonthState
from ledger.periods import rulings
from reports.bulletins import honours as praise
from reports.bulletins import tables
from reports.bulletins.returning import reporting, shown, so_far
from reports.documents.content import Paragraph, Sentence
from reports.documents.kinds import MONTH
from reports.figures import formats, reading
from reports.figures.definition import REPORTED
from reports.figures.figure import Figure
from reports.figures.over_time import over_time
from reports.figures.progress import (
    BEHIND,
    NORMAL,
    NOT_DONE,
    SLOW,
    UNREPORTED,
    UNSETTLED,
    Standing,
)
from reports.figures.reading import Reading
from reports.figures.roads import milestones, pilots
from reports.models import Bulletin, SupervisionNotice
from shanyin_charging import dates
from targets.months import Month

ANNUAL = 12  # bulletins of a month that are looked through for what was named before
ON_TIME, EVERYWHERE = "当月各单位均按时报送。", "各乡（镇）均有公共充电站。"


def say(template: str, *figures: Figure, rule: str = "") -> Sentence:
    """A sentence with each {} filled by a figure with its unit."""
    return Sentence(
        template.format(*(formats.text(figure) for figure in figures)),
        tuple(map(shown, figures)),
        rule,
    )


def naming(text: str, standings: Iterable[Standing], rule: str) -> Sentence:
    """A sentence that names units, with the figures they are named for."""
    return Sentence(text, tuple(shown(s.figure) for s in standings), rule)


def paragraph(*sentences: Any) -> Paragraph:
    """A paragraph of sentences; words without a figure need no rule."""
    return Paragraph(tuple(Sentence(s) if isinstance(s, str) else s for s in sentences))


def names(standings: Iterable[Standing]) -> str:
    """The names of the rows, as a bulletin lists them."""
    return "、".join(s.figure.where.name for s in standings)


def totals(r: Reading) -> Paragraph:
    """Stock and additions against the plan, and the county's ratio in its two forms."""
    added, stock = r.standing(reading.ADDED), r.standing(reading.STOCK)
    over = r.state is MonthState.OVER
    aim = f"方案期末（{r.plan_year}年底）" if over else "年底"
    ratio, reported = r.figure(reading.RATIO), r.figure(reading.RATIO, variant=REPORTED)
    sentences = [
        say(
            f"全县公共充电桩保有量{{}}，{aim}目标{stock.goal.value}台；"
            if stock.goal
            else "全县公共充电桩保有量{}；",
            stock.figure,
            rule="保有量与年底目标",
        ),
        say(f"本年新增{{}}{against_year(added)}。", added.figure, rule="本年新增÷年度任务"),
        say(
            f"按方案测算的{r.plan_year}年底电动汽车数（{formats.text(ratio.parts[0])}）计算，桩车比为{{}}",
            ratio,
            rule=f"公共桩：方案测算的{r.plan_year}年底电动汽车",
        ),
    ]
    if reported.value is not None:
        sentences.append(
            say(
                f"；按报送的电动汽车保有量{seen(reported)}计算，桩车比为{{}}。",
                reported,
                rule="公共桩：报送的电动汽车",
            )
        )
    else:
        sentences.append(
            Sentence(
                "；电动汽车保有量本年尚未报送，未按实际车辆数计算。", rule="本年没有报送车辆数"
            )
        )
    return paragraph(*sentences)


COMPARED = "与上月底、上年同期之差"


def compared(r: Reading) -> list[Paragraph]:
    """Stock and additions beside last month and last year, as far as these are known."""
    stock, added = over_time(r, reading.STOCK), over_time(r, reading.ADDED)
    told = [
        beside(
            "公共充电桩保有量",
            stock.figure,
            {"上月底": stock.last_month, "上年同期": stock.last_year},
        ),
        beside("本年新增", added.figure, {"上年同期": added.last_year}),
    ]
    known = [sentence for sentence in told if len(sentence.figures) > 1]
    return [paragraph(*known)] if known else []


def beside(what: str, now: Figure, earlier: dict[str, Figure | None]) -> Sentence:
    """A count beside what it was, each with its number."""
    known = {f"{when}（{formats.text(then)}）": then for when, then in earlier.items() if then}
    said = [what + formats.text(now), *(formats.compared(now, f, w) for w, f in known.items())]
    return Sentence(f"{'，'.join(said)}。", tuple(map(shown, (now, *known.values()))), COMPARED)


def against_year(added: Standing) -> str:
    """The year's task beside what was added, and the share of it; of nothing there is no share."""
    if not added.goal:
        return ""
    task = f"年度任务{added.goal.value}台"
    share = formats.percent(added.progress)
    return f"，完成{task}的{share}" if added.figure.value else f"，{task}"


def seen(ratio: Figure) -> str:
    """The number of reported vehicles and the day that it is of, in brackets."""
    day = f"截至{dates.official_date(ratio.seen_on)}，" if ratio.seen_on else ""
    return f"（{day}{formats.text(ratio.parts[0])}）"


def pace(r: Reading) -> list[Paragraph]:
    """Where the county is against the calendar: only by a rule that the office has put on
    record."""
    added = r.standing(reading.ADDED)
    if (
        not r.basis.pace_rule.documents
        or added.beyond is None
        or added.state not in (NORMAL, SLOW, BEHIND)
    ):
        return []
    against = (
        f"比序时进度{'多' if added.beyond >= 0 else '少'}{abs(added.beyond)}台，{added.state.word}"
    )
    return [
        paragraph(
            Sentence(
                f"按序时进度（{'、'.join(r.basis.pace_rule.documents)}），全县新增{against}。",
                (shown(added.figure),),
                "新增与核定的序时曲线",
            )
        )
    ]


def covered(r: Reading) -> Paragraph:
    """Townships with a station, with piles, and villages with enough of them, as n/N each."""
    stations, piles, villages = (
        r.figure(code)
        for code in (reading.STATION_COVERAGE, reading.PILE_COVERAGE, reading.VILLAGE_COVERAGE)
    )
    return paragraph(
        Sentence(
            f"有公共充电站的乡（镇）{formats.digits(stations)}，有公共充电桩的乡（镇）{formats.digits(piles)}，"
            f"公共充电桩不少于{r.indicators[villages.code].at_least}台的行政村（社区）{formats.digits(villages)}。",
            (shown(stations), shown(piles), shown(villages)),
            "达到门槛的处数／总处数",
        ),
        *implied(r),
    )


def implied(r: Reading) -> list[Sentence]:
    """What of the stock stands nowhere known, or what a list has more than the plan implies."""
    figure = r.figure(reading.IMPLIED)
    if not figure.counted:
        return []
    words = (
        "全县保有量中另有{}为期初推算数，没有落到具体地点，不在乡（镇）、村的数内。"
        if figure.counted > 0
        else "推算的期初数减去清单为{}，清单多出的待核。"
    )
    return [say(words, figure, rule="推算的期初桩减去已列入清单的")]


def rows(r: Reading) -> Paragraph:
    """Who has fulfilled its row of the quota table, who has added nothing, what counts for no
    row."""
    planned = [s for s in r.quota_standings() if s.goal and s.goal.value]
    if not planned:
        return paragraph("本年没有参考计划，各单位新增情况见附件。")
    done = [s for s in planned if s.reached]
    none, uncredited = [s for s in planned if s.figure.value == 0 and s.is_judged], r.uncredited()
    some = "各单位均有新增。" if all(s.figure.value for s in planned) else ""
    last = naming(f"{names(none)}本年尚无新增。", none, "新增为0") if none else some
    sentences = [
        f"列入{r.month.year}年参考计划的{len(planned)}个单位中，",
        naming(f"{names(done)}已完成参考计划", done, "新增达到参考计划")
        if done
        else "尚无单位完成参考计划",
        *(["；", last] if r.state.is_judged and last else ["。"]),
    ]
    if uncredited.value:
        sentences.append(
            say("另有{}未归入附件2各行，计入全县数。", uncredited, rule="没有归入任何一行的新增")
        )
    return paragraph(*sentences, "各单位进度见附件。")


def honours(r: Reading) -> list[Paragraph]:
    """Whom the published rule proposes to praise; nobody leads a group by a pace that the office
    has not ruled."""
    if not r.state.is_judged:
        return []
    late = {s.unit.code for s in r.everyone if s.late or s.state in ("missing", "sent_back")}
    excluded = {
        row.unit
        for row in r.rows
        if row.unit not in r.supervisors or r.supervisors[row.unit].code in late
    }
    done, leading = praise.praised(r.quota_standings(), excluded) if r.everyone else ([], [])
    leading = leading if r.basis.pace_rule.documents else []
    parts = [
        naming(words.format(names(found)), found, praise.RULE)
        for words, found in (("已完成年度参考计划的{}", done), ("同组中完成率最高的{}", leading))
        if found
    ]
    if not parts:
        return []
    between = [part for pair in zip(parts, ["，"] * len(parts), strict=True) for part in pair][:-1]
    return [paragraph("对", *between, "，予以通报表扬。")]


CRITICISED = "列入通报批评的督办单"


def criticised(r: Reading) -> list[Sentence]:
    """Matters under red supervision that their units left past the day, until one bulletin of a
    month has named them."""
    notices = list(
        SupervisionNotice.objects.running()
        .filter(county=r.county, criticised_on__isnull=False)
        .select_related("lead")
    )
    earlier = Bulletin.objects.issued().filter(
        county=r.county, kind=MONTH.code, month_on__lt=r.month.first_day
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


def lagging(r: Reading) -> list[Sentence]:
    """Rows behind the calendar, at the year's end those that are not done; by a rule on record. Who
    has not reported is not among them, nor who is nearer than the rule's least gap."""
    rule = r.basis.pace_rule
    if not rule.documents:
        return []
    found = []
    for state, words in ((BEHIND, "进度滞后"), (NOT_DONE, "未完成参考计划")):
        rows = [s for s in r.quota_standings() if s.state == state]
        far = [s for s in rows if s.beyond is not None and s.beyond <= -rule.least_gap]
        found += [naming(f"{words}的有：{names(far)}。", far, rule.words)] if far else []
    return found


def on_the_roads(r: Reading) -> list[Paragraph]:
    """Roads and pilots: what the plan demands of the year, met or not; what is not ruled yet or
    nobody has reported is said to be so, and the parts add up."""
    found = [s for _, ones, _ in milestones(r) for s in ones] + [s for s, _ in pilots(r)]
    standings = [s for s in found if s.goal and s.goal.value]
    open_ = [s for s in standings if s.state == UNSETTLED]
    judged = [s for s in standings if s.is_judged and s.figure.value is not None]
    met = [s for s in judged if s.is_good]
    silent = len(standings) - len(judged) - len(open_)
    if not standings or not r.state.is_judged:
        return []
    reached = f"已达到{len(met)}项" if met else "尚无一项达到"
    text = [
        naming(
            f"公路和试点定了数的{len(standings)}项年度目标中，{reached}",
            met,
            "达到年度目标的公路和试点项目",
        )
    ]
    short = [s for s in judged if s not in met]
    if short:
        told = "，".join(
            f"{s.figure.name}{formats.text(s.figure)}（目标{s.goal.printed}）"
            for s in short
            if s.goal
        )
        text.append(
            naming(f"；尚未达到的有{len(short)}项：{told}", short, "未达到年度目标的公路和试点项目")
        )
    if open_:
        text.append(Sentence(f"；{len(open_)}项待专班核定口径后评价"))
    if silent:
        text.append(Sentence(f"；{silent}项还没有报数"))
    return [paragraph(*text, "。")]


def verdict(r: Reading, found: list[Standing]) -> Paragraph:
    """What the year's targets came to: each is in one of the parts that are named, as the table
    has it."""
    if not found:
        return paragraph(f"方案没有为{r.month.year}年定目标。")
    if not r.state.is_judged:
        return paragraph(f"全年{len(found)}项目标的情况见附件1，不作评价。")
    rated = [s for s in found if s.is_judged]
    met = sum(tables.is_met(r, s) for s in rated)
    silent = sum(s.state == UNREPORTED for s in found)
    open_ = sum(s.state == UNSETTLED for s in found)
    parts = (
        ("完成{}项", met),
        ("没有完成的{}项", len(rated) - met),
        ("{}项待专班核定口径后评价", open_),
        ("{}项还没有报数", silent),
        ("{}项是测算依据、不作评价", len(found) - len(rated) - open_ - silent),
    )
    told = "，".join(words.format(n) for words, n in parts if n)
    return paragraph(f"全年{len(found)}项目标中，{told}，各项情况见附件1。")


def problems(r: Reading) -> list[Paragraph]:
    """What is wrong, each kind under its own second-level heading; one sentence when nothing is, or
    when it is too early to say, or the plan is over."""
    if r.state is MonthState.OVER:
        until = dates.official_date(r.plan.ends_on)
        return [paragraph(f"方案期限已于{until}届满，本月只列数字，不作评价。")]
    if not r.may_name:
        running = r.state is MonthState.RUNNING
        return [paragraph(so_far(r), "截止以前不评价、不点名。" if running else "不评价、不点名。")]
    bare, returned = r.figure(reading.STATION_COVERAGE), reporting(r)
    on_time = not any(s.late or s.state in ("missing", "sent_back") for s in r.everyone)
    uncovered = Sentence(
        f"尚无公共充电站的乡（镇）有：{'、'.join(bare.missing)}。", (shown(bare),), "没有公共充电站"
    )
    unsettled = Sentence(
        f"有公共充电桩、尚未认定为公共充电站的乡（镇）有：{'、'.join(bare.unsettled)}，待核定。",
        (shown(bare),),
        "待核定的公共充电站",
    )
    covering = [uncovered] * bool(bare.missing) + [unsettled] * bool(bare.unsettled)
    found = [
        ("报送方面", [] if on_time else returned),
        ("进度方面", lagging(r)),
        ("覆盖方面", covering),
        ("督办方面", criticised(r)),
    ]
    found = [(title, sentences) for title, sentences in found if sentences]
    if not found:
        return [paragraph(ON_TIME if returned else "", EVERYWHERE)]
    if len(found) == 1:
        return [paragraph(*found[0][1])]
    return [
        paragraph(f"（{'一二三四'[n]}）{title}。", *sentences)
        for n, (title, sentences) in enumerate(found)
    ]


def demands(r: Reading) -> list[Paragraph]:
    """What is asked of all units: by the plan, and by the day on which returns are due."""
    at_least, day = (
        r.indicators[reading.VILLAGE_COVERAGE].at_least,
        rulings.due_rule(r.month.last_day).day,
    )
    following = r.month + 1
    judged = following <= Month.of(r.plan.ends_on)
    warned = f"，{following.label}情况逾期未报的将予以通报" if judged else ""
    if r.state is MonthState.OVER:
        return [
            paragraph(
                f"下一期方案印发以前，各成员单位继续于每月{day}日前报送工作落实情况，没有变化的报零报告。"
            )
        ]
    return [
        paragraph(
            "各乡（镇）、各单位要对照方案任务和参考计划，倒排工期，加快在建站点投运，优先补齐没有公共充电站的乡（镇）"
            f"和公共充电桩不足{at_least}台的行政村（社区）。"
        ),
        paragraph(f"各成员单位要按照方案要求，于每月{day}日前报送工作落实情况{warned}。"),
    ]
