"""A person at a browser without scripts: opens addresses, follows links by their words, fills in
fields by their labels and presses buttons that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html as parser
from lxml.html import HtmlElement as Element

from shanyin_charging import clock

FIELDS = ("input", "select", "textarea")


class NotThere(AssertionError):
    """What somebody looked for and the page does not show."""


def words(node: Element) -> str:
    """What a reader sees in a node, with single blanks."""
    return re.sub(r"\s+", " ", "".join(node.itertext())).strip()


class Page:
    """What a browser shows."""

    def __init__(self, address: str, html: str) -> None:
        self.address, self.html = address, html

    @cached_property
    def root(self) -> Element:
        """The page as a tree; of most pages somebody only follows a link or presses a button, and
        of many nobody looks at anything."""
        return parser.document_fromstring(self.html, parser.HTMLParser(remove_comments=True))

    @property
    def text(self) -> str:
        """The words of its main part."""
        main = next(self.root.iter("main"), self.root)
        return words(main)

    @property
    def head(self) -> str:
        """The words of its heading."""
        return words(next(self.root.iter("h1"), self.root))

    @property
    def refuses(self) -> bool:
        """Whether it says why something was not done."""
        told = (n for n in self.root.iter() if n.get("role") in ("alert", "status"))
        return any(n.get("role") == "alert" or "error" in n.get("class", "") for n in told)

    @property
    def asks_first(self) -> bool:
        """Whether it asks before something is done; nothing has been."""
        return any(button.get("name") == "sure" for _, button in self.buttons())

    def links(self, said: str) -> list[Element]:
        """The links with these words."""
        return [node for node in self.root.iter("a") if said in words(node)]

    def nearest(self, nodes: list[Element], near: str) -> list[Element]:
        """Nodes by how closely what is around them says something; without those of which nothing
        around does."""
        steps = [(self.steps(node, near), n, node) for n, node in enumerate(nodes)]
        return [node for far, _, node in sorted(steps, key=lambda s: s[:2]) if far is not None]

    def steps(self, node: Element, near: str) -> int | None:
        """How many nodes one has to go outwards until one says it."""
        far, around = 0, node
        while around is not None and near not in words(around):
            far, around = far + 1, around.getparent()
        return None if around is None else far

    def buttons(self, said: str | None = None) -> Iterator[tuple[Element, Element]]:
        """(form, button) of the buttons that say exactly this, or of all."""
        forms = {node.get("id"): node for node in self.root.iter("form") if node.get("id")}
        for node in self.root.iter("button"):
            if said in (None, words(node)) and node.get("type", "submit") == "submit":
                named = forms.get(node.get("form", ""))
                form = self.above(node, "form") if named is None else named
                if form is not None and node.get("disabled") is None:
                    yield form, node

    def offered(self, label: str) -> list[str]:
        """What may be picked in the first list with a label that begins so."""
        for node in self.root.iter("select"):
            if self.label_of(node).startswith(label):
                return [words(option) for option in node.iter("option")]
        raise NotThere(f"no list {label!r} at {self.address}")

    def above(self, node: Element, tag: str) -> Element | None:
        """The nearest such node around a node."""
        while node is not None and node.tag != tag:
            node = node.getparent()
        return node

    def label_of(self, field: Element) -> str:
        """The words beside a field."""
        around = self.above(field, "label")
        if around is not None:
            return words(around)
        about = field.get("id")
        labels = [words(n) for n in self.root.iter("label") if about and n.get("for") == about]
        return labels[0] if labels else field.get("aria-label", "")

    def figures(self) -> list[tuple[str, str]]:
        """(key, words) of every number that leads to where it comes from."""
        return [(key, words(node)) for key, node in self.leading()]

    def leading(self) -> Iterator[tuple[str, Element]]:
        """(key, link) of what leads to a figure."""
        for node in self.root.iter("a"):
            if found := re.search(r"/figures/([A-Za-z0-9_]+)/", node.get("href", "")):
                yield found[1], node

    def in_cells(self) -> list[tuple[str, str]]:
        """(key, words) of the numbers that stand in tables and not in sentences."""
        return [(k, words(n)) for k, n in self.leading() if self.above(n, "td") is not None]


class Form:
    """A form as its person fills it in."""

    def __init__(self, page: Page, form: Element, button: Element) -> None:
        self.page, self.form, self.button = page, form, button
        self.fields = [
            node
            for node in page.root.iter()
            if node.tag in FIELDS
            and node.get("name")
            and node.get("disabled") is None
            and (node.get("form") == form.get("id") if node.get("form") else self.holds(node))
        ]

    @property
    def method(self) -> str:
        """post, or get for what only asks."""
        return (self.button.get("formmethod") or self.form.get("method") or "get").lower()

    @property
    def goes_to(self) -> str:
        """The address that it is sent to."""
        action = self.button.get("formaction") or self.form.get("action")
        return urljoin(self.page.address, action or self.page.address)

    @property
    def sends_files(self) -> bool:
        """Whether files leave it."""
        return self.form.get("enctype") == "multipart/form-data"

    def holds(self, node: Element) -> bool:
        """Whether a field lies in the form."""
        return self.page.above(node, "form") is self.form

    def field(self, label: str) -> list[Element]:
        """The fields with a label that begins so, or else of that name."""
        shown = [node for node in self.fields if node.get("type") != "hidden"]
        found = [node for node in shown if self.page.label_of(node) == label]
        found = found or [node for node in shown if self.page.label_of(node).startswith(label)]
        found = found or [node for node in shown if node.get("name") == label]
        if not found:
            seen = [self.page.label_of(node) or node.get("name") for node in shown]
            raise NotThere(f"no field {label!r} at {self.page.address}, only {seen}")
        return found

    def data(self, typed: dict) -> dict:
        """What is sent: as it is shown, but for what is typed."""
        data: dict[str, list] = {}
        for node in self.fields:
            kind, name = node.get("type", node.tag), node.get("name")
            if node.tag == "select":
                options = list(node.iter("option"))
                chosen = [o for o in options if o.get("selected") is not None] or options[:1]
                data.setdefault(name, []).extend(value_of(o) for o in chosen)
            elif node.tag == "textarea":
                data.setdefault(name, []).append(shown_in(node))
            elif kind in ("checkbox", "radio"):
                if node.get("checked") is not None:
                    data.setdefault(name, []).append(node.get("value", "on"))
            elif kind not in ("file", "submit", "button"):
                data.setdefault(name, []).append(node.get("value", ""))
        for label, value in typed.items():
            self.fill(data, self.field(label), value)
        if self.button.get("name"):
            data[self.button.get("name")] = [self.button.get("value", "")]
        return data

    def fill(self, data: dict, nodes: list[Element], value: object) -> None:
        """Type, pick, tick or attach."""
        node, name = nodes[0], nodes[0].get("name")
        kind = node.get("type", node.tag)
        if node.tag == "select":
            options = [o for o in node.iter("option") if str(value) in (value_of(o), words(o))]
            options = options or [o for o in node.iter("option") if str(value) in words(o)]
            if not options:
                raise NotThere(f"{value!r} is not offered in {name} at {self.page.address}")
            data[name] = [value_of(options[0])]
        elif kind == "radio":
            picked = [n for n in nodes if str(value) in (n.get("value"), self.page.label_of(n))]
            if not picked:
                raise NotThere(f"{value!r} is not offered in {name} at {self.page.address}")
            data[name] = [picked[0].get("value", "on")]
        elif kind == "checkbox":  # of several with one name the others stay as they are
            own = node.get("value", "on")
            data[name] = [v for v in data.get(name, []) if v != own] + [own] * bool(value)
        elif kind == "file":  # typed as (name, content)
            data[name] = [SimpleUploadedFile(*value)]
        else:
            same = [n for n in self.fields if n.get("name") == name]
            data.setdefault(name, [""] * len(same))[same.index(node)] = value


def shown_in(area: Element) -> str:
    """What stands in a box of several lines, without the line break that follows its tag."""
    return (area.text or "").removeprefix("\n")


def value_of(option: Element) -> str:
    """What picking an option sends."""
    return option.get("value", words(option))


@dataclass(frozen=True)
class Press:
    """A button that somebody pressed: when, with which fields filled in, where it led, under which
    heads before and after, and whether the page that came of it refused."""

    at: datetime
    said: str
    typed: tuple[str, ...]
    address: str
    heads: tuple[str, str]
    refused: bool


class Browser:
    """One person's browser. Nothing that it is answered may be a fault of the portal's."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.page = Page("/", "<main></main>")
        self.signed_in_at = self.last = clock.now()
        self.asked_on = ""  # the head of the page that somebody pressed on last
        self.asked = self.pressed = 0  # pages that were asked for, buttons among them
        self.presses: list[Press] = []  # what may have changed something, until somebody reads it
        self.turned_away: list[datetime] = []  # when a page was asked for in vain

    def moment(self) -> AbstractContextManager[None]:
        """What is looked at between the moments of a story is looked at in the last of them: by the
        machine's clock nobody would be signed in any more."""
        told = abs(clock.now() - datetime.now(clock.ZONE)) > timedelta(hours=1)
        self.last = clock.now() if told else self.last
        return clock.at(self.last)

    def open(self, address: str) -> Page:
        """Go to an address, wherever it leads."""
        with self.moment():
            return self.show(self.client.get(address, follow=True), address)

    def show(self, answer: object, address: str) -> Page:
        """What is answered becomes the page."""
        assert answer.status_code < 500, (address, answer.status_code)
        self.asked += 1
        if answer.redirect_chain:
            address = answer.redirect_chain[-1][0]
        self.status, self.is_file = answer.status_code, "html" not in answer["Content-Type"]
        if self.status >= 400:
            self.turned_away.append(self.last)
        html = "<main></main>" if self.is_file else answer.content.decode()
        self.page = Page(urlsplit(urljoin("/", address)).path, html)
        self.page.address = urljoin("/", address).partition("#")[0]
        return self.page

    def click(self, said: str, near: str = "") -> Page:
        """Follow the link with these words, the one that stands nearest to other words."""
        return self.open(self.led_to(said, near))

    def led_to(self, said: str, near: str = "") -> str:
        """Where the link leads."""
        found = self.page.nearest(self.page.links(said), near)
        if not found:
            raise NotThere(f"no link {said!r} near {near!r} at {self.where}")
        return urljoin(self.page.address, found[0].get("href", ""))

    def download(self, said: str, near: str = "") -> bytes:
        """The file that the link gives; the page stays."""
        address = self.led_to(said, near)
        with self.moment():
            answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        assert "attachment" in answer["Content-Disposition"], address
        return b"".join(answer) if answer.streaming else answer.content

    @property
    def where(self) -> str:
        """The address, and what the page says."""
        return f"{self.page.address}: {self.page.text[:800]}"

    def offers(self, said: str, near: str = "") -> bool:
        """Whether there is a button with these words."""
        return said in self.page.html and bool(
            self.page.nearest([button for _, button in self.page.buttons(said)], near)
        )

    def asks(self, label: str) -> bool:
        """Whether the page has a field with this label."""
        return any(words(node).startswith(label) for node in self.page.root.iter("label"))

    def press(self, said: str, typed: dict | None = None, near: str = "") -> Page:
        """Press the button that says this, the one nearest to other words, with what is typed into
        its form by the labels."""
        forms = {button: form for form, button in self.page.buttons(said)}
        found = self.page.nearest(list(forms), near)
        if not found:
            raise NotThere(f"no button {said!r} near {near!r} at {self.where}")
        form = Form(self.page, forms[found[0]], found[0])
        carried = [v for v in (typed or {}).values() if isinstance(v, tuple)]
        assert form.sends_files or not carried, f"no file leaves the form at {self.page.address}"
        return self.send(form, form.data(typed or {}), tuple(typed or ()))

    def send(self, form: Form, data: dict, typed: tuple[str, ...] = ()) -> Page:
        """Send what a form holds, with the labels of what was typed; a browser says which page it
        comes from."""
        self.pressed += 1
        at, before = clock.now(), self.asked_on if self.page.asks_first else self.page.head
        send = self.client.post if form.method == "post" else self.client.get
        origin = {"referer": f"http://testserver{self.page.address}"}
        with self.moment():
            self.show(send(form.goes_to, data, follow=True, headers=origin), form.goes_to)
        self.asked_on = before
        if form.method == "post" and not self.page.asks_first:
            refused = self.status >= 400 or self.page.refuses
            heads, path = (before, self.page.head), urlsplit(form.goes_to).path
            said = words(form.button)
            self.presses.append(Press(at, said, typed, path, heads, refused))
        return self.page

    def sign_in(self, name: str, password: str) -> Page:
        """As somebody, at the door if the way does not lead to it."""
        if not self.offers("登录"):
            self.open("/sign-in/")
        self.signed_in_at = self.last
        return self.press("登录", {"账号": name, "密码": password})
