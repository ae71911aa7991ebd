"""One site at which somebody stands: what the ledger says, what is there, pictures, hazards."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from ledger.models import Site
from ledger.pages.evidence import FOR_LONG, HARMLESS
from ledger.returns import thumbnails
from reports.checking import differences, pictures, rules, visiting
from reports.models import CheckPicture, Visit, VisitCorrection
from reports.pages.check_forms import AmendForm, DangerForm, ResultForm
from reports.pages.check_tables import in_words, seen_in_words
from reports.pages.checks import DONE
from shanyin_charging import clock
from shanyin_charging.accounts.requests import Request
from shanyin_charging.archive import genuine
from shanyin_charging.confined import UnreadableFile
from shanyin_charging.lifecycle.transitions import Refused

TO_MEND = timedelta(days=15)  # as the form suggests


def visit(request: Request, pk: int) -> HttpResponse:
    """The page of a visit."""
    return show(request, visible(request, pk))


def visible(request: Request, pk: int) -> Visit:
    """The visit, else 404."""
    found = Visit.objects.visible_to(request.user, clock.today())
    return get_object_or_404(
        found.select_related("round", "site__area__parent", "unit", "done_by"), pk=pk
    )


def show(
    request: Request,
    found: Visit,
    result: ResultForm | None = None,
    amended: AmendForm | None = None,
    danger: DangerForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page; what was refused stands in its fields again."""
    may = bool(rules.can_visit(request.user, found))
    tells = bool(rules.can_tell(request.user, found))
    amends = bool(rules.can_amend(request.user, found))
    ledger = found.ledger or differences.expected(found.site)
    others = found.round.visits.order_by("position").select_related("site")
    sent = ((result, may), (amended, amends), (danger, tells))
    context: dict[str, Any] = {
        "visit": found,
        "open_sites": Site.objects.open_to(request.user),
        "round": found.round,
        "seen": found.stamp,
        "told": in_words(ledger),
        "hints": {
            name: f"台账{'停用' if name.endswith('_out') else ''}{number}台"
            for name, number in ledger.items()
        },
        "now": found.result,
        "stood": seen_in_words(found.result),
        "former": former(found),
        "point": found.site.points.last(),
        "may": may,
        "tells": tells,
        "why_not": "" if may or found.done_at else rules.can_visit(request.user, found).reason,
        "result": (result or ResultForm()) if may else None,
        "danger": (danger or DangerForm(initial={"mend_by": clock.today() + TO_MEND}))
        if tells
        else None,
        "unfolded": danger is not None,
        "amended": (amended or AmendForm.of(found)) if amends else None,
        "mending": amended is not None,
        "pictures": pictures.measured(found, found.pictures.filter(step=None)),
        "findings": found.findings.select_related("unit"),
        "others": others if request.user.sees_all_units else [],
        "refusal": refusal,
        "lost": "\n".join(typed_in(form) for form, stays in sent if form and not stays),
        "wrong": status >= HTTPStatus.BAD_REQUEST,
    }
    return render(request, "reports/visit.html", context, status=status)


def typed_in(form: ResultForm | DangerForm) -> str:
    """All that somebody filled in, where it has no field any more."""
    said = []
    for field in form:
        if value := field.value():
            word = dict(getattr(field.field, "choices", ())).get(value, value)
            said.append(f"{field.label}" if value is True else f"{field.label}：{word}")
    return "；".join(said)


def former(found: Visit) -> list[tuple[str, VisitCorrection]]:
    """What was down before, in words, with what corrected it; the newest first."""
    corrections = list(found.corrections.select_related("made_by"))
    results: list[Visit | VisitCorrection] = [found, *corrections]
    pairs = zip(results, corrections, strict=False)
    return [(told_in_words(was), then) for was, then in pairs][::-1]


def told_in_words(result: Visit | VisitCorrection) -> str:
    """All that was put down."""
    parts = (seen_in_words(result) or "没有看到现场", result.where, result.other, result.words)
    return "；".join(filter(None, parts))


@require_POST
def act(request: Request, pk: int, verb: str) -> HttpResponse:
    """One verb, pressed by a person."""
    found = visible(request, pk)
    presses = {"record": record, "amend": amend, "endanger": endanger, "attach": attach}
    if verb not in presses:
        raise Http404
    return presses[verb](request, found)


