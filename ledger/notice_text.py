"""The text of a holiday notice, pasted or typed, read; what cannot be meant is told (pure)."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from ledger.holidays import Holiday, Notice

NAMES = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
WEEKDAYS = "一二三四五六日"
DAY = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^()]*)\))?")
WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
TO = re.compile(r"\s*(?:至|到|[-—–~]+)\s*")
OFF, WORKED = "放假", "上班"
NUMBERING = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|\d+[.、])?\s*")
COUNTED = re.compile(r"共\s*(\d+)\s*天")
YEAR = re.compile(r"(\d{4})年[^。\n]{0,8}节假日安排")
DOCUMENT_NO = re.compile(r"国办发明电〔\d{4}〕\d+号")
LONGEST = 16  # days in a row that may be off


@dataclass
class Read:
    """What was made of a text: the days, what is wrong, the sentences with a day in them that were
    not taken, and the document number that stands in it."""

    off: list[Holiday] = field(default_factory=list)
    worked: list[date] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    document_no: str = ""

    def notice(self, year: int) -> Notice:
        """The notice that it is."""
        off = sorted(self.off, key=lambda one: one.first)
        return Notice(year, tuple(off), tuple(sorted(set(self.worked))))


def read(text: str, year: int) -> Read:
    """What a text says of a year: 春节：2月5日（周五）至11日（周四）放假，共7天。2月14日上班。"""
    text, found, name = unicodedata.normalize("NFKC", text), Read(), ""
    if number := DOCUMENT_NO.search(text):
        found.document_no = number[0]
    if (told := YEAR.search(text)) and int(told[1]) != year:
        found.faults.append(f"这是{told[1]}年的通知，这一页登记的是{year}年")
    for sentence in re.split(r"[。;\n]", text):
        head, colon, _ = sentence.partition(":")
        if colon and not DAY.search(head):
            name = NUMBERING.sub("", head).strip() or name
        _sentence(sentence, name, year, found)
    _together(found, year)
    return found


def _sentence(sentence: str, name: str, year: int, found: Read) -> None:
    """The days of a sentence, each kind before its word."""
    begun = 0
    for word in re.finditer(f"{OFF}|{WORKED}", sentence):
        spans = _spans(sentence[begun : word.start()], year, found.faults)
        begun = word.end()
        if word[0] == WORKED:
            found.worked += [day for first, last in spans for day in Holiday("", first, last).days]
            continue
        found.off += [Holiday(name or "放假", first, last) for first, last in spans]
        number = sum((last - first).days + 1 for first, last in spans)
        said = COUNTED.search(sentence, begun)
        if spans and said and int(said[1]) != number:
            found.faults.append(f"“{sentence.strip()}”写的是共{said[1]}天，日期算下来是{number}天")
    if not begun and DAY.search(sentence):
        found.aside.append(sentence.strip())


def _spans(text: str, year: int, faults: list[str]) -> list[tuple[date, date]]:
    """(first, last) of each day, or of each two days with a 至 between them."""
    spans: list[tuple[date, date]] = []
    month, end, years = 0, 0, year
    for told in DAY.finditer(text):
        years, month = int(told[1] or years), int(told[2] or month)
        try:
            day = date(years, month, int(told[3]))
        except ValueError:
            faults.append(f"没有“{told[0]}”这一天，月份和日期请写全")
            continue
        if (weekday := WEEKDAY.search(told[4] or "")) and (
            WEEKDAYS[day.weekday()] != weekday[1].replace("天", "日")
        ):
            faults.append(f"{day}是周{WEEKDAYS[day.weekday()]}，写的是“{told[0]}”")
        if spans and end and TO.fullmatch(text[end : told.start()]):
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
        end = told.end()
    for first, last in spans:
        if not 0 <= (last - first).days < LONGEST:
            faults.append(f"{first}至{last}不像一段假期，起止日期请核对")
    return [span for span in spans if 0 <= (span[1] - span[0]).days < LONGEST]


def _together(found: Read, year: int) -> None:
    """What the days say against each other, and what a year has to have."""
    off = {day for one in found.off for day in one.days}
    for day in sorted({*off, *found.worked}):
        if day.year != year and (day.year, day.month) != (year - 1, 12):
            found.faults.append(f"{day}不在{year}年")
    for day in sorted(set(found.worked)):
        if day in off:
            found.faults.append(f"{day}又放假又上班，请核对")
        elif day.weekday() < 5:
            found.faults.append(f"{day}是周{WEEKDAYS[day.weekday()]}，本来就上班，请核对")
    told = "、".join(one.name for one in found.off)
    if missing := [name for name in NAMES if name.removesuffix("节") not in told]:
        found.faults.append(f"没有读到{'、'.join(missing)}的放假日期")
