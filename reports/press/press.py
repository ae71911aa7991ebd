"""The press: every format of a bulletin, and never more than two at a time on this machine, whoever
asks.

A server process prints one at a time, and one more of its threads may wait to; who comes after them
is asked to come again, so that the other threads go on serving pages.
"""

import fcntl
import hashlib
import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, TextIO

from django.conf import settings

from reports.documents.content import Content
from reports.documents.stored import to_json
from reports.documents.typed import printable
from reports.press import excel, fonts, pdf, web, word
from shanyin_charging import spreadsheet

FORMATS = {  # format: what makes it, its content type, what people call it
    "pdf": (pdf.render, "application/pdf", "PDF"),
    "docx": (word.render, word.CONTENT_TYPE, "Word"),
    "xlsx": (excel.render, spreadsheet.CONTENT_TYPE, "Excel"),
    "html": (web.render, "text/html; charset=utf-8", "网页"),
}
AT_ONCE, PAUSE = 2, 0.05  # presses; seconds between two looks for a free one
TO_LOOK, TO_ISSUE = 2, 30  # seconds to wait for one, for who only looks and for who signs
KEPT = 12  # files that a process has set last, a megabyte or two of them
_kept: OrderedDict[tuple[Callable, bytes], bytes] = OrderedDict()
ROOM = threading.BoundedSemaphore(2)  # threads of this process that print or wait to
COME_AGAIN = "正在排版的文件较多，请稍后再试；已保存的稿子不受影响"
NOT_READY = "排版用的字体还在准备，第一次启动要几分钟，请稍后再试；已保存的稿子不受影响"


class Busy(Exception):
    """No press came free in time, or there is none yet; its text says which."""


def render(content: Content, format: str) -> bytes:
    """One file of the content, for who has a turn; raises KeyError for a format that there is
    not."""
    return FORMATS[format][0](printable(content))


def render_once(content: Content, format: str) -> bytes:
    """The same for who looks, and has a turn: what this process has set last is not set again. A
    file follows from its content and from what a process does not change."""
    key = FORMATS[format][0], hashlib.sha256(json.dumps(to_json(content)).encode()).digest()
    made = _kept.get(key)
    if made is None:
        made = _kept[key] = render(content, format)
    _kept.move_to_end(key)
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    return made


def render_all(content: Content) -> dict[str, bytes]:
    """Every format of the content, in one turn; raises Busy."""
    with turn(signing=True):
        return {format: render(content, format) for format in FORMATS}


@contextmanager
def turn(signing: bool = False) -> Iterator[None]:
    """One of the presses for as long as the context lasts; raises Busy. Who signs waits longer than
    who looks; while the font kit is being cut nobody gets one."""
    if not fonts.faces():
        raise Busy(NOT_READY)
    until = time.monotonic() + (TO_ISSUE if signing else TO_LOOK)
    with (
        gone_into(ROOM, TO_ISSUE if signing else 0),
        gone_into(pdf.ALONE, until - time.monotonic()),
        free_press(until),
    ):
        yield


@contextmanager
def gone_into(lock: Any, seconds: float) -> Iterator[None]:
    """The lock for as long as the context lasts; raises Busy where it was not free in time."""
    if not lock.acquire(timeout=max(seconds, 0)):
        raise Busy(COME_AGAIN)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def free_press(until: float) -> Iterator[None]:
    """A lock on one of the presses' files, which the system takes back from a process that dies;
    raises Busy."""
    with ExitStack() as open_files:
        files = [
            open_files.enter_context(open(settings.DATA_DIR / f"press-{n}.lock", "w"))
            for n in range(AT_ONCE)
        ]
        while not any(held(file) for file in files):
            if time.monotonic() > until:
                raise Busy(COME_AGAIN)
            time.sleep(PAUSE)
        yield


def held(file: TextIO) -> bool:
    """Whether the file's lock is ours now."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
