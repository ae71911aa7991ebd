"""Pages of a return: writing it, checking it, its receipt and paper, the verbs that move it."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from shanyin_charging import clock, spreadsheet
from targets.models import Post, Unit

from . import corrections, deadlines, evidence, rules, workflow
from .lines import Scope, line_form, typed_fields
from .models import Attachment, Entry, Kind, LineKind, Period, Submission
from .present import about, present
from .readback import changes, sentence
from .workflow import Overtaken, Refused


def own_return(request, period_id, unit_code):
    """(period, unit, submission or an unsaved one) that the person may write; 404 for another unit's."""
    period = get_object_or_404(Period, pk=period_id)
    unit = get_object_or_404(Unit.objects.filter(posts__in=Post.objects.held_by(request.user, clock.today())).distinct(),
                             code=unit_code)
    found = Submission.objects.filter(period=period, unit=unit, kind=Kind.RETURN).first()
    return period, unit, found or Submission(period=period, unit=unit)


def report(request, period_id, unit_code):
    """The month's form: the lines so far, and one line to add or change."""
    period, unit, submission = own_return(request, period_id, unit_code)
    if submission.pk and not submission.is_open:
        return redirect("submission", submission.pk)
    scope, typed = Scope(submission), None
    kinds = scope.owed.kinds
    asked = request.POST.get("kind") or request.GET.get("kind", kinds[0])
    line_id = request.POST.get("line") or request.GET.get("line")
    if request.method == "POST":
        if asked not in kinds:
            raise Http404
        typed = typed_fields(asked, request.POST)
        if not is_blank(request.POST):
            try:
                return save_line(request, period, unit, asked, typed)
            except Overtaken as overtaken:  # both typings are shown: the stored one in the list, this one in the form
                messages.error(request, str(overtaken))
    lines = list(submission.current.lines.all()) if submission.pk else []
    editing = next((line for line in lines if str(line.pk) == line_id), None)
    kind = editing.kind if editing else asked
    if kind not in kinds:
        raise Http404
    if typed is None and editing:
        typed = editing.typed
    form = line_form(kind, submission, typed, scope)
    stands = {about(line): line for line in present(scope)}
    if typed is None and (then := stands.get((kind, request.GET.get("about")))):  # to be changed: all but its date
        form.initial = {**then.typed, "on": ""}
    context = {
        "period": period, "unit": unit, "submission": submission, "lines": [(line, sentence(line)) for line in lines],
        "kinds": [LineKind(k) for k in kinds], "kind": LineKind(kind), "editing": editing, "key": workflow.new_key(),
        "form": form, "stands": [(*key, sentence(line)) for key, line in stands.items()],
        "decision": rules.can_report(request.user, period, unit), "remarks": remarks_on(submission),
        "late": deadlines.is_late(clock.now(), period.due_at), "may_attach": True, "may_remove": True,
        "attachments": submission.attachments.filter(removed_at=None) if submission.pk else [],
    }
    return render(request, "ledger/report.html", context)


# Fields of a new line that are filled without anybody typing.
PRESET = ("csrfmiddlewaretoken", "kind", "key", "site", "public", "credited_to", "clause", "place", "stage")


def is_blank(data) -> bool:
    """Whether nothing was typed into a new line: then there is nothing to keep, only errors to show."""
    return not any(value.strip() for name, value in data.items() if name not in PRESET)


def save_line(request, period, unit, kind, typed):
    """Save or remove a line of the draft; raises Overtaken when somebody else changed it meanwhile."""
    back = redirect("report", period.pk, unit.code)
    try:
        submission = workflow.start(request.user, period, unit)
        if "remove" in request.POST:
            workflow.remove_line(request.user, submission, request.POST["remove"])
            messages.success(request, "已删去这一条")
            return back
        line = workflow.put_line(request.user, submission, kind, request.POST["key"], typed,
                                 request.POST.get("line"), request.POST.get("seen"))
    except Overtaken:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return back
    if line.values is None:
        back["Location"] += f"?line={line.pk}#form"
    else:
        messages.success(request, f"已存入草稿：{sentence(line)}")
    return back


@require_POST
def attach(request, period_id, unit_code):
    """Take in one file of evidence for the unit's return."""
    period, unit, submission = own_return(request, period_id, unit_code)
    try:
        submission = workflow.start(request.user, period, unit)
        if "file" not in request.FILES:
            raise Refused("请先选择要上传的文件")
        made = evidence.attach(request.user, submission, request.FILES["file"], request.POST.get("note", ""),
                               signed="signed" in request.POST)
        messages.success(request, f"已上传 {made.name}")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("submission", submission.pk) if submission.pk and not submission.is_open else redirect(
        "report", period.pk, unit.code)


