"""Pages that join several apps: the to-do home, the dispatch page, a figure's origin."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render

from ledger.models import State, Submission
from reports.bulletins import fair_naming
from reports.figures import exports, formats
from reports.figures.figure import parse_key
from reports.figures.reading import figure_at
from reports.figures.tracing import trace as trace_of
from reports.pages import dispatch as composing
from reports.pages import todo
from reports.pages.asking import asked, asked_past
from shanyin_charging import spreadsheet
from targets.months import Month

ENTRIES = 100  # of the ledger that a figure's origin lists on one page


def home(request):
    """待办: one sentence and one button for each duty."""
    user = request.user
    if user.can_instruct:
        return redirect("dispatch")
    return render(
        request,
        "reports/home.html",
        {
            "duties": todo.duties_of(user),
            **(todo.of_the_office() if user.reviews else {}),
            "strips": todo.strips_of(user) if user.fills_returns else [],
            "history": Submission.objects.visible_to(user)
            .exclude(state=State.DRAFT)
            .select_related("unit", "period")
            .order_by("-period__starts_on")[:12]
            if user.fills_returns
            else [],
        },
    )


def dispatch(request):
    about = asked(request)
    month, context = about["month"], composing.compose(about["reading"], request.user.reviews)
    if kind := spreadsheet.asked(request):
        rows = [row(line.standing) for _, lines in context["groups"] for line in lines]
        rows += [
            ["未归入附件2", None, context["uncredited"], None, "", None],
            row(context["added"], "全县"),
        ]
        heads = ["单位", "参考计划（台）", "本年新增（台）", "完成率", "状态", "与序时差（台）"]
        return exports.answer(
            kind,
            about["reading"],
            f"{month.label}参考计划进度",
            heads,
            rows,
            f"截至{month.label}底",
        )
    ended = month > Month.of(context["reading"].plan.ends_on)
    return render(
        request,
        "reports/dispatch.html",
        {**about, **context, "ended": ended, "shows_pending": request.user.reviews},
    )


def row(standing, name="") -> list:
    """A row of the progress table for its file."""
    goal = standing.goal.value if standing.goal else None
    return [
        name or standing.figure.where.name,
        goal,
        standing.figure,
        formats.share(standing.progress),
        standing.state.word,
        standing.beyond,
    ]


def trace(request, key):
    """数字有出处: definition, formula, clause, entries."""
    try:
        reading, figure = figure_at(key, **asked_past(request))
    except (ValueError, KeyError):
        raise Http404("没有这个数字") from None
    indicator = reading.indicators[figure.code]
    standing = reading.standing(
        figure.code, figure.where if figure.where.unit else None, parse_key(key).variant
    )
    found = trace_of(reading, figure)
    return render(
        request,
        "reports/trace.html",
        {
            "trace": found,
            "page": Paginator(found.entries, ENTRIES).get_page(request.GET.get("page")),
            "figure": figure,
            "statements": fair_naming.statements_of(figure.where.unit, figure.month, request.user),
            "basis": reading.basis.of(figure.code),
            "indicator": indicator,
            "reading": reading,
            "goal": standing.goal if figure.where in (reading.whole, *reading.rows) else None,
            "discrepancies": reading.plan.discrepancies.filter(
                clauses__in=indicator.clauses.all()
            ).distinct()[:6],
        },
    )
