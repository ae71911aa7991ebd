"""Files that no row names: they lie there since a press that did not count, and go after a day."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from django.utils.module_loading import import_string

from . import files

DAY = timedelta(days=1)
# Folders of what follows from rows, and where it is told what stands in each.
MADE: dict[str, list[str]] = {}


def register(folder: str, standing: str) -> None:
    """Name a folder of files that are made anew where they are gone, and a function that says what
    belongs in it."""
    MADE.setdefault(folder, []).append(standing)


def sweep() -> int:
    """Remove what has lain there for a day and no row names; returns how many files."""
    old = (
        datetime.fromtimestamp(time.time(), UTC) - DAY
    )  # by the clock of the files, which no demo moves
    left = [name for name in orphans() if default_storage.get_modified_time(name) < old]
    for name in left:
        default_storage.delete(name)
    return len(left)


def orphans() -> Iterator[str]:
    """The files in folders that the portal writes to which nothing names."""
    named, folders = set[str](), set(MADE)
    for field in file_fields():
        folders.add(str(field.upload_to).strip("/"))
        for row in field.model._base_manager.only("pk", field.attname).iterator():
            named.update(name for name, _ in files.named_by(row))
    for standing in chain.from_iterable(MADE.values()):
        named |= import_string(standing)()
    for folder in sorted(filter(None, folders)):
        yield from (name for name in under(folder) if name not in named)


def under(folder: str) -> Iterator[str]:
    """The names of all files in a folder of stored files, and in those within; "" for all."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    within = f"{folder}/" if folder else ""
    yield from (within + name for name in names if name)
    for inner in folders:
        yield from under(within + inner)


def file_fields() -> Iterator[models.FileField]:
    """Each field of each table that names files."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                yield field
