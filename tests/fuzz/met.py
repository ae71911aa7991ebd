"""The pages and forms that people meet: what there is to be changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.test import Client
from django.urls import reverse

from shanyin_charging.accounts.models import User
from tests.authorization.test_matrix import WHO, addresses
from tests.cast import LONG
from tests.fuzz.changes import Asked
from tests.walk import looks, typing
from tests.walk.walker import kind_of_form
from tests.year.browser import Form, Page

PRESS = ("officer", "chief", "admin")  # who between them press nearly everything
FILES = ("bulletin_file", "pack_file", "whole_ledger", "agreed_list")  # without a button


@dataclass
class Met:
    """What somebody was shown: what its buttons send, the addresses, what these ask."""

    user: User
    client: Client
    presses: list[Asked] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    asks: set[str] = field(default_factory=set)


def client_of(user: User) -> Client:
    """Signed in; what the portal raises is answered as a server answers it."""
    made = Client(raise_request_exception=False)
    made.force_login(user)
    return made


def by_rules(people: dict[str, User], things: dict[str, Any]) -> list[Met]:
    """Every address with a rule, opened by the first who may (in LONG by all who press), and what
    its buttons would send."""
    found = {name: Met(user, client_of(user)) for name, user in people.items()}
    kinds: set[tuple[str, ...]] = set()
    draft = reverse("fill_return", kwargs=things["draft return"])
    note(found["neighbour"], draft, kinds)
    note(found["neighbour"], f"{draft}check/", kinds)
    for who, _, name, address in addresses(things):
        may = [one for one in PRESS if one in WHO[who]] or sorted(WHO[who])[:1]
        for person in may if LONG else may[:1]:
            found[person].links.append(address)
            if name not in FILES:
                note(found[person], address, kinds)
    return [one for one in found.values() if one.links]


def content_of(answer: Any) -> bytes:
    """All of an answer; its files are closed, and the connection of the test is not."""
    content = b"".join(answer) if answer.streaming else answer.content
    for close in answer._resource_closers:
        close()
    answer._resource_closers.clear()
    return content


def note(met: Met, address: str, kinds: set[tuple[str, ...]]) -> None:
    """The buttons of a page, one of each kind, and what its links ask."""
    answer = met.client.get(address, follow=True)
    content = content_of(answer)
    if answer.status_code != 200 or looks.is_file(answer):
        return
    page = Page(urlsplit(answer.request["PATH_INFO"]).path, content.decode())
    for form in (Form(page, form, button) for form, button in page.buttons()):
        kind = kind_of_form(form)
        if (met.user.role, *kind) not in kinds and "sign-out" not in form.goes_to:
            kinds.add((met.user.role, *kind))
            data = {name: list(values) for name, values in typing.right(form).items()}
            met.presses.append(Asked(form.method, form.goes_to, data))
            met.asks |= set(data) if form.method == "get" else set()
    met.asks |= set(asked_in(page.root.iter("a")))


def asked_in(links: Iterable[Any]) -> Iterator[str]:
    """The names in the questions of links."""
    for link in links:
        yield from (name for name, _ in parse_qsl(urlsplit(link.get("href", "")).query))
