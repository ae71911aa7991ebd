"""What the portal asks whether a plan does or not, in the words of the shipped plan: of every
county about its door, its ladder, its reminders and its papers; of every plan who leads its tasks,
and how its figures are counted and judged."""

import json
from collections.abc import Callable, Iterable
from functools import cache

from django.conf import settings
from django.db.models import Max

from targets.measures import GROUPS
from targets.models import Area, Clause, Indicator, Plan, Question
from targets.plan.draft import Row

SUBJECTS = ("door:", "ladder:", "naming:", "papers:", "burden:")
SHIPPED = settings.ROOT / "fixtures" / "shanyin_2024" / "questions.json"
PLACE = 900  # of the first that a plan itself does not ask
LEAD = "lead"  # of each task
# Of one thing each, whose code stands behind the colon: what the question settles.
EACH = {
    "register": "这个指标的登记册共有几处",
    "zone": "这个片区的范围",
    LEAD: "这项任务的牵头单位",
    "numbers": "这一种文件在平台启用以前编到第几号",
    "addressees": "这个县通报的主送",
    "copies": "这个县通报的抄送",
}
TOLD = ("subject", "title", "hint", "kind", "default_words")
STOCKS = {*GROUPS["public_pile"], "public_pile", "public_station"}


def of_the_year(row: Indicator) -> bool:
    """Whether an indicator is judged by what a year's months are to bring."""
    return bool(row.form == "total" and row.window == "year")


def of_additions(row: Indicator) -> bool:
    """Whether it counts new public piles."""
    return bool(row.counts in STOCKS and row.causes == ["added"])


def of_stations(row: Indicator) -> bool:
    """Whether it counts stations."""
    return bool(row.counts == "public_station")


def of_stocks(row: Indicator) -> bool:
    """Whether it counts what is in place."""
    return bool({row.counts, row.over} & STOCKS and not row.causes and row.window == "to_date")


# What is asked of a plan that has indicators of which it may be asked.
ABOUT: dict[str, Callable[[Indicator], bool]] = {
    "pace": of_the_year,
    "slow_within": of_the_year,
    "least_gap": of_the_year,
    "opened_counts": of_additions,
    "station:piles": of_stations,
    "station:direct": of_stations,
    "stopped_counts": of_stocks,
}


@cache
def shipped() -> list[Row]:
    """All that the shipped plan asks."""
    found: list[Row] = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return found


@cache
def rows() -> list[Row]:
    """What of it is asked whether a plan does or not."""
    return [row for row in shipped() if row["subject"].startswith((*SUBJECTS, *ABOUT, LEAD))]


def kind_of(subject: str) -> str | None:
    """How an answer to a subject is read; None for one that nothing in the portal asks for."""
    kinds = {row["subject"]: str(row["kind"]) for row in shipped()}
    each = {head: kind for name, kind in kinds.items() if (head := name.partition(":")[0]) in EACH}
    return kinds.get(subject) or each.get(subject.partition(":")[0])


def known() -> list[str]:
    """The subjects that a plan may ask about, as a sheet names them, each with what it settles."""
    found: dict[str, str] = {}
    for row in shipped():
        head, colon, _ = row["subject"].partition(":")
        if head in EACH:
            found[f"{head}:编号" if colon else head] = EACH[head]
        else:
            found[row["subject"]] = row["title"]
    return [f"{subject}　{title}" for subject, title in found.items()]


def ask() -> int:
    """Ask of each county that has a plan what none of its plans asks, and of each plan what it does
    not; returns how many questions were missing."""
    counties = Area.objects.filter(pk__in=Plan.objects.values("county"))
    return sum(map(ask_of, counties)) + sum(map(ask_about, Plan.objects.all()))


def ask_of(county: Area) -> int:
    """Ask it of one county, beside what its first plan asks."""
    asked = set(Question.objects.filter(plan__county=county).values_list("subject", flat=True))
    plan = Plan.objects.filter(county=county).earliest("starts_on", "pk")
    missing = [row for row in rows() if row["subject"].startswith(SUBJECTS)]
    return len(put(plan, ((row, None) for row in missing if row["subject"] not in asked)))


def ask_about(plan: Plan) -> int:
    """Ask of a plan who leads its tasks, and how its indicators are counted and judged."""
    asked, made = set(plan.questions.values_list("subject", flat=True)), 0
    leads = next(row for row in rows() if row["subject"] == LEAD)
    tasks = plan.clauses.filter(task__isnull=False)
    missing = [(of_task(leads, clause), clause) for clause in tasks]
    made += len(put(plan, ((row, c) for row, c in missing if row["subject"] not in asked)))
    for row in rows():
        is_about = ABOUT.get(row["subject"]) if row["subject"] not in asked else None
        if is_about and (about := list(filter(is_about, plan.indicators.all()))):
            (question,) = put(plan, [(row, None)])
            question.indicators.set(about)
            made += 1
    return made


def of_task(row: Row, clause: Clause) -> Row:
    """What is asked of each task, of one."""
    subject, title = f"{row['subject']}:{clause.code}", f"{row['title']}（任务{clause.task}）"
    return {**row, "subject": subject, "title": title}


def put(plan: Plan, missing: Iterable[tuple[Row, Clause | None]]) -> list[Question]:
    """Put questions, each with the task that it is about, behind those that a plan asks itself."""
    behind = plan.questions.filter(position__gte=PLACE).aggregate(at=Max("position"))["at"]
    return [
        Question.objects.create(
            plan=plan, position=place, clause=clause, **{name: row[name] for name in TOLD}
        )
        for place, (row, clause) in enumerate(missing, start=(behind or PLACE - 1) + 1)
    ]
