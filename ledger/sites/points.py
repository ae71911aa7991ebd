"""Recording where things are: one site, or a block of villages, as the map on the phone gives
it."""

import re

from django.db import transaction

from ledger import datum
from ledger.models import Point, Site
from ledger.sites import rules
from ledger.sites.seen import stamp_of, stamp_of_villages
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.seen import require_seen
from shanyin_charging.lifecycle.transitions import require
from targets.models import Area, AreaKind

HEADS = ("区划代码", "乡（镇）", "村（社区）", "经度", "纬度")  # of the sheet to fill in
AWAY = 60  # kilometres from the county's seats at which a point is not believed


class Unreadable(ValueError):
    """A point that cannot be read; its text says in Chinese which, and how to write it."""


def read(text: str, datum_: str) -> tuple[str, str]:
    """(longitude, latitude) of "112.8168, 39.5204", as typed; raises Unreadable."""
    numbers = re.findall(r"[0-9]+(?:\.[0-9]+)?", text.replace("，", ","))
    if len(numbers) != 2:
        raise Unreadable(f"“{text.strip()}”要写成经度和纬度两个数，如 112.816840, 39.520380")
    east, north = sorted(
        numbers, key=float, reverse=True
    )  # in China the longitude is the larger number
    townships = Area.objects.served().filter(kind=AreaKind.TOWNSHIP)
    seats = [
        (float(x), float(y))
        for x, y in townships.values_list("longitude", "latitude")
        if x is not None and y is not None
    ]
    here = datum.to_wgs84(float(east), float(north), datum_)
    if all(datum.kilometres(here, seat) > AWAY for seat in seats):
        raise Unreadable(f"“{text.strip()}”不在本县附近，请核对经度、纬度和坐标系")
    return f"{float(east):.6f}", f"{float(north):.6f}"


@transaction.atomic
def record(
    user: User, thing: Site | Area, text: str, datum_: str, seen: str | None = None
) -> Point:
    """Where a site or a village is, from today on. Raises Unreadable for a point that cannot be
    read, Refused for a person who may not say it, Overtaken where the site is not as it was
    `seen`."""
    today = clock.today()
    type(thing)._default_manager.select_for_update(no_key=True).get(pk=thing.pk)
    require(rules.can_mark(user, thing, today))
    if isinstance(thing, Site):
        require_seen(seen, stamp_of(thing))
    east, north = read(text, datum_)
    about: dict[str, Site | Area] = {"area": thing} if isinstance(thing, Area) else {"site": thing}
    last = thing.points.last()
    made = Point.objects.create(
        longitude=east, latitude=north, datum=datum_, on=today, recorded_by=user.name, **about
    )
    journal.record(
        user, "locate", made, before=position(last) if last else None, after=position(made)
    )
    return made


def position(point: Point) -> dict[str, str]:
    """A point as the journal tells it."""
    return {
        "longitude": str(point.longitude),
        "latitude": str(point.latitude),
        "datum": point.datum,
    }


@transaction.atomic
def record_villages(
    user: User, villages: dict[str, Area], block: str, datum_: str, seen: str | None = None
) -> int:
    """One village a line, by code or by name with its point; all of them or none. A line of the
    sheet that gives no point says nothing. Returns how many."""
    areas = [village.pk for village in villages.values()]
    list(Area.objects.select_for_update(no_key=True).filter(pk__in=areas).order_by("pk"))
    require_seen(seen, stamp_of_villages(villages.values()))
    names: dict[str, list[Area]] = {}
    for village in villages.values():
        for name in {village.name, village.full_name}:
            names.setdefault(name, []).append(village)
    faults, done = [], 0
    for number, line in enumerate(filter(str.strip, block.splitlines()), start=1):
        who, where = (re.split(r"[\s,，]+", line.strip(), maxsplit=1) + [""])[:2]
        if who == HEADS[0] or who in villages and not re.search(r"[0-9]", where):
            continue
        found = [villages[who]] if who in villages else names.get(who, [])
        try:
            if len(found) != 1:
                raise Unreadable(
                    f"“{who}”{'有两个，请写区划代码' if found else '不是本单位的村（社区）'}"
                )
            record(user, found[0], where, datum_)
            done += 1
        except Unreadable as fault:
            faults.append(f"第{number}行：{fault}")
    if faults or not done:
        raise Unreadable("；".join(faults) or "没有填写")
    return done
