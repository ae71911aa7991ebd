"""What was uploaded and never written does not stay for ever."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from ledger.models import Attachment, Upload
from ledger.returns import uploads
from shanyin_charging import clock
from shanyin_charging.audit.models import Event
from targets.months import Month
from tests import cast, make


def test_uploads_that_were_not_written_go_after_sixty_days_with_their_files(committed):
    with make.at(cast.APRIL_2):
        make.ledger()
        office = cast.office()
        old, written, shared = (
            uploads.keep_list(office, None, b"x", f"{name}.xlsx", [], "供电公司台账")
            for name in ("旧", "写入的", "也是附件")
        )
        Upload.objects.filter(pk=written.pk).update(confirmed_at=clock.now())
        draft = make.draft(cast.officer(), Month(2025, 3))
        told = {"size": 1, "uploaded_by": office, "uploaded_at": clock.now(), "name": "x.xlsx"}
        digests = {"sha256": "1" * 64, "original_sha256": "1" * 64}
        Attachment.objects.create(submission=draft, file=shared.file.name, **told, **digests)
    with make.at(cast.APRIL_2 + timedelta(days=50)):
        new = uploads.keep_list(office, None, b"x", "新.xlsx", [], "供电公司台账")
    with make.at(cast.APRIL_2 + timedelta(days=61)):
        for _ in range(2):
            call_command("purge_uploads", stdout=StringIO())
    assert set(Upload.objects.all()) == {written, new}
    there = [Path(upload.file.path).exists() for upload in (old, written, shared, new)]
    assert there == [False, True, True, True]
    gone = Event.objects.filter(verb="throw_away_list")
    assert {event.before["name"] for event in gone} == {"旧.xlsx", "也是附件.xlsx"}
    assert {event.actor for event in gone} == {"系统"}
