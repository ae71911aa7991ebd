"""The cutting of the font kit: which characters go where, and outlines that stay their characters'
own."""

from io import BytesIO

from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from reports.press import cutting, fonts

SOME = {ord(character) for character in "山阴县圐圙窊窰①㎡、。あア々〇"} | set(
    range(0x3400, 0x3420)
)


def outlines(font):
    """Character to the strokes of its glyph."""
    found, glyphs = {}, font.getGlyphSet()
    for code, glyph in font.getBestCmap().items():
        pen = RecordingPen()
        glyphs[glyph].draw(pen)
        found[code] = (pen.value, glyphs[glyph].width)
    return found


def test_characters_keep_their_outlines_when_others_are_numbered_first():
    font = cutting.subset(fonts.KIT / "BRare.otf", 0, SOME | cutting.SPACES)
    dictionaries = len(set(font["CFF "].cff.topDictIndex[0].FDSelect.gidArray))
    before, last = outlines(font), max(font.getBestCmap())
    cutting.put_first(font, {last})
    font.save(kept := BytesIO())
    again = TTFont(kept)
    assert dictionaries > 1 and outlines(again) == before
    assert again.getGlyphID(again.getBestCmap()[last]) == 1


def test_what_the_portal_says_stands_at_the_beginning_of_each_face():
    for name, words in (
        ("BFang", "全县公共充电桩保有量"),
        ("BHei", "一、总体情况"),
        ("BRare", "圐圙"),
    ):
        with TTFont(fonts.KIT / f"{name}.otf", lazy=True) as font:
            glyphs = font.getBestCmap()
            assert max(font.getGlyphID(glyphs[ord(character)]) for character in words) < 2000, name


def test_korean_is_left_out_and_both_spaces_are_in_every_face():
    for name in fonts.faces():
        with TTFont(fonts.KIT / f"{name}.otf", lazy=True) as font:
            codes = set(font.getBestCmap())
        assert codes >= cutting.SPACES and not cutting.HANGUL & codes, name
