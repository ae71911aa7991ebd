"""The server waits for nobody who sends a byte now and then, and lets no reader of a file run
away."""

import socket
import threading
import time

import pytest

from shanyin_charging import confined, patience
from shanyin_charging.patience import Patient


@pytest.fixture
def ends(monkeypatch):
    monkeypatch.setattr(patience, "SILENCE", 0.3)
    monkeypatch.setattr(patience, "HEAD_START", 0.6)
    ours, theirs = socket.socketpair()
    patient = Patient(ours)
    patient.begin()
    yield patient, theirs
    ours.close()
    theirs.close()


def test_what_comes_is_read(ends):
    patient, theirs = ends
    theirs.sendall(b"GET / HTTP/1.1")
    assert patient.recv(100) == b"GET / HTTP/1.1" and patient.fileno() > 0


def test_silence_ends_the_connection(ends):
    patient, _ = ends
    with pytest.raises(ConnectionResetError):
        patient.recv(1)


def test_a_byte_now_and_then_holds_no_thread(ends):
    patient, theirs = ends
    over = threading.Event()

    def trickle():
        while not over.wait(0.1):
            theirs.send(b"x")

    thread = threading.Thread(target=trickle)
    thread.start()
    begun = time.monotonic()
    try:
        with pytest.raises(ConnectionResetError):
            for _ in range(100):
                patient.recv(1)
    finally:
        over.set()
        thread.join()
    assert time.monotonic() - begun < 2


def test_readers_of_files_take_turns_and_who_waits_too_long_is_told(monkeypatch):
    monkeypatch.setattr(confined, "MOST_QUEUE", 0.05)
    with confined.AT_ONCE, pytest.raises(confined.UnreadableFile, match="正在读别人送来的文件"):
        confined.read("ledger.sheets.cells", b"a,b\n1,2\n")
    assert confined.read("ledger.sheets.cells", b"a,b\n1,2\n")[0]["rows"] == [
        [1, ["a", "b"]],
        [2, ["1", "2"]],
    ]


def test_an_answer_that_is_longer_than_any_file_says_is_not_read(monkeypatch):
    monkeypatch.setattr(confined, "MOST_ANSWER", 20)
    with pytest.raises(confined.UnreadableFile, match="太大或太复杂"):
        confined.read("ledger.sheets.cells", b"a,b\n1,2\n")
