"""年度结账: which years can be closed, and closing one."""

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from ledger.models import Kind, LateGrant, Ledger, Period, PeriodKind, State, Submission
from shanyin_charging import clock, dates
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.decisions import YES, Decision, no
from shanyin_charging.lifecycle.seen import require_seen, stamp
from shanyin_charging.lifecycle.transitions import require
from targets.models import Area

NAMED = 5  # of the returns that hold a year open


def can_close(user: User, ledger: Ledger, year: int) -> Decision:
    """Whether the person may close the year now: who rules, once it is over and reviewed."""
    if not user.can_rule:
        return no("年度结账由专班办公室主任办理")
    return is_ready(ledger, year)


def is_ready(ledger: Ledger, year: int) -> Decision:
    """Whether a year can be closed: it is over, its last month is locked, nothing of it waits for
    review, for being mended, or for a unit that was let in again."""
    end, now = date(year, 12, 31), clock.now()
    if ledger.closed_through and ledger.closed_through >= end:
        return no(f"{year}年已经结账")
    if now.date() <= end:
        return no(f"{year}年还没有过完")
    covering = Period.objects.filter(county=ledger.county, starts_on__lte=end, ends_on__gte=end)
    if (last := covering.first()) is None:
        return no(f"{year}年12月还没有开报，锁定以后再结账")
    if last.lock_at and not last.is_locked(now):
        return no(f"{last}到{dates.moment(last.lock_at)}才锁定，锁定以后再结账")
    if found := unsettled(ledger, year):
        names = "、".join(map(str, found[:NAMED])) + ("等" if len(found) > NAMED else "")
        return no(f"{year}年还有{len(found)}份材料没有审完或在退回修改：{names}，办完再结账")
    if grants := live_grants(ledger, year):
        names = "、".join(f"{grant}（到{dates.until(grant.expires_at)}）" for grant in grants)
        return no(f"准予补报还没有到期：{names}，报来审完或到期以后再结账")
    return YES


def unsettled(ledger: Ledger, year: int) -> list[Submission]:
    """What of a year waits for the office's judgement, or is being mended in time, oldest first."""
    found = not_settled(ledger.county, year).select_related("period", "unit")
    return list(found.order_by("period__starts_on", "unit__position", "pk"))


def not_settled(county: Area | OuterRef, year: int) -> QuerySet[Submission]:
    """The same of any county, to be asked together with others."""
    waiting = Q(state__in=(State.SUBMITTED, State.IN_REVIEW))
    mending = Q(mend_by__gt=clock.now()) & ~Q(state=State.APPROVED)
    return Submission.objects.filter(
        Q(period__county=county), waiting | mending, period__starts_on__lte=date(year, 12, 31)
    )


def live_grants(ledger: Ledger, year: int) -> list[LateGrant]:
    """Who was let in again to a month of a year, until when, and has no approved return for it."""
    return list(let_in(ledger.county, year).select_related("period", "unit"))


def let_in(county: Area | OuterRef, year: int) -> QuerySet[LateGrant]:
    """The same of any county, to be asked together with others."""
    came = Submission.objects.filter(period=OuterRef("period"), unit=OuterRef("unit"))
    approved = came.filter(kind=Kind.RETURN, state=State.APPROVED)
    return LateGrant.objects.filter(
        Q(period__county=county),
        ~Exists(approved),
        period__starts_on__lte=date(year, 12, 31),
        expires_at__gt=clock.now(),
    )


def ready(year: int) -> QuerySet[Ledger]:
    """The ledgers whose year can be closed, as `is_ready` decides, of those that reported its last
    month by itself."""
    end, county = date(year, 12, 31), OuterRef("county")
    december = Period.objects.filter(county=county, kind=PeriodKind.MONTH, ends_on=end)
    return Ledger.objects.filter(
        Exists(december.filter(lock_at__lte=clock.now())),
        ~Exists(not_settled(county, year)),
        ~Exists(let_in(county, year)),
        opened_on__lt=end,
    ).exclude(closed_through__gte=end)


def seen_of(ledger: Ledger) -> str:
    """The stamp of what a year is closed upon: how far the ledger is closed, its last number."""
    return stamp(ledger.closed_through, ledger.last_number)


def close_year(user: User, ledger: Ledger, year: int, seen: str | None = None) -> None:
    """From now on what happened up to the year's end changes only by corrections. Raises Refused
    when it may not be done."""
    with transaction.atomic():
        ledger = Ledger.objects.select_for_update(no_key=True).get(pk=ledger.pk)
        require(can_close(user, ledger, year))
        require_seen(seen, seen_of(ledger))
        before, ledger.closed_through = ledger.closed_through, date(year, 12, 31)
        ledger.save()
        journal.record(
            user,
            "close_year",
            ledger,
            before={"closed_through": before and before.isoformat()},
            after={"closed_through": ledger.closed_through.isoformat()},
        )


def closable(ledger: Ledger) -> list[tuple[int, str, list[Submission]]]:
    """(year, why it cannot be closed, what is still to be settled) of each year of the ledger so
    far that is not closed."""
    first, today = (ledger.closed_through or ledger.opened_on).year + 1, clock.today()
    return [
        (
            year,
            is_ready(ledger, year).reason,
            unsettled(ledger, year) if year < today.year else [],
        )
        for year in range(first, today.year + 1)
    ]
