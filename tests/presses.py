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

import typst
from django.db import connection
from django.test import Client
from playwright.sync_api import sync_playwright

from reports.documents.stored import to_json
from reports.press import fonts, markup, pdf
from tests.chromium import ARGUMENTS, PATH, launch

SOURCE = Path(__file__).parent / "bulletin.typ"
COLD = """import json, sys, django
django.setup()
from reports.bulletins import pdf
from reports.bulletins.content import from_json
sys.stdout.buffer.write(pdf.render(from_json(json.load(open(sys.argv[1])))))"""
COLD_CHROMIUM = """import json, pathlib, subprocess, sys, django
django.setup()
from reports.bulletins import markup
from reports.bulletins.content import from_json
stored, page, *browser = sys.argv[1:]
style = markup.STYLE.read_text(encoding="utf-8")
text = markup.html(from_json(json.load(open(stored))))
text = text.replace("</head>", f"<style>{style}</style></head>")
pathlib.Path(page).write_text(text, encoding="utf-8")
subprocess.run(browser, check=True, capture_output=True)"""
COLD_TYPST = """import sys, typst
sys.stdout.buffer.write(typst.compile(
    sys.argv[2], font_paths=[sys.argv[3]], ignore_system_fonts=True,
    sys_inputs={"content": open(sys.argv[1]).read()}))"""


def typeset(content) -> bytes:
    return typst.compile(
        str(SOURCE),
        font_paths=[str(fonts.KIT)],
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(to_json(content))},
    )


@contextmanager
def presses(content):
    """Label to an act that makes the PDF of the content; browsers and files are there while the
    context lasts."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        stored, page_file = Path(folder) / "content.json", Path(folder) / "bulletin.html"
        stored.write_text(json.dumps(to_json(content)), encoding="utf-8")
        style = markup.STYLE.read_text(encoding="utf-8")
        browser = launch(
            player, FONTCONFIG_FILE=str(fonts.CONFIG)
        )  # the same faces as ours, cold as well as warm

        def run(*command):
            return subprocess.run(command, check=True, capture_output=True).stdout

        def print_page():
            page = browser.new_page()
            page.set_content(
                markup.html(content).replace("</head>", f"<style>{style}</style></head>")
            )
            made = page.pdf(prefer_css_page_size=True)
            page.close()
            return made

        yield {
            "WeasyPrint, warm": lambda: pdf.render(content),
            "WeasyPrint, cold": lambda: run(sys.executable, "-c", COLD, str(stored)),
            "Typst, warm": lambda: typeset(content),
            "Typst, cold": lambda: run(
                sys.executable, "-c", COLD_TYPST, str(stored), str(SOURCE), str(fonts.KIT)
            ),
            "Chromium, warm": print_page,
            "Chromium, cold": lambda: run(
                sys.executable,
                "-c",
                COLD_CHROMIUM,
                str(stored),
                str(page_file),
                PATH,
                "--headless",
                *ARGUMENTS,
                "--no-pdf-header-footer",
                f"--print-to-pdf={folder}/out.pdf",
                page_file.as_uri(),
            ),
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
