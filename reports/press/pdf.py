"""The bulletin as PDF. Nothing is fetched while it is rendered, and only the kit is seen."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from xml.etree import ElementTree

from cssselect2 import ElementWrapper

from reports.press import fonts

fonts.use()  # before Pango looks for fonts for the first time


from weasyprint import CSS, HTML  # noqa: E402
from weasyprint.document import Document  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import URLFetcher  # noqa: E402

from reports.documents.content import Content  # noqa: E402
from reports.press import fitting, justify, markup  # noqa: E402, F401 - justify takes its place in WeasyPrint

FETCHER = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
ALONE = (
    threading.RLock()
)  # Pango's fonts are one process's: two threads in them at once corrupt its memory


class Page(HTML):
    """A well-formed page, read by a parser in C; its own style sheet says what each element is, and
    no other is applied.

    It has what the pinned version asks a page for, one private method among it; every test of the
    PDF goes through it.
    """

    def __init__(self, root: ElementTree.Element) -> None:
        self.base_url, self.url_fetcher, self.media_type = None, FETCHER, "print"
        self.etree_element = root
        self.wrapper_element = ElementWrapper.from_html_root(
            self.etree_element, content_language=None
        )

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return []


@cache
def style() -> tuple[CSS, FontConfiguration]:
    """The style sheet with its fonts, parsed once; raises NoKit where the font kit is not whole."""
    if wrong := fonts.fault():
        raise fonts.NoKit(wrong)
    fonts.use()  # the kit may have come since
    configuration = FontConfiguration()
    text = markup.STYLE.read_text(encoding="utf-8")
    return CSS(string=text, font_config=configuration, url_fetcher=FETCHER), configuration


def render(content: Content) -> bytes:
    """The bulletin's pages as a PDF file; raises NoKit where the font kit is not whole."""
    with ALONE, uncollected():
        css, configuration = style()

        def lay(root: ElementTree.Element) -> Document:
            return Page(root).render(stylesheets=[css], font_config=configuration)

        return fitting.fitted(ElementTree.fromstring(markup.html(content)), lay).write_pdf()


def warm() -> None:
    """Set a character, so that the first paper finds style sheet and fonts read; nothing while the
    kit is being cut."""
    if fonts.faces():
        with ALONE:
            css, configuration = style()
            root = ElementTree.fromstring("<html><body><p>一</p></body></html>")
            Page(root).render(stylesheets=[css], font_config=configuration).write_pdf()


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for garbage meanwhile, a sixth of the time: nothing of a page is garbage before it
    is printed."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
