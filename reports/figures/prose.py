"""Numbers as a paper says them: no fraction, no bare zero, a goal as a number with its unit."""

from decimal import Decimal

from reports.figures import formats
from reports.figures.figure import UNREPORTED, Figure
from reports.figures.progress import Goal

ALL = "目标为全部"
WHOLE = 100  # percent


def said(figure: Figure) -> str:
    """A figure behind its name; a sentence can go on after it."""
    return f"{figure.name}{behind(figure)}"


def behind(figure: Figure) -> str:
    """What stands behind a figure's name: its number, how many of how many, or that there is
    none."""
    if figure.value is None:
        return "还没有报数" if figure.why == UNREPORTED else figure.why
    unit = formats.unit(figure)
    if figure.form == "coverage":
        whole = f"{'已知' if figure.partial else '共'}{figure.of}{unit}"
        if figure.value == figure.of and not figure.partial:
            return f"{figure.of}{unit}全部达到"
        return f"{f'达到{figure.value}{unit}' if figure.value else '尚无达到的'}（{whole}）"
    if figure.unit == "%":
        return f"为{formats.text(figure)}" if figure.value else "为0"
    if figure.unit == "1:n":
        return f"为{formats.text(figure)}"
    if figure.value:
        return formats.text(figure)
    return "尚无" if figure.form == "total" else "为0"


def aimed(goal: Goal | None, figure: Figure) -> str:
    """What the plan wants as a number: 目标1:6, 目标不低于10%; nothing where it gives none."""
    if goal is None or not goal.value:
        return ""
    whole = goal.of if goal.form == "count" else WHOLE if goal.form == "share" else None
    if goal.value == whole:
        return ALL
    number = formats.aim_digits(goal, figure)
    if goal.form == "count":
        return f"目标{number}{formats.unit(figure)}"
    if goal.form == "share":
        return f"目标不低于{number}"
    if figure.unit == "1:n":
        return f"目标{number}"
    least = "不少于" if figure.form == "mean" else ""
    bound = "小于" if goal.direction == "below" else least
    return f"目标{bound}{number}{figure.unit}"


def points(share: Decimal) -> str:
    """How far apart two shares are, in percentage points with one decimal, without a sign."""
    return f"{formats.rounded(abs(share) * 100, 1)}个百分点"
