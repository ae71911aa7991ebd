"""What a paper is set with on this machine: its fonts and its programs. The same content is the
same bytes as long as these are the same."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import weasyprint.text.ffi as ffi
from django.conf import settings

from reports.press import fonts

PAPERS = settings.ROOT / "templates" / "bulletins"
TEMPLATES = ("print.html", "print.css", "sheet.html", "pack.html", "_attachments.html")
PROGRAMS = ("weasyprint", "pydyf", "fonttools", "python-docx", "openpyxl", "resvg-py", "segno")


@cache
def tools() -> dict[str, str]:
    """By what it is called: the digest of the fonts, and the version of each program."""
    programs = {name: version(name) for name in PROGRAMS}
    return {"字库": kit(), "排版程序": own_program(), "Pango": pango(), **programs}


def own_program() -> str:
    """The digest of what lays a paper out here: templates, style sheet and renderers."""
    sources = [*(PAPERS / name for name in TEMPLATES), *sorted(Path(__file__).parent.glob("*.py"))]
    lines = [f"{path.name} {fonts.digest(path)}" for path in sources]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def kit() -> str:
    """The digest of the kit that was cut, and of the office's own fonts beside it."""
    own = sorted(path for path in fonts.OFFICE.glob("**/*") if path.is_file())
    lines = [f"{name} {digest}" for name, digest in sorted(fonts.faces().items())]
    lines += [f"{path.name} {fonts.digest(path)}" for path in own]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def pango() -> str:
    """The version of Pango, which breaks the lines and places the letters."""
    return str(ffi.pango.pango_version())


def differing(then: dict[str, str]) -> list[str]:
    """The names of what is another one now than `then`."""
    now = tools()
    return [name for name in sorted({*then, *now}) if then.get(name) != now.get(name)]
