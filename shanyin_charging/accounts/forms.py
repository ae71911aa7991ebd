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

    def validate_password_for_user(self, user: User, _: str = "") -> None:
        """What is wrong with the new password stands where it is typed first, not where it is
        repeated."""
        super().validate_password_for_user(user, "new_password1")


class ContactForm(forms.ModelForm):
    """Where a person can be reached."""

    class Meta:
        model = User
        fields = CONTACT
        error_messages = {"email": {"invalid": "邮箱写法不对，如 someone@example.cn"}}
