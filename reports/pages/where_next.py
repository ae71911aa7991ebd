"""下一步建在哪里: the fewest piles that meet every coverage, where they would stand and what each
place does; the head of the office takes it along as a draft of the next plan's quotas."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from reports.figures import exports
from reports.figures.where_next import EFFECTS, WhereNext
from reports.pages.asking import asked
from shanyin_charging import spreadsheet
from shanyin_charging.accounts.requests import Request
from targets.plan import workbook
from targets.plan.next_quotas import next_quotas
from targets.rulings import rules

SHOWN = 20  # places on the page; a file has them all


def where_next(request: Request) -> HttpResponse:
    """The set by township, what every indicator comes to, and the places by what they do."""
    about = asked(request)
    proposed = WhereNext(about["reading"])
    if kind := spreadsheet.asked(request):
        rows = [
            [place.name, place.piles, *(number for _, number in place.told)]
            for place in proposed.places
        ]
        title, note = f"{about['month'].label}下一步建在哪里", f"截至{about['month'].label}底"
        heads = ["地点", "再建（台）", *EFFECTS.values()]
        return exports.answer(kind, about["reading"], title, heads, rows, note)
    return render(
        request,
        "reports/where_next.html",
        {
            **about,
            "proposed": proposed,
            "heads": EFFECTS.values(),
            "shown": proposed.places[:SHOWN],
            "may_draft": bool(rules.can_enact(request.user)),
        },
    )


def next_quotas_(request: Request) -> HttpResponse:
    """The set as a draft of the next plan's quotas, in the form in which a plan is brought in."""
    if not rules.can_enact(request.user):
        raise Http404
    reading = asked(request)["reading"]
    piles = {where.area: number for where, number, _ in WhereNext(reading).by_township}
    content = workbook.written(next_quotas(reading.plan, piles))
    answer = HttpResponse(content, content_type=spreadsheet.CONTENT_TYPE)
    return spreadsheet.named(answer, f"方案录入表_下一期任务数草稿_{reading.month}.xlsx")
