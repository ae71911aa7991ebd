"""Targets one by one: each with its number, its goal and what it came to; the roads and pilots
together, the year's targets together."""

from collections.abc import Iterable, Sequence

from reports.bulletins import tables
from reports.bulletins.saying import in_a_row, naming, paragraph, told
from reports.documents.content import Paragraph, Sentence
from reports.figures import prose
from reports.figures.progress import MET, MISSED, NO_PLAN, UNMET, UNREPORTED, UNSETTLED, Standing
from reports.figures.reading import Reading
from reports.figures.roads import milestones, pilots
from targets.models import Strength

MET_RULE, SHORT_RULE = "达到年度目标的公路和试点项目", "未达到年度目标的公路和试点项目"
OWN_RULE = "：目标与实际"


WORDS = {MET.word: "已达到目标", UNMET.word: "尚未达到目标", MISSED.word: "未达到目标"}


def goal_of(standing: Standing) -> str:
    """The goal in brackets; nothing where the number itself says of how many."""
    aim = prose.aimed(standing.goal, standing.figure)
    return "" if aim in ("", prose.ALL) else f"（{aim}）"


def against_goal(r: Reading, standing: Standing) -> Sentence | None:
    """One target: its number, its goal, whether it is met; None for a part of what there is none
    of."""
    figure, aim = standing.figure, goal_of(standing)
    word, number = verdict_on(r, standing), prose.said(figure)
    if not standing.goal and figure.value == 0 and figure.form == "total":
        if figure.name.startswith("其中"):
            return None
        number = f"没有{figure.name}"
    text = f"{number}{aim}{f'，{word}' if word else ''}。"
    return told(text, [figure], f"{figure.name}{OWN_RULE}")


def verdict_on(r: Reading, standing: Standing) -> str:
    """How a target is judged, in words; nothing where there is nothing to judge."""
    if standing.state in (NO_PLAN, UNREPORTED) or not standing.goal or not standing.goal.value:
        return ""
    if standing.state == UNSETTLED:
        return "待专班核定口径后评价"
    if not standing.is_judged:
        return "" if r.state.is_judged else "不作评价"
    word = tables.judged(r, standing)
    return WORDS.get(word, word)


def short_of(standing: Standing) -> str:
    """One target that is not met, with its goal."""
    return f"{prose.said(standing.figure)}{goal_of(standing)}"


def on_the_roads(r: Reading) -> list[Paragraph]:
    """Roads and pilots: what the plan demands of the year, met or not; what is not ruled yet or
    nobody has reported is said to be so, and the parts add up."""
    found = [s for _, ones, _ in milestones(r) for s in ones] + [s for s, _ in pilots(r)]
    standings = [s for s in found if s.goal and s.goal.value]
    if not standings or not r.state.is_judged:
        return []
    open_ = [s for s in standings if s.state == UNSETTLED]
    judged = [s for s in standings if s.is_judged and s.figure.value is not None]
    met = [s for s in judged if s.is_good]
    short = [s for s in judged if s not in met]
    silent = len(standings) - len(judged) - len(open_)
    whole = f"{r.plan.roads_and_pilots}的{len(standings)}项年度目标中，"
    clauses = [naming(whole + (f"{len(met)}项已达到" if met else "尚无达到的"), met, MET_RULE)]
    if short:
        each = "，".join(map(short_of, short))
        clauses.append(naming(f"{len(short)}项尚未达到：{each}", short, SHORT_RULE))
    if open_:
        clauses.append(Sentence(f"{len(open_)}项待专班核定口径后评价"))
    if silent:
        clauses.append(Sentence(f"{silent}项还没有报数"))
    return [paragraph(*in_a_row(clauses))]


def verdict(r: Reading, found: list[Standing], annex: str) -> Paragraph:
    """What the year's targets came to: each is in one of the parts that are named, as the table
    has it; what the plan strives for beyond another target is told apart."""
    if not found:
        return paragraph(f"方案没有为{r.month.year}年定目标。")
    if not r.state.is_judged:
        return paragraph(f"全年{len(found)}项目标的情况见{annex}，不作评价。")
    firm = [s for s in found if not is_beyond(s, found)]
    counted = tallied(firm, len(missed_of(r, firm)), "{}项是测算依据、不作评价")
    more = striven([(r, s) for s in found if is_beyond(s, found)])
    whole = f"全年{len(firm)}项目标中，{counted}。各项情况见{annex}。"
    return paragraph(*filter(None, (whole, more)))


def tallied(found: Sequence[Standing], missed: int, others: str) -> str:
    """How many of some targets came to what, so many of them missed: each is in one of the parts,
    and `others` says of the last ones why they are not judged."""
    rated = sum(s.is_judged for s in found)
    open_, silent = (sum(s.state == state for s in found) for state in (UNSETTLED, UNREPORTED))
    parts = (
        ("完成{}项", rated - missed),
        ("未完成{}项", missed),
        ("{}项待专班核定口径后评价", open_),
        ("{}项还没有报数", silent),
        (others, len(found) - rated - open_ - silent),
    )
    return "，".join(words.format(n) for words, n in parts if n)


def is_beyond(standing: Standing, found: Iterable[Standing]) -> bool:
    """Whether the plan strives for it where it demands less of the same figure: 不低于10%，
    力争达到20%. Who falls short of it has missed nothing."""
    if standing.goal is None or standing.goal.strength != Strength.ASPIRE:
        return False
    others = (s.goal for s in found if s.figure.key == standing.figure.key)
    return any(goal and goal.strength != Strength.ASPIRE for goal in others)


def striven(found: Sequence[tuple[Reading, Standing]]) -> str:
    """What is striven for beyond other targets, each as read at its year's end, reached or not;
    empty where there is nothing."""
    if not found:
        return ""
    rated = [(r, s) for r, s in found if s.is_judged]
    met = sum(tables.is_met(r, s) for r, s in rated)
    came_to = f"{met}项已达到" if met else "尚未达到" if rated else "暂不评价"
    return f"另有力争目标{len(found)}项，{came_to}。"


def missed_of(r: Reading, found: list[Standing]) -> list[Standing]:
    """The targets that are judged and not met, as the table says."""
    firm = (s for s in found if not is_beyond(s, found))
    return [s for s in firm if s.is_judged and not tables.is_met(r, s)]
