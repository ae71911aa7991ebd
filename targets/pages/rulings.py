"""The pages of what the plan leaves open: each question and discrepancy with the office's ruling;
its head rules here."""

from collections.abc import Callable, Iterable
from datetime import date

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from shanyin_charging import clock, listing
from shanyin_charging.accounts.requests import Request
from shanyin_charging.asking import ask, facts_of, goes_back, is_sure
from shanyin_charging.lifecycle.transitions import Refused
from targets import answers
from targets.models import Discrepancy, Question, Ruling, Unit
from targets.pages.forms import AnswerForm, DecisionForm
from targets.pages.plan import plan_called
from targets.pages.tables import DiscrepancyFilter, DiscrepancyTable
from targets.rulings import effects, rules
from targets.rulings.effects import Numbers
from targets.rulings.record import NOT_RULED, seen_of_each

LEAD = "lead:"  # before a task's clause: the questions of who leads it


def discrepancies(request: Request, plan: str = "") -> HttpResponse:
    """What the plan leaves open or says twice, each in a line with what holds now."""
    its_plan = plan_called(plan)
    ruled = Ruling.objects.of(its_plan).governing(clock.today())
    names = dict(Unit.objects.served().values_list("code", "name"))
    questions = (
        Question.objects.asked_under(its_plan)
        .select_related("discrepancy")
        .prefetch_related("indicators")
    )
    answered = [
        (question, ruling, _words(question, ruling, names))
        for question in questions
        for ruling in (ruled.get(question.subject),)
    ]
    leads = [row for row in answered if row[0].subject.startswith(LEAD)]
    told = [row for row in answered if row not in leads]
    doubts = Discrepancy.objects.filter(plan=its_plan).prefetch_related("clauses")
    chosen = DiscrepancyFilter(request.GET, doubts)
    context = {
        "plan": its_plan,
        "questions": _open_first(row for row in told if row[0].indicators.all()),
        "manners": _open_first(row for row in told if not row[0].indicators.all()),
        "leads": _open_first(leads),
        "rows": _open_first((row, ruled.get(row.subject)) for row in chosen.qs),
        "open": sum(row.subject not in ruled for row in doubts),
        "total": len(doubts),
    }
    return listing.answer(
        request,
        "targets/discrepancies.html",
        "存疑事项和待定口径",
        DiscrepancyTable(chosen.qs, ruled),
        chosen,
        context,
        others=[("待定口径", QUESTION_HEADS, (_row(*row) for row in answered))],
    )


def _open_first(rows: Iterable[tuple]) -> list[tuple]:
    """What is not ruled (the second of each) before what is, and first of all what has no words
    (the last of each) to go by until then."""
    return sorted(rows, key=lambda row: (row[1] is not None, bool(row[-1])))


def discrepancy(
    request: Request, code: str, tell: Callable[[], Numbers], plan: str = ""
) -> HttpResponse:
    """One matter that the plan leaves open: its words, what is done until the office rules, what it
    has ruled, and the form of its head; with the questions whose answer changes numbers. `tell`
    says what the numbers are, so that a ruling can be tried before it is made."""
    its_plan, may = plan_called(plan), rules.can_rule(request.user)
    doubt = Discrepancy.objects.filter(plan=its_plan, code=code).first()
    questions = (
        Question.objects.asked_under(its_plan)
        .filter(Q(subject=code) | Q(discrepancy__code=code))
        .select_related("discrepancy")
        .prefetch_related("indicators")
    )
    if doubt is None and not questions or request.method == "POST" and not may:
        raise Http404
    asked = request.POST.get("subject", "")
    decision = DecisionForm(
        its_plan, request.POST if request.method == "POST" and not asked else None
    )
    stamps = seen_of_each(its_plan)
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
    ruled = Ruling.objects.of(its_plan).governing(clock.today())
    names = dict(Unit.objects.served().values_list("code", "name"))
    return render(
        request,
        "targets/discrepancy.html",
        {
            "plan": its_plan,
            "doubt": doubt,
            "ruling": ruled.get(doubt.subject) if doubt else None,
            "may": may,
            "form": decision,
            "questions": [
                {
                    "question": question,
                    "ruling": ruled.get(question.subject),
                    "form": answering.get(question.subject),
                    "said": question.discrepancy and ruled.get(question.discrepancy.subject),
                    "words": _words(question, ruled.get(question.subject), names),
                }
                for question in questions
            ],
        },
    )


QUESTION_HEADS = ("口径", "状态", "内容", "依据文号", "生效日期", "存疑事项", "影响的指标")


def _row(question: Question, ruling: Ruling | None, words: str) -> list[str | date]:
    """A question with its answer, for a file."""
    return [
        question.title,
        "已核定" if ruling else "默认规则" if words else "待核定",
        words,
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
        changes = effects.of(lambda: sent.put_on_record(request.user, seen), tell)
        if not is_sure(request, changes):
            return ask_to_rule(request, sent, changes)
        sent.put_on_record(request.user, seen)
    except Refused as refusal:
        sent.add_error(None, str(refusal))
        return None
    messages.success(request, "已登记核定")
    return redirect(request.path if isinstance(sent, DecisionForm) else "differing")


def ask_to_rule(
    request: Request, sent: DecisionForm | AnswerForm, changes: list[tuple[str, str, str]]
) -> HttpResponse:
    """The page that asks before a ruling, with the numbers that it changes."""
    title = f"登记核定：{sent.question.title}" if isinstance(sent, AnswerForm) else "登记核定"
    if changes:
        told = f"各页现在显示的月份，将改变{len(changes)}个数字，见下表。"
    elif not isinstance(sent, AnswerForm) or not sent.question.indicators.exists():
        told = "这一项核定不改变任何数字。"
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
        about=changes,
        anchor=request.POST.get("subject", ""),
    )


def _words(question: Question, ruling: Ruling | None, names: dict[str, str]) -> str:
    """What was ruled, or what is done until then."""
    if ruling is None:
        return question.default_words
    return answers.words(question.kind, ruling.value["answer"], names)
