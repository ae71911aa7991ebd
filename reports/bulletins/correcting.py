"""更正通报: what an issued paper said and what is right, why, and whether the rest of it stands."""

from collections.abc import Mapping, Sequence

from reports.bulletins import tables
from reports.bulletins.differences import NOT_THERE, Difference
from reports.bulletins.framing import WORK_SHOWN, content
from reports.bulletins.saying import called, paragraph
from reports.documents.content import Attachment, Content
from reports.documents.kinds import CORRECTION, HALF, KINDS, MONTH, QUARTER, TERM, YEAR
from reports.figures.reading import Reading
from reports.models import Bulletin

FOLLOWS = "随有关数字更正"  # the reason of a number that is no figure of its own
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
    about = f"{named(was)}有关内容"
    title = f"{about}更正对照表"
    why = {row: reason_for(row, reasons) for row in differences}
    rows = tuple(tables.cells(*row, why[row]) for row in differences)
    table = tables.Table(title, HEADS, rows, WIDTHS)
    rest = ["其余内容不变"] if rest_stands else []
    rest += ["全部更正见附件"] if len(rows) > WORK_SHOWN else []
    each = (part for reason in why.values() for part in reason.split("；"))
    told = [reason for reason in dict.fromkeys(each) if reason not in ("", FOLLOWS)]
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
        f"关于更正{about}的通报",
        body,
        [Attachment(title, (table,))],
    )


def named(was: Bulletin) -> str:
    """What a bulletin is called by its time, as its own title has it: of a quarter by the quarter,
    of a year by the year; and by its kind where others tell of the same time."""
    kind, month = KINDS[was.kind], was.month
    if kind is YEAR:
        return f"{month.year}年度通报"
    if kind in (QUARTER, HALF):
        return f"{month.year}年{called(month, kind.months)}通报"
    return kind.label if kind is TERM else f"{month.label}{'通报' if kind is MONTH else kind.label}"


def reason_for(row: Difference, reasons: Mapping[str, str]) -> str:
    """Why this is another one now: by what is said there, or by its name, behind which an earlier
    correction may be named."""
    if row.then in reasons:
        return reasons[row.then]
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
