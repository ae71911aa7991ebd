"""The bulletin's table as an Excel file: real numbers that show what is printed, and its sentences beside their keys."""
import re
from io import BytesIO

from shanyin_charging import spreadsheet
from shanyin_charging.numbers import Number

from .compose import Bulletin

KEY = "数字编号"


def render(content: Bulletin) -> bytes:
    """The bulletin's table and text as an .xlsx file."""
    rows = [[*(number_of(text) for text in row.texts), row.key] for row in content.rows]
    sentences = [[section.heading, sentence.text, "、".join(sentence.figures)] for section in content.sections
                 for paragraph in section.paragraphs for sentence in paragraph]
    kept = BytesIO()
    sheets = [(content.attachment, [*content.heads, KEY], rows), ("正文和来源", ["部分", "文字", KEY], sentences)]
    spreadsheet.workbook(sheets, content.title).save(kept)
    return kept.getvalue()


def number_of(text: str) -> str | Number:
    """What is printed, as the number that shows the same; words stay words."""
    if re.fullmatch(r"[0-9]+", text):
        return Number(int(text), "0", text)
    if re.fullmatch(r"[0-9]+\.[0-9]%", text):
        return Number(round_trip(text), "0.0%", text)
    return text


def round_trip(text: str) -> float:
    """80.7% as the 0.807 that a spreadsheet shows as 80.7%."""
    return float(f"{text.removesuffix('%')}e-2")
