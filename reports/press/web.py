"""The bulletin as a page: the same text and tables, each figure linked to its origin, frozen as a
fragment when issued."""

from django.template.loader import render_to_string

from reports.documents.content import Content
from reports.press import drawings


def render(content: Content) -> bytes:
    """The sheet as HTML, without the portal around it."""
    return fragment(content).encode()


def fragment(content: Content, marked: bool = False) -> str:
    """The sheet; `marked` shows what was computed and what no longer agrees with it."""
    content = content.with_each_key_once()
    return render_to_string(
        "bulletins/pack.html" if content.head == "pack" else "bulletins/sheet.html",
        {
            "content": content,
            "marked": marked,
            "drawn": [
                (attachment, [(chart, drawings.svg(chart)) for chart in attachment.charts])
                for attachment in content.attachments
            ],
        },
    )
