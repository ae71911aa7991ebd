"""Thumbnails of pictures: files named by the digest of what they show, which are made anew where
they are gone; no archive holds them."""

from base64 import b64decode

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile

from ledger import pictures
from ledger.models import Attachment
from shanyin_charging import confined

FOLDER = "thumbnails"
END = b"\xff\xd9"  # of a JPEG that was written whole


def name_of(digest: str) -> str:
    """Where the thumbnail lies in the folder of files."""
    return f"{FOLDER}/{digest}.jpg"


def standing() -> set[str]:
    """The names of those that show a picture of some return."""
    digests = Attachment.objects.pictures().values_list("sha256", flat=True)
    return {name_of(digest) for digest in digests.distinct()}


def keep(digest: str, content: bytes) -> None:
    """Put a thumbnail where it belongs."""
    if not default_storage.exists(name_of(digest)):
        default_storage.save(name_of(digest), ContentFile(content))


def of(digest: str, picture: FieldFile) -> bytes:
    """The thumbnail of a picture with this digest, made anew where it is not there or was not
    written whole. Raises UnreadableFile."""
    kept = (
        default_storage.open(name_of(digest)) if default_storage.exists(name_of(digest)) else None
    )
    if kept:
        with kept:
            content = kept.read()
        if content.endswith(END):
            return content
        default_storage.delete(name_of(digest))
    with picture.open("rb") as file:
        read = confined.read_within(pictures.LIMITS, "ledger.pictures", file.read())
    content = b64decode(read["thumbnail"])
    keep(digest, content)
    return content
