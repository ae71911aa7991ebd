"""What somebody types who has never seen the form: by the label, from what is offered."""

from __future__ import annotations

import re
from base64 import b32decode
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django_otp.oath import totp

from shanyin_charging import clock
from tests import cast, make, snapshots
from tests.demo.people import TELEPHONE
from tests.ledger.pages.test_lists import file, row
from tests.ledger.workbooks.test_comparing import ROW
from tests.walk.eve import JANUARY
from tests.year.browser import Element, Form, value_of, words

BY_NAME = {  # where the label alone does not tell
    **make.new_piles(),
    "site_name": "城南新站",
    "dc": "1",
    "dc_out": "0",
    "ac_out": "0",
    "connectors": "2",
    "power": "60",
    "parking_space": "40",
    "car_space": "30",
    "charging_space": "5",
    "distance": "4.2",
    "inspectors": "2",
    "facility": "1号桩",
    "finding": "没有发现问题",
    "block": "\t".join(ROW),
    "point": "112.816840, 39.520380",
    "phone": TELEPHONE,
    "mobile": "13800000000",
    "email": "walker@example.com",
    "username": "walker",
    "old_password": settings.DEMO_PASSWORD,
    "received_on": "2026-01-26",
    "document_no": "专班〔2026〕9号",
    "q": "充电",
    "address": "http://testserver",
    "telephone": TELEPHONE,
    "people": "王伟\n李强",
    "serial": "",  # the next number is taken
}
NEW_PASSWORD = "走一遍也要记得住的口令 9"
WORDS = "逐个按过一遍"
AHEAD = ("截止", "时限", "延期到", "延到", "到哪一天", "整改")  # days that are to come
FILE = ("走访.pdf", b"%PDF-1.7 a page", "application/pdf")
CODE = "one-time-code"  # a field for what a phone shows
UNTYPED = ("hidden", "submit", "button")


def shown(form: Form) -> list[Element]:
    """The fields that somebody sees."""
    return [
        node for node in form.fields if node.get("type") not in UNTYPED and node.tag != "button"
    ]


def is_text(node: Element) -> bool:
    """Whether anything can be typed into it."""
    kinds = ("file", "checkbox", "radio")
    return node.tag == "textarea" or (node.tag == "input" and node.get("type") not in kinds)


def right(form: Form, own: str = WORDS) -> dict[str, Any]:
    """Everything filled in that is still empty, sensibly; `own` are the person's words."""
    data = form.data({})
    for node in shown(form):
        name = node.get("name")
        if is_text(node):
            same = [n for n in form.fields if n.get("name") == name]
            stands = data[name][same.index(node)]
            data[name][same.index(node)] = over(name, stands) or text(form, node, own)
        elif node.get("type") == "file":
            data[name] = [accepted(node.get("accept", ""))]
        elif node.get("type") == "checkbox":
            if node.get("required") is not None or name in ("told", "nil", "signed"):
                data[name] = [node.get("value", "on")]
        else:
            pick(data, node)
    return data


def over(name: str, stands: str) -> str:
    """What becomes of what stands in a field: it stays, but for a number that is put right."""
    return str(int(stands) + 1) if name.startswith("value_") and stands.isdecimal() else stands


def accepted(kinds: str) -> SimpleUploadedFile:
    """A scan where such a file is asked for, a picture where nothing else is, a list of piles."""
    if ".pdf" in kinds:
        return SimpleUploadedFile(*FILE)
    if "image/" in kinds:
        return SimpleUploadedFile("现场.jpg", snapshots.taken())
    return file([row()], "清单.xlsx")


def pick(data: dict[str, Any], node: Element) -> None:
    """The first choice that is one, where none is made yet."""
    name = node.get("name")
    if any(data.get(name, [])):
        return
    if node.tag == "select":
        offered = [value_of(option) for option in node.iter("option")]
        usual = BY_NAME.get(name)
        data[name] = [usual if usual in offered else next(filter(None, offered), "")]
    else:
        data[name] = [node.get("value", "on")]


def text(form: Form, node: Element, own: str) -> str:
    """What is typed into a field."""
    label, name, kind = form.page.label_of(node), node.get("name"), node.get("type", "text")
    if name == "block" and "kind" not in data_of(form):
        return f"{cast.DAIYUE_VILLAGE} {BY_NAME['point']}"
    if name in BY_NAME and name != "on":
        return BY_NAME[name]
    if kind == "password":
        return NEW_PASSWORD
    if node.get("autocomplete") == CODE:
        return code_of(form)
    if kind == "date" or re.search("哪一天|日期|时限|截止", label):
        ahead = any(word in label for word in AHEAD)
        return str(clock.today() + timedelta(days=30) if ahead else JANUARY.first_day)
    if kind == "number" or node.get("inputmode") in ("numeric", "decimal"):
        return "1"
    return own[: int(node.get("maxlength", 20))]


def code_of(form: Form) -> str:
    """What the app of a phone shows that was told the key on the page."""
    (key,) = form.page.root.find_class("key")
    return f"{totp(b32decode(words(key).replace(' ', ''))):06}"


def data_of(form: Form) -> set[str]:
    """What the fields of a form are called."""
    return {node.get("name") for node in form.fields}


def nothing(form: Form) -> dict[str, Any]:
    """Everything emptied that can be; a list falls back to its first choice."""
    data = form.data({})
    for node in shown(form):
        name = node.get("name")
        if is_text(node):
            data[name] = [""] * len(data[name])
        elif node.tag == "select":
            data[name] = [value_of(option) for option in node.iter("option")][:1]
        elif node.get("type") == "checkbox":
            data.pop(name, None)
    return data


def typed_words(form: Form, data: dict[str, Any]) -> set[str]:
    """The words in it that somebody would have to type again, without secrets."""
    kinds = ("password", "date")
    free = [n for n in shown(form) if is_text(n) and n.get("type") not in kinds]
    free = [n for n in free if n.get("autocomplete") != CODE]
    stood = {value for values in form.data({}).values() for value in values}
    sent = {value for node in free for value in data.get(node.get("name"), [])}
    return {value for value in sent - stood if isinstance(value, str) and value}
