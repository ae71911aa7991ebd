"""Every page as its people meet it in Chromium: the states that tests of paper, access and sizes
walk through."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import cache
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve
from lxml import html

from shanyin_charging.accounts.models import Role, User

# who sees most comes first, so that each kind of page is met in its fullest form
OFFICER = "u_140621202"  # of a unit that has not reported yet, so that there is a form to fill in
PEOPLE = (Role.OFFICE, OFFICER, Role.LEADER, Role.ADMIN, Role.AUDITOR)


@dataclass(frozen=True)
class State:
    """A page that somebody has before them."""

    person: str
    kind: str
    address: str

    def __str__(self) -> str:
        return f"{self.person} {self.kind} {self.address}"


def kind_of(address: str) -> str | None:
    """What kind of page an address names, by its pattern; None for what is no page."""
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return None
    return None if "format" in match.kwargs else match.url_name


def signed_in(person: str) -> Client:
    """A client that somebody has signed in with."""
    client = Client()
    client.force_login(User.objects.get(username=person))
    return client


def walk(person: str) -> dict[str, str]:
    """The first address of each kind of page that a person can reach by links."""
    client, seen, waiting, found = signed_in(person), {"/"}, deque(["/"]), {}
    while waiting:
        asked = waiting.popleft()
        if asked != "/" and kind_of(asked) in found:
            continue
        answer = client.get(asked, follow=True)
        address = answer.request["PATH_INFO"] + ("?" + answer.request["QUERY_STRING"]).rstrip("?")
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        found.setdefault(kind_of(address), address)
        for link in html.document_fromstring(answer.content.decode()).xpath("//a/@href"):
            whole = urljoin(address, link).split("#")[0]
            kind = None if urlsplit(whole).netloc else kind_of(whole)
            if kind and kind not in found and whole not in seen:
                seen.add(whole)
                waiting.append(whole)
    return found


@cache
def states() -> tuple[State, ...]:
    """Each kind of page as each role meets it."""
    return tuple(
        State(person, kind, address) for person in PEOPLE for kind, address in walk(person).items()
    )


def each_kind() -> list[State]:
    """Each kind of page once, as who sees most of it meets it."""
    first: dict[str, State] = {}
    for state in states():
        first.setdefault(state.kind, state)
    return list(first.values())


class Desks:
    """One window for each person, signed in."""

    def __init__(self, browser, portal: str, **options) -> None:
        self.browser, self.portal, self.options, self.windows = browser, portal, options, {}

    def of(self, person: str):
        """Somebody's window."""
        if person not in self.windows:
            context = self.browser.new_context(locale="zh-CN", **self.options)
            cookie = signed_in(person).cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.portal}])
            self.windows[person] = context.new_page()
        return self.windows[person]

    def open(self, state: State, width: int = 1366):
        """The page of a state, so wide."""
        page = self.of(state.person)
        page.set_viewport_size({"width": width, "height": 768 if width > 500 else 740})
        page.goto(self.portal + state.address)
        return page
