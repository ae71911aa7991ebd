"""How a month was reported, in sentences: named and counted once it is due, before only told."""

from reports.documents.content import Sentence, Shown
from reports.figures import formats
from reports.figures.figure import Figure
from reports.figures.reading import TIMELINESS, Reading
from shanyin_charging import dates


def shown(figure: Figure) -> Shown:
    """A figure as it is printed: its digits, or why there are none."""
    return Shown(figure.key, formats.digits(figure) if figure.value is not None else figure.why)


def reporting(r: Reading) -> list[Sentence]:
    """How the month was reported, with the names of those who did not."""
    if not r.everyone or not r.state.is_judged:
        return []
    fault = [s for s in r.everyone if s.is_at_fault]
    missing = [s.unit.name for s in fault if s.state == "missing"]
    back = [s.unit.name for s in fault if s.state == "sent_back" and not s.late]
    late = [s.unit.name for s in fault if s.late]
    mending = sum(s.is_mending for s in r.everyone)
    figure = r.figure(TIMELINESS)
    on_time = f"按时报送{figure.value}家" if figure.value else "没有单位按时报送"
    whole = f"{r.month.label}应报送单位{figure.of}家，{on_time}"
    whole += f"，另有{mending}家退回修改、还在期限内。" if mending else "。"
    text = [Sentence(whole, (shown(figure),), "按时报送／应报送")]
    for words, units in (("未报送", missing), ("退回后逾期未重报", back), ("迟报", late)):
        if units:
            text.append(Sentence(f"{words}的有：{'、'.join(units)}。", rule=f"{words}的单位"))
    return text


def so_far(r: Reading) -> Sentence:
    """How many have reported a month that is not judged, and until when there is time; no names."""
    if not r.period or r.period.due_at is None:
        return Sentence(f"{r.month.label}没有按月报送。")
    there = sum(s.state not in ("missing", "sent_back") for s in r.everyone)
    told = f"已有{there}家报送" if there else "还没有单位报送"
    return Sentence(
        f"{r.month.label}情况{told}，共{len(r.everyone)}家，{dates.until(r.period.due_at)}截止。"
    )
