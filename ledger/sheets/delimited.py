"""Tables as plain text: commas, tabs, semicolons or spaces, as UTF-8, UTF-16 or GBK."""

import csv
import io
import re
from collections import Counter

from shanyin_charging.confined import SAVE_AGAIN, UnreadableFile
from shanyin_charging.packed import CONTROLS

from .sheet import (
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SCANNED,
    Sheet,
    clean,
    empty_sheet,
)

ENCODINGS = (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")
DELIMITERS = ",\t;，；|"
NO_TABLE = f"这不是 .xlsx 文件，也不是能读的 CSV（改扩展名不行）；{SAVE_AGAIN}"
GAP, SPACE = re.compile(r"\s*(?:[ \u00a0]{2,}|\u3000+)\s*"), re.compile(r"[ \u00a0\u3000]+")
LIKE = 0.6  # of the lines that have as many words
NAME = "清单"  # of the one sheet that a text is


def sheets(content: bytes) -> list[Sheet]:
    """The text as one sheet; raises UnreadableFile where it is no table."""
    text = unspaced(decoded(content))
    sheet = empty_sheet(NAME)
    sheet["rows"] = rows(text, delimiter_of(text))
    if not sheet["rows"] or all(len(texts) < 2 for _, texts in sheet["rows"]):
        raise UnreadableFile(NO_TABLE)
    return [sheet]


def decoded(content: bytes) -> str:
    """The text in the encoding it shows; raises UnreadableFile for what is no text."""
    marked = next((name for mark, name in ENCODINGS if content.startswith(mark)), "")
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not CONTROLS.search(text.replace("\r", "").replace("\x0c", "")):
            return text.removeprefix("\ufeff")
    raise UnreadableFile(NO_TABLE)


def delimiter_of(text: str) -> str:
    """What sets the cells apart: what is said (sep=;) or stands most evenly in the lines."""
    if said := re.match(r"sep=(.)\r?\n", text):
        return said.group(1)
    lines = [re.sub(r'"[^"]*"', "", line) for line in text.splitlines()[:200]]
    return max(DELIMITERS, key=lambda one: sum(one in line for line in lines))


def unspaced(text: str) -> str:
    """A text whose cells are set apart by spaces, as a message is pasted, with tabs instead: by two
    or more of them, or by each where nearly all lines have as many words."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or sum(any(one in line for one in DELIMITERS) for line in lines) * 2 > len(lines):
        return text
    for gap in (GAP, SPACE):
        widths = Counter(len(gap.split(line)) for line in lines)
        width, often = max(widths.items(), key=lambda one: (one[0] > 2, one[1]))
        if width > 2 and often >= LIKE * len(lines):
            return "\n".join(gap.sub("\t", line) for line in lines)
    return text


def rows(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """(number, texts) of the rows that say something; numbers count the rows of the table, as a
    spreadsheet shows them."""
    found = []
    csv.field_size_limit(1_000_000)
    try:
        lines = csv.reader(
            io.StringIO(re.sub(r"^sep=.\r?\n", "", text), newline=""), delimiter=delimiter
        )
        for number, cells in enumerate(lines, start=1):
            texts = [unquoted(clean(cell)) for cell in cells]
            while texts and not texts[-1]:
                texts.pop()
            if len(texts) > MOST_COLUMNS:
                raise UnreadableFile(f"第{number}行超过{MOST_COLUMNS}列，请删去右边用不着的列")
            if texts:
                found.append((number, texts))
            if len(found) > MOST_ROWS or number > MOST_SCANNED:
                raise UnreadableFile(f"文件超过{MOST_ROWS}行，请分成几个文件")
    except csv.Error:
        raise UnreadableFile(NO_TABLE) from None
    return found


def unquoted(text: str) -> str:
    """A long number as exporters keep it from being rounded: ="1406…" or '1406…."""
    return re.sub(r"^(?:=\"(.*)\"|'(\d+))$", lambda m: m.group(1) or m.group(2) or "", text)
