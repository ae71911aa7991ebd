"""The page of the office's standing paragraphs: all of them in one form."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from ledger.periods.now import Calendar
from reports import rules
from reports.bulletins import standing
from reports.bulletins.standing import HINTS, KINDS_OFFERED, Row
from reports.documents.kinds import MONTH
from reports.figures.reading import Reading, read
from shanyin_charging.accounts.requests import Request
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Area
from targets.plan import queries

NEW = "new"


def standing_texts(request: Request) -> HttpResponse:
    """Every paragraph with its kinds, its place in the order, whether it is in force; how it reads
    now; a row for one more."""
    if not rules.can_keep_standing(request.user):
        raise Http404
    county, refusal = queries.served(), ""
    rows = list(stored(county))
    if request.method == "POST":
        rows = list(typed(request.POST, [row.pk for row in rows]))
        try:
            changed = standing.keep(request.user, county, rows, request.POST.get("seen", ""))
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, "已保存" if changed else "没有改动")
            return redirect("standing")
    reading = read(Calendar().shown_month())
    return render(
        request,
        "bulletins/standing.html",
        {
            "rows": [(row.pk or NEW, row, reads(reading, row)) for row in rows],
            "kinds": KINDS_OFFERED,
            "places": [(f"{{{name}}}", hint) for name, hint in HINTS.items()],
            "month": reading.month,
            "seen": request.POST.get("seen") or standing.seen_of(county),
            "refusal": refusal,
        },
        status=409 if refusal else 200,
    )


def stored(county: Area) -> Iterator[Row]:
    """What is kept, and a row for one more."""
    last = 0
    for text in standing.texts_of(county):
        last = text.position
        yield Row(text.pk, text.text, tuple(text.kinds), text.position, text.in_force)
    yield Row(None, "", (MONTH.code,), last + 1, True)


def typed(data: QueryDict, keys: list[int | None]) -> Iterator[Row]:
    """What was typed of each."""
    for pk in keys:
        key, place = pk or NEW, data.get(f"position-{pk or NEW}", "")
        yield Row(
            pk,
            data.get(f"text-{key}", ""),
            tuple(data.getlist(f"kinds-{key}")),
            int(place) if place.isdecimal() and len(place) < 4 else 999,
            f"in_force-{key}" in data,
        )


def reads(reading: Reading, row: Row) -> str:
    """How a paragraph would be printed now, or that it would not."""
    if row.pk is None or not row.in_force:
        return ""
    try:
        standing.checked(row)
        sentence = standing.fill(reading, row.text)
    except Refused:
        return ""
    return sentence.text if sentence else "这个月没有可填的数，不印"
