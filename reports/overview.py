"""指标总览: every indicator of the plan with its value, its targets, who is missing, and what is still to be ruled."""
from django.shortcuts import render

from shanyin_charging import spreadsheet
from targets.models import Ruling

from . import formats
from .reading import read
from .views import asked_known, asked_month, months_so_far


def indicators(request):
    """All indicators of the plan at the end of a month, on screen or as Excel."""
    month, known = asked_month(request), asked_known(request)
    reading = read(month, known)
    ruled = set(Ruling.objects.filter(in_force_on__lte=month.last_day).values_list("subject", flat=True))
    rows = [(indicator, reading.standings(code), unsettled(indicator, ruled))
            for code, indicator in sorted(reading.indicators.items()) if indicator.across != "unit" or code == "I34"]
    if kind := spreadsheet.asked(request):
        heads = ["编号", "指标", "数值", "单位", "说明", "目标（原文）", "状态", "出处", "缺口", "数字编号"]
        lines = [line(*row) for row in spread(rows)]
        return spreadsheet.response(kind, f"{month.label}指标总览", heads, lines, f"截至{month.label}底")
    return render(request, "reports/indicators.html", {
        "rows": rows, "month": month, "months": months_so_far(), "known": known, "reading": reading,
        "year": reading.plan_year})


def unsettled(indicator, ruled) -> list:
    """The discrepancies of the indicator's clauses that the office has not ruled on."""
    found = {d.code: d for clause in indicator.clauses.all() for d in clause.discrepancies.all()}
    return [d for _, d in sorted(found.items()) if d.subject not in ruled]


def spread(rows):
    """One row a target."""
    return ((indicator, standing) for indicator, standings, _ in rows for standing in standings)


def line(indicator, standing) -> list:
    figure = standing.figure
    return [indicator.code, indicator.name, formats.number(figure), figure.unit, figure.why or formats.text(figure),
            standing.goal.printed if standing.goal else "", standing.state.word,
            standing.goal.clause if standing.goal else "", "、".join(figure.missing), figure.key]
