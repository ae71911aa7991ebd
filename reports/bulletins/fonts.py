"""The font kit of the bulletins: eight files under names of their own, cut from open fonts so that they share one line.

    python -m reports.bulletins.fonts SOURCES    builds it from the unpacked sources (run.sh does)

Typesetting sees the kit and nothing else of the machine, so a missing font is an error and never another face. An office
that owns 方正小标宋, 仿宋_GB2312 and the like puts their files into fonts/office; they come first wherever they are there.
"""
import hashlib
import json
import os
import sys
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import uharfbuzz
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

KIT = Path(os.environ.get("FONT_KIT") or Path(__file__).parents[2] / "var" / "fonts")
MANIFEST, CONFIG, OFFICE = KIT / "manifest.json", KIT / "fonts.conf", KIT / "office"
SPACES, ASCII = {0x20, 0xA0}, set(range(0x21, 0x7F))
ASCENT, DESCENT = 880, -120  # of a thousand: with one line for all, a page holds 22 lines whatever faces they mix
HALF_WIDTH = 500  # of a digit, so that two stand in one character's place
CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{office}</dir><dir>{kit}</dir><cachedir>{kit}/cache</cachedir></fontconfig>
"""


@dataclass(frozen=True)
class Face:
    """One file of the kit: from which source, and which characters of it."""

    source: str
    number: int = 0  # of the face in a collection
    part: str = "all"  # all, digits (ASCII), hanzi (all but ASCII), rare (what the Fandol faces lack)


SERIF_SC = 2  # the mainland shapes in Noto's collections
FACES = {
    "BNum": Face("NotoSerifCJK-Regular.ttc", SERIF_SC, "digits"), "BFang": Face("FandolFang-Regular.otf", part="hanzi"),
    "BKai": Face("FandolKai-Regular.otf", part="hanzi"), "BHei": Face("FandolHei-Regular.otf"),
    "BSong": Face("FandolSong-Regular.otf"), "BBiao": Face("FandolSong-Bold.otf"),
    "BRare": Face("NotoSerifCJK-Regular.ttc", SERIF_SC, "rare"), "BRareB": Face("NotoSerifCJK-Bold.ttc", SERIF_SC, "rare")}


class NoKit(Exception):
    """The kit is not there or not what was built; its text says what is wrong."""


def build(sources: Path):
    """Cut the eight files from what lies anywhere under `sources` or among the system's fonts, with their manifest."""
    KIT.mkdir(parents=True, exist_ok=True)
    OFFICE.mkdir(exist_ok=True)
    common = TTFont(found("FandolFang-Regular.otf", sources), lazy=True)
    known, line = set(common.getBestCmap()), common["BASE"]
    for name, face in FACES.items():
        font = cut(found(face.source, sources), face, known)
        if face.part == "digits":
            narrow(font)
        name_it(font, name)
        stand_on(font, line)
        font.save(KIT / f"{name}.otf")
    digests = {name: digest(KIT / f"{name}.otf") for name in FACES}
    MANIFEST.write_text(json.dumps(digests, indent=1) + "\n", encoding="utf-8")


def found(name: str, sources: Path) -> Path:
    for root in (sources, Path("/usr/share/fonts")):
        for path in sorted(root.rglob(name)):
            return path
    raise NoKit(f"no source {name} under {sources}")


def cut(path: Path, face: Face, known: set[int]) -> TTFont:
    """The wanted characters of a face, with both spaces: a font without them prints a box for each."""
    font = TTFont(path, fontNumber=face.number, recalcBBoxes=False, recalcTimestamp=False)
    codes = set(font.getBestCmap())
    wanted = {"all": codes, "digits": ASCII, "hanzi": codes - ASCII, "rare": codes - known - ASCII}[face.part] | SPACES
    if face.part in ("all", "hanzi"):
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap = {code: glyph for code, glyph in table.cmap.items() if code in wanted}
        return font
    return subset(path, face.number, wanted)


def subset(path: Path, number: int, wanted: set[int]) -> TTFont:
    """A small font of these characters, without their forms for vertical lines; HarfBuzz cuts in a blink."""
    chosen = uharfbuzz.SubsetInput()
    chosen.sets(uharfbuzz.SubsetInputSets.LAYOUT_FEATURE_TAG).clear()
    chosen.sets(uharfbuzz.SubsetInputSets.UNICODE).set(wanted)
    blob = uharfbuzz.subset(uharfbuzz.Face(path.read_bytes(), number), chosen).blob.data
    return TTFont(BytesIO(blob), recalcBBoxes=False, recalcTimestamp=False)


def narrow(font: TTFont):
    """Scale the digits to half a character's width, and all that goes with them."""
    width = font["hmtx"][font.getBestCmap()[ord("0")]][0]
    scale_upem(font, round(1000 * HALF_WIDTH / width))
    font["head"].unitsPerEm = 1000
    if "FontMatrix" in font["CFF "].cff.topDictIndex[0].rawDict:
        font["CFF "].cff.topDictIndex[0].FontMatrix = [0.001, 0, 0, 0.001, 0, 0]


def name_it(font: TTFont, name: str):
    """The kit's own name, under which every program finds the same face."""
    font["name"].names = []
    for number, text in ((1, name), (2, "Regular"), (3, name), (4, name), (6, name)):
        font["name"].setName(text, number, 3, 1, 0x409)
    top = font["CFF "].cff
    top.fontNames = [name]
    top.topDictIndex[0].FullName = top.topDictIndex[0].FamilyName = name
    font["OS/2"].usWeightClass, font["OS/2"].fsSelection, font["head"].macStyle = 400, 0x40, 0


def stand_on(font: TTFont, line):
    """One ascent, descent and baseline for all: else a digit or a rare character makes its line higher."""
    font["BASE"] = deepcopy(line)
    metrics, head = font["OS/2"], font["hhea"]
    head.ascent = metrics.sTypoAscender = metrics.usWinAscent = ASCENT
    head.descent = metrics.sTypoDescender = DESCENT
    metrics.usWinDescent = -DESCENT
    head.lineGap = metrics.sTypoLineGap = 0


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fault() -> str:
    """What is wrong with the kit; empty when it is whole."""
    if not MANIFEST.exists():
        return f"no font kit in {KIT}; ./run.sh install builds it"
    wanted = json.loads(MANIFEST.read_text(encoding="utf-8"))
    wrong = [name for name in FACES
             if not (KIT / f"{name}.otf").exists() or digest(KIT / f"{name}.otf") != wanted.get(name)]
    return f"files of the font kit are missing or changed: {', '.join(wrong)}; ./run.sh install builds it" if wrong else ""


def use():
    """Let typesetting in this process see the kit and nothing else. It must be said before the first page is set."""
    text = CONFIGURATION.format(office=OFFICE, kit=KIT)
    if MANIFEST.exists() and (not CONFIG.exists() or CONFIG.read_text(encoding="utf-8") != text):
        CONFIG.write_text(text, encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(CONFIG)


@cache
def characters() -> frozenset[int]:
    """The code points that the kit can print."""
    found = set()
    for name in FACES:
        with TTFont(KIT / f"{name}.otf", lazy=True) as font:
            found |= set(font.getBestCmap())
    return frozenset(found)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
