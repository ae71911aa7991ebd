"""Reminding: who is due which words now, put on record once for each unit and stage, sent once to
each person."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet

from ledger import reminding
from ledger.judging import MonthState
from ledger.models import Delivery, Outcome, Period, PeriodKind, Reminder, State
from ledger.periods import rulings, working_days
from ledger.periods.now import state_in
from ledger.reminders import gateways
from ledger.reminders.gateways import Gateway
from ledger.reminding import Stage
from ledger.returns import rules
from ledger.returns.standings import ReturnStanding, standings
from shanyin_charging import clock, dates
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.seen import require_seen, stamp
from shanyin_charging.lifecycle.transitions import require
from targets.models import Post, Unit
from targets.plan import queries

log = logging.getLogger(__name__)
OWING = ("missing", "sent_back")
TIMER = "系统"


@dataclass(frozen=True)
class Batch:
    """Words for some units about one thing at one stage; `group` is what the work group is told,
    empty for nothing."""

    about: Model  # the period or the notice
    stage: str
    word: str
    texts: tuple[tuple[Unit, str], ...]
    group: str = ""

    @property
    def subject(self) -> str:
        """What the batch is about, as its reminders keep it."""
        return subject_of(self.about)


def subject_of(about: Model) -> str:
    """A period or a notice as text: its kind and its id."""
    name = about._meta.label_lower.rpartition(".")[2]
    return f"{name.removeprefix('supervision')}:{about.pk}"


def of_returns() -> list[Batch]:
    """What those who owe a month's return are to be told now; a unit that has reported drops out by
    itself."""
    now, found, rests = clock.now(), [], working_days.calendar().rests
    for period in (
        Period.objects.served()
        .filter(kind=PeriodKind.MONTH, lock_at__gt=now)
        .select_related("county")
    ):
        due_at, lock_at = period.moments
        last_day = reminding.last_day_of(due_at)
        pressed, pressing_after = not is_over(period), rulings.notice_after(period.county)
        stage = reminding.stage_at(now, last_day, due_at, lock_at, pressing_after, rests, pressed)
        if stage:
            said = stage if pressed else reminding.AHEAD
            code = f"{stage.code}:{last_day}"  # anew once the day is put off
            found.append(batch_of(period, code, said, pressing_after))
    return [batch for batch in found if batch.texts]


def is_over(period: Period) -> bool:
    """Whether the period is reported on after the plan's last month."""
    return state_in(period.plan, period.month, period) is MonthState.OVER


def by_hand(period: Period) -> Batch:
    """催报 that the office presses: in the words of the stage that holds, at most once a day."""
    pressing_after = rulings.notice_after(period.county)
    due_at, lock_at = period.moments
    last_day = reminding.last_day_of(due_at)
    rests = working_days.calendar().rests
    stage = reminding.stage_at(clock.now(), last_day, due_at, lock_at, pressing_after, rests)
    if stage is None:
        stage = reminding.AHEAD if clock.now() < due_at else reminding.OVERDUE
    if is_over(period):
        stage = reminding.AHEAD
    return batch_of(period, f"hand:{clock.today()}", stage, pressing_after)


def urge(user: User, period: Period, seen: str | None = None) -> list[Reminder]:
    """催报: remind by hand every unit that owes the period now, as it was `seen` who gets what;
    returns the reminders that are new."""
    require(rules.can_urge(user, period))
    batch = by_hand(period)
    require_seen(seen, seen_of(batch))
    return send(batch, user)


def seen_of(batch: Batch) -> str:
    """The stamp of who is to be told what."""
    return stamp(batch.stage, [(unit.code, text) for unit, text in batch.texts])


def batch_of(period: Period, code: str, stage: Stage, pressing_after: int) -> Batch:
    """The words of a stage for each unit that owes the period; once it is due not for who is still
    in time to mend."""
    everyone = standings(period.plan, period)
    owing = [s for s in everyone if s.state in OWING and not (s.is_due and s.is_mending)]
    due_at, _ = period.moments
    last_day, due = reminding.last_day_of(due_at), dates.until(due_at)
    texts = tuple(
        (
            s.unit,
            reminding.to_unit(
                stage,
                period.month.label,
                due,
                clock.today() == last_day,
                owed(s),
                pressing_after,
                queries.contact(),
            ),
        )
        for s in owing
    )
    return Batch(period, code, stage.word, texts, group_text(period, owing))


def owed(standing: ReturnStanding) -> str:
    """What of the return is missing."""
    submission = standing.submission
    if standing.state == "sent_back":
        return "专班退回后贵单位还没有重新上报"
    if submission is None:
        return "贵单位还没有填报"
    if submission.state == State.CHECKING:
        return "填报人已送贵单位审核人，还没有上报"
    return f"贵单位草稿里有{submission.current.lines.count()}项，还没有上报"


