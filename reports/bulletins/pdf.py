"""The bulletin as PDF, laid out after GB/T 9704-2012. Nothing is fetched while it is rendered, and only the kit is seen."""
import gc
import threading
from contextlib import contextmanager
from functools import cache

from . import fonts

fonts.use()  # before Pango looks for fonts for the first time

from django.conf import settings  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402
from weasyprint import CSS, HTML  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import URLFetcher  # noqa: E402

from . import drawings, justify  # noqa: E402, F401 - justify takes its place in WeasyPrint
from .content import Content  # noqa: E402

STYLE = settings.ROOT / "templates" / "bulletins" / "print.css"
FETCHER = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
LINE = 156  # mm of the page's text
ALONE = threading.RLock()  # Pango's fonts are one process's: two threads in them at once corrupt its memory
LARGEST_HEAD = 62  # points; 上级机关 take larger ones, and one line must hold it


@cache
def style() -> tuple[CSS, FontConfiguration]:
    if wrong := fonts.fault():
        raise fonts.NoKit(wrong)
    configuration = FontConfiguration()
    return (CSS(string=STYLE.read_text(encoding="utf-8"), font_config=configuration, url_fetcher=FETCHER), configuration)


def head_size(text: str) -> int:
    """Points of the red head: the largest at which it fits one line."""
    points = LINE / 25.4 * 72 / max(len(text), 1)
    return max(12, min(LARGEST_HEAD, int(points)))


def html(content: Content) -> str:
    content = content.with_each_key_once()
    return render_to_string("bulletins/print.html", {
        "content": content, "demo": settings.DEMO, "head_size": head_size(content.issuer),
        "drawn": [(attachment, [(chart, drawings.svg(chart)) for chart in attachment.charts])
                  for attachment in content.attachments],
        "mark": drawings.confirmation(content.confirm_at) if content.code else ""})


def render(content: Content) -> bytes:
    """The bulletin's pages as a PDF file; raises NoKit where the font kit is not whole."""
    with ALONE, uncollected():
        css, configuration = style()
        return HTML(string=html(content), url_fetcher=FETCHER).write_pdf(stylesheets=[css], font_config=configuration)


@contextmanager
def uncollected():
    """No search for garbage meanwhile, a sixth of the time: nothing of a page is garbage before it is printed."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
