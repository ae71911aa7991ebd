"""Columns that are single piles of a site, 1号桩, 2号桩: each is told apart, so that a cell is a
pile and the piles of a row one site."""

import re

from .currents import current_of
from .heads import BRACKETS
from .layout import column
from .settled import COUNTS, Table
from .sheet import Sheet
from .values import Unclear, folded, plain, tenths

PART = "pile="  # begins what such a column counts apart
NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]+)"
PILE = r"(?:充?电桩|桩|充电机|设备)"
MEANS = {  # what stands behind the number of a pile: its field
    "功率": "power",
    "额定功率": "power",
    "类型": "current",
    "桩型": "current",
    "编号": "pile_code",
    "编码": "pile_code",
    "枪数": "connectors",
    "": "",
}
NUMBERED = re.compile(
    rf"(?P<pile>第?{NUMBER}[#号台个]{PILE}?|{NUMBER}{PILE}|{PILE}[#号]?{NUMBER}[#号]?)"
    rf"(?P<means>{'|'.join(MEANS)})"
)
LEAST, MOST = 30, 10_000  # tenths of a kilowatt that a bare number may be


def number_piles(table: Table, sheet: Sheet) -> None:
    """Give each column of a single pile its field and its part; where other columns count the piles
    those of power add up to that of the site."""
    found = {
        place: (told["pile"], told["means"])
        for place, head in enumerate(table.heads)
        if table.fields[place] not in ("site", "on") and (told := NUMBERED.fullmatch(key_of(head)))
    }
    if len({pile for pile, _ in found.values()}) < 2:
        return
    others = {name for place, name in enumerate(table.fields) if place not in found}
    are_counted = bool(others & set(COUNTS))
    if not are_counted:
        table.parts = [PART + found[at][0] if at in found else "" for at in range(len(table.heads))]
    for place, (_, means) in found.items():
        name = MEANS[means] or shown_by(column(table, sheet, place))
        is_used = not are_counted or (name == "power" and "power" not in others)
        table.fields[place] = name if is_used else ""
        table.why[place] = "head" if table.fields[place] else "part"


def key_of(head: str) -> str:
    """A head as numbered piles are known by: without unit and joints."""
    return re.sub(r"[|｜:：]|/?kw$|/?千瓦$", "", folded(BRACKETS.sub("", head)))


def is_numbered(head: str) -> bool:
    """Whether a head names a single pile."""
    return bool(NUMBERED.fullmatch(key_of(head)))


def has_piles_apart(table: Table) -> bool:
    """Whether columns of a table are single piles."""
    return any(part.startswith(PART) for part in table.parts)


def shown_by(texts: list[str]) -> str:
    """The field that cells show: a current, 直流120kW, or kilowatts; "" where they only say that a
    pile is there."""
    said = [text for text in texts if plain(text)]
    if any(current_of(folded(text)) for text in said):
        return "current"
    return "power" if said and all(map(is_power, said)) else ""


def is_power(text: str) -> bool:
    """Whether a cell says kilowatts that a pile may have."""
    try:
        return LEAST <= (tenths(text) or 0) <= MOST
    except Unclear:
        return False
