"""The last page of the text, and of each attachment, holds more than a few lines: where it would
not, lines or rows are set a little closer or wider, as an office does.

GB/T 9704-2012 sets 22 lines a page and lets special cases be adjusted. The first of the settings
below that leaves no such page is taken, so the same content is set the same way every time. It
reads the boxes of the pinned version, which are private; a test measures the pages themselves.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.document import Document
from weasyprint.formatting_structure import boxes

TEXT, ATTACHMENT, IMPRINT = "text", "attachment", "imprint"  # classes of the page's elements
# Besides the standard, in the order in which they are tried: classes of the style sheet.
SETTINGS = {
    TEXT: (
        "lines-23",
        "lines-21",
        "lines-24",
        "lines-23 snug",
        "lines-20",
        "lines-24 snug",
        "lines-21 loose",
        "lines-20 loose",
        "moved",
        "lines-20 moved",
        "lines-24 snug small",
        "lines-24 snug snugger small",
        "lines-25 snug snugger small",
    ),
    ATTACHMENT: ("close", "closer", "closest", "wide", "wider", "widest", "apart"),
}
LEAST = 0.27  # of the page's height that the last page's text reaches down

Lay = Callable[[Element], Document]


def fitted(root: Element, lay: Lay) -> Document:
    """The pages of a document, laid by `lay`; each of its parts under the first setting by which
    its last page is not all but empty, and under the standard where there is none."""
    laid, changed = lay(root), False
    body = root.find("body")
    assert body is not None, "a page has a body"
    for part in parts(body):
        if is_full_enough(laid, part, body):
            continue
        for setting in settings_of(part):
            set_to(part, setting)
            with alone(part, body):
                trial = lay(root)
            if is_full_enough(trial, part, body):
                changed = True
                break
            set_to(part, "")
    return lay(root) if changed else laid


def classes(element: Element) -> list[str]:
    """An element's classes."""
    return element.get("class", "").split()


def parts(body: Element) -> list[Element]:
    """The text and the attachments, each of which begins on a page of its own."""
    return [child for child in body if {TEXT, ATTACHMENT} & set(classes(child))]


def settings_of(part: Element) -> tuple[str, ...]:
    """What is tried for a part besides the standard; a plain sheet's tables stand in its text."""
    tried = SETTINGS[TEXT if TEXT in classes(part) else ATTACHMENT]
    return tried if part.find("section") is None else SETTINGS[ATTACHMENT] + tried


def set_to(part: Element, setting: str) -> None:
    """Give a part this setting in the place of any other."""
    part.set("class", f"{classes(part)[0]} {setting}".strip())


@contextmanager
def alone(part: Element, body: Element) -> Iterator[None]:
    """The body with nothing but what decides on the part's pages: for the text what is above it,
    for the last part the imprint."""
    whole, known = list(body), parts(body)
    others = [one for one in known if one is not part]
    if part is not known[0]:
        others += whole[: whole.index(known[0])]
    if part is not known[-1]:
        others += [child for child in whole if IMPRINT in classes(child)]
    for other in others:
        body.remove(other)
    try:
        yield
    finally:
        body[:] = whole


def is_full_enough(laid: Document, part: Element, body: Element) -> bool:
    """Whether the last page of a part reaches down far enough; a part of one page always does,
    unless the imprint has a page for itself behind it."""
    pages = [page._page_box for page in laid.pages]
    reached = [lowest(box) - page.content_box_y() for page in pages for box in of(page, part)]
    if parts(body)[-1] is part and not any(of(pages[-1], part)):
        return False
    return len(reached) < 2 or reached[-1] >= LEAST * pages[-1].height


def of(box: Any, part: Element) -> Iterator[Any]:
    """The boxes of an element within a page's box: none or one."""
    if box.element is part and not isinstance(box, boxes.LineBox):
        yield box
    elif isinstance(box, boxes.ParentBox):
        for child in box.children:
            yield from of(child, part)


def lowest(box: Any) -> float:
    """Down to where text, a table or a drawing stands in a box."""
    if isinstance(box, (boxes.TextBox, boxes.ReplacedBox, boxes.TableCellBox)):
        return box.position_y + box.margin_height()
    if isinstance(box, boxes.ParentBox):
        return max((lowest(child) for child in box.children), default=0)
    return 0
