"""Pages of a return that was handed on: its receipt, its paper, its review, the verbs that move
it."""

from itertools import zip_longest

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ledger.lines import FORMS
from ledger.lines.readback import sentence
from ledger.models import Entry, State, Submission
from ledger.returns import corrections, paper, rules, standings, workflow
from ledger.returns.differences import changes, compared
from shanyin_charging.lifecycle.transitions import Refused

REMARKS = 3  # rows of the form for sending back


def submission(request, pk):
    """One submission: its receipt for the officer, its contents and versions for both, the office's
    buttons."""
    submission = get_object_or_404(
        Submission.objects.visible_to(request.user).select_related("period", "unit"), pk=pk
    )
    all_versions = list(
        submission.versions.prefetch_related("lines", "remarks").select_related(
            "submitted_by", "confirmation"
        )
    )
    versions = [v for v in all_versions if v.submitted_at]
    checking = submission.state == State.CHECKING
    shown = all_versions[-1] if checking else versions[-1] if versions else None
    files = list(
        submission.attachments.filter(removed_at=None).select_related(
            "signed_version", "uploaded_by"
        )
    )
    context = {
        "submission": submission,
        "versions": versions,
        "shown": shown,
        "lines": [
            (
                line,
                sentence(line),
                line.values.get("on", "9") < submission.period.starts_on.isoformat(),
                [file for file in files if file.line_key == line.key],
            )
            for line in (shown.lines.all() if shown else [])
        ],
        "actions": workflow.available(request.user, submission),
        "checking": checking,
        "targets": targets_of(shown)
        if request.user.reviews and submission.state == State.IN_REVIEW
        else [],
        "rows": range(REMARKS),
        "confirmation": shown and getattr(shown, "confirmation", None),
        "may_confirm": shown and bool(rules.can_confirm(request.user, shown)),
        "attachments": files,
        "compared": compared(submission, shown) if shown and request.user.sees_all_units else [],
        "may_attach": bool(rules.can_write(request.user, submission)),
        "may_remove": False,
        "changes": changes(all_versions[-2], shown) if shown and shown.number > 1 else None,
        "entries": Entry.objects.filter(line__version__submission=submission)
        .select_related("site")
        .order_by("number"),
        "correctable": corrections.correctable(request.user, submission),
        "approve_refused": submission.state == State.IN_REVIEW
        and rules.can_approve(request.user, submission),
    }
    return render(request, "ledger/submission.html", context)


def on_paper(request, pk):
    """The return as one A4 form to print, sign, seal and scan: with its version and digest."""
    submission = get_object_or_404(
        Submission.objects.visible_to(request.user).select_related("period", "unit"), pk=pk
    )
    versions = [
        v
        for v in submission.versions.prefetch_related("lines").select_related("submitted_by")
        if v.submitted_at
    ]
    if not versions:
        raise Http404
    lines = [(line, sentence(line)) for line in versions[-1].lines.all()]
    return render(
        request,
        "ledger/paper.html",
        {"submission": submission, "version": versions[-1], "lines": lines},
    )


def targets_of(version) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a remark may be pinned to: each line, and each field of it, as (group, [(value,
    label)])."""
    return [
        (
            f"第{number}条",
            [
                (f"{line.pk}:", f"第{number}条（整条）"),
                *(
                    (
                        f"{line.pk}:{name}",
                        f"第{number}条　{FORMS[line.kind].base_fields[name].label}",
                    )
                    for name in line.typed
                    if name in FORMS[line.kind].base_fields
                ),
            ],
        )
        for number, line in enumerate(version.lines.all(), start=1)
    ]


def remarks_in(data) -> list[tuple[str, str, str]]:
    """(text, line id, field) of each remark that was filled in."""
    pairs = zip_longest(data.getlist("reason"), data.getlist("about"), fillvalue="")
    return [(text, *about.partition(":")[::2]) for text, about in pairs]


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
            request.user, submission, "", more=remarks_in(request.POST)
        ),
        "hand_back": lambda: workflow.hand_back(
            request.user, submission, request.POST.get("reason", "")
        ),
        "submit": lambda: workflow.submit(request.user, submission, request.POST.get("key", "")),
        "confirm": lambda: paper.confirm(request.user, submission.current),
        "release": lambda: paper.release(request.user, submission),
    }
    if verb not in verbs:
        raise Http404
    try:
        verbs[verb]()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("submission", pk)
    messages.success(
        request,
        {
            "withdraw": "已撤回，可以继续修改",
            "begin_review": "已开始审核，单位不能再撤回",
            "approve": "已通过，台账已登记",
            "send_back": "已退回，单位会看到您写的原因",
            "undo": "已撤销通过，台账已冲销，可以重新审核或退回",
            "hand_back": "已退回填报人",
            "submit": "已上报",
            "confirm": "已确认，谢谢",
            "release": "已转给单位自己填报",
        }[verb],
    )
    if verb == "release":
        return redirect("board")
    if verb == "withdraw":
        return redirect("report", submission.period_id, submission.unit.code)
    return redirect("submission", pk)


@require_POST
def approve_clean(request):
    """Approve together what was shown as clean: nothing odd in it, and each judged by the same
    rules as alone."""
    done, refused = 0, []
    queue = (
        Submission.objects.visible_to(request.user)
        .pending()
        .filter(pk__in=request.POST.getlist("clean"))
    )
    for submission in queue.select_related("period", "unit"):
        if standings.doubts_in(submission):
            continue
        try:
            if submission.state == State.SUBMITTED:
                workflow.begin_review(request.user, submission)
                submission.refresh_from_db()
            workflow.approve(request.user, submission)
            done += 1
        except Refused as refusal:
            refused.append(f"{submission}：{refusal}")
    messages.success(request, f"已通过{done}份")
    for reason in refused:
        messages.error(request, reason)
    return redirect("home")
