"""The bulletin as PDF, laid out after GB/T 9704-2012. Nothing is fetched while it is rendered."""
from functools import cache

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from .compose import Bulletin

STYLE = settings.ROOT / "templates" / "reports" / "bulletin_print.css"
FETCHER = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)


@cache
def style() -> tuple[CSS, FontConfiguration]:
    fonts = FontConfiguration()
    return CSS(string=STYLE.read_text(encoding="utf-8"), font_config=fonts, url_fetcher=FETCHER), fonts


def render(content: Bulletin) -> bytes:
    """The bulletin's pages as a PDF file."""
    css, fonts = style()
    html = render_to_string("reports/bulletin_print.html", {"content": content, "demo": settings.DEMO})
    return HTML(string=html, url_fetcher=FETCHER).write_pdf(stylesheets=[css], font_config=fonts)
