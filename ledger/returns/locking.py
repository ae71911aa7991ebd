"""Holding a return while it is changed.

Lock order everywhere: period, submission, sites, ledger, journal.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import transaction

from ledger.models import Period, Submission


@contextmanager
def locked_period(period: Period) -> Iterator[Period]:
    """A transaction that holds a period; gives it as it now is."""
    with transaction.atomic():
        periods = Period.objects.select_for_update(no_key=True, of=("self",))
        yield periods.select_related("county").get(pk=period.pk)


@contextmanager
def locked_periods(periods: Collection[Period]) -> Iterator[None]:
    """A transaction that holds several periods, always in the same order."""
    with transaction.atomic():
        held = Period.objects.select_for_update(no_key=True).order_by("pk")
        list(held.filter(pk__in=[period.pk for period in periods]))
        yield


@contextmanager
def locked(submission: Submission) -> Iterator[Submission]:
    """A transaction that holds the submission's period and the submission; gives the submission as
    it now is."""
    with locked_period(submission.period) as period:
        found = (
            Submission.objects.select_for_update(no_key=True, of=("self",))
            .select_related("unit")
            .get(pk=submission.pk)
        )
        found.period, found.newest = period, found.current
        try:
            yield found
        finally:
            found.newest = None
