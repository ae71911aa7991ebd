"""Taking files in: what kind a file really is, whether it may come in, where it is kept."""

import hashlib
import uuid
import zipfile
from io import BytesIO
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from ledger.deadlines import in_text
from ledger.models import Attachment, Submission, Version
from ledger.returns import rules
from ledger.returns.locking import locked
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.transitions import Refused, require

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
MOST_FILES = 20
OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {  # by what the file holds, whatever its name says
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "docx": f"{OFFICE}wordprocessingml.document",
}


def kind_of(content: bytes) -> str | None:
    """The kind that the content shows itself to be; None for anything that is not taken."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"PK\x03\x04"):
        try:
            names = set(zipfile.ZipFile(BytesIO(content)).namelist())
        except zipfile.BadZipFile:
            return None
        if any(name.endswith("vbaProject.bin") for name in names):
            return None
        return (
            "xlsx"
            if "xl/workbook.xml" in names
            else "docx"
            if "word/document.xml" in names
            else None
        )
    return None


def file_name(given: str | None, kind: str) -> str:
    """The name under which a file is shown: the last part of the given one, with the ending of what
    it is."""
    return f"{PurePath((given or '').replace(chr(92), '/')).stem[:100]}.{kind}"


def attach(
    user: User,
    submission: Submission,
    upload: UploadedFile,
    note: str = "",
    signed: bool = False,
    line_key: str = "",
) -> Attachment:
    """Keep an uploaded file with the submission, or with the line of that key; the same file again
    gives the attachment it already is. Raises Refused for what is not taken."""
    with locked(submission) as submission:
        require(rules.can_write(user, submission))
        content, kind = taken(upload)
        digest = hashlib.sha256(content).hexdigest()
        present = submission.attachments.attached()
        if found := present.filter(sha256=digest).first():
            return found
        if present.count() >= MOST_FILES:
            raise Refused(f"一份材料最多附{MOST_FILES}个文件，请先撤下用不着的")
        made = Attachment(
            submission=submission,
            signed_version=signed_version(submission) if signed else None,
            line_key=known_key(submission, line_key),
            name=file_name(upload.name, kind),
            note=note.strip()[:120],
            content_type=KINDS[kind],
            size=len(content),
            sha256=digest,
            uploaded_by=user,
            uploaded_at=clock.now(),
        )
        made.file.save(f"{uuid.uuid4().hex}.{kind}", ContentFile(content), save=False)
        made.save()
        journal.record(
            user,
            "attach",
            made,
            before=None,
            after={"name": made.name, "sha256": digest},
            submission=submission.pk,
        )
        return made


def taken(upload: UploadedFile) -> tuple[bytes, str]:
    """The content of a file that may come in, and its kind; raises Refused for any other."""
    assert upload.size is not None  # Django has counted what came in
    if upload.size > MOST_BYTES:
        raise Refused(f"“{upload.name}”超过{MOST_BYTES // MEGABYTE}兆，请压缩或分成几个文件")
    content = upload.read()
    kind = kind_of(content)
    if kind is None:
        raise Refused(
            f"“{upload.name}”不是可以接收的文件；请用 pdf、jpg、png、"
            f"xlsx、docx，WPS 文件请另存为 .xlsx 或 .docx"
        )
    return content, kind


def signed_version(submission: Submission) -> Version:
    """The version that a signed scan was printed from: the last that was handed in."""
    version = submission.versions.filter(submitted_at__isnull=False).order_by("-number").first()
    if version is None:
        raise Refused("还没有上报，没有可以签章的版次；请先上报并打印报表")
    return version


def known_key(submission: Submission, key: str) -> str:
    """The key when the newest version has a line of it, else nothing."""
    return key if submission.current.lines.filter(key=key).exists() else ""


def remove(user: User, attachment: Attachment) -> None:
    """Take a file off a return that is still being written; the bytes stay for the record."""
    with locked(attachment.submission) as submission:
        require(rules.can_write(user, submission))
        if not submission.is_open:
            raise Refused("材料已上报，附件不能撤下；需要更换请先撤回")
        found = submission.attachments.attached().filter(pk=attachment.pk).first()
        if found is None:
            raise Refused("这个附件已经撤下")
        found.removed_at = clock.now()
        found.save()
        journal.record(
            user,
            "remove_attachment",
            found,
            before={"removed_at": None},
            after={"removed_at": in_text(found.removed_at)},
            submission=submission.pk,
        )
