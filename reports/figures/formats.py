"""The only place where a number becomes text; rounding lives here (half up)."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from reports.figures.figure import Figure
from reports.figures.progress import Forecast, Goal
from reports.figures.reach import PAST, Reach
from shanyin_charging.numbers import Number

NOTHING = "—"


def rounded(value: Decimal | int, places: int) -> Decimal:
    """A decimal at so many places, halves away from zero."""
    return Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def exact(share: Fraction) -> Decimal:
    """A fraction as a decimal that is rounded nowhere before it is printed."""
    return Decimal(share.numerator) / share.denominator


def percent(share: Decimal | None) -> str:
    """A share as a percentage with one decimal."""
    return NOTHING if share is None else f"{rounded(share * 100, 1)}%"


def signed(value: int | Decimal | None) -> str:
    """A number with its sign, 0 without one; the dash for None."""
    if value is None:
        return NOTHING
    return f"＋{value}" if value > 0 else f"−{-value}" if value < 0 else "0"


def beside_pace(beyond: int | None, unit: str = "台") -> str:
    """How far a number is from what the calendar expects, in words; empty for None."""
    if beyond is None:
        return ""
    if not beyond:
        return "与序时进度持平"
    return f"比序时进度{'多' if beyond > 0 else '少'}{abs(beyond)}{unit}"


def digits(figure: Figure) -> str:
    """A figure without its unit: 321, 1:6.95, 11/12; the dash when there is no value."""
    if figure.value is None:
        return NOTHING
    if figure.form == "coverage" or figure.form == "timeliness":
        return f"{figure.value}/{figure.of}"
    if figure.unit == "1:n":
        return f"1:{rounded(figure.value, 2)}"
    if figure.unit == "%":
        return f"{rounded(figure.value * 100, 1)}"
    if isinstance(figure.value, Decimal):
        return str(rounded(figure.value, 2))
    return str(figure.value) if figure.scale == 1 else str(Decimal(figure.value) / figure.scale)


def gained(now: Figure, then: Figure) -> Decimal:
    """What a figure has more than another, as the digits of both have it."""
    one, other = (digits(figure).removeprefix("1:").partition("/")[0] for figure in (now, then))
    return Decimal(one) - Decimal(other)


def change(now: Figure, then: Figure) -> str:
    """What a figure has more than an earlier one, signed: a share in points."""
    found = gained(now, then)
    points = "个百分点" if now.unit == "%" and now.form != "coverage" else ""
    return f"{signed(found)}{points}" if found else "持平"


def compared(now: Figure, then: Figure, when: str) -> str:
    """A count beside an earlier one, as a paper says it: 比上月底增加22台, 与上月底持平."""
    found = gained(now, then)
    more = f"{'增加' if found > 0 else '减少'}{abs(found)}{unit(now)}"
    return f"比{when}{more}" if found else f"与{when}持平"


def cell(figure: Figure) -> Number | None:
    """A figure as a spreadsheet takes it: a real number that shows the same digits as every page;
    None without a value."""
    if figure.value is None:
        return None
    shown = digits(figure)
    if figure.form in ("coverage", "timeliness"):
        return Number(int(figure.value), f'0"/{figure.of}"', shown)
    if figure.unit == "1:n":
        return Number(float(rounded(figure.value, 2)), '"1:"0.00', shown)
    places = len(shown.partition(".")[2])
    return Number(
        float(shown) if places else int(shown), f"0.{'0' * places}" if places else "0", shown
    )


def share(value: Decimal | None) -> Number | None:
    """A share as a spreadsheet takes it, rounded as on every page."""
    return (
        None
        if value is None
        else Number(float(rounded(value * 100, 1) / 100), "0.0%", percent(value))
    )


def text(figure: Figure) -> str:
    """A figure with its unit, or why there is none."""
    if figure.value is None:
        return figure.why or NOTHING
    return digits(figure) + unit(figure)


def unit(figure: Figure) -> str:
    """The unit behind a figure's digits; none behind a ratio, places behind n/N that is meant as a
    share."""
    if figure.unit == "%" and figure.of:
        return "处"
    return "" if figure.unit == "1:n" else figure.unit


SIGNS = {"at_least": "≥", "at_most": "≤", "below": "＜"}


def aim_digits(goal: Goal, figure: Figure) -> str:
    """A goal's number as its figure is written, without the unit of a count: 1:6, 10%, 5.5."""
    if figure.unit == "1:n":
        return f"1:{goal.value}"
    share = "%" if goal.form == "share" else ""
    return f"{Decimal(goal.value or 0) / figure.scale:f}{share}"


def aim(goal: Goal | None, figure: Figure) -> str:
    """A goal beside its figure, in the figure's unit; nothing where n/N says it already."""
    if goal is None or not goal.value or goal.form == "count":
        return ""
    sign = "" if figure.unit == "1:n" else SIGNS[goal.direction]
    return f"{sign}{aim_digits(goal, figure)}"


def forecast(found: Forecast | None) -> str:
    """A forecast in words; nothing when the goal is reached."""
    if found is None:
        return ""
    a_month = rounded(Decimal(found.pace.numerator) / found.pace.denominator, 1).normalize()
    span = f"近{'一两三'[found.months - 1]}个月"
    pace = f"{span}每月{a_month:f}{found.unit}"
    heading = f"{pace}，照此{found.done_in.label}完成" if found.done_in else f"{span}没有新增"
    return f"{heading}；按期完成每月要{found.needed}{found.unit}"


def reach(found: Reach | None) -> str:
    """What is in service and what is being built, as one sum beside the year's number; nothing
    where nothing is told."""
    if found is None or found.value is None:
        return ""
    late = sum(n for when, n in found.counted if when.in_time and when.label == PAST)
    overdue = f"（其中{late}台{PAST}）" if late else ""
    added = f"＋在建{found.in_time}台{overdue}＝可达{found.value}台"
    added = added if found.in_time else "" if found.under_way else "，没有在建"
    beside = beside_goal(found, "参考计划" if found.figure.where.unit else "全年目标")
    return f"已投运{found.figure.counted}台{added}{beside}{behind_the_year(found)}"


def beside_goal(found: Reach, aim: str) -> str:
    """How far what is reached is from the year's number; nothing where the year has none."""
    if not found.goal or found.beyond is None:
        return ""
    if found.short:
        return f"，距{aim}{found.goal}台还差{found.short}台"
    more = f"比{aim}{found.goal}台多{found.beyond}台"
    return f"，{more}" if found.beyond else f"，正好达到{aim}{found.goal}台"


def behind_the_year(found: Reach) -> str:
    """What is being built and not expected within the year."""
    rest = "、".join(f"{when.label}{piles}台" for when, piles in found.rest)
    return f"；另有在建：{rest}" if rest else ""


def part_of(part: int | Decimal, whole: int) -> str:
    """A part of a whole as a percentage; the dash where the whole is nothing."""
    return percent(Decimal(part) / whole) if whole else NOTHING


def share_of(figure: Figure) -> str:
    """A coverage as a percentage; it stands beside n/N, never alone."""
    if figure.value is None or not figure.of or figure.partial:
        return NOTHING
    return part_of(figure.value, figure.of)


def distance(metres: int) -> str:
    """How far away: 40米, from a kilometre on 1.2公里."""
    return f"{metres}米" if metres < 1000 else f"{rounded(Decimal(metres) / 1000, 1)}公里"
