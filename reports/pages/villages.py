"""标位置: where the villages of a unit are, a block of lines at a time."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from ledger.models import Point
from ledger.sites import points
from targets.models import Area, AreaKind


class PointsForm(forms.Form):
    """Lines of a village with its longitude and latitude, all from one map service."""

    datum = forms.ChoiceField(label="坐标从哪里来", choices=Point.DATUMS)
    block = forms.CharField(
        label="村和位置",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "请填写，一行一个村"},
        help_text="一行一个：村名或区划代码，空一格，经度,纬度。如：北周庄村 112.822840,39.598040",
    )


def villages_of(user) -> dict[str, Area]:
    """Code to village, of the townships that the person speaks for; all for the office."""
    rows = Area.objects.filter(
        kind=AreaKind.VILLAGE, code__startswith=settings.COUNTY, merged_into=None
    )
    if not user.reviews:
        rows = rows.filter(parent__unit__posts__user=user)
    return {area.code: area for area in rows.select_related("parent")}


def place_villages(request):
    """Which villages have a position, and the form for more."""
    villages = villages_of(request.user)
    if not villages:
        raise Http404
    form = PointsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = points.record_villages(
                request.user, villages, form.cleaned_data["block"], form.cleaned_data["datum"]
            )
            messages.success(request, f"已登记{done}个村的位置")
            return redirect("points")
        except points.Unreadable as fault:
            form.add_error("block", str(fault))
    placed = set(Point.objects.filter(area__code__in=villages).values_list("area__code", flat=True))
    return render(
        request,
        "reports/places.html",
        {
            "form": form,
            "of": len(villages),
            "placed": len(placed),
            "lacking": [area for code, area in villages.items() if code not in placed],
        },
    )
