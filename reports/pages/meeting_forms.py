"""What is typed of a meeting: when and where it is, and what it agreed."""

from typing import Any

from django import forms

from reports.models import Meeting, SupervisionNotice
from reports.pages.forms import ForUnits

DAY = {"type": "date"}


class MeetingForm(forms.ModelForm):
    """When and where a meeting is, and about what."""

    class Meta:
        model = Meeting
        fields = ("held_on", "place", "subject")
        widgets = {"held_on": forms.DateInput(DAY, format="%Y-%m-%d")}
        error_messages = {"held_on": {"required": "请选会议日期", "invalid": "请选会议日期"}}


class AgreedForm(ForUnits):
    """One thing that was agreed: what, whose, by when, who helps."""

    class Meta:
        model = SupervisionNotice
        fields = ("matter", "lead", "due_on", "supports", "requirements")
        labels = {"matter": "议定事项", "requirements": "办理要求（不填就是按会议议定的办理）"}
        widgets = {
            "requirements": forms.Textarea({"rows": 2}),
            "supports": forms.CheckboxSelectMultiple(),
            "due_on": forms.DateInput(DAY, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["requirements"].required = False
