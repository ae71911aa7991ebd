"""The press: every format of a bulletin, and never more than two at a time on this machine, whoever asks."""
import fcntl
import time
from contextlib import ExitStack, contextmanager

from django.conf import settings

from shanyin_charging import spreadsheet

from . import excel, pdf, web, word
from .content import Content, printable

FORMATS = {  # format: what makes it, its content type, what people call it
    "pdf": (pdf.render, "application/pdf", "PDF"), "docx": (word.render, word.CONTENT_TYPE, "Word"),
    "xlsx": (excel.render, spreadsheet.CONTENT_TYPE, "Excel"), "html": (web.render, "text/html; charset=utf-8", "网页")}
AT_ONCE, PATIENCE, PAUSE = 2, 30, 0.05  # presses; seconds to wait for one, and between two looks


class Busy(Exception):
    """No press came free in time; its text says so."""


def render(content: Content, format: str) -> bytes:
    """One file of the content; raises Busy, KeyError for a format that there is not."""
    act = FORMATS[format][0]
    with turn():
        return act(printable(content))


def render_all(content: Content) -> dict[str, bytes]:
    """Every format of the content, in one turn; raises Busy."""
    with turn():
        return {format: act(printable(content)) for format, (act, *_) in FORMATS.items()}


@contextmanager
def turn():
    """Wait for one of the presses: a lock on a file, which the system takes back from a process that dies."""
    until = time.monotonic() + PATIENCE
    with ExitStack() as open_files:
        files = [open_files.enter_context(open(settings.DATA_DIR / f"press-{n}.lock", "w")) for n in range(AT_ONCE)]
        while not any(held(file) for file in files):
            if time.monotonic() > until:
                raise Busy("正在排版的文件较多，请一分钟后再试；已保存的稿子不受影响")
            time.sleep(PAUSE)
        yield


def held(file) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
