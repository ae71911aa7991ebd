"""A figure against its target and the pace gives a Standing (pure)."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from reports.figures.figure import Figure
from targets.months import Month
from targets.pace import STRAIGHT_LINE, expected_share


@dataclass(frozen=True)
class Light:
    """How a figure is judged: a code for its colour, and the word beside it."""

    code: str
    word: str


NORMAL, SLOW, BEHIND = Light("normal", "正常"), Light("slow", "偏慢"), Light("behind", "滞后")
ASSUMED = Light("no_plan", "测算依据")  # what the plan reckons with, not what it orders
UNSETTLED = Light(
    "no_plan", "待核定"
)  # the plan leaves open what is needed to judge, and the office has not ruled
UNREPORTED, NO_PLAN = Light("unreported", "未报"), Light("no_plan", "无计划")
MET, NOT_MET = Light("met", "达到"), Light("unmet", "未达到")


@dataclass(frozen=True)
class PaceRule:
    """How a yearly flow is judged by the calendar: as ruled, or by default."""

    curve: tuple[Fraction, ...] = STRAIGHT_LINE
    slow_within: int = (
        15  # percentage points of the year's target below the pace: 偏慢; beyond them: 滞后
    )
    documents: tuple[str, ...] = ()  # the rulings' numbers; none: the default

    @property
    def words(self) -> str:
        """The rule as it is printed beside what it judges."""
        line = "按直线序时" if self.curve == STRAIGHT_LINE else "按核定的序时曲线"
        basis = "、".join(self.documents) if self.documents else "默认规则，待专班核定"
        within = f"低于序时不超过{self.slow_within}个百分点"
        return f"正常：达到或超过序时；偏慢：{within}；滞后：低得更多。{line}；{basis}。"


@dataclass(frozen=True)
class Goal:
    """A Target's row without the database: value and total in the measure's smallest unit."""

    year: int
    value: int | None
    of: int | None
    direction: str
    strength: str
    form: str
    printed: str
    clause: str
    clause_code: str


@dataclass(frozen=True)
class Standing:
    """A figure beside its goal, judged."""

    figure: Figure
    goal: Goal | None
    state: Light
    progress: Decimal | None = None  # figure ÷ target
    expected: Fraction | None = None  # what the calendar expects by the end of the month
    beyond: int | None = None  # piles above the pace rounded up, negative below it

    @property
    def reached(self) -> bool:
        """Whether the figure has come to the goal's number; never without either."""
        value, wanted = self.figure.value, self.goal.value if self.goal else None
        return value is not None and wanted is not None and value >= wanted


@dataclass(frozen=True)
class Forecast:
    """Where a yearly flow is heading: its pace, when it would be done at that pace, what it takes
    to be done in time."""

    pace: Fraction  # a month, over the last months
    done_in: Month | None  # None at a pace of nothing
    needed: int | None  # a month until the year's end; None when no month is left


def forecast(recent: list[int], so_far: int, goal: int, month: Month) -> Forecast | None:
    """What the last months' numbers mean for the year's goal; None once it is reached."""
    missing = goal - so_far
    if missing <= 0:
        return None
    pace, left = Fraction(sum(recent), len(recent)), 12 - month.month
    return Forecast(
        pace,
        month + ceil(missing / pace) if pace > 0 else None,
        ceil(Fraction(missing, left)) if left else None,
    )


def ranked(standings: list[Standing]) -> list[tuple[int | None, Standing]]:
    """Standings by progress, the highest first, each with its rank; equal progress is an equal
    rank, and who has no plan or has not reported is listed last without one."""
    rates = [(s.progress, s) for s in standings if s.progress is not None]
    rates.sort(key=lambda rate: -rate[0])
    return [(sum(other > progress for other, _ in rates) + 1, s) for progress, s in rates] + [
        (None, s) for s in standings if s.progress is None
    ]


def met(figure: Figure, goal: Goal) -> bool:
    """Whether a figure satisfies its target in the target's own direction; a share is compared in
    percent. Without either number nothing is satisfied."""
    if figure.value is None or goal.value is None:
        return False
    value, wanted = Fraction(figure.value), Fraction(goal.value)
    if goal.form == "share":
        value = value * 100 / (1 if figure.of is None else figure.of)
    return {"at_least": value >= wanted, "at_most": value <= wanted, "below": value < wanted}[
        goal.direction
    ]


def against_pace(figure: Figure, goal: Goal | None, rule: PaceRule = PaceRule()) -> Standing:
    """The standing of a yearly flow: where it is, and where the calendar expects it by the end of
    its month."""
    if goal is None or not goal.value:
        return Standing(figure, goal, NO_PLAN)
    expected = goal.value * expected_share(figure.month, goal.year, rule.curve)
    if figure.value is None:
        return Standing(figure, goal, UNREPORTED, expected=expected)
    gap = (expected - Fraction(figure.value)) / goal.value
    state = NORMAL if gap <= 0 else SLOW if gap * 100 <= rule.slow_within else BEHIND
    whole = -(-expected.numerator // expected.denominator)  # a part of a pile still takes a pile
    return Standing(
        figure,
        goal,
        state,
        Decimal(figure.value) / Decimal(goal.value),
        expected,
        int(figure.value) - whole,
    )


def against_target(figure: Figure, goal: Goal | None) -> Standing:
    """The standing of a state or a ratio: met or not, without a pace."""
    if goal is None or not goal.value:
        return Standing(figure, goal, NO_PLAN)
    if goal.strength == "assumption":
        return Standing(figure, goal, ASSUMED)
    if figure.value is None:
        return Standing(figure, goal, UNREPORTED)
    progress = Decimal(figure.value) / Decimal(goal.value) if goal.direction == "at_least" else None
    return Standing(figure, goal, MET if met(figure, goal) else NOT_MET, progress)
