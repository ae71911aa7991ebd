"""One press in a process of its own: `python -m tests.cold PRESS CONTENT KIT` prints a PDF.

A press imports no more than it needs, since its whole start is what is measured.
"""
# ruff: noqa: PLC0415 - imports are part of what is measured

import json
import subprocess
import sys
import tempfile
from pathlib import Path


def weasyprint(text: str, _kit: str) -> bytes:
    import django

    django.setup()
    from reports.documents.stored import from_json
    from reports.press import pdf

    return pdf.render(from_json(json.loads(text)))


def chromium(text: str, _kit: str) -> bytes:
    import django

    django.setup()
    from reports.documents.stored import from_json
    from tests.chromium import ARGUMENTS, PATH, styled

    with tempfile.TemporaryDirectory() as folder:
        page, made = Path(folder, "bulletin.html"), Path(folder, "bulletin.pdf")
        page.write_text(styled(from_json(json.loads(text))), encoding="utf-8")
        browser = [PATH, "--headless", *ARGUMENTS, "--no-pdf-header-footer"]
        subprocess.run(
            [*browser, f"--print-to-pdf={made}", page.as_uri()], check=True, capture_output=True
        )
        return made.read_bytes()


def typst(text: str, kit: str) -> bytes:
    import typst

    return typst.compile(
        str(Path(__file__).parent / "bulletin.typ"),
        font_paths=[kit],
        ignore_system_fonts=True,
        sys_inputs={"content": text},
    )


if __name__ == "__main__":
    press = {"weasyprint": weasyprint, "chromium": chromium, "typst": typst}[sys.argv[1]]
    sys.stdout.buffer.write(press(Path(sys.argv[2]).read_text(encoding="utf-8"), sys.argv[3]))
