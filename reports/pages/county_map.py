"""县图: the county's map in full, where villages without piles are read, each mark a link."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import render

from ledger.models import Site
from reports.figures import exports
from reports.figures.atlas import SAID, Atlas
from reports.figures.county_map import reach_of, whole
from reports.pages.asking import asked
from reports.pages.villages import villages_of
from shanyin_charging import spreadsheet
from shanyin_charging.accounts.requests import Request
from targets.models import Area

HEADS = [
    "乡（镇）",
    "村（社区）",
    "区划代码",
    "公共充电桩（台）",
    "状态",
    "离最近公共桩（直线）",
    "位置",
]


def county_map(request: Request) -> HttpResponse:
    """The map, and beside it each township's villages; the same as a list in a file."""
    about = asked(request)
    reading = about["reading"]
    atlas = Atlas(reading)
    if kind := spreadsheet.asked(request):
        title, note = f"{about['month'].label}各村公共充电桩", f"截至{about['month'].label}底"
        return exports.answer(kind, reading, title, HEADS, listed(atlas), note)
    placed = reading.county.outline
    return render(
        request,
        "reports/county_map.html",
        {
            **about,
            "atlas": atlas,
            "reach": reach_of(reading),
            "map": whole(atlas, Site.objects.open_to(request.user)) if placed else None,
            "may_place": bool(villages_of(request.user)),
            "unsure": Area.objects.within(reading.county.code).exclude(point_note=""),
        },
    )


def listed(atlas: Atlas) -> Iterator[list]:
    """Each village as a row under HEADS."""
    for township in atlas.townships:
        for v in township.villages:
            about = [township.place.name, v.name, v.place.area, v.figure]
            yield [*about, SAID[v.state], v.way, v.source]
