"""A disk whose machine loses its power. What a process does to the files of a folder is listened to
by strace, call by call, and an image is made of what the disk may have when the power goes.

On the disk for certain is what was synced: the bytes of a file by a sync of the file; its name, and
that it is gone, by a sync of the folder and not before. Of all else each sector may have arrived or
not; of names, the first in the order in which they were given and taken; where bytes are missing in
a file that grew there may be anything. A sector is whole, and a disk that says that it has synced,
has.
"""

import re
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
CALLS = "openat,write,pwrite64,ftruncate,fsync,fdatasync,unlink,rename,mkdir,rmdir"
SHARES = (0, 0.1, 0.5, 0.9, 1)  # of what was not synced that arrives
NAMED = re.compile(r"(\d+)<(.*?)>")
QUOTED = re.compile(r'"(.*?)"')
FOLDER = object()


@contextmanager
def listened_to(process: int, log: Path):
    """Inside the block each call of the process to its files is put down; it ends with the
    process."""
    asked = ["strace", "-y", "-xx", "-s", "1000000", "-e", f"trace={CALLS}", "-o", log]
    listener = subprocess.Popen([*asked, "-p", str(process)], stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        listener.wait()


def wait_for_listener():
    """Let nothing happen before somebody listens to this process."""
    while re.search(r"TracerPid:\t0", Path("/proc/self/status").read_text()):
        time.sleep(0.01)


def plain(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


@dataclass
class File:
    """What is on the disk for certain, and what was done since: (where, bytes), or (length, None)
    where it is cut."""

    certain: bytes = b""
    size: int = 0
    since: list = field(default_factory=list)

    def write(self, where, content):
        self.since.append((where, content))
        self.size = max(self.size, where + len(content))

    def cut(self, length):
        self.since.append((length, None))
        self.size = length

    def sync(self):
        self.certain = self.left(lambda: True)
        self.since.clear()

    def left(self, arrives, anything=b"\0"):
        """Its bytes, when of what was done since each sector arrives of which that is said."""
        found = bytearray(self.certain)
        for where, content in self.since:
            if content is None and arrives():
                del found[where:]
                found.extend(bytes(where - len(found)))
            for start in range(0, len(content or b""), SECTOR):
                if arrives():
                    sector = content[start : start + SECTOR]
                    found.extend(anything * (where + start - len(found)))
                    found[where + start : where + start + len(sector)] = sector
        return bytes(found)


class Disk:
    """The files of a folder as one process leaves them, from what was put down of its calls; `told`
    is a file elsewhere, in which it notes what somebody was told; a copy is how it was `before`."""

    def __init__(self, before: Path, folder: Path, told: Path) -> None:
        self.folder, self.told, self.lines = folder, told, []
        self.names = {
            folder / path.relative_to(before): self.as_found(path) for path in before.rglob("*")
        }
        self.certain = dict(self.names)
        self.since = {}  # folder to the names given (a file) and taken (None) in it
        self.places = {}  # descriptor to where it writes on, None at the end

    @staticmethod
    def as_found(path):
        if path.is_dir():
            return FOLDER
        return File(path.read_bytes(), path.stat().st_size)

    def is_done(self, line: str) -> bool:
        """Take a line of the log; whether it has done anything to what is kept or told."""
        call, _, rest = line.partition("(")
        rest, _, result = rest.rpartition(" = ")
        if not result[:1].isdigit():
            return False  # it failed
        if call in ("unlink", "rename", "mkdir", "rmdir"):
            path = Path(plain(QUOTED.search(rest)[1]).decode())
        else:
            number, path = NAMED.match(result if call == "openat" else rest).groups()
            path = Path(plain(path).decode(errors="replace"))
        if path == self.told and call == "write":
            self.lines += plain(QUOTED.search(rest)[1]).decode().splitlines()
        elif self.folder not in (path, *path.parents):
            return False
        elif call == "openat":
            return self.open(path, number, rest)
        elif call in ("fsync", "fdatasync"):
            self.sync(path)
        elif call == "ftruncate":
            self.names[path].cut(int(rest.rpartition(", ")[2].rstrip(")")))
        elif call in ("write", "pwrite64"):
            self.write(path, call, number, rest, int(result))
        elif call in ("unlink", "mkdir"):
            self.name(path, FOLDER if call == "mkdir" else None)
        else:
            raise NotImplementedError(line)
        return True

    def open(self, path, number, rest):
        made = "O_CREAT" in rest and path not in self.names
        if made:
            self.name(path, File())
        elif "O_TRUNC" in rest:
            self.names[path].cut(0)
        self.places[number] = None if "O_APPEND" in rest else 0
        return made or "O_TRUNC" in rest

    def name(self, path, what):
        give(self.names, [(path, what)])
        self.since.setdefault(path.parent, []).append((path, what))

    def write(self, path, call, number, rest, length):
        content, file = plain(QUOTED.search(rest)[1])[:length], self.names[path]
        if call == "pwrite64":
            file.write(int(rest.rpartition(", ")[2].rstrip(")")), content)
            return
        where = file.size if self.places[number] is None else self.places[number]
        file.write(where, content)
        if self.places[number] is not None:
            self.places[number] += length

    def sync(self, path):
        if path == self.folder or self.names[path] is FOLDER:
            give(self.certain, self.since.pop(path, ()))
        else:
            self.names[path].sync()

    def image(self, by, into: Path) -> None:
        """Make a folder as the disk may have this one, when the power goes now."""
        there, share, anything = dict(self.certain), by.choice(SHARES), by.choice((b"\0", b"\xa5"))
        for names in self.since.values():
            give(there, names[: by.randint(0, len(names))])
        into.mkdir()
        for path, what in sorted(there.items()):
            copy = into / path.relative_to(self.folder)
            if not copy.parent.is_dir():
                continue  # lost with its folder
            if what is FOLDER:
                copy.mkdir()
            else:
                copy.write_bytes(what.left(lambda: by.random() < share, anything))


def give(there, names):
    """The names that were given are there, those that were taken are not."""
    for path, what in names:
        there[path] = what
        if what is None:
            del there[path]
