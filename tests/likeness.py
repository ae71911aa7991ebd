"""What the demo shows, taken down and compared: for commits that move or reformat and must change
nothing.

usage: python -m tests.likeness demo DATA_DIR            tell the demo's story into an empty folder,
once for both sides
       python -m tests.likeness take DATA_DIR FOLDER     every page, export and paper of every role,
       from a copy of it
       python -m tests.likeness pictures FOLDER          those pages as Chromium shows them: 1366
       px, 360 px, printed
       python -m tests.likeness compare ONE OTHER        each difference; exit code 1 when there is
       one
"""

import difflib
import html.parser
import io
import itertools
import os
import re
import shutil
import sys
import tempfile
import zipfile
from collections import Counter, deque
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

MOMENT = datetime.fromisoformat("2025-12-03T10:00:00+08:00")
# addresses of one name that one person opens; the first in the order of the pages that link to them
EACH = 3
PEOPLE = (
    "officer",
    "leader",
    "office",
    "chief",
    "admin",
    "auditor",
    "u_140621209",
    "u_140621202",
    "u_grid",
)
INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|br|button|cite|code|em|i|img|input|label|mark|q|s|select|small|span|"
    r"strong|sub|sup|svg|textarea|time|u|var)\b"
)
BLANK = re.compile(r"[ \t\n\r\f]+")


def prepare(data_dir: str) -> None:
    """Point the settings at a demo in a folder, before Django is set up; the clock is held at one
    moment."""
    os.environ |= {
        "DATA_DIR": data_dir,
        "DEMO": "1",
        "PLAIN_HTTP": "1",
        "SECRET_KEY": "only-for-likeness-" * 4,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "CLOCK_STARTED_AT": MOMENT.isoformat(),
        "CLOCK_STARTS_AT": MOMENT.isoformat(),
    }
    import django

    django.setup()
    from shanyin_charging import clock

    clock.now = lambda: (
        MOMENT if clock._moved.get() is None else datetime.now(clock.ZONE) + clock._moved.get()
    )


def demo(data_dir: str) -> None:
    prepare(data_dir)
    from django.core.management import call_command

    for command in (
        "migrate",
        "load_plan",
        "seed_demo",
        "open_periods",
        "remind",
    ):
        call_command(command, verbosity=0)


