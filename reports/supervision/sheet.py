"""督办单 as a sheet to print, sign and file: what is asked, how it went, places for signatures."""

from collections.abc import Iterable

from ledger.entries import facts
from reports.bulletins.saying import paragraph
from reports.documents.content import TO_SIGN, Attachment, Cell, Content, Table
from reports.models import SupervisionNotice
from shanyin_charging import clock, dates


def sheet(notice: SupervisionNotice, labels: dict[str, str]) -> Content:
    """The notice as plain content; `labels` are the verbs' names."""
    supports = "、".join(unit.name for unit in notice.supports.all()) or "—"
    agreed = notice.is_agreed
    of_what = ("会议", str(notice.meeting)) if agreed else ("级别", notice.get_level_display())
    rows = [
        ("编号", notice.number or "（未签发）"),
        of_what,
        ("议定事项" if agreed else "督办事项", notice.matter),
        ("来源", notice.source),
        ("立项时的数字", notice.figure_text or "—"),
        ("主办单位", notice.lead.name),
        ("协办单位", supports),
        ("办理要求" if agreed else "督办要求", notice.requirements),
        ("办结时限", dates.official_date(notice.due_on)),
        ("签发人", notice.approver or ""),
    ]
    course = [
        (labels[step.verb], f"{dates.moment(step.at)}　{step.actor}　{step.words}")
        for step in notice.steps.all()
    ]
    signs = [
        ("承办单位负责人（签字、盖章）", TO_SIGN),
        ("审核人（签字）", TO_SIGN),
        ("销号人（签字）", TO_SIGN),
    ]
    called = "议定事项交办单" if agreed else f"督办单（{notice.get_level_display()[:2]}）"
    tables = (
        table(called.partition("（")[0], ("项目", "内容"), rows),
        table("办理过程", ("环节", "时间、经办人和内容"), course),
        table("签字", ("签字处", "签字和日期"), signs),
    )
    office = notice.county.letterhead.office
    body = (paragraph(notice.number),) if notice.number else ()
    return Content(
        "none",
        office,
        called,
        "",
        body,
        (Attachment("", tables),),
        office,
        clock.today(),
        "",
        facts.last_number(notice.county),
    )


def table(title: str, heads: tuple[str, str], rows: Iterable[tuple[str, str]]) -> Table:
    """A table of two columns."""
    return Table(title, heads, tuple(tuple(Cell(text) for text in row) for row in rows), (28, 72))
