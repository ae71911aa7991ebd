"""Reading the plan: its clauses, its tables, what it leaves open."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from shanyin_charging import clock, listing
from shanyin_charging.accounts.requests import Request
from targets.models import Clause, Indicator, Part, Plan, Ruling, Target, Unit
from targets.months import Month
from targets.pages.tables import MilestoneFilter, MilestoneTable, QuotaFilter, QuotaTable
from targets.plan import queries


def current_plan() -> Plan:
    """The plan that this month is judged by."""
    return Plan.objects.in_force(queries.served(), Month.of(clock.today()))


def plan_called(code: str) -> Plan:
    """The county's plan of a code; of none its first, which addresses that name no plan are about:
    they were made while there was one. Raises Http404."""
    plans = Plan.objects.of(queries.served()).order_by("starts_on")
    found = plans.filter(code=code).first() if code else plans.first()
    if found is None:
        raise Http404("没有这份方案")
    return found


def plan(request: Request, plan: str = "") -> HttpResponse:
    """方案: its clauses, who was appointed, its own sums; of the one in force, where the address
    names none."""
    in_force = current_plan()
    found = plan_called(plan) if plan else in_force
    clauses = found.clauses.select_related("parent__parent").prefetch_related(
        "indicators", "discrepancies"
    )
    return render(
        request,
        "targets/plan.html",
        {
            "plan": found,
            "plans": Plan.objects.of(found.county).order_by("starts_on"),
            "in_force": in_force,
            "is_over": clock.today() > found.ends_on,
            "clauses": clauses,
            "appointments": found.appointments.select_related("unit"),
            "sums": queries.sums(found),
            "implied": queries.implied(found),
            "opening": found.opening_left_open,
        },
    )


def clause(request: Request, code: str, plan: str = "") -> HttpResponse:
    """One clause, with what it orders of whom and what is open about it."""
    found = plan_called(plan)
    clause = get_object_or_404(found.clauses.select_related("parent"), code=code)
    ruled = Ruling.objects.of(found).governing(clock.today())
    targets = Target.objects.filter(indicator__clauses=clause, area__isnull=False).select_related(
        "indicator", "clause"
    )
    return render(
        request,
        "targets/clause.html",
        {
            "plan": found,
            "clause": clause,
            "targets": targets.distinct(),
            "indicators": clause.indicators.prefetch_related("clauses"),
            "duties": clause.duties.select_related("unit").order_by("position"),
            "discrepancies": [(d, ruled.get(d.subject)) for d in clause.discrepancies.all()],
            "before": Clause.objects.filter(plan=clause.plan, position__lt=clause.position).last(),
            "after": Clause.objects.filter(plan=clause.plan, position__gt=clause.position).first(),
        },
    )


def quotas(request: Request, plan: str = "") -> HttpResponse:
    """The quotas of the units as a list, with its totals below."""
    found = plan_called(plan)
    targets = Target.objects.filter(indicator__plan=found, indicator__plays=Part.QUOTA)
    chosen = QuotaFilter(request.GET, targets.select_related("unit__proposed_supervisor"))
    rows: dict[Unit, dict[str, Any]] = {}
    for target in chosen.qs.order_by("position"):
        unit = target.unit
        row = rows.setdefault(
            unit,
            {
                "position": target.position,
                "name": unit.name,
                "kind": unit.get_kind_display(),
                "total": 0,
                "supervisor": unit.proposed_supervisor.name if unit.proposed_supervisor else None,
            },
        )
        row[f"in_{target.year}"] = target.value
        row["total"] += target.value
    table = QuotaTable(list(rows.values()), found.years)
    sums = {f"in_{year}": sum(row[f"in_{year}"] for row in rows.values()) for year in found.years}
    table.total = {**sums, "total": sum(sums.values())}
    return listing.answer(
        request,
        "targets/quotas.html",
        f"{found.quota_table.label} 参考计划" if found.quota_table else "参考计划",
        table,
        chosen,
        {
            "plan": found,
            "discrepancies": found.discrepancies.filter(clauses__targets__in=targets).distinct(),
        },
        found.quota_table.remark if found.quota_table else "",
    )


def milestones(request: Request, plan: str = "") -> HttpResponse:
    """The targets of the roads as a list."""
    found = plan_called(plan)
    rows = (
        Target.objects.filter(indicator__plan=found)
        .exclude(heading="")
        .select_related("indicator", "clause")
    )
    chosen = MilestoneFilter(request.GET, rows)
    return listing.answer(
        request,
        "targets/milestones.html",
        f"{found.road_table.label} 公路计划" if found.road_table else "公路计划",
        MilestoneTable(chosen.qs),
        chosen,
        {
            "plan": found,
            "discrepancies": found.discrepancies.filter(clauses__targets__in=rows).distinct(),
        },
    )


def indicators(request: Request, plan: str = "") -> HttpResponse:
    """Every indicator with its targets of each year."""
    found = plan_called(plan)
    rows = Indicator.objects.filter(plan=found).prefetch_related("targets__clause", "clauses")
    return render(
        request,
        "targets/indicators.html",
        {
            "plan": found,
            "rows": [
                (
                    row,
                    [
                        (year, [t for t in row.targets.all() if t.year == year and t.area_id])
                        for year in found.years
                    ],
                )
                for row in rows
            ],
        },
    )
