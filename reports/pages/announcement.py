"""One 通知: what it says, its file, who has read it, what the person may do now."""

from typing import Any

import django_tables2 as tables
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from ledger.models import Reminder
from ledger.reminders import sending
from reports.announcing import course, rules
from reports.models import Announcement, AnnouncementState, Receipt
from reports.pages import downloads
from reports.pages.forms import AnnouncementForm
from shanyin_charging import clock, listing
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.requests import Request
from shanyin_charging.lifecycle.transitions import Refused
from shanyin_charging.listing import NAME, ListTable, NumberingColumn, headed
from targets.models import Unit


class ReaderTable(ListTable):
    """The units that it went to, with who of each has read it, and when."""

    position = NumberingColumn()
    unit = tables.Column("单位", attrs=NAME)
    read = tables.Column("已阅", attrs=headed("已阅", "nowrap"))
    by = tables.Column("已阅人", attrs=headed("已阅人"), default="—")
    at = tables.DateTimeColumn(
        verbose_name="已阅时间", format="Y-m-d H:i", attrs=headed("时间", "nowrap"), default="—"
    )

    reminded = tables.DateTimeColumn(
        verbose_name="最近提醒", format="Y-m-d H:i", attrs=headed("提醒", "nowrap"), default="—"
    )

    class Meta:
        attrs = {"class": "tight cards"}


def announcement(request: Request, pk: int) -> HttpResponse:
    """The page of an announcement; its list of readers also as a file."""
    found = visible(request, pk)
    is_draft = found.state == AnnouncementState.DRAFT
    return show(request, found, AnnouncementForm(announcement=found) if is_draft else None)


def visible(request: Request, pk: int) -> Announcement:
    """The announcement, else 404."""
    found = Announcement.objects.visible_to(request.user, clock.today())
    return get_object_or_404(found.with_file(), pk=pk)


def show(
    request: Request,
    found: Announcement,
    form: AnnouncementForm | None = None,
    refusal: str = "",
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page; what was refused stands in its fields again."""
    user = request.user
    context: dict[str, Any] = {
        "announcement": found,
        "seen": found.stamp,
        "form": form if rules.can_announce(user) else None,
        "actions": {t.verb for t in course.TRANSITIONS.available(user, found)},
        "unread": found.unread.count() if user.sees_all_units else 0,
        "may_remind": found.state == AnnouncementState.SENT and bool(rules.can_remind(user, found)),
        "remind_seen": course.reminding_stamp(found),
        "refusal": refusal,
        "typed": typed,
    }
    title = f"{found.title}阅读情况"
    table = ReaderTable(readers(user, found), orderable=False)
    answer = listing.answer(request, "reports/announcement.html", title, table, None, context)
    answer.status_code = status
    return answer


def readers(user: User, found: Announcement) -> list[dict[str, Any]]:
    """The units that it went to, unread ones first; for a unit's people their own."""
    units = list(found.units.all())
    if not user.sees_all_units:
        own = set(Unit.objects.spoken_for(user, clock.today()).values_list("pk", flat=True))
        units = [unit for unit in units if unit.pk in own]
    read = {receipt.unit_id: receipt for receipt in found.receipts.select_related("by")}
    told = sending.last_told(found)
    return [
        row(unit, read.get(unit.pk), told.get(unit.pk))
        for unit in sorted(units, key=lambda unit: unit.pk in read)
    ]


def row(unit: Unit, receipt: Receipt | None, reminder: Reminder | None) -> dict[str, Any]:
    """A unit with its reading, and when it was last reminded."""
    return {
        "unit": unit,
        "read": "已阅" if receipt else "未阅",
        "by": receipt.by.name if receipt else None,
        "at": receipt.at if receipt else None,
        "reminded": reminder.made_at if reminder else None,
    }


@require_POST
def act(request: Request, pk: int, verb: str) -> HttpResponse:
    """One verb, pressed by a person."""
    found, form = visible(request, pk), None
    try:
        if verb == "rewrite":
            form = AnnouncementForm(request.POST, request.FILES, announcement=found)
            if not form.is_valid():
                return show(request, found, form, status=400)
            course.rewrite(request.user, found, **form.said(), seen=request.POST.get("seen", ""))
        else:
            press(request, found, verb)
    except Refused as refusal:
        again = visible(request, pk)
        typed = request.POST.get("text", "")
        return show(request, again, form, str(refusal), typed, status=409)
    messages.success(request, DONE.get(verb, course.TRANSITIONS.done(verb)))
    return redirect("announcements") if verb == "discard" else redirect("announcement", pk)


DONE = {"remind": "已提醒还没有阅读的单位"}


def press(request: Request, found: Announcement, verb: str) -> None:
    """What needs no form but a reason; raises Http404 for what there is not."""
    user, seen = request.user, request.POST.get("seen", "")
    if verb == "discard":
        course.discard(user, found, seen)
    elif verb == "remind":
        course.remind(user, found, seen)
    elif verb in {transition.verb for transition in course.TRANSITIONS}:
        course.move(user, verb, found, request.POST.get("text", ""), seen)
    else:
        raise Http404


def announcement_file(request: Request, pk: int) -> HttpResponse:
    """The file that goes with an announcement, as it is kept, or as a page shows it."""
    file = visible(request, pk).file
    if file is None:
        raise Http404
    return downloads.kept(request, file)
