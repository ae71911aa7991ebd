"""Pages of a return that was handed on: its receipt, its paper, its review, the verbs that move
it."""

from collections.abc import Iterable
from itertools import zip_longest

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ledger.lines import FORMS
from ledger.lines.readback import Readback
from ledger.models import Attachment, Entry, Kind, Line, State, Submission, Version
from ledger.returns import corrections, paper, rules, standings, workflow
from ledger.returns.differences import changes, compared
from ledger.returns.seen import stamp_of
from ledger.sites import pictures
from ledger.verbs import BESIDE_RETURNS, RETURN
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.requests import Request
from shanyin_charging.lifecycle.transitions import Refused, Transition

DONE = {verb.name: verb.done for verb in (*RETURN, *BESIDE_RETURNS)}
REMARKS = 3  # rows of the form for sending back
TYPED = ("send_back", "admit", "undo", "hand_back")  # with words, which a refusal must not lose


def submission(request: Request, pk: int) -> HttpResponse:
    """One submission: its receipt for the officer, its contents and versions for both, the office's
    buttons."""
    return show(request, visible(request.user, pk))


def show(
    request: Request, found: Submission, refused: dict[str, str] | None = None
) -> HttpResponse:
    """The page of a submission; with the verb that was `refused` and why, and what was typed for
    it."""
    user = request.user
    all_versions = list(
        found.versions.prefetch_related("lines", "remarks").select_related(
            "submitted_by", "confirmation"
        )
    )
    versions = [v for v in all_versions if v.submitted_at]
    checking = found.state == State.CHECKING and not user.sees_all_units
    shown = all_versions[-1] if checking else versions[-1] if versions else None
    files = pictures.measured(
        found.attachments.attached()
        .visible_to(user, clock.today())
        .select_related("signed_version", "uploaded_by")
    )
    before = next((v for v in all_versions if shown and v.number == shown.number - 1), None)
    in_review = found.state == State.IN_REVIEW
    actions = [a for a in workflow.available(user, found) if a.verb != "take_back"]
    context = {
        "submission": found,
        "versions": versions,
        "shown": shown,
        "lines": lines_shown(found, shown, files),
        "actions": actions,
        "checking": checking,
        "targets": targets_of(shown) if shown and user.reviews and in_review else [],
        "rows": [*remarks_typed(request.POST), *[("", "")] * REMARKS][:REMARKS],
        "refused": refused,
        "lost": refused and lost(request.POST, refused["verb"], actions),
        "typed": request.POST.get("reason", "") if refused else "",
        "confirmation": shown and getattr(shown, "confirmation", None),
        "may_confirm": shown and bool(rules.can_confirm(user, shown)),
        "may_enter": may_enter(user, found),
        "attachments": files,
        "compared": compared(found, shown) if shown and user.sees_all_units else [],
        "may_attach": found.kind == Kind.RETURN and bool(rules.can_write(user, found)),
        "may_write": found.kind == Kind.RETURN
        and found.is_open
        and bool(rules.can_write(user, found)),
        "may_remove": False,
        "changes": changes(before, shown) if before and shown else None,
        "entries": Entry.objects.filter(line__version__submission=found)
        .select_related("site")
        .order_by("number"),
        "correctable": corrections.correctable(user, found),
        "seen": stamp_of(found),
        "draft_key": all_versions[-1].key,
        "closed": found.period.closed_year if user.sees_all_units else None,
        "just_in": found.state == State.SUBMITTED and not user.sees_all_units,
        "approve_refused": in_review and rules.can_approve(user, found),
        "others": others_than(found).count() if user.reviews and in_review else 0,
    }
    return render(request, "ledger/submission.html", context, status=409 if refused else 200)


def may_enter(user: User, found: Submission) -> bool:
    """Whether the person may go on entering what the office entered from paper and sent back."""
    again = found.state == State.SENT_BACK and found.kind == Kind.RETURN
    return (
        again
        and bool(rules.can_enter(user, found.period, found.unit))
        and bool(rules.is_left_to_enter(found))
    )


def lost(data: QueryDict, verb: str, actions: Iterable[Transition]) -> str:
    """The words typed for a verb that the page does not offer any more."""
    offered = {action.verb for action in actions}
    return "" if verb in offered else "；".join(filter(None, data.getlist("reason")))


def others_than(found: Submission) -> QuerySet[Submission]:
    """What else waits for review, in its turn."""
    return Submission.objects.in_turn().exclude(pk=found.pk)


def visible(user: User, pk: int) -> Submission:
    """The submission with its period and unit, else 404."""
    seen = Submission.objects.visible_to(user, clock.today()).select_related("period", "unit")
    return get_object_or_404(seen, pk=pk)


