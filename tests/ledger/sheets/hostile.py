"""Workbooks that an officer, a broken program or an attacker may send, each with what must come of
it.

`corpus()` gives name → (bytes, expected): a str is part of the Chinese refusal, a tuple is (row,
column, text read), and a list is ("fault", row, column, part of the sentence).
"""

import io
import random
import zipfile
from datetime import date, datetime, time

from openpyxl import Workbook

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/><Override '
    'PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>{more}</Types>'
)
ROOT_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BOOK = (
    '<?xml version="1.0"?><workbook xmlns="'
    + MAIN
    + '" xmlns:r="http://schemas.openxmlformats.org/officeDocument/'
    '2006/relationships">{properties}<sheets><sheet name="表" '
    'sheetId="1" r:id="rId1"/></sheets></workbook>'
)
BOOK_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'worksheet" Target="worksheets/sheet1.xml"/>{more}</Relationships>'
)
STRINGS_TYPE = (
    '<Override PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sharedStrings+xml"/>'
)
STRINGS_REL = (
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'sharedStrings" Target="sharedStrings.xml"/>'
)


def saved(book) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def cell(value, number_format=None) -> bytes:
    """A workbook of one cell."""
    book = Workbook()
    book.active["A1"] = value
    if number_format:
        book.active["A1"].number_format = number_format
    return saved(book)


def raw(rows, doctype="", properties="", strings="", parts=(), dimension="") -> bytes:
    """A workbook whose sheet is the given XML."""
    sheet = (
        f'<?xml version="1.0"?>{doctype}<worksheet '
        f'xmlns="{MAIN}">{dimension}<sheetData>{rows}</sheetData></worksheet>'
    )
    more = (STRINGS_TYPE, STRINGS_REL) if strings else ("", "")
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES.format(more=more[0]))
        archive.writestr("_rels/.rels", ROOT_RELS)
        archive.writestr("xl/workbook.xml", BOOK.format(properties=properties))
        archive.writestr("xl/_rels/workbook.xml.rels", BOOK_RELS.format(more=more[1]))
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        if strings:
            archive.writestr("xl/sharedStrings.xml", strings)
        for name, body in parts:
            archive.writestr(name, body)
    return content.getvalue()


def inline(text, where="A1") -> str:
    number = where.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'<row r="{number}"><c r="{where}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def zipped(names) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in names:
            archive.writestr(name, body)
    return content.getvalue()


ODF = "urn:oasis:names:tc:opendocument:xmlns"
WORD = "<table:table-cell><text:p>甲</text:p></table:table-cell>"
ROWS = "table:number-rows-repeated"
REPEATED = ' table:number-columns-repeated="99999999">'


def ods(rows, parts=()) -> bytes:
    """An OpenDocument file whose one sheet has the given rows."""
    spaces = " ".join(f'xmlns:{one}="{ODF}:{one}:1.0"' for one in ("office", "text", "table"))
    body = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="表">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped([("mimetype", kind), ("content.xml", body), *parts])


def patched(content, old, new) -> bytes:
    assert old in content
    return content.replace(old, new)


def laughs(levels, width, inner="ha") -> str:
    lines = [f'<!ENTITY l0 "{inner}">'] + [
        f'<!ENTITY l{n} "{f"&l{n - 1};" * width}">' for n in range(1, levels)
    ]
    return f"<!DOCTYPE worksheet [{''.join(lines)}]>"


def sheets(names, state=None) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name in names:
        sheet = book.create_sheet(name)
        sheet["A1"] = "甲"
        sheet.sheet_state = state or "visible"
    if state:
        book.create_sheet("看得见")
    return saved(book)


def merged() -> bytes:
    book = Workbook()
    book.active["A1"] = "甲"
    book.active.merge_cells("A1:A3")
    return saved(book)


def encrypted_flag() -> bytes:
    """The directory says that the parts are encrypted."""
    content = bytearray(cell("甲"))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := content.find(signature, start)) >= 0:
            content[start + offset] |= 1
            start += 4
    return bytes(content)


def broken_checksum() -> bytes:
    content = bytearray(cell("甲"))
    content[content.find(b"PK\x01\x02") + 16] ^= 1
    return bytes(content)


