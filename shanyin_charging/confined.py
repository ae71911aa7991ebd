"""A file that somebody sent, read by a module in a process of its own, which has its limits and can
be killed: a hostile file costs that process, never the portal."""

import json
import resource
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1024 * 1024
MOST_BYTES = 5 * MEGABYTE
MOST_MEMORY = 512 * MEGABYTE
MOST_SECONDS, MOST_WAIT = 10, 15  # of the reader's processor time, and by the clock
MOST_ANSWER = 16 * MEGABYTE  # of what is read from a file
AT_ONCE = threading.BoundedSemaphore(1)  # readers of one server process; there are two of these
MOST_QUEUE = 60  # seconds
AT_WORK = "正在读别人送来的文件，这个还没有读；请过一会儿再传"
SAVE_AGAIN = "请用 WPS 或 Excel 打开，另存为 .xlsx（不设密码、不带宏）后再传"


class UnreadableFile(Exception):
    """A file that is not read; its text says why and how to mend it."""


@dataclass(frozen=True)
class Limits:
    """How much a reader may use, and in Chinese what is told of a file that takes longer, needs
    more, or is broken."""

    memory: int
    slow: str
    large: str
    broken: str


TABLES = Limits(
    MOST_MEMORY,
    "这个文件读得太久，没有读完；请删去用不着的表和空行后再传",
    "这个文件太大或太复杂，没有读；请删去用不着的表、图片和空行后再传",
    f"这个文件读不出来，可能已损坏；{SAVE_AGAIN}",
)


def refuse_large(size: int) -> None:
    """Raises UnreadableFile for more bytes than are read."""
    if size > MOST_BYTES:
        raise UnreadableFile(
            f"文件超过{MOST_BYTES // MEGABYTE}兆，请删去图片和用不着的表，或分成几个文件"
        )


def read(reader: str, content: bytes) -> Any:
    """What the module of that name answers of a file of tables; raises UnreadableFile."""
    refuse_large(len(content))
    return read_within(TABLES, reader, content)


def read_within(limits: Limits, reader: str, content: bytes) -> Any:
    """What the module of that name answers of a file; raises UnreadableFile."""
    if not AT_ONCE.acquire(timeout=MOST_QUEUE):
        raise UnreadableFile(AT_WORK)
    try:
        told = told_by(limits, reader, content)
    finally:
        AT_ONCE.release()
    try:
        answer = json.loads(told)
    except ValueError:  # killed by its limits
        raise UnreadableFile(limits.large) from None
    if "refused" in answer:
        raise UnreadableFile(answer["refused"])
    return answer["read"]


def told_by(limits: Limits, reader: str, content: bytes) -> bytes:
    """What the process says; no more of it is read than an answer may have."""
    with tempfile.TemporaryFile() as said:
        try:
            subprocess.run(
                [sys.executable, "-m", reader],
                input=content,
                stdout=said,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
                timeout=MOST_WAIT,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise UnreadableFile(limits.slow) from None
        said.seek(0)
        return said.read(MOST_ANSWER)


def answer(reads: Callable[[bytes], Any], limits: Limits = TABLES) -> None:
    """In the process of a reader: what it reads of standard input, within the limits, or a Chinese
    sentence why it does not, as JSON on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_ANSWER, MOST_ANSWER))
    try:
        found = {"read": reads(sys.stdin.buffer.read())}
    except UnreadableFile as refusal:
        found = {"refused": str(refusal)}
    except MemoryError:
        found = {"refused": limits.large}
    except BaseException:  # whatever a broken or hostile file makes a library raise
        found = {"refused": limits.broken}
    json.dump(found, sys.stdout, ensure_ascii=False)
