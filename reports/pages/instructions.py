"""批示: a leader's one sentence, what the office makes of it, and the course that it takes."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from reports.models import Instruction, InstructionState
from reports.pages.forms import NoticeForm
from reports.supervision import instructions, subjects, taking_up, workflow
from shanyin_charging.accounts.requests import Request
from shanyin_charging.lifecycle.transitions import Refused

LABELS = {t.name: t.journal for t in instructions.TRANSITIONS.verbs.values()}


def words(request: Request) -> HttpResponse:
    """All leaders' words, with how far each has come."""
    if not request.user.sees_all_units:
        raise Http404
    visible = Instruction.objects.visible_to(request.user)
    found = visible.select_related("by", "notice__lead").prefetch_related("steps")
    waiting = sum(word.state == InstructionState.WAITING for word in found)
    context = {"words": found, "waiting": waiting}
    return render(request, "supervision/instructions.html", context)


@require_POST
def instruct(request: Request) -> HttpResponse:
    """A leader's word about what a page shows."""
    text = request.POST.get("text", "")
    try:
        about = subjects.subject(request.user, request.POST.get("about", ""))
    except LookupError:
        raise Http404 from None
    try:
        word = instructions.instruct(request.user, about, text, request.POST.get("seen", ""))
    except Refused as refusal:
        context = {"word_on": about, "word_typed": text, "word_refusal": str(refusal)}
        return render(request, "supervision/instruct.html", context, status=409)
    messages.success(request, instructions.TRANSITIONS.done("instruct"))
    return redirect("instruction", word.pk)


def instruction(request: Request, pk: int) -> HttpResponse:
    """One word: what it is about, what came of it, what the office may do."""
    return show(request, visible(request, pk))


def visible(request: Request, pk: int) -> Instruction:
    """The word, else 404."""
    found = Instruction.objects.visible_to(request.user)
    return get_object_or_404(found.select_related("by", "notice__lead"), pk=pk)


def show(
    request: Request,
    word: Instruction,
    form: NoticeForm | None = None,
    refusal: str = "",
    typed: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of a word; what was refused stands in its fields again."""
    may_act = bool(instructions.TRANSITIONS.decide(request.user, "take_up", word))
    notices: list[Any] = list(taking_up.open_notices(word)) if may_act else []
    return render(
        request,
        "supervision/instruction.html",
        {
            "word": word,
            "address": address_of(request, word),
            "steps": word.steps.all(),
            "labels": LABELS,
            "of_notice": word.notice.steps.all() if word.notice else [],
            "notice_labels": workflow.LABELS,
            "seen": word.stamp,
            "may_act": may_act,
            "form": form or NoticeForm(initial=taking_up.filled_in(word)),
            "notices": notices,
            "joins": bool(notices) and notices[0].place == 0,
            "refusal": refusal,
            "typed": typed,
        },
        status=status,
    )


def address_of(request: Request, word: Instruction) -> str:
    """Where what it is about is read now; empty for what is no more."""
    try:
        return subjects.subject(request.user, word.about).address
    except LookupError:
        return ""


@require_POST
def act(request: Request, pk: int, verb: str) -> HttpResponse:
    """What the office does with a word."""
    word = visible(request, pk)
    user, data, seen, form = request.user, request.POST, request.POST.get("seen", ""), None
    try:
        if verb == "take_up":
            form = NoticeForm(data)
            if not form.is_valid():
                return show(request, word, form, status=400)
            made = taking_up.take_up(user, word, seen=seen, **form.cleaned_data)
        elif verb == "join":
            found = taking_up.open_notices(word).filter(pk__in=numbers(data.getlist("notice")))
            made = taking_up.join(user, word, get_object_or_404(found), seen)
        elif verb == "answer":
            instructions.answer(user, word, data.get("text", ""), seen)
            made = None
        else:
            raise Http404
    except Refused as refusal:
        word.refresh_from_db()
        return show(request, word, form, str(refusal), data.get("text", ""), status=409)
    word.refresh_from_db()
    last = word.steps.last()
    messages.success(request, instructions.TRANSITIONS.done(last.verb if last else verb))
    return redirect("notice", made.pk) if made else redirect("instruction", pk)


def numbers(sent: list[str]) -> list[int]:
    """What of that is the number of a row."""
    return [int(one) for one in sent if one.isascii() and one.isdigit() and len(one) < 10]