def refused() -> dict[str, tuple[bytes, str]]:
    good, chance = cell("甲"), random.Random(5)
    return {
        "empty file": (b"", "空的"),
        "xls renamed": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "另存为 .xlsx"),
        "et renamed": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"E\0T\0" * 999, "另存为 .xlsx"),
        "encrypted, as Office makes it": (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16le"),
            "另存为",
        ),
        "encrypted zip": (encrypted_flag(), "密码"),
        "words that are no table": ("站点\n文化广场\n".encode(), "不是 .xlsx"),
        "web page renamed": (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        "xml spreadsheet 2003": (
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
            "XML 文件",
        ),
        "pdf renamed": (b"%PDF-1.7\n" + bytes(99), "PDF"),
        "photo renamed": (b"\xff\xd8\xff\xe0" + bytes(99), "图片"),
        "random bytes": (chance.randbytes(5000), "不是 .xlsx"),
        "one byte": (b"P", "不是 .xlsx"),
        "PK and nothing": (b"PK\x03\x04", "不完整或已损坏"),
        "cut in the middle": (good[: len(good) // 2], "不完整或已损坏"),
        "cut by one byte": (good[:-1], "不完整或已损坏"),
        "word document": (
            zipped([("word/document.xml", "<w/>"), ("[Content_Types].xml", "<Types/>")]),
            "不是 Excel",
        ),
        "plain zip": (zipped([("照片.jpg", "x")]), "不是 Excel"),
        "zip in zip": (zipped([("inner.zip", zipped([("a", "b")]))]), "不是 Excel"),
        "ods": (
            zipped(
                [
                    ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
                    ("content.xml", "<x/>"),
                ]
            ),
            "不是 Excel",
        ),
        "ods with a hundred million rows": (
            ods(
                '<table:table-row table:number-rows-repeated="99999999">'
                + WORD
                + "</table:table-row>"
            ),
            "行",
        ),
        "ods with a hundred million columns": (
            ods(f"<table:table-row>{WORD.replace('>', REPEATED, 1)}</table:table-row>"),
            "列",
        ),
        "ods whose numbers are none": (
            ods(
                '<table:table-row table:number-rows-repeated="viele">' + WORD + "</table:table-row>"
            ),
            "读不出来",
        ),
        "ods with a password": (
            ods("", [("META-INF/manifest.xml", "<m><encryption-data/></m>")]),
            "密码",
        ),
        "csv of 30,000 rows": (b"a,b\n" * 30_000, "超过6000行"),
        "csv of 500 columns": (b"," * 500 + b"x\n", "列"),
        "text with a zero byte": (b"a,b\n\x00,c\n", "不是 .xlsx"),
        "xlsm": (raw(inline("甲"), parts=[("xl/vbaProject.bin", b"\0" * 99)]), "宏"),
        "30,000 parts": (zipped([(f"xl/p{n}", "") for n in range(30_000)]), "部件超过"),
        "100,000 parts": (zipped([(f"xl/p{n}", "") for n in range(100_000)]), "超过5兆"),
        "zip bomb of one part": (
            raw(inline("甲"), parts=[("xl/media/a.bin", bytes(200_000_000))]),
            "太大",
        ),
        "zip bomb of many parts": (
            raw(inline("甲"), parts=[(f"xl/media/{n}", bytes(2_000_000)) for n in range(20)]),
            "太大",
        ),
        "name climbs out": (raw(inline("甲"), parts=[("../../etc/cron.d/x", "x")]), "不正常的路径"),
        "absolute name": (raw(inline("甲"), parts=[("/etc/passwd", "x")]), "不正常的路径"),
        "a part twice": (
            patched(
                raw(inline("甲"), parts=[("xl/worksheets/sheet2.xml", "x")]),
                b"xl/worksheets/sheet2.xml",
                b"xl/worksheets/sheet1.xml",
            ),
            "不正常的路径",
        ),
        "broken checksum": (broken_checksum(), "不完整或已损坏"),
        "entity bomb": (raw(inline("&l9;"), laughs(10, 10)), "读不出来"),
        "quadratic blow-up": (raw(inline("&l1;"), laughs(2, 20_000, "甲" * 5000)), "读不出来"),
        "outside entity": (
            raw(inline("&x;"), '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
            "读不出来",
        ),
        "outside dtd": (
            raw(inline("甲"), '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY a "b">]>'),
            "读不出来",
        ),
        "xml cut off": (raw("<row r='1'><c r='A1'>"), "读不出来"),
        "workbook that is no xml": (patched_part("xl/workbook.xml", b"\x00\x01"), "读不出来"),
        "sheet is missing": (patched_part("xl/worksheets/sheet1.xml", None), None),
        "shared string out of range": (
            raw('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', strings=f'<sst xmlns="{MAIN}"/>'),
            "读不出来",
        ),
        "a cell in the last row": (raw(inline("甲", "XFD1048576")), "行"),
        "21,000 empty rows first": (raw(inline("甲", "A21001")), "含空行"),
        "7,000 rows": (raw("".join(inline("甲", f"A{n}") for n in range(1, 7001))), "超过6000行"),
        "a million rows": (
            raw(
                "".join(f'<row r="{n}"/>' for n in range(1, 1_000_001)),
                parts=[("x", random_text(400_000))],
            ),
            "含空行",
        ),
        "61 columns": (
            raw(
                '<row r="1">'
                + "".join(f'<c r="{letters(n)}1"><v>1</v></c>' for n in range(1, 62))
                + "</row>"
            ),
            "列",
        ),
        "31 sheets": (sheets([f"表{n}" for n in range(31)]), "工作表超过"),
    }


def random_text(size) -> bytes:
    return random.Random(1).randbytes(size)


def letters(number) -> str:
    head, tail = divmod(number - 1, 26)
    return (chr(64 + head) if head else "") + chr(65 + tail)


def patched_part(name, body) -> bytes:
    """The one-cell workbook with one part replaced, or left out."""
    source = zipfile.ZipFile(io.BytesIO(raw(inline("甲"))))
    return zipped(
        [
            (n, body if n == name else source.read(n))
            for n in source.namelist()
            if n != name or body is not None
        ]
    )


def read_right() -> dict[str, tuple[bytes, tuple]]:
    return {
        "text": (cell("文化广场"), (1, 1, "文化广场")),
        "csv renamed": ("站点,台数\n文化广场,6\n".encode(), (2, 2, "6")),
        "gbk csv renamed": ("站点,台数\n文化广场,6\n".encode("gbk"), (2, 1, "文化广场")),
        "name with a backslash": (
            patched(raw(inline("甲"), parts=[("a|b", "x")]), b"a|b", b"a\\b"),
            (1, 1, "甲"),
        ),
        "number that is none stays for the field": (
            raw('<row r="1"><c r="A1"><v>zwölf</v></c></row>'),
            (1, 1, "zwölf"),
        ),
        "rare characters": (cell("薛圐圙乡窊"), (1, 1, "薛圐圙乡窊")),
        "full-width digits stay for the field": (cell("１２"), (1, 1, "１２")),
        "12台 stays for the field": (cell("12台"), (1, 1, "12台")),
        "约12 stays for the field": (cell("约12"), (1, 1, "约12")),
        "dash": (cell("—"), (1, 1, "—")),
        "text number": (cell("0012"), (1, 1, "0012")),
        "spaces around": (cell("  6 "), (1, 1, "6")),
        "whole float": (cell(6.0), (1, 1, "6")),
        "float of 0.1+0.2": (cell(0.1 + 0.2), (1, 1, "0.3")),
        "negative": (cell(-3), (1, 1, "-3")),
        "thousands": (cell("1,200"), (1, 1, "1,200")),
        "date": (cell(date(2025, 3, 5)), (1, 1, "2025-03-05")),
        "date and time": (cell(datetime(2025, 3, 5, 8, 30)), (1, 1, "2025-03-05 08:30")),
        "time": (cell(time(8, 30)), (1, 1, "08:30:00")),
        "Chinese date format": (cell(45721, 'yyyy"年"m"月"d"日"'), (1, 1, "2025-03-05")),
        "dates from 1904": (
            raw(
                '<row r="1"><c r="A1" t="d"><v>2025-03-05T00:00:00</v></c></row>',
                properties='<workbookPr date1904="1"/>',
            ),
            (1, 1, "2025-03-05"),
        ),
        "true": (cell(True), (1, 1, "是")),
        "control characters": (raw(inline("甲_x000B_乙")), None),
        "formula that looks like DDE, as text": (
            raw(inline("=cmd|'/c calc'!A0")),
            (1, 1, "=cmd|'/c calc'!A0"),
        ),
        "a dimension that lies": (
            raw(inline("甲", "B3"), dimension='<dimension ref="A1:XFD1048576"/>'),
            (3, 2, "甲"),
        ),
        "rows out of order of columns": (
            raw('<row r="2"><c r="C2"><v>3</v></c></row>'),
            (2, 3, "3"),
        ),
        "hidden sheet": (sheets(["藏"], "hidden"), (1, 1, "甲")),
        "link to another workbook": (
            raw('<row r="1"><c r="A1"><f>[1]Sheet1!A1</f><v>6</v></c></row>'),
            (1, 1, "6"),
        ),
        "formula with its value": (
            raw('<row r="1"><c r="A1"><f>3+3</f><v>6</v></c></row>'),
            (1, 1, "6"),
        ),
    }


def faults() -> dict[str, tuple[bytes, list]]:
    picture = (
        '<row r="1"><c r="A1" t="str"><f>_xlfn.DISPIMG("ID_1",'
        '1)</f><v>=DISPIMG("ID_1",1)</v></c></row>'
    )
    return {
        "formula without a value": (cell("=SUM(B1:B9)"), ["fault", 1, 1, "没有算出的值"]),
        "DDE formula": (
            raw('<row r="1"><c r="A1"><f>cmd|\'/c calc\'!A0</f></c></row>'),
            ["fault", 1, 1, "没有算出的值"],
        ),
        "error value": (
            raw('<row r="1"><c r="A1" t="e"><v>#DIV/0!</v></c></row>'),
            ["fault", 1, 1, "错误值 #DIV/0!"],
        ),
        "error of a formula": (
            raw('<row r="1"><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'),
            ["fault", 1, 1, "错误值"],
        ),
        "picture in a cell, as WPS makes it": (raw(picture), ["fault", 1, 1, "图片"]),
    }


def corpus() -> dict[str, tuple[bytes, object]]:
    return {**refused(), **read_right(), **faults()}