def lines_shown(
    found: Submission, version: Version | None, files: list[Attachment]
) -> list[tuple[Line, str, bool, list[Attachment]]]:
    """(line, in words, whether it is older than the period, its files) of each line shown."""
    lines = list(version.lines.all()) if version else []
    words, starts_on = Readback(lines, found.period.plan), found.period.starts_on.isoformat()
    return [
        (
            line,
            words.sentence(line),
            bool(line.values) and line.read_as.get("on", "9") < starts_on,
            [file for file in files if file.line_key == line.key],
        )
        for line in lines
    ]


def on_paper(request: Request, pk: int) -> HttpResponse:
    """The return as one A4 form to print, sign, seal and scan: with its version and digest."""
    submission = visible(request.user, pk)
    versions = [
        v
        for v in submission.versions.prefetch_related("lines").select_related("submitted_by")
        if v.submitted_at
    ]
    if not versions:
        raise Http404
    lines = list(versions[-1].lines.all())
    words = Readback(lines, submission.period.plan)
    return render(
        request,
        "ledger/paper.html",
        {
            "submission": submission,
            "version": versions[-1],
            "lines": [(line, words.sentence(line)) for line in lines],
        },
    )


def targets_of(version: Version) -> list[tuple[str, list[tuple[str, str]]]]:
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


def remarks_typed(data: QueryDict) -> list[tuple[str, str]]:
    """(text, what it is pinned to) of each row of remarks."""
    return list(zip_longest(data.getlist("reason"), data.getlist("about"), fillvalue=""))


def remarks_in(data: QueryDict) -> list[tuple[str, str, str]]:
    """(text, line id, field) of each remark that was filled in."""
    return [(text, *about.partition(":")[::2]) for text, about in remarks_typed(data)]


@require_POST
def move(request: Request, pk: int, verb: str) -> HttpResponse:
    """One verb of the transition table, pressed by a person."""
    submission = visible(request.user, pk)
    user, seen, reason = request.user, request.POST.get("seen", ""), request.POST.get("reason", "")
    key, remarks = request.POST.get("key", ""), remarks_in(request.POST)
    verbs = {
        "withdraw": lambda: workflow.withdraw(user, submission, seen),
        "begin_review": lambda: workflow.begin_review(user, submission, seen),
        "approve": lambda: workflow.approve(user, submission, seen),
        "admit": lambda: workflow.admit(user, submission, reason, seen),
        "undo": lambda: workflow.undo(user, submission, reason, seen),
        "send_back": lambda: workflow.send_back(user, submission, "", more=remarks, seen=seen),
        "drop": lambda: workflow.drop(user, submission, seen),
        "hand_over": lambda: workflow.hand_over(user, submission, key, seen=seen),
        "hand_back": lambda: workflow.hand_back(user, submission, reason, seen),
        "submit": lambda: workflow.submit(user, submission, key, seen=seen),
        "confirm": lambda: paper.confirm(user, submission.current, seen),
        "release": lambda: paper.release(user, submission, seen),
    }
    if verb not in verbs:
        raise Http404
    try:
        verbs[verb]()
    except Refused as refusal:
        if verb in TYPED:
            return show(request, visible(user, pk), {"verb": verb, "why": str(refusal)})
        messages.error(request, str(refusal))
        return redirect("submission", pk)
    if verb == "approve" and "next" in request.POST:
        return next_one(request, submission)
    messages.success(request, DONE[verb])
    if verb == "release":
        return redirect("board")
    if verb == "withdraw" and submission.kind == Kind.RETURN:
        return redirect("fill_return", submission.period_id, submission.unit.code)
    return redirect("submission", pk)


def next_one(request: Request, approved: Submission) -> HttpResponse:
    """From what was approved to the next that waits, naming both."""
    waiting = list(others_than(approved))
    if not waiting:
        messages.success(request, f"已通过{approved}；没有待审核的材料了")
        return redirect("home")
    left = f"（还有{len(waiting) - 1}份）" if waiting[1:] else "（最后一份）"
    messages.success(request, f"已通过{approved}；这是下一份{left}")
    return redirect("submission", waiting[0].pk)


@require_POST
def approve_clean(request: Request) -> HttpResponse:
    """Approve together what was shown as clean: nothing odd in it, and each judged by the same
    rules as alone, as it was seen."""
    done: list[str] = []
    refused: list[str] = []
    seen = dict(clean.split(":", 1) for clean in request.POST.getlist("clean") if ":" in clean)
    queue = (
        Submission.objects.visible_to(request.user, clock.today())
        .in_turn()
        .filter(pk__in=[pk for pk in seen if pk.isdecimal()])
    )
    for submission in queue:
        if standings.doubts_in(submission):
            continue
        try:
            workflow.review_clean(request.user, submission, seen[str(submission.pk)])
            done.append(str(submission))
        except Refused as refusal:
            refused.append(f"{submission}：{refusal}")
    if done:
        messages.success(request, f"已通过{len(done)}份：{'、'.join(done)}")
    elif not refused:
        messages.error(request, "没有勾选可以一并通过的材料")
    for reason in refused:
        messages.error(request, reason)
    return redirect("home")
