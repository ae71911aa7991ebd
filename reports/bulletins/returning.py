"""How a month was reported, in sentences: named and counted once it is due, before only told."""

from datetime import datetime

from ledger.periods import rulings, working_days
from ledger.returns import standings as ledger_standings
from reports.bulletins.saying import told
from reports.documents.content import Sentence
from reports.figures.reading import Reading
from shanyin_charging import clock, dates
from targets.models import Part

ON_TIME, TIME_LEFT = "按时报送／应报送", "补报期限"


def reporting(r: Reading) -> list[Sentence]:
    """How the month was reported, with the names of those who did not."""
    if not r.everyone or not r.state.is_judged:
        return []
    fault = [s for s in r.everyone if s.is_at_fault]
    missing = [s.unit.name for s in fault if s.state == "missing"]
    back = [s.unit.name for s in fault if s.state == "sent_back" and not s.late]
    late = [s.unit.name for s in fault if s.late]
    mending = sum(s.is_mending for s in r.everyone)
    figure = r.figure_of(Part.TIMELINESS)
    in_time = ledger_standings.punctuality(r.everyone)[0]
    parts = [f"{r.month.label}情况应报送单位{len(r.everyone)}家"]
    parts.append(f"按时报送{in_time}家" if in_time else "没有单位按时报送")
    for words, units in (("迟报", late), ("未报送", missing), ("退回后逾期未重报", back)):
        if units:
            parts.append(f"{words}{len(units)}家（{'、'.join(units)}）")
    if mending:
        parts.append(f"退回或撤回待改、未到期限{mending}家")
    return [
        told(f"{'，'.join(parts)}。", [figure] if figure else [], ON_TIME),
        *asked_of(r, [*missing, *back]),
    ]


def asked_of(r: Reading, owing: list[str]) -> list[Sentence]:
    """What those are asked who still owe the month: to hand it in while it is open, to ask for it
    to be opened once it is locked."""
    if not owing or not r.period:
        return []
    until = r.period.moments[1]
    if (r.moment or clock.now()) < until:
        return [Sentence(f"请未报单位于{dates.last_day(until)}前补报。", rule=TIME_LEFT)]
    return [Sentence("请未报单位说明原因，并向专班办公室申请补报。", rule=TIME_LEFT)]


def next_due(r: Reading) -> datetime:
    """The moment at which the next month's returns fall due."""
    following = r.month + 1
    period = r.calendar.of(r.county, following)
    due = period.due_at if period else None
    return due or working_days.due_at(following, rulings.due_rule(r.county, following.last_day))


def so_far(r: Reading) -> Sentence:
    """How many have reported a month that is not judged, and until when there is time; no names."""
    if not r.period or r.period.due_at is None:
        return Sentence(f"{r.month.label}没有按月报送。")
    there = sum(s.state not in ("missing", "sent_back") for s in r.everyone)
    number = f"已有{there}家报送" if there else "还没有单位报送"
    return Sentence(
        f"{r.month.label}情况{number}，共{len(r.everyone)}家，{dates.until(r.period.due_at)}截止。"
    )
