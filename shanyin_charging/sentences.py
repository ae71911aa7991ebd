"""What is said of wrong input where a field says nothing of its own, in the portal's words."""

from django import forms
from django.core import validators

DAY = "请填日期，如2026-01-31"
PICK = "请从列出的里面选"
OF_FIELDS: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": "请填写"},
    forms.IntegerField: {"invalid": "请填整数"},
    forms.DecimalField: {"invalid": "请填数字"},
    forms.DateField: {"invalid": DAY},
    forms.DateTimeField: {"invalid": DAY},
    forms.ChoiceField: {"invalid_choice": PICK},
    forms.ModelChoiceField: {"invalid_choice": PICK},
    forms.MultipleChoiceField: {"invalid_choice": PICK, "invalid_list": PICK},
    forms.ModelMultipleChoiceField: dict.fromkeys(
        ("invalid_choice", "invalid_list", "invalid_pk_value"), PICK
    ),
    forms.FileField: {"empty": "这个文件是空的，请重新选"},
}
OF_RULES: dict[type, str] = {
    validators.MinValueValidator: "不能小于%(limit_value)s",
    validators.MaxValueValidator: "不能大于%(limit_value)s",
    validators.MinLengthValidator: "至少%(limit_value)s个字，现在%(show_value)s个",
    validators.MaxLengthValidator: "最多%(limit_value)s个字，现在%(show_value)s个",
    validators.EmailValidator: "请填电子邮箱，如 zhang@example.cn",
}


def speak() -> None:
    """From here on, every form says so."""
    for field, said in OF_FIELDS.items():
        field.default_error_messages = {**field.default_error_messages, **said}
    for rule, sentence in OF_RULES.items():
        rule.message = sentence  # type: ignore[attr-defined]
