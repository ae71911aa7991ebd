"""Tables of one file that tell of the same sites: which is read, and which lends to another."""

from .layout import column
from .settled import COUNTS, PILE, SITE, Table
from .sheet import Sheet
from .values import folded

NO_PILES = "没有桩数一列，看不出有几台桩"
NO_CHARGING = "没有提到充电桩，不像充电桩的清单"


def leave_out_repeated(tables: list[Table], sheets: list[Sheet]) -> None:
    """Of tables with the same sites read one: 全县 before those of its townships, or the piles of
    the stations that another sheet counts."""
    named = {sheet["name"]: sheet for sheet in sheets}
    lists = [table for table in tables if table.read and "site" in table.fields]
    sites = {id(one): names_in(one, named[one.sheet]) for one in lists}
    for one in lists:
        others = [other for other in lists if other is not one and other.read]
        union: set[str] = set().union(*(sites[id(other)] for other in others)) if others else set()
        is_whole = len(others) > 1 and len(sites[id(one)]) > 1 and sites[id(one)] == union
        if is_whole:
            for other in others:
                other.read, other.reason = False, f"其中各处都在表“{one.sheet}”里，不重复读"
    for one in lists:
        for other in lists:
            differ = one.grain == SITE and other.grain == PILE
            if not (differ and one.read and other.read and sites[id(one)] == sites[id(other)]):
                continue
            if {"dc", "ac"} & set(one.fields):
                other.read, other.reason = False, f"逐台的明细，各站已在表“{one.sheet}”里，不重复读"
            else:
                one.read, one.reason = False, f"各站已在表“{other.sheet}”里逐台列出，不重复读"


def lend_stations(tables: list[Table], sheets: list[Sheet]) -> None:
    """Let a table of stations that counts no piles tell of those whose piles another lists."""
    named = {sheet["name"]: sheet for sheet in sheets}
    for one in tables:
        if one.read or one.reason not in (NO_PILES, NO_CHARGING) or not one.last:
            continue
        for other in tables:
            key = "site" if "site" in other.fields else "site_code"
            is_named = other.read and key == "site"
            if not is_named and not are_nameless_piles(other) or key not in one.fields:
                continue
            said = names_in(other, named[other.sheet], key)
            if said and said <= names_in(one, named[one.sheet], key):
                other.lent_by, other.lent_on = one.sheet, key
                other.read, other.reason = True, ""
                other.grain = other.grain if is_named else PILE
                one.reason = f"各站的情况，用来补表“{other.sheet}”"


def are_nameless_piles(table: Table) -> bool:
    """Whether a row is a pile with the number of its station and not its name."""
    fields = set(table.fields)
    return (
        bool(table.last) and {"site_code", "current"} <= fields and not fields & {"site", *COUNTS}
    )


def names_in(table: Table, sheet: Sheet, key: str = "site") -> set[str]:
    """The names of the sites of a table, or their numbers, folded."""
    return {folded(text) for text in column(table, sheet, table.fields.index(key)) if text}
