"""Holding a return while it is changed.

Lock order everywhere: period, submission, sites, ledger, journal.
"""

from contextlib import contextmanager

from django.db import transaction

from ledger.models import Period, Submission


@contextmanager
def locked(submission):
    """A transaction that holds the submission's period and the submission; gives the submission as
    it now is."""
    with transaction.atomic():
        Period.objects.select_for_update(no_key=True).get(pk=submission.period_id)
        yield Submission.objects.select_for_update(no_key=True).get(pk=submission.pk)
