"""Somebody who brings in a list by its pages: uploads it, settles it, decides about its rows,
writes it."""

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

CASES = Path(__file__).parent / "cases"


def case(start: str) -> SimpleUploadedFile:
    """The file of `tests/cases` whose name begins so."""
    (path,) = [path for path in CASES.iterdir() if path.name.startswith(f"{start}-")]
    return SimpleUploadedFile(path.name, path.read_bytes())


class ListDesk:
    """One person with a list; `visits` counts how often 对表 was shown."""

    def __init__(self, client, user):
        self.client, self.visits = client, 0
        client.force_login(user)

    def upload(self, file, note="县供电公司"):
        """Bring a file in and go where the portal leads."""
        return self.follow(self.client.post("/lists/", {"file": file, "note": note}, follow=True))

    def go(self, address):
        return self.follow(self.client.get(address, follow=True))

    def follow(self, answer):
        self.answer, self.text = answer, answer.content.decode()
        self.path = answer.request["PATH_INFO"]
        self.root = html.document_fromstring(self.text)
        self.visits += self.is_matching
        if onward := answer.get("Refresh"):
            return self.go(onward.partition("url=")[2])
        return self

    @property
    def is_matching(self):
        return self.path.endswith("/match/")

    @property
    def title(self):
        return " ".join(self.root.find(".//h1").text_content().split())

    def form(self, word):
        """What the form with a button of this word would send, as the page shows it."""
        for form in self.root.iter("form"):
            for button in form.iter("button"):
                if word in button.text_content():
                    return form, sent(form, button)
        raise AssertionError(f"no button {word} on {self.path}: {self.title}")

    def press(self, word, **choices):
        """Press a button, having chosen or typed first: by the label of a field, or its name."""
        form, data = self.form(word)
        for label, said in choices.items():
            fields = [f for f in named(form) if f.get("name") == label] or [
                f for f in named(form) if label in label_of(self.root, f)
            ]
            assert fields, f"nothing is asked about {label} on {self.path}"
            for field in fields:
                data[field.get("name")] = value_of(field, said)
        return self.follow(self.client.post(self.path, data, follow=True))

    def settle(self, **choices):
        """Accept what 对表 proposes, but for these answers."""
        return self.press("核对" if "核对 " in self.text else "照这样读", **choices)

    def bring_in(self, file, note="县供电公司", **choices):
        """Upload, settle once where anything is asked; the rows are shown then."""
        self.visits = 0
        self.upload(file, note)
        if self.is_matching:
            self.settle(**choices)
        assert not self.is_matching, self.messages
        return self

    def write(self):
        """The one press that writes."""
        return self.press("整份写入")

    @property
    def messages(self):
        return [" ".join(node.text_content().split()) for node in self.root.find_class("message")]

    @property
    def listing(self):
        return self.answer.context["listing"]


def named(form):
    return [node for node in form.iter("input", "select", "textarea") if node.get("name")]


def sent(form, button):
    """Name to value of a form's fields as a browser sends them."""
    data = {}
    for node in named(form):
        kind = node.get("type")
        if kind in ("checkbox", "radio") and node.get("checked") is None:
            continue
        if node.tag == "select":
            options = node.findall(".//option")
            chosen = [o for o in options if o.get("selected") is not None] or options[:1]
            data[node.get("name")] = chosen[0].get("value")
        else:
            data[node.get("name")] = node.get("value") or ""
    data.pop("csrfmiddlewaretoken", None)
    if button.get("name"):
        data[button.get("name")] = button.get("value")
    return data


def label_of(root, node):
    """The words beside a field, and its name."""
    words = [node.get("name"), node.get("aria-label") or ""]
    if node.get("id"):
        words += [n.text_content() for n in root.xpath("//label[@for=$id]", id=node.get("id"))]
    if node.getparent().tag == "label":
        words.append(node.getparent().text_content())
    return " ".join(words)


def value_of(node, said):
    """What is sent for a choice by its word; of a text what was typed."""
    if node.tag != "select":
        return said
    options = {o.text_content().strip(): o.get("value") for o in node.findall(".//option")}
    return next(value for word, value in options.items() if said == value or said in word)
