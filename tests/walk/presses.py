"""A button pressed rightly, empty, twice, and on a page that has gone stale; each time everything
is undone."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from shanyin_charging.asking import BACK, SURE
from shanyin_charging.audit.models import Press
from targets.plan import shelf
from tests.walk import looks, typing
from tests.walk.walker import Offer, leads_on
from tests.year.browser import Browser, Form, Page


def is_out(window: Browser) -> bool:
    """Whether somebody stands before the door, as after signing out."""
    return window.page.address.startswith("/sign-in/")


def asking(page: Page) -> Form | None:
    """The form of a page that asks before what cannot be undone."""
    sure = (Form(page, form, node) for form, node in page.buttons() if node.get("name") == SURE)
    return next(sure, None)


@contextmanager
def undone() -> Iterator[None]:
    """What happens in the block has not happened afterwards; figures that were kept before it are
    right again."""
    kept = {key: dict(found) for key, found in shelf._shelves.items()}
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    shelf.clear()
    shelf._shelves.update(kept)


@dataclass
class Presser:
    """Somebody who presses what was offered, and a colleague who may be quicker."""

    who: str
    browser: Browser
    colleague: Browser
    presses: int = 0
    refused: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def press(self, offer: Offer) -> None:
        """In every manner; what only asks changes nothing that could come twice or go stale."""
        for manner in (self.rightly, self.empty, *([self.stale] * (offer.kind[0] != "get"))):
            self.about = f"{self.who} at {offer.page}: {offer.says} ({manner.__name__})"
            try:
                with undone():
                    manner(offer)
            except Exception as error:
                self.fault(f"raised {type(error).__name__}: {error}")

    def fault(self, what: str) -> None:
        """Something that must not be."""
        self.faults.append(f"{self.about} {what}")

    def window(self, of: Browser | None = None) -> Browser:
        """Another window, in which things may happen that the first one does not hear of."""
        made, of = Browser(), of or self.browser
        made.client.cookies = copy.deepcopy(of.client.cookies)
        return made

    def opened(self, window: Browser, offer: Offer) -> Form | None:
        """The form on its page, fresh."""
        return offer.on(window.open(offer.page))

    # the manners

    def rightly(self, offer: Offer) -> None:
        """As it is meant; the same once more; and afterwards anew, where it is still offered."""
        window = self.window()
        form = self.opened(window, offer)
        if form is None:
            return self.fault("is not there any more")
        data = typing.right(form)
        if not self.sent(window, form, data) and not is_out(window):
            self.refused.append(f"{self.about}: {looks.answers_on(window.page)[:1]}")
        if self.last[0].method == "post":
            self.same_again(window, *self.last)
            self.anew(self.window(window), offer)
        return None

    def same_again(self, window: Browser, form: Form, data: dict[str, Any]) -> None:
        """The press of before arrives a second time: it has been done, and leads where it led."""
        was_out, landed, before = is_out(window), window.page.address, Press.objects.count()
        for file in (value for values in data.values() for value in values):
            if isinstance(file, SimpleUploadedFile):
                file.seek(0)
        self.sent(window, form, data, again=True)
        if Press.objects.count() != before:
            self.fault("did it once more for the same press")
        if window.page.address != landed and not was_out:
            self.fault(f"leads to {landed} first, to {window.page.address} when it comes again")

    def anew(self, window: Browser, offer: Offer) -> None:
        """Afterwards, where the page still offers it."""
        if form := self.opened(window, offer):
            self.about += " and anew"
            self.sent(window, form, typing.right(form))

    def empty(self, offer: Offer) -> None:
        """With nothing filled in."""
        window = self.window()
        if form := self.opened(window, offer):
            self.sent(window, form, typing.nothing(form))

    def stale(self, offer: Offer) -> None:
        """After a colleague, or the same person elsewhere, pressed it."""
        window, other = self.window(), self.window(self.colleague)
        form, theirs = self.opened(window, offer), self.opened(other, offer)
        if theirs is None:
            other = self.window()
            theirs = self.opened(other, offer)
        if form and theirs:
            asked = asking(other.send(theirs, typing.right(theirs, "同事先按了一步")))
            if asked:
                other.send(asked, asked.data({}))
            self.sent(window, form, typing.right(form), fresh=False)

    # the answers

    def sent(
        self,
        window: Browser,
        form: Form,
        data: dict[str, Any],
        *,
        fresh: bool = True,
        again: bool = False,
    ) -> bool:
        """Send it, say yes where a page asks, look at the answer; whether it was done. Only on a
        page that is not `fresh` may it be forbidden, only what comes `again` may be answered by
        silence."""
        self.presses += 1
        before, words = Press.objects.count(), typing.typed_words(form, data)
        page, self.last = window.send(form, data), (form, data)
        if asked := asking(page):
            self.look_at_question(self.window(window), page, words)
            page, self.last = window.send(asked, asked.data({})), (asked, asked.data({}))
        if window.status in (403, 404) and fresh:
            self.fault(f"is answered {window.status}")
        for wrong in [] if window.is_file else looks.wrong_with(page):
            self.fault(wrong)
        done = Press.objects.count() > before or form.method == "get" or window.is_file
        done = done or bool(leads_on(form)) and page.address != form.page.address
        if not done and not again and not is_out(window):
            self.look_at_refusal(window, words)
        return done or looks.succeeded(page)

    def look_at_question(self, window: Browser, page: Page, words: set[str]) -> None:
        """It looks like a page, and whoever goes back finds what was typed."""
        for wrong in looks.wrong_with(page):
            self.fault(f"asks on a page that {wrong}")
        for form, button in page.buttons():
            if button.get("name") == BACK:
                back = Form(page, form, button)
                if lost := words - looks.kept_on(window.send(back, back.data({}))):
                    self.fault(f"loses {lost} on the way back from what it asks")

    def look_at_refusal(self, window: Browser, words: set[str]) -> None:
        """It is said in words, and what was typed is still there."""
        page = window.page
        if looks.succeeded(page):
            return
        if not looks.answers_on(page):
            self.fault(f"is answered by nothing at {page.address} ({window.status})")
        lost = words - looks.kept_on(page)
        if lost := {word for word in lost if word not in page.text}:
            self.fault(f"loses {lost}: {looks.answers_on(page)[:1]}")
