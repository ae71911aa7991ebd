"""What the codes of a list mean where it says so itself, in a note or within a head: 桩类型，1-直流
and 2-交流."""

import re

from .heads import BRACKETS
from .settled import Table
from .values import folded
from .words import Vocabulary

CODED = ("kind", "nature", "current", "status", "at_seat", "station")
PAIR = re.compile(
    r"(?P<code>\d{1,3}|[a-z](?![a-z]))(?:[-—–=:：.、)]|代表|表示|为|是)*"
    r"(?P<word>[^\d,，;；、\s()（）a-z][^,，;；、\d()（）]*)"
)
MARKS = r"^.*[：:]|^[（(\d、.)）]+"  # before the name of what is coded
BESIDE = ("说明", "表头上面的说明", "标题", "签字栏")


def legend(table: Table, vocabulary: Vocabulary) -> dict[str, dict[str, str]]:
    """Field to what its codes mean."""
    found: dict[str, dict[str, str]] = {}
    clauses = [
        clause
        for row in table.skipped
        if row.reason in BESIDE
        for text in row.texts
        for clause in re.split(r"[;；。\n]|(?<=[：:])(?=[^\d]*[：:])", text)
    ]
    said = [one.rpartition("：") if "：" in one else one.rpartition(":") for one in clauses]
    told = [(head, rest) for head, _, rest in said]
    named = [(vocabulary.head(re.sub(MARKS, "", head)), rest) for head, rest in told]
    named += [(n, h) for n, h in zip(table.fields, table.heads, strict=True) if BRACKETS.search(h)]
    for name, rest in named:
        pairs = {one["code"]: one["word"] for one in PAIR.finditer(folded(rest))}
        if len(pairs) < 2:
            continue
        if name in CODED and name in table.fields:
            found.setdefault(name, pairs)
    return found
