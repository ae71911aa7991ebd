"""What is typed on the pages of the plan, its rulings and its people."""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from shanyin_charging import clock
from shanyin_charging.accounts.models import Role, User
from targets import answers
from targets.models import Area, AreaKind, Discrepancy, Plan, Post, Question, Ruling, Unit
from targets.rulings import rules
from targets.rulings.changes import merge, rename
from targets.rulings.record import NOT_RULED, put_on_record, seen_of

OF_A_COUNTY = [(role, role.label) for role in Role if role != Role.ABOVE]


class ChangeForm(forms.Form):
    """What happens to which unit or village, from when, on which document."""

    what = forms.ChoiceField(label="办理", choices=[("rename", "更名"), ("merge", "并入另一个")])
    thing = forms.ChoiceField(
        label="哪个单位或村（社区）", error_messages={"required": "请选择单位或村（社区）"}
    )
    name = forms.CharField(label="新名称（更名填）", max_length=40, required=False)
    into = forms.ChoiceField(label="并入哪个（合并选）", required=False)
    on = forms.DateField(
        label="从哪天起",
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "请填从哪天起", "invalid": "日期请写成 2025-11-18 这样"},
    )
    document_no = forms.CharField(
        label="依据文号", max_length=60, error_messages={"required": "请填依据的文号"}
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        units = [
            (f"unit:{unit.code}", unit.name)
            for unit in Unit.objects.served().filter(merged_into=None)
        ]
        villages = (
            Area.objects.served()
            .filter(kind=AreaKind.VILLAGE, merged_into=None)
            .select_related("parent")
        )
        places = [(f"area:{area.code}", area.full_name) for area in villages]
        choices = [("", "请选择"), ("单位", units), ("村（社区）", places)]
        for name in ("thing", "into"):
            cast(forms.ChoiceField, self.fields[name]).choices = choices

    def clean_on(self) -> date:
        """A day that has come."""
        on = self.cleaned_data["on"]
        if not (decision := rules.can_begin(on, clock.today())):
            raise ValidationError(decision.reason)
        return on

    def clean(self) -> dict[str, Any]:
        """With a new name for a new name, and two of one kind for a merger."""
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("what") == "rename" and not cleaned.get("name", "").strip():
            self.add_error("name", "更名请填新名称")
        if cleaned.get("what") == "merge":
            if not cleaned.get("into"):
                self.add_error("into", "合并请选择并入哪个")
            elif cleaned.get("thing", ":").split(":")[0] != cleaned["into"].split(":")[0]:
                self.add_error("into", "单位只能并入单位，村（社区）只能并入村（社区）")
        return cleaned

    def carry_out(self, user: User, seen: str) -> None:
        """Do what was typed, upon what was seen; raises Refused with the reason when it may not be
        done."""
        given = self.cleaned_data
        about = (given["on"], given["document_no"].strip())
        if given["what"] == "rename":
            rename(user, _found(given["thing"]), given["name"].strip(), *about, seen)
        else:
            merge(user, _found(given["thing"]), _found(given["into"]), *about, seen)


def _found(key: str) -> Unit | Area:
    kind, code = key.split(":", 1)
    return (Unit if kind == "unit" else Area).objects.served().get(code=code)


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

    def terms(self) -> tuple[date, str]:
        """From when, on which document."""
        return self.cleaned_data["in_force_on"], self.cleaned_data["document_no"]


class EnactForm(RulingForm):
    """From when a plan that was brought in holds, and on which document. One that corrects a loaded
    plan keeps its day."""

    def __init__(self, data: QueryDict | None, begins: date | None) -> None:
        super().__init__(data, initial={"in_force_on": begins and begins.isoformat()})
        self.fields["in_force_on"].label = "从哪天起启用"
        self.fields["in_force_on"].help_text = "所在月份起按这份方案评价；此前的月份仍按原方案"
        self.fields["document_no"].help_text = "印发这份方案的文号，或者专班的决定"
        if begins is None:
            del self.fields["in_force_on"]

    def agreed(self) -> tuple[date | None, str]:
        """From when (None for a correction), on which document."""
        return self.cleaned_data.get("in_force_on"), self.cleaned_data["document_no"]


class DecisionForm(RulingForm):
    """A decision in words about a discrepancy."""

    code = forms.ModelChoiceField(
        Discrepancy.objects.none(),
        label="存疑事项",
        to_field_name="code",
        error_messages={"required": "请选择存疑事项"},
    )
    decision = forms.CharField(
        label="核定内容",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写核定的内容"},
    )

    field_order = ["code", "decision", "in_force_on", "document_no"]

    def __init__(self, plan: Plan, data: QueryDict | None) -> None:
        super().__init__(data)
        self.plan = plan
        cast(forms.ModelChoiceField, self.fields["code"]).queryset = plan.discrepancies.all()

    @property
    def seen(self) -> str:
        """The stamp of the decisions so far."""
        return seen_of(self.plan, Discrepancy.SUBJECT)

    def put_on_record(self, user: User, seen: str) -> Ruling:
        """The ruling as typed, upon what was seen; raises Refused for who may not rule."""
        given = self.cleaned_data
        about, value = given["code"].subject, {"decision": given["decision"]}
        return put_on_record(
            user, self.plan, about, value, *self.terms(), seen=seen, upon=Discrepancy.SUBJECT
        )


class AnswerForm(RulingForm):
    """The answer to a question: from then on figures are computed and judged by it."""

    answer = forms.CharField(label="核定内容", max_length=500, required=False)

    field_order = ["answer", "in_force_on", "document_no"]

    def __init__(
        self, question: Question, data: QueryDict | None = None, seen: str = NOT_RULED
    ) -> None:
        super().__init__(data, auto_id=f"{question.subject.replace(':', '_')}_%s")
        self.question, self.seen, field = question, seen, self.fields["answer"]
        field.help_text = question.hint
        if question.kind == answers.YES_NO:
            field.widget = forms.Select(
                choices=[("", "请选择"), *((word, word) for word in (answers.YES, answers.NO))]
            )
        if question.kind == answers.UNIT:
            units = Unit.objects.served().order_by("position").values_list("code", "name")
            field.widget = _one_of(units)

    def clean_answer(self) -> answers.Answer:
        """The answer as plain JSON."""
        try:
            return answers.read(self.question.kind, self.cleaned_data["answer"])
        except answers.NotAnAnswer as error:
            raise forms.ValidationError(str(error)) from None

    def put_on_record(self, user: User, seen: str) -> Ruling:
        """The ruling as typed, upon what was seen; raises Refused for who may not rule."""
        value = {"answer": self.cleaned_data["answer"]}
        about = (self.question.plan, self.question.subject)
        return put_on_record(user, *about, value, *self.terms(), seen=seen)


def _one_of(choices: Iterable[tuple[str, str]]) -> forms.Select:
    return forms.Select(choices=[("", "请选择"), *choices])


class PersonForm(forms.Form):
    """A new account, and the unit that the person speaks for."""

    username = forms.RegexField(
        r"^[a-z0-9_.-]{3,30}$",
        label="账号",
        error_messages={
            "required": "请填账号",
            "invalid": "账号用3到30个小写字母、数字，如 zhangsan01",
        },
    )
    name = forms.CharField(label="姓名", max_length=40, error_messages={"required": "请填姓名"})
    phone = forms.CharField(label="办公电话", max_length=20, required=False)
    mobile = forms.CharField(
        label="手机", max_length=20, required=False, help_text="只用于短信提醒，可以不填"
    )
    email = forms.EmailField(
        label="电子邮箱",
        required=False,
        help_text="只用于邮件提醒，可以不填",
        error_messages={"invalid": "邮箱写法不对，如 someone@example.cn"},
    )
    role = forms.ChoiceField(label="角色", choices=OF_A_COUNTY)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="代表单位", required=False, empty_label="（不代表单位填报）"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(forms.ModelChoiceField, self.fields["unit"]).queryset = Unit.objects.served()

    def clean_username(self) -> str:
        """A name that nobody has yet."""
        username = self.cleaned_data["username"]
        if User.objects.filter(username=username).exists():
            raise ValidationError(f"账号“{username}”已有人用，请换一个")
        return username

    def clean(self) -> dict[str, Any]:
        """With a unit for who fills in returns, and for nobody else."""
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("role") == Role.OFFICER and not cleaned.get("unit"):
            self.add_error("unit", "填报员要选所代表的单位")
        if cleaned.get("role") != Role.OFFICER and cleaned.get("unit"):
            self.add_error("unit", "只有填报员代表单位填报")
        return cleaned


class AccountForm(forms.Form):
    """What a person is called, where the office reaches them, what their role is."""

    name = forms.CharField(label="姓名", max_length=40, error_messages={"required": "请填姓名"})
    phone = forms.CharField(label="办公电话", max_length=20, required=False)
    role = forms.ChoiceField(label="角色", choices=OF_A_COUNTY)


class HandOverForm(forms.Form):
    """换人: who takes a post over, from which day."""

    to = forms.ModelChoiceField(
        User.objects.none(),
        label="接手的填报员",
        empty_label="请选择",
        error_messages={"required": "请选择接手的填报员"},
    )
    on = forms.DateField(
        label="从哪天起",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填换人的日期", "invalid": "日期请写成 2025-11-18 这样"},
    )

    def __init__(self, post: Post, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id=f"post{post.pk}_%s", initial={"on": clock.today()})
        others = (
            User.objects.served().filter(role=Role.OFFICER, is_active=True).exclude(pk=post.user_id)
        )
        cast(forms.ModelChoiceField, self.fields["to"]).queryset = others.order_by("name")
