"""What is typed of a field check: the draw, what was found, a hazard."""

from typing import Any

from django import forms

from reports.checking import course
from reports.checking.visiting import LONGEST, Found
from reports.models import FindingKind, Visit
from reports.models.checks import DANGERS
from targets.models import Area, Unit
from targets.plan import queries

DAY = {"type": "date"}
SITES, SHARE = "sites", "share"


class DrawForm(forms.Form):
    """When, how many, of which sites, by which seed, and who goes."""

    held_on = forms.DateField(
        label="核查日期",
        widget=forms.DateInput(DAY, format="%Y-%m-%d"),
        error_messages={"required": "请填核查日期", "invalid": "请填核查日期"},
    )
    number = forms.IntegerField(
        label="抽多少",
        min_value=1,
        max_value=1000,
        error_messages={
            "required": "请填抽多少",
            "min_value": "抽多少至少填1",
            "max_value": "抽多少最多填1000",
        },
    )
    by = forms.ChoiceField(label="按", choices=[(SITES, "处"), (SHARE, "%，不足一处按一处")])
    unit = forms.ModelChoiceField(
        label="只抽哪个单位报送的",
        queryset=Unit.objects.none(),
        to_field_name="code",
        required=False,
        empty_label="全部单位",
    )
    township = forms.ModelChoiceField(
        label="只抽哪个乡（镇）的",
        queryset=Area.objects.none(),
        to_field_name="code",
        required=False,
        empty_label="全部乡（镇）",
    )
    kind = forms.ChoiceField(label="只抽哪类场所", required=False)
    people = forms.CharField(
        label="核查人员",
        max_length=400,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "请填核查人员，每行一位"},
        help_text="每行一位。两位以上的，由同一个种子抽出两位",
    )
    seed = forms.CharField(
        label="种子",
        max_length=40,
        error_messages={"required": "请填种子"},
        help_text="随机生成的；也可以当众掷号后填写。印在名单上，谁都可以照规则重抽一遍核对",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit, township, kind = (self.fields[name] for name in ("unit", "township", "kind"))
        assert isinstance(unit, forms.ModelChoiceField)  # as declared above
        assert isinstance(township, forms.ModelChoiceField)
        assert isinstance(kind, forms.ChoiceField)
        unit.queryset, township.queryset = Unit.objects.served(), queries.townships()
        names = queries.kind_names(queries.plan_of_today())
        kind.choices = [("", "全部场所"), *names.items()]

    def said(self) -> dict[str, Any]:
        """What is drawn."""
        said = dict(self.cleaned_data)
        percent = said.pop("by") == SHARE
        people = [name for line in said["people"].splitlines() if (name := line.strip())]
        return {**said, "percent": percent, "people": people}


class ResultForm(forms.Form):
    """What was found at a site."""

    dc = forms.IntegerField(label="现场有直流桩", required=False, min_value=0, max_value=999)
    dc_out = forms.IntegerField(label="其中不能用", required=False, min_value=0, max_value=999)
    ac = forms.IntegerField(label="现场有交流桩", required=False, min_value=0, max_value=999)
    ac_out = forms.IntegerField(label="其中不能用", required=False, min_value=0, max_value=999)
    where = forms.CharField(label="位置不对的，写实际在哪里", max_length=200, required=False)
    other = forms.CharField(label="别的与台账不符的", max_length=200, required=False)
    words = forms.CharField(
        label="现场情况",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    missed = forms.BooleanField(
        label="没有看到现场（进不去、找不到），原因写在现场情况里", required=False
    )

    def found(self) -> Found:
        """It."""
        said = dict(self.cleaned_data)
        if said.pop("missed"):
            return Found(reached=False, words=said["words"])
        return Found(**said)


class AmendForm(ResultForm):
    """What should have been put down, and why it was not."""

    reason = forms.CharField(
        label="更正的原因",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "请写明更正的原因"},
    )

    def found(self) -> Found:
        """What is right."""
        del self.cleaned_data["reason"]
        return super().found()

    @classmethod
    def of(cls, visit: Visit) -> "AmendForm":
        """Filled in with what is down."""
        now = visit.result
        said = {name: getattr(now, name) for name in ResultForm.base_fields if name != "missed"}
        return cls(initial={**said, "missed": now.reached is False})


class DangerForm(forms.Form):
    """A hazard at a site."""

    kind = forms.ChoiceField(
        label="是哪一级",
        choices=[(kind.value, FindingKind(kind).label) for kind in DANGERS],
    )
    text = forms.CharField(
        label="隐患是什么",
        max_length=course.SHORTEST,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "请写明隐患是什么"},
    )
    mend_by = forms.DateField(
        label="整改期限",
        widget=forms.DateInput(DAY, format="%Y-%m-%d"),
        error_messages={"required": "请填整改期限", "invalid": "请填整改期限"},
    )
