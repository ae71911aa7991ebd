"""日志: every event, filtered, with what it changed in words and a way to the thing it is about."""

from typing import Any, cast

import django_tables2 as tables
from django.db.models import QuerySet
from django.forms import Field
from django.http import Http404, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reports.pages.addresses import addresses
from shanyin_charging import dates, listing
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.requests import Request
from shanyin_charging.archive import heads
from shanyin_charging.audit import journal as chain
from shanyin_charging.audit import telling
from shanyin_charging.audit.models import Event
from shanyin_charging.audit.words import WORDS
from shanyin_charging.listing import DaysFilter, ListFilter, ListTable, ValuesFilter, WordsFilter
from targets.models import Unit
from targets.plan import queries

KINDS = {  # of verbs, as an auditor looks for them: its words, and what is of it
    "kind:door": ("只看登录", ("sign_in", "sign_in_failed", "lock_out")),
    "kind:taken": ("只看下载", ("download",)),
    "kind:refused": ("只看拒绝", ("refuse",)),
    "kind:drafted": ("只看填写草稿", ("write_line",)),
}
DONE = "kind:done", "只看办理的事"  # of no other kind
LONGEST = 90  # characters of one change on the page; the file has all of them


class EventTable(ListTable):
    """Who did what to what, when, and what that changed."""

    number = tables.Column("序号", attrs=listing.headed("序号", "number"))
    at = tables.Column("时间", attrs=listing.headed("时间", "nowrap"))
    actor = tables.Column("操作人", attrs=listing.UNBROKEN)
    verb = tables.Column("动作", attrs=listing.UNBROKEN)
    object_name = tables.Column("对象", default="—", attrs=listing.NAME)
    changes = tables.Column("改了什么", empty_values=(), orderable=False)
    address = tables.Column("来自", default="—", visible=False)
    digest = tables.Column("摘要", orderable=False, visible=False)

    class Meta:
        model = Event
        fields = ()
        attrs = {"class": "tight cards journal"}
        empty_text = "没有符合条件的日志"

    def __init__(self, rows: Any, user: User) -> None:
        super().__init__(rows)
        self.user, self.names = user, names()
        self.addresses: dict[tuple[str, str], str] = {}

    def look_ahead(self, records: list[Event]) -> None:
        """Ask which of the things that the rows are about the person may open."""
        self.addresses = addresses(self.user, records)

    def render_at(self, value: Any) -> str:
        """To the minute."""
        return dates.moment(value)

    def render_verb(self, record: Event) -> str:
        """The verb in Chinese."""
        return record.verb_name

    def render_object_name(self, record: Event) -> SafeString:
        """The thing's name, linked to its page where the person may open one."""
        address = self.addresses.get((record.object_type, record.object_key))
        if not address:
            return format_html("{}", record.named)
        return format_html('<a href="{}">{}</a>', address, record.named)

    def value_object_name(self, record: Event) -> str:
        """The thing's name, for a file."""
        return record.named

    def render_changes(self, record: Event) -> SafeString:
        """What it was and what it is, a line each."""
        told = (shortened(str(change)) for change in telling.changes(record, self.names))
        return format_html_join("", "<div>{}</div>", ((line,) for line in told))

    def value_changes(self, record: Event) -> str:
        """The same for a file, whole."""
        return "\n".join(map(str, telling.changes(record, self.names)))


class VerbFilter(ValuesFilter):
    """One verb, or all of a kind."""

    @property
    def field(self) -> Field:
        """The kinds first."""
        found: Any = super().field
        kinds = [DONE, *((kind, said) for kind, (said, _) in KINDS.items())]
        found.choices = [*kinds, *self.extra["choices"]]
        return cast(Field, found)

    def filter(self, events: QuerySet, value: str) -> QuerySet:
        """Those of the verb; of what was done all that are of no other kind."""
        if value in KINDS:
            return events.filter(verb__in=KINDS[value][1])
        if value == DONE[0]:
            return events.exclude(verb__in=[verb for _, verbs in KINDS.values() for verb in verbs])
        return super().filter(events, value)


class EventFilter(ListFilter):
    """By day, person, verb and thing."""

    at = DaysFilter("at", "日期")
    actor = ValuesFilter("actor", "操作人")
    verb = VerbFilter("verb", "动作", WORDS)
    object = WordsFilter("对象", "object_name")

    class Meta:
        model = Event
        fields = ()


def journal(request: Request) -> HttpResponse:
    """日志, newest first, and whether its chain holds: what came after the last verification of all
    of it is verified here; for the auditor."""
    if not request.user.reads_journal:
        raise Http404
    events = Event.objects.served()
    chosen, mark = EventFilter(request.GET, events), chain.verified()
    wrong = list(heads.faults(list(heads.kept())))
    wrong += (mark.after or {}).get("faults", []) if mark else []
    context = {
        "mark": mark,
        "broken_at": chain.broken_at(mark),
        "events": events.count(),
        "wrong": list(dict.fromkeys(wrong)),
    }
    table = EventTable(chosen.qs, request.user)
    return listing.answer(request, "reports/journal.html", "日志", table, chosen, context)


def shortened(text: str) -> str:
    """No longer than a row of the page bears."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def names() -> dict[str, str]:
    """What codes of units, places and kinds of places stand for."""
    units = dict(Unit.objects.served().values_list("code", "name"))
    return {**queries.kind_names(queries.plan_of_today()), **units}
