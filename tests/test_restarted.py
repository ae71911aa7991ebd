"""The portal is loaded anew and restarted under people's hands: whoever asks meanwhile waits and is
answered, and what was acknowledged is there."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing

import pytest
from django.conf import settings
from lxml import html

from tests import cast, crowd
from tests.list_desk import sent

TIMES = 3  # it is loaded anew, and restarted
PEOPLE = ("office", "chief", "auditor")
# As systemd hands over a port that stays open: as file 3, to the process that it names.
HANDED = """import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
os.execv("deploy/serve.sh", ["deploy/serve.sh"])"""

pytestmark = pytest.mark.skipif(not cast.LONG, reason="half a minute of a processor")


@pytest.fixture
def port():
    """What deploy/charging.socket keeps open."""
    with socket.create_server(("127.0.0.1", crowd.PORT), backlog=1024) as listening:
        yield listening


@pytest.fixture
def start(port, tmp_path):
    """Start the portal as its service does, and wait until it answers; in the end none is left."""
    told = {"DATA_DIR": str(tmp_path), "DEMO": "1", "PLAIN_HTTP": "1", "PATH": os.environ["PATH"]}
    begun = []
    for command in (["deploy/key.sh", tmp_path], [sys.executable, "manage.py", "bring_up"]):
        subprocess.run(command, cwd=settings.ROOT, env=told, check=True)

    def started():
        command = [sys.executable, "-c", HANDED, str(port.fileno())]
        handed = {"pass_fds": [port.fileno()], "cwd": settings.ROOT, "env": told}
        begun.append(subprocess.Popen(command, **handed))
        crowd.Person().get("/healthz")
        return begun[-1]

    yield started
    begun[-1].terminate()
    begun[-1].wait()


class Presser(crowd.Person):
    """Opens a page and makes a suggestion, again and again; notes what was told to be done, and
    what was not answered."""

    patience = (
        600  # whatever else the machine does: what is lost is lost at once, or never answered
    )

    def __init__(self, name):
        super().__init__(name)
        self.acknowledged, self.lost, self.asked = [], [], 0

    def sign_in(self):
        self.get("/sign-in/")
        self.post("/sign-in/", {"username": self.name, "password": settings.DEMO_PASSWORD})

    def press_on(self, over):
        while not over.is_set():
            try:
                self.asked += 1
                self.suggest(f"{self.name} {self.asked}")
            except OSError as error:
                self.lost.append(repr(error))
            over.wait(0.05)

    def suggest(self, text):
        root = html.document_fromstring(self.get("/suggestions/").content)
        form = next(one for one in root.iter("form") if one.find(".//textarea") is not None)
        answer = self.post("/suggestions/", {**sent(form, next(form.iter("button"))), "text": text})
        assert "已收到" in answer.content.decode()
        self.acknowledged.append(text)


def there(folder):
    with closing(sqlite3.connect(folder / "portal.sqlite3")) as file:
        return {text for (text,) in file.execute("SELECT text FROM reports_suggestion")}


def test_nothing_is_lost_while_the_portal_is_loaded_anew_and_restarted(start, tmp_path, capsys):
    portal, people, over = start(), [Presser(name) for name in PEOPLE], threading.Event()
    for person in people:
        person.sign_in()
    threads = [threading.Thread(target=person.press_on, args=[over]) for person in people]
    for thread in threads:
        thread.start()
    for _ in range(TIMES):
        time.sleep(2)
        portal.send_signal(signal.SIGHUP)
        time.sleep(8)
        portal.terminate()
        portal.wait()
        portal = start()
    over.set()
    for thread in threads:
        thread.join()
    done = [text for person in people for text in person.acknowledged]
    lost = [error for person in people for error in person.lost]
    with capsys.disabled():
        print(f"\n{TIMES} times loaded anew and restarted: {len(done)} pressed, {len(lost)} lost")
    assert lost == [] and len(done) > 3 * TIMES and set(done) <= there(tmp_path)
