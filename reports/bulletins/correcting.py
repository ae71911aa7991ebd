"""更正通报: what an issued paper said and what is right, why where that is on record, and whether
the rest of it stands."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from ledger.entries import facts
from ledger.models import Cause, Entry
from reports.bulletins import tables
from reports.bulletins.differences import NOT_THERE, Difference
from reports.bulletins.framing import WORK_SHOWN, content
from reports.bulletins.saying import paragraph
from reports.documents.content import Attachment, Content
from reports.documents.kinds import CORRECTION
from reports.figures.basis import LEAST_GAP, PACE, SLOW_WITHIN, STOPPED_COUNTS
from reports.figures.figure import Figure
from reports.figures.reading import Reading
from reports.models import Bulletin
from targets.models import Plan, Ruling
from targets.plan import queries

FOLLOWS = "随有关数字更正"  # the reason of a number that is no figure of its own
JUDGING = (PACE, SLOW_WITHIN, LEAST_GAP)  # of which the light follows, and no number
HEADS, WIDTHS = ("项目", "原通报", "更正后", "原因"), (25, 27, 27, 21)


def correction(
    r: Reading,
    was: Bulletin,
    differences: Sequence[Difference],
    reasons: Mapping[str, str],
    rest_stands: bool = False,
) -> Content:
    """The correction of an issued bulletin by `differences` of (name, then, now), with the reason
    of each that has one; whether the rest stands is said where it was proved."""
    title = f"{r.month.label}通报有关内容更正对照表"
    why = {row: reason_for(row, reasons) for row in differences}
    rows = tuple(tables.cells(*row, why[row]) for row in differences)
    table = tables.Table(title, HEADS, rows, WIDTHS)
    rest = ["其余内容不变"] if rest_stands else []
    rest += ["全部更正见附件"] if len(rows) > WORK_SHOWN else []
    told = [reason for reason in dict.fromkeys(why.values()) if reason not in ("", FOLLOWS)]
    body = [
        paragraph(
            f"经核对，《{was.title}》（{was.number}）中的{len(rows)}处内容需要更正，现通报如下。"
        ),
        *(paragraph(put_right(row)) for row in differences[:WORK_SHOWN]),
        *([paragraph(f"更正的原因：{'；'.join(told)}。")] if told else []),
        *([paragraph(f"{'，'.join(rest)}。")] if rest else []),
    ]
    return content(
        r,
        CORRECTION,
        f"关于更正{r.month.label}通报有关内容的通报",
        body,
        [Attachment(title, (table,))],
    )


def reason_for(row: Difference, reasons: Mapping[str, str]) -> str:
    """Why this is another one now: by its name, behind which an earlier correction may be named."""
    name = next(
        (name for name in reasons if row.name == name or row.name.startswith(name + "（")), ""
    )
    return reasons[name] if name else FOLLOWS if row.is_number else ""


def put_right(row: Difference) -> str:
    """One correction in a sentence; sentences are quoted, a number stands bare."""
    then, now = (f"“{text}”" if "。" in text else text for text in (row.then, row.now))
    if row.then == NOT_THERE:
        return f"{row.name}，增加{now}。"
    if row.now == NOT_THERE:
        return f"{row.name}，删去{then}。"
    return f"{row.name}，原为{then}，更正为{now}。"


def reasons_of(
    was: Bulletin, moved: Mapping[str, Difference], figures: Mapping[str, Figure]
) -> dict[str, str]:
    """By its name why a figure is another one now: what its own entries of since say, else what
    was ruled since about how it is counted; without those that nothing on record explains."""
    late, ruled = late_entries(was), rulings_since(was)
    found = {}
    for key, difference in moved.items():
        selections = figures[key].selections
        now = facts.entries_behind(was.county, selections)
        then = facts.entries_behind(was.county, selections, was.plain.known)
        numbers = {*now.values_list("pk", flat=True)} ^ {*then.values_list("pk", flat=True)}
        why = [text for entry, text in late if {entry.pk, entry.replaces_id} & numbers]
        if said := "；".join(dict.fromkeys(why)) or ruled.get(figures[key].code):
            found[difference.name] = said
    return found


def late_entries(was: Bulletin) -> list[tuple[Entry, str]]:
    """What was posted since for the months that the paper tells of, each with why."""
    posted = Entry.objects.filter(
        county=was.county, number__gt=was.plain.known, on__lte=was.month.last_day
    ).select_related("line__version__submission__unit", "line__version__submission__period")
    return [(entry, why(entry)) for entry in posted.order_by("number")]


def why(entry: Entry) -> str:
    """Why an entry came late: the words of the correction, else what brought it."""
    if entry.after_close:
        return f"结账后补登（{entry.after_close}）"
    if entry.replaces_id and entry.note:
        return entry.note
    if entry.cause == Cause.REVERSED:
        return "撤销通过"
    if entry.line is None:
        return "补登"
    submission = entry.line.version.submission
    return f"{submission.unit}{submission.period or ''}审核通过后计入"


def rulings_since(was: Bulletin) -> dict[str, str]:
    """By the code of an indicator the documents of what was ruled about how it is counted since the
    paper was issued."""
    plan = queries.plan_for(was.month)
    if was.issued_at is None:
        return {}
    after = was.issued_at - timedelta(microseconds=1)
    ruled = Ruling.objects.of(plan).filter(recorded_at__gt=after).order_by("recorded_at")
    about = about_counting(plan)
    documents: dict[str, list[str]] = {}
    for subject, document in ruled.values_list("subject", "document_no"):
        for code in about.get(subject, ()):
            documents.setdefault(code, []).append(document)
    named = {code: "、".join(dict.fromkeys(filter(None, d))) for code, d in documents.items()}
    return {code: f"专班核定（{words}）" for code, words in named.items() if words}


def about_counting(plan: Plan) -> dict[str, list[str]]:
    """Subject of each question by whose answer figures are counted to the codes of these; what is
    out of use is counted or not in every stock."""
    found: dict[str, list[str]] = {}
    asked = plan.questions.exclude(subject__in=JUDGING).exclude(indicators=None)
    for subject, code in asked.values_list("subject", "indicators__code"):
        found.setdefault(subject, []).append(code)
    if STOPPED_COUNTS in found:
        found[STOPPED_COUNTS] = list(plan.indicators.values_list("code", flat=True))
    return found