def attachment(request, pk):
    """The bytes of a file, for those who may see its return; a POST takes it off the draft."""
    found = get_object_or_404(Attachment.objects.filter(
        removed_at=None, submission__in=Submission.objects.visible_to(request.user)), pk=pk)
    if request.method == "POST":
        try:
            evidence.remove(request.user, found)
            messages.success(request, f"已撤下 {found.name}")
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("report", found.submission.period_id, found.submission.unit.code)
    return spreadsheet.named(FileResponse(found.file.open("rb"), content_type=found.content_type), found.name)


def remarks_on(submission):
    """What the office said about the version that it sent back last."""
    if not submission.pk:
        return []
    sent_back = submission.versions.filter(remarks__isnull=False).order_by("-number").first()
    return sent_back.remarks.all() if sent_back and submission.is_open else []


def check(request, period_id, unit_code):
    """Read back what will be handed in; for a nil return the same page confirms it."""
    period, unit, submission = own_return(request, period_id, unit_code)
    if request.method == "POST":
        key = request.POST.get("key", "")
        try:
            submission = workflow.start(request.user, period, unit, key=key)
            workflow.submit(request.user, submission, key, nil="nil" in request.POST)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("report", period.pk, unit.code)
        return redirect("submission", submission.pk)
    if submission.pk and not submission.is_open:
        return redirect("submission", submission.pk)
    lines = list(submission.current.lines.all()) if submission.pk else []
    scope = Scope(submission)
    wrong = next((line for line in lines if not line_form(line.kind, submission, line.typed, scope).is_valid()), None)
    if wrong:
        messages.error(request, "还有一条明细需要更正，改好后再上报")
        target = redirect("report", period.pk, unit.code)
        target["Location"] += f"?line={wrong.pk}#form"
        return target
    context = {
        "period": period, "unit": unit, "submission": submission, "nil": not lines,
        "lines": [(line, sentence(line), line_form(line.kind, submission, line.typed, scope).is_backdated)
                  for line in lines],
        "key": submission.current.key if submission.pk else workflow.new_key(),
    }
    return render(request, "ledger/check.html", context)


def submission(request, pk):
    """One submission: its receipt for the officer, its contents and versions for both, the office's buttons."""
    submission = get_object_or_404(
        Submission.objects.visible_to(request.user).select_related("period", "unit"), pk=pk)
    versions = [v for v in submission.versions.prefetch_related("lines", "remarks").select_related("submitted_by")
                if v.submitted_at]
    shown = versions[-1] if versions else None
    context = {
        "submission": submission, "versions": versions, "shown": shown,
        "lines": [(line, sentence(line), line.values.get("on", "9") < submission.period.starts_on.isoformat())
                  for line in (shown.lines.all() if shown else [])],
        "actions": workflow.available(request.user, submission),
        "attachments": submission.attachments.filter(removed_at=None).select_related("signed_version", "uploaded_by"),
        "may_attach": bool(rules.can_write(request.user, submission)), "may_remove": False,
        "changes": changes(versions[-2], shown) if len(versions) > 1 else None,
        "entries": Entry.objects.filter(line__version__submission=submission).select_related("site").order_by("number"),
        "correctable": corrections.correctable(request.user, submission),
        "approve_refused": submission.state == "in_review" and rules.can_approve(request.user, submission),
    }
    return render(request, "ledger/submission.html", context)


def paper(request, pk):
    """The return as one A4 form to print, sign, seal and scan: with its version and digest."""
    submission = get_object_or_404(Submission.objects.visible_to(request.user).select_related("period", "unit"), pk=pk)
    versions = [v for v in submission.versions.prefetch_related("lines").select_related("submitted_by") if v.submitted_at]
    if not versions:
        raise Http404
    lines = [(line, sentence(line)) for line in versions[-1].lines.all()]
    return render(request, "ledger/paper.html", {"submission": submission, "version": versions[-1], "lines": lines})


@require_POST
def move(request, pk, verb):
    """One verb of the transition table, pressed by a person."""
    submission = get_object_or_404(Submission.objects.visible_to(request.user), pk=pk)
    verbs = {
        "withdraw": lambda: workflow.withdraw(request.user, submission),
        "begin_review": lambda: workflow.begin_review(request.user, submission),
        "approve": lambda: workflow.approve(request.user, submission),
        "undo": lambda: workflow.undo(request.user, submission, request.POST.get("reason", "")),
        "send_back": lambda: workflow.send_back(
            request.user, submission, request.POST.get("reason", ""), request.POST.get("line") or None),
    }
    if verb not in verbs:
        raise Http404
    try:
        verbs[verb]()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("submission", pk)
    messages.success(request, {"withdraw": "已撤回，可以继续修改", "begin_review": "已开始审核，单位不能再撤回",
                               "approve": "已通过，台账已登记", "send_back": "已退回，单位会看到您写的原因",
                               "undo": "已撤销通过，台账已冲销，可以重新审核或退回"}[verb])
    if verb == "withdraw":
        return redirect("report", submission.period_id, submission.unit.code)
    return redirect("submission", pk)
