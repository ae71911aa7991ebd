"""Archives that only the holder of a key opens, in the age format, which its own tool opens too."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyrage
from django.conf import settings
from pyrage.x25519 import Identity, Recipient

from .failures import Damaged, NoKey

SUFFIX = ".age"
BEGINS = b"age-encryption.org/v1"
SECRET, PUBLIC = "AGE-SECRET-KEY-1", "age1"


@dataclass(frozen=True)
class Key:
    """For whom archives are encrypted and, where the file has it, the secret that opens them."""

    recipient: Recipient
    secret: Identity | None


def key_of(path: Path | None) -> Key | None:
    """The key of a file, by default of the settings; None where there is none. Raises NoKey for a
    file that has no key in it."""
    path = path or (Path(settings.BACKUP_KEY) if settings.BACKUP_KEY else None)
    if path is None:
        return None
    for line in map(str.strip, path.read_text(encoding="utf-8", errors="replace").splitlines()):
        try:
            if line.startswith(SECRET):
                secret = Identity.from_str(line)
                return Key(secret.to_public(), secret)
            if line.startswith(PUBLIC):
                return Key(Recipient.from_str(line), None)
        except (pyrage.IdentityError, pyrage.RecipientError) as error:
            raise NoKey(f"密钥文件 {path} 里的密钥抄错了；请从存档重新抄一份") from error
    raise NoKey(f"{path} 里没有密钥；用 manage.py make_backup_key 做一把")


def make(path: Path) -> str:
    """Write a new key into a file that is not there yet, for its owner only; returns its public
    part."""
    secret = Identity.generate()
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"# public: {secret.to_public()}\n{secret}\n")
    return str(secret.to_public())


def is_encrypted(path: Path) -> bool:
    """Whether a file is encrypted, whatever it is called."""
    with path.open("rb") as file:
        return file.read(len(BEGINS)) == BEGINS


def encrypt(plain: Path, to: Path, key: Key) -> None:
    """Write what a file holds so that only the key's holder reads it."""
    os.close(os.open(to, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    pyrage.encrypt_file(str(plain), str(to), [key.recipient])
    with to.open("rb") as file:
        os.fsync(file.fileno())


@contextmanager
def decrypted(path: Path, key: Key | None) -> Iterator[Path]:
    """A file that is opened without a key, gone after the block: the file itself where it is not
    encrypted. Raises NoKey without the right key, Damaged for what was cut off or changed."""
    if not is_encrypted(path):
        yield path
        return
    if key is None or key.secret is None:
        raise NoKey(f"“{path.name}”是加密的；请用 --key 指明私钥文件")
    with tempfile.TemporaryDirectory(prefix="opened-", dir=_own()) as folder:
        plain = Path(folder) / path.name.removesuffix(SUFFIX)
        try:
            pyrage.decrypt_file(str(path), str(plain), [key.secret])
        except pyrage.DecryptError as error:
            raise NoKey(f"这把私钥打不开“{path.name}”：拿错了密钥，或者文件开头坏了") from error
        except OSError as error:
            if error.errno is not None:
                raise
            raise Damaged(
                f"“{path.name}”没有传完整，或者被改动过；请重新拷贝，或换一份备份"
            ) from error
        yield plain


def _own() -> Path | None:
    """The portal's own folder, where it is there: what was opened lies nowhere else."""
    return Path(settings.DATA_DIR) if Path(settings.DATA_DIR).exists() else None
