"""录入方案: the blank form and each plan as a workbook out; one in, examined, and put in force."""

from collections import Counter
from datetime import date
from itertools import groupby
from pathlib import PurePath

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from shanyin_charging import clock, confined, serving, spreadsheet
from shanyin_charging.accounts.requests import Request
from shanyin_charging.asking import ask, facts_of, goes_back, is_sure
from shanyin_charging.confined import UnreadableFile
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Intake, Plan
from targets.pages.forms import EnactForm
from targets.pages.plan import current_plan
from targets.plan import carried, cells, doubts, fixed, intake, queries, workbook
from targets.plan.differences import Change, between
from targets.plan.intake import Examined
from targets.plan.known import plan_of_before
from targets.plan.sheets import SHEETS
from targets.plan.taking_out import draft_of
from targets.rulings import effects, enacting, rules

SHOWN = 60  # changes of one sheet
YEARS = 2  # of a blank form


def intake_(request: Request) -> HttpResponse:
    """The plans as workbooks, the blank form, and a workbook in; what has come in so far."""
    _require_chief(request)
    if request.method == "POST":
        try:
            made = _taken(request)
        except (Refused, UnreadableFile) as refusal:
            messages.error(request, str(refusal))
        else:
            return redirect("examined_plan", made.pk)
    current = current_plan()
    return render(
        request,
        "targets/intake.html",
        {
            "plans": sorted(Plan.objects.served(), key=lambda plan: plan.holds_from, reverse=True),
            "plan": current,
            "current": current,
            "brought": Intake.objects.served().select_related("brought_by", "plan")[:SHOWN],
            "megabytes": confined.MOST_BYTES // confined.MEGABYTE,
        },
    )


def _require_chief(request: Request) -> None:
    if not rules.can_enact(request.user):
        raise Http404


def _taken(request: Request) -> Intake:
    file = request.FILES.get("file")
    if file is None:
        raise Refused("请先选择填好的方案录入表")
    name = f"{PurePath((file.name or '').replace(chr(92), '/')).stem[:100]}.xlsx"
    confined.refuse_large(file.size or 0)
    return enacting.bring(request.user, name, cells.read(file.read()))


def blank(request: Request) -> HttpResponse:
    """The form with nothing in it but the county's units and kinds of places, for the years from
    now on."""
    _require_chief(request)
    first = clock.today().year
    form = workbook.blank(range(first, first + YEARS), draft_of(queries.plan_of_today()))
    return _download(form, "方案录入表_空白")


def workbook_of(request: Request, code: str) -> HttpResponse:
    """A loaded plan as a workbook."""
    _require_chief(request)
    plan = get_object_or_404(Plan.objects.served(), code=code)
    return _download(workbook.written(draft_of(plan)), f"方案录入表_{plan.document_no}")


def _download(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=spreadsheet.CONTENT_TYPE)
    return spreadsheet.named(answer, f"{name}.xlsx")


def examined(request: Request, pk: int) -> HttpResponse:
    """What was understood of a workbook and all that is wrong with it; the press that puts it in
    force."""
    _require_chief(request)
    brought = get_object_or_404(Intake.objects.served().select_related("plan", "brought_by"), pk=pk)
    found = intake.of_sheets(brought.sheets, serving.county())
    before = plan_of_before(found.draft)
    may = not found.findings.faults and not brought.plan
    form = EnactForm(request.POST or None, None if before else _begins(found)) if may else None
    if form and request.method == "POST" and (done := _enacted(request, brought, form)):
        return done
    upon = before or current_plan()
    changes = list(between(draft_of(upon), found.draft)) if not brought.plan else []
    return render(
        request,
        "targets/examined.html",
        {
            "plan": current_plan(),
            "brought": brought,
            "draft": found.draft,
            "faults": [(f.sheet, f.where, f.says) for f in found.findings.faults],
            "doubts": found.findings.doubts,
            "sums": doubts.sums(found.draft),
            "counts": [(sheet.title, len(found.draft.of(sheet.name))) for sheet in SHEETS[1:]],
            "changes": _by_sheet(changes),
            "carried": [] if found.findings.faults else carried.told(found.draft),
            "upon": upon,
            "form": form,
            "seen": enacting.seen_of(brought),
        },
    )


def _begins(found: Examined) -> date:
    """The day from which a new plan is proposed to hold."""
    return fixed.first_day(date.fromisoformat(found.draft.plan["starts_on"]))


def _by_sheet(changes: list[Change]) -> list[tuple[str, str, list[Change], int]]:
    """(sheet, how many of each sort, changes that are shown, how many more) by sheet."""
    found = []
    for sheet, group in groupby(changes, key=lambda change: change.sheet):
        rows = list(group)
        sorts = Counter(change.how for change in rows)
        told = "，".join(f"{how}{number}行" for how, number in sorts.items())
        found.append((sheet, told, rows[:SHOWN], max(len(rows) - SHOWN, 0)))
    return found


def _enacted(request: Request, brought: Intake, form: EnactForm) -> HttpResponse | None:
    """Put it in force, once the head of the office has seen what follows; None where the form is
    shown again and says why."""
    if not form.is_valid() or goes_back(request):
        return None
    seen, terms = request.POST.get("seen", ""), form.agreed()
    try:
        if not is_sure(request):
            effects.of(lambda: enacting.enact(request.user, brought, *terms, seen))
            return _ask(request, brought, form)
        plan = enacting.enact(request.user, brought, *terms, seen)
    except Refused as refusal:
        form.add_error(refusal.at, str(refusal))
        return None
    messages.success(request, f"已载入“{plan}”，自{plan.holds_from}所在月起按它评价")
    return redirect("intake")


def _ask(request: Request, brought: Intake, form: EnactForm) -> HttpResponse:
    if "in_force_on" in form.fields:
        says = [
            "启用以后，这一天所在的月份起按这份方案报送、评价；此前各月仍按原方案，数字和通报不变。",
            "原方案的条款、目标和核定都保留。启用以后内容只能更正，不能撤回。",
        ]
    else:
        says = [
            "已载入的方案按这张表更正，启用日不变；按它评价的各月，目标改了的，完成率随之改变。"
        ]
    facts = [("文件", brought.name), *facts_of(form)]
    return ask(request, "启用方案", says, "启用", seen=request.POST.get("seen", ""), facts=facts)
