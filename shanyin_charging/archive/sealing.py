"""The seal: an archive ends with the digest of all that stands before, so that no bit of it can
change unseen. It stands where a zip file has its comment, and any tool still opens the file."""

import hashlib
import os
from pathlib import Path

from .encrypting import is_encrypted
from .failures import Damaged

LENGTH = 64
UNSEALED = b"0" * LENGTH  # the comment before the seal is set


def seal(path: Path) -> str:
    """Put the digest over the last bytes; returns it."""
    digest = digest_of(path)
    with path.open("r+b") as file:
        file.seek(-LENGTH, os.SEEK_END)
        file.write(digest.encode())
        file.flush()
        os.fsync(file.fileno())
    return digest


def sealed_with(path: Path) -> str:
    """What stands in the seal's place."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - LENGTH))
        return file.read().decode("ascii", "replace")


def require(path: Path) -> None:
    """Raise Damaged for a file that is not as it was sealed."""
    if sealed_with(path) != digest_of(path):
        raise Damaged(f"“{path.name}”与封签不符")


def name_of(path: Path) -> str:
    """By what an archive is told from all others: its seal, or the digest of an encrypted file."""
    if is_encrypted(path):
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    return sealed_with(path)


def digest_of(path: Path) -> str:
    """The SHA-256 of all but the seal, in hexadecimal."""
    left, digest = path.stat().st_size - LENGTH, hashlib.sha256()
    with path.open("rb") as file:
        while left > 0 and (piece := file.read(min(left, 1 << 20))):
            digest.update(piece)
            left -= len(piece)
    return digest.hexdigest()