def record(request: Request, found: Visit) -> HttpResponse:
    """What was found; 与台账一致 asks for no number."""
    form, seen = ResultForm(request.POST), request.POST.get("seen", "")
    if not form.is_valid():
        return show(request, found, form, status=400)
    said = visiting.as_the_ledger(found) if "same" in request.POST else form.found()
    try:
        made = visiting.record(request.user, found, said, seen)
    except Refused as refusal:
        again = visible(request, found.pk)
        return show(request, again, form, refusal=str(refusal), status=409)
    words = f"，{len(made)}处与台账不符，责任单位会在待办里看到" if made else "，与台账一致"
    seen_nothing = "" if said.reached else "，没有看到现场"
    messages.success(request, DONE["record"] + (seen_nothing or words))
    return redirect("visit", found.pk)


def amend(request: Request, found: Visit) -> HttpResponse:
    """What should have been put down."""
    form, seen = AmendForm(request.POST), request.POST.get("seen", "")
    if not form.is_valid():
        return show(request, found, amended=form, status=400)
    reason = form.cleaned_data["reason"]
    try:
        gone, made = visiting.amend(request.user, found, form.found(), reason, seen)
    except Refused as refusal:
        again = visible(request, found.pk)
        return show(request, again, amended=form, refusal=str(refusal), status=409)
    told = [f"撤回{len(gone)}件核查事项"] if gone else []
    told += [f"新增{len(made)}件，责任单位会在待办里看到"] if made else []
    messages.success(request, "，".join([DONE["amend"], *told]))
    return redirect("visit", found.pk)


def endanger(request: Request, found: Visit) -> HttpResponse:
    """A hazard."""
    form = DangerForm(request.POST)
    if not form.is_valid():
        return show(request, found, danger=form, status=400)
    try:
        seen, files = request.POST.get("seen", ""), chosen(request)
        visiting.endanger(request.user, found, **form.cleaned_data, seen=seen, uploads=files)
    except Refused as refusal:
        again = visible(request, found.pk)
        return show(request, again, danger=form, refusal=str(refusal), status=409)
    messages.success(request, DONE["endanger"])
    return redirect("visit", found.pk)


def attach(request: Request, found: Visit) -> HttpResponse:
    """Pictures: those that are refused are named, the others stay. A page that sends them one by
    one is answered by what became of each."""
    was, made, refused = found.stamp, list[CheckPicture](), list[str]()
    for upload in chosen(request):
        try:
            made.append(pictures.attach(request.user, found, upload, request.POST.get("note", "")))
        except Refused as refusal:
            refused.append(str(refusal))
    if "X-Autosave" in request.headers:
        kept = [{"name": one.name} for one in made]
        return JsonResponse({"kept": kept, "refused": refused, "seen": [was, found.stamp]})
    if made:
        messages.success(request, f"{DONE['attach']} {'、'.join(one.name for one in made)}")
    for reason in refused or ([] if made else ["请先选择要上传的照片"]):
        messages.error(request, reason)
    return redirect(f"{reverse('visit', args=[found.pk])}#pictures")


def chosen(request: Request) -> list[UploadedFile]:
    """The files of a press."""
    return request.FILES.getlist("file")


def shown_picture(request: Request, pk: int) -> CheckPicture:
    """A picture of a visit that the person may see, else 404."""
    seen = Visit.objects.visible_to(request.user, clock.today())
    return get_object_or_404(CheckPicture.objects.filter(visit__in=seen), pk=pk)


def picture(request: Request, pk: int) -> HttpResponse:
    """A picture, as it is looked at."""
    found = shown_picture(request, pk)
    answer = HttpResponse(genuine.content(found, "file"), content_type=found.content_type)
    answer["Cache-Control"], answer["Content-Security-Policy"] = FOR_LONG, HARMLESS
    return answer


def thumbnail(request: Request, pk: int) -> HttpResponse:
    """Its thumbnail."""
    found = shown_picture(request, pk)
    try:
        content = thumbnails.of(found.sha256, found.file)
    except (UnreadableFile, FileNotFoundError):
        raise Http404("这张照片打不开") from None
    answer = HttpResponse(content, content_type="image/jpeg")
    answer["Cache-Control"], answer["Content-Security-Policy"] = FOR_LONG, HARMLESS
    return answer
