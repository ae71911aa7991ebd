"""The bulletin as the well-formed page of HTML that a press prints after GB/T 9704-2012, with its
style sheet beside it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string

from reports.documents.content import Content
from reports.press import drawings
from reports.press.breaking import names
from reports.press.columns import columns, laid

STYLE = settings.ROOT / "templates" / "bulletins" / "print.css"
LINE = 156  # mm of the page's text
OWN_MACHINE = ("localhost", "127.0.0.1", "::1", None)
LARGEST_HEAD = 62  # points; 上级机关 take larger ones, and one line must hold it


def head_size(text: str) -> int:
    """Points of the red head: the largest at which it fits one line."""
    points = LINE / 25.4 * 72 / max(len(text), 1)
    return max(12, min(LARGEST_HEAD, int(points)))


def is_confirmable(content: Content) -> bool:
    """Whether the address is the office's: a draft has none, and one that leads back to the
    reader's own machine is nobody's and is not printed."""
    return bool(content.code) and urlsplit(content.confirm_at).hostname not in OWN_MACHINE


def html(content: Content) -> str:
    """The page as XML that is HTML too; each figure of a table carries its key as its id, the first
    time it stands there."""
    content = content.with_each_key_once()
    return render_to_string(
        "bulletins/print.html",
        {
            "content": content,
            "demo": settings.DEMO,
            "head_size": head_size(content.issuer),
            "addressees": names(content.addressees),
            "drawn": [
                (
                    attachment,
                    [(table, columns(table), laid(table)) for table in attachment.tables],
                    [(chart, drawings.svg(chart)) for chart in attachment.charts],
                )
                for attachment in content.attachments
            ],
            "mark": drawings.confirmation(content.confirm_at) if is_confirmable(content) else "",
        },
    )
