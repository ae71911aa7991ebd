"""报送时效: month by month how many reported in time, and each unit's strip."""

from django.http import HttpResponse
from django.shortcuts import render

from ledger.returns import standings
from reports.figures.timeliness import NOT_COUNTED, WORDS, by_month, row
from reports.pages.asking import asked
from shanyin_charging import spreadsheet
from shanyin_charging.accounts.requests import Request
from targets.models import Part, Unit


def timeliness(request: Request) -> HttpResponse:
    """Every member unit's months, the least punctual first on request, and the county's count a
    month."""
    about = asked(request)
    reading = about["reading"]
    strips = standings.calendar(reading.plan, reading.county, reading.moment)
    units = {unit.pk: unit for unit in Unit.objects.members(reading.plan)}
    rows = [row(units[pk], strip, reading.month) for pk, strip in strips.items()]
    if request.GET.get("order") == "late":
        rows.sort(key=lambda found: found["counts"]["on_time"] - len(found["strip"].due))
    if kind := spreadsheet.asked(request):
        months = [cell.period.month.label for cell in rows[0]["cells"]] if rows else []
        lines = [
            [
                r["unit"].name,
                *({**WORDS, **NOT_COUNTED}[cell.state] for cell in r["cells"]),
                *r["counts"].values(),
            ]
            for r in rows
        ]
        heads = ["单位", *months, *(f"{word}（次）" for word in WORDS.values())]
        return spreadsheet.response(kind, f"截至{about['month'].label}报送时效", heads, lines)
    middle = (len(rows) + 1) // 2
    return render(
        request,
        "reports/timeliness.html",
        {
            **about,
            "halves": [half for half in (rows[:middle], rows[middle:]) if half] or [[]],
            "words": WORDS,
            "by_month": by_month(reading, rows)[-standings.LATELY :],
            "figure": reading.figure_of(Part.TIMELINESS),
        },
    )
