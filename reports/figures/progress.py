"""A figure against its target and the pace gives a Standing (pure)."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil

from ledger.judging import MonthState
from reports.figures.figure import Figure
from targets.months import Month
from targets.pace import MONTHS, STRAIGHT_LINE, expected_share, straight_line


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
MET, UNMET = Light("met", "达到"), Light("unmet", "尚未达到")  # of a state, while the year runs
MISSED = Light("unmet", "未达到")  # of one at the year's end
DONE, NOT_DONE = Light("met", "完成"), Light("unmet", "未完成")  # of a yearly flow then
FINAL = (MISSED, DONE, NOT_DONE)
# What cannot be held against a unit: it handed in and the office has not judged, or it may mend.
PENDING, MENDING = Light("pending", "待审核"), Light("pending", "待改")
JUDGED = ("normal", "slow", "behind", "met", "unmet")  # codes of lights that judge
LEAST_GAP = 2  # piles: blame has a floor, as praise has


@dataclass(frozen=True)
class PaceRule:
    """How a yearly flow is judged by the calendar: as ruled, or by default."""

    curve: tuple[Fraction, ...] = STRAIGHT_LINE
    slow_within: int = (
        15  # percentage points of the year's target below the pace: 偏慢; beyond them: 滞后
    )
    documents: tuple[str, ...] = ()  # the rulings' numbers; none: the default
    least_gap: int = LEAST_GAP  # piles below the pace from which a row is 偏慢 or 滞后
    since: int = 1  # the month of the year in which the plan begins
    until: int = MONTHS  # and the one with which it ends: by then the year's tasks are to be done

    @property
    def words(self) -> str:
        """The rule as it is printed beside what it judges."""
        begun = f"{self.since}月起" if self.since > 1 else ""
        ends = f"到{self.until}月" if self.until < MONTHS else ""
        within = f"（{begun}{ends}）" if begun or ends else ""
        straight = self.curve == straight_line(self.since, self.until)
        line = f"按直线序时{within}" if straight else "按核定的序时曲线"
        basis = "、".join(self.documents) if self.documents else "默认规则，待专班核定"
        gap = f"，或只少不到{self.least_gap}台" if self.least_gap > 1 else ""
        within = f"低于序时不超过{self.slow_within}个百分点"
        return (
            f"正常：达到或超过序时{gap}；偏慢：{within}；滞后：低得更多；"
            f"{self.by_when}只分完成、未完成。{line}；{basis}。"
        )

    @property
    def by_when(self) -> str:
        """The end of the year's tasks, in words."""
        return "年底" if self.until == MONTHS else f"{self.until}月底"

    def is_last(self, month: Month) -> bool:
        """Whether it is the month by whose end the year's tasks are to be done."""
        return month.month == self.until


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

    @property
    def missing(self) -> int:
        """How much of a count is missing to the goal's number; 0 without a goal, and once it is
        reached."""
        wanted = self.goal.value if self.goal and self.goal.value else 0
        return max(0, wanted - (self.figure.counted or 0))

    @property
    def is_judged(self) -> bool:
        """Whether the light says how the figure stands, and not why it does not."""
        return self.state.code in JUDGED

    @property
    def is_good(self) -> bool:
        """Whether it is judged to be where it should be."""
        return self.state.code in ("normal", "met")


@dataclass(frozen=True)
class Forecast:
    """Where a yearly flow is heading: its pace, when it would be done at that pace, what it takes
    to be done in time."""

    months: int  # how many it rests on
    pace: Fraction  # a month, over these
    done_in: Month | None  # None at a pace of nothing
    needed: int  # a month until the year's end
    unit: str = "台"


def needed(missing: int, months: int) -> int:
    """How much a month is needed of what is missing over so many months, rounded up: a part of a
    pile still takes a pile."""
    return ceil(Fraction(missing, months))


def forecast(
    recent: list[int], so_far: int, goal: int, month: Month, today: Month, last: Month
) -> Forecast | None:
    """What the last months' numbers, up to a month, mean today for that year's goal; None once it
    is reached, and once no month of the year is left to build in."""
    missing, past = goal - so_far, max(month, today - 1)
    left = last.index - past.index
    if missing <= 0 or left <= 0 or not recent:
        return None
    pace = Fraction(sum(recent), len(recent))
    return Forecast(
        len(recent),
        pace,
        max(month + ceil(missing / pace), today) if pace > 0 else None,
        needed(missing, left),
    )


def ranked(standings: list[Standing]) -> list[tuple[int | None, Standing]]:
    """Standings by progress, the highest first, each with its rank; equal progress is an equal
    rank. Who is not judged, as the month is not due, or what was handed in waits, has no plan or
    has not reported is listed last without one."""
    rates = [(s.progress, s) for s in standings if s.is_judged and s.progress is not None]
    rates.sort(key=lambda rate: -rate[0])
    found = [(sum(other > progress for other, _ in rates) + 1, s) for progress, s in rates]
    placed = [s for _, s in rates]
    return [*found, *((None, s) for s in standings if s not in placed)]


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


def against_pace(
    figure: Figure, goal: Goal | None, rule: PaceRule = PaceRule(), in_: MonthState = MonthState.DUE
) -> Standing:
    """The standing of a yearly flow in a month: where it is, and where the calendar expects it by
    the month's end; at the year's end it is done or not."""
    if goal is None or not goal.value:
        return Standing(figure, goal, NO_PLAN)
    progress = None if figure.value is None else Decimal(figure.value) / Decimal(goal.value)
    if not in_.is_judged:
        return Standing(figure, goal, unjudged(in_), progress)
    expected = goal.value * expected_share(figure.month, goal.year, rule.curve)
    if figure.value is None:
        return Standing(figure, goal, UNREPORTED, expected=expected)
    whole = -(-expected.numerator // expected.denominator)  # a part of a pile still takes a pile
    beyond = int(figure.value) - whole
    points = (expected - Fraction(figure.value)) / goal.value * 100
    if rule.is_last(figure.month):
        state = DONE if beyond >= 0 else NOT_DONE
    elif beyond > -rule.least_gap:
        state = NORMAL
    else:
        state = SLOW if points <= rule.slow_within else BEHIND
    return Standing(figure, goal, state, progress, expected, beyond)


def against_target(
    figure: Figure, goal: Goal | None, rule: PaceRule = PaceRule(), in_: MonthState = MonthState.DUE
) -> Standing:
    """The standing of a state or a ratio in a month: met or not, without a pace."""
    if goal is None or not goal.value:
        return Standing(figure, goal, NO_PLAN)
    if goal.strength == "assumption":
        return Standing(figure, goal, ASSUMED)
    counts_up = goal.direction == "at_least" and figure.value is not None
    progress = Decimal(figure.value or 0) / Decimal(goal.value) if counts_up else None
    if not in_.is_judged:
        return Standing(figure, goal, unjudged(in_), progress)
    if figure.value is None:
        return Standing(figure, goal, UNREPORTED)
    short = MISSED if rule.is_last(figure.month) else UNMET
    return Standing(figure, goal, MET if met(figure, goal) else short, progress)


def unjudged(state: MonthState) -> Light:
    """What stands in a light's place in a month that is not judged."""
    return Light("unjudged", state.verdict)


def excused(standing: Standing, light: Light) -> Standing:
    """The standing with a word in its light's place, and off the calendar."""
    return replace(standing, state=light, expected=None, beyond=None)
