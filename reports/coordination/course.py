"""The course of a matter: its transition table and the verbs that move it.

Lock order: the county's ledger, the matter, the journal.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import transaction

from ledger.models import Ledger
from ledger.reminders import sending
from reports import verbs
from reports.coordination import reminding, rules, waiting
from reports.models import Matter, MatterState, MatterStep
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.seen import require_seen
from shanyin_charging.lifecycle.transitions import Refused, Table, Transition, require_words
from targets.models import Unit
from targets.months import Month
from targets.plan import queries

OFFICE, HANDED = MatterState.OFFICE, MatterState.HANDED
ANSWERED, REPLIED = MatterState.ANSWERED, MatterState.REPLIED
TRANSITIONS = Table(
    rules,
    verbs.MATTER,
    (
        Transition(OFFICE, "hand", HANDED, "can_direct"),
        Transition(OFFICE, "reply", REPLIED, "can_direct"),
        Transition(OFFICE, "withdraw", MatterState.WITHDRAWN, "can_end"),
        Transition(HANDED, "respond", ANSWERED, "can_respond"),
        Transition(HANDED, "urge", HANDED, "can_urge"),
        Transition(HANDED, "take_back", OFFICE, "can_direct"),
        Transition(HANDED, "withdraw", MatterState.WITHDRAWN, "can_end"),
        Transition(ANSWERED, "agree", MatterState.CLOSED, "can_end"),
        Transition(ANSWERED, "reopen", HANDED, "can_end"),
        Transition(REPLIED, "agree", MatterState.CLOSED, "can_end"),
        Transition(REPLIED, "reopen", OFFICE, "can_end"),
    ),
    suffix="_matter",
    waits=waiting.WAITS,
    rests=waiting.RESTS,
)
RAISED = "raise"
LABELS = {RAISED: "提出", **{t.verb: t.label for t in TRANSITIONS}}
KEPT = "没有保存，您写的还在下面"
LONGEST = 500  # of what is written with a step


def replay(steps: Iterable[MatterStep]) -> str | None:
    """The state that a matter's steps lead to; raises LookupError for one that the table has
    not."""
    return TRANSITIONS.replay((step.verb for step in steps), {RAISED: OFFICE})


def move(
    user: User,
    verb: str,
    matter: Matter,
    text: str = "",
    seen: str | None = None,
    solver: Unit | None = None,
    answer_by: date | None = None,
) -> Matter:
    """One verb of the table with what was written, and for a matter that is handed on the unit and
    the day by which it is to answer, for one that is urged a new day; `seen` is the stamp of what
    the person had before them."""
    moved = moved_by(user, verb, matter, text.strip(), seen, solver, answer_by)
    if verb == "urge":
        sending.send(reminding.urged(moved, text.strip()), user, in_journal=True)
    return moved


def moved_by(
    user: User,
    verb: str,
    matter: Matter,
    text: str,
    seen: str | None,
    solver: Unit | None,
    answer_by: date | None,
) -> Matter:
    """The verb, decided on what is locked."""
    with transaction.atomic():
        Ledger.objects.select_for_update(no_key=True).get(county=matter.county_id)
        matter = Matter.objects.select_for_update(no_key=True).get(pk=matter.pk)
        transition, was = TRANSITIONS.taken(user, verb, matter), told(matter)
        require_seen(seen, matter.stamp, KEPT if text else "")
        require_words(transition.needs, text, LONGEST)
        EFFECTS.get(verb, lambda *_: None)(matter, solver, answer_by)
        matter.state = transition.target
        matter.ended_on = clock.today() if matter.is_over else None
        matter.save()
        note(user, verb, matter, text, before=was, after=told(matter))
        return matter


def hand(matter: Matter, solver: Unit | None, answer_by: date | None) -> None:
    """To a unit that can solve it, which is to answer by a day."""
    if solver is None or solver not in solvers(matter):
        raise Refused("请选择承办单位：提出单位以外的一家成员单位")
    matter.solver, matter.answer_by = solver, still_to_come(answer_by)


def urge(matter: Matter, _: Unit | None, answer_by: date | None) -> None:
    """The unit that has let its day pass gets a new one."""
    matter.answer_by = still_to_come(answer_by)


def still_to_come(answer_by: date | None) -> date:
    """A day to answer by; raises Refused where there is none, or it has come."""
    if answer_by is None or answer_by <= clock.today():
        raise Refused("请填答复时限，要晚于今天")
    return answer_by


def take_back(matter: Matter, *_: object) -> None:
    """From the unit, so that another may get it."""
    matter.solver = matter.answer_by = None


EFFECTS: dict[str, Callable[..., None]] = {"hand": hand, "urge": urge, "take_back": take_back}


def solvers(matter: Matter) -> list[Unit]:
    """The units that a matter may be handed to."""
    today = clock.today()
    members = Unit.objects.members(queries.plan_for(Month.of(today)), today)
    return list(members.exclude(pk=matter.raiser_id))


def told(matter: Matter) -> dict[str, Any]:
    """What the journal tells of a matter, as plain values."""
    return {
        "state": str(matter.state),
        "solver": str(matter.solver or ""),
        "answer_by": matter.answer_by.isoformat() if matter.answer_by else None,
    }


def note(
    user: User,
    verb: str,
    matter: Matter,
    text: str = "",
    before: dict | None = None,
    after: dict | None = None,
) -> None:
    """Put a step on record, with what it changed: beside the matter and in the journal."""
    MatterStep.objects.create(
        matter=matter,
        verb=verb,
        actor=user.name,
        at=clock.now(),
        text=text,
        solver=matter.solver,
        answer_by=matter.answer_by,
    )
    before, after = before or {}, after or {}
    names = [name for name in after if before.get(name) != after[name]]
    journal.record(
        user,
        TRANSITIONS.event(verb),
        matter,
        before={name: before[name] for name in names} if before else None,
        after={name: after[name] for name in names},
        text=text,
    )
