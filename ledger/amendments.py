"""What was done in a month to the numbers of earlier ones: corrections, late entries, units let in again."""
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import F, Sum

from shanyin_charging.clock import ZONE
from targets.measures import MEASURES

from .models import Cause, Entry, Kind, LateGrant
from .posting import PUBLIC_PILES


@dataclass(frozen=True)
class Amendments:
    corrections: tuple[str, ...]  # in words: whose, where, what it was, what it is, why
    late_piles: int  # public piles entered for months before the one they were reported in
    reopened: tuple[str, ...]  # unit and period


def during(county, month) -> Amendments:
    """What was posted or granted in the month, by the county's time."""
    span = [datetime.combine(day, time(0), ZONE) for day in (month.first_day, (month + 1).first_day)]
    posted = Entry.objects.filter(county=county, posted_at__gte=span[0], posted_at__lt=span[1])
    corrections = (posted.filter(replaces__isnull=False, line__version__submission__kind=Kind.CORRECTION)
                   .exclude(cause=Cause.REVERSED).order_by("number")
                   .select_related("site", "area", "replaces", "line__version__submission__unit"))
    late = posted.filter(cause=Cause.ADDED, measure__in=PUBLIC_PILES, line__version__submission__kind=Kind.RETURN,
                         on__lt=F("line__version__submission__period__starts_on")).counting()
    grants = LateGrant.objects.filter(period__county=county, granted_at__gte=span[0], granted_at__lt=span[1])
    return Amendments(
        tuple(in_words(entry) for entry in corrections), late.aggregate(n=Sum("value"))["n"] or 0,
        tuple(f"{grant.unit}（{grant.period}）" for grant in grants.select_related("unit", "period")))


def in_words(entry) -> str:
    unit = entry.line.version.submission.unit
    measure = MEASURES[entry.measure]
    return (f"{unit}{entry.site or entry.area}{entry.on.year}年{entry.on.month}月{measure.name}"
            f"由{entry.replaces.quantity}更正为{entry.quantity}，原因：{entry.note}。")
