"""Plain sheets: no red head, no number."""

from reports.bulletins.framing import plain
from reports.bulletins.returning import reporting, so_far
from reports.bulletins.specials import unit
from reports.documents.content import Attachment, Content, Paragraph
from reports.figures.reading import Reading
from targets.models import Unit

from . import tables


def returns_sheet(r: Reading) -> Content:
    """报送情况 as a plain sheet: no red head, no number."""
    title = f"{r.month.label}报送情况表"
    return plain(
        r,
        title,
        [Paragraph(tuple(reporting(r) or [so_far(r)]))],
        [Attachment(title, (tables.returns(r, ""),))],
    )


def unit_sheet(r: Reading, code: str) -> Content:
    """One unit's month as a plain sheet; raises LookupError for a unit that there is not."""
    composed = unit(r, code)
    return plain(
        r,
        f"{Unit.objects.served().get(code=code).name}{r.month.label}工作情况单",
        composed.body[1:],
        composed.attachments,
    )
