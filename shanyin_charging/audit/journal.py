"""Write to the journal and verify its chain."""

import hashlib
import json

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from shanyin_charging import clock

from .models import Event

DEMO, REAL = "demo", "real"


def record(actor, verb: str, subject, **detail) -> Event:
    """Add one event about `subject` in the caller's transaction; returns the event.

    The first event of a database says whether it is a demo or real, for good.
    """
    with transaction.atomic():
        Event.objects.get_or_create(
            number=0,
            defaults=_sealed(
                number=0,
                at=clock.now(),
                actor="系统",
                verb="establish",
                object_type="portal",
                object_key="",
                object_name="",
                detail={"kind": DEMO if settings.DEMO else REAL},
                previous="",
            ),
        )
        Event.objects.select_for_update().get(number=0)  # one writer at a time
        last = Event.objects.order_by("-number").first()
        return Event.objects.create(
            **_sealed(
                number=last.number + 1,
                at=clock.now(),
                actor=str(actor),
                verb=verb,
                object_type=subject._meta.label_lower,
                object_key=str(subject.pk),
                object_name=str(subject)[:200],
                detail=detail,
                previous=last.digest,
            )
        )


def broken_at() -> int | None:
    """The number of the first event whose digest or predecessor does not agree; None when the chain
    holds."""
    previous, expected = "", 0
    for event in Event.objects.order_by("number").iterator():
        fields = {name: getattr(event, name) for name in _FIELDS}
        if (
            event.number != expected
            or event.previous != previous
            or _digest(fields) != event.digest
        ):
            return expected
        previous, expected = event.digest, expected + 1
    return None


def refuse_wrong_kind():
    """Raise ImproperlyConfigured when a demo database would serve as a real one, or the other way
    round."""
    first = Event.objects.filter(number=0).first()
    expected = DEMO if settings.DEMO else REAL
    if first and first.detail["kind"] != expected:
        raise ImproperlyConfigured(
            f"this database was made as '{first.detail['kind']}' and cannot serve as '{expected}'"
        )


_FIELDS = (
    "number",
    "at",
    "actor",
    "verb",
    "object_type",
    "object_key",
    "object_name",
    "detail",
    "previous",
)


def _digest(fields: dict) -> str:
    at = fields["at"].astimezone(clock.ZONE).isoformat(timespec="microseconds")
    text = json.dumps(
        {**fields, "at": at}, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _sealed(**fields) -> dict:
    return {**fields, "digest": _digest(fields)}
