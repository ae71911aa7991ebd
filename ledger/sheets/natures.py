"""Columns that count or tick the piles of one nature, 公共 and 专用, beside what a list counts."""

import re
from functools import cached_property
from typing import TYPE_CHECKING

from .heads import head_key
from .settling import TICKS
from .values import Unclear, count, plain

if TYPE_CHECKING:
    from .columns import Columns

HEAD = re.compile(r"(?:其中)?(公共|公用|专用)(?:充电)?桩?(?:数量?)?")


class Natures:
    """The columns of natures of a table, where there are two and no column says the nature."""

    def __init__(self, columns: "Columns") -> None:
        self.columns = columns

    @cached_property
    def places(self) -> dict[str, int]:
        """公共 and 专用 to the columns that count or tick them."""
        table = self.columns.table
        free = [n for n, name in enumerate(table.fields) if not name and not table.parts]
        found = {
            said.group(1).replace("公用", "公共"): place
            for place in free
            if (said := HEAD.fullmatch(head_key(table.heads[place].rpartition("｜")[2])))
        }
        return found if len(found) == 2 and "nature" not in self.columns.names else {}

    def of(self, number: int) -> str:
        """The one nature that they say of all piles of a row; "" where they do not."""
        columns = self.columns
        said = {w: plain(columns.grid.text(number, at + 1)) for w, at in self.places.items()}
        told = [word for word, text in said.items() if text not in ("", "0")]
        if len(told) != 1:
            return ""
        try:
            counted = sum(count(columns.first(number, name)) or 0 for name in ("dc", "ac"))
            counted = counted or count(columns.first(number, "piles")) or 0
            is_all = said[told[0]] in TICKS or count(said[told[0]]) == counted
        except Unclear:
            return ""
        return told[0] if is_all else ""
