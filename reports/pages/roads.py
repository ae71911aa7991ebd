"""公路和试点: annex 3 road by road, and the pilots of each year with the stage they have
reached."""

from django.http import HttpResponse
from django.shortcuts import render

from ledger.models import Site
from reports.figures import exports
from reports.figures.roads import milestones, pilots
from reports.pages.asking import asked
from shanyin_charging import spreadsheet
from shanyin_charging.accounts.requests import Request


def roads(request: Request) -> HttpResponse:
    """The milestones of the roads with the places on them, and the pilots."""
    about = asked(request)
    reading = about["reading"]
    found, trials = milestones(reading), pilots(reading)
    if kind := spreadsheet.asked(request):
        rows = [[road, *exports.standing(s), ""] for road, standings, _ in found for s in standings]
        rows += [
            ["试点", *exports.standing(s), "、".join(site.name for site, _ in sites)]
            for s, sites in trials
        ]
        return exports.answer(
            kind,
            reading,
            f"{about['month'].label}公路和试点",
            ["类别", *exports.STANDING, "项目"],
            rows,
            f"截至{about['month'].label}底",
        )
    context = {"roads": found, "pilots": trials, "open_sites": Site.objects.open_to(request.user)}
    return render(request, "reports/roads.html", {**about, **context})
