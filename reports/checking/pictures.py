"""Pictures of a visit, taken in by the one way of evidence: made harmless, with moment and
position."""

import hashlib
import uuid
from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from ledger import datum
from ledger.models import Point
from ledger.returns import evidence, thumbnails
from reports.checking import rules
from reports.checking.locking import held
from reports.models import CheckPicture, FindingStep, Visit
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.transitions import Refused, require

MOST = 40  # pictures of one visit


def attach(user: User, visit: Visit, upload: UploadedFile, note: str = "") -> CheckPicture:
    """Keep a picture that was taken at a visit; the same again gives the one that it already is.
    Raises Refused for what is no picture."""
    kept = as_picture(upload)  # takes a while: nobody waits for it
    with held(visit) as visit:
        require(rules.can_tell(user, visit))
        present = visit.pictures.filter(step=None)
        if found := present.filter(original_sha256=kept.came_as).first():
            return found
        if present.count() >= MOST:
            raise Refused(f"一处站点最多{MOST}张照片")
        made = keep(user, visit, upload, kept, note=note.strip()[:120])
        after = {"name": made.name, "sha256": made.sha256}
        journal.record(user, "attach_check", visit, after=after)
        return made


def as_picture(upload: UploadedFile) -> evidence.Kept:
    """A picture as it is to be kept. Raises Refused for another file."""
    kept = evidence.as_kept(upload)
    if not kept.thumbnail:
        raise Refused(f"“{upload.name}”不是照片，请用手机拍照后上传")
    return kept


def keep(
    user: User,
    visit: Visit,
    upload: UploadedFile,
    kept: evidence.Kept,
    step: FindingStep | None = None,
    note: str = "",
) -> CheckPicture:
    """Write a picture down with what the camera told."""
    digest = hashlib.sha256(kept.content).hexdigest()
    longitude, latitude = kept.position or (None, None)
    made = CheckPicture(
        visit=visit,
        step=step,
        name=evidence.file_name(upload.name, kept.kind),
        note=note,
        content_type=evidence.KINDS[kept.kind],
        size=len(kept.content),
        sha256=digest,
        original_sha256=kept.came_as,
        taken_at=kept.taken_at,
        longitude=longitude,
        latitude=latitude,
        uploaded_by=user,
        uploaded_at=clock.now(),
    )
    made.file.save(f"{uuid.uuid4().hex}.{kept.kind}", ContentFile(kept.content), save=False)
    made.save()
    thumbnails.keep(digest, kept.thumbnail)
    return made


def measured(visit: Visit, pictures: Iterable[CheckPicture]) -> list[CheckPicture]:
    """The pictures, each with how many metres from the site it was taken, where both are known."""
    found, point = list(pictures), Point.objects.filter(site=visit.site_id).last()
    for one in found:
        if point and one.position:
            one.metres = round(datum.kilometres(one.position, point.wgs84) * 1000)
    return found


def standing() -> set[str]:
    """The names of the thumbnails of these pictures."""
    digests: Any = CheckPicture.objects.values_list("sha256", flat=True)
    return {thumbnails.name_of(digest) for digest in digests.distinct()}
