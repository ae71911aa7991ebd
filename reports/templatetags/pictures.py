"""What a camera told of a picture, in words."""

from django import template

from ledger.models import Attachment
from reports.figures import formats
from shanyin_charging import clock

register = template.Library()


@register.filter
def taken(picture: Attachment) -> str:
    """When and where a `measured` picture was taken: 拍摄于2025-11-18，距站点40米."""
    when = f"拍摄于{picture.taken_at.astimezone(clock.ZONE):%Y-%m-%d}" if picture.taken_at else ""
    where = "带位置" if picture.position else ""
    if picture.metres is not None:
        where = f"距站点{formats.distance(picture.metres)}"
    return "，".join(filter(None, (when, where))) or "没有记下时间和位置"
