"""The transition table of a bulletin, and the lock under which it moves."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from ledger.models import Ledger
from reports import rules, verbs
from reports.bulletins import waiting
from reports.models import Bulletin, BulletinState
from shanyin_charging.lifecycle.transitions import Refused, Table, Transition

TRANSITIONS = Table(
    rules,
    verbs.BULLETIN,
    (
        Transition(BulletinState.DRAFT, "propose", BulletinState.IN_REVIEW, "can_draft"),
        Transition(BulletinState.IN_REVIEW, "pass", BulletinState.REVIEWED, "can_review"),
        Transition(BulletinState.IN_REVIEW, "return", BulletinState.DRAFT, "can_review"),
        Transition(BulletinState.IN_REVIEW, "withdraw", BulletinState.DRAFT, "can_draft"),
        Transition(BulletinState.REVIEWED, "return", BulletinState.DRAFT, "can_issue"),
        Transition(BulletinState.REVIEWED, "issue", BulletinState.ISSUED, "can_put_out"),
    ),
    suffix="_bulletin",
    waits=waiting.WAITS,
    rests=waiting.RESTS,
)
decide, available = TRANSITIONS.decide, TRANSITIONS.available


@contextmanager
def locked(bulletin: Bulletin) -> Iterator[Bulletin]:
    """A transaction that holds the county's numbering and the bulletin; gives the bulletin as it
    now is."""
    with transaction.atomic():
        Ledger.objects.select_for_update(no_key=True).get(county=bulletin.county_id)
        found = Bulletin.objects.select_for_update(no_key=True).filter(pk=bulletin.pk).first()
        if found is None:
            raise Refused("这份稿子已经删去")
        yield found
