"""下一步工作要求: what is missing by whom and until when, from the pace; what is covered next; the
next month's return."""

from ledger.judging import MonthState
from reports.bulletins import building
from reports.bulletins.returning import next_due
from reports.bulletins.saying import listed, paragraph, say, told
from reports.documents.content import Paragraph, Sentence
from reports.figures import under_way
from reports.figures.figure import Figure
from reports.figures.progress import MENDING, PENDING, UNREPORTED, Standing, needed
from reports.figures.reading import Reading
from shanyin_charging import dates
from targets.models import Part
from targets.months import Month

MISSING, NEXT, COVER = "还差的台数和剩下的月份", "下次月报", "没有达到门槛的处数"


def demands(r: Reading, annex: str = "") -> list[Paragraph]:
    """What is asked next, each with who and until when; after the plan's end only that returns go
    on. `annex` is the attachment that lists what is being built."""
    if r.state is MonthState.OVER:
        return [paragraph(returning(r))]
    asked = [*to_build(r, annex), *to_cover(r), *to_clear(r), returning(r)]
    return [paragraph(sentence) for sentence in asked]


def to_build(r: Reading, annex: str) -> list[Sentence]:
    """How many piles are missing to the year's task, how many a month that takes, and whose they
    are; nothing once the year is over."""
    standing, left = r.standing_of(Part.ADDED), r.months_left
    missing = standing.missing if standing else 0
    if standing is None or not missing or not left:
        return []
    if left == 1:
        text = f"完成年度任务，{r.ending.month}月还需新增{missing}台"
    else:
        a_month = needed(missing, left)
        text = f"完成年度任务还差{missing}台，{r.month.month + 1}月起平均每月需新增{a_month}台"
    text += building.of_the_missing(under_way.of_county(r), missing, annex)
    rows = r.quota_standings() if r.state.is_judged else []  # nobody is named before
    owing = sorted(filter(is_owing, rows), key=lambda s: -s.missing)
    if owing:
        each = listed([f"{s.figure.where.name}{s.missing}台" for s in owing])
        text += f"；对照参考计划，还差的有{each}"
    text += f"，要倒排工期，于{dates.official_date(r.ending.last_day)}前投运。"
    asked = told(text, [standing.figure, *(s.figure for s in owing)], MISSING)
    return [asked, *building.still_short(r)]


def is_owing(standing: Standing) -> bool:
    """Whether a row is short of its plan, by what it has reported and the office has judged."""
    return standing.missing > 0 and standing.state not in (PENDING, MENDING, UNREPORTED)


def to_cover(r: Reading) -> list[Sentence]:
    """Where stations and piles come first: townships without one, and how many villages have too
    few."""
    stations, villages = r.figure_of(Part.STATION_COVERAGE), r.figure_of(Part.VILLAGE_COVERAGE)
    named = stations.missing if stations and r.state.is_judged else ()
    first = f"没有公共充电站的{'、'.join(named)}" if named else ""
    where = "和".join(filter(None, (first, short_villages(r, villages) if villages else "")))
    text = f"新建桩优先安排在{where}，新建站点同步落实用地、接电和验收。"
    return [told(text, filter(None, (stations, villages)), COVER)] if where else []


def short_villages(r: Reading, villages: Figure) -> str:
    """How many villages have too few piles; empty where none has."""
    least, short = (
        r.indicators[villages.code].at_least,
        (villages.of or 0) - (villages.counted or 0),
    )
    lacking = "没有公共充电桩" if least == 1 else f"公共充电桩不足{least}台"
    return f"{lacking}的{short}个行政村（社区）" if short > 0 else ""


def to_clear(r: Reading) -> list[Sentence]:
    """The hazards that are still open, for those who keep the sites."""
    hazards = r.figure_of(Part.HAZARDS)
    if hazards is None or (hazards.counted or 0) <= 0:
        return []
    words = "{}未销号的安全隐患，由责任单位限期整改并报销号材料。"
    return [say(words, hazards, rule="未销号的隐患")]


def returning(r: Reading) -> Sentence:
    """The next month's return, with its day."""
    following = r.month + 1
    by = dates.last_day(next_due(r))
    if r.state is MonthState.OVER:
        return Sentence(
            f"下一期方案印发以前，各成员单位继续按月报送工作落实情况，{following.month}月情况于{by}前报送，"
            "没有变化的报零报告。",
            rule=NEXT,
        )
    judged = following <= Month.of(r.plan.ends_on)
    warned = "，逾期未报的予以通报" if judged else ""
    text = f"{following.label}工作落实情况，各成员单位于{by}前报送，没有变化的报零报告{warned}。"
    return Sentence(text, rule=NEXT)
