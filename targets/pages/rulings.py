"""The page of what the plan leaves open: each question and discrepancy with the office's ruling;
its head rules here."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render

from shanyin_charging import clock
from shanyin_charging.audit import journal
from targets import answers
from targets.models import Discrepancy, Question, Ruling, Unit
from targets.pages.plan import current_plan


class RulingForm(forms.Form):
    """What every ruling carries: from when, on which document."""

    in_force_on = forms.DateField(
        label="生效日期",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "请填生效日期", "invalid": "日期请写成 2025-11-18 这样"},
    )
    document_no = forms.CharField(
        label="依据文号", max_length=60, error_messages={"required": "请填依据的文号"}
    )

    def put_on_record(self, user, subject, value):
        given = self.cleaned_data
        with transaction.atomic():
            made = Ruling.objects.create(
                subject=subject,
                value=value,
                in_force_on=given["in_force_on"],
                document_no=given["document_no"],
                recorded_at=clock.now(),
                recorded_by=user.name,
            )
            journal.record(user, "rule", made, value=value, document_no=given["document_no"])
        return made


class DecisionForm(RulingForm):
    """A decision in words about a discrepancy."""

    code = forms.ModelChoiceField(
        Discrepancy.objects.all(),
        label="存疑事项",
        to_field_name="code",
        error_messages={"required": "请选择存疑事项"},
    )
    decision = forms.CharField(
        label="裁定内容",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写裁定的内容"},
    )

    field_order = ["code", "decision", "in_force_on", "document_no"]

    def record(self, user):
        self.put_on_record(
            user, self.cleaned_data["code"].subject, {"decision": self.cleaned_data["decision"]}
        )


class AnswerForm(RulingForm):
    """The answer to a question: from then on figures are computed and judged by it."""

    answer = forms.CharField(label="裁定内容", max_length=500, required=False)

    field_order = ["answer", "in_force_on", "document_no"]

    def __init__(self, question, data=None):
        super().__init__(data, auto_id=f"{question.subject.replace(':', '_')}_%s")
        self.question, field = question, self.fields["answer"]
        field.help_text = question.hint
        if question.kind == answers.YES_NO:
            field.widget = forms.Select(choices=[("", "请选择"), ("是", "是"), ("否", "否")])
        if question.kind == answers.UNIT:
            units = Unit.objects.order_by("position").values_list("code", "name")
            field.widget = forms.Select(choices=[("", "请选择"), *units])

    def clean_answer(self):
        try:
            return answers.read(self.question.kind, self.cleaned_data["answer"])
        except answers.Unreadable as error:
            raise forms.ValidationError(str(error)) from None

    def record(self, user):
        self.put_on_record(user, self.question.subject, {"answer": self.cleaned_data["answer"]})


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
