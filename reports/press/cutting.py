"""How the font kit is cut from its open sources, once for a machine: its set-up does it, and no
page waits for it.

python -m reports.press.cutting SOURCES    builds it from the unpacked sources (run.sh does)
"""

import json
import sys
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import uharfbuzz
from fontTools.ttLib import TTFont
from fontTools.ttLib.reorderGlyphs import reorderGlyphs
from fontTools.ttLib.scaleUpem import scale_upem

from reports.press.fonts import KIT, MANIFEST, OFFICE, NoKit, digest

SPACES, ASCII = {0x20, 0xA0}, set(range(0x21, 0x7F))
ASCENT, DESCENT = (
    880,
    -120,
)  # of a thousand: with one line for all, a page holds 22 lines whatever faces they mix
HALF_WIDTH = 500  # of a digit, so that two stand in one character's place
HANGUL = {
    *range(0x1100, 0x1200),
    *range(0x3130, 0x3190),
    *range(0xA960, 0xA980),
    *range(0xAC00, 0xD800),
}
UNUSED = (
    "GSUB",
    "GPOS",
    "GDEF",
    "VORG",
    "vhea",
    "vmtx",
)  # of vertical lines, Latin pairs and the like
ROOT = Path(__file__).parents[2]
WORDS = (
    "fixtures",
    "templates",
    "shanyin_charging",
    "targets",
    "ledger",
    "reports",
)  # where the portal's own words stand


@dataclass(frozen=True)
class Cut:
    """One file of the kit: from which source, and which characters of it."""

    source: str
    number: int = 0  # of the face in a collection
    # all, digits (ASCII), hanzi (all but ASCII), rare (what the Fandol faces lack, without Korean)
    part: str = "all"


SERIF_SC = 2  # the mainland shapes in Noto's collections
CUTS = {
    "BNum": Cut("NotoSerifCJK-Regular.ttc", SERIF_SC, "digits"),
    "BFang": Cut("FandolFang-Regular.otf", part="hanzi"),
    "BKai": Cut("FandolKai-Regular.otf", part="hanzi"),
    "BHei": Cut("FandolHei-Regular.otf"),
    "BSong": Cut("FandolSong-Regular.otf"),
    "BBiao": Cut("FandolSong-Bold.otf"),
    "BRare": Cut("NotoSerifCJK-Regular.ttc", SERIF_SC, "rare"),
    "BRareB": Cut("NotoSerifCJK-Bold.ttc", SERIF_SC, "rare"),
}


def build(sources: Path) -> None:
    """Cut the eight files from what lies anywhere under `sources` or among the system's fonts, with
    their manifest."""
    KIT.mkdir(parents=True, exist_ok=True)
    OFFICE.mkdir(exist_ok=True)
    MANIFEST.unlink(missing_ok=True)  # until it is whole again the press says that it is not
    common = TTFont(found("FandolFang-Regular.otf", sources), lazy=True)
    known, line, first = set(common.getBestCmap()), common["BASE"], own_words()
    for name, face in CUTS.items():
        font = cut(found(face.source, sources), face, known)
        if face.part == "digits":
            narrow(font)
        name_it(font, name)
        stand_on(font, line)
        put_first(font, first)
        font.save(KIT / f"{name}.otf")
    digests = {name: digest(KIT / f"{name}.otf") for name in CUTS}
    made = MANIFEST.with_suffix(".made")
    made.write_text(json.dumps(digests, indent=1) + "\n", encoding="utf-8")
    made.replace(MANIFEST)


def found(name: str, sources: Path) -> Path:
    """The first file of the name; raises NoKit where there is none."""
    for root in (sources, Path("/usr/share/fonts")):
        for path in sorted(root.rglob(name)):
            return path
    raise NoKit(f"no source {name} under {sources}")


