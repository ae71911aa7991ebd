"""The server's worker, whose patience ends: a request that comes too slowly holds no thread."""

import errno
import select
import time
from socket import socket
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

SILENCE = 20.0  # seconds without a byte
HEAD_START, LEAST_A_SECOND = 30.0, 8_000  # seconds, then bytes: slower than any line of an office


class Patient:
    """A connection that is read for as long as something comes, and comes fast enough."""

    def __init__(self, sock: socket) -> None:
        self.sock, self.begun, self.read = sock, 0.0, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.sock, name)

    def begin(self) -> None:
        """Another request is awaited on it."""
        self.begun, self.read = time.monotonic(), 0

    def left(self) -> float:
        """Seconds until the next byte must have come."""
        allowed = HEAD_START + self.read / LEAST_A_SECOND
        return min(SILENCE, self.begun + allowed - time.monotonic())

    def recv(self, size: int, *flags: int) -> bytes:
        """The next bytes; raises ConnectionResetError when patience has ended."""
        if (left := self.left()) <= 0 or not select.select([self.sock], [], [], left)[0]:
            raise ConnectionResetError(errno.ECONNRESET, "it came too slowly")
        found = self.sock.recv(size, *flags)
        self.read += len(found)
        return found


class PatientWorker(ThreadWorker):
    """Gunicorn's worker of threads over such connections."""

    def handle(self, conn: TConn) -> Any:
        """One request."""
        if not isinstance(conn.sock, Patient):
            conn.sock = Patient(conn.sock)
        conn.sock.begin()
        return super().handle(conn)
