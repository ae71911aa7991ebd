"""Somebody who begins at the first page and follows every link, one of each kind, and notes every
button on the way."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from tests.cast import LONG
from tests.walk import looks
from tests.walk.kinds import Kind, kind_of
from tests.year.browser import Browser, Form, Page, words

EACH = 3 if LONG else 1  # how many addresses of a kind are followed
BY_PERSON = ("site",)  # whose forms depend on who it is, not on its state
MACHINERY = ("csrfmiddlewaretoken", "once", "seen", "key")
OUTSIDE = ("mailto:", "tel:", "data:")


@dataclass(frozen=True)
class Offer:
    """A button on a page: the kind that it is of, and by what it is found on the page again."""

    page: str
    goes_to: str
    says: str
    value: str
    kind: Kind = field(compare=False)

    def on(self, page: Page) -> Form | None:
        """The form that the button sends, where the page still shows it."""
        found = (form for form in forms(page) if same(form, self))
        return next(found, None)


def forms(page: Page) -> Iterator[Form]:
    """What can be sent, by each of the buttons."""
    return (Form(page, form, button) for form, button in page.buttons())


def same(form: Form, offer: Offer) -> bool:
    """Whether it is sent by that button."""
    button = form.button
    return (form.goes_to, words(button), button.get("value", "")) == (
        offer.goes_to,
        offer.says,
        offer.value,
    )


@dataclass
class Walker:
    """One person on the way: what was seen, what was offered, what was wrong."""

    who: str
    browser: Browser
    pages: int = 0
    links: set[str] = field(default_factory=set)
    files: int = 0
    offers: dict[Kind, Offer] = field(default_factory=dict)
    forms: int = 0
    faults: list[str] = field(default_factory=list)

    def walk(self, begin: str = "/") -> None:
        """Follow the links, those nearest to the first page first."""
        followed, waiting = Counter[Kind](), deque([(begin, "")])
        self.links.add(begin)
        while waiting:
            address, shown_on = waiting.popleft()
            for link in self.links_of(address, shown_on):
                if link not in self.links:
                    self.links.add(link)
                    kind = kind_of(link)
                    followed[kind] += 1
                    if followed[kind] <= EACH:
                        waiting.append((link, address))

    def links_of(self, address: str, shown_on: str) -> list[str]:
        """Open an address; what its page leads to."""
        try:
            answer = self.browser.client.get(address, follow=True)
        except Exception as error:
            self.fault(shown_on, f"the link to {address} raised {error!r}")
            return []
        self.pages += 1
        if answer.status_code != 200:
            self.fault(shown_on, f"the link to {address} is answered {answer.status_code}")
        if looks.is_file(answer):
            self.files += 1
            if not looks.content_of(answer):
                self.fault(shown_on, f"the file {address} is empty")
            return []
        if answer.status_code != 200:
            return []
        page = self.browser.show(answer, address)
        for wrong in looks.wrong_with(page):
            self.fault(address, wrong)
        self.note(page)
        return list(self.links_on(page))

    def links_on(self, page: Page) -> Iterator[str]:
        """Where the links of a page lead, without what only goes down on it."""
        for node in page.root.iter("a"):
            whole = urljoin(page.address, node.get("href", "")).split("#")[0]
            if whole.startswith("otpauth:"):  # to an app on the same phone
                continue
            if urlsplit(whole).netloc or whole.startswith(OUTSIDE):
                self.fault(page.address, f"leads out of the house: {whole}")
            elif not whole.startswith("/static/"):
                yield whole
        for form in forms(page):
            if tab := leads_on(form):
                yield form.goes_to + ("check/" if tab == "check" else f"?kind={tab}")

    def note(self, page: Page) -> None:
        """The buttons of a page, one of each kind."""
        for form in forms(page):
            self.forms += 1
            if form.method == "post":
                for name in ("csrfmiddlewaretoken", "once"):
                    if not any(f.get("name") == name and f.get("value") for f in form.fields):
                        self.fault(page.address, f"no {name} in the form of {words(form.button)}")
            files = any(field.get("type") == "file" for field in form.fields)
            if files and not form.sends_files:
                self.fault(page.address, f"no file leaves the form of {words(form.button)}")
            kind = kind_of_form(form)
            self.offers.setdefault(
                kind,
                Offer(
                    page.address,
                    form.goes_to,
                    words(form.button),
                    form.button.get("value", ""),
                    kind,
                ),
            )

    def fault(self, where: str, what: str) -> None:
        """Something that must not be."""
        self.faults.append(f"{self.who} at {where}: {what}")


def leads_on(form: Form) -> str:
    """Where a button leads that takes along what is typed; with nothing typed it is a link."""
    return form.button.get("value", "") if form.button.get("name") == "then" else ""


def kind_of_form(form: Form) -> Kind:
    """Where it goes from what page, what its button says, which fields it has; tabs are alike."""
    says = "a tab" if leads_on(form) not in ("", "check") else words(form.button)
    goes_to = kind_of(form.goes_to.partition("?")[0])
    if goes_to == ("sign_out",):
        return goes_to
    if form.method == "get":
        return ("get", goes_to[0], words(form.button))
    fields = {
        f.get("name")
        for f in form.fields
        if f.get("name") not in MACHINERY and (f.get("type") != "hidden" or f.get("value"))
    }
    kinds = [f.get("value") for f in form.fields if f.get("name") == "kind" and f.tag == "input"]
    about = kind_of(form.page.address.partition("?")[0])
    if about[0] in BY_PERSON:
        goes_to, about = goes_to[:1], about[:1]
    numbered = {re.sub(r"\d+", "", name) for name in fields}
    return ("post", *goes_to, *about, says, *sorted(numbered), *kinds)
