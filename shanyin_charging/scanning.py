"""Files shown to a virus scanner (clamd) before anything else reads them, where one is set; without
its word no file comes in."""

import socket
import struct
from collections.abc import Iterable

from django.conf import settings

PATIENCE = 30.0  # seconds
INFECTED = "“{name}”里查出病毒（{found}），没有收。请先在自己的电脑上查杀。"
NO_WORD = "查毒程序没有回应，文件都没有收。请过一会儿再传；一直这样请告诉系统管理员。"


class Infected(Exception):
    """A file that the scanner does not let in, or of which it says nothing; the text is what people
    are told."""


def scan(name: str, pieces: Iterable[bytes]) -> None:
    """Show a file to the scanner; raises Infected unless it says that the file is clean."""
    try:
        said = answer(pieces)
    except OSError:
        raise Infected(NO_WORD) from None
    if said.endswith(" FOUND"):
        found = said.removeprefix("stream: ").removesuffix(" FOUND")
        raise Infected(INFECTED.format(name=name, found=found))
    if said != "stream: OK":
        raise Infected(NO_WORD)


def answer(pieces: Iterable[bytes]) -> str:
    """What clamd says of the bytes; raises OSError where it cannot be asked."""
    with connected() as scanner:
        scanner.sendall(b"zINSTREAM\0")
        for piece in pieces:
            scanner.sendall(struct.pack("!I", len(piece)) + piece)
        scanner.sendall(struct.pack("!I", 0))
        said = b""
        while not said.endswith(b"\0") and (more := scanner.recv(4096)):
            said += more
    return said.rstrip(b"\0").decode(errors="replace").strip()


def connected() -> socket.socket:
    """A connection to the socket that CLAMD names: a path, or host:port."""
    if not settings.CLAMD.startswith("/"):
        host, _, port = settings.CLAMD.rpartition(":")
        return socket.create_connection((host, int(port)), PATIENCE)
    scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        scanner.settimeout(PATIENCE)
        scanner.connect(settings.CLAMD)
    except OSError:
        scanner.close()
        raise
    return scanner
