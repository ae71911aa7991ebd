"""What is printed in the files of a paper: the numbers of its page, of Word, of Excel and of
PDF."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pdfplumber
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.year.browser import Page, words

DAY = re.compile(r"\d+[年月日]|\d{4}-\d\d-\d\d|\d\d:\d\d|附件\d+")
NUMBER = re.compile(r"\d+(?:[.:/]\d+)*%?")
AROUND = re.compile(r'(?:"(\d:)")?(0(?:\.0+)?)(?:"(/\d+)")?')
TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SUM = re.compile(r"=SUM\((\w+):(\w+)\)")
SHARE = re.compile(r"=(\w+)/(\w+)")


def numbers(text: str) -> set[str]:
    """Every number of a text."""
    return set(NUMBER.findall(text))


def of_page(page: Page) -> tuple[set[str], set[str]]:
    """(numbers of the whole sheet, those of its figures and its tables)."""
    sheets = [n for n in page.root.iter() if "sheet" in n.get("class", "").split()]
    tables = [
        table
        for node in page.root.iter("section")
        if "attachment" in node.get("class", "").split()
        for table in node.iter("table")
    ]
    figures = [a for sheet in sheets for a in sheet.iter("a") if "/figures/" in a.get("href", "")]
    told = {number for table in tables for number in in_cells(table)}
    narrow = told.union(*(numbers(words(a)) for a in figures))
    return narrow.union(*(numbers(words(sheet)) for sheet in sheets)), narrow


def in_cells(table: ElementTree.Element) -> Iterator[str]:
    """The numbers of a table, cell by cell."""
    for cell in table.iter("td"):
        yield from numbers(words(cell))


def word(content: bytes) -> str:
    """What Word prints, its foot included."""
    with ZipFile(BytesIO(content)) as file:
        root = ElementTree.fromstring(file.read("word/document.xml"))
    return "\n".join(
        "".join(t.text or "" for t in p.iter(f"{TEXT}t")) for p in root.iter(f"{TEXT}p")
    )


def of_word(content: bytes) -> set[str]:
    """The numbers that Word prints."""
    return numbers(word(content))


def of_pdf(content: bytes) -> set[str]:
    """The numbers that the printed pages have."""
    with pdfplumber.open(BytesIO(content)) as file:
        return set().union(*(numbers(page.extract_text()) for page in file.pages))


def of_excel(content: bytes) -> tuple[set[str], dict[str, str]]:
    """(every number, key of a figure to its digits where a sentence prints them) of the workbook,
    its formulas worked out. A number that stands once in a sentence is that of one figure: of a
    part that is all of its whole only the whole is printed."""
    found: set[str] = set()
    keys: dict[str, str] = {}
    for sheet in load_workbook(BytesIO(content)).worksheets:
        rows = [[shown(sheet, cell.coordinate) for cell in row] for row in sheet.iter_rows()]
        for row in rows:
            found |= set().union(*map(numbers, row))
        heads = rows[2]
        if heads[-2:] == ["数字编号", "系统数字"]:
            for _, text, _, named, digits in rows[3:]:
                there = Counter(NUMBER.findall(DAY.sub("", text)))
                for key, one in zip(named.split("、"), digits.split("、"), strict=False):
                    own = NUMBER.findall(one)
                    if key and any(there[number] for number in own):
                        keys[key] = one
                        there.subtract(own)
    return found, keys


def shown(sheet: Worksheet, at: str) -> str:
    """What a cell shows."""
    value = sheet[at].value
    if isinstance(value, str) and value.startswith("="):
        value = worked_out(sheet, value)
    form = sheet[at].number_format
    if isinstance(value, int | float) and not isinstance(value, bool):
        if around := AROUND.fullmatch(form):
            places = len(around[2]) - 2 if "." in around[2] else 0
            return f"{around[1] or ''}{value:.{places}f}{around[3] or ''}"
        if form.endswith("%"):
            return f"{value * 100:.{len(form) - 3 if '.' in form else 0}f}%"
        return f"{value:g}"
    return "" if value is None else str(value)


def worked_out(sheet: Worksheet, formula: str) -> float:
    """What a sum or a share of other cells comes to."""
    if found := SUM.fullmatch(formula):
        return sum(
            c[0].value for c in sheet[f"{found[1]}:{found[2]}"] if isinstance(c[0].value, int)
        )
    found = SHARE.fullmatch(formula)
    assert found, formula
    above, below = (worked_out(sheet, str(sheet[at].value)) for at in found.groups())
    return above / below
