"""Columns by which a row is out of use: 停用日期, 拆除原因, filled for those that are."""

import re

from .grid import Grid
from .heads import head_key
from .settled import Table
from .values import plain

WHEN = r"(?:的?(?:时间|日期|年月日?|原因))"
OF_ENDING = re.compile(
    r"(?:已|永久|临时|暂时)?"
    rf"(?:停用|停运|停业|停止使用|关停|关闭|拆除|报废|退役|退运|注销){WHEN}"
)
OF_RESUMING = re.compile(
    rf"(?:恢复|重新启用|重新投运|复用|复运)(?:使用|运行|运营|正常|投运)?{WHEN}"
)


class Endings:
    """The columns of a table that nobody uses and that tell of an end, or that it is over."""

    def __init__(self, table: Table, grid: Grid) -> None:
        self.table, self.grid = table, grid
        free = [
            (place, head_key(head))
            for place, head in enumerate(table.heads)
            if not table.fields[place] and table.why[place] != "person"
        ]
        self.ending = [place for place, key in free if OF_ENDING.fullmatch(key)]
        self.resuming = [place for place, key in free if OF_RESUMING.fullmatch(key)]

    def of(self, number: int) -> str:
        """The head of the column by which a row is out of use; "" where it is in use."""
        if any(self.is_filled(number, place) for place in self.resuming):
            return ""
        told = [place for place in self.ending if self.is_filled(number, place)]
        return self.table.heads[told[0]] if told else ""

    def is_filled(self, number: int, place: int) -> bool:
        """Whether a cell says anything."""
        return plain(self.grid.below(number, place + 1)) not in ("", "否", "0")
