"""The folder of archives: which are there, of when, and which go."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from shanyin_charging import clock

from . import keeping
from .encrypting import SUFFIX

NAME = "portal-%Y%m%d-%H%M%S.zip"  # and behind it what an encrypted one ends with


def folder() -> Path:
    """Where archives are written unless another place is said."""
    return Path(settings.BACKUP_DIR)


def archives(where: Path | None = None) -> dict[datetime, Path]:
    """The archives of a folder that were named by their time, the oldest first."""
    there = {}
    for path in sorted((where or folder()).glob("portal-*.zip*")):
        try:
            name = path.name.removesuffix(SUFFIX)
            there[datetime.strptime(name, NAME).replace(tzinfo=clock.ZONE)] = path
        except ValueError:
            continue  # somebody's own
    return there


def newest() -> tuple[datetime, Path] | None:
    """The newest, with its moment; None where there is none."""
    there = archives()
    return (last := max(there), there[last]) if there else None


def clear(where: Path) -> list[Path]:
    """Remove those that need not be kept; returns them."""
    there = archives(where)
    gone = [there[moment] for moment in sorted(keeping.superfluous(there))]
    for path in gone:
        path.unlink()
    return gone
