"""The invented next plan's workbook with two faults and a row that does not add up."""

from tests.targets.plan.books import NEXT_BOOK, changed, put


def with_fault():
    """The workbook."""

    def change(book):
        put("指标", 5, "除以", None)(book)
        put("目标", 2, "年度", 2029)(book)
        put("任务数", 2, "2026年", 99)(book)

    return changed(change, NEXT_BOOK)
