"""A test client that presses as a browser does: with the token that the form on the page carries,
and with none where the form carries none."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.test import Client


def without_line_breaks(page: str) -> str:
    """A page as tests read it: a line break of the template beside a tag is nothing, another one a
    blank."""
    beside_a_tag = re.sub(r"(?<=>)\s*\n\s*|\s*\n\s*(?=<)", "", page)
    return re.sub(r"\s*\n\s*", " ", beside_a_tag)


class Forms(HTMLParser):
    """The forms of a page that post: the address each goes to, and its token or nothing."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[list[str]] = []
        self.inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list) -> None:
        given = dict(attributes)
        if tag == "form":
            self.inside = given.get("method", "").lower() == "post"
            if self.inside:
                self.found.append([given.get("action") or "", ""])
        elif self.inside and tag == "input" and given.get("name") == "csrfmiddlewaretoken":
            self.found[-1][1] = given["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False


class PressingClient(Client):
    """Django's client with its check of tokens on. What no page has offered is posted with a valid
    token all the same, as from another page, so that the verb's own guard has to refuse it."""

    def __init__(self, **defaults) -> None:
        super().__init__(enforce_csrf_checks=True, **defaults)
        self.arrive()

    def arrive(self) -> None:
        """As a browser that has opened no page yet."""
        self.cookies["csrftoken"] = "x" * CSRF_SECRET_LENGTH
        self.tokens: dict[str, list[str]] = {}

    def logout(self) -> None:
        super().logout()
        self.arrive()

    def request(self, **request):
        response = super().request(**request)
        shown = response.get("Content-Type", "").startswith("text/html")
        if shown and not response.streaming and "Content-Disposition" not in response:
            response.content = without_line_breaks(response.content.decode())
            page = request["PATH_INFO"]
            offered: dict[str, list[str]] = {}
            for action, token in Forms(response.content.decode()).found:
                offered.setdefault(urlsplit(urljoin(page, action)).path, []).append(token)
            self.tokens.update(offered)
        return response

    def post(self, path, *arguments, headers=None, **options):
        tokens = self.tokens.get(urlsplit(path).path, [self.cookies["csrftoken"].value])
        if all(tokens):
            headers = {**(headers or {}), "X-CSRFToken": tokens[0]}
        return super().post(path, *arguments, headers=headers, **options)
