"""A file that is an archive of parts, and what the XML of its sheets tells beside their values."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from shanyin_charging import packed
from shanyin_charging.confined import SAVE_AGAIN, UnreadableFile

from .sheet import MOST_COLUMNS, MOST_SCANNED, column_number

MOST_MARKS = 20_000  # hidden rows, formulas without a value and the like that are told of a sheet
BROKEN = f"这个文件读不出来，可能已损坏；{SAVE_AGAIN}"
PICTURE = "这一格放的是图片，图片请作为佐证材料上传"
NO_VALUE = "这一格是公式，文件里没有算出的值；请在 WPS 或 Excel 中打开、保存一次，或改填数值"
ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(/?)>")
VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)<|<(?:\w+:)?is\b")
PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
NUMBER = re.compile(rb"\br=[\"'](\d{1,7})[\"']")
HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
STYLE = re.compile(rb"\bs=[\"'](\d{1,6})[\"']")
COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
BOUNDS = re.compile(rb"\b(min|max)=[\"'](\d{1,6})[\"']")
MONTH_FORMATS = {17, 27, 36, 50, 52, 55, 57}  # of the numbered ones, those that show no day


@dataclass
class Told:
    """What the markup of a sheet says: (row to column to sentence) of faults, row to columns whose
    day is shown as a month only, what is hidden."""

    faults: dict[int, dict[int, str]] = field(default_factory=dict)
    months: dict[int, list[int]] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)


def opened(content: bytes) -> "Package":
    """The archive, whose directory shows nothing odd; raises UnreadableFile."""
    return Package(*packed.opened(content))


def parsed(raw: bytes) -> Element:
    """The XML of a part; raises UnreadableFile for what is broken or brings entities of its own."""
    try:
        root: Element = fromstring(raw, forbid_dtd=False)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise UnreadableFile(BROKEN) from None
    return root


class Package:
    """An archive of parts, by their names with forward slashes."""

    def __init__(self, archive: zipfile.ZipFile, names: packed.Parts) -> None:
        self.archive, self.names = archive, names

    def part(self, name: str) -> bytes:
        """The bytes of a part; raises UnreadableFile where it is missing."""
        if name not in self.names:
            raise UnreadableFile(BROKEN)
        return self.archive.read(self.names[name])

    @cached_property
    def sheet_parts(self) -> dict[str, str]:
        """Name of a sheet to the name of its part."""
        links = parsed(self.part("xl/_rels/workbook.xml.rels"))
        targets = {link.get("Id", ""): link.get("Target", "") for link in links}
        found = {}
        for sheet in parsed(self.part("xl/workbook.xml")).iter():
            if sheet.tag.rpartition("}")[2] == "sheet":
                key = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
                target = targets.get(key, "").replace("\\", "/")
                absolute = target.startswith("/")
                found[sheet.get("name", "")] = target.lstrip("/") if absolute else f"xl/{target}"
        return found

    @cached_property
    def month_styles(self) -> set[bytes]:
        """The numbers of the styles that show of a day its year and month only."""
        if "xl/styles.xml" not in self.names:
            return set()
        formats, styles = {}, []
        for one in parsed(self.part("xl/styles.xml")).iter():
            name = one.tag.rpartition("}")[2]
            if name == "numFmt":
                formats[one.get("numFmtId")] = shows_month(one.get("formatCode", ""))
            elif name == "cellXfs":
                styles = [xf.get("numFmtId", "0") for xf in one]
        return {
            str(place).encode()
            for place, number in enumerate(styles)
            if formats.get(number, number.isdigit() and int(number) in MONTH_FORMATS)
        }

    def told(self, sheet: str) -> Told:
        """What the markup of a sheet says; raises UnreadableFile for too many rows."""
        raw = self.part(self.sheet_parts.get(sheet, ""))
        if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
            raise UnreadableFile(BROKEN)
        if raw.count(b"<row ") + raw.count(b":row ") > 2 * MOST_SCANNED:
            raise UnreadableFile(
                f"表“{sheet}”超过{MOST_SCANNED}行（含空行），请删去下面的空行或分成几个文件"
            )
        told = Told(hidden_columns=hidden_columns(raw))
        for tag in ROW.findall(raw):
            if HIDDEN.search(tag) and (number := NUMBER.search(tag)):
                told.hidden_rows.append(int(number.group(1)))
        refuse_far(sheet, raw)
        wanted = self.month_styles
        if wanted or b't="e"' in raw or re.search(rb"<(?:\w+:)?f[\s/>]", raw):
            for row, column, attributes, inner in cells(raw):
                if fault := fault_of(attributes, inner):
                    told.faults.setdefault(row, {})[column] = fault
                elif wanted and (style := STYLE.search(attributes)) and style.group(1) in wanted:
                    told.months.setdefault(row, []).append(column)
        return told


def shows_month(code: str) -> bool:
    """Whether a format shows year and month and no day: yyyy"年"m"月"."""
    code = re.sub(r'\[[^\]]*\]|"[^"]*"|\\.', "", code.lower()).split(";")[0]
    return "y" in code and "m" in code and "d" not in code


def refuse_far(sheet: str, raw: bytes) -> None:
    """Raises UnreadableFile where a single far cell would make a reader fill millions between."""
    numbers = re.findall(rb"<(?:\w+:)?row\b[^>]*\br=[\"'](\d{1,10})[\"']", raw)
    if max(map(int, numbers), default=0) <= MOST_SCANNED:
        return
    for row, column, _, inner in cells(raw):
        if row > MOST_SCANNED and column and VALUE.search(inner):
            raise UnreadableFile(
                f"表“{sheet}”超过{MOST_SCANNED}行（含空行），请删去下面的空行或分成几个文件"
            )


def cells(raw: bytes) -> Iterator[tuple[int, int, bytes, bytes]]:
    """(row, column, attributes, inner markup) of the cells that say where they stand."""
    for found in CELL.finditer(raw):
        place = PLACE.search(found.group(1))
        if place:
            end = found.end() if found.group(2) else raw.find(b"</", found.end())
            while not found.group(2) and not raw[end : end + 9].partition(b">")[0].endswith(b"c"):
                end = raw.find(b"</", end + 2)
                if end < 0:
                    return
            where = column_number(place.group(1).decode()), int(place.group(2))
            yield where[1], where[0], found.group(1), raw[found.end() : end]


def fault_of(attributes: bytes, inner: bytes) -> str:
    """Why a cell's value is not what the officer sees; empty when it is."""
    if b"DISPIMG" in inner.upper():
        return PICTURE
    value = VALUE.search(inner)
    if b't="e"' in attributes:
        shown = (value.group(1) or b"").decode("utf-8", "replace") if value else ""
        return f"这一格是错误值 {shown[:20]}，请改成数字或文字"
    if re.search(rb"<(?:\w+:)?f[\s/>]", inner) and not value and b't="str"' not in attributes:
        return NO_VALUE
    return ""


def hidden_columns(raw: bytes) -> list[int]:
    """The columns that the sheet hides, of those that are read."""
    found: list[int] = []
    for column in COLUMN.findall(raw)[:MOST_MARKS]:
        if HIDDEN.search(column):
            ends = {name: int(value) for name, value in BOUNDS.findall(column)}
            first, last = ends.get(b"min", 1), min(ends.get(b"max", 0), MOST_COLUMNS)
            found += range(first, last + 1)
    return found
