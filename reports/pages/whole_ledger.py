"""The whole ledger as one workbook: every entry, site, return and ruling, what is being built, and
the figures that they add up to."""

from django.http import Http404, HttpResponse

from reports.figures import exports
from reports.figures.whole_ledger import (
    BUILDING_HEADS,
    ENTRY_HEADS,
    RETURN_HEADS,
    RULING_HEADS,
    SITE_HEADS,
    building,
    entries,
    returns,
    rulings,
    sites,
)
from reports.pages.asking import asked
from shanyin_charging import spreadsheet
from shanyin_charging.accounts.requests import Request
from shanyin_charging.jobs.lengthy import lengthy
from targets.models import Part


@lengthy()
def whole_ledger(request: Request) -> HttpResponse:
    """The download, as of a month and as known on a day; for those who see every unit."""
    if not request.user.sees_all_units:
        raise Http404
    about = asked(request)
    reading, known = about["reading"], about["known"]
    standings = [
        s
        for code in sorted(reading.indicators)
        if code != reading.playing(Part.QUOTA)
        for s in reading.standings(code)
    ]
    standings += reading.quota_standings()
    uncredited = reading.uncredited()
    figures = [*(s.figure for s in standings), *([uncredited] if uncredited else [])]
    return spreadsheet.book_response(
        f"{reading.county}充电设施全部台账",
        [
            ("台账", ENTRY_HEADS, entries(reading.county, known)),
            ("站点", SITE_HEADS, sites(reading.county)),
            ("在建项目", BUILDING_HEADS, building(reading)),
            (
                "指标和参考计划",
                [*exports.STANDING, exports.KEY],
                [exports.shown([*exports.standing(s), s.figure.key]) for s in standings],
            ),
            ("来源", exports.SOURCES, [exports.source(reading, figure) for figure in figures]),
            ("报送", RETURN_HEADS, returns(reading.county)),
            ("核定", RULING_HEADS, rulings()),
        ],
        f"指标截至{about['month'].label}底",
    )
