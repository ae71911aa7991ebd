"""The drill: the newest archive is restored into a place of its own, as after the loss of the
machine, and examined there; the others are read for whether they are as they were sealed."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from shanyin_charging import progress
from shanyin_charging.audit import journal
from shanyin_charging.audit.models import Event

from . import encrypting, kept, sealing
from .encrypting import Key
from .failures import Damaged, NoKey, WrongPlace

DRILL = "drill"
FROM_SETTINGS = ("DATABASE_URL", "MEDIA_ROOT", "S3_BUCKET", "JOBS", "DJANGO_SETTINGS_MODULE")


@dataclass(frozen=True)
class Drill:
    """Which archive was restored, and what went wrong; no fault: it came back whole."""

    archive: Path
    faults: tuple[str, ...]


def drill(key: Path | None = None) -> Drill:
    """Hold the drill and put on record how it went. Raises WrongPlace where there is no archive,
    NoKey where it is encrypted and the file of the key, by default of the settings, does not open
    it."""
    newest = kept.newest()
    if newest is None:
        raise WrongPlace(f"{kept.folder()} 里还没有备份，没有可演练的；请先运行 manage.py backup")
    path, secret = newest[1], encrypting.key_of(key)
    if encrypting.is_encrypted(path) and (secret is None or secret.secret is None):
        raise NoKey("这台机器上没有私钥，演练不了；请带私钥来，运行 manage.py drill --key 私钥文件")
    held = Drill(path, (*_spoilt(secret), *_restored(path, key)))
    last = Event.objects.order_by("number").last()
    if last is None:
        journal.establish()
        last = Event.objects.earliest("number")
    after = {"archive": held.archive.name, "faults": "；".join(held.faults)}
    journal.record("系统", DRILL, last, after=after)
    return held


def opens() -> bool:
    """Whether this machine opens its newest archive."""
    newest, key = kept.newest(), encrypting.key_of(None)
    return newest is None or not encrypting.is_encrypted(newest[1]) or bool(key and key.secret)


def last() -> Event | None:
    """The event of the last drill; None before the first."""
    return Event.objects.filter(verb=DRILL).order_by("-number").first()


def _spoilt(key: Key | None) -> Iterator[str]:
    found = kept.archives().values()
    progress.expect(len(found) + 2)
    for path in progress.counted(found):
        try:
            with encrypting.decrypted(path, key) as plain:
                sealing.require(plain)
        except NoKey as failure:
            yield str(failure)
        except Damaged:
            yield f"备份 {path.name} 与封签不符，已经损坏，不能再用"


def _restored(path: Path, key: Path | None) -> Iterator[str]:
    by = ["--key", str(key or settings.BACKUP_KEY)] if encrypting.is_encrypted(path) else []
    with tempfile.TemporaryDirectory(prefix="drill-", dir=settings.DATA_DIR) as scratch:
        for command in (["restore", str(path), *by], ["verify"]):
            done = _there(Path(scratch), command)
            progress.step()
            if done.returncode:
                said = done.stderr.strip()
                yield f"备份 {path.name} 在空地方{WORDS[command[0]]}没有成功：{said[-500:]}"
                return


WORDS = {"restore": "恢复", "verify": "核验"}


def _there(scratch: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command of the portal as on an empty machine: a database in a file, no files yet."""
    told = {name: value for name, value in os.environ.items() if name not in FROM_SETTINGS}
    told |= {"DATA_DIR": str(scratch), "SECRET_KEY": settings.SECRET_KEY, "PLAIN_HTTP": "1"}
    return subprocess.run(
        [sys.executable, str(settings.ROOT / "manage.py"), *command],
        env=told,
        capture_output=True,
        text=True,
        check=False,
    )
