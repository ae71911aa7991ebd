"""Whether the machine's clock can be believed: it is not behind the journal, nor apart from that of
the database's machine."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from shanyin_charging import clock, dates
from shanyin_charging.health.checks import Answer, Check, fine, mind

from .models import Event

APART = timedelta(minutes=2)
LAST = 100  # events: those of a clock that was ahead for a while are told of for a day or so


def agrees() -> Answer:
    """The clock against the journal's last events, and against PostgreSQL's: against the latest of
    many, for who signs in to see it leaves one of now."""
    now = clock.now()
    last = Event.objects.order_by("-number").values_list("at", flat=True)[:LAST]
    if last and max(last) - now > APART:
        return mind(
            f"这台机器的时钟是{dates.moment(now)}，比日志里已有的一条（{dates.moment(max(last))}）还早；"
            "请校准时钟，否则报送期限会算错；时钟没有错的，是那一条记下时快了，再办一些事这里就好"
        )
    if connection.vendor == "postgresql" and abs(_of_database() - now) > APART:
        return mind("这台机器的时钟和数据库那台相差超过2分钟；请两台都与同一时间源校准")
    return fine(f"时钟是{dates.moment(now)}")


def _of_database() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0] + settings.CLOCK_OFFSET


CHECKS = (Check("clock", "时钟", agrees),)
