"""Files that no row names: they lie there since a press that did not count, and go after a day."""

import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from django.apps import apps
from django.db import models
from django.utils.module_loading import import_string

from . import files

DAY = 24 * 3600
# Folders of what follows from rows, and where it is told what stands in each.
MADE: dict[str, list[str]] = {}


def register(folder: str, standing: str) -> None:
    """Name a folder of files that are made anew where they are gone, and a function that says what
    belongs in it."""
    MADE.setdefault(folder, []).append(standing)


def sweep(root: Path) -> int:
    """Remove what has lain there for a day and no row names; returns how many files."""
    old = time.time() - DAY  # by the clock of the files, which no demo moves
    left = [path for path in orphans(root) if path.stat().st_mtime < old]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def orphans(root: Path) -> Iterator[Path]:
    """The files in folders that the portal writes to which nothing names."""
    named, folders = set[str](), set(MADE)
    for field in file_fields():
        folders.add(str(field.upload_to).strip("/"))
        for row in field.model._base_manager.only("pk", field.attname).iterator():
            named.update(name for name, _ in files.named_by(row))
    for standing in chain.from_iterable(MADE.values()):
        named |= import_string(standing)()
    for folder in sorted(folders):
        for path in (root / folder).rglob("*") if folder else ():
            if path.is_file() and path.relative_to(root).as_posix() not in named:
                yield path


def file_fields() -> Iterator[models.FileField]:
    """Each field of each table that names files."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                yield field
