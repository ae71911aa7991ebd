"""What is typed about one's own account."""

from django import forms

from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.people import CONTACT


class ContactForm(forms.ModelForm):
    """Where a person can be reached."""

    class Meta:
        model = User
        fields = CONTACT
        error_messages = {"email": {"invalid": "邮箱写法不对，如 someone@example.cn"}}
