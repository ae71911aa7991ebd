"""Make the README's pictures and those of the help from a served demo, looked at on its own day:
python -m tests.pictures http://127.0.0.1:8000"""

import os
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

from tests import chromium

ROOT = Path(__file__).resolve().parent.parent
FOLDER, HELP_FOLDER = ROOT / "tests/pictures", ROOT / "shanyin_charging/static/help"
PASSWORD = "shanyin-demo-2025"
PAGES = {  # account, address, height of the window, the link that leads on
    "dispatch": ("leader", "/dispatch/", 768, ""),
    "coverage": ("leader", "/coverage/", 900, ""),
    "report": ("officer", "/", 900, "继续填报"),
}
HELP = {
    "officer_form": ("officer", "/", 768, "继续填报"),
    "office_board": ("office", "/board/", 768, ""),
    "office_review": ("office", "/", 768, "审核"),
    "office_bulletins": ("office", "/bulletins/", 768, ""),
    "chief_rulings": ("chief", "/plan/discrepancies/", 768, ""),
    "leader_dispatch": ("leader", "/dispatch/", 768, ""),
    "leader_coverage": ("leader", "/coverage/", 768, ""),
    "admin_people": ("admin", "/people/", 768, ""),
    "auditor_journal": ("auditor", "/journal/", 768, ""),
}
SIZE, QUALITY = (1140, 641), 60  # of the help's, which are read on the page


def taken(browser, portal: str, username: str, path: str, height: int, link: str) -> bytes:
    """What the window shows of a page."""
    page = browser.new_context(
        viewport={"width": 1366, "height": height}, locale="zh-CN"
    ).new_page()
    page.goto(f"{portal}/sign-in/")
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.goto(portal + path)
    if link:
        page.get_by_role("link", name=link, exact=True).first.click()
    return page.screenshot()


def small(picture: bytes) -> bytes:
    """A picture as the help shows it."""
    out = BytesIO()
    image = Image.open(BytesIO(picture)).convert("RGB").resize(SIZE, Image.Resampling.LANCZOS)
    image.save(out, "WEBP", quality=QUALITY, method=6)
    return out.getvalue()


def main(portal: str):
    FOLDER.mkdir(exist_ok=True)
    HELP_FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        for name, where in PAGES.items():
            (FOLDER / f"{name}.png").write_bytes(taken(browser, portal, *where))
        for name, where in HELP.items():
            (HELP_FOLDER / f"{name}.webp").write_bytes(small(taken(browser, portal, *where)))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
