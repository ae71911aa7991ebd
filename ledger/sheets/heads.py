"""Heads as they are compared: without units, marks and joints, and what halves of one tell."""

import re

from .values import folded, remembered

BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
UNITS = re.compile(r"[(（\[【/]\s*([^()（）\[\]【】]*?)\s*[)）\]】]?$")
OF_FREE = re.compile(r"\(([^()/]+)/([^()/]+)\)$")
CODES = {"pile_code", "gun_code", "site_code"}


def of_halves(names: list[str | None]) -> str | None:
    """The field of a head of several halves, 景区/驿站, 桩数/枪数, 集控/电桩编号."""
    if "site" in names:
        return "site"
    if names == ["piles", "connectors"]:
        return "piles"
    told = set(filter(None, names)) & CODES
    return told.pop() if len(told) == 1 else None


@remembered
def head_key(text: str) -> str:
    """A head as it is compared: folded, without unit, marks and joints."""
    key = re.sub(r"^\d+[、.]", "", re.sub(r"^[*＊★#]+", "", folded(text)))
    key = re.sub(r"[*＊:：_\-、。★#]|\n", "", key)
    key = re.sub(r"^20\d\d年[底末]", "", key) or key
    key = re.sub("充?电桩", "充电桩", re.sub("充?电枪", "充电枪", key))
    whole = BRACKETS.sub("", key)
    return re.sub(r"[/]?(kw|千瓦|台|个)$|/[把支座套枪]$", "", whole) or key


def unit_of(head: str) -> str:
    """The unit in a head's last bracket, folded: kw of 总功率(kW); "" where it has none."""
    key = folded(head)
    found = UNITS.search(key)
    if found:
        return found.group(1)
    ending = re.search(r"(0\.1kw|mw|kw|兆瓦|千瓦|万千瓦|w)$", key)
    return ending.group(1) if ending else ""


def half_of_all(head: str) -> int | None:
    """Which half of a cell counts all of them where the other counts those that are free, 3/4 under
    快充（空闲/总数）; None for any other head."""
    said = OF_FREE.search(folded(head))
    ends = [bool(re.match("总|全部|合计", half)) for half in said.groups()] if said else []
    return ends.index(True) if sum(ends) == 1 else None
