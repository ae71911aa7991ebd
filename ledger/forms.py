"""The office's forms."""
from django import forms

from shanyin_charging import clock

from .fields import DayField


class GrantForm(forms.Form):
    """Why a unit may still write a locked period, and until when."""

    reason = forms.CharField(label="准予补报的原因", max_length=200, error_messages={"required": "请写明准予补报的原因"})
    expires_on = DayField(label="有效期至")

    def clean_expires_on(self):
        if self.cleaned_data["expires_on"] < clock.today():
            raise forms.ValidationError("有效期要在今天或以后")
        return self.cleaned_data["expires_on"]
