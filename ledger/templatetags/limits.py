"""The limits of what can be handed in, and when, as pages say them."""

from django import template

from ledger import deadlines
from ledger.returns import evidence
from ledger.sheets import sheet
from shanyin_charging import confined

register = template.Library()


@register.simple_tag
def evidence_limits() -> str:
    """The kinds of file taken as evidence and the size of one: pdf、jpg…，每个不超过10兆."""
    return f"{'、'.join(evidence.KINDS)}，每个不超过{evidence.MOST_BYTES // confined.MEGABYTE}兆"


@register.simple_tag
def workbook_limits() -> str:
    """The kinds and the size of a workbook that is read: .xlsx、…，不超过5兆."""
    return f".xlsx、.xls、.et、.ods 或 .csv，不超过{confined.MOST_BYTES // confined.MEGABYTE}兆"


@register.simple_tag
def list_limits() -> str:
    """The kinds, the size and the rows of a list that is read: Excel、WPS 或 CSV …，6000行."""
    size = f"不超过{confined.MOST_BYTES // confined.MEGABYTE}兆、{sheet.MOST_ROWS}行"
    return f"Excel、WPS 或 CSV（xlsx、xls、et、ods、csv），{size}"


@register.simple_tag
def opening_day() -> int:
    """The day of a month from which on it can be reported."""
    return deadlines.REPORTING_OPENS
