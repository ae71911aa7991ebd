"""Two bulletins side by side."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from reports.bulletins.comparing import side_by_side
from reports.models import Bulletin
from shanyin_charging.accounts.requests import Request


def compare(request: Request, pk: int, other: int) -> HttpResponse:
    """Two bulletins side by side: the figures that differ, and the sentences."""
    one, two = (
        get_object_or_404(Bulletin.objects.visible_to(request.user), pk=key) for key in (other, pk)
    )
    figures, lines = side_by_side(one.plain, two.plain)
    return render(
        request,
        "bulletins/compare.html",
        {"one": one, "two": two, "figures": figures, "lines": lines},
    )
