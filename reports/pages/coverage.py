"""覆盖缺口: every coverage of the plan as n/N with the missing named, where the next station helps
most, and the county as a drawing."""

from decimal import Decimal

from django.shortcuts import render
from django.urls import reverse

from reports.figures import charts, exports, formats
from reports.figures.distance import nearest
from reports.figures.reading import DISTANCE, STOCK, Reading
from reports.pages.asking import asked
from shanyin_charging import spreadsheet
from targets.measures import GROUPS, MEASURES
from targets.models import Area, Form


def coverage(request):
    """All indicators of the form coverage with each place that is missing."""
    about = asked(request)
    reading = about["reading"]
    found = [
        s
        for code, row in sorted(reading.indicators.items())
        if row.form == Form.COVERAGE
        for s in reading.standings(code)
    ]
    if kind := spreadsheet.asked(request):
        rows = [
            [s.figure.name, s.figure, s.goal.printed if s.goal else "", s.state.word, name]
            for s in found
            for name in (s.figure.missing or [""])
        ]
        heads = ["指标", "已覆盖", "目标（原文）", "状态", "还缺"]
        return exports.answer(
            kind,
            reading,
            f"{about['month'].label}覆盖缺口",
            heads,
            rows,
            f"截至{about['month'].label}底",
        )
    reach = goal_of(reading, DISTANCE)
    return render(
        request,
        "reports/coverage.html",
        {
            **about,
            "standings": found,
            "map": drawing(reading, reach),
            "reach": reach,
            "distance": reading.standing(DISTANCE),
            "gains": reading.geography.gains(reach),
            "unplaced": reading.geography.unplaced,
            "unsure": Area.objects.filter(code__startswith=reading.county.code).exclude(
                point_note=""
            ),
        },
    )


def goal_of(reading: Reading, code) -> Decimal:
    """What the plan asks of a distance, in kilometres, in whichever year it asks for it."""
    goal = next(target for target in reading.targets if target.indicator.code == code)
    return Decimal(goal.value) / MEASURES[GROUPS[reading.indicators[code].counts][0]].scale


def drawing(reading: Reading, reach) -> charts.CountyMap:
    """The seats with their townships' public piles, the sites that are placed, the villages out of
    reach."""
    geography, piles = reading.geography, {}
    for place in reading.places["township"]:
        piles[place.area] = reading.figure(STOCK, place)
    spots = [
        (
            seat.at,
            "seat" if piles[seat.code].value else "bare",
            reading.short_names[seat.code],
            f"{reverse('unit', args=[seat.code])}?month={reading.month}",
            formats.text(piles[seat.code]),
        )
        for seat in geography.seats
    ]
    spots += [
        (at, "pile", reading.sites[site], reverse("site", args=[site]), "")
        for site, at in geography.piles.items()
    ]
    far = [
        spot
        for spot in geography.villages
        if nearest(spot, list(geography.piles.values())) >= reach
    ]
    spots += [(spot.at, "far", spot.name, "", f"距最近的公共桩{reach:f}公里以上") for spot in far]
    return charts.county_map(reading.county.outline, spots)
