"""The page of what the plan leaves open: each question and discrepancy with the office's ruling;
its head rules here."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from shanyin_charging import clock, listing
from shanyin_charging.accounts.requests import Request
from shanyin_charging.asking import ask, facts_of, goes_back, is_sure
from shanyin_charging.lifecycle.transitions import Refused
from targets import answers
from targets.models import Discrepancy, Question, Ruling, Unit
from targets.pages.forms import AnswerForm, DecisionForm
from targets.pages.plan import current_plan
from targets.pages.tables import DiscrepancyFilter, DiscrepancyTable
from targets.rulings import effects, rules
from targets.rulings.effects import Numbers
from targets.rulings.record import NOT_RULED, seen_of_each


def discrepancies(request: Request, tell: Callable[[], Numbers]) -> HttpResponse:
    """What the plan leaves open or says twice, what is done until the office rules, and what it has
    ruled; `tell` says what the numbers are, so that a ruling can be tried before it is made."""
    plan, may = current_plan(), rules.can_rule(request.user)
    if request.method == "POST" and not may:
        raise Http404
    questions = (
        Question.objects.filter(plan=plan)
        .select_related("discrepancy")
        .prefetch_related("indicators")
    )
    asked = request.POST.get("subject", "")
    decision = DecisionForm(request.POST if request.method == "POST" and not asked else None)
    stamps = seen_of_each()
    answering = {
        question.subject: AnswerForm(
            question,
            request.POST if question.subject == asked else None,
            stamps.get(question.subject, NOT_RULED),
        )
        for question in questions
        if may
    }
    sent = answering.get(asked, decision)
    if request.method == "POST" and (done := put_on_record(request, sent, tell)):
        return done
    ruled = Ruling.objects.governing(clock.today())
    names = dict(Unit.objects.values_list("code", "name"))
    rows = Discrepancy.objects.filter(plan=plan).prefetch_related("clauses")
    chosen = DiscrepancyFilter(request.GET, rows)
    asked_of = [
        {
            "question": question,
            "ruling": ruled.get(question.subject),
            "form": answering.get(question.subject),
            "said": question.discrepancy and ruled.get(question.discrepancy.subject),
            "words": _words(question, ruled.get(question.subject), names),
        }
        for question in questions
    ]
    context = {
        "rows": [(row, ruled.get(row.subject)) for row in chosen.qs],
        "may": may,
        "form": decision,
        "questions": asked_of,
        "open": sum(row.subject not in ruled for row in rows),
        "total": len(rows),
    }
    return listing.answer(
        request,
        "targets/discrepancies.html",
        "存疑事项和待定口径",
        DiscrepancyTable(chosen.qs, ruled),
        chosen,
        context,
        others=[("待定口径", QUESTION_HEADS, map(_row, asked_of))],
    )


QUESTION_HEADS = ("口径", "状态", "内容", "依据文号", "生效日期", "存疑事项", "影响的指标")


def _row(asked: dict[str, Any]) -> list[str | date]:
    """A question with its answer, for a file."""
    question, ruling = asked["question"], asked["ruling"]
    return [
        question.title,
        "已核定" if ruling else "默认规则" if asked["words"] else "待核定",
        asked["words"],
        ruling.document_no if ruling else "",
        ruling.in_force_on if ruling else "",
        question.discrepancy.code if question.discrepancy else "",
        "、".join(map(str, question.indicators.all())),
    ]


def put_on_record(
    request: Request, sent: DecisionForm | AnswerForm, tell: Callable[[], Numbers]
) -> HttpResponse | None:
    """Put what was typed on record, once who rules has seen what it changes; None where the form is
    shown again and says why."""
    if not sent.is_valid() or goes_back(request):
        return None
    seen = request.POST.get("seen", "")
    try:
        if not is_sure(request):
            changes = effects.of(lambda: sent.put_on_record(request.user, seen), tell)
            return ask_to_rule(request, sent, changes)
        sent.put_on_record(request.user, seen)
    except Refused as refusal:
        sent.add_error(None, str(refusal))
        return None
    messages.success(request, "已登记核定")
    return redirect("discrepancies" if isinstance(sent, DecisionForm) else "differing")


def ask_to_rule(
    request: Request, sent: DecisionForm | AnswerForm, changes: list[tuple[str, str, str]]
) -> HttpResponse:
    """The page that asks before a ruling, with the numbers that it changes."""
    title = f"登记核定：{sent.question.title}" if isinstance(sent, AnswerForm) else "登记核定"
    if changes:
        told = f"各页现在显示的月份，将改变{len(changes)}个数字，见下表。"
    else:
        told = "现在显示的月份的数字都不改变；其他月份从生效日期所在月起按核定计算。"
    says = [told, "核定只增不改：登记以后不能撤回，要改只能再核定。已印发的通报不变。"]
    return ask(
        request,
        title,
        says,
        "登记",
        seen=request.POST.get("seen", ""),
        facts=facts_of(sent),
        changes=changes,
        anchor=request.POST.get("subject", ""),
    )


def _words(question: Question, ruling: Ruling | None, names: dict[str, str]) -> str:
    """What was ruled, or what is done until then."""
    if ruling is None:
        return question.default_words
    return answers.words(question.kind, ruling.value["answer"], names)
