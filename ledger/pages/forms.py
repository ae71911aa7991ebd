"""The office's forms: each asks for a reason and a day."""

from django import forms

from ledger.lines.fields import DayField
from shanyin_charging import clock


class ExceptionForm(forms.Form):
    """Why an exception is made, and until the end of which day it holds."""

    reason = forms.CharField(
        label="原因", max_length=200, error_messages={"required": "请写明原因"}
    )
    until = DayField(label="延到哪天（含当天）")

    def clean_until(self):
        if self.cleaned_data["until"] < clock.today():
            raise forms.ValidationError("日期要在今天或以后")
        return self.cleaned_data["until"]
