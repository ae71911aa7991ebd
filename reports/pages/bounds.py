"""片区和公路: which villages a zone has, which sites a road, and how far it is there; the head of
the office rules on it."""

import re
from collections import defaultdict
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render

from ledger.models import Site
from reports.figures import in_words
from reports.figures.reading import Reading
from reports.pages.asking import asked
from shanyin_charging.accounts.requests import Request
from shanyin_charging.asking import ask, facts_of, goes_back, is_sure
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Area, AreaKind, Form, Ruling
from targets.models.places import DIGITS
from targets.pages.forms import RulingForm
from targets.plan import queries
from targets.rulings import bounds, effects, record, rules

Members = list[tuple[str | int, str, str]]  # a code or a number, a whole name, an own one
BESIDE = (AreaKind.ZONE, AreaKind.ROAD)


class BoundForm(RulingForm):
    """The villages of a zone, or the sites along a road in their order, by name."""

    members = forms.CharField(
        widget=forms.Textarea({"rows": 8}), error_messages={"required": "请逐个写名称"}
    )
    field_order = ("members", "in_force_on", "document_no")

    def __init__(
        self, area: Area, may_be: Members, ruling: Ruling | None, data: QueryDict | None
    ) -> None:
        whole = {member: name for member, name, _ in may_be}
        held = ruling.value.get(bounds.NAMES[AreaKind(area.kind)], []) if ruling else []
        named = "\n".join(whole[member] for member in held if member in whole)
        super().__init__(data, initial={"members": named})
        self.names, zone = defaultdict(set), area.kind == AreaKind.ZONE
        for member, *called in may_be:
            for name in called:
                self.names[name].add(member)
        self.fields["members"].label = "有哪些村（社区）" if zone else "沿线有哪些站点，按先后次序"
        self.fields["members"].help_text = (
            "一行一个，写名称；重名的写上乡（镇）"
            if zone
            else "一行一个，从一头到另一头；没有桩的起点、终点也写；重名的写上乡（镇）和村"
        )

    def clean_members(self) -> dict[str | int, str]:
        """Each with its name, in the order in which they were written."""
        found: dict[str | int, str] = {}
        faults = []
        for number, name in enumerate(filter(None, self.written()), start=1):
            here = self.names[name]
            if len(here) != 1:
                why = "有几个，请写全名" if here else "没有找到"
                faults.append(f"第{number}个“{name}”{why}")
            elif here <= found.keys():
                faults.append(f"第{number}个“{name}”写了两遍")
            else:
                found[next(iter(here))] = name
        if faults:
            raise forms.ValidationError("；".join(faults))
        return found

    def written(self) -> list[str]:
        """The names as they were typed."""
        return [name.strip() for name in re.split(r"[\n、，,；;]", self.cleaned_data["members"])]


def all_bounds(request: Request) -> HttpResponse:
    """Each zone and road with what it is, and how far it is there."""
    about = asked(request)
    areas = Area.objects.within(about["reading"].county.code).filter(kind__in=BESIDE)
    rows = [told(about["reading"], area) for area in areas]
    return render(request, "reports/bounds.html", {**about, "rows": rows})


def told(reading: Reading, area: Area) -> dict[str, Any]:
    """What a zone or a road is by the rulings in force, its figures with their targets, and how
    they were measured."""
    _, _, short = area.code.partition("_")
    codes = [
        row.code
        for row in reading.indicators.values()
        if row.form == Form.LARGEST and (row.across, row.only) == (area.kind, short)
    ]
    return {
        "area": area,
        "ruling": reading.basis.rulings.get(bounds.subject_of(area)),
        "way": reading.beside.get(area.code),
        "standings": [s for code in codes for s in reading.standings(code)],
    }


def bound(request: Request, code: str) -> HttpResponse:
    """One zone or road, with the form for who rules on it."""
    beside = Area.objects.served().filter(kind__in=BESIDE)
    area, may = get_object_or_404(beside, code=code), rules.can_rule(request.user)
    if request.method == "POST" and not may:
        raise Http404
    about = asked(request)
    may_be, what = members_of(about["reading"], area), told(about["reading"], area)
    form = BoundForm(area, may_be, what["ruling"], request.POST or None) if may else None
    if form and request.method == "POST" and (done := put_on_record(request, area, form)):
        return done
    plan, subject = queries.plan_of_today(), bounds.subject_of(area)
    ruled = Ruling.objects.of(plan).filter(subject=subject).order_by("-in_force_on", "-pk")
    offered = {"form": form, "seen": record.seen_of(plan, subject), "may_be": may_be}
    return render(
        request, "reports/bound.html", {**about, **what, **offered, "rulings": list(ruled)}
    )


def members_of(reading: Reading, area: Area) -> Members:
    """What a zone or a road may have: its code or number, its whole name and its own."""
    if area.kind == AreaKind.ROAD:
        sites = Site.objects.served().standing().values_list("pk", "name")
        return [(site, reading.sites[site], name) for site, name in sites]
    township = {place.area: place.name for place in reading.places[AreaKind.TOWNSHIP]}
    width = DIGITS[AreaKind.TOWNSHIP]
    return [
        (place.area, place.name, place.name.removeprefix(township[place.area[:width]]))
        for place in reading.places[AreaKind.VILLAGE]
    ]


def put_on_record(request: Request, area: Area, form: BoundForm) -> HttpResponse | None:
    """Put what was typed on record, once who rules has seen what it changes; None where the form is
    shown again and says why."""
    if not form.is_valid() or goes_back(request):
        return None
    seen = request.POST.get("seen", "")

    def act() -> Ruling:
        plan, members = queries.plan_of_today(), form.cleaned_data["members"]
        return bounds.name(request.user, plan, area, members, *form.terms(), seen)

    try:
        changes = effects.of(act, in_words.numbers)
        if not is_sure(request, changes):
            return ask_to_rule(request, area, form, seen, changes)
        act()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, f"已登记{area}的范围")
    return redirect("bound", area.code)


def ask_to_rule(
    request: Request, area: Area, form: BoundForm, seen: str, changes: list[tuple[str, str, str]]
) -> HttpResponse:
    """The page that asks before a ruling, with the numbers that it changes."""
    says = [
        "从生效日期所在月起，充电距离按这些村（社区）、站点和桩的坐标量算，是直线距离。",
        "核定只增不改：登记以后不能撤回，要改只能再核定。已印发的通报不变。",
    ]
    title = f"登记核定：{area}的范围"
    typed = facts_of(form)
    return ask(request, title, says, "登记", seen=seen, facts=typed, changes=changes, about=changes)
