"""The stock with which a new plan begins, as every page counts it, beside what it prints."""

from collections.abc import Iterator
from datetime import date

from reports.figures.reading import read
from targets.models import Part, Plan
from targets.months import Month
from targets.plan import doubts
from targets.plan.carried import Told
from targets.plan.draft import Draft


def told(draft: Draft, before: Plan) -> Iterator[Told]:
    """The public piles at the end of the month before the draft starts, and what it prints or
    implies; nothing where the plan before counts none."""
    last = Month.of(date.fromisoformat(draft.plan["starts_on"])) - 1
    stock = read(last).figure_of(Part.IN_PLACE)
    if stock is None:
        return
    printed = doubts.implied(draft)
    words = f"截至{last.label}底台账{stock.counted or 0}台，作为起点"
    told = f"；新方案印的数推算是{printed.piles}台，并列" if printed else ""
    yield "公共充电桩", words + told
