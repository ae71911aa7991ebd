"""The course of an announcement: its transition table and the verbs that move it.

Lock order: the county's ledger, the announcement, the journal.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from ledger.models import Ledger, Reminder
from ledger.reminders import sending
from ledger.returns import evidence
from reports import verbs
from reports.announcing import rules, waiting
from reports.models import Announcement, AnnouncementFile, AnnouncementState, Receipt
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.seen import require_seen, stamp
from shanyin_charging.lifecycle.transitions import Refused, Table, Transition, require
from targets.models import Unit
from targets.plan import queries

DRAFT, SENT = AnnouncementState.DRAFT, AnnouncementState.SENT
TRANSITIONS = Table(
    rules,
    verbs.ANNOUNCEMENT,
    (
        Transition(DRAFT, "send", SENT, "can_announce"),
        Transition(SENT, "read", SENT, "can_read"),
        Transition(SENT, "withdraw", AnnouncementState.WITHDRAWN, "can_announce"),
    ),
    suffix="_announcement",
    waits=waiting.WAITS,
    rests=waiting.RESTS,
)
KEPT = "没有保存，您填的内容还在下面"


def write(
    user: User, title: str, text: str, units: Iterable[Unit], upload: UploadedFile | None = None
) -> Announcement:
    """Begin a draft."""
    file = evidence.as_kept(upload) if upload else None
    with transaction.atomic():
        require(rules.can_announce(user))
        made = Announcement.objects.create(
            county=queries.served(),
            title=title.strip(),
            text=text.strip(),
            file=kept(upload, file) if upload and file else None,
            made_by=user,
            made_at=clock.now(),
        )
        made.units.set(units)
        said = {name: value for name, value in told(made).items() if value}
        journal.record(user, TRANSITIONS.event("write"), made, after=said)
        return made


def rewrite(
    user: User,
    announcement: Announcement,
    title: str,
    text: str,
    units: Iterable[Unit],
    upload: UploadedFile | None = None,
    without_file: bool = False,
    seen: str | None = None,
) -> Announcement:
    """Change a draft; another file stands in the place of the one that it had."""
    file = evidence.as_kept(upload) if upload else None
    with draft_of(user, announcement, seen) as announcement:
        was = told(announcement)
        announcement.title, announcement.text = title.strip(), text.strip()
        if upload and file:
            announcement.file = kept(upload, file)
        elif without_file:
            announcement.file = None
        announcement.save()
        announcement.units.set(units)
        record(user, "rewrite", announcement, was)
        return announcement


def discard(user: User, announcement: Announcement, seen: str | None = None) -> None:
    """Throw a draft away, before anybody was sent it."""
    with draft_of(user, announcement, seen) as announcement:
        journal.record(user, TRANSITIONS.event("discard"), announcement, before=told(announcement))
        announcement.delete()


def kept(upload: UploadedFile, file: evidence.Kept) -> AnnouncementFile:
    """A file that may come in, in the database."""
    row = file.in_row(upload)
    return AnnouncementFile.objects.create(size=len(file.content), **row)


def move(
    user: User, verb: str, announcement: Announcement, text: str = "", seen: str | None = None
) -> Announcement:
    """One verb of the table: send it, note that the person's units have read it, withdraw it."""
    with locked(announcement) as announcement:
        transition, was = TRANSITIONS.taken(user, verb, announcement), told(announcement)
        require_seen(seen, announcement.stamp, KEPT if text.strip() else "")
        if transition.needs and not text.strip():
            raise Refused(f"请写明{transition.needs}")
        if verb == "read":
            sign(user, announcement)
            return announcement
        if verb == "send":
            announcement.sent_at, announcement.sent_by = clock.now(), user.name
        announcement.state, announcement.reason = transition.target, text.strip()[:200]
        only = ("state", "reason") if verb == "withdraw" else None
        announcement.save(update_fields=only)
        record(user, verb, announcement, was)
        return announcement


def sign(user: User, announcement: Announcement) -> None:
    """已阅, for each of the person's units that have not."""
    units = list(rules.unread_by(user, announcement))
    for unit in units:
        Receipt.objects.create(announcement=announcement, unit=unit, by=user, at=clock.now())
    after = {"units": [unit.name for unit in units]}
    journal.record(user, TRANSITIONS.event("read"), announcement, after=after)


def remind(user: User, announcement: Announcement, seen: str | None = None) -> list[Reminder]:
    """Remind the units that have not read it, at most once a day; returns the new reminders."""
    require(rules.can_remind(user, announcement))
    batch = batch_of(announcement)
    require_seen(seen, reminding_stamp(announcement))
    return sending.send(batch, user)


def batch_of(announcement: Announcement) -> sending.Batch:
    """The words for who has not read it."""
    text = f"{announcement}请阅读，看过请按“已阅”。有疑问请联系{queries.contact()}。"
    texts = tuple((unit, text) for unit in announcement.unread)
    return sending.Batch(announcement, f"hand:{clock.today()}", "请阅通知", texts)


def reminding_stamp(announcement: Announcement) -> str:
    """Of who would be reminded."""
    return stamp(announcement.state, [unit.code for unit in announcement.unread])


def told(announcement: Announcement) -> dict[str, Any]:
    """What the journal tells of an announcement, as plain values."""
    return {
        "title": announcement.title,
        "text": announcement.text,
        "units": [unit.name for unit in announcement.units.all()],
        "file": str(announcement.file or ""),
        "state": str(announcement.state),
        "reason": announcement.reason,
    }


def record(user: User, verb: str, announcement: Announcement, was: dict[str, Any]) -> None:
    """One event of what a verb changed; none where it changed nothing."""
    now = told(announcement)
    if names := [name for name in now if now[name] != was[name]]:
        journal.record(
            user,
            TRANSITIONS.event(verb),
            announcement,
            before={name: was[name] for name in names},
            after={name: now[name] for name in names},
        )


@contextmanager
def locked(announcement: Announcement) -> Iterator[Announcement]:
    """A transaction that holds the county's numbering and the announcement, as it now is."""
    with transaction.atomic():
        Ledger.objects.select_for_update(no_key=True).get(county=announcement.county_id)
        yield Announcement.objects.select_for_update(no_key=True).get(pk=announcement.pk)


@contextmanager
def draft_of(user: User, announcement: Announcement, seen: str | None) -> Iterator[Announcement]:
    """The same, of a draft that the person may change and has seen as it is."""
    with locked(announcement) as announcement:
        require(rules.can_announce(user))
        if announcement.state != DRAFT:
            raise Refused("已经发出，不能再改；写错了的请撤回，另发一份")
        require_seen(seen, announcement.stamp, KEPT)
        yield announcement
