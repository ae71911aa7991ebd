"""Files that people hand in, kept so that a machine that loses its power has them: who is told that
a file was taken may throw the paper away."""

import os
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class StoreAway(OSError):
    """The service that keeps the files of several hosts did not answer."""


class SyncedStorage(FileSystemStorage):
    """A folder of files, each on the disk with its name before anything refers to it."""

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        """The name under which it was kept."""
        half = None if name is None or self.exists(name) else Path(self.path(name))
        try:
            name = super().save(name, content, max_length)
        except OSError:
            if half:
                half.unlink(missing_ok=True)  # or a full disk stays full
            raise
        folder = Path(self.location).parent  # its own name lies there
        for part in ("", *Path(self.location).relative_to(folder).joinpath(name).parts):
            folder /= part
            sync(folder)
        return name


def sync(path: Path) -> None:
    """Wait until the disk has a file, or the names in a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
