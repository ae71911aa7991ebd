"""督办, from a rule to 销号: the transition table of a notice and the verbs that move it.

Lock order: the county's ledger, the notice, the journal.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError, IntegrityError, transaction

from ledger.models import Ledger
from ledger.returns import evidence
from reports import rules, verbs
from reports.bulletins import numbering
from reports.models import (
    Level,
    NoticeFile,
    NoticeOpening,
    NoticeState,
    NoticeStep,
    SupervisionNotice,
    Talk,
)
from reports.models.supervision import WITH_THE_UNIT
from reports.supervision import instructions, waiting
from reports.supervision.told import difference, seen_of, told
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.seen import require_seen
from shanyin_charging.lifecycle.transitions import Refused, Table, Transition, require
from targets.models import Unit

ESCALATIONS = (  # may be done alike before and after the unit has signed for it
    ("raise_level", "can_raise"),
    ("criticise", "can_criticise"),
    ("suggest_talk", "can_suggest_talk"),
    ("agree_talk", "can_decide_talk"),
    ("decline_talk", "can_decide_talk"),
)
TRANSITIONS = Table(
    rules,
    verbs.NOTICE,
    (
        Transition(NoticeState.DRAFT, "propose", NoticeState.PROPOSED, "can_open"),
        Transition(NoticeState.DRAFT, "drop", NoticeState.DROPPED, "can_open", "撤销立项"),
        Transition(NoticeState.PROPOSED, "approve", NoticeState.ASSIGNED, "can_sign_notice"),
        Transition(NoticeState.PROPOSED, "return", NoticeState.DRAFT, "can_sign_notice"),
        Transition(NoticeState.ASSIGNED, "acknowledge", NoticeState.ACKNOWLEDGED, "can_answer"),
        Transition(NoticeState.ASSIGNED, "drop", NoticeState.DROPPED, "can_sign_notice"),
        Transition(NoticeState.ACKNOWLEDGED, "respond", NoticeState.RESPONDED, "can_answer"),
        Transition(
            NoticeState.ACKNOWLEDGED, "ask_extension", NoticeState.ACKNOWLEDGED, "can_answer"
        ),
        Transition(NoticeState.ACKNOWLEDGED, "extend", NoticeState.ACKNOWLEDGED, "can_grant_time"),
        Transition(
            NoticeState.ACKNOWLEDGED, "refuse_extension", NoticeState.ACKNOWLEDGED, "can_grant_time"
        ),
        Transition(NoticeState.ACKNOWLEDGED, "drop", NoticeState.DROPPED, "can_sign_notice"),
        Transition(NoticeState.ACKNOWLEDGED, "assist", NoticeState.ACKNOWLEDGED, "can_assist"),
        *(
            Transition(state, verb, state, who)
            for verb, who in ESCALATIONS
            for state in WITH_THE_UNIT
        ),
        Transition(NoticeState.RESPONDED, "send_back", NoticeState.ACKNOWLEDGED, "can_judge"),
        Transition(NoticeState.RESPONDED, "settle", NoticeState.SETTLED, "can_judge"),
        Transition(NoticeState.SETTLED, "send_back", NoticeState.ACKNOWLEDGED, "can_judge"),
        Transition(NoticeState.SETTLED, "close_out", NoticeState.CLOSED, "can_close_out"),
        Transition(NoticeState.CLOSED, "archive", NoticeState.ARCHIVED, "can_judge"),
    ),
    suffix="_notice",
    waits=waiting.NOTICE,
    rests=waiting.NOTICE_RESTS,
)
find, available = TRANSITIONS.find, TRANSITIONS.available
OPENED = "open"
LABELS = {OPENED: "立项", **{t.verb: t.label for t in TRANSITIONS}}
KEPT = "没有保存，您填的内容还在下面"
TAKEN = "已有一件同一事由的督办没有销号，请在那一件上继续"


def replay(steps: Iterable[NoticeStep]) -> str | None:
    """The state that a notice's steps lead to; raises LookupError for one that the table has
    not."""
    return TRANSITIONS.replay((step.verb for step in steps), {OPENED: NoticeState.DRAFT})


def open_notice(
    user: User, supports: Iterable[Unit] = (), text: str = "", **fields: Any
) -> SupervisionNotice:
    """立项: a draft of a notice, which the office works out and has signed."""
    try:
        with transaction.atomic():
            require(rules.can_open(user))
            fields = complete(fields)
            made = SupervisionNotice.objects.create(made_by=user, made_at=clock.now(), **fields)
            made.supports.set(unit for unit in supports if unit != made.lead)
            said = {name: value for name, value in told(made).items() if value}
            note(user, OPENED, made, text or made.source, after=said)
            return made
    except IntegrityError:
        raise Refused(f"{fields['lead']}{TAKEN}") from None


def complete(fields: dict) -> dict:
    """What a notice says, without blanks around it; raises Refused for what is left open."""
    fields = {k: v.strip() if isinstance(v, str) else v for k, v in fields.items()}
    for name, words in (("matter", "督办事项"), ("requirements", "督办要求"), ("source", "来源")):
        if not fields[name]:
            raise Refused(f"请写明{words}")
    if fields["due_on"] <= clock.today():
        raise Refused("办结时限要晚于今天")
    return fields


def rewrite(
    user: User,
    notice: SupervisionNotice,
    supports: Iterable[Unit] = (),
    seen: str | None = None,
    **fields: Any,
) -> SupervisionNotice:
    """Change a draft's words, level, units or day."""
    try:
        with locked(notice) as notice:
            require(rules.can_rewrite(user, notice))
            require_seen(seen, seen_of(notice), KEPT)
            was = told(notice)
            for name, value in complete(fields).items():
                setattr(notice, name, value)
            notice.save()
            notice.supports.set(unit for unit in supports if unit != notice.lead)
            before, after = difference(was, told(notice))
            if after:
                event = TRANSITIONS.event("rewrite")
                journal.record(user, event, notice, before=before, after=after)
            return notice
    except IntegrityError:
        raise Refused(f"{fields['lead']}{TAKEN}") from None


