"""补报和延期: more time that was given, to one unit or to all, and why."""

from django.http import Http404, HttpResponse

from ledger.pages.tables import MoreTimeFilter, MoreTimeTable
from shanyin_charging import listing
from shanyin_charging.accounts.requests import Request
from shanyin_charging.audit.models import Event

VERBS = ("grant", "extend", "redate", "restamp")


def given_time(request: Request) -> HttpResponse:
    """More time that was given, and what counts as on time by it, newest first; for who sees all
    units."""
    if not request.user.sees_all_units:
        raise Http404
    chosen = MoreTimeFilter(request.GET, Event.objects.served().filter(verb__in=VERBS))
    table = MoreTimeTable(chosen.qs)
    return listing.answer(request, "ledger/given_time.html", "补报和延期", table, chosen)
