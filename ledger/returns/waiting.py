"""Whom a return waits for, state by state, and which periods wait for a return."""

from collections.abc import Collection, Iterable
from functools import reduce
from operator import or_

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from ledger.models import Kind, LateGrant, Period, State, Submission, Version
from shanyin_charging import clock
from shanyin_charging.lifecycle.transitions import Wait
from targets.models import Holder, Plan, Post, Unit


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


def office(who: Holder) -> Q | None:
    """The office judges, whoever of it."""
    return Q() if who.user.reviews else None


def typist(who: Holder) -> Q | None:
    """The office has begun to enter a paper return."""
    return on_paper() & open_now() if who.user.reviews else None


def writer(who: Holder) -> Q | None:
    """Who writes for the unit, as long as it may be written."""
    return Q(unit__in=who.writes) & open_now() & ~on_paper() if who.writes else None


def checker(who: Holder) -> Q | None:
    """Who passes the unit's returns, and did not write this one."""
    if not who.checks:
        return None
    drafts = Version.objects.filter(submission=OuterRef("pk"), submitted_at=None)
    own = Exists(drafts.filter(handed_over_by=who.user))
    return Q(unit__in=who.checks) & open_now() & ~Q(own)


def left_over(who: Holder) -> Q | None:
    """Who writes for the unit, where nobody passes its returns any more."""
    if not who.writes:
        return None
    own = ("unit", "unit__merged_into", "unit__merged_into__merged_into")
    held = Post.objects.served().filter(checks=True).held_on(clock.today())
    passes = (Exists(held.filter(unit=OuterRef(unit))) for unit in own)
    checked = reduce(or_, map(Q, passes))
    return Q(unit__in=who.writes) & open_now() & ~checked


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
    Wait(
        State.CHECKING,
        ("submit",),
        left_over,
        "送了单位审核，本单位现在没有审核人；请核对后上报，要改的先收回。",
        "核对",
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
    Wait(State.SENT_BACK, ("submit",), typist, "退回后重新代录，还没有上报。", "继续代录"),
)
RESTS = (State.APPROVED, State.DROPPED)
REVIEWED = (State.SUBMITTED, State.IN_REVIEW)


def not_begun(units: Collection[Unit], plans: Iterable[Plan]) -> QuerySet[Period]:
    """The county's periods in which one of the units reports, may report now, and has begun
    nothing; once for each of them, as the `unit` with its `code` and `name`. `plans` are those of
    the county."""
    now, period, unit = clock.now(), OuterRef("pk"), OuterRef("unit")
    begun = Submission.objects.filter(period=period, unit=unit, kind=Kind.RETURN)
    granted = LateGrant.objects.filter(period=period, unit=unit, expires_at__gt=now)
    writable = Q(lock_at=None) | Q(lock_at__gt=now) | Exists(granted)
    member = "county__plans__memberships"
    names = {"code": F(f"{member}__unit__code"), "name": F(f"{member}__unit__name")}
    asked = Period.objects.served().annotate(
        plan=F(f"{member}__plan"),
        unit=F(f"{member}__unit"),
        merged_on=F(f"{member}__unit__merged_on"),
        **names,
    )
    lasts = Q(merged_on=None) | Q(ends_on__lt=F("merged_on"))
    found = asked.filter(judged_by(plans), lasts, unit__in=[unit.pk for unit in units])
    return found.filter(writable).exclude(Exists(begun)).order_by("unit", "-starts_on")


def judged_by(plans: Iterable[Plan]) -> Q:
    """Periods, each with a `plan`, by whether that is the one that they are judged by: each plan
    until the next holds, the first also before."""
    known = sorted(plans, key=lambda plan: plan.holds_from)
    found = Q()
    for plan, after in zip(known, [*known[1:], None], strict=True):
        span = Q(plan=plan.pk)
        if plan != known[0]:
            span &= Q(ends_on__gte=plan.holds_from)
        if after:
            span &= Q(ends_on__lt=after.holds_from)
        found |= span
    return found


def unconfirmed(units: Collection[Unit]) -> QuerySet[Version]:
    """What the office handed in for units from paper, and they have not confirmed."""
    newer = Version.objects.filter(submission=OuterRef("submission"), number__gt=OuterRef("number"))
    return (
        Version.objects.filter(submission__unit__in=units, submitted_at__isnull=False)
        .exclude(paper_reason="")
        .filter(~Exists(newer), confirmation=None)
    )
