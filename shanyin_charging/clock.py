"""The one place that asks what time it is. A demo or a test can set the clock; it still runs."""
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

ZONE = ZoneInfo("Asia/Shanghai")


def offset() -> timedelta:
    """How far the portal's clock is ahead of the machine's."""
    return settings.CLOCK_OFFSET


def now() -> datetime:
    """The present instant, with the county's time zone."""
    return datetime.now(ZONE) + offset()


def today() -> date:
    """The present date in the county."""
    return now().date()
