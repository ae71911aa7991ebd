"""The page on which a return is written: the month's form."""

import json

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from ledger import deadlines
from ledger.lines import ReadForm, Scope, is_begun, line_form, typed_by_hand, typed_fields
from ledger.lines.present import about, present
from ledger.lines.proposed import proposed
from ledger.lines.readback import Readback, sentence
from ledger.models import Attachment, Kind, Line, LineKind, Period, Remark, Submission
from ledger.pages import projects
from ledger.pages.metering import metered
from ledger.returns import drafting, rules
from ledger.returns.on_time import on_time_until
from ledger.returns.seen import stamp_of
from ledger.sites import pictures
from shanyin_charging import clock
from shanyin_charging.accounts.requests import Request
from shanyin_charging.asking import ask
from shanyin_charging.lifecycle.transitions import Overtaken, Refused
from shanyin_charging.offered import number
from targets.models import Unit


def own_return(request: Request, period_id: int, unit_code: str) -> tuple[Period, Unit, Submission]:
    """(period, unit, submission or an unsaved one) of a unit that the person speaks or enters for;
    else 404."""
    period = get_object_or_404(Period.objects.served(), pk=period_id)
    unit = get_object_or_404(Unit.objects.served(), code=unit_code)
    found = Submission.objects.filter(period=period, unit=unit, kind=Kind.RETURN).first()
    entering = found and request.user.reviews and found.current.paper_reason
    if (
        not entering
        and not Unit.objects.spoken_for(request.user, clock.today()).filter(pk=unit.pk).exists()
    ):
        raise Http404
    return period, unit, found or Submission(period=period, unit=unit)


@metered
def fill_return(request: Request, period_id: int, unit_code: str) -> HttpResponse:
    """The month's form: the lines so far, and one line to add or change."""
    period, unit, submission = own_return(request, period_id, unit_code)
    if submission.pk and not submission.is_open:
        return redirect("submission", submission.pk)
    scope, typed = Scope(submission), None
    asked = request.POST.get("kind") or request.GET.get("kind", scope.owed.kinds[0])
    if "in_service" in request.POST:
        return put_in_service(request, submission, scope)
    if "take_up" in request.POST:
        return take_up(request, submission, scope)
    if request.method == "POST":
        if asked not in scope.owed.kinds:
            raise Http404
        typed = typed_fields(asked, request.POST)
        if "X-Autosave" in request.headers:
            return autosave(request, submission, asked, typed, scope)
        then = request.POST.get("then", "")
        if then and not leaves_words(request, scope, asked, typed):
            return onward(submission, then)
        if typed_by_hand(request.POST):
            try:
                return save_line(request, submission, asked, typed)
            # both typings are shown: the stored one in the list, this one in the form
            except Overtaken as overtaken:
                messages.error(request, str(overtaken))
    elif "remove" in request.GET:
        return ask_to_remove(request, submission)
    until = on_time_until(submission)
    context = {
        "period": period,
        "unit": unit,
        "submission": submission,
        "key": request.POST.get("key") or drafting.new_key(),
        "seen": stamp_of(submission),
        "decision": rules.can_write(request.user, submission),
        "until": until,
        "late": deadlines.is_late(clock.now(), until),
        "may_attach": True,
        "may_remove": True,
        "attachments": files_of(submission),
        **draft_shown(request, scope, asked, typed),
    }
    return render(request, "ledger/fill_return.html", context)


def files_of(submission: Submission) -> list[Attachment]:
    """The files of the draft, each picture with how far from its site it was taken."""
    return pictures.measured(
        submission.attachments.attached().select_related("signed_version", "uploaded_by")
        if submission.pk
        else []
    )


