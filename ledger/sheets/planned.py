"""Tables of what is to be built."""

import re

from .settled import COUNTS, Table
from .words import Vocabulary

COMING = r"(?:拟新?建?设?|计划新?建?设?|规划新?建?设?|预计|待建)"
AHEAD = re.compile(r"(?:计划|规划|预计|拟|待)(?:新?建|建成|建设|投运|投用|完工|竣工|开工)")
OF_DAY = re.compile(r"时间|日期|年月|时限")
STATED = ("on", "status")  # by which a row of such a table may yet be in service


def is_planned(table: Table, vocabulary: Vocabulary) -> bool:
    """Whether a table counts nothing but what is to be built, 拟建直流桩."""
    coming = [re.fullmatch(f"{COMING}(.+)", head) for head in table.heads]
    named = {vocabulary.head(said[1]) for said in coming if said}
    told = {name for name, why in zip(table.fields, table.why, strict=True) if why != "values"}
    return bool(named & set(COUNTS)) and not {*COUNTS, *STATED} & told


def set_aside_planned(table: Table) -> None:
    """Take the rows of a table for planned ones that by its title or its days are to be built, and
    of which no column says that they are in service."""
    days = [place for place, head in enumerate(table.heads) if OF_DAY.search(head)]
    ahead = [place for place in days if AHEAD.search(table.heads[place])]
    guessed = [place for place in ahead if table.why[place] == "values"]
    stated = {name for place, name in enumerate(table.fields) if place not in guessed}
    if (ahead or AHEAD.search(table.title)) and not set(STATED) & stated:
        for place in guessed:
            table.fields[place] = ""
        table.sections.append((0, "status", "规划"))
