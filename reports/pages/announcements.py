"""通知: all that a person may see of them, as a list; and the form by which one is begun."""

from typing import Any

import django_tables2 as tables
from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from reports.announcing import course, rules
from reports.models import Announcement
from reports.pages.forms import AnnouncementForm
from shanyin_charging import clock, listing
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.requests import Request
from shanyin_charging.lifecycle.transitions import Refused
from shanyin_charging.listing import (
    NAME,
    DaysFilter,
    ListFilter,
    ListTable,
    NumberingColumn,
    ThingsFilter,
    ValuesFilter,
    WordsFilter,
    headed,
)
from targets.models import Holder


class AnnouncementTable(ListTable):
    """What was said, when, and who has read it: of all units, or of one's own."""

    position = NumberingColumn()
    title = tables.Column("标题", linkify=("announcement", [tables.A("pk")]), attrs=NAME)
    state = tables.Column("状态", attrs=headed("状态", "nowrap"))
    sent_at = tables.DateTimeColumn(
        verbose_name="发出时间", format="Y-m-d H:i", attrs=headed("发出", "nowrap"), default="—"
    )
    sent_by = tables.Column("发出人", attrs=headed("发出人", "nowrap"), default="—")
    file = tables.Column("附件", attrs=headed("附件"), default="—")
    read = tables.Column("已阅", empty_values=(), orderable=False, attrs=headed("已阅", "nowrap"))

    class Meta:
        model = Announcement
        fields = ()
        attrs = {"class": "cards"}
        empty_text = "没有符合条件的通知"

    # of the rows that are shown: key to how many units it went to, and how many have read it
    counted: dict[int, tuple[int, int]] = {}

    def look_ahead(self, records: list[Announcement]) -> None:
        """Count who has read them."""
        rows = Announcement.objects.served().filter(pk__in=[one.pk for one in records])
        sent = dict(rows.order_by().values_list("pk").annotate(Count("units")))
        read = dict(rows.order_by().values_list("pk").annotate(Count("receipts")))
        self.counted = {pk: (number, read[pk]) for pk, number in sent.items()}

    def render_read(self, record: Announcement) -> str:
        """How many of how many units."""
        number, read = self.counted[record.pk]
        return f"{read} / {number}" if record.sent_at else "—"


class OwnAnnouncementTable(AnnouncementTable):
    """The same for a unit's people: whether their own units have read it."""

    class Meta(AnnouncementTable.Meta):
        """As there: cards on a phone."""

    units: list[int] = []

    def look_ahead(self, records: list[Announcement]) -> None:
        """See which of their own units have read them."""
        rows = Announcement.objects.served().filter(pk__in=[one.pk for one in records])
        own = rows.filter(receipts__unit__in=self.units).order_by()
        self.counted = dict.fromkeys(own.values_list("pk", flat=True), (1, 1))

    def render_read(self, record: Announcement) -> str:
        """Whether they have."""
        return "已阅" if record.pk in self.counted else "未阅"


class AnnouncementFilter(ListFilter):
    """By state, by whom it went to, by day and by words."""

    state = ValuesFilter("state", "状态")
    units = ThingsFilter("units", "发给")
    sent_at = DaysFilter("sent_at", "发出日期")
    words = WordsFilter("标题或正文里的字", "title", "text")

    class Meta:
        model = Announcement
        fields = ()


def announcements(request: Request) -> HttpResponse:
    """All of them, the newest first."""
    found = Announcement.objects.visible_to(request.user, clock.today()).with_file()
    chosen = AnnouncementFilter(request.GET, found)
    if not request.user.sees_all_units:
        del chosen.filters["units"]
    table = table_of(request.user, chosen.qs)
    context = {"may_write": bool(rules.can_announce(request.user))}
    template = "reports/announcements.html"
    return listing.answer(request, template, "通知", table, chosen, context)


def table_of(user: User, rows: QuerySet[Announcement]) -> AnnouncementTable:
    """The table for who sees all units, or for a unit's people."""
    if user.sees_all_units:
        return AnnouncementTable(rows)
    table = OwnAnnouncementTable(rows)
    table.units = [unit.pk for unit in Holder(user).units]
    return table


def write(request: Request) -> HttpResponse:
    """写通知: a draft, which is read once more before it goes out."""
    if not rules.can_announce(request.user):
        raise Http404
    if request.method != "POST":
        return form_page(request, AnnouncementForm())
    form = AnnouncementForm(request.POST, request.FILES)
    if not form.is_valid():
        return form_page(request, form, status=400)
    said = form.said()
    said.pop("without_file")
    try:
        made = course.write(request.user, **said)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return form_page(request, form, status=409)
    messages.success(request, course.TRANSITIONS.done("write"))
    return redirect("announcement", made.pk)


def form_page(request: Request, form: AnnouncementForm, **how: Any) -> HttpResponse:
    """The form, with what was typed into it."""
    return render(request, "reports/write_announcement.html", {"form": form}, **how)
