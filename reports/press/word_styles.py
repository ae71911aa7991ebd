"""How the bulletin's Word file looks: the page, the styles, the office's own faces; built once,
since styles take long."""

from functools import cache
from io import BytesIO

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

TITLE, BODY, LEVEL, HEAD, NUMBER, WIDE = (
    "方正小标宋简体",
    "仿宋_GB2312",
    "楷体_GB2312",
    "黑体",
    "宋体",
    "仿宋",
)
LATIN = "Times New Roman"
# What stands in for a face where an office's machine lacks it, so that nobody is asked.
INSTEAD = {
    TITLE: "宋体",
    BODY: "仿宋",
    LEVEL: "楷体",
    HEAD: "SimHei",
    NUMBER: "SimSun",
    WIDE: "FangSong",
}
FONT_TABLE = "/word/fontTable.xml"
LINE = Pt(28.95)  # 22 lines on 225 mm
LEFT, CENTER, RIGHT, BOTH = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
# name: font, size, alignment, first-line indent in characters
STYLES = {
    "red head": (TITLE, 21, CENTER, 0),
    "title": (TITLE, 22, CENTER, 0),
    "flush": (BODY, 16, LEFT, 0),
    "body": (BODY, 16, BOTH, 2),
    "section": (HEAD, 16, LEFT, 2),
    "which": (HEAD, 16, LEFT, 0),
    "number": (BODY, 16, CENTER, 0),
    "list": (BODY, 16, LEFT, 0),
    "signature": (BODY, 16, RIGHT, 0),
    "cell": (BODY, 12, CENTER, 0),
    "cell words": (BODY, 12, LEFT, 0),
    "cell head": (HEAD, 12, CENTER, 0),
    "note": (LEVEL, 10.5, LEFT, 0),
    "drawing": (HEAD, 12, LEFT, 0),
    "imprint": (BODY, 14, LEFT, 0),
}
# Points of a pack's letters, which is to be few sheets; its lines are as its style sheet has them.
PACK = {"body": 14, "section": 14, "flush": 14, "number": 12, "cell": 11, "cell words": 11}
PACK_LINE = Mm(8)
TIGHT = ("cell", "cell words", "cell head", "note", "drawing", "imprint", "red head")
RED = RGBColor(0xD7, 0x00, 0x0F)


@cache
def base() -> bytes:
    """An empty document with the page, the styles and the page numbers; built once, since styles
    take long."""
    document = Document()
    defaults(document)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = (
        Mm(37),
        Mm(35),
        Mm(28),
        Mm(26),
    )
    page.footer_distance = Mm(25.5)
    for name, look in STYLES.items():
        add_style(document, name, *look)
    document.styles["red head"].font.color.rgb = RED
    document.settings.odd_and_even_pages_header_footer = True
    # Margins change sides on even pages; the schema wants the element behind the zoom.
    document.settings.element.find(qn("w:zoom")).addnext(OxmlElement("w:mirrorMargins"))
    for footer, side in ((page.footer, RIGHT), (page.even_page_footer, LEFT)):
        number_pages(footer.paragraphs[0], side)
    name_fonts(document)
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def as_pack(document: Word) -> None:
    """Smaller letters on fuller pages."""
    page = document.sections[0]
    page.top_margin, page.bottom_margin, page.footer_distance = Mm(26), Mm(24), Mm(14.5)
    for name, size in PACK.items():
        style = document.styles[name]
        layout, style.font.size = style.paragraph_format, Pt(size)
        if layout.first_line_indent:
            layout.first_line_indent = Pt(2 * size)
        if name not in TIGHT:
            layout.line_spacing = PACK_LINE


def name_fonts(document: Word) -> None:
    """The file's table of fonts: each face with what stands in for it."""
    fonts = OxmlElement("w:fonts")
    for name, instead in INSTEAD.items():
        font = OxmlElement("w:font")
        font.set(qn("w:name"), name)
        for tag, value in (("altName", instead), ("charset", "86"), ("family", "auto")):
            child = OxmlElement(f"w:{tag}")
            child.set(qn("w:val"), value)
            font.append(child)
        fonts.append(font)
    (part,) = (p for p in document.part.package.iter_parts() if p.partname == FONT_TABLE)
    part._blob = serialize_part_xml(fonts)


def defaults(document: Word) -> None:
    """What no style says: the body's face and size, and Chinese."""
    fonts = (
        document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    )
    for child in list(fonts):
        fonts.remove(child)
    face(fonts, BODY)
    for tag, values in (
        ("w:sz", {"w:val": "32"}),
        ("w:lang", {"w:val": "en-US", "w:eastAsia": "zh-CN"}),
    ):
        element = OxmlElement(tag)
        for name, value in values.items():
            element.set(qn(name), value)
        fonts.append(element)


def face(properties: BaseOxmlElement, name: str) -> None:
    """The font of a run or a style: the office's Chinese face beside a Latin one."""
    fonts = properties.get_or_add_rFonts() if hasattr(properties, "get_or_add_rFonts") else None
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for kind, value in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", name)):
        fonts.set(qn(f"w:{kind}"), value)


def add_style(
    document: Word, name: str, font: str, size: float, alignment: WD_ALIGN_PARAGRAPH, indent: int
) -> None:
    """A paragraph style of a face and a size in points, indented by so many characters."""
    style = document.styles.add_style(name, 1)
    style.font.size = Pt(size)
    face(style.element.get_or_add_rPr(), font)
    layout = style.paragraph_format
    layout.alignment, layout.space_before, layout.space_after = alignment, Pt(0), Pt(0)
    layout.first_line_indent = Pt(size * indent) if indent else None
    layout.keep_with_next, layout.widow_control = name in ("section", "which", "drawing"), False
    layout.line_spacing_rule = WD_LINE_SPACING.SINGLE if name in TIGHT else WD_LINE_SPACING.EXACTLY
    layout.line_spacing = 1.0 if name in TIGHT else LINE


def number_pages(paragraph: WordParagraph, side: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 —, at the outer side."""
    paragraph.alignment = side
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    paragraph.add_run(" —")
    for run in paragraph.runs:
        run.font.size = Pt(14)
        face(run._r.get_or_add_rPr(), NUMBER)
