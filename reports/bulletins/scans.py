"""盖章件 filed beside a paper that was signed: the first, or one in the place of a wrong one."""

import hashlib

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from ledger.models import Ledger
from ledger.returns import evidence
from reports import rules
from reports.models import Bulletin, StampedScan
from reports.models.scans import Paper
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.seen import require_seen, stamp
from shanyin_charging.lifecycle.transitions import Refused, require

TAKEN = ("pdf", "jpg", "png")  # of the kinds of files that come in: those that a scanner makes
KEPT = "没有存入，请重新选择文件"


def file(
    user: User,
    paper: Paper,
    upload: UploadedFile | None,
    reason: str = "",
    seen: str | None = None,
) -> StampedScan:
    """The scan, kept for good; where there is one already it stands in its place, with a reason.
    Raises Refused for what is no scan, for the same file again, and for a paper not signed yet."""
    if upload is None:
        raise Refused("请先选择盖章件的扫描文件")
    content, kind = evidence.taken(upload)
    if kind not in TAKEN:
        raise Refused(f"“{upload.name}”不是扫描件；请用 {'、'.join(TAKEN)}")
    with transaction.atomic():
        Ledger.objects.select_for_update(no_key=True).get(county=paper.county_id)
        require(rules.can_file_scan(user, paper))
        require_seen(seen, seen_of(paper), KEPT)
        last = StampedScan.objects.of(paper).first()
        digest, reason = hashlib.sha256(content).hexdigest(), reason.strip()[:200]
        if last and last.sha256 == digest:
            raise Refused(f"这个文件和已存的盖章件“{last.name}”一模一样，不用再存")
        if last and not reason:
            raise Refused("已有盖章件；要更换，请写明更换的原因，原来的一份仍留存")
        made = StampedScan.objects.create(
            bulletin=paper if isinstance(paper, Bulletin) else None,
            notice=None if isinstance(paper, Bulletin) else paper,
            replaces=last,
            reason=reason if last else "",
            name=evidence.file_name(upload.name, kind),
            content_type=evidence.KINDS[kind],
            size=len(content),
            sha256=digest,
            content=content,
            filed_by=user,
            filed_at=clock.now(),
        )
        journal.record(
            user, "file_scan", made, before=told(last) if last else None, after=told(made)
        )
        return made


def told(scan: StampedScan) -> dict:
    """What the journal says of a scan."""
    return {"name": scan.name, "sha256": scan.sha256, "reason": scan.reason}


def seen_of(paper: Paper) -> str:
    """The stamp of a paper's scans."""
    return stamp(list(StampedScan.objects.of(paper).values_list("pk", flat=True)))
