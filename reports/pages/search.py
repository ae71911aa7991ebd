"""The search: units, places, sites, clauses by what people call them."""

from django.http import HttpResponse
from django.shortcuts import render

from reports.search.finds import look
from shanyin_charging.accounts.requests import Request


def search(request: Request) -> HttpResponse:
    """Units, places and sites by name, alias, code or the initials of their pinyin."""
    text = request.GET.get("q", "").strip()[:40]
    return render(
        request,
        "reports/search.html",
        {"q": text, "found": look(text, request.user) if text else []},
    )
