"""督办和安全: matters opened, struck off and overdue in a time; what units asked to be coordinated;
checks, hazards found, cleared and still open; what the office found at sites."""

from collections.abc import Iterable, Sequence

from reports.bulletins.saying import called, flows, paragraph, told, total
from reports.documents.content import Paragraph, Sentence
from reports.figures.coordinated import coordinated
from reports.figures.definition import FOUND
from reports.figures.reading import Reading
from reports.figures.supervised import supervised
from reports.figures.visited import visited
from targets.models import Part

SUPERVISED, CHECKED = "督办：立项、销号、在办、超期", "安全检查和隐患"
TO_COORDINATE = "需协调事项：提出、办结、未办结"
VISITED = "现场核查：处数、一致、不符、隐患、销号、未销号"
AGREED = "调度会议定事项：交办、销号、在办、超期"


def matters(r: Reading, months: int = 1) -> list[Paragraph]:
    """Supervision, what meetings agreed, coordination and safety of the last so many months;
    nothing where nothing happened and nothing is open."""
    parts = (under_supervision, of_meetings, to_coordinate, checked, on_the_spot)
    found = [part(r, months) for part in parts]
    return [paragraph(sentence) for sentence in found if sentence]


def under_supervision(r: Reading, months: int) -> Sentence | None:
    """How many matters were opened and struck off, how many run at the end and are late."""
    found = supervised(r, months)
    happened = (("立项督办{}件", found.opened), ("销号{}件", found.closed))
    states = (("在办{}件", found.running), ("其中{}件超过时限", found.overdue))
    text = in_time(r, months, happened, [words.format(n) for words, n in states if n])
    return Sentence(text, rule=SUPERVISED) if text else None


def to_coordinate(r: Reading, months: int) -> Sentence | None:
    """How many matters units raised, how many were solved, what is open and for how long."""
    found = coordinated(r, months)
    named = "" if found.raised else "需协调事项"
    happened = (("提出需协调事项{}件", found.raised), (f"办结{named}{{}}件", found.solved))
    what = "" if found.raised or found.solved else "需协调事项"
    left = f"{what}未办结{found.open.number}件（{found.open.words}）"
    states = [left, f"最早的已有{found.open.longest}天"] if found.open.number else []
    text = in_time(r, months, happened, states)
    return Sentence(text, rule=TO_COORDINATE) if text else None


def of_meetings(r: Reading, months: int) -> Sentence | None:
    """How much of what meetings agreed was sent out and struck off, is in hand and late."""
    found = supervised(r, months, agreed=True)
    happened = (("交办调度会议定事项{}件", found.opened), ("销号{}件", found.closed))
    called = "" if found.opened else "调度会议定事项"
    states = ((called + "在办{}件", found.running), ("其中{}件超过时限", found.overdue))
    text = in_time(r, months, happened, [words.format(n) for words, n in states if n])
    return Sentence(text, rule=AGREED) if text else None


def in_time(
    r: Reading, months: int, happened: Iterable[tuple[str, int]], states: Sequence[str]
) -> str:
    """What happened in the time, and what stands at its end; empty where neither is."""
    events = [words.format(number) for words, number in happened if number]
    begun = f"{called(r.month, months)}{'，'.join(events)}" if events else ""
    end = "月底" if months == 1 and events else f"{r.month.month}月底"
    ended = f"{end}{'，'.join(states)}" if states else ""
    return f"{'，'.join(filter(None, (begun, ended)))}。" if begun or ended else ""


def checked(r: Reading, months: int) -> Sentence | None:
    """How many checks there were, what hazards they found, how many were cleared, how many are
    open."""
    spanned = [r.month - back for back in range(months)]
    code = r.playing(Part.CHECKS)
    checks = flows(r, code, spanned) if code else []
    happened = [("安全检查{}次", total(checks))]
    figures, states = checks, []
    if code := r.playing(Part.HAZARDS):
        found = flows(r, code, spanned, FOUND)
        before, now = r.figure(code, month=r.month - months), r.figure(code)
        cleared = (before.counted or 0) + total(found) - (now.counted or 0)
        happened += [("发现隐患{}处", total(found)), ("销号{}处", cleared)]
        grave = r.figure_of(Part.GRAVE_HAZARDS)
        of_these = f"，其中重大{grave.counted}处" if grave and grave.counted else ""
        states = [f"未销号{now.counted}处{of_these}"] if now.counted else []
        if not now.counted and any(number for _, number in happened):
            states = ["没有未销号的隐患"]
        figures = [*checks, *found, before, now, *([grave] if grave else [])]
    text = in_time(r, months, happened, states)
    return told(text, figures, CHECKED) if text else None


def on_the_spot(r: Reading, months: int) -> Sentence | None:
    """How many sites the office looked at, how many were as the ledger says, what was found, struck
    off and is open."""
    found = visited(r, months)
    named = "" if found.visits else "现场核查"
    happened = (
        ("现场核查站点{}处", found.visits),
        ("与台账一致{}处", found.agreeing),
        (f"{named}发现与台账不符{{}}件", found.differences),
        (f"{named}发现隐患{{}}处" if not found.differences else "隐患{}处", found.dangers),
        ("核查事项销号{}件", found.closed),
    )
    left = f"核查事项未销号{found.open}件，最早的已有{found.longest}天" if found.open else ""
    text = in_time(r, months, happened, [left] if left else [])
    return Sentence(text, rule=VISITED) if text else None