def draft_shown(request: Request, scope: Scope, asked: str, typed: dict | None) -> dict:
    """What the form shows of the draft: its lines in words with what was said of them, what stands
    from before, and the line to add or change."""
    submission, kinds = scope.submission, scope.owed.kinds
    version = submission.current if submission.pk else None
    lines = list(version.lines.all()) if version else []
    line_id = request.POST.get("line") or request.GET.get("line")
    editing = next((line for line in lines if str(line.pk) == line_id), None)
    kind = editing.kind if editing else asked
    if kind not in kinds:
        raise Http404
    remarks, stands = (
        drafting.remarks_on(submission),
        {about(line): line for line in present(scope)},
    )
    words = Readback([*lines, *stands.values()], scope.plan)
    form = line_form(kind, submission, editing.typed if editing and typed is None else typed, scope)
    again = request.POST.get("about", request.GET.get("about"))  # empty for the county
    if typed is None and not editing:
        begin_with(form, None if again is None else stands.get((kind, again)))
    if editing:
        put_remarks(form, [r for r in remarks if r.line and r.line.key == editing.key])
    told = [
        (line, words.sentence(line), [r for r in remarks if r.line and r.line.key == line.key])
        for line in lines
    ]
    return {
        "lines": [one for one in told if one[0].is_whole],
        "halves": [one for one in told if not one[0].is_whole],
        "half": json.dumps(
            {
                line.key: {"line": line.pk, "seen": line.stamp, "typed": line.typed}
                for line in lines
                if not line.is_whole and line.kind == kind
            }
        ),
        "entering": version.paper_reason if version else "",
        "kinds": [LineKind(k) for k in kinds],
        "kind": LineKind(kind),
        "about": again,
        "proposed": [] if editing or kind != LineKind.WORK else offered(scope, lines),
        "editing": editing,
        "form": form,
        "stands": [
            (kind, named, words.sentence(line))
            for (kind, named), line in stands.items()
            if kind != LineKind.BUILDING
        ],
        "projects": projects.shown(
            scope,
            {
                named: words.sentence(line)
                for (kind, named), line in stands.items()
                if kind == LineKind.BUILDING
            },
            lines,
        ),
        "aside": projects.set_aside_in(scope) if LineKind.BUILDING in kinds else [],
        "remarks": remarks,
    }


def begin_with(form: ReadForm, stands: Line | None) -> None:
    """Fill a fresh form with what stands and is to be changed: all but its date."""
    if stands:
        form.initial = {**stands.typed, "on": ""}


def offered(scope: Scope, lines: list[Line]) -> list[tuple]:
    """(key, clause, work done) that may be added as it is."""
    return [(drafting.new_key(), *one) for one in proposed(scope, lines)]


def leaves_words(request: Request, scope: Scope, kind: str, typed: dict) -> bool:
    """Whether the form that somebody leaves for another page holds more than it showed."""
    if request.POST.get("line"):
        return True
    fresh, again = line_form(kind, scope.submission, None, scope), request.POST.get("about")
    if again is not None:
        begin_with(fresh, {about(line): line for line in present(scope)}.get((kind, again)))
    return is_begun(fresh, typed)


def onward(submission: Submission, then: str = "") -> HttpResponse:
    """Where the press leads from a form that is done with: the last look, another kind of line, or
    the form anew."""
    where = "check" if then == "check" else "fill_return"
    answer = redirect(where, submission.period_id, submission.unit.code)
    if then in LineKind.values:
        answer["Location"] += f"?kind={then}#form"
    return answer


def ask_to_remove(request: Request, submission: Submission) -> HttpResponse:
    """The page that asks before a line goes, with the evidence that stays behind."""
    back = reverse("fill_return", args=(submission.period_id, submission.unit.code))
    lines = submission.current.lines.all() if submission.pk else []
    line = next((one for one in lines if str(one.pk) == request.GET["remove"]), None)
    if line is None:
        return redirect(back)
    says = [sentence(line), "删去以后不能恢复，要报只能重新填。"]
    if files := submission.attachments.attached().filter(line_key=line.key).count():
        says.append(
            f"为这一条上传的佐证材料{files}个不随之删去，仍在本期材料里；不要的请另外撤下。"
        )
    return ask(
        request,
        "删去这一条" if line.is_whole else "丢弃没有填完的这一条",
        says,
        "删去" if line.is_whole else "丢弃",
        seen=line.stamp,
        back=back,
        carries=[("kind", line.kind), ("remove", line.pk)],
        forgets=line.key,
    )


