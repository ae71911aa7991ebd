"""Spreadsheets that came in: kept as they were, and written into the draft once confirmed."""

import hashlib
import uuid

from django.core.files.base import ContentFile
from django.db import transaction

from ledger.models import Upload
from ledger.returns import drafting
from shanyin_charging import clock
from shanyin_charging.audit import journal


@transaction.atomic
def keep(user, period, unit, content, name, sheets, replacing, note="") -> Upload:
    """Store the file as it came, with what was read from it."""
    made = Upload(
        period=period,
        unit=unit,
        replacing=replacing,
        note=note,
        name=name,
        size=len(content),
        sheets=sheets,
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=user,
        uploaded_at=clock.now(),
    )
    made.file.save(f"{uuid.uuid4().hex}.{name.rsplit('.')[-1]}", ContentFile(content), save=False)
    made.save()
    journal.record(
        user,
        "upload",
        made,
        unit=str(unit or "全县"),
        period=str(period or "清单"),
        sha256=made.sha256,
    )
    return made


def confirm(user, submission, found, proposal, seen):
    """Write the proposal into the draft and mark the upload, in one transaction."""
    rows = [
        (row.key if row.before else drafting.new_key(), row.kind, row.typed, row.values)
        for row in proposal.changes
    ]
    with transaction.atomic():
        submission = drafting.begin(user, submission)
        drafting.put_lines(
            user,
            submission,
            rows,
            [line.key for line in proposal.removed],
            seen or submission.current.stamp,
        )
        found.confirmed_at = clock.now()
        found.save()
        journal.record(user, "take_in", found, rows=len(rows), removed=len(proposal.removed))
