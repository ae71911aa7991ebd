"""The kinds of bulletins: what each is called, its red head, the series it is numbered in
(pure)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper that the office issues."""

    code: str
    label: str
    head: str  # notice, brief
    series: str  # those numbered together
    subject: str = ""  # what it is about besides a month: unit, task, road, bulletin


MONTH, BRIEF = (
    PaperKind("month", "月通报", "notice", "notice"),
    PaperKind("brief", "简报", "brief", "brief"),
)
YEAR = PaperKind("year", "年度结账通报", "notice", "notice")
UNIT = PaperKind("unit", "单位专项通报", "notice", "notice", "unit")
TASK = PaperKind("task", "任务专项通报", "notice", "notice", "task")
ROAD = PaperKind("road", "公路专项通报", "notice", "notice", "road")
CORRECTION = PaperKind("correction", "更正通报", "notice", "notice", "bulletin")
KINDS = {kind.code: kind for kind in (MONTH, BRIEF, YEAR, UNIT, TASK, ROAD, CORRECTION)}
