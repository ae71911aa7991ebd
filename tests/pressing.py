"""A test client that presses as a browser does: with the token that the form on the page carries,
and with none where the form carries none."""

import re
from urllib.parse import urljoin, urlsplit

from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.test import Client
from lxml import html

from shanyin_charging.asking import SURE
from shanyin_charging.audit.once import new_key

ASKED_ABOUT = ("line", "kind", "remove", "post")  # what a page's address says of what is pressed


def without_line_breaks(page: str) -> str:
    """A page as tests read it: a line break of the template beside a tag is nothing, another one a
    blank."""
    beside_a_tag = re.sub(r"(?<=>)\s*\n\s*|\s*\n\s*(?=<)", "", page)
    return re.sub(r"\s*\n\s*", " ", beside_a_tag)


class Form:
    """A form that posts: where it goes, and its fields with the values they are shown with."""

    def __init__(self, action: str) -> None:
        self.action = action
        self.fields: dict[str, list[str]] = {}
        self.hidden: dict[str, list[str]] = {}

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, [""])[0]

    def fits(self, data: dict) -> tuple[bool, int]:
        """Whether what is sent could have been typed here, and how many hidden values agree."""
        agree = sum(str(value) in self.fields.get(name, ()) for name, value in data.items())
        return all(name in self.fields for name in data if name != SURE), agree


class Forms:
    """The forms of a page that post."""

    def __init__(self, page: str) -> None:
        self.all: list[Form] = []
        for node in html.document_fromstring(page).iter("form") if "<form" in page else ():
            if node.get("method", "").lower() == "post":
                self.take(node)

    @property
    def found(self) -> list[tuple[str, str]]:
        """The address each goes to, and its token or nothing."""
        return [(form.action, form["csrfmiddlewaretoken"]) for form in self.all]

    def take(self, node: html.HtmlElement) -> None:
        """A form, and one more of the same fields for each button that goes elsewhere."""
        form, elsewhere = Form(node.get("action") or ""), []
        for field in node.iter():
            if field.get("name"):
                value = field.get("value") or ""
                named = form.fields.setdefault(field.get("name"), [])
                if field.tag in ("input", "button"):
                    named.append(value)
                if field.get("type") == "hidden":
                    form.hidden.setdefault(field.get("name"), []).append(value)
            if field.get("formaction"):
                elsewhere.append(Form(field.get("formaction")))
        for other in elsewhere:
            other.fields, other.hidden = form.fields, form.hidden
        self.all += [*elsewhere, form]


class PressingClient(Client):
    """Django's client with its check of tokens on. What a page has offered is sent with the token,
    the key and the stamp that its form carries; key and stamp are those of the page opened just
    before, unless they are given. What no page has offered is posted with a valid token and key
    all the same, as from another page, so that the verb's own guard has to refuse it."""

    def __init__(self, **defaults) -> None:
        super().__init__(enforce_csrf_checks=True, **defaults)
        self.arrive()

    def arrive(self) -> None:
        """As a browser that has opened no page yet."""
        self.cookies["csrftoken"] = "x" * CSRF_SECRET_LENGTH
        self.forms: dict[str, list[Form]] = {}

    def logout(self) -> None:
        super().logout()
        self.arrive()

    def request(self, **request):
        response = super().request(**request)
        shown = response.get("Content-Type", "").startswith("text/html")
        if shown and not response.streaming and "Content-Disposition" not in response:
            response.content = without_line_breaks(response.content.decode())
            page = request["PATH_INFO"]
            offered: dict[str, list[Form]] = {}
            for form in Forms(response.content.decode()).all:
                path = urlsplit(urljoin(page, form.action)).path
                offered.setdefault(path, []).append(form)
            self.forms.update(offered)
        return response

    def post(self, path, data=None, *arguments, headers=None, **options):
        data = {} if data is None else data
        if isinstance(data, dict):
            data = {**self.seen_on(urlsplit(path).path, data), "once": new_key(), **data}
        tokens = [form["csrfmiddlewaretoken"] for form in self.forms.get(urlsplit(path).path, [])]
        if all(tokens):
            token = tokens[0] if tokens else self.cookies["csrftoken"].value
            headers = {**(headers or {}), "X-CSRFToken": token}
        return super().post(path, data, *arguments, headers=headers, **options)

    def seen_on(self, path: str, data: dict) -> dict[str, str]:
        """The stamp that stands beside what is pressed, on its page opened just before."""
        if "seen" in data or not self.session.get("_auth_user_id"):
            return {}
        about = {name: data[name] for name in ASKED_ABOUT if name in data}
        pages = {"/submissions/approve-clean/": ["/"]}.get(
            path, [path, urljoin(path, ".."), urljoin(path, "../..")]
        )
        for page in pages:
            self.get(page, about)
            fits = sorted(self.forms.get(path, []), key=lambda form: form.fits(data), reverse=True)
            if fits:
                return {"seen": fits[0]["seen"]} if "seen" in fits[0].fields else {}
        return {}
