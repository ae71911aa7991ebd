"""The page of each thing that the journal speaks of, for those who may open it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse

from ledger.models import (
    Attachment,
    LateGrant,
    Ledger,
    Period,
    Point,
    Site,
    Submission,
    Version,
)
from reports.models import (
    Announcement,
    Bulletin,
    Finding,
    Instruction,
    Matter,
    Meeting,
    Naming,
    Round,
    StampedScan,
    StandingText,
    Suggestion,
    SupervisionNotice,
    Visit,
)
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit.models import Event
from targets.models import Ruling, Unit


@dataclass(frozen=True)
class Page:
    """Where things of a kind are shown: the name of the page, the field that leads there, and
    whether it is the page's own address or comes behind it."""

    model: type[models.Model]
    name: str
    field: str = ""
    asked_as: str = ""

    def address(self, value: object) -> str:
        """The address, of a thing with such a value."""
        if self.asked_as:
            return f"{reverse(self.name)}?{self.asked_as}={value}"
        return reverse(self.name, args=[value] if self.field else [])


PAGES = [
    Page(Submission, "submission", "pk"),
    Page(Version, "submission", "submission"),
    Page(Attachment, "submission", "submission"),
    Page(Site, "site", "pk"),
    Page(Point, "site", "site"),
    Page(Period, "board", "pk", "period"),
    Page(LateGrant, "board", "period", "period"),
    Page(Ledger, "entries"),
    Page(Bulletin, "bulletin_at", "pk"),
    Page(StampedScan, "scan", "pk"),
    Page(StandingText, "standing"),
    Page(SupervisionNotice, "notice", "pk"),
    Page(Instruction, "instruction", "pk"),
    Page(Matter, "matter", "pk"),
    Page(Meeting, "meeting", "pk"),
    Page(Round, "round", "pk"),
    Page(Visit, "visit", "pk"),
    Page(Finding, "finding", "pk"),
    Page(Announcement, "announcement", "pk"),
    Page(Naming, "naming", "pk"),
    Page(Suggestion, "suggestions"),
    Page(Ruling, "discrepancies"),
    Page(Unit, "unit", "code"),
    Page(User, "person", "pk"),
]
BY_KIND = {page.model._meta.label_lower: page for page in PAGES}


def addresses(user: User, events: Iterable[Event]) -> dict[tuple[str, str], str]:
    """(kind, key) of what the events are about to its page, of what the person may open."""
    keys: dict[str, list[str]] = {}
    for event in events:
        if event.object_type in BY_KIND and event.object_key.isdecimal():
            keys.setdefault(event.object_type, []).append(event.object_key)
    return {
        (kind, str(pk)): BY_KIND[kind].address(value)
        for kind, found in keys.items()
        for pk, value in opening(user, BY_KIND[kind], found)
        if value is not None
    }


def opening(user: User, page: Page, keys: list[str]) -> Iterable[tuple[int, object]]:
    """The keys of what the person may open, with the value that leads to its page."""
    if page.model is User and not user.keeps_accounts:
        return []
    rows: Any = page.model._default_manager.filter(pk__in=keys)
    if page.model in (Bulletin, Instruction, Meeting, Suggestion):
        rows = rows.visible_to(user)
    elif hasattr(rows, "visible_to"):
        rows = rows.visible_to(user, clock.today())
    return rows.values_list("pk", page.field or "pk")
