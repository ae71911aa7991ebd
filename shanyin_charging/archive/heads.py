"""Heads of the journal, kept outside of the database: whoever rewrites the journal there, cuts off
its tail or begins it again has to rewrite these as well, and those in the archives."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from shanyin_charging import clock
from shanyin_charging.audit.models import Event

REWRITTEN = "日志被截短、重写过或重新开始过"
AT_ONCE = 500  # that one query asks for
NAME = "journal-heads"  # in the folder of data: number, digest, and when it was put down


def path() -> Path:
    """The file that holds them."""
    return Path(settings.DATA_DIR) / NAME


def keep() -> None:
    """Put the journal's last event down, where it is not the last that stands there."""
    head = Event.objects.order_by("-number").values_list("number", "digest").first()
    known = list(kept())
    if head is None or known and known[-1] == head:
        return
    descriptor = os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="ascii") as file:
        file.write(f"{head[0]} {head[1]} {clock.now().isoformat(timespec='seconds')}\n")
        file.flush()
        os.fsync(file.fileno())


def kept() -> Iterator[tuple[int, str]]:
    """(number, digest) of each head; a line that was not written whole is none."""
    if path().exists():
        for line in path().read_text(encoding="ascii", errors="replace").splitlines():
            number, _, rest = line.partition(" ")
            if number.isdecimal() and len(digest := rest.partition(" ")[0]) == 64:
                yield int(number), digest


def faults(known: list[tuple[int, str]]) -> Iterator[str]:
    """In Chinese, the first of these heads that the journal has no more. They are read before the
    journal is held still: what came since is in none of them."""
    events = Event.objects.order_by()
    for start in range(0, len(known), AT_ONCE):
        some = known[start : start + AT_ONCE]
        asked = events.filter(number__in=[number for number, _ in some])
        there = dict(asked.values_list("number", "digest"))
        for number, digest in some:
            if there.get(number) != digest:
                yield f"数据库外存的日志摘要（第{number}条）对不上：{REWRITTEN}"
                return


def set_aside() -> None:
    """Another journal begins here, as after restoring: those of before are kept under another
    name."""
    if path().exists():
        path().rename(path().with_name(f"{NAME}-until-{clock.now():%Y%m%d%H%M%S}"))
