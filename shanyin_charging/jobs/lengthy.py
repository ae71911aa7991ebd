"""Which requests take long: pages say so of themselves, and every list that is asked for as a
file."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest

from shanyin_charging import spreadsheet

View = TypeVar("View", bound=Callable[..., Any])


def lengthy(when: Callable[..., bool] = lambda request, **named: True) -> Callable[[View], View]:
    """Marks a page that takes long `when` it is asked for so."""

    def mark(view: View) -> View:
        view.lengthy = when  # type: ignore[attr-defined]  # of a function
        return view

    return mark


def pressed(request: HttpRequest, **named: object) -> bool:
    """Whether a button was pressed, and the page not only looked at."""
    return request.method == "POST"


def takes_long(request: HttpRequest, view: object, named: dict[str, object]) -> bool:
    """Whether a worker is to answer. What keeps a draft by itself, and what brings a file, is
    answered at once."""
    if "X-Autosave" in request.headers or request.method not in ("GET", "POST") or request.FILES:
        return False
    if request.method == "GET" and spreadsheet.asked(request):
        return True
    when = getattr(view, "lengthy", None)
    return bool(when and when(request, **named))
