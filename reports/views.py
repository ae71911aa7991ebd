"""Pages that join several apps: the to-do home, the dispatch page, a figure's origin, the bulletin."""
from datetime import date

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from ledger import facts
from ledger.models import Period, PeriodKind, State, Submission
from shanyin_charging import clock, spreadsheet
from shanyin_charging.accounts.models import Role
from targets import queries
from targets.models import Area
from targets.months import Month

from . import dispatch as composing
from . import formats, todo
from .bulletins import compose, pdf
from .reading import figure_at, read
from .tracing import trace as trace_of


def latest_month() -> Month:
    """The month that is being reported, or the present one before any is open; the plan's last once it has ended."""
    period = Period.objects.filter(kind=PeriodKind.MONTH).order_by("-starts_on").first()
    month = period.month if period else Month.of(clock.today())
    return min(month, Month.of(queries.plan_for(month).ends_on))


def asked_month(request) -> Month:
    try:
        return Month.parse(request.GET["month"]) if "month" in request.GET else latest_month()
    except ValueError:
        raise Http404("月份要写成 2025-11 这样") from None


def asked_known(request) -> int | None:
    """The entry up to which the past is to be known: by its number, or by a day as the time machine asks."""
    known, day = request.GET.get("known", ""), request.GET.get("known_on", "")
    if known.isascii() and known.isdigit() and len(known) < 9:
        return int(known)
    try:
        return facts.known_on(Area.objects.get(code=settings.COUNTY), date.fromisoformat(day)) if day else None
    except (ValueError, OverflowError):
        raise Http404("日期要写成 2025-09-30 这样") from None


def months_so_far() -> list[Month]:
    return [period.month for period in Period.objects.order_by("-starts_on")]


def home(request):
    """待办: one sentence and one button for each duty."""
    user = request.user
    if user.role == Role.LEADER:
        return redirect("dispatch")
    return render(request, "reports/home.html", {
        "duties": todo.duties_of(user), "waiting": todo.waiting() if user.reviews else [],
        "missing": todo.missing_now() if user.reviews else None, "voiceless": todo.voiceless() if user.reviews else [],
        "strips": todo.strips_of(user) if user.role == Role.OFFICER else [],
        "history": Submission.objects.visible_to(user).exclude(state=State.DRAFT).select_related("unit", "period")
        .order_by("-period__starts_on")[:12] if user.role == Role.OFFICER else []})


def dispatch(request):
    month, known = asked_month(request), asked_known(request)
    context = composing.compose(read(month, known))
    if kind := spreadsheet.asked(request):
        rows = [[line.standing.figure.where.name, planned(line.standing), line.standing.figure.value,
                 formats.percent(line.standing.progress), line.standing.state.word, formats.signed(line.standing.beyond),
                 line.standing.figure.key] for line in context["lines"]]
        rows.append(["未归入附件2", None, context["uncredited"].value, "", "", "", context["uncredited"].key])
        rows.append(["全县", planned(context["added"]), context["added"].figure.value,
                     formats.percent(context["added"].progress), context["added"].state.word,
                     formats.signed(context["added"].beyond), context["added"].figure.key])
        heads = ["单位", "参考计划（台）", "本年新增（台）", "完成率", "状态", "与序时差（台）", "数字编号"]
        return spreadsheet.response(kind, f"{month.label}参考计划进度", heads, rows, f"截至{month.label}底")
    ended = month > Month.of(context["reading"].plan.ends_on)
    return render(request, "reports/dispatch.html", {
        **context, "month": month, "months": months_so_far(), "ended": ended, "known": known,
        "shows_pending": request.user.reviews})


def planned(standing) -> int | None:
    return standing.goal.value if standing.goal else None


def trace(request, key):
    """数字有出处: definition, formula, clause, entries."""
    try:
        reading, figure = figure_at(key, asked_known(request))
    except (ValueError, KeyError, StopIteration, ObjectDoesNotExist):
        raise Http404("没有这个数字") from None
    indicator = reading.indicators[figure.code]
    standing = reading.standing(figure.code, figure.where if figure.where.unit else None, key.split("_")[0].endswith("r"))
    return render(request, "reports/trace.html", {
        "trace": trace_of(reading, figure), "figure": figure, "indicator": indicator, "reading": reading,
        "goal": standing.goal if figure.where in (reading.whole, *reading.rows) else None,
        "discrepancies": reading.plan.discrepancies.filter(clauses__in=indicator.clauses.all()).distinct()[:6]})


def bulletin(request, month, format="html"):
    """The month's 通报 as composed now from the figures; nothing is issued here."""
    if not request.user.sees_all_units:
        raise Http404
    try:
        content = compose.compose(read(Month.parse(month)))
    except ValueError:
        raise Http404("没有这个月份") from None
    if format == "pdf":
        answer = HttpResponse(pdf.render(content), content_type="application/pdf")
        return spreadsheet.named(answer, f"{content.title}.pdf")
    return render(request, "reports/bulletin.html", {"content": content, "month": Month.parse(month), "demo": settings.DEMO})
