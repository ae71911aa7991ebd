"""What of sites and villages is decided on: names, places, and what stands there."""

from collections.abc import Iterable

from ledger.entries.stocks import homes
from ledger.models import Declaration, Entry, Point, Site
from shanyin_charging.lifecycle.seen import stamp
from targets.models import Area


def stamp_of(site: Site) -> str:
    """Changes with the site's name, its kind, its merger, its position, its being called a station
    and its standing entries, of all records of the place."""
    posted = Entry.objects.filter(site__in=homes([site.pk])).counting().order_by("number")
    numbers = list(posted.values_list("number", flat=True))
    said = last_word(site)
    return stamp(
        site.name, site.kind, site.merged_into_id, position_of(site), said and said.pk, numbers
    )


def last_word(site: Site) -> Declaration | None:
    """The newest word on whether a place is a station, by any record of it."""
    said = Declaration.objects.filter(site__in=homes([site.pk]))
    return said.order_by("on", "recorded_at", "pk").last()


def position_of(thing: Site | Area) -> int | None:
    """The number of the last position of a site or a village; None without one."""
    last = thing.points.last()
    return last.pk if last else None


def stamp_of_villages(villages: Iterable[Area]) -> str:
    """Changes with each new position of these villages."""
    placed = Point.objects.filter(area__in=list(villages)).order_by("pk")
    return stamp(list(placed.values_list("pk", flat=True)))
