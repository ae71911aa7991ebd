"""What is typed about one's own account."""

from django import forms
from django.contrib.auth.forms import PasswordChangeForm

from shanyin_charging.accounts.models import User
from shanyin_charging.accounts.people import CONTACT, SAME_PASSWORD


class PasswordForm(PasswordChangeForm):
    """The old password and a new one, which is another."""

    def clean_new_password1(self) -> str:
        """What was typed; raises ValidationError for the old one once more."""
        password: str = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise forms.ValidationError(SAME_PASSWORD)
        return password


class ContactForm(forms.ModelForm):
    """Where a person can be reached."""

    class Meta:
        model = User
        fields = CONTACT
        error_messages = {"email": {"invalid": "邮箱写法不对，如 someone@example.cn"}}
