"""The files that rows name, and the digests that rows have of them."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.db import models

DIGEST = "sha256"  # what a row calls the digest of its file, or of its content
CONTENT = "content"  # what a row calls the bytes that it has a digest of; a thumbnail has none
PIECE = 1 << 20


@dataclass
class Measured:
    """Passes bytes on, counted and digested."""

    to: IO[bytes] | None = None
    size: int = 0

    def __post_init__(self) -> None:
        self._digest = hashlib.sha256()

    def write(self, piece: bytes) -> None:
        """Take some more."""
        self.size += len(piece)
        self._digest.update(piece)
        if self.to:
            self.to.write(piece)

    @property
    def sha256(self) -> str:
        """The digest so far, in hexadecimal."""
        return self._digest.hexdigest()


def copy(source: IO[bytes], to: IO[bytes] | None = None) -> Measured:
    """Copy all of it, or only read it; returns how much it was, with its digest."""
    measured = Measured(to)
    while piece := source.read(PIECE):
        measured.write(piece)
    return measured


def named_by(row: models.Model) -> Iterator[tuple[str, str | None]]:
    """The files that a row names, each with the digest that it should have where the row knows
    one."""
    for field in row._meta.concrete_fields:
        if isinstance(field, models.FileField) and (name := str(field.value_from_object(row))):
            yield name, getattr(row, DIGEST, None)


def safe(name: str) -> bool:
    """Whether a file of this name lies in the folder of files, and nowhere else."""
    parts = name.split("/")
    return name.isprintable() and not any(
        part in ("", ".", "..") or "\\" in part or ":" in part for part in parts
    )


def faults_of(rows: Iterable[models.Model]) -> Iterator[str]:
    """In Chinese, each file that is not there or is not the one that was handed in; also of what
    the database keeps itself."""
    for row in rows:
        what = f"{row._meta.verbose_name}“{row}”"
        for name, digest in named_by(row):
            try:
                with default_storage.open(name) as file:
                    found = copy(file).sha256
            except (FileNotFoundError, SuspiciousFileOperation):
                yield f"{what}的文件不在了：{name}"
            else:
                if digest and found != digest:
                    yield f"{what}的文件与登记的摘要不符：{name}"
        for field in row._meta.concrete_fields:
            if field.name == CONTENT and isinstance(field, models.BinaryField):
                found = hashlib.sha256(field.value_from_object(row)).hexdigest()
                if found != getattr(row, DIGEST):
                    yield f"{what}（编号{row.pk}）的内容与登记的摘要不符"