def cut(path: Path, face: Cut, known: set[int]) -> TTFont:
    """The wanted characters of a face, with both spaces: a font without them prints a box for
    each."""
    font = TTFont(path, fontNumber=face.number, recalcBBoxes=False, recalcTimestamp=False)
    codes = set(font.getBestCmap())
    rare = codes - known - ASCII - HANGUL
    wanted = {"all": codes, "digits": ASCII, "hanzi": codes - ASCII, "rare": rare}[
        face.part
    ] | SPACES
    if face.part in ("all", "hanzi"):
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap = {code: glyph for code, glyph in table.cmap.items() if code in wanted}
    else:
        font = subset(path, face.number, wanted)
    for table in UNUSED:
        if table in font:
            del font[table]
    return font


def subset(path: Path, number: int, wanted: set[int]) -> TTFont:
    """A small font of these characters; HarfBuzz cuts in a blink."""
    chosen = uharfbuzz.SubsetInput()
    chosen.sets(uharfbuzz.SubsetInputSets.LAYOUT_FEATURE_TAG).clear()
    chosen.sets(uharfbuzz.SubsetInputSets.UNICODE).set(wanted)
    blob = uharfbuzz.subset(uharfbuzz.Face(path.read_bytes(), number), chosen).blob.data
    return TTFont(BytesIO(blob), recalcBBoxes=False, recalcTimestamp=False)


def narrow(font: TTFont) -> None:
    """Scale the digits to half a character's width, and all that goes with them."""
    width = font["hmtx"][font.getBestCmap()[ord("0")]][0]
    scale_upem(font, round(1000 * HALF_WIDTH / width))
    font["head"].unitsPerEm = 1000
    if "FontMatrix" in font["CFF "].cff.topDictIndex[0].rawDict:
        font["CFF "].cff.topDictIndex[0].FontMatrix = [0.001, 0, 0, 0.001, 0, 0]


def name_it(font: TTFont, name: str) -> None:
    """The kit's own name, under which every program finds the same face."""
    font["name"].names = []
    for number, text in ((1, name), (2, "Regular"), (3, name), (4, name), (6, name)):
        font["name"].setName(text, number, 3, 1, 0x409)
    top = font["CFF "].cff
    top.fontNames = [name]
    top.topDictIndex[0].FullName = top.topDictIndex[0].FamilyName = name
    font["OS/2"].usWeightClass, font["OS/2"].fsSelection, font["head"].macStyle = 400, 0x40, 0


def stand_on(font: TTFont, line: Any) -> None:
    """One ascent, descent and baseline for all: else a digit or a rare character makes its line
    higher."""
    font["BASE"] = deepcopy(line)
    metrics, head = font["OS/2"], font["hhea"]
    head.ascent = metrics.sTypoAscender = metrics.usWinAscent = ASCENT
    head.descent = metrics.sTypoDescender = DESCENT
    metrics.usWinDescent = -DESCENT
    head.lineGap = metrics.sTypoLineGap = 0


def own_words() -> set[int]:
    """The code points that the plan, the pages and the sentences of the portal are written with,
    some twelve hundred."""
    files = [
        path
        for folder in WORDS
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".json", ".html", ".py")
    ]
    return {ord(character) for path in files for character in path.read_text(encoding="utf-8")}


def put_first(font: TTFont, codes: set[int]) -> None:
    """Number these characters' glyphs first.

    A file that embeds a glyph has room for all those before it, so what a bulletin prints is best
    found at the beginning: a tenth of the time of printing, a quarter of the file.
    """
    old, glyphs, top = font.getGlyphOrder(), font.getBestCmap(), font["CFF "].cff.topDictIndex[0]
    first = dict.fromkeys([old[0], *(glyphs[code] for code in sorted(codes & set(glyphs)))])
    new = [*first, *(glyph for glyph in old if glyph not in first)]
    dictionaries = dict(zip(old, top.FDSelect.gidArray, strict=True))
    reorderGlyphs(font, new)
    top.FDSelect.gidArray = [
        dictionaries[glyph] for glyph in new
    ]  # fontTools moves the outlines only


if __name__ == "__main__":
    build(Path(sys.argv[1]))
