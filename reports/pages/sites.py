"""Pages of the register: the list of sites, one site with its history, the gaps at villages and
seats, the search."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django_tables2 import RequestConfig

from ledger import checks
from ledger.entries import facts
from ledger.models import Entry, Point, Site
from ledger.periods.now import months_so_far
from ledger.sites import points, registers
from reports.figures.reading import SEAT_COVERAGE, VILLAGE_COVERAGE, read
from reports.pages.asking import asked_month
from reports.pages.search import look
from reports.pages.tables import SiteFilter, SiteTable
from shanyin_charging import clock, spreadsheet
from shanyin_charging.lifecycle.transitions import Refused
from targets.measures import MEASURES
from targets.models import Area, Indicator, Post

GAPS = {"villages": VILLAGE_COVERAGE, "seats": SEAT_COVERAGE}
SHOWN = (
    "public_dc_pile",
    "public_ac_pile",
    "dedicated_dc_pile",
    "dedicated_ac_pile",
    "public_connector",
    "public_power",
    "parking_space",
    "charging_space",
)


def sites(request):
    """站点台账, filtered, sorted, paged, exported; an officer sees the own unit's."""
    own = Site.objects.filter(county__code=settings.COUNTY).visible_to(request.user)
    standing = own.standing().select_related("area__parent", "keeper")
    chosen = SiteFilter(request.GET, standing)
    table = SiteTable(chosen.qs)
    if kind := spreadsheet.asked(request):
        table.stocks = facts.stocks_of(chosen.qs)
        heads, *rows = table.as_values()
        return spreadsheet.response(kind, "站点台账", heads, rows)
    RequestConfig(request, paginate={"per_page": 50, "paginator_class": Paginator}).configure(table)
    table.stocks = facts.stocks_of([row.record for row in table.page])
    return render(request, "reports/sites.html", {"table": table, "filter": chosen})


def site(request, pk):
    """One site: what stands there, what happened there, what it was called; the office renames and
    merges it here."""
    found = get_object_or_404(
        Site.objects.visible_to(request.user).select_related("area__parent", "keeper"), pk=pk
    )
    if request.method == "POST":
        return locate(request, found) if "point" in request.POST else change(request, found)
    stocks = facts.stocks_of([found])
    entries = (
        Entry.objects.filter(site=found)
        .counting()
        .select_related(
            "line__version__submission__period", "credited_to", "line__version__submission__unit"
        )
    )
    others = (
        Site.objects.standing()
        .filter(area__parent=found.area.parent)
        .exclude(pk=found.pk)
        .select_related("area__parent")
    )
    near = [other for other in others if checks.alike(found.name, other.name)]
    return render(
        request,
        "reports/site.html",
        {
            "site": found,
            "entries": entries.order_by("-on", "-number"),
            "near": near,
            "others": others,
            "datums": Point.DATUMS,
            "point": found.points.last(),
            "stocks": [
                (
                    MEASURES[code].name,
                    f"{MEASURES[code].in_units(stocks[found.pk, code])}{MEASURES[code].unit}",
                )
                for code in SHOWN
                if stocks[found.pk, code]
            ],
        },
    )


def locate(request, found):
    """Where the site is, told by its keeper or by the office."""
    if (
        not request.user.reviews
        and not Post.objects.held_by(request.user, clock.today()).filter(unit=found.keeper).exists()
    ):
        raise Http404
    try:
        points.record(request.user, found, request.POST["point"], request.POST.get("datum", ""))
        messages.success(request, "位置已登记")
    except (points.Unreadable, KeyError) as fault:
        messages.error(
            request, str(fault) if isinstance(fault, points.Unreadable) else "请选择坐标从哪里来"
        )
    return redirect("site", found.pk)


def change(request, found):
    """One act of the office on a site: a new name, or its merger into another."""
    if not request.user.reviews:
        raise Http404
    reason = request.POST.get("reason", "")
    try:
        if "name" in request.POST:
            registers.rename(request.user, found, request.POST["name"], reason)
            messages.success(request, "已更名，原名留在沿革里")
        else:
            into = get_object_or_404(Site, pk=request.POST.get("into") or 0)
            registers.merge(request.user, found, into, reason)
            messages.success(request, f"已并入{into}，数量已转过去")
            return redirect("site", into.pk)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("site", found.pk)


def gaps(request, what):
    """Villages with fewer public piles than the plan asks for, or townships' seats; nearest to none
    first."""
    if what not in GAPS:
        raise Http404
    month = asked_month(request)
    reading = read(month)
    indicator = Indicator.objects.get(plan=reading.plan, code=GAPS[what])
    counted = reading.tally(indicator.code)
    mine = "" if request.user.sees_all_units else own_area(request.user)
    rows = sorted(
        (
            (place, piles, indicator.at_least - piles)
            for place, piles in counted.items()
            if piles < indicator.at_least and place.area.startswith(mine)
        ),
        key=lambda row: (row[1], row[0].area),
    )
    if kind := spreadsheet.asked(request):
        return spreadsheet.response(
            kind,
            f"{month.label}{indicator.name}缺口",
            ["区划代码", "地方", "现有（台）", "还差（台）"],
            [[place.area, place.name, piles, gap] for place, piles, gap in rows],
            f"不少于{indicator.at_least}台",
        )
    page = Paginator(rows, 100).get_page(request.GET.get("page"))
    return render(
        request,
        "reports/gaps.html",
        {
            "what": what,
            "page": page,
            "month": month,
            "months": months_so_far(),
            "indicator": indicator,
            "of": len([place for place in counted if place.area.startswith(mine)]),
            "lacking": len(rows),
            "short": sum(gap for *_, gap in rows),
        },
    )


def own_area(user) -> str:
    """The code of the township that the person speaks for; the county's for a department."""
    areas = Area.objects.filter(unit__posts__user=user).order_by("code")
    return areas[0].code if areas else ""


def search(request):
    """Units, places and sites by name, alias, code or the initials of their pinyin."""
    text = request.GET.get("q", "").strip()[:40]
    return render(
        request,
        "reports/search.html",
        {"q": text, "found": look(text, request.user) if text else []},
    )
