"""Write to the journal and verify its chain."""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction

from shanyin_charging import clock

from . import once
from .address import current_address
from .models import Event
from .words import WORDS

DEMO, REAL = "demo", "real"
FIELDS_OF_SEAL_1 = (
    *("number", "at", "actor", "verb", "object_type", "object_key", "object_name"),
    *("detail", "previous"),
)
FIELDS = {
    1: FIELDS_OF_SEAL_1,
    2: (*FIELDS_OF_SEAL_1, "person", "address", "before", "after", "seal"),
}
SEAL = max(FIELDS)


def record(
    actor: models.Model | str,
    verb: str,
    subject: models.Model,
    *,
    before: dict | None = None,
    after: dict | None = None,
    **detail: Any,
) -> Event:
    """Add one event about `subject` in the caller's transaction; returns the event.

    `before` and `after` hold what the verb changed, as plain values by their field's name; None is
    for what was not there. Raises ValueError for a verb that no app has registered. The first event
    of a database says whether it is a demo or real, for good.
    """
    if verb not in WORDS:
        raise ValueError(f"the journal does not know the verb {verb}")
    with transaction.atomic():
        once.claim()
        hold()
        last = Event.objects.latest("number")
        return Event.objects.create(
            **_sealed(
                number=last.number + 1,
                at=clock.now(),
                actor=str(actor),
                person=getattr(actor, "pk", None),
                address=current_address(),
                verb=verb,
                object_type=subject._meta.label_lower,
                object_key=str(subject.pk),
                object_name=str(subject)[:200],
                before=before,
                after=after,
                detail=detail,
                previous=last.digest,
            )
        )


def hold() -> None:
    """Keep every other writer out until the caller's transaction ends; it is the last lock that
    anybody takes."""
    if not Event.objects.filter(number=0).exists():
        establish()
    Event.objects.select_for_update().get(number=0)


def establish() -> None:
    """The first event, written once whoever comes first."""
    Event.objects.get_or_create(
        number=0,
        defaults=_sealed(
            number=0,
            at=clock.now(),
            actor="系统",
            person=None,
            address="",
            verb="establish",
            object_type="portal",
            object_key="",
            object_name="",
            before=None,
            after=None,
            detail={"kind": DEMO if settings.DEMO else REAL},
            previous="",
        ),
    )


def broken_at() -> int | None:
    """The number of the first event whose digest or predecessor does not agree; None when the chain
    holds. Each event is verified by the fields of its own seal."""
    previous, expected = "", 0
    for event in Event.objects.order_by("number").iterator():
        known = event.seal in FIELDS and digest_of(event) == event.digest
        if event.number != expected or event.previous != previous or not known:
            return expected
        previous, expected = event.digest, expected + 1
    return None


def refuse_wrong_kind() -> None:
    """Raise ImproperlyConfigured when a demo database would serve as a real one, or the other way
    round."""
    first = Event.objects.filter(number=0).first()
    expected = DEMO if settings.DEMO else REAL
    if first and first.detail["kind"] != expected:
        raise ImproperlyConfigured(
            f"this database was made as '{first.detail['kind']}' and cannot serve as '{expected}'"
        )


def digest_of(event: Event) -> str:
    """The digest that the event should have, in hexadecimal, by the fields of its seal."""
    return _digest({name: getattr(event, name) for name in FIELDS[event.seal]})


def _digest(fields: dict) -> str:
    at = fields["at"].astimezone(clock.ZONE).isoformat(timespec="microseconds")
    text = json.dumps(
        {**fields, "at": at}, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _sealed(**fields: Any) -> dict:
    fields["seal"] = SEAL
    return {**fields, "digest": _digest(fields)}
