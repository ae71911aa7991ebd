"""方案收官: when a plan can be ended, and ending it."""

from datetime import date

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from ledger.models import Ledger, Period
from shanyin_charging import clock, dates
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.decisions import YES, Decision, no
from shanyin_charging.lifecycle.seen import require_seen, stamp
from shanyin_charging.lifecycle.transitions import Refused, require
from targets.models import Plan


def can_end(user: User, plan: Plan) -> Decision:
    """Whether the person may end the plan now: who rules, once its term is over and accounted
    for."""
    if not user.can_rule:
        return no("方案收官由专班办公室主任办理")
    return is_over(plan)


def is_over(plan: Plan) -> Decision:
    """Whether a plan can be ended: its term is over, the last month locked, the last year
    closed."""
    if plan.ended_on:
        return no(f"这份方案已于{dates.official_date(plan.ended_on)}收官")
    if clock.today() <= plan.ends_on:
        return no(f"方案期到{dates.official_date(plan.ends_on)}才满，期满以后再收官")
    ledger = Ledger.objects.filter(county=plan.county).first()
    covering = Period.objects.filter(county=plan.county, starts_on__lte=plan.ends_on)
    last = covering.filter(ends_on__gte=plan.ends_on).first()
    if ledger is None or last is None:
        return no("方案期的最后一个月还没有开报，锁定以后再收官")
    if last.lock_at and not last.is_locked(clock.now()):
        return no(f"{last}{dates.until(last.lock_at)}才锁定，锁定以后再收官")
    year = plan.ends_on.year
    if plan.ends_on == date(year, 12, 31) and (ledger.closed_through or date.min) < plan.ends_on:
        return no(f"{year}年还没有结账，请先在“报送规则”页办年度结账")
    return YES


def ready() -> QuerySet[Plan]:
    """The plans of the county that is served that can be ended now, as `is_over` decides."""
    last = Period.objects.filter(
        Q(lock_at=None) | Q(lock_at__lte=clock.now()),
        county=OuterRef("county"),
        starts_on__lte=OuterRef("ends_on"),
        ends_on__gte=OuterRef("ends_on"),
    )
    closed = Q(county__ledger__closed_through__gte=F("ends_on"))
    within_a_year = ~Q(ends_on__month=12, ends_on__day=31)
    over = Plan.objects.served().filter(ended_on=None, ends_on__lt=clock.today())
    return over.filter(Exists(last), closed | within_a_year)


def seen_of(plan: Plan) -> str:
    """The stamp of what a plan is ended upon."""
    return stamp(plan.pk, plan.ends_on, plan.ended_on)


@transaction.atomic
def end_plan(
    user: User, plan: Plan, on: date, document_no: str, go_on: bool, seen: str | None = None
) -> Plan:
    """From now on no month after the plan's term is opened, unless months go on. Raises Refused
    when it may not be done or for a day that is not between the term's end and today."""
    journal.hold()
    plan = Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    require(can_end(user, plan))
    require_seen(seen, seen_of(plan))
    if not plan.ends_on < on <= clock.today():
        raise Refused(f"收官日要在{dates.official_date(plan.ends_on)}以后、不晚于今天")
    plan.ended_on, plan.ended_by, plan.months_go_on = on, document_no, go_on
    plan.save()
    journal.record(
        user,
        "end_plan",
        plan,
        before={"ended_on": None},
        after={"ended_on": on.isoformat(), "document_no": document_no, "months_go_on": go_on},
    )
    return plan
