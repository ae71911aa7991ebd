"""What is typed of an office: its names and how it is reached; the numbers it has used."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator

from reports.bulletins.numbering import MOST, Series
from shanyin_charging import clock, office
from targets.models import Letterhead
from targets.rulings import rules
from targets.rulings.stating import STATED

NUMBER = RegexValidator(r"^[0-9+() -]{5,30}$", "电话写成 0349-7070000 这样，只用数字和横线")
WHOLE = f"编到几号要填0到{MOST}的整数，没有编过的填0"


class OfficeForm(forms.ModelForm):
    """The names, telephone and address, and from when."""

    on = forms.DateField(
        label="从哪天起",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="今天或者以前；已经印发的不变",
        error_messages={"required": "请填从哪天起", "invalid": "日期请写成 2025-11-18 这样"},
    )

    class Meta:
        model = Letterhead
        fields = STATED
        help_texts = {
            "telephone": "印在页脚，忘记密码、拿不准时大家打它，如 0349-7070000",
            "address": "大家在浏览器里打开的地址，如 https://charging.example.gov.cn；没有它不能签发通报",
            "office": "通报、督办单的署名",
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].initial = clock.today()
        if not office.is_at_home(settings.PORTAL_URL):
            self.fields["address"].help_text = f"空着就照机器的设置：{settings.PORTAL_URL}"
        self.fields["telephone"].validators.append(NUMBER)
        self.fields["telephone"].required = True
        for name in STATED:
            field = self.fields[name]
            field.error_messages["required"] = f"请填{field.label}"

    def clean_address(self) -> str:
        """An address that others can open; empty for that of the settings."""
        typed = self.cleaned_data["address"].strip().rstrip("/")
        if typed:
            refuse_address(typed)
        return typed

    def clean_on(self) -> Any:
        """A day that has come."""
        if not (decision := rules.can_begin(self.cleaned_data["on"], clock.today())):
            raise forms.ValidationError(decision.reason)
        return self.cleaned_data["on"]


def refuse_address(typed: str) -> None:
    """Raises ValidationError for what is no address, or of the machine itself only."""
    scheme = "http" if settings.PLAIN_HTTP else "https"
    try:
        parts = urlsplit(typed)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    own = f"{scheme}://{parts.netloc}" if host else ""
    if not host or parts.username or typed not in (own, f"https://{parts.netloc}"):
        raise forms.ValidationError(
            f"地址写成 {scheme}://主机名 这样，后面不带别的，如 {scheme}://charging.example.gov.cn"
        )
    if office.is_at_home(typed):
        raise forms.ValidationError(f"{host}只有服务器自己打得开，请填大家用的地址")


class NumbersForm(forms.Form):
    """The last number of each series that the office used this year before the portal."""

    document_no = forms.CharField(
        label="依据",
        max_length=60,
        help_text="如 2026年发文登记簿",
        error_messages={"required": "请填依据，如发文登记簿"},
    )

    def __init__(self, data: Any, series: list[Series]) -> None:
        super().__init__(data, auto_id="number_%s")  # beside the other form
        for one in series:
            self.fields[one.code] = forms.IntegerField(
                label=f"{one.year}年{one.name}编到几号",
                initial=one.before,
                min_value=0,
                max_value=MOST,
                error_messages=dict.fromkeys(
                    ("required", "invalid", "min_value", "max_value"), WHOLE
                ),
            )
        self.order_fields([one.code for one in series])

    def told(self) -> dict[str, int]:
        """By series, its last number."""
        return {name: n for name, n in self.cleaned_data.items() if name != "document_no"}
