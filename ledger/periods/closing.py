"""年度结账: which years can be closed, and closing one."""

from datetime import date

from django.db import transaction

from ledger.models import Ledger, Submission
from shanyin_charging import clock
from shanyin_charging.audit import journal


def may_close(ledger, year) -> str:
    """Why a year cannot be closed now, in Chinese; empty when it can."""
    end = date(year, 12, 31)
    if ledger.closed_through and ledger.closed_through >= end:
        return f"{year}年已经结账"
    if clock.today() <= end:
        return f"{year}年还没有过完"
    waiting = (
        Submission.objects.filter(period__county=ledger.county, period__starts_on__lte=end)
        .pending()
        .count()
    )
    return f"{year}年还有{waiting}份材料待审核，审完再结账" if waiting else ""


def close_year(user, ledger, year):
    """年度结账: from now on what happened up to the year's end changes only by corrections. Raises
    ValueError with the Chinese reason when it may not be done."""
    with transaction.atomic():
        ledger = Ledger.objects.select_for_update(no_key=True).get(pk=ledger.pk)
        if reason := may_close(ledger, year):
            raise ValueError(reason)
        ledger.closed_through = date(year, 12, 31)
        ledger.save()
        journal.record(user, "close_year", ledger, year=year)


def closable(ledger) -> list[tuple[int, str]]:
    """(year, why it cannot be closed) of each year of the ledger so far that is not closed."""
    first = (ledger.closed_through or ledger.opened_on).year + 1
    return [(year, may_close(ledger, year)) for year in range(first, clock.today().year + 1)]
