"""What a leader's word is about: a figure, a unit, a task, a notice or a matter, as it is now."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse

from reports import rules
from reports.figures import formats
from reports.figures.figure import Figure, parse_key
from reports.figures.reading import Reading, figure_at
from reports.models import Instruction, Matter, SupervisionNotice
from reports.supervision import ladder
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.seen import stamp
from targets.models import Clause, Part, Plan, Unit
from targets.plan import queries

OTHER = "word"  # topic of a notice that no rule proposes, before the word's number


@dataclass(frozen=True)
class Subject:
    """What is written about, in words, where it is read, and whose it is."""

    about: str
    text: str
    address: str
    unit: Unit | None = None

    @property
    def seen(self) -> str:
        """The stamp of what the leader has before them."""
        return stamp(self.text)


def of_figure(reading: Reading, figure: Figure) -> Subject:
    """A figure, whose row, or whose place, is a unit's."""
    where = figure.where
    if where.unit:
        unit = reading.supervisors.get(where.unit)
    else:
        unit = Unit.objects.served().filter(area__code=where.area).first()
    text = f"{where.name}{figure.name}{formats.text(figure)}"
    return Subject(f"figure:{figure.key}", text, reverse("trace", args=[figure.key]), unit)


def of_unit(unit: Unit) -> Subject:
    """A unit and all that it does."""
    return Subject(f"unit:{unit.code}", unit.name, reverse("unit", args=[unit.code]), unit)


def of_task(clause: Clause) -> Subject:
    """A task of the plan, on which several units work."""
    text = f"任务{clause.task}　{clause.title}"
    key = clause.plan.code, clause.task
    return Subject(f"task:{key[0]}:{key[1]}", text, reverse("task", args=key))


def of_notice(notice: SupervisionNotice) -> Subject:
    """What is under supervision already."""
    text = f"{notice.number or '督办'}　{notice.matter}"[:200]
    return Subject(f"notice:{notice.pk}", text, reverse("notice", args=[notice.pk]), notice.lead)


def of_matter(matter: Matter) -> Subject:
    """What a unit asks to be coordinated; a word on it is for who is to solve it, if anybody."""
    address = reverse("matter", args=[matter.pk])
    return Subject(f"matter:{matter.pk}", str(matter), address, matter.solver)


def subject(user: User, about: str) -> Subject:
    """What an address of the form names; raises LookupError for what there is not."""
    kind, _, key = about.partition(":")
    try:
        if kind == "figure":
            return of_figure(*figure_at(key))
        if kind == "unit":
            return of_unit(Unit.objects.served().get(code=key))
        if kind == "task":
            code, _, number = key.rpartition(":")  # words of before name no plan: there was one
            plans = Plan.objects.of(queries.served()).order_by("starts_on")
            plan = plans.filter(code=code)[0] if code else plans[0]
            return of_task(plan.clauses.filter(task=int(number))[0])
        if kind == "notice":
            visible = SupervisionNotice.objects.visible_to(user, clock.today())
            return of_notice(visible.select_related("lead").get(pk=int(key)))
        if kind == "matter":
            seen = Matter.objects.visible_to(user, clock.today())
            return of_matter(seen.select_related("raiser", "solver").get(pk=int(key)))
    except (ValueError, LookupError, ObjectDoesNotExist):
        pass
    raise LookupError(about)


def offered(user: User, made: Callable[..., Subject], *of: Any) -> dict[str, Subject]:
    """The box for a leader's word, for the page of its subject; nothing for who writes none."""
    return {"word_on": made(*of)} if rules.can_instruct(user) else {}


def topic_of(word: Instruction) -> str:
    """The topic of a notice that comes of a word: the figure's, as the ladder knows it."""
    return topic_of_figure(word.figure_key) if word.figure_key else f"{OTHER}{word.pk}"


def topic_of_figure(key: str) -> str:
    """The topic of a notice that is opened for a figure: its indicator's code, but for a row of the
    quota table, which the ladder knows under any plan."""
    address = parse_key(key)
    plan = queries.plan_for(address.month)
    rows = plan.indicators.filter(code=address.code, plays=Part.QUOTA)
    return ladder.PROGRESS if rows.exists() else address.code
