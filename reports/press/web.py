"""The bulletin as a page: the same text and tables, each figure linked to its origin; frozen as a
fragment when issued, and drawn anew from the same content to be read."""

from django.template.loader import render_to_string

from reports.documents.content import Content
from reports.press import drawings
from reports.press.leading import Names, led


def render(content: Content) -> bytes:
    """The sheet as HTML, without the portal around it, as it is frozen when issued."""
    return drawn("sheet", content.with_each_key_once()).encode()


def fragment(content: Content, names: Names, marked: bool = False) -> str:
    """The sheet to be read: each number and each name leads to its figure, each paragraph can be
    pointed at; `marked` shows what was computed and what no longer agrees with it."""
    return drawn("read", led(content, names, marked), marked)


def drawn(template: str, content: Content, marked: bool = False) -> str:
    """The sheet of content whose keys stand once each."""
    return render_to_string(
        f"bulletins/{'pack' if content.head == 'pack' else template}.html",
        {
            "content": content,
            "marked": marked,
            "drawn": [
                (attachment, [(chart, drawings.svg(chart)) for chart in attachment.charts])
                for attachment in content.attachments
            ],
        },
    )
