"""Spreadsheets that came in: kept as they were, and marked once what they say is written."""

import hashlib
import re
import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from ledger.deadlines import in_text
from ledger.models import Attachment, ListShape, Submission, Upload
from ledger.returns import drafting, rules
from ledger.returns.locking import locked_period
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal, once
from shanyin_charging.lifecycle.seen import require_seen, stamp
from shanyin_charging.lifecycle.transitions import Refused, require
from targets.models import Unit

KEPT = timedelta(days=60)  # for which a file waits to be written
Row = tuple[str, str, dict, dict]  # key, kind, what was typed, what it was read as


def keep_workbook(
    user: User, submission: Submission, content: bytes, name: str, sheets: list, replacing: bool
) -> Upload:
    """Keep a file, or a pasted block, for a return that the person may write in now, with what was
    read from it; `replacing` says that it stands for the whole draft."""
    period, unit = submission.period, submission.unit
    with locked_period(period):
        drafting.require_open(user, submission)
        return _keep(user, content, name, sheets, period=period, unit=unit, replacing=replacing)


def keep_list(
    user: User,
    units: list[Unit] | None,
    content: bytes,
    name: str,
    sheets: list,
    note: str,
    settled: dict | None = None,
    decided: dict | None = None,
) -> Upload:
    """Keep a list of piles of some units, None for the whole county, with its source in words, how
    it is `settled` that it is read, and what is `decided` about it so far."""
    unit = units[0] if units and len(units) == 1 else None
    with transaction.atomic():
        asked: Sequence[Unit | None] = units or [None]
        for own in asked:
            require(rules.can_list(user, own))
        told = {"note": note[:200], "sender": sender_of(note), "settled": settled}
        told["decided"] = decided or {}
        return _keep(user, content, name, sheets, unit=unit, replacing=False, **told)


def sender_of(note: str) -> str:
    """Whose list it is: its source without what changes from one list to the next, its day and the
    words for a list."""
    bare = re.sub(r"[0-9０-９一二三四五六七八九十]*[年月日季][度初中底末份]*|[\W\d_]+", "", note)
    return re.sub(r"(台账|清单|列表|名单|汇总|明细|表)+$", "", bare)[:200] or note[:200]


def stamp_of(upload: Upload) -> str:
    """Changes with how a list is read and what is decided about its rows."""
    return stamp(upload.settled, upload.decided)


def settle(
    user: User, upload: Upload, settled: dict, decided: dict, seen: str, signature: str = ""
) -> Upload:
    """Keep how a list is read and what is decided about its rows, as far as somebody has said; with
    a `signature` it is the shape of the sender's lists from now on. Raises Refused for a list that
    is written or another person's, Overtaken where it was settled otherwise than `seen`."""
    with transaction.atomic():
        found = waiting(user, upload)
        once.claim()
        require_seen(seen, stamp_of(found))
        found.settled, found.decided = settled, decided
        found.save(update_fields=["settled", "decided"])
        if signature:
            keep_shape(user, found, signature)
    return found


def keep_shape(user: User, upload: Upload, signature: str) -> None:
    """The sender's next list of the same shape is read as this one; what was mended in its cells
    is its own."""
    shape = {**(upload.settled or {}), "mended": {}, "skipped": []}
    shape["tables"] = [{**table, "skipped": []} for table in shape.get("tables", [])]
    told = {"settled": shape, "kept_by": user.name, "kept_at": clock.now()}
    ListShape.objects.served().update_or_create(
        sender=upload.sender, signature=signature, defaults=told
    )


def _keep(user: User, content: bytes, name: str, sheets: list, **fields: Any) -> Upload:
    made = Upload(
        name=name,
        size=len(content),
        sheets=sheets,
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=user,
        uploaded_at=clock.now(),
        **fields,
    )
    made.file.save(f"{uuid.uuid4().hex}.{name.rsplit('.')[-1]}", ContentFile(content), save=False)
    made.save()
    journal.record(
        user,
        "upload",
        made,
        before=None,
        after={"name": name, "sha256": made.sha256},
        unit=str(made.unit or "全县"),
        period=str(made.period or "清单"),
    )
    return made


def take_in(
    user: User,
    submission: Submission,
    upload: Upload,
    rows: list[Row],
    removed: list[str],
    seen: str,
) -> None:
    """Write what an upload says into the draft, once, all or nothing: `rows` are new and changed
    lines, `removed` the keys to take out, `seen` the stamp of the draft that was previewed. Raises
    Refused, or Overtaken when the draft is another by now."""
    with locked_period(submission.period):
        upload = waiting(user, upload)
        submission = drafting.begin(user, submission)
        drafting.put_lines(user, submission, rows, removed, seen)
        confirm(user, "take_in", upload, rows=len(rows), removed=len(removed))


def waiting(user: User, upload: Upload) -> Upload:
    """The upload as it now is, held in the caller's transaction; raises Refused when it was written
    already or is another person's."""
    # Its sheets are thousands of rows, read before the lock.
    found = Upload.objects.select_for_update(no_key=True).defer("sheets").get(pk=upload.pk)
    if found.uploaded_by_id != user.pk:
        raise Refused("这个文件是别人上传的，请由上传的人确认")
    if found.confirmed_at:
        raise Refused(f"“{found.name}”已经写入，不用再确认")
    return found


def throw_away(user: User, upload: Upload) -> None:
    """Take a list away that is not written, with its file; the journal keeps its name and digest.
    Raises Refused for one that is written or another person's."""
    with transaction.atomic():
        discard(user, waiting(user, upload))


def discard(actor: User | str, found: Upload) -> None:
    """The upload and its file go, where no attachment has the same; the journal keeps name and
    digest."""
    before = {"name": found.name, "sha256": found.sha256, "note": found.note}
    journal.record(actor, "throw_away_list", found, before=before, after=None)
    file = found.file
    found.delete()
    if not Attachment.objects.filter(file=file.name).exists():
        transaction.on_commit(lambda: file.delete(save=False))


def purge() -> int:
    """Discard what was uploaded in the county that is served and not written for a long time;
    returns how many."""
    old = Upload.objects.served().filter(
        confirmed_at=None, list_rows=None, uploaded_at__lt=clock.now() - KEPT
    )
    gone = list(old.values_list("pk", flat=True))
    for pk in gone:
        with transaction.atomic():
            held = Upload.objects.served().select_for_update(no_key=True).defer("sheets")
            if found := held.filter(pk=pk, confirmed_at=None).first():
                discard("系统", found)
    return len(gone)


def confirm(user: User, verb: str, upload: Upload, **detail: Any) -> None:
    """Mark that what the upload says is written, with the verb's event."""
    upload.confirmed_at = clock.now()
    upload.save(update_fields=["confirmed_at"])
    journal.record(
        user,
        verb,
        upload,
        before={"confirmed_at": None},
        after={"confirmed_at": in_text(upload.confirmed_at)},
        **detail,
    )