def move(
    user: User,
    verb: str,
    notice: SupervisionNotice,
    text: str = "",
    due_on: date | None = None,
    files: Iterable[UploadedFile] = (),
    seen: str | None = None,
    serial: int | None = None,
) -> SupervisionNotice:
    """One verb of the table, with what was written and the files that came with it, and for one
    that is signed the number that it is given (None: the next); `seen` is the stamp of what the
    person had before them."""
    taken = [evidence.as_kept(file).in_row(file) for file in files]  # takes a while
    with locked(notice) as notice:
        transition, was = TRANSITIONS.taken(user, verb, notice), told(notice)
        require_seen(seen, seen_of(notice), KEPT if text.strip() else "")
        if transition.needs and not text.strip():
            raise Refused(f"请写明{transition.needs}")
        if verb == "approve":
            notice.serial = serial
        EFFECTS.get(verb, lambda *_: None)(user, notice, due_on)
        notice.state = transition.target
        notice.save()
        before, after = difference(was, told(notice))
        due_on = notice.asked_due_on or notice.due_on
        step = note(user, verb, notice, text.strip(), due_on, before=before, after=after)
        NoticeFile.objects.bulk_create(NoticeFile(step=step, **file) for file in taken)
        instructions.follow(user, notice)
        return notice


def assign(user: User, notice: SupervisionNotice, _: object) -> None:
    """Give the notice its number, the year's next where none was given; raises Refused for one that
    is taken, and where its day is past."""
    today = clock.today()
    if notice.due_on <= today:
        raise Refused("办结时限已过，请退回修改时限")
    series = numbering.series_of_notice(notice)
    if notice.serial is not None:
        series.require_free(notice.serial)
    notice.year, notice.serial = series.year, notice.serial or series.next
    notice.number = series.printed(notice.serial)
    notice.assigned_at, notice.approver = clock.now(), user.name


