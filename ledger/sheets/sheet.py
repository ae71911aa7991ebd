"""A sheet as every reader gives it, and the limits that all of them keep."""

import re
from typing import TypedDict

from shanyin_charging.cleaning import cleaned
from shanyin_charging.packed import CONTROLS

MOST_SHEETS, MOST_ROWS, MOST_SCANNED, MOST_COLUMNS, MOST_TEXT = 30, 6000, 20_000, 60, 2000
LETTERS = 26
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufe0e\ufe0f]")  # signs without a width
AS_ABOVE = {"〃", "″", "〞", "”", '"', "同上", "同前", "同上行"}


class Sheet(TypedDict):
    """One sheet as it was read; numbers count from 1. JSON keeps the pairs as lists."""

    name: str
    hidden: bool
    rows: list[tuple[int, list[str]]]  # (number, texts) of those that are not empty
    faults: list[tuple[int, int, str]]  # (row, column, Chinese sentence)
    merged: list[list[int]]  # [first row, first column, last row, last column]
    hidden_rows: list[int]
    hidden_columns: list[int]
    old: bool  # of a make that does not tell what is hidden


def empty_sheet(name: str) -> Sheet:
    """A sheet with nothing in it yet."""
    return {
        "name": name,
        "hidden": False,
        "rows": [],
        "faults": [],
        "merged": [],
        "hidden_rows": [],
        "hidden_columns": [],
        "old": False,
    }


def are_whole(sheets: list[Sheet]) -> bool:
    """Whether sheets that were kept say all that is read today; an earlier release read less."""
    return all(empty_sheet("").keys() <= sheet.keys() for sheet in sheets)


def said_again(sheet: Sheet) -> None:
    """Write what stands above a mark of repetition (〃, 同上) in its place."""
    above: list[str] = []
    for _, texts in sheet["rows"]:
        for place, text in enumerate(texts):
            if text in AS_ABOVE and place < len(above):
                texts[place] = above[place]
        above = texts


def clean(text: str) -> str:
    """A cell's text without control characters and outer spaces, of bounded length."""
    text = CONTROLS.sub("", cleaned(text[: 2 * MOST_TEXT]))
    return (text if text.isascii() else UNSEEN.sub("", text)).strip()[:MOST_TEXT]


def column_name(number: int) -> str:
    """The letters of a column, 1 being A."""
    letters = ""
    while number:
        number, place = divmod(number - 1, LETTERS)
        letters = chr(ord("A") + place) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column, A being 1."""
    number = 0
    for letter in letters:
        number = number * LETTERS + ord(letter) - ord("A") + 1
    return number
