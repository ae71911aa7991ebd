"""Justified Chinese in WeasyPrint, which stretches spaces only: what a line lacks is spread over
all its characters.

It takes the place of a private function of the pinned version; a test measures the right edge.
"""

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.line_break import create_layout

MOST = 5  # ems that a line may lack; one that lacks more was meant to end there
IDEOGRAPHS = range(0x2E80, 0x10000)


def texts(box: boxes.Box) -> Iterator[boxes.TextBox]:
    """The text boxes of a line in their order."""
    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from texts(child)


def justify_line(context: Any, line: boxes.LineBox, lacking: float) -> None:
    """Spread what the line lacks between its characters; a line without Chinese is left to
    WeasyPrint."""
    found = [box for box in texts(line) if box.text]
    count = sum(len(box.text) for box in found)
    chinese = any(ord(character) in IDEOGRAPHS for box in found for character in box.text)
    if not chinese or count < 2 or lacking > MOST * line.style["font_size"]:
        return between_words(context, line, lacking)
    spread(context, line, lacking / (count - 1), 0)
    return None


def spread(context: Any, box: boxes.Box, each: float, moved: float) -> float:
    """Widen each character's place by `each`; returns how far what follows is moved."""
    if isinstance(box, boxes.TextBox):
        box.position_x += moved
        box.style = box.style.copy()
        spacing = box.style["letter_spacing"]
        box.style["letter_spacing"] = (0 if spacing == "normal" else spacing) + each
        layout = create_layout(
            box.text, box.style, context, max_width=None, justification_spacing=0
        )
        layout.deactivate()
        box.pango_layout, more = layout, each * len(box.text)
        box.width += more
        return moved + more
    if isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        box.position_x += moved if not isinstance(box, boxes.LineBox) else 0
        before = moved
        for child in box.children:
            if child.is_in_normal_flow():
                moved = spread(context, child, each, moved)
        box.width += moved - before
        return moved
    box.translate(moved, 0)
    return moved


between_words = inline.justify_line
inline.justify_line = justify_line
