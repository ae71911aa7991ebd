"""A portal of several hosts: each a server and a worker with a folder of its own, one database and
one folder of files for all; and somebody whose requests go to one host after the other."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from lxml import html

from tests import cast
from tests.list_desk import sent
from tests.with_postgres import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 120  # seconds until a host that is started must answer, on a busy machine
REFRESH = re.compile(r"\d+; url=(.+)")


def address_of_database():
    """DATABASE_URL of the database that the tests have now."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    who, where = f"{told['USER']}:{quote(told['PASSWORD'])}", f"{told['HOST']}:{told['PORT']}"
    return f"postgres://{who}@{where}/{told['NAME']}"


class House:
    """The hosts of one portal, whose clock began to run at a day when they were made."""

    def __init__(self, folder: Path, day, database="", **settings_):
        self.folder, self.running = folder, []
        self.files = folder / "media"
        self.files.mkdir(exist_ok=True)
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": database or address_of_database(),
            "JOBS": "database",
            "DEMO": "1",
            "CLOCK_STARTS_AT": cast.noon(day).isoformat(),
            "CLOCK_STARTED_AT": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
            "SECRET_KEY": settings.SECRET_KEY,
            "FONT_KIT": str(ROOT / "var" / "fonts"),
            **settings_,
        }
        self.environment.pop("PYTEST_XDIST_WORKER", None)
        self.manage("queue", "migrate", "--verbosity=0").wait()

    def place(self, name: str) -> Path:
        """A host's folder of data, in which the files are those of all."""
        place = self.folder / name
        if not place.exists():
            place.mkdir()
            (place / "media").symlink_to(self.files)
        return place

    def start(self, name: str, *command: str) -> subprocess.Popen:
        """A process of a host, in a group of its own."""
        with (self.folder / f"{name}.log").open("a") as log:
            made = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env={**self.environment, "DATA_DIR": str(self.place(name))},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.running.append(made)
        return made

    def manage(self, name: str, *command: str) -> subprocess.Popen:
        """A command on a host."""
        return self.start(name, "manage.py", *command)

    def serve(self, name: str) -> "Host":
        """A host that serves, and has a worker."""
        port = free_port()
        server = self.start(
            name,
            *("-m", "gunicorn", "shanyin_charging.wsgi", "--bind", f"127.0.0.1:{port}"),
            *("--threads", "4", "--timeout", "120", "--no-control-socket"),
        )
        return Host(port, server, self.manage(name, "work"))

    def close(self):
        """End all of it."""
        for process in self.running:
            kill(process)


class Host:
    """One host."""

    def __init__(self, port, server, worker):
        self.port, self.server, self.worker = port, server, worker
        self.address = f"http://127.0.0.1:{port}"

    def wait(self):
        """Until it answers."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=PATIENCE):
                    return self
            except OSError:
                assert time.monotonic() < until, "the host does not come up"
                time.sleep(0.2)

    def kill(self):
        """As when its power fails."""
        kill(self.server)
        kill(self.worker)


def kill(process: subprocess.Popen) -> None:
    """The process with its children, at once."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class Answer:
    """What a host has answered."""

    def __init__(self, told, content, host):
        self.status, self.headers, self.content, self.host = (
            told.status,
            told.headers,
            content,
            host,
        )

    @property
    def text(self):
        return self.content.decode()


class Person:
    """Somebody with a browser: each request goes to the next host, and to another where that does
    not answer, as a proxy in front does it."""

    def __init__(self, hosts, name=""):
        self.hosts, self.turn, self.jar, self.waited = hosts, 0, CookieJar(), 0
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.jar), Straight()
        )
        if name:
            self.post("/sign-in/", username=name, password=cast.PASSWORD)

    def ask(self, path, data=None, kind=None):
        """One request, answered by a host that is there."""
        for _ in self.hosts:
            host = self.hosts[self.turn % len(self.hosts)]
            self.turn += 1
            address = f"{host.address}{path}"
            headers = {"Referer": address, **({"Content-Type": kind} if kind else {})}
            try:
                asked = urllib.request.Request(address, data, headers)
                with self.opener.open(asked, timeout=PATIENCE) as told:
                    return Answer(told, told.read(), host)
            except urllib.error.HTTPError as error:
                return Answer(error, error.read(), host)
            except OSError:
                continue
        raise AssertionError("no host answers")

    def get(self, path):
        """What stands there in the end: led on where that is asked, and waited for."""
        until = time.monotonic() + PATIENCE
        while True:
            answer = self.ask(path)
            if onward := REFRESH.fullmatch(answer.headers.get("Refresh") or ""):
                assert "正在办理，请稍候" in answer.text, answer.text
                self.waited += 1
                path = onward[1]
                time.sleep(0.3)
            elif answer.status in (301, 302):
                path = answer.headers["Location"]
            else:
                return answer
            assert time.monotonic() < until, f"{path} is waited for in vain"

    def press(self, path, **fields):
        """A form sent as its page has it, with these fields; the answer, led on nowhere."""
        page = fields.pop("page", path)
        root = html.document_fromstring(self.get(page).text)
        form = next(f for f in root.iter("form") if (f.get("action") or page) == path)
        token = form.find(".//input[@name='csrfmiddlewaretoken']").get("value")
        fields = {**sent(form, next(form.iter("button"))), **fields, "csrfmiddlewaretoken": token}
        if any(hasattr(value, "read") for value in fields.values()):
            return self.ask(path, encode_multipart(BOUNDARY, fields), MULTIPART_CONTENT)
        return self.ask(path, urlencode(fields).encode())

    def post(self, path, **fields):
        """The same, led on to where the answer leads."""
        answer = self.press(path, **fields)
        return self.get(answer.headers["Location"]) if answer.headers["Location"] else answer


class Straight(urllib.request.HTTPRedirectHandler):
    """Leads nowhere by itself."""

    def redirect_request(self, *given):
        return None
