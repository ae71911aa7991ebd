"""Taking files in: what kind a file really is, whether it may come in, where it is kept."""

import hashlib
import unicodedata
import uuid
import zipfile
from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from ledger import pictures
from ledger.deadlines import in_text
from ledger.models import Attachment, Submission, Version
from ledger.returns import rules, thumbnails
from ledger.returns.locking import locked
from shanyin_charging import clock, confined
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.transitions import Refused, require

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
MOST_FILES = 60
MOST_PARTS = 5000  # of a packed paper: each costs memory to list
OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {  # by what the file holds, whatever its name says
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "heic": "image/heic",
    "ofd": "application/ofd",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "docx": f"{OFFICE}wordprocessingml.document",
}
PICTURES = ("jpg", "png", "webp", "heic")
BEGINNINGS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
PACKED = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx", "OFD.xml": "ofd"}
OLDEST = datetime(2000, 1, 1, tzinfo=clock.ZONE)  # a camera that was never set shows earlier


@dataclass(frozen=True)
class Kept:
    """A file as it is kept, with the digest that it came with; of a picture, its thumbnail and what
    the camera told: when, and (longitude, latitude) where."""

    content: bytes
    kind: str
    came_as: str
    thumbnail: bytes = b""
    taken_at: datetime | None = None
    position: tuple[float, float] | None = None

    @property
    def digest(self) -> str:
        """Of what is kept."""
        return hashlib.sha256(self.content).hexdigest()

    def in_row(self, upload: UploadedFile) -> dict[str, Any]:
        """As a table has it that keeps the bytes themselves; of what is no picture without what
        only pictures have."""
        longitude, latitude = self.position or (None, None)
        return {
            "name": file_name(upload.name, self.kind),
            "content_type": KINDS[self.kind],
            "content": self.content,
            "sha256": self.digest,
            "original_sha256": self.came_as if self.thumbnail else "",
            "thumbnail": self.thumbnail,
            "taken_at": self.taken_at,
            "longitude": longitude,
            "latitude": latitude,
        }


def kind_of(content: bytes) -> str | None:
    """The kind that the content shows itself to be; None for anything that is not taken."""
    for beginning, kind in BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[4:8] == b"ftyp" and content[8:12] in HEIC:
        return "heic"
    return kind_of_packed(content) if content.startswith(b"PK\x03\x04") else None


def kind_of_packed(content: bytes) -> str | None:
    """The kind of a zip file, by what lies in it; None for one with macros, or with more parts than
    a paper has."""
    if content.count(b"PK\x01\x02") > MOST_PARTS:
        return None
    try:
        names = set(zipfile.ZipFile(BytesIO(content)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    return next((kind for name, kind in PACKED.items() if name in names), None)


def file_name(given: str | None, kind: str) -> str:
    """The name under which a file is shown: the last part of the given one, without what is not
    seen, with the ending of what it is."""
    last = PurePath((given or "").replace(chr(92), "/").replace("\0", "")).stem
    seen = (c if c.isprintable() else " " for c in unicodedata.normalize("NFC", last))
    return f"{' '.join(''.join(seen).split())[:100] or '文件'}.{kind}"


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
    is_scan = signed or bool(submission.current.paper_reason)  # of the paper that is entered
    kept = as_kept(upload, untouched=is_scan)  # takes a while: nobody waits for it
    with locked(submission) as submission:
        require(rules.can_write(user, submission))
        present = submission.attachments.attached()
        if found := present.filter(original_sha256=kept.came_as).first():
            return found
        if present.count() >= MOST_FILES:
            raise Refused(f"一份材料最多附{MOST_FILES}个文件，请先撤下用不着的")
        digest = kept.digest
        longitude, latitude = kept.position or (None, None)
        made = Attachment(
            submission=submission,
            signed_version=signed_version(submission) if signed else None,
            line_key=known_key(submission, line_key),
            name=file_name(upload.name, kept.kind),
            note=note.strip()[:120],
            content_type=KINDS[kept.kind],
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
        if kept.thumbnail:
            thumbnails.keep(digest, kept.thumbnail)
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
        raise Refused(f"“{shown(upload)}”超过{MOST_BYTES // MEGABYTE}兆，请压缩或分成几个文件")
    content = upload.read()
    kind = kind_of(content)
    if kind is None:
        raise Refused(
            f"“{shown(upload)}”不是可以接收的文件；请用{'、'.join(KINDS)}，"
            f"WPS 文件请另存为 .xlsx 或 .docx"
        )
    return content, kind


def shown(upload: UploadedFile) -> str:
    """The name of an upload as a sentence may say it."""
    ending = PurePath(upload.name or "").suffix[1:8]
    return file_name(upload.name, ending if ending.isalnum() else "").rstrip(".")


def as_kept(upload: UploadedFile, untouched: bool = False) -> Kept:
    """A file that may come in as it is to be kept: a picture is made harmless, or only looked at
    where it is to stay `untouched`. Raises Refused."""
    content, kind = taken(upload)
    came_as = hashlib.sha256(content).hexdigest()
    if kind not in PICTURES:
        return Kept(content, kind, came_as)
    try:
        read = confined.read_within(pictures.LIMITS, "ledger.pictures", content)
    except confined.UnreadableFile as fault:
        raise Refused(f"“{shown(upload)}”：{fault}") from None
    return Kept(
        content if untouched else b64decode(read["picture"]),
        kind if untouched else "jpg",
        came_as,
        b64decode(read["thumbnail"]),
        moment(read["taken_at"]),
        read["position"] and tuple(read["position"]),
    )


def moment(told: str | None) -> datetime | None:
    """The moment that a camera showed, in the county's time; None for what cannot be."""
    found = datetime.fromisoformat(told).replace(tzinfo=clock.ZONE) if told else None
    return found if found and OLDEST <= found <= clock.now() + timedelta(days=1) else None


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
