"""Whom a bulletin proposes to praise, by a published rule, over those that can be compared (pure).
The office decides."""

from reports.figures.progress import Standing

LEAST = 5  # piles of a year's plan: of fewer than these a single pile is 20 points and more
RULE = (
    f"通报表扬建议：当月按时报送、参考计划不少于{LEAST}台的单位中，完成年度参考计划的，以及同组（乡镇、部门各为一组）中"
    "完成率最高且不低于序时进度的（序时规则核定后）；完成率相同的并列。没有计划、没有报送的不参加比较。"
)


def praised(
    standings: list[Standing], not_on_time: set[str]
) -> tuple[list[Standing], list[Standing]]:
    """(who has fulfilled the year's plan, who leads its group without having done so), of the rows
    whose unit code is not among those that did not report on time."""
    compared = [
        s
        for s in standings
        if s.goal
        and s.goal.value
        and s.goal.value >= LEAST
        and s.progress is not None
        and s.figure.where.unit not in not_on_time
    ]
    done = [s for s in compared if s.progress is not None and s.progress >= 1]
    leading = [
        s
        for group in dict.fromkeys(s.figure.where.group for s in compared)
        for s in leaders([s for s in compared if s.figure.where.group == group])
    ]
    return done, [s for s in leading if s not in done]


def leaders(group: list[Standing]) -> list[Standing]:
    """Those of the highest rate, ties among them, where they keep the calendar's pace and have
    added anything."""
    highest = max(s.progress for s in group if s.progress is not None)
    best = [s for s in group if s.progress == highest and s.figure.value and s.is_good]
    return [s for s in best if s.beyond is None or s.beyond >= 0]
