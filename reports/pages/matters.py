"""需协调事项: all that a person may see of them, as a list; and the form by which one is raised."""

from datetime import timedelta
from typing import Any

import django_filters
import django_tables2 as tables
from django.contrib import messages
from django.db.models import F, Q, QuerySet
from django.forms import HiddenInput
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from reports.coordination import course, raising
from reports.models import Matter
from reports.models.matters import OVER
from reports.pages.forms import MatterForm
from reports.pages.lasting import LastingCells
from shanyin_charging import clock, listing
from shanyin_charging.accounts.requests import Request
from shanyin_charging.lifecycle.transitions import Refused
from shanyin_charging.listing import (
    NAME,
    ListFilter,
    ListTable,
    NumberingColumn,
    ThingsFilter,
    ValuesFilter,
    WordsFilter,
    headed,
)

SPANS = (7, 15, 30, 60)  # days for which a matter may have been open


class MatterTable(LastingCells, ListTable):
    """Who asks for what, who is to solve it, how far it is and since when."""

    position = NumberingColumn()
    kind = tables.Column("类别", attrs=headed("类别", "nowrap"))
    text = tables.TemplateColumn(
        template_name="reports/_matter_words.html", verbose_name="需要协调什么", attrs=NAME
    )
    about = tables.Column("涉及的地方或项目", visible=False)
    raiser = tables.Column("提出单位", attrs=headed("提出"))
    solver = tables.Column("承办单位", attrs=headed("承办"), default="—")
    state = tables.Column("状态", attrs=headed("状态", "nowrap"))
    answer_by = tables.DateColumn(
        verbose_name="答复时限", format="Y-m-d", attrs=headed("答复时限", "nowrap"), default="—"
    )
    raised_on = tables.DateColumn(
        verbose_name="提出日期", format="Y-m-d", attrs=headed("提出日期", "nowrap")
    )
    ended_on = tables.DateColumn(verbose_name="办结日期", format="Y-m-d", visible=False, default="")
    days = tables.Column(
        "已有（天）",
        empty_values=(),
        order_by=("-raised_on",),
        attrs=headed("已有（天）", "number"),
    )

    class Meta:
        model = Matter
        fields = ()
        attrs = {"class": "cards"}
        empty_text = "没有符合条件的需协调事项"

    def value_text(self, record: Matter) -> str:
        """The words alone."""
        return record.text


class MatterFilter(ListFilter):
    """Those that are open or those that are over; by state, kind, units, days and words."""

    which = django_filters.ChoiceFilter(
        choices=[("open", "未办结"), ("over", "已办结和撤回")],
        method="of_which",
        widget=HiddenInput,
    )
    state = ValuesFilter("state", "状态")
    kind = ValuesFilter("kind", "类别")
    raiser = ThingsFilter("raiser", "提出单位")
    solver = ThingsFilter("solver", "承办单位")
    days = django_filters.ChoiceFilter(
        choices=[(str(span), f"满{span}天") for span in SPANS],
        method="of_days",
        label="已有多久",
        empty_label="全部",
    )
    words = WordsFilter("事项里的字", "text", "about")

    class Meta:
        model = Matter
        fields = ()

    def of_which(self, rows: QuerySet[Matter], name: str, which: str) -> QuerySet[Matter]:
        """What is over, or what is not."""
        return rows.filter(state__in=OVER) if which == "over" else rows.exclude(state__in=OVER)

    def of_days(self, rows: QuerySet[Matter], name: str, least: str) -> QuerySet[Matter]:
        """What has been open for so many days, or was until its end."""
        span = timedelta(days=int(least))
        lasted = Q(ended_on__gte=F("raised_on") + span)
        return rows.filter(lasted | Q(ended_on=None, raised_on__lte=clock.today() - span))


def matters(request: Request) -> HttpResponse:
    """What is open, longest first, and what is over; a unit sees its own."""
    found = Matter.objects.visible_to(request.user, clock.today())
    over = found.filter(state__in=OVER).count()
    asked = QueryDict(mutable=True)
    asked.update({"which": "open"} | request.GET.dict())
    which = "over" if asked["which"] == "over" else "open"
    chosen = MatterFilter(asked, found.select_related("raiser", "solver", "site"))
    context = {
        "which": which,
        "open": found.count() - over,
        "over": over,
        "may_raise": bool(raising.raisers(request.user)),
    }
    title = "已办结的需协调事项" if which == "over" else "未办结的需协调事项"
    table = MatterTable(chosen.qs)
    return listing.answer(request, "reports/matters.html", title, table, chosen, context)


def raise_matter(request: Request) -> HttpResponse:
    """提需协调事项: one box, filled in where the page that leads here knows of what."""
    units = raising.raisers(request.user)
    if not units:
        raise Http404
    if request.method != "POST":
        return form_page(request, MatterForm(request.user, units, initial=request.GET.dict()))
    form = MatterForm(request.user, units, request.POST)
    if not form.is_valid():
        return form_page(request, form, status=400)
    try:
        made = raising.raise_matter(request.user, **form.said())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return form_page(request, form, status=409)
    messages.success(request, course.TRANSITIONS.done(course.RAISED))
    return redirect("matter", made.pk)


def form_page(request: Request, form: MatterForm, **how: Any) -> HttpResponse:
    """The form, with what was typed into it."""
    return render(request, "reports/raise_matter.html", {"form": form}, **how)
