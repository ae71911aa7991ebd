"""Thirty people who press in a portal that is served as `./run.sh` serves it, on PostgreSQL: while
nothing else happens, and while somebody brings in a list of thousands of rows.

    python tests/with_postgres.py python -m tests.crowd    (in ./test.sh bench crowd)
"""

import os
import signal
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.request
from contextlib import contextmanager, suppress
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import django
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from lxml import html

from tests.list_desk import ListDesk, sent
from tests.with_postgres import free_port

ROOT = Path(__file__).parent.parent
PEOPLE, SECONDS, ROWS = 30, 20, 5000
PAUSE = 6  # seconds in which a person reads what a press brought
PAGES = ("/", "/todo/", "/calendar/", "/plan/", "/help/")
PORT = free_port()


class Answer:
    """What the portal answered, as the tests' client gives it."""

    def __init__(self, answer, content):
        self.status_code, self.content, self.headers = answer.status, content, answer.headers
        self.request = {"PATH_INFO": answer.url.partition(str(PORT))[2].partition("?")[0]}
        self.get = answer.headers.get


class Person:
    """Somebody with a browser somewhere else; each answer is timed."""

    patience = 120  # seconds for an answer

    def __init__(self, name=""):
        self.jar, self.name, self.taken = CookieJar(), name, []
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def ask(self, path, data=None, kind=None):
        address = f"http://127.0.0.1:{PORT}{path}"
        headers = {"Referer": address, **({"Content-Type": kind} if kind else {})}
        began = time.perf_counter()
        with self.opener.open(
            urllib.request.Request(address, data, headers), timeout=self.patience
        ) as told:
            answer = Answer(told, told.read())
        self.taken.append((data is not None, time.perf_counter() - began))
        return answer

    def get(self, path, follow=True):
        return self.ask(path)

    def post(self, path, data, follow=True):
        token = next(cookie.value for cookie in self.jar if "csrf" in cookie.name)
        data = {"csrfmiddlewaretoken": token, **data}
        if any(hasattr(value, "read") for value in data.values()):
            return self.ask(path, encode_multipart(BOUNDARY, data), MULTIPART_CONTENT)
        return self.ask(path, urlencode(data).encode())

    def force_login(self, user):
        self.get("/sign-in/")
        password = django.conf.settings.DEMO_PASSWORD
        self.post("/sign-in/", {"username": user.username, "password": password})

    def press(self):
        """Keep one's telephone as it is."""
        root = html.document_fromstring(self.get("/me/").content)
        form = next(one for one in root.iter("form") if one.get("data-keep") == "contact")
        return self.post("/me/", sent(form, next(form.iter("button"))))


@contextmanager
def served(folder):
    """The demo, served on the engine of DATABASE_URL; its settings are this process's too."""
    os.environ |= {"DATA_DIR": folder, "DEMO": "1", "PLAIN_HTTP": "1", "PORT": str(PORT)}
    os.environ["DJANGO_SETTINGS_MODULE"] = "shanyin_charging.settings"
    portal = subprocess.Popen(["./run.sh", "demo"], cwd=ROOT, start_new_session=True)
    try:
        for _ in range(240):
            with suppress(OSError):
                Person().get("/healthz")
                break
            time.sleep(0.5)
        django.setup()
        yield
    finally:
        os.killpg(portal.pid, signal.SIGTERM)
        portal.wait()


@contextmanager
def pressing(people, refused, pause=PAUSE):
    """While the context lasts each of the people opens page after page and keeps the telephone."""
    over = threading.Event()

    def act(person, number):
        over.wait(pause * number / len(people))
        while not over.is_set():
            try:
                person.get(PAGES[number % len(PAGES)])
                over.wait(pause)
                person.press()
            except OSError as error:
                refused.append((person.name, str(error), getattr(error, "url", "")))
            over.wait(pause)
            number += 1

    threads = [threading.Thread(target=act, args=(one, n)) for n, one in enumerate(people)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def told(label, people):
    """A line: how long pages and presses took since the last one."""
    both = []
    for posted in (False, True):
        taken = [seconds for one in people for was, seconds in one.taken if was is posted]
        both += [len(taken), statistics.median(taken) * 1000, max(taken) * 1000]
    print(
        f"{label:44}{both[0]:6}{both[1]:8.0f}{both[2]:9.0f}{both[3]:9}{both[4]:8.0f}{both[5]:9.0f}"
    )
    for one in people:
        one.taken.clear()


def main():
    with tempfile.TemporaryDirectory() as folder, served(folder):
        # what asks the database's models, once it is known which
        from shanyin_charging.accounts.models import User  # noqa: PLC0415
        from tests.ledger.pages.test_lists import file, large_list  # noqa: PLC0415

        users = list(User.objects.filter(is_active=True).exclude(username="office"))[:PEOPLE]
        people, refused = [Person(user.username) for user in users], []
        for person, user in zip(people, users, strict=True):
            person.force_login(user)
            person.taken.clear()
        book = file([row for *_, row in large_list(ROWS, 0)])
        print(f"\n{f'{len(people)} people':44}{'pages':>6}{'median':>8}{'slowest':>9}", end="")
        print(f"{'presses':>9}{'median':>8}{'slowest':>9}   (ms by the clock)")
        with pressing(people, refused):
            time.sleep(SECONDS)
            told("nothing else happens", people)
            began = time.perf_counter()
            desk = ListDesk(Person("office"), User.objects.get(username="office"))
            desk.go("/lists/").press("上传并预览", file=book, note="县供电公司")
            told(f"a list is read, in {time.perf_counter() - began:.0f} s", people)
            began = time.perf_counter()
            desk.write()
            told(f"{ROWS} rows are written, in {time.perf_counter() - began:.0f} s", people)
        print(f"refused: {refused or 'nobody'}; {desk.messages}")


if __name__ == "__main__":
    main()
