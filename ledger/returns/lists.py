"""清单补录: a list of piles is handed in, one submission for each return that it belongs to."""

from django.db import transaction

from ledger.models import (
    Attachment,
    Kind,
    Line,
    Period,
    Submission,
    Version,
)
from ledger.returns import rules
from ledger.returns.drafting import new_key
from ledger.returns.workflow import hand_over, submit
from shanyin_charging import clock
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.transitions import require


def hand_in_list(user, period, unit, rows, upload, entering) -> Submission:
    """Hand in a checked list of piles as a submission of its own, which no lateness and no month's
    return depends on: `rows` are (key, kind, typed, values), `upload` the file they came from,
    `entering` whether the office does it for the unit. Where the unit has a checker it goes there
    first."""
    require(
        rules.can_enter(user, period, unit)
        if entering
        else rules.can_report(user, period, unit, Kind.LIST)
    )
    with transaction.atomic():
        Period.objects.select_for_update(no_key=True).get(pk=period.pk)
        submission = Submission.objects.create(period=period, unit=unit, kind=Kind.LIST)
        reason = f"依据清单“{upload.name}”（{upload.note}）" if entering else ""
        version = Version.objects.create(
            submission=submission, number=1, key=new_key(), paper_reason=reason[:200]
        )
        Line.objects.bulk_create(
            (
                Line(version=version, key=key, kind=kind, typed=typed, values=values)
                for key, kind, typed, values in rows
            ),
            batch_size=200,
        )
        Attachment.objects.create(
            submission=submission,
            name=upload.name,
            note="清单原件",
            size=upload.size,
            content_type="application/octet-stream",
            sha256=upload.sha256,
            file=upload.file.name,
            uploaded_by=user,
            uploaded_at=clock.now(),
        )
        checked = not entering and rules.can_hand_over(user, submission)
        (hand_over if checked else submit)(user, submission, version.key)
        return submission


def hand_in(user, found, listed, units) -> int:
    """Hand in one submission for each return that the list belongs to, all or none; returns how
    many."""
    with transaction.atomic():
        periods = {period.pk for period, _ in listed.groups}
        list(
            Period.objects.select_for_update(no_key=True).filter(pk__in=periods).order_by("pk")
        )  # before the journal
        for (period, unit), rows in listed.groups.items():
            hand_in_list(
                user,
                period,
                unit,
                [(new_key(), row.kind, row.typed, row.values) for row in rows],
                found,
                entering=units is None,
            )
        found.confirmed_at = clock.now()
        found.save()
        journal.record(
            user, "take_in_list", found, rows=len(listed.rows), returns=len(listed.groups)
        )
    return len(listed.groups)
