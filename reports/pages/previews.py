"""What would be printed from the figures now: a month's bulletin, the sheets."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe

from reports.bulletins import compose, sheets
from reports.documents.kinds import MONTH
from reports.figures.places import names_by_key
from reports.figures.reading import read
from reports.models import Bulletin
from reports.pages.downloads import download
from reports.press import web
from shanyin_charging import clock
from shanyin_charging.accounts.requests import Request
from shanyin_charging.jobs.lengthy import lengthy
from targets.models import Unit
from targets.months import Month


@lengthy(lambda request, month, format="html": format != "html")
def bulletin(request: Request, month: str, format: str = "html") -> HttpResponse:
    """The month's 通报 as it would be drafted from the figures now; nothing is kept here."""
    if not request.user.sees_all_units:
        raise Http404
    asked = parsed(month)
    if format != "html":
        return download(request, lambda: compose.compose(read(asked)), format)
    reading = read(asked)
    content = compose.compose(reading)
    return render(
        request,
        "bulletins/preview.html",
        {
            "content": content,
            "sheet": mark_safe(web.fragment(content, names_by_key(reading.plan))),
            "month": asked,
            "may_name": reading.may_name,
            "drafts": Bulletin.objects.visible_to(request.user).filter(
                kind=MONTH.code, month_on=asked.first_day
            ),
        },
    )


@lengthy()
def returns_sheet(request: Request, month: str) -> HttpResponse:
    """报送情况 on paper."""
    if not request.user.sees_all_units:
        raise Http404
    return download(request, lambda: sheets.returns_sheet(read(parsed(month))), "pdf")


@lengthy()
def unit_sheet(request: Request, code: str, month: str) -> HttpResponse:
    """One unit's month on paper, for itself and for who sees every unit."""
    unit = get_object_or_404(
        Unit.objects.served()
        if request.user.sees_all_units
        else Unit.objects.spoken_for(request.user, clock.today()),
        code=code,
    )
    return download(request, lambda: sheets.unit_sheet(read(parsed(month)), unit.code), "pdf")


def parsed(month: str) -> Month:
    """The month of an address; raises Http404 for what is none."""
    try:
        return Month.parse(month)
    except ValueError:
        raise Http404("没有这个月份") from None