def put_remarks(form: forms.Form, remarks: list[Remark]) -> None:
    """Each remark at its field."""
    for remark in remarks:
        if remark.field in form.fields:
            form.fields[remark.field].remark = remark.text  # type: ignore[attr-defined]  # for the template


def save_line(request: Request, submission: Submission, kind: str, typed: dict) -> HttpResponse:
    """Save or remove a line of the draft, and go on to where the press leads; a line that is not
    right is not handed in, and stays. Raises Overtaken when somebody else changed it meanwhile."""
    back = onward(submission)
    try:
        submission = drafting.begin(request.user, submission)
        if "remove" in request.POST:
            line_id, seen = number(request.POST["remove"]), request.POST.get("seen", "")
            drafting.remove_line(request.user, submission, line_id, seen)
            messages.success(request, "已删去这一条")
            return back
        line = drafting.put_line(
            request.user,
            submission,
            kind,
            request.POST.get("key") or drafting.new_key(),
            typed,
            line_pressed(request),
            request.POST.get("seen", ""),
        )
    except Overtaken:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
        return back
    return kept(request, submission, line)


def put_in_service(request: Request, submission: Submission, scope: Scope) -> HttpResponse:
    """The press that takes a project over as new piles; where something is missing its form opens
    there."""
    try:
        line = projects.put_in_service(request, submission, scope)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return onward(submission)
    return kept(request, line.version.submission, line)


def take_up(request: Request, submission: Submission, scope: Scope) -> HttpResponse:
    """The press that makes lines of what lists told of projects."""
    try:
        number = projects.take_up(request, submission, scope)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        done = f"清单里的{number}行已转成“在建项目”，请逐条核对，缺的补上"
        messages.success(request, done if number else "清单里没有还没登记的在建、规划的行了")
    return onward(submission)


def kept(request: Request, submission: Submission, line: Line) -> HttpResponse:
    """What follows once a line is in the draft: where the press leads, or back to a line that is
    not right."""
    then = request.POST.get("then", "")
    if line.values is not None:
        messages.success(request, f"已存入草稿：{sentence(line)}")
    elif then in LineKind.values:  # another tab: half a line does not hold anybody up
        messages.warning(request, "没有填完的一条先存着，列在“未填完的一条”里")
    else:
        back = onward(submission)
        back["Location"] += f"?line={line.pk}#form"
        return back
    return onward(submission, then)


def line_pressed(request: Request) -> int | None:
    """The line that the form is about; None for a new one."""
    given = request.POST.get("line")
    return number(given) if given else None


def autosave(
    request: Request, submission: Submission, kind: str, typed: dict, scope: Scope
) -> JsonResponse:
    """Keep a line while it is being typed, valid or not; answers what is wrong with it so far, or
    why it was not kept."""
    try:
        if not typed_by_hand(request.POST):
            return JsonResponse(emptied(request, submission))
        submission = drafting.begin(request.user, submission)
        line = drafting.put_line(
            request.user,
            submission,
            kind,
            request.POST.get("key") or drafting.new_key(),
            typed,
            line_pressed(request),
            request.POST.get("seen", ""),
        )
    except Overtaken:
        return JsonResponse(
            {"message": "这一条刚才在别处改过，没有自动保存；按“保存”可以看到两边的内容"},
            status=409,
        )
    except Refused as refusal:
        return JsonResponse({"message": str(refusal)}, status=409)
    return JsonResponse(
        {
            "now": {"line": line.pk, "seen": line.stamp},
            "errors": line_form(kind, submission, typed, scope).errors,
        }
    )


def emptied(request: Request, submission: Submission) -> dict:
    """What becomes of a form in which nothing is typed any more: its own half line goes again."""
    line_id, key = line_pressed(request) or 0, request.POST.get("key", "")
    lines = submission.current.lines if submission.pk else Line.objects.none()
    if not lines.filter(key=key, pk=line_id, values__isnull=True).exists():
        return {}
    drafting.remove_line(request.user, submission, line_id, request.POST.get("seen", ""))
    return {"now": {"line": "", "seen": ""}}
