"""The sheets of a plan's workbook as a draft: every cell that cannot be read is told at once."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from targets.plan import sheets, words
from targets.plan.cells import NOT_WORKED_OUT, Rows
from targets.plan.draft import Draft, Fault, Row, scale_of
from targets.plan.sheets import QUOTAS, SCAN, SHEETS, YEAR, Column, Sheet

YEAR_HEAD = re.compile(rf"([0-9]{{4}}){YEAR}")
DAY = re.compile(r"([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?")
MISSING = object()  # what could not be read


class Parser:
    """Reads sheets, of a plan or others, into `draft`; `faults` says what could not be read."""

    def __init__(self, found: Mapping[str, Rows], asked: Sequence[Sheet] = SHEETS) -> None:
        self.found, self.draft = found, Draft()
        self.faults: list[Fault] = []
        for sheet in asked:
            self._take(sheet)
        if asked is not SHEETS:
            return
        self._scale()
        self.draft.scan = _scan(self.found.get(SCAN, []))
        if not self.draft.scan.strip():
            self._say(SCAN, 0, "没有内容：请把印发稿全文粘贴到这张表，一段一行")

    def _say(self, title: str, row: int, says: str) -> None:
        self.faults.append(Fault(title, row, says))

    def _take(self, sheet: Sheet) -> None:
        self.draft.rows[sheet.name], self.draft.numbers[sheet.name] = [], []
        if sheet.title not in self.found:
            self._say(sheet.title, 0, "缺这张表：请下载空白表，把内容抄到同名的表里")
        elif sheet.upright:
            self._take_upright(sheet, self.found[sheet.title])
        else:
            self._take_rows(sheet, self.found[sheet.title])

    def _take_upright(self, sheet: Sheet, rows: Rows) -> None:
        said = {_head(texts[0]): (number, texts) for number, texts in rows}
        made = {}
        for column in sheet.columns:
            number, texts = said.get(column.head, (0, []))
            self.draft.fields[column.name] = number
            if number:
                made[column.name] = self._value(
                    sheet, number, column, texts[1] if len(texts) > 1 else ""
                )
            else:
                self._say(sheet.title, 0, f"缺“{column.head}”这一项：请照空白表补上")
        self.draft.rows[sheet.name].append(_read(made))
        self.draft.numbers[sheet.name].append(1)

    def _take_rows(self, sheet: Sheet, rows: Rows) -> None:
        (first, heads), *rest = rows or [(1, [])]
        places = self._places(sheet, [_head(text) for text in heads])
        for number, texts in rest:
            if not any(text.strip() for text in texts):
                continue
            row = {
                column.name: self._value(
                    sheet, number, column, texts[place] if place < len(texts) else ""
                )
                for place, column in places
            }
            self.draft.rows[sheet.name].append(_read(row))
            self.draft.numbers[sheet.name].append(number)

    def _places(self, sheet: Sheet, heads: list[str]) -> list[tuple[int, Column]]:
        """(place, column) of each column that a sheet has; what it lacks is told."""
        columns = list(sheet.columns)
        if sheet is QUOTAS:
            years = [int(m[1]) for head in heads if (m := YEAR_HEAD.fullmatch(head))]
            columns[-1:-1] = sheets.year_columns(years)
        for column in columns:
            if column.head not in heads:
                self._say(sheet.title, 1, f"缺“{column.head}”这一列：请照空白表补上表头")
            elif heads.count(column.head) > 1:
                self._say(sheet.title, 1, f"有两列“{column.head}”：请删去一列")
        return [(heads.index(c.head), c) for c in columns if c.head in heads]

    def _value(self, sheet: Sheet, number: int, column: Column, text: str) -> Any:
        text = text.strip()
        if not text:
            if column.must:
                self._say(sheet.title, number, f"“{column.head}”没有填")
                return MISSING
            return list(column.empty) if isinstance(column.empty, tuple) else column.empty
        try:
            value = read(column, text)
        except Unread as unread:
            self._say(sheet.title, number, f"“{column.head}”{unread}")
            return MISSING
        if column.most and isinstance(value, str) and len(value) > column.most:
            long = f"“{column.head}”有{len(value)}字，最多{column.most}字：请缩短"
            self._say(sheet.title, number, long)
            return MISSING
        return value

    def _scale(self) -> None:
        """Bring amounts to the smallest unit of what their indicator counts."""
        owners = {row.get("code"): row for row in self.draft.of("indicators")}
        for name in ("targets", "milestones"):
            title = sheets.BY_NAME[name].title
            for number, row in self.draft.numbered(name):
                value, scale = row.get("value"), scale_of(owners.get(row.get("indicator"), {}))
                if value is None:
                    continue
                scale = scale if row.get("form") == "value" else 1
                whole = value * scale
                if whole != whole.to_integral_value():
                    places = f"最多{len(str(scale)) - 1}位小数" if scale > 1 else "要填整数"
                    share = "（比例写百分之几：60%写 60）" if row.get("form") == "share" else ""
                    self._say(title, number, f"“数值”{value}写得太细：{places}{share}")
                    row["value"] = None
                else:
                    row["value"] = int(whole)


class Unread(ValueError):
    """A cell's text that says nothing to its column; goes on the column's name."""


def read(column: Column, text: str) -> Any:
    """The value of a cell; raises Unread with what is wrong and how to mend it."""
    if text == NOT_WORKED_OUT or text.startswith("#"):
        raise Unread(f"是错误值“{text[1:]}”：请改填文字或数")
    match column.reads:
        case "number":
            if not (text.isascii() and text.isdigit() and len(text) < 10):
                raise Unread(f"要填整数，不带单位；现在是“{text}”")
            return int(text)
        case "amount":
            return _amount(text)
        case "day":
            return _day(text)
        case "tick":
            if text not in (words.YES, words.NO):
                raise Unread(f"请填“是”或“否”；现在是“{text}”")
            return text == words.YES
        case "word":
            return _word(column, text)
        case "words":
            return [_word(column, part) for part in words.parted(text)]
        case "codes":
            return words.parted(text)
        case "texts":
            return [part.strip() for part in re.split("[；;\n]", text) if part.strip()]
    return text


def _word(column: Column, text: str) -> str:
    assert column.words
    try:
        return column.words.read(text)
    except KeyError:
        offered = "、".join(column.words.offered)
        raise Unread(f"没有“{text}”这个词：请从这些里选：{offered}") from None


def _amount(text: str) -> Decimal:
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or value < 0 or value > 10**8:
        raise Unread(f"要填不小于0的数，不带单位；现在是“{text}”")
    return value


def _day(text: str) -> str:
    found = DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())).isoformat() if found else _no_day(text)
    except ValueError:
        return _no_day(text)


def _no_day(text: str) -> str:
    raise Unread(f"要填日期，如 2026-03-20；现在是“{text}”")


def _head(text: str) -> str:
    return text.strip().rstrip("*＊").strip()


def _read(row: Row) -> Row:
    """What of a row could be read."""
    return {name: value for name, value in row.items() if value is not MISSING}


def _scan(rows: Rows) -> str:
    """The lines of the document, empty ones too."""
    lines = {number: texts[0] for number, texts in rows if number > 1}
    return "".join(f"{lines.get(number, '')}\n" for number in range(2, max(lines, default=1) + 1))