class Links(html.parser.HTMLParser):
    """The addresses of this portal that a page leads to by links and by forms that only ask."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "a" and attributes.get("href"):
            self.found.append(attributes["href"])


def kind_of(address: str) -> str:
    from django.urls import Resolver404, resolve

    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return "none"
    words = [
        str(match.kwargs[key])
        for key in ("format", "verb", "what", "action")
        if key in match.kwargs
    ]
    return " ".join(
        [
            match.url_name,
            *words,
            *sorted(part.split("=")[0] for part in parts.query.split("&") if part),
        ]
    )


def walk(client):
    """(address, response) of all that can be reached from the home page by links, some of each
    kind."""
    asked, seen, waiting = Counter(), {"/"}, deque(["/"])
    while waiting:
        address = waiting.popleft()
        response = client.get(address)
        yield address, response
        if response.get("Content-Type", "").startswith("text/html"):
            found = Links(response.content.decode()).found
        else:
            found = [response["Location"]] if "Location" in response else []
        for link in found:
            whole = urljoin(address, link).split("#")[0]
            if (
                urlsplit(whole).netloc
                or not whole.startswith("/")
                or whole in seen
                or whole.startswith("/static/")
            ):
                continue
            seen.add(whole)
            if asked[kind_of(whole)] < EACH:
                asked[kind_of(whole)] += 1
                waiting.append(whole)


def unpacked(body: bytes) -> bytes:
    """The parts of a zipped office file, by name, so that a difference can be read."""
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        whole = b"\n".join(
            name.encode() + b"\n" + parts.read(name) for name in sorted(parts.namelist())
        )
    return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\1", whole)


def take(data_dir: str, folder: str) -> None:
    """Write what every role can reach to FOLDER/person/address; what is read twice is read
    alike."""
    copy = tempfile.mkdtemp(prefix="likeness-")
    shutil.copytree(data_dir, copy, dirs_exist_ok=True)
    prepare(copy)
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import setup_test_environment

    from shanyin_charging.accounts.models import User

    setup_test_environment()
    call_command("migrate", verbosity=0)
    settings.ALLOWED_HOSTS.append("testserver")
    static = Path(folder) / "static"
    shutil.copytree(Path(settings.ROOT) / "shanyin_charging" / "static", static, dirs_exist_ok=True)
    total = 0
    for person in [None, *User.objects.filter(username__in=PEOPLE).order_by("username")]:
        client = Client(raise_request_exception=False)
        if person:
            client.force_login(person)
        for address, response in walk(client):
            body = response.getvalue()
            kind = response.get("Content-Type", "").split(";")[0]
            if kind == "text/html":
                body = re.sub(rb'(csrfmiddlewaretoken" value=")\w+', rb"\1token", body)
                body = re.sub(rb'(name="(?:key|press)" value=")[\w-]{20,}', rb"\1key", body)
            elif body[:2] == b"PK":
                body = unpacked(body)
            name = quote(address, safe="") or "home"
            path = (
                Path(folder)
                / (person.username if person else "nobody")
                / (name[:180] + (".html" if kind == "text/html" else ".file"))
            )
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(f"<!-- {response.status_code} {kind} -->\n".encode() + body)
            total += 1
    print(f"{total} pages and files in {folder}")


class AsShown(html.parser.HTMLParser):
    """A page as tokens in which only blanks that a browser may show are left."""

    def __init__(self, page: str):
        super().__init__(convert_charrefs=True)
        self.tokens: list[str] = []
        self.text = ""
        self.raw = 0
        self.feed(page)
        self.close()
        self.flush()
        self.tokens = [
            token for token in map(self.settled, itertools.count(), self.tokens) if token
        ]

    def flush(self):
        if self.text:
            self.tokens.append(self.text if self.raw else BLANK.sub(" ", self.text))
            self.text = ""

    def handle_data(self, data):
        self.text += data

    def handle_starttag(self, tag, attributes):
        self.flush()
        self.raw += tag in ("pre", "textarea", "script", "style")
        words = {
            name: " ".join((value or "").split())
            if name in ("class", "style", "points", "d")
            else value
            for name, value in attributes
        }
        self.tokens.append(f"<{tag} {sorted(words.items(), key=str)}>")

    def handle_endtag(self, tag):
        self.flush()
        self.raw -= tag in ("pre", "textarea", "script", "style")
        self.tokens.append(f"</{tag}>")

    def settled(self, place: int, token: str) -> str:
        """A text without the blanks at its ends that stand beside a block's edge, where no browser
        shows them."""
        if token.startswith("<"):
            return token

        def inline(neighbour: int) -> bool:
            return 0 <= neighbour < len(self.tokens) and bool(INLINE.match(self.tokens[neighbour]))

        if not inline(place - 1):
            token = token.lstrip(" \n")
        if not inline(place + 1):
            token = token.rstrip(" \n")
        return token


def compare(one: str, other: str) -> int:
    """Print what differs between two folders; how many files do."""
    files = sorted(
        {
            path.relative_to(root)
            for root in map(Path, (one, other))
            for path in root.rglob("*")
            if path.is_file() and path.relative_to(root).parts[0] != "static"
        }
    )
    differing = 0
    for name in files:
        left, right = Path(one) / name, Path(other) / name
        if not (left.exists() and right.exists()):
            differing += 1
            print(f"only in {one if left.exists() else other}: {name}")
            continue
        if left.read_bytes() == right.read_bytes():
            continue
        if name.suffix == ".html":
            before, after = AsShown(left.read_text()).tokens, AsShown(right.read_text()).tokens
            if before == after:
                continue
            print(
                *itertools.islice(
                    difflib.unified_diff(before, after, str(left), str(right), n=2, lineterm=""), 30
                ),
                sep="\n",
            )
        else:
            print(f"differs: {name}")
        differing += 1
    print(f"{differing} of {len(files)} files differ")
    return differing


def pictures(folder: str) -> None:
    """A PNG beside each page, at both widths and as printed; the pages are served as they lie, with
    their style."""
    import threading
    from functools import partial
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    from playwright.sync_api import sync_playwright

    from tests import chromium

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        for width, media in ((1366, "screen"), (360, "screen"), (1000, "print")):
            page = browser.new_context(
                viewport={"width": width, "height": 768}, java_script_enabled=False
            ).new_page()
            page.emulate_media(media=media)
            for path in sorted(Path(folder).rglob("*.html")):
                page.goto(
                    f"http://127.0.0.1:{server.server_port}/{quote(str(path.relative_to(folder)))}"
                )
                page.screenshot(path=path.with_suffix(f".{width}.png"), full_page=True)
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    verb, *arguments = sys.argv[1:]
    sys.exit(
        bool(
            {"demo": demo, "take": take, "pictures": pictures, "compare": compare}[verb](*arguments)
        )
    )
