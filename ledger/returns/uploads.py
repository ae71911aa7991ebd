"""Spreadsheets that came in: kept as they were, and marked once what they say is written."""

import hashlib
import uuid
from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from ledger.deadlines import in_text
from ledger.models import Submission, Upload
from ledger.returns import drafting, rules
from ledger.returns.locking import locked_period
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.transitions import Refused, require
from targets.models import Unit

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
    user: User, units: list[Unit] | None, content: bytes, name: str, sheets: list, note: str
) -> Upload:
    """Keep a list of piles of some units, None for the whole county, with its source in words."""
    unit = units[0] if units and len(units) == 1 else None
    with transaction.atomic():
        asked: Sequence[Unit | None] = units or [None]
        for own in asked:
            require(rules.can_list(user, own))
        return _keep(user, content, name, sheets, unit=unit, replacing=False, note=note[:200])


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
    found = Upload.objects.select_for_update(no_key=True).get(pk=upload.pk)
    if found.uploaded_by_id != user.pk:
        raise Refused("这个文件是别人上传的，请由上传的人确认")
    if found.confirmed_at:
        raise Refused(f"“{found.name}”已经写入，不用再确认")
    return found


def confirm(user: User, verb: str, upload: Upload, **detail: Any) -> None:
    """Mark that what the upload says is written, with the verb's event."""
    upload.confirmed_at = clock.now()
    upload.save()
    journal.record(
        user,
        verb,
        upload,
        before={"confirmed_at": None},
        after={"confirmed_at": in_text(upload.confirmed_at)},
        **detail,
    )
