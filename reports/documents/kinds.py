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
    months: int = 1  # that it tells of, up to its month

    def ends_in(self, month: int) -> bool:
        """Whether a paper of this kind can end with a month of the year."""
        return month % self.months == 0

    @property
    def last_months(self) -> str:
        """The months with which it can end, in words."""
        return f"{'、'.join(str(m) for m in range(1, 13) if self.ends_in(m))}月"


MONTH, BRIEF = (
    PaperKind("month", "月通报", "notice", "notice"),
    PaperKind("brief", "简报", "brief", "brief"),
)
QUARTER = PaperKind("quarter", "季通报", "notice", "notice", months=3)
HALF = PaperKind("half", "半年通报", "notice", "notice", months=6)
YEAR = PaperKind("year", "年度结账通报", "notice", "notice", months=12)
TERM = PaperKind("term", "方案总结通报", "notice", "notice")
UNIT = PaperKind("unit", "单位专项通报", "notice", "notice", "unit")
TASK = PaperKind("task", "任务专项通报", "notice", "notice", "task")
ROAD = PaperKind("road", "公路专项通报", "notice", "notice", "road")
CORRECTION = PaperKind("correction", "更正通报", "notice", "notice", "bulletin")
KINDS = {
    kind.code: kind
    for kind in (MONTH, BRIEF, QUARTER, HALF, YEAR, TERM, UNIT, TASK, ROAD, CORRECTION)
}
