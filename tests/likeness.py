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
import functools
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

MOMENT = datetime.fromisoformat("2025-12-10T10:00:00+08:00")
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
    r"(?:a|abbr|b|bdi|bdo|button|cite|code|em|i|img|input|label|mark|q|s|select|small|span|strong|"
    r"sub|sup|svg|textarea|time|u|var|wbr)"
)
PLAIN = re.compile(
    r"(?:a|abbr|b|bdi|bdo|cite|code|em|i|label|mark|q|s|small|span|strong|sub|sup|time|u|var)"
)
VOID = re.compile(r"(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)")
RAW = frozenset(("pre", "textarea", "script", "style"))
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

    call_command("restore", "fixtures/demo.zip")
    for command in ("migrate", "load_plan", "open_periods", "remind"):
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
                body = re.sub(rb'(name="once" value=")[\w-]+', rb"\1key", body)
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


class Style:
    """What a sheet of style says of an element's display, outside of any condition."""

    def __init__(self, sheet: str):
        everywhere = re.sub(
            r"@[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|/\*.*?\*/", "", sheet, flags=re.S
        )
        self.rules = [
            (
                display,
                [frozenset(re.findall(r"\.?[\w-]+", part)) for part in re.split(r"[\s>]+", one)],
            )
            for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", everywhere)
            for display in re.findall(r"display:\s*([\w-]+)", body)
            for one in map(str.strip, selectors.split(","))
            if not re.search(r"[:\[+~*#]", one)
        ]
        self.displays = functools.cache(self.displays)

    def displays(self, path: tuple[frozenset, ...]) -> set[str]:
        """What is said of the last of these elements, each of which lies in the one before."""

        def holds(parts, path):
            return not parts or any(
                parts[-1] <= words and holds(parts[:-1], path[:place])
                for place, words in enumerate(path)
            )

        return {
            display
            for display, (*outer, last) in self.rules
            if last <= path[-1] and holds(outer, path[:-1])
        }


class AsShown(html.parser.HTMLParser):
    """A page as tokens in which only blanks that a browser may show are left."""

    def __init__(self, page: str, style: Style):
        super().__init__(convert_charrefs=True)
        self.style = style
        self.tokens: list[str] = []
        # of each token: whether a blank beside it shows (a tag), or at its ends may (a text);
        # None: nothing of it is shown, so that it depends on what stands beyond
        self.shows: list[bool | None] = []
        self.texts: set[int] = set()
        self.raw: set[int] = set()
        self.text = ""
        self.path: list[frozenset] = [frozenset(), frozenset()]
        self.feed(page)
        self.close()
        self.flush()
        self.tokens = [
            token for token in map(self.settled, itertools.count(), self.tokens) if token
        ]

    def flush(self):
        if self.text:
            if RAW & self.path[-1]:
                self.raw.add(len(self.tokens))
            else:
                self.text = BLANK.sub(" ", self.text)
            self.texts.add(len(self.tokens))
            self.tokens.append(self.text)
            self.shows.append(not self.boxes())
            self.text = ""

    def boxes(self, depth: int = 0) -> bool:
        """Whether the element that is open lays out its children apart, so that no blank shows
        between them."""
        path = tuple(self.path[: len(self.path) - depth])
        return (
            any("svg" in words for words in path)
            or "select" in path[-1]
            or any(re.search("flex|grid", display) for display in self.style.displays(path))
        )

    def beside(self, tag: str) -> bool | None:
        """Whether a blank beside this tag shows; None: as if the tag were not there."""
        displays = self.style.displays(tuple(self.path))
        if not INLINE.fullmatch(tag) or self.boxes(1) or displays & {"block", "flex", "grid"}:
            return False
        return None if PLAIN.fullmatch(tag) and not displays else True

    def handle_data(self, data):
        self.text += data

    def handle_starttag(self, tag, attributes):
        self.flush()
        words = {
            name: " ".join((value or "").split())
            if name in ("class", "style", "points", "d")
            else BLANK.sub("", value)
            if name == "accept"
            else value
            for name, value in attributes
        }
        self.path.append(frozenset([tag, *("." + word for word in words.get("class", "").split())]))
        self.tokens.append(f"<{tag} {sorted(words.items(), key=str)}>")
        self.shows.append(None if words.get("type") == "hidden" else self.beside(tag))
        if VOID.fullmatch(tag):
            self.path.pop()

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if not VOID.fullmatch(tag):
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        self.flush()
        self.tokens.append(f"</{tag}>")
        self.shows.append(self.beside(tag))
        if tag in self.path[-1]:
            self.path.pop()

    def settled(self, place: int, token: str) -> str:
        """A text without the blanks at its ends that no browser shows: beside a block's edge or
        between boxes."""
        if place not in self.texts or place in self.raw:
            return token

        def shown(step: int) -> bool:
            beyond = place + step
            while 0 <= beyond < len(self.tokens) and (
                self.shows[beyond] is None or (step == 1 and not self.tokens[beyond].strip(" \n"))
            ):
                beyond += step
            if not self.shows[place] or not 0 <= beyond < len(self.tokens):
                return False
            if beyond in self.texts:
                return step == 1 or self.tokens[beyond][-1] not in " \n"
            return self.shows[beyond]

        if not shown(-1):
            token = token.lstrip(" \n")
        if not shown(1):
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
    sheets = sorted((Path(one) / "static" / "css").glob("*.css"))
    style = Style("".join(sheet.read_text() for sheet in sheets if sheet.name != "print.css"))
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
            before, after = (AsShown(page.read_text(), style).tokens for page in (left, right))
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
