"""The font kit of the bulletins: eight files under names of their own, cut from open fonts so that
they share one line.

Typesetting sees the kit and nothing else of the machine, so a missing font is an error and never
another face. An office that owns 方正小标宋, 仿宋_GB2312 and the like puts their files into
fonts/office; they come first wherever they are there.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

KIT = Path(os.environ.get("FONT_KIT") or Path(__file__).parents[2] / "var" / "fonts")
MANIFEST, CONFIG, OFFICE = KIT / "manifest.json", KIT / "fonts.conf", KIT / "office"
CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{office}</dir><dir>{kit}</dir><cachedir>{kit}/cache</cachedir></fontconfig>
"""


class NoKit(Exception):
    """The kit is not there or not what was built; its text says what is wrong."""


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def faces() -> dict[str, str]:
    """Name to digest of each file that was built; empty where there is no kit."""
    return json.loads(MANIFEST.read_text(encoding="utf-8")) if MANIFEST.exists() else {}


def fault() -> str:
    """What is wrong with the kit; empty when it is whole."""
    if not (wanted := faces()):
        return f"no font kit in {KIT}; ./run.sh install builds it"
    wrong = [
        name
        for name in wanted
        if not (KIT / f"{name}.otf").exists() or digest(KIT / f"{name}.otf") != wanted[name]
    ]
    return (
        (
            f"files of the font kit are missing or changed: "
            f"{', '.join(wrong)}; ./run.sh install builds it"
        )
        if wrong
        else ""
    )


def use() -> None:
    """Let typesetting in this process see the kit and nothing else. It must be said before the
    first page is set."""
    text = CONFIGURATION.format(office=OFFICE, kit=KIT)
    if MANIFEST.exists() and (not CONFIG.exists() or CONFIG.read_text(encoding="utf-8") != text):
        CONFIG.write_text(text, encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(CONFIG)


@cache
def characters() -> frozenset[int]:
    """The code points that the kit can print."""
    found = set()
    for name in faces():
        with TTFont(KIT / f"{name}.otf", lazy=True) as font:
            found |= set(font.getBestCmap())
    return frozenset(found)


def unknown(texts: Iterable[str]) -> list[str]:
    """The characters of texts that the kit cannot print, each once; none before it is built."""
    there = characters() if MANIFEST.exists() else None
    return sorted({c for c in "".join(texts) if there is not None and ord(c) not in there})
