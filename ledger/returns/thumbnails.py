"""Thumbnails of pictures: files named by the digest of what they show, which are made anew where
they are gone; no archive holds them."""

import os
import tempfile
from base64 import b64decode
from pathlib import Path

from django.conf import settings
from django.db.models.fields.files import FieldFile

from ledger import pictures
from ledger.models import Attachment
from shanyin_charging import confined

FOLDER = "thumbnails"


def name_of(digest: str) -> str:
    """Where the thumbnail lies in the folder of files."""
    return f"{FOLDER}/{digest}.jpg"


def path_of(digest: str) -> Path:
    """Where the thumbnail lies."""
    return Path(settings.MEDIA_ROOT) / name_of(digest)


def standing() -> set[str]:
    """The names of those that show a picture of some return."""
    digests = Attachment.objects.pictures().values_list("sha256", flat=True)
    return {name_of(digest) for digest in digests.distinct()}


def keep(digest: str, content: bytes) -> None:
    """Put a thumbnail where it belongs, whole or not at all."""
    path = path_of(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, part = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    os.replace(part, path)


def of(digest: str, picture: FieldFile) -> Path:
    """The thumbnail of a picture with this digest, made anew where it is not there. Raises
    UnreadableFile."""
    path = path_of(digest)
    if not path.exists():
        with picture.open("rb") as file:
            read = confined.read_within(pictures.LIMITS, "ledger.pictures", file.read())
        keep(digest, b64decode(read["thumbnail"]))
    return path
