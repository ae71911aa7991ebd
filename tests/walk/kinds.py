"""What is alike: two addresses of one pattern whose objects are in one state show the same page."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.db.models import Model
from django.urls import Resolver404, resolve

from ledger.models import Line, Site, Submission, Upload
from reports.meetings import agreeing
from reports.models import (
    Announcement,
    Bulletin,
    Finding,
    Matter,
    Meeting,
    SupervisionNotice,
    Visit,
)

Kind = tuple[str, ...]
IN_THE_PATH = ("verb", "action", "format", "what")  # words of an address that say what it is
IN_THE_QUERY = ("kind", "what", "format", "tab")
EVERYWHERE = ("month", "known", "known_on", "from", "page")  # which change numbers, no buttons
FIGURE = re.compile(r"I\d\d[a-z]?_\d*(\D\w*?|)_([ytlm])_\d{6}")  # the county, or a part of it


def of_return(submission: Submission) -> Kind:
    """How far a return is."""
    paper = "paper" if submission.current.paper_reason else ""
    return submission.kind, submission.state, submission.period.kind, paper


def of_own(period_id: int, unit_code: str) -> Kind:
    """How far the return of a unit is."""
    found = Submission.objects.filter(period=period_id, unit__code=unit_code).first()
    return of_return(found) if found else ("nothing",)


def of_notice(notice: SupervisionNotice) -> Kind:
    """What a notice waits for."""
    asked, criticised = bool(notice.asked_due_on), bool(notice.criticised_on)
    return notice.state, notice.talk, f"{asked} {criticised} {notice.is_agreed}"


def of_meeting(meeting: Meeting) -> Kind:
    """How far a meeting is, with its pack and what it agreed."""
    items = sorted({str(item.state) for item in agreeing.items(meeting)})
    return meeting.state, str(meeting.packs.exists()), " ".join(items)


def one(model: type[Model], state: Callable[[Any], Kind]) -> Callable[..., Kind]:
    """The state of the object with the number in the address."""

    def found(pk: int, **_: object) -> Kind:
        thing = model._default_manager.filter(pk=pk).first()
        return state(thing) if thing else ("gone",)

    return found


def in_state(thing: Any) -> Kind:
    """How far it has come."""
    return (thing.state,)


def of_figure(key: str) -> Kind:
    """The window of a figure, and whether it is of the county or of a part of it."""
    found = FIGURE.fullmatch(key)
    return (found[1] and "part", found[2]) if found else ("other",)


STATES: dict[str, Callable[..., Kind]] = {
    **dict.fromkeys(("submission", "move", "paper"), one(Submission, of_return)),
    **dict.fromkeys(("fill_return", "check", "attach", "workbook", "upload"), of_own),
    **dict.fromkeys(("notice", "act_on_notice"), one(SupervisionNotice, of_notice)),
    **dict.fromkeys(("meeting", "act_on_meeting"), one(Meeting, of_meeting)),
    **dict.fromkeys(("announcement", "act_on_announcement"), one(Announcement, in_state)),
    **dict.fromkeys(("matter", "act_on_matter"), one(Matter, in_state)),
    **dict.fromkeys(("finding", "act_on_finding"), one(Finding, in_state)),
    **dict.fromkeys(("visit", "act_on_visit"), one(Visit, lambda v: (str(bool(v.done_at)),))),
    **dict.fromkeys(("bulletin_at", "act_on_bulletin"), one(Bulletin, lambda b: (b.state, b.kind))),
    "preview": one(Upload, lambda upload: (str(bool(upload.confirmed_at)),)),
    "correct": lambda line_pk: (Line.objects.get(pk=line_pk).kind,),
    "trace": of_figure,
    "site": one(Site, lambda site: (site.keeper.code, site.area.code[:9])),
}


def kind_of(address: str) -> Kind:
    """The pattern of an address with the words that say what it is, the state of what it is about,
    and what is asked of it."""
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return ("nowhere", parts.path)
    words = [str(match.kwargs[name]) for name in IN_THE_PATH if name in match.kwargs]
    about = {name: value for name, value in match.kwargs.items() if name not in IN_THE_PATH}
    if match.url_name in STATES and "format" not in match.kwargs:  # papers are made alike
        words += STATES[match.url_name](**about)
    asked = [
        f"{name}={value if name in IN_THE_QUERY else ''}"
        for name, value in sorted(parse_qsl(parts.query, keep_blank_values=True))
        if name not in EVERYWHERE
    ]
    return (match.url_name or "", *words, *asked)
