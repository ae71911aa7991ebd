"""Whom a return waits for, state by state, and which periods wait for a return."""

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from ledger.models import Kind, LateGrant, Period, State, Submission, Version
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.transitions import Wait
from targets.models import Plan, Post, Unit
from targets.plan import queries


def open_now() -> Q:
    """A return in whose period its unit may still write, as `rules.is_open` has it."""
    now = clock.now()
    granted = LateGrant.objects.filter(
        period=OuterRef("period"), unit=OuterRef("unit"), expires_at__gt=now
    )
    return (
        Q(period__lock_at=None)
        | Q(period__lock_at__gt=now)
        | Q(kind=Kind.CORRECTION)
        | Q(mend_by__gt=now)
        | Q(Exists(granted))
    )


def on_paper() -> Q:
    """A draft that the office enters from paper."""
    drafts = Version.objects.filter(submission=OuterRef("pk"), submitted_at=None)
    return Q(Exists(drafts.exclude(paper_reason="")))


def office(user: User) -> Q | None:
    """The office judges, whoever of it."""
    return Q() if user.reviews else None


def typist(user: User) -> Q | None:
    """The office has begun to enter a paper return."""
    return on_paper() & open_now() if user.reviews else None


def writer(user: User) -> Q | None:
    """Who writes for the unit, as long as it may be written."""
    if not user.fills_returns:
        return None
    own = Q(unit__in=Post.objects.held_by(user, clock.today()).writing().values("unit"))
    return own & open_now() & ~on_paper()


def checker(user: User) -> Q | None:
    """Who passes the unit's returns, and did not write this one."""
    if not user.fills_returns:
        return None
    held = Post.objects.held_by(user, clock.today()).filter(checks=True)
    own = Version.objects.filter(submission=OuterRef("pk"), submitted_at=None, handed_over_by=user)
    return Q(unit__in=held.values("unit")) & open_now() & ~Q(Exists(own))


WAITS = (
    Wait(State.DRAFT, ("submit", "hand_over"), writer, "", "继续填报"),
    Wait(State.DRAFT, ("submit",), typist, "按纸质材料代录，还没有上报。", "继续代录"),
    Wait(
        State.CHECKING,
        ("submit",),
        checker,
        "填报人送来，等您审核；同意后由您上报。",
        "审核",
    ),
    Wait(State.SUBMITTED, ("begin_review",), office, "等待开始审核", "审核"),
    Wait(State.IN_REVIEW, ("approve", "send_back"), office, "审核中", "审核"),
    Wait(
        State.SENT_BACK,
        ("submit", "hand_over"),
        writer,
        "专班退回了材料，请按意见修改后重新上报。",
        "继续填报",
    ),
)
RESTS = (State.APPROVED, State.DROPPED)
REVIEWED = (State.SUBMITTED, State.IN_REVIEW)


def not_begun(unit: Unit) -> QuerySet[Period]:
    """The county's periods in which the unit reports, may report now, and has begun nothing; each
    with the unit's `code` and `name`."""
    now, of_period = clock.now(), OuterRef("pk")
    started = Submission.objects.filter(period=of_period, unit=unit, kind=Kind.RETURN)
    granted = LateGrant.objects.filter(period=of_period, unit=unit, expires_at__gt=now)
    writable = Q(lock_at=None) | Q(lock_at__gt=now) | Exists(granted)
    found = Period.objects.served().filter(writable).exclude(Exists(started))
    if unit.merged_on:
        found = found.filter(ends_on__lt=unit.merged_on)
    plans = list(Plan.objects.served())
    of_unit = set(unit.memberships.values_list("plan", flat=True))
    asked = [p.pk for p in found if queries.plan_for(p.month, plans).pk in of_unit]
    told = {"unit": Value(unit.pk), "code": Value(unit.code), "name": Value(unit.name)}
    return Period.objects.filter(pk__in=asked).annotate(**told)


def unconfirmed(user: User) -> QuerySet[Version]:
    """What the office entered from paper and handed in, and its unit has not confirmed."""
    newer = Version.objects.filter(submission=OuterRef("submission"), number__gt=OuterRef("number"))
    held = Post.objects.held_by(user, clock.today()).values("unit")
    return (
        Version.objects.filter(submission__unit__in=held, submitted_at__isnull=False)
        .exclude(paper_reason="")
        .filter(~Exists(newer), confirmation=None)
    )
