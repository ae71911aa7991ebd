"""Make the README's pictures from a served demo: python -m tests.pictures http://127.0.0.1:8000"""

import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

from tests import chromium

FOLDER = Path(__file__).parent / "pictures"
PASSWORD = "shanyin-demo-2025"
PAGES = {
    "dispatch": ("leader", "/dispatch/", 768),
    "coverage": ("leader", "/coverage/", 900),
    "report": ("officer", "/", 900),
}


def main(portal: str):
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        for name, (username, path, height) in PAGES.items():
            page = browser.new_context(
                viewport={"width": 1366, "height": height}, locale="zh-CN"
            ).new_page()
            page.goto(f"{portal}/sign-in/")
            page.fill("#id_username", username)
            page.fill("#id_password", PASSWORD)
            page.get_by_role("button", name="登录", exact=True).click()
            page.goto(portal + path)
            if name == "report":
                page.get_by_role("link", name="继续填报").first.click()
            page.screenshot(path=FOLDER / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
