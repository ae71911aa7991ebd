"""Form fields that read what officers really type: full-width digits, "12台", "2025.3.5", "—"."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.utils.choices import BaseChoiceIterator

EIGHT = len("20251118")
EMPTY = {"", "—", "-", "无", "/"}


def plain(text: object) -> str:
    """The text with full-width characters folded and spaces cut; what means "nothing" becomes
    empty."""
    text = unicodedata.normalize("NFKC", str(text or "")).strip()
    return "" if text in EMPTY else text


def ungrouped(text: str) -> str:
    """The digits of a number whose thousands may be set apart, 1,200; a comma elsewhere stays, to
    be no number."""
    grouped = re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?", text)
    return text.replace(",", "") if grouped else text


class CountField(forms.Field):
    """A whole number of things; empty reads as `empty`, 0 unless that would be a lie."""

    widget = forms.TextInput(
        attrs={"inputmode": "numeric", "autocomplete": "off", "class": "number"}
    )

    def __init__(
        self, *, unit: str, most: int = 10_000_000, empty: int | None = 0, **options: Any
    ) -> None:
        super().__init__(required=False, **options)
        self.unit, self.most, self.empty = unit, most, empty

    def to_python(self, value: object) -> int | None:
        """The whole number that was typed, with or without its unit."""
        text = ungrouped(plain(value).removesuffix(self.unit).strip())
        if not text:
            return self.empty
        if re.fullmatch(r"-[0-9]+(\.[0-9]+)?", text):
            raise forms.ValidationError(f"{self.label}不能是负数；减少请用“拆除”")
        if re.fullmatch(r"[0-9]+\.[0-9]*", text):
            raise forms.ValidationError(f"{self.label}要填整数，不能有小数")
        if not re.fullmatch(r"[0-9]+", text):
            raise forms.ValidationError(f"{self.label}要填数字，如 6；现在填的是“{value}”")
        if int(text) > self.most:
            raise forms.ValidationError(
                f"{self.label}不能超过{self.most}{self.unit}，请核对是否多打了位数"
            )
        return int(text)


class MeasuredField(forms.Field):
    """A number with a few decimals, kept as a whole number of its last one; empty reads as 0."""

    widget = forms.TextInput(
        attrs={"inputmode": "decimal", "autocomplete": "off", "class": "number"}
    )

    def __init__(self, *, unit: str, most: int, places: int = 1, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.unit, self.most, self.places = unit, most, places

    def to_python(self, value: object) -> int:
        """The number in the last decimal's unit, so 7.5 with one decimal is 75."""
        text = ungrouped(re.sub(r"(千瓦|kw|公里|km)$", "", plain(value).lower()).strip())
        if not text:
            return 0
        if text.startswith("-"):
            raise forms.ValidationError(f"{self.label}不能是负数")
        if not re.fullmatch(rf"[0-9]+(\.[0-9]{{1,{self.places}}})?", text):
            raise forms.ValidationError(
                f"{self.label}要填数字，最多{'一两'[self.places - 1]}位小数，如 120 或 7.5；"
                f"现在填的是“{value}”"
            )
        value = int(Decimal(text).scaleb(self.places))
        if value > self.most * 10**self.places:
            raise forms.ValidationError(
                f"{self.label}不能超过{self.most}{self.unit}，请核对单位是不是{self.unit}"
            )
        return value


def folded(text: object) -> str:
    """A name as it is compared with another: full-width folded, no spaces, small letters."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", str(text))).casefold()


Choice = tuple[str, str | list[tuple[str, str]]]  # a code with its label, or a group with its own


class Choices(
    BaseChoiceIterator
):  # so that Django takes it as it is and does not copy it for every form
    """What may be picked: (code, label) pairs or groups of them, made once and shared by many
    forms.

    `aliases` are (name, code) pairs by which a spreadsheet may call a choice besides its code and
    label.
    """

    def __init__(self, choices: Iterable[Choice], aliases: Iterable[tuple[str, str]] = ()) -> None:
        self.choices, self.aliases = list(choices), list(aliases)
        self.labels: dict[str, str] = {}
        for code, label in self.choices:
            self.labels.update(label if isinstance(label, list) else [(code, label)])

    @cached_property
    def names(self) -> dict[str, set[str]]:
        """Folded name to the codes that it may mean: the label, the label before its bracket, the
        aliases."""
        names: dict[str, set[str]] = {}
        for code, label in self.labels.items():
            for name in (label, label.split("（")[0]):
                names.setdefault(folded(name), set()).add(code)
        for name, code in self.aliases:
            names.setdefault(folded(name), set()).add(code)
        return names

    def find(self, text: str) -> set[str]:
        """The codes that a text means: none, one, or several when the name is ambiguous."""
        return {text} if text in self.labels else self.names.get(folded(text), set())

    def __iter__(self) -> Iterator[Choice]:
        return iter(self.choices)

    def __contains__(self, code: str) -> bool:
        return code in self.labels

    def with_first(self, code: str, label: str) -> "Choices":
        """The same with one more in front."""
        return Choices([(code, label), *self.choices], self.aliases)


class PickField(forms.Field):
    """One of the choices it is offered; what was typed instead is named in the error."""

    widget = forms.Select

    def __init__(self, *, invalid: str = "请从列表中选择", **options: Any) -> None:
        super().__init__(**options)
        self.invalid = invalid

    def offer(self, choices: Choices) -> None:
        """Give the field what may be picked."""
        self.choices = self.widget.choices = choices

    def to_python(self, value: object) -> str:
        """The code as text, without spaces around it."""
        return str(value or "").strip()

    def validate(self, value: object) -> None:
        """Raises ValidationError for a code that is not offered."""
        super().validate(value)
        if value and str(value) not in self.choices:
            raise forms.ValidationError(self.invalid)


class DayField(forms.DateField):
    """A date in any of the ways offices write it."""

    input_formats = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")

    def __init__(self, **options: Any) -> None:
        messages = {
            "required": f"请填{options['label']}",
        }
        super().__init__(
            input_formats=self.input_formats,
            error_messages=messages,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            **options,
        )

    def to_python(self, value: str | datetime | date | None) -> date | None:
        """The day, however it was written; digits alone are a day only where there are eight."""
        if not isinstance(value, str):
            return super().to_python(value)
        text = re.sub(r"\s", "", plain(value))
        try:
            if text.isdigit() and len(text) != EIGHT:
                raise forms.ValidationError("")
            return super().to_python(text)
        except forms.ValidationError:
            raise forms.ValidationError(
                f"{self.label}没有看懂，请写成 2025-11-18 这样；现在填的是“{value}”"
            ) from None
