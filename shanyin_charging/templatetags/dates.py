"""Template filters for dates and instants."""

from datetime import datetime, timedelta

from django import template

from shanyin_charging import clock, dates

register = template.Library()
register.filter("long_date", dates.long_date)
register.filter("official_date", dates.official_date)
register.filter("moment", dates.moment)
register.filter("lasting", dates.lasting)
register.filter("until", dates.until)


@register.filter
def left(at: datetime) -> str:
    """How long until then, or how long ago, by the clock."""
    return dates.left(clock.now(), at)


@register.filter
def minutes(span: timedelta) -> int:
    """Whole minutes of a span."""
    return span // timedelta(minutes=1)
