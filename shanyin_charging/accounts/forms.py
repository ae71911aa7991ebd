"""What is typed about one's own account."""

from django import forms

from .models import User


class ContactForm(forms.ModelForm):
    """Where a person can be reached."""

    class Meta:
        model = User
        fields = ("phone", "mobile", "email")
        error_messages = {"email": {"invalid": "邮箱写法不对，如 someone@example.cn"}}
