"""议定事项清单: what a meeting agreed on one sheet, with places for the units to sign."""

from reports.bulletins.framing import plain
from reports.bulletins.saying import paragraph
from reports.bulletins.tables import cells
from reports.documents.content import TO_SIGN, Attachment, Content, Table
from reports.figures.reading import read
from reports.meetings import agreeing
from reports.meetings.composing import opening
from reports.models import Meeting, NoticeState
from shanyin_charging import dates
from targets.months import Month


def agreed_list(meeting: Meeting) -> Content:
    """The sheet: when and where, what was said in short, each item with its unit and day."""
    found = [one for one in agreeing.items(meeting) if one.state != NoticeState.DROPPED]
    rows = [
        cells(
            str(n),
            one.matter,
            "、".join([one.lead.name, *(unit.name for unit in one.supports.all())]),
            dates.official_date(one.due_on),
            TO_SIGN,
        )
        for n, one in enumerate(found, start=1)
    ]
    heads = ("序号", "议定事项", "责任单位（首个为主办）", "办结时限", "签字")
    table = Table("议定事项", heads, tuple(rows), (8, 34, 20, 22, 16))
    said = [paragraph(line.strip()) for line in meeting.minutes.splitlines() if line.strip()]
    nothing = [] if found else [paragraph("这次会议没有议定事项。")]
    title = f"{dates.official_date(meeting.held_on)}调度会议定事项清单"
    attached = [Attachment("", (table,))] if rows else []
    r = read(Month.of(meeting.held_on))
    return plain(r, title, [*opening(meeting), *said, *nothing], attached)
