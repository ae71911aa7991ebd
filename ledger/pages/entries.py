"""台账: every entry that stands, as a list."""

from django.db.models import Sum
from django.http import Http404, HttpResponse

from ledger.models import Entry
from ledger.pages.tables import EntryFilter, EntryTable
from shanyin_charging import listing, serving
from shanyin_charging.accounts.requests import Request
from targets.models import Area


def entries(request: Request) -> HttpResponse:
    """台账: every entry that stands, filtered, sorted, paged, exported."""
    if not request.user.sees_all_units:
        raise Http404
    county = Area.objects.served().select_related("ledger").get(code=serving.county())
    own = Entry.objects.filter(county=county).counting()
    chosen = EntryFilter(
        request.GET,
        own.select_related(
            "area__parent",
            "site",
            "credited_to",
            "line__version__submission__unit",
            "line__version__submission__period",
        ),
    )
    table = EntryTable(chosen.qs)
    if measure := chosen.form.cleaned_data.get("measure"):
        table.add_up(measure, chosen.qs.aggregate(total=Sum("value"))["total"] or 0)
    closed = county.ledger.closed_through
    return listing.answer(
        request,
        "ledger/entries.html",
        "充电设施台账",
        table,
        chosen,
        {"closed": closed.year if closed else None},
    )
