"""The page of what the plan leaves open: each question and discrepancy with the office's ruling;
its head rules here."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from shanyin_charging import clock
from targets import answers
from targets.models import Discrepancy, Question, Ruling, Unit
from targets.pages.forms import AnswerForm, DecisionForm
from targets.pages.plan import current_plan


def discrepancies(request):
    """What the plan leaves open or says twice, what is done until the office rules, and what it has
    ruled."""
    plan, may = current_plan(), request.user.can_rule
    if request.method == "POST" and not may:
        raise Http404
    questions = list(
        Question.objects.filter(plan=plan)
        .select_related("discrepancy")
        .prefetch_related("indicators")
    )
    asked = request.POST.get("subject", "")
    decision = DecisionForm(request.POST if request.method == "POST" and not asked else None)
    forms_ = (
        {q.subject: AnswerForm(q, request.POST if q.subject == asked else None) for q in questions}
        if may
        else {}
    )
    sent = forms_.get(asked, decision)
    if request.method == "POST" and sent.is_valid():
        sent.record(request.user)
        messages.success(request, "已登记裁定")
        return redirect("discrepancies")
    ruled, names = (
        Ruling.objects.governing(clock.today()),
        dict(Unit.objects.values_list("code", "name")),
    )
    rows = Discrepancy.objects.filter(plan=plan).prefetch_related("clauses")
    return render(
        request,
        "targets/discrepancies.html",
        {
            "rows": [(row, ruled.get(row.subject)) for row in rows],
            "may": may,
            "form": decision,
            "questions": [told(question, ruled, names, forms_) for question in questions],
            "open": sum(row.subject not in ruled for row in rows),
        },
    )


def told(question, ruled, names, forms_) -> dict:
    """A question as the page shows it: with its ruling in words, or what is done until there is
    one."""
    ruling = ruled.get(question.subject)
    return {
        "question": question,
        "ruling": ruling,
        "form": forms_.get(question.subject),
        "words": answers.words(question.kind, ruling.value["answer"], names)
        if ruling
        else question.default_words,
    }
