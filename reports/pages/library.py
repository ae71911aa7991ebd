"""The library of bulletins, where the office drafts."""

from django.contrib import messages
from django.db.models import Count, F, OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from reports.bulletins import drafting, numbering
from reports.documents.kinds import KINDS
from reports.figures.reading import read
from reports.models import Bulletin, StampedScan
from reports.pages.forms import DraftForm
from reports.pages.tables import BulletinFilter, BulletinTable
from shanyin_charging import listing
from shanyin_charging.accounts.requests import Request
from shanyin_charging.lifecycle.transitions import Refused
from targets.months import Month
from targets.pages.plan import current_plan
from targets.plan import queries


def library(request: Request) -> HttpResponse:
    """Every bulletin that the person may see, with its files and who has opened it; the office
    drafts here."""
    latest = StampedScan.objects.filter(bulletin=OuterRef("pk")).order_by("-pk")
    found = (
        Bulletin.objects.visible_to(request.user)
        .defer("content")
        .annotate(read=Count("openings"), stamped=Subquery(latest.values("pk")[:1]))
        .select_related("drafted_by")
        .order_by(F("issued_at").desc(nulls_first=True), "-drafted_at")
    )
    chosen = BulletinFilter(request.GET, found)
    asked = {"month": request.GET["month"]} if request.GET.get("month") else {}
    context: dict[str, object] = {}
    if request.user.reviews:
        county = queries.served()
        numbers = numbering.this_year(county)
        context = {"form": DraftForm(initial=asked), "numbers": numbers, "plan": current_plan()}
    table = BulletinTable(chosen.qs, exclude=() if request.user.sees_all_units else ("read",))
    return listing.answer(request, "bulletins/library.html", "通报目录", table, chosen, context)


@require_POST
def draft(request: Request) -> HttpResponse:
    """Compose a draft of what the form asks for, and open it."""
    form = DraftForm(request.POST)
    if not request.user.reviews:
        raise Http404
    if not form.is_valid():
        messages.error(request, "请选择种类和月份")
        return redirect("library")
    try:
        made = drafting.draft(
            request.user,
            read(Month.parse(form.cleaned_data["month"])),
            KINDS[form.cleaned_data["kind"]],
            form.subject(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("library")
    if out := Bulletin.objects.served().issued().alike(made).order_by("issued_at").last():
        messages.warning(
            request,
            f"{out.number}《{out.title}》已经印发，这是同一个月的又一份草稿。只是有的数字变了的，"
            "在那一份的页面起草更正通报，这份草稿请删去",
        )
    return redirect("bulletin_at", made.pk)
