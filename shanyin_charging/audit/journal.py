"""Write to the journal and verify its chain."""

import hashlib
import json
import logging
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models, transaction

from shanyin_charging import clock, serving

from . import once
from .address import current_address
from .models import Event
from .words import WORDS

DEMO, REAL = "demo", "real"
VERIFIED = "verify_journal"
PRINTED = 12  # characters of a digest on paper
MOST_FAULTS = 20  # that one event tells
FIELDS_OF_SEAL_1 = (
    *("number", "at", "actor", "verb", "object_type", "object_key", "object_name"),
    *("detail", "previous"),
)
FIELDS_OF_SEAL_2 = (*FIELDS_OF_SEAL_1, "person", "address", "before", "after", "seal")
FIELDS = {
    1: FIELDS_OF_SEAL_1,
    2: FIELDS_OF_SEAL_2,
    3: (*FIELDS_OF_SEAL_2, "division"),
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
    """Add one event about `subject` in the caller's transaction, or one of its own; returns the
    event.

    `before` and `after` hold what the verb changed, as plain values by their field's name; None is
    for what was not there. Raises ValueError for a verb that no app has registered, and for a thing
    without a name of its own. The first event of a database says whether it is a demo or real, for
    good.
    """
    with transaction.atomic():
        return record_at_its_end(actor, verb, subject, before, after, detail)


def record_at_its_end(
    actor: models.Model | str,
    verb: str,
    subject: models.Model,
    before: dict | None,
    after: dict | None,
    detail: dict,
) -> Event:
    """The same as the last act of a transaction that ends with whatever is raised here."""
    if verb not in WORDS:
        raise ValueError(f"the journal does not know the verb {verb}")
    if type(subject).__str__ is models.Model.__str__:
        raise ValueError(f"a {subject._meta.label} does not say what it is called")
    once.claim()
    last = hold()
    event = Event.objects.create(
        **_sealed(
            number=last.number + 1,
            at=clock.now(),
            actor=str(actor),
            person=getattr(actor, "pk", None),
            address=current_address(),
            division=serving.county(),
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
    transaction.on_commit(partial(_log, subject, event), robust=True)
    return event


def _log(subject: models.Model, event: Event) -> None:
    """One line in the log of the room that the thing belongs to, with what nobody is called by."""
    told = {"event": event.number, "verb": event.verb, "object": event.object_type}
    told |= {"key": event.object_key, "person": event.person}
    room = apps.get_app_config(subject._meta.app_label).name
    logging.getLogger(room).info("recorded", extra={"told": told})


def hold() -> Event:
    """Keep every other writer out until the caller's transaction ends, which is the last lock that
    anybody takes (SQLite has but one, and it is taken); gives the last event."""
    if connection.features.has_select_for_update:
        list(Event.objects.select_for_update().filter(number=0).values_list("number"))
    if last := Event.objects.order_by("number").last():
        return last
    establish()
    return hold()


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
            division="",
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


def broken_at(mark: Event | None = None) -> int | None:
    """The number of the first event whose digest or predecessor does not agree; None when the chain
    holds. Each event is verified by the fields of its own seal.

    With a `mark`, which is a verification's event, only the last one that it had verified and what
    came after that are looked at; a break that it found stays one."""
    if mark is None or mark.after is None:
        return walk(_from(0))[0]
    if mark.after["broken_at"] is not None:
        return int(mark.after["broken_at"])
    through = Event.objects.filter(number=mark.after["through"]).first()
    if through is None or through.digest != mark.after["digest"]:
        return int(mark.after["through"])
    return walk(_from(through.number), through.previous, through.number)[0]


def verify(faults: Sequence[str] = ()) -> Event:
    """Verify the whole chain and put on record how far it holds: up to which event, with that one's
    digest, and where it is broken, if it is; beside it the `faults` that were found elsewhere.
    Returns the event that says so."""
    broken, last = walk(_from(0))
    if last is None:  # nothing was recorded yet, or the very first event was changed
        establish()
        last = Event.objects.earliest("number")
    after = {"through": last.number, "digest": last.digest, "broken_at": broken}
    if faults:
        after["faults"] = [*faults[:MOST_FAULTS], *(["……"] if faults[MOST_FAULTS:] else [])]
    return record("系统", VERIFIED, last, after=after)


def head() -> str:
    """The number of the last event with the first of its digest, as papers print it."""
    last = Event.objects.order_by("-number").first()
    return f"{last.number}-{last.digest[:PRINTED]}" if last else ""


def has(printed: str) -> bool:
    """Whether the journal still has the head that a paper prints."""
    number, _, digest = printed.partition("-")
    return Event.objects.filter(number=int(number), digest__startswith=digest).exists()


def verified() -> Event | None:
    """The event of the last verification; None before the first."""
    about = Event.objects.filter(object_type=Event._meta.label_lower, verb=VERIFIED)
    return about.order_by("-number").first()


def walk(
    events: Iterable[Any], previous: str = "", expected: int = 0
) -> tuple[int | None, Any | None]:
    """(number of the first event that does not agree, the last that does) of events in their order,
    which begin with the number `expected` after one with the digest `previous`."""
    last = None
    for event in events:
        known = event.seal in FIELDS and digest_of(event) == event.digest
        if event.number != expected or event.previous != previous or not known:
            return expected, last
        previous, expected, last = event.digest, expected + 1, event
    return None, last


def _from(number: int) -> Iterable[Event]:
    return Event.objects.filter(number__gte=number).order_by("number").iterator()


def refuse_wrong_kind() -> None:
    """Raise ImproperlyConfigured when a demo database would serve as a real one, or the other way
    round."""
    first = Event.objects.filter(number=0).values_list("detail", flat=True).first()
    expected = DEMO if settings.DEMO else REAL
    if first and first["kind"] != expected:
        words = {DEMO: "演示库", REAL: "正式库"}
        raise ImproperlyConfigured(
            f"这个数据库是{words[first['kind']]}，不能当{words[expected]}用；"
            "请另指一个 DATA_DIR 或 DATABASE_URL"
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
