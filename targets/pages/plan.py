"""Reading the plan: its clauses, its tables, what it leaves open."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from shanyin_charging import clock, listing
from shanyin_charging.accounts.requests import Request
from targets.models import Clause, Indicator, Part, Plan, Ruling, Target, Unit
from targets.months import Month
from targets.pages.tables import MilestoneFilter, MilestoneTable, QuotaFilter, QuotaTable
from targets.plan import queries
from targets.rulings.record import OPENING


def current_plan() -> Plan:
    """The plan that this month is judged by."""
    return Plan.objects.in_force(queries.served(), Month.of(clock.today()))


def plan(request: Request) -> HttpResponse:
    """方案: its clauses, who was appointed, and its own sums."""
    plan = current_plan()
    clauses = plan.clauses.select_related("parent__parent").prefetch_related(
        "indicators", "discrepancies"
    )
    return render(
        request,
        "targets/plan.html",
        {
            "plan": plan,
            "clauses": clauses,
            "appointments": plan.appointments.select_related("unit"),
            "sums": queries.sums(plan),
            "baseline": queries.baseline(plan),
            "opening": plan.discrepancies.filter(code=OPENING).first(),
        },
    )


def clause(request: Request, code: str) -> HttpResponse:
    """One clause, with what it orders of whom and what is open about it."""
    clause = get_object_or_404(current_plan().clauses.select_related("parent"), code=code)
    ruled = Ruling.objects.of(clause.plan).governing(clock.today())
    targets = Target.objects.filter(indicator__clauses=clause, area__isnull=False).select_related(
        "indicator", "clause"
    )
    return render(
        request,
        "targets/clause.html",
        {
            "clause": clause,
            "targets": targets.distinct(),
            "indicators": clause.indicators.prefetch_related("clauses"),
            "duties": clause.duties.select_related("unit").order_by("position"),
            "discrepancies": [(d, ruled.get(d.subject)) for d in clause.discrepancies.all()],
            "before": Clause.objects.filter(plan=clause.plan, position__lt=clause.position).last(),
            "after": Clause.objects.filter(plan=clause.plan, position__gt=clause.position).first(),
        },
    )


def quotas(request: Request) -> HttpResponse:
    """附件2 as a list, with its totals below."""
    plan = current_plan()
    targets = Target.objects.filter(indicator__plan=plan, indicator__plays=Part.QUOTA)
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
    table = QuotaTable(list(rows.values()), plan.years)
    sums = {f"in_{year}": sum(row[f"in_{year}"] for row in rows.values()) for year in plan.years}
    table.total = {**sums, "total": sum(sums.values())}
    return listing.answer(
        request,
        "targets/quotas.html",
        "附件2 新增公共充电桩参考计划",
        table,
        chosen,
        {"discrepancies": plan.discrepancies.filter(clauses__targets__in=targets).distinct()},
        "数据仅供各单位参考",
    )


def milestones(request: Request) -> HttpResponse:
    """附件3 as a list."""
    plan = current_plan()
    rows = (
        Target.objects.filter(indicator__plan=plan)
        .exclude(heading="")
        .select_related("indicator", "clause")
    )
    chosen = MilestoneFilter(request.GET, rows)
    return listing.answer(
        request,
        "targets/milestones.html",
        "附件3 县内公路充换电设施工作计划",
        MilestoneTable(chosen.qs),
        chosen,
        {"discrepancies": plan.discrepancies.filter(clauses__targets__in=rows).distinct()},
    )


def indicators(request: Request) -> HttpResponse:
    """Every indicator with its targets of each year."""
    plan = current_plan()
    rows = Indicator.objects.filter(plan=plan).prefetch_related("targets__clause", "clauses")
    return render(
        request,
        "targets/indicators.html",
        {
            "plan": plan,
            "rows": [
                (
                    row,
                    [
                        [t for t in row.targets.all() if t.year == year and t.area_id]
                        for year in plan.years
                    ],
                )
                for row in rows
            ],
        },
    )
