"""落实情况: what units told of the clauses that set no number, as a list of units and clauses, with
the months of each clause above it."""

from collections.abc import Collection
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ledger.lines.readback import sentence
from ledger.models import Line, LineKind, Submission
from ledger.periods.now import Calendar
from reports.figures import implementation
from reports.figures.implementation import STATES, Carried, Part
from reports.figures.reading import Reading, read
from reports.pages.asking import asked_month
from shanyin_charging import listing
from shanyin_charging.accounts.requests import Request
from shanyin_charging.listing import NAME, ListFilter, ListTable, ThingsFilter, headed
from targets.models import Duty
from targets.months import Month

SHUT = "只有本单位和专班能看内容"
LAST_MONTHS = 12
EVERY = "every"  # the units that are named and not asked to report, too


class PartTable(ListTable):
    """Units with what each told of a clause, and how that stands."""

    clause = tables.Column("条款", accessor="duty__clause", order_by="duty__clause__position")
    unit = tables.Column("单位", accessor="duty__unit", attrs=NAME, order_by="duty__unit__position")
    reports = tables.Column(
        "报什么", accessor="duty__reports", empty_values=(), attrs=headed("报什么")
    )
    months = tables.Column("报过的月份", empty_values=(), orderable=False, attrs=headed("报过"))
    last = tables.Column("最近一次", empty_values=(), orderable=False, attrs=headed("最近"))
    state = tables.Column("状态", accessor="state__word", attrs=headed("状态"))

    class Meta:
        attrs = {"class": "tight cards ruled"}
        empty_text = "没有这样的条款和单位"

    def __init__(self, rows: list[Part], plan: str, opens: Collection[int]) -> None:
        super().__init__(rows)
        self.plan, self.opens = plan, opens

    def render_clause(self, record: Part) -> SafeString:
        """Its label and title, linked to its words."""
        clause = record.duty.clause
        address = reverse("clause", args=[self.plan, clause.code])
        return format_html('<a href="{}">{}</a>', address, clause)

    def value_clause(self, record: Part) -> str:
        """The same, for a file."""
        return str(record.duty.clause)

    def render_unit(self, record: Part) -> SafeString:
        """The unit, linked to its page."""
        unit = record.duty.unit
        return format_html('<a href="{}">{}</a>', reverse("unit", args=[unit.code]), unit)

    def value_unit(self, record: Part) -> str:
        """The same, for a file."""
        return str(record.duty.unit)

    def render_reports(self, record: Part) -> str:
        """What it is asked to report, or its part of the clause."""
        return record.duty.reports or record.duty.get_part_display()

    def render_months(self, record: Part) -> str:
        """The months in which it told of it."""
        return implementation.months_in_words(record.months) or "—"

    def render_last(self, record: Part) -> SafeString | str:
        """What it said last, with the way to its return, for who may read that."""
        if not (line := record.last):
            return "—"
        if line.version.submission_id not in self.opens:
            return f"{implementation.month_of(line).label}（{SHUT}）"
        address = reverse("submission", args=[line.version.submission_id])
        month = implementation.month_of(line).label
        return format_html('<a href="{}">{}</a>　{}', address, month, in_words(line))

    def value_last(self, record: Part) -> str:
        """The same, for a file."""
        if not (line := record.last):
            return ""
        opens = line.version.submission_id in self.opens
        return f"{implementation.month_of(line).label}　{in_words(line) if opens else SHUT}"

    def render_state(self, record: Part) -> str:
        """The state with its shape."""
        about = {"code": record.state.code, "word": record.state.word}
        return render_to_string("components/status.html", about)

    def value_state(self, record: Part) -> str:
        """Its word."""
        return record.state.word


class PartFilter(ListFilter):
    """By month, clause, unit and state."""

    month = django_filters.ChoiceFilter(label="截至", method="as_it_is", empty_label=None)
    clause = ThingsFilter("clause", "条款")
    unit = ThingsFilter("unit", "单位")
    state = django_filters.ChoiceFilter(
        label="状态",
        method="as_it_is",
        choices=[
            *((state.code, state.word) for state in STATES if state.code != "no_plan"),
            (EVERY, "列出全部责任单位"),
        ],
        empty_label="要报的和报过的",
    )

    class Meta:
        model = Duty
        fields = ()

    def __init__(self, data: dict[str, Any], rows: QuerySet, months: list[Month]) -> None:
        super().__init__(data, rows)
        choices = [(str(month), month.label) for month in months]
        self.filters["month"].extra["choices"] = choices

    def as_it_is(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """What the database does not know: the page asks for it itself."""
        return rows


def page(request: Request) -> HttpResponse:
    """The clauses that set no number: who told of them in which month, what last, how that
    stands."""
    calendar = Calendar()
    month = asked_month(request, calendar)
    reading = read(month, calendar=calendar)
    found = implementation.carried_out(reading)
    parts = {part.duty.pk: part for carried in found for part in carried.parts}
    asked = {**request.GET.dict(), "month": str(month)}
    duties = Duty.objects.filter(clause__plan=reading.plan, pk__in=parts)
    chosen = PartFilter(asked, duties, calendar.so_far())
    left = set(chosen.qs.values_list("pk", flat=True))
    rows = [part for pk, part in parts.items() if pk in left and is_meant(request, part)]
    table = PartTable(rows, reading.plan.code, opens(request, rows))
    months = months_of(reading)
    shown = [(one, [one.by_month[m] for m in months]) for one in found]
    context = {"reading": reading, "month": month, "months": months, "found": shown}
    others = [("各条款各月报告单位数", *by_month(found, months))]
    title = f"{month.label}落实情况"
    return listing.answer(
        request, "reports/implementation.html", title, table, chosen, context, others=others
    )


def is_meant(request: Request, part: Part) -> bool:
    """Whether a unit's part is in the state that is asked for; without one, whether there is
    anything to say of it."""
    state = request.GET.get("state", "")
    if state:
        return state in (EVERY, part.state.code)
    return bool(part.told) or implementation.is_asked(part.duty)


def opens(request: Request, rows: list[Part]) -> set[int]:
    """Those of the returns that the person may read."""
    told = [part.last.version.submission_id for part in rows if part.last]
    seen = Submission.objects.visible_to(request.user).filter(pk__in=told)
    return set(seen.values_list("pk", flat=True))


def months_of(reading: Reading) -> list[Month]:
    """The last twelve months, from the plan's first on."""
    first = max(Month.of(reading.plan.starts_on), reading.month - (LAST_MONTHS - 1))
    return [first + n for n in range(reading.month.index - first.index + 1)]


def by_month(found: list[Carried], months: list[Month]) -> tuple[list[str], list[list]]:
    """Heads and rows of a file: how many units told of each clause in each month."""
    heads = ["条款", "要报的（家）", *(m.label for m in months), "本期报了的（家）", "状态"]
    rows = []
    for one in found:
        heard, asked = one.told or ("", "")
        each = [one.by_month[month] for month in months]
        rows.append([str(one.clause), asked, *each, heard, one.state.word])
    return heads, rows


def in_words(line: Line) -> str:
    """What was done, or what a check found."""
    return str(line.read_as["done"]) if line.kind == LineKind.WORK else sentence(line)
