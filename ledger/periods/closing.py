"""年度结账: which years can be closed, and closing one."""

from datetime import date

from django.db import transaction

from ledger.models import Ledger, Submission
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.decisions import YES, Decision, no
from shanyin_charging.lifecycle.seen import require_seen, stamp
from shanyin_charging.lifecycle.transitions import require


def can_close(user: User, ledger: Ledger, year: int) -> Decision:
    """Whether the person may close the year now: who rules, once it is over and reviewed."""
    if not user.can_rule:
        return no("年度结账由专班办公室主任办理")
    return is_ready(ledger, year)


def is_ready(ledger: Ledger, year: int) -> Decision:
    """Whether a year can be closed: it is over, not closed, and nothing of it waits for review."""
    end = date(year, 12, 31)
    if ledger.closed_through and ledger.closed_through >= end:
        return no(f"{year}年已经结账")
    if clock.today() <= end:
        return no(f"{year}年还没有过完")
    waiting = (
        Submission.objects.filter(period__county=ledger.county, period__starts_on__lte=end)
        .pending()
        .count()
    )
    return no(f"{year}年还有{waiting}份材料待审核，审完再结账") if waiting else YES


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


def closable(ledger: Ledger) -> list[tuple[int, str]]:
    """(year, why it cannot be closed) of each year of the ledger so far that is not closed."""
    first = (ledger.closed_through or ledger.opened_on).year + 1
    return [(year, is_ready(ledger, year).reason) for year in range(first, clock.today().year + 1)]
