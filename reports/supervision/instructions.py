"""批示, from a leader's sentence to its end: its table, and the verbs that no notice is made by.

Lock order: the county's ledger, the notice, the word, the journal.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from ledger.models import Ledger
from reports import rules, verbs
from reports.models import (
    Instruction,
    InstructionState,
    InstructionStep,
    NoticeState,
    SupervisionNotice,
)
from reports.supervision import waiting
from reports.supervision.subjects import Subject
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.seen import require_seen
from shanyin_charging.lifecycle.transitions import Refused, Table, Transition, require
from targets.plan import queries

TRANSITIONS = Table(
    rules,
    verbs.INSTRUCTION,
    (
        Transition(InstructionState.WAITING, "take_up", InstructionState.TAKEN, "can_take_up"),
        Transition(InstructionState.WAITING, "join", InstructionState.TAKEN, "can_take_up"),
        Transition(InstructionState.WAITING, "answer", InstructionState.ANSWERED, "can_take_up"),
        Transition(InstructionState.TAKEN, "finish", InstructionState.DONE, "can_finish"),
        Transition(InstructionState.TAKEN, "reopen", InstructionState.WAITING, "can_finish"),
    ),
    suffix="_word",
    waits=waiting.INSTRUCTION,
    rests=waiting.INSTRUCTION_RESTS,
)
WRITTEN = "instruct"
ENDS = {NoticeState.CLOSED: "finish", NoticeState.DROPPED: "reopen"}  # of a word's notice
LONGEST = 300
KEPT = "没有保存，您写的还在下面"


def replay(steps: Iterable[InstructionStep]) -> str | None:
    """The state that a word's steps lead to; raises LookupError for one that the table has not."""
    return TRANSITIONS.replay((step.verb for step in steps), {WRITTEN: InstructionState.WAITING})


def instruct(user: User, subject: Subject, text: str, seen: str | None = None) -> Instruction:
    """Keep a leader's word about what they have before them."""
    text = text.strip()
    with transaction.atomic():
        require(rules.can_instruct(user))
        if not text or len(text) > LONGEST:
            raise Refused(
                f"最多{LONGEST}字，现在{len(text)}字" if text else "请写下批示，一句话就行"
            )
        require_seen(seen, subject.seen, KEPT)
        word = Instruction.objects.create(
            county=queries.served(),
            about=subject.about,
            about_text=subject.text[:200],
            unit=subject.unit,
            text=text,
            by=user,
            at=clock.now(),
        )
        note(user, WRITTEN, word, text, after={"text": text, "about": subject.text})
        return word


def answer(user: User, word: Instruction, text: str, seen: str | None = None) -> Instruction:
    """Answer a leader in words, where nothing is to be put under supervision."""
    with moving(user, "answer", word, seen) as word:
        if not text.strip():
            raise Refused("请写明答复的内容和理由")
        word.answer = text.strip()
    return word


def follow(user: User, notice: SupervisionNotice) -> None:
    """A notice has come to its end: with it the words that it was made for; those of one that was
    dropped are with the office again, which reads why."""
    if verb := ENDS.get(NoticeState(notice.state)):
        last = notice.steps.last()
        said = f"督办“{notice.matter}”已撤销：{last.text if last else ''}"
        for word in notice.instructions.filter(state=InstructionState.TAKEN):
            with moving(user, verb, word, said=said if verb == "reopen" else "") as word:
                word.notice = notice if verb == "finish" else None


@contextmanager
def moving(
    user: User, verb: str, word: Instruction, seen: str | None = None, said: str = ""
) -> Iterator[Instruction]:
    """A transaction that holds the county's numbering and the word, as it now is; on leaving it is
    where the verb leads, with its step, which says what is `said` or came of it, and its event."""
    with transaction.atomic():
        Ledger.objects.select_for_update(no_key=True).get(county=word.county_id)
        word = Instruction.objects.select_for_update(no_key=True).get(pk=word.pk)
        transition, was = TRANSITIONS.taken(user, verb, word), told(word)
        require_seen(seen, word.stamp, KEPT)
        yield word
        word.state = transition.target
        word.save()
        text = said or word.answer or (str(word.notice) if word.notice else "")
        note(user, verb, word, text, before=was, after=told(word))


def told(word: Instruction) -> dict[str, Any]:
    """What the journal tells of a word, as plain values."""
    return {"state": str(word.state), "notice": str(word.notice or ""), "answer": word.answer}


def note(
    user: User,
    verb: str,
    word: Instruction,
    text: str = "",
    before: dict | None = None,
    after: dict | None = None,
) -> None:
    """Put a step on record: beside the word and in the journal."""
    InstructionStep.objects.create(
        instruction=word, verb=verb, actor=user.name, at=clock.now(), text=text
    )
    journal.record(user, TRANSITIONS.event(verb), word, before=before, after=after)
