"""Plain sheets: no red head, no number."""

from reports.bulletins.framing import plain
from reports.bulletins.specials import unit
from reports.documents.content import Attachment, Content, Paragraph
from reports.figures.reading import Reading
from targets.models import Unit

from . import passages, tables


def returns_sheet(r: Reading) -> Content:
    """报送情况 as a plain sheet: no red head, no number."""
    title = f"{r.month.label}报送情况表"
    return plain(
        r,
        title,
        [Paragraph(tuple(passages.reporting(r) or [passages.so_far(r)]))],
        [Attachment(title, (tables.returns(r, ""),))],
    )


def unit_sheet(r: Reading, code: str) -> Content:
    """One unit's month as a plain sheet; raises LookupError for a unit that there is not."""
    composed = unit(r, code)
    return plain(
        r, f"{Unit.objects.get(code=code).name}{r.month.label}工作情况单", composed.body[1:]
    )