def ask(user: User, notice: SupervisionNotice, due_on: date | None) -> None:
    """A later day, asked for in time."""
    if clock.today() > notice.due_on:
        raise Refused("办结时限已过，不能再申请延期；请反馈办理情况")
    if due_on is None or due_on <= notice.due_on:
        raise Refused("申请的时限要晚于现在的办结时限")
    notice.asked_due_on = due_on


def extend(user: User, notice: SupervisionNotice, _: object) -> None:
    """The day that was asked for."""
    assert notice.asked_due_on is not None  # nobody may grant what was not asked for
    notice.due_on, notice.asked_due_on = notice.asked_due_on, None


def refuse(user: User, notice: SupervisionNotice, _: object) -> None:
    """The day stays."""
    notice.asked_due_on = None


def raise_level(user: User, notice: SupervisionNotice, due_on: date | None) -> None:
    """The next level, with a new day."""
    if due_on is None or due_on <= clock.today():
        raise Refused("升级要给出新的办结时限，晚于今天")
    levels = list(Level)
    notice.level, notice.due_on, notice.asked_due_on = (
        levels[levels.index(Level(notice.level)) + 1],
        due_on,
        None,
    )


def criticise(user: User, notice: SupervisionNotice, _: object) -> None:
    """To be named in the next bulletin, from today on."""
    notice.criticised_on = clock.today()


def settle(user: User, notice: SupervisionNotice, _: object) -> None:
    """Judged to be settled, by this person."""
    notice.settled_by = user


def close_out(user: User, notice: SupervisionNotice, _: object) -> None:
    """Struck off by this person; raises Refused without evidence."""
    if not NoticeFile.objects.filter(step__notice=notice).exists():
        raise Refused("没有佐证材料，不能销号；请退办，让单位补上照片或文件")
    notice.closed_by = user


EFFECTS = {
    "approve": assign,
    "ask_extension": ask,
    "extend": extend,
    "refuse_extension": refuse,
    "settle": settle,
    "close_out": close_out,
    "raise_level": raise_level,
    "criticise": criticise,
    "suggest_talk": lambda user, notice, _: setattr(notice, "talk", Talk.SUGGESTED),
    "agree_talk": lambda user, notice, _: setattr(notice, "talk", Talk.AGREED),
    "decline_talk": lambda user, notice, _: setattr(notice, "talk", Talk.DECLINED),
}


def opened(user: User, notice: SupervisionNotice) -> None:
    """Put on record that a unit's person has seen the notice that was sent out; where nothing can
    be written now it is read all the same."""
    if not notice.assigned_at or user.sees_all_units:
        return
    if not NoticeOpening.objects.filter(notice=notice, user=user).exists():
        with suppress(DatabaseError), transaction.atomic():
            NoticeOpening.objects.create(notice=notice, user=user, at=clock.now())


def note(
    user: User,
    verb: str,
    notice: SupervisionNotice,
    text: str = "",
    due_on: date | None = None,
    before: dict | None = None,
    after: dict | None = None,
) -> NoticeStep:
    """Put a step on record, with what it changed: beside the notice and in the journal."""
    step = NoticeStep.objects.create(
        notice=notice, verb=verb, actor=user.name, at=clock.now(), text=text, due_on=due_on
    )
    event = TRANSITIONS.event(verb)
    journal.record(user, event, notice, before=before or None, after=after or None, text=text)
    return step


@contextmanager
def locked(notice: SupervisionNotice) -> Iterator[SupervisionNotice]:
    """A transaction that holds the county's numbering and the notice; gives the notice as it now
    is."""
    with transaction.atomic():
        Ledger.objects.select_for_update(no_key=True).get(county=notice.county_id)
        yield SupervisionNotice.objects.select_for_update(no_key=True).get(pk=notice.pk)
