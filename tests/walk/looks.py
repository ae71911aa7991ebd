"""What every page must be, whatever it answers."""

from __future__ import annotations

import re
from typing import Any

from tests.year.browser import FIELDS, Page, shown_in, words

ANSWERS = ("message", "error", "summary", "doubt", "refusal")  # classes of what answers a press
CHINESE = re.compile(r"[\u4e00-\u9fff]{2}")
OF_A_MACHINE = re.compile(r"\b(None|True|False|Traceback|Forbidden|This field|Decimal)\b")


def is_page(answer: Any) -> bool:
    """Whether a browser shows it, and does not keep it as a file."""
    return answer["Content-Type"].startswith("text/html") and not is_file(answer)


def is_file(answer: Any) -> bool:
    """Whether it is something to be kept or shown by another program."""
    kind = answer["Content-Type"]
    return "attachment" in answer.get("Content-Disposition", "") or not kind.startswith("text/html")


def content_of(answer: Any) -> bytes:
    """All of an answer."""
    return b"".join(answer) if answer.streaming else answer.content


def wrong_with(page: Page) -> list[str]:
    """In what a page does not look like the portal's."""
    root, found = page.root, []
    if not any("masthead" in node.get("class", "") for node in root.iter("header")):
        found.append("has not the portal's head")
    title = words(next(root.iter("title"), root))
    if not CHINESE.search(title.partition("·")[0]) or "·" not in title:
        found.append(f"is called {title!r}")
    if said := OF_A_MACHINE.search(page.text):
        found.append(f"says {said[0]!r}")
    return found


def answers_on(page: Page) -> list[str]:
    """What a page says of what was pressed."""
    shown = [
        words(node)
        for node in page.root.iter("p", "div", "section", "ul")
        if set(ANSWERS) & set(node.get("class", "").split()) or node.get("role") == "alert"
    ]
    door = [words(node) for node in page.root.iter("div") if "door" in node.get("class", "")]
    return [said for said in [*shown, *door] if CHINESE.search(said)]


def kept_on(page: Page) -> set[str]:
    """All that stands in fields, as it can be sent again."""
    fields = (node for node in page.root.iter(*FIELDS))
    return {(shown_in(n) if n.tag == "textarea" else n.get("value")) or "" for n in fields}


def succeeded(page: Page) -> bool:
    """Whether it says that something was done."""
    return any("success" in node.get("class", "").split() for node in page.root.iter("div"))
