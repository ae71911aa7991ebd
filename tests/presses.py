"""Presses for the benchmark: one bulletin by three of them, and people who press while others read.

Each begins with the content and ends with the PDF. Cold is a new process with Django brought up,
since the page that Chromium or WeasyPrint prints is made of Django's templates; Typst reads the
content itself and needs none.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import connection
from django.test import Client
from playwright.sync_api import sync_playwright

from reports.documents.stored import to_json
from reports.press import fonts, pdf
from tests.chromium import launch, styled
from tests.cold import typst


@contextmanager
def presses(content):
    """Label to an act that makes the PDF of the content; browsers and files are there while the
    context lasts."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        stored = Path(folder) / "content.json"
        stored.write_text(json.dumps(to_json(content)), encoding="utf-8")
        # the same faces as ours, cold as well as warm
        browser = launch(player, FONTCONFIG_FILE=str(fonts.CONFIG))

        def print_page():
            page = browser.new_page()
            page.set_content(styled(content))
            made = page.pdf(prefer_css_page_size=True)
            page.close()
            return made

        def alone(press):
            command = [sys.executable, "-m", "tests.cold", press, str(stored), str(fonts.KIT)]
            return lambda: subprocess.run(command, check=True, capture_output=True).stdout

        yield {
            "WeasyPrint, warm": lambda: pdf.render(content),
            "WeasyPrint, cold": alone("weasyprint"),
            "Typst, warm": lambda: typst(stored.read_text(encoding="utf-8"), str(fonts.KIT)),
            "Typst, cold": alone("typst"),
            "Chromium, warm": print_page,
            "Chromium, cold": alone("chromium"),
        }
        browser.close()


def processor() -> float:
    """Seconds that all processes here have had of the processors, the ended ones too: of use where
    nothing else runs."""
    used = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            used += sum(map(int, path.read_text().rpartition(")")[2].split()[11:15]))
    return used / os.sysconf("SC_CLK_TCK")


@contextmanager
def people_pressing(count, user, path):
    """While the context lasts so many people ask for the file and, where told to wait, ask again
    when the page would."""
    over, printed = threading.Event(), []

    def person():
        client = Client()
        client.force_login(user)
        while not over.is_set():
            answer = client.get(path)
            if answer.status_code == 200:
                printed.append(len(answer.content))
            over.wait(float(answer.get("Refresh", 0)))
        connection.close()

    threads = [threading.Thread(target=person) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield printed
    finally:
        over.set()
        for thread in threads:
            thread.join()
