"""A page of its own that asks before what cannot be undone, and says what it will change."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.forms import BoundField, Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shanyin_charging.audit.once import FIELD
from shanyin_charging.lifecycle.seen import stamp

SURE, BACK = "sure", "back"  # the names of the buttons: yes; back to what was typed
SHOWN = "shown"  # the stamp of what the page told of
# Fields that the page asks with itself.
OWN = ("csrfmiddlewaretoken", FIELD, "seen", SURE, BACK, SHOWN)
OTHER_BY_NOW = "在您看的时候，有关的数字又变了，还没有办；请看过下面再定。"


def ask(
    request: HttpRequest,
    title: str,
    says: Iterable[str],
    button: str,
    *,
    seen: str,
    back: str = "",
    carries: Sequence[tuple[str, object]] = (),
    facts: Sequence[tuple[str, str]] = (),
    changes: Sequence[tuple[str, str, str]] = (),
    about: object = None,
    forgets: str = "",
    anchor: str = "",
    what: str = "数字",
) -> HttpResponse:
    """The page that asks: its button posts to the same address what it `carries`. `back` is where
    No leads; without one it leads to the form again, with all that was typed. `facts` say what was
    typed, `changes` are (name, before, after) of `what`, `about` is what the yes is then said to
    (`is_sure`), `forgets` the keys of copies in the browser that go with it, `anchor` the part of
    the page that is shown again."""
    fields = [*(carries or typed(request))]
    if about is not None:
        fields.append((SHOWN, stamp(about)))
    return render(
        request,
        "asking.html",
        {
            "title": title,
            "says": [OTHER_BY_NOW, *says] if SURE in request.POST else says,
            "button": button,
            "seen": seen,
            "key": request.POST.get(FIELD, ""),
            "facts": facts,
            "back": back,
            "fields": fields,
            "changes": changes,
            "forgets": forgets,
            "anchor": anchor,
            "what": what,
        },
    )


def typed(request: HttpRequest) -> list[tuple[str, object]]:
    """What the form before has sent, to be carried on."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in OWN
    ]


def facts_of(form: Form) -> list[tuple[str, str]]:
    """What was typed into a form, by its labels; fields left empty are left out."""
    return [(str(field.label), text) for field in form if (text := shown(field))]


def shown(field: BoundField) -> str:
    """What was typed or chosen, as the page says it."""
    value = field.value()
    if isinstance(value, bool):
        return "是" if value else "否"
    for key, label in _flat(getattr(field.field, "choices", ())):
        if str(key) == str(value):
            return str(label) if value else ""
    return str(value or "")


def _flat(choices: Iterable[Any]) -> Iterator[tuple[object, object]]:
    for value, label in choices:
        yield from label if isinstance(label, list | tuple) else [(value, label)]


def goes_back(request: HttpRequest) -> bool:
    """Whether the form is wanted again, with what was typed."""
    return BACK in request.POST


def is_sure(request: HttpRequest, about: object = None) -> bool:
    """Whether the person was asked, and said yes: to this, where the page that asked told of it."""
    shown_then = request.POST.get(SHOWN)
    return SURE in request.POST and (shown_then is None or shown_then == stamp(about))