def group_text(period: Period, owing: list[ReturnStanding]) -> str:
    """The words for the work group, for the office to copy or a gateway to post; none for a closing
    account, nor for what is past its day after the plan's term."""
    if not period.due_at or clock.now() >= period.due_at and is_over(period):
        return ""
    left = (
        (reminding.last_day_of(period.due_at) - clock.today()).days
        if clock.now() < period.due_at
        else None
    )
    names = [s.unit.name for s in owing if s.state == "missing"]
    return reminding.to_group(
        period.month.label, dates.until(period.due_at), left, names, queries.contact()
    )


def send(batch: Batch, actor: User | str = TIMER, in_journal: bool = False) -> list[Reminder]:
    """Put the batch on record and hand it to the gateways; returns the reminders that are new. It
    is an event of its own, unless the verb that it follows is `in_journal` already."""
    new = [made for unit, text in batch.texts if (made := record(batch, unit, text, actor))]
    if new and not in_journal:
        names = [made.unit.name for made in new]
        journal.record(
            actor, "remind", batch.about, before=None, after={"units": names}, stage=batch.stage
        )
    for reminder in told(batch):
        deliver(reminder, batch)
    if batch.group and batch.texts:
        for gateway in gateways.for_groups():
            hand_over(
                gateway,
                f"{gateway.name}|{batch.subject}|{batch.stage}",
                "",
                batch.word,
                batch.group,
            )
    return new


def told(batch: Batch) -> QuerySet[Reminder]:
    """The reminders of the batch that are on record, for the units that still are in it."""
    units = [unit for unit, _ in batch.texts]
    return Reminder.objects.filter(
        subject=batch.subject, stage=batch.stage, unit__in=units
    ).select_related("unit")


def record(batch: Batch, unit: Unit, text: str, actor: User | str) -> Reminder | None:
    """The reminder on record; None where it was there already, whoever put it."""
    try:
        with transaction.atomic():
            return Reminder.objects.create(
                subject=batch.subject,
                unit=unit,
                stage=batch.stage,
                word=batch.word,
                text=text,
                made_at=clock.now(),
                made_by=str(actor),
            )
    except IntegrityError:
        return None


def deliver(reminder: Reminder, batch: Batch) -> None:
    """To each person who speaks for the unit and has an address, through each gateway that is
    switched on."""
    for gateway in gateways.for_people():
        for post in (
            Post.objects.writing()
            .held_on(clock.today())
            .filter(unit=reminder.unit)
            .select_related("user")
        ):
            if address := getattr(post.user, gateway.field):
                whom = f"{reminder.unit.code}|{post.user.username}"
                key = f"{gateway.name}|{batch.subject}|{batch.stage}|{whom}"
                hand_over(
                    gateway,
                    key,
                    address,
                    batch.word,
                    reminder.text,
                    reminder=reminder,
                    user=post.user,
                )


def hand_over(
    gateway: Gateway,
    key: str,
    address: str,
    title: str,
    text: str,
    again: bool = False,
    **whom: Any,
) -> Delivery | None:
    """Send once: the claim is on record, and seen by every other timer, before anything leaves this
    machine. What was not taken is sent `again` where that is asked for. None where nothing was to
    be done."""
    claim = claimed(key, gateway, **whom) or (claimed_again(key) if again else None)
    if claim is None:
        return None
    fault = gateways.send(gateway, address, title, text)
    if fault:
        log.warning("a message by %s did not arrive", gateway)
    claim.outcome, claim.fault = (Outcome.FAILED, fault[:200]) if fault else (Outcome.SENT, "")
    claim.save(update_fields=["outcome", "fault"])
    return claim


def claimed(key: str, gateway: Gateway, **whom: Any) -> Delivery | None:
    """The claim to send; None where somebody else has it."""
    try:
        with transaction.atomic():
            return Delivery.objects.create(key=key, gateway=gateway.name, at=clock.now(), **whom)
    except IntegrityError:
        return None


def claimed_again(key: str) -> Delivery | None:
    """The claim to send what was not taken; None for what was, or is on its way."""
    failed = Delivery.objects.filter(key=key, outcome=Outcome.FAILED)
    if not failed.update(outcome=Outcome.CLAIMED, at=clock.now()):
        return None
    return Delivery.objects.select_related("user").get(key=key)


def last_told(about: Model) -> dict[int, Reminder]:
    """Unit id to the last reminder that it was given about a period or a notice."""
    return {unit: reminder for (_, unit), reminder in last_told_of([about]).items()}


def last_told_of(things: Iterable[Model]) -> dict[tuple[str, int], Reminder]:
    """(subject, unit id) to the last reminder that the unit was given about one of these."""
    subjects = [subject_of(about) for about in things]
    return {
        (reminder.subject, reminder.unit_id): reminder
        for reminder in Reminder.objects.filter(subject__in=subjects)
    }


def undelivered() -> list[Delivery]:
    """Words of the last weeks that a gateway did not take, or that a stopped server may not have
    sent."""
    late = Delivery.objects.served().exclude(outcome=Outcome.SENT)
    found = late.select_related("reminder__unit", "user")
    return list(found.filter(at__gte=clock.now() - timedelta(days=30)))
