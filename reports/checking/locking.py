"""The lock under which a visit and what was found at it are decided on.

Lock order: the county's ledger, the visit, the finding, the journal.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from ledger.models import Ledger
from reports.models import Visit


@contextmanager
def held(visit: Visit) -> Iterator[Visit]:
    """A transaction that holds the county's numbering and the visit, as it now is."""
    with transaction.atomic():
        Ledger.objects.select_for_update(no_key=True).get(county=visit.round.county_id)
        again = Visit.objects.select_for_update(no_key=True).get(pk=visit.pk)
        again.round, again.site = visit.round, visit.site
        yield again
