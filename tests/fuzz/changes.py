"""What a broken or hostile browser sends: a form with something changed in it, an address with
other words in it."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, resolve

ODD = (  # what no page offers
    *(
        "\0",
        "a\0b",
        "充\0电",
        "\x0b",
        "\x1b[31m",
        "\ufffe",
        "\uffff",
        "\u202e",
        "e\u0301",
        "\U0001fffe",
    ),
    *("", " ", "0", "-1", "1.5", "9" * 19, "9" * 40, "1e400", "NaN", "Infinity", "１２", "٣", "²"),
    *("9999-12-31", "0001-01-01", "2025-02-30", "9999-12", "0000-00", "2025-13", "10000-01-01"),
    *(
        "23:61",
        "null",
        "true",
        "[]",
        "{",
        '{"a":1}',
        "None",
        "<script>",
        "'\"",
        "%00",
        "%s",
        "{{1}}",
    ),
    *("=1+1", "../../etc/passwd", "a/b", "a\r\nb", "\t\n", "充" * 300, "x" * 5_000, "字" * 70_000),
)
FREE = ("line", "remove", "clean", "post", "into", "kind", "key", "seen", "once", "verb", "then")
FILES = (b"", b"x", b"PK\x03\x04", b"%PDF-1.7", b"\xff\xd8\xff", b"\0" * 1000, b"a,b\n1,\0")
NAMED = ("x.xlsx", "x.pdf", "x.jpg", "x.csv", "a\0b.xlsx", "充" * 200 + ".pdf", "..\\x.docx", "x")
MACHINERY = ("csrfmiddlewaretoken",)
PART = re.compile(r"<(?:(\w+):)?(\w+)>")


@dataclass
class Asked:
    """One request."""

    method: str
    path: str
    data: dict[str, Any]
    what: str = ""

    def __str__(self) -> str:
        """So that somebody can repeat it."""
        short = {name: repr(value)[:90] for name, value in self.data.items() if name in self.what}
        return f"{self.method} {self.path[:200]} {self.what} {short}"


def changed(by: random.Random, asked: Asked) -> Asked:
    """The same with one or two things changed, as somebody might who does not use its page."""
    data = {name: list(values) for name, values in asked.data.items()}
    names = [name for name in data if name not in MACHINERY]
    told = []
    for _ in range(by.choice((1, 1, 1, 2))):
        change = by.choice((say, say, say, say, drop, twice, add, file))
        told.append(change(by, data, by.choice(names) if names else by.choice(FREE)))
    return Asked(asked.method, asked.path, data, " and ".join(told))


def say(by: random.Random, data: dict, name: str) -> str:
    """Another value."""
    values = data.setdefault(name, [""])
    values[by.randrange(len(values)) if values else 0 :][:1] = []
    values.insert(0, by.choice(ODD))
    return f"other {name}"


def drop(by: random.Random, data: dict, name: str) -> str:
    """A field is missing."""
    data.pop(name, None)
    return f"without {name}"


def twice(by: random.Random, data: dict, name: str) -> str:
    """It comes once more, with another value."""
    data.setdefault(name, []).append(by.choice(ODD))
    return f"twice {name}"


def add(by: random.Random, data: dict, name: str) -> str:
    """A field comes along that belongs to another page."""
    name = by.choice(FREE)
    data[name] = [by.choice(ODD)]
    return f"beside {name}"


def file(by: random.Random, data: dict, name: str) -> str:
    """A file where text is meant, or another file."""
    if not any(isinstance(value, SimpleUploadedFile) for value in data.get(name, [])):
        held = [n for n, v in data.items() if any(isinstance(x, SimpleUploadedFile) for x in v)]
        name = by.choice(held) if held else name
    if name in ("once", *MACHINERY):
        return say(by, data, name)
    data[name] = [SimpleUploadedFile(by.choice(NAMED).replace("\0", ""), by.choice(FILES))]
    return f"file {name}"


def addresses(kept: list[str]) -> dict[str, list[dict[str, str]]]:
    """Patterns of addresses, each with the arguments of those that were met."""
    found: dict[str, list[dict[str, str]]] = {}
    for address in kept:
        match = resolve(urlsplit(address).path)
        found.setdefault(match.route, []).append({k: str(v) for k, v in match.kwargs.items()})
    for pattern in get_resolver().url_patterns:
        found.setdefault(str(pattern.pattern), [])
    return found


def address(by: random.Random, route: str, met: list[dict[str, str]], asks: list[str]) -> Asked:
    """An address of a pattern, with a word of it or of its question changed."""
    known = by.choice(met) if met else {}
    parts = PART.findall(route)
    other = by.choice([name for _, name in parts]) if parts and by.random() < 0.6 else ""

    def part(found: re.Match) -> str:
        kind, name = found[1], found[2]
        if name == other or name not in known:
            odd = by.choice(("0", "9" * 19, "9" * 30)) if kind == "int" else by.choice(ODD[:-1])
            if kind == "slug":
                odd = re.sub(r"[^-\w]", "", odd, flags=re.A) or "x"
            return quote(odd.replace("/", "") or "x", safe="")
        return quote(known[name], safe="")

    path = "/" + PART.sub(part, route)
    query = {}
    for _ in range(by.choice((0, 1, 1, 2)) if other else by.choice((1, 1, 2))):
        query[by.choice(asks)] = [by.choice(ODD)]
    return Asked("get", path, query, "asking " + " ".join(query))
