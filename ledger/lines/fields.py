"""Form fields that read what officers really type: full-width digits, "12台", "2025.3.5", "—"; how
numbers and days are read is in `sheets.values`."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django import forms
from django.utils.choices import BaseChoiceIterator

from ledger.sheets import values
from ledger.sheets.values import Unclear, folded, plain


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
        try:
            number = values.count(plain(value).removesuffix(self.unit).strip())
        except Unclear as unclear:
            ends = {values.NEGATIVE: "；减少请用“拆除”", values.NOT_WHOLE: ""}
            end = ends.get(str(unclear), f"；现在填的是“{value}”")
            raise forms.ValidationError(f"{self.label}{unclear}{end}") from None
        if number is None:
            return self.empty
        if number > self.most:
            raise forms.ValidationError(
                f"{self.label}不能超过{self.most}{self.unit}，请核对是否多打了位数"
            )
        return number


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
        try:
            number = self.number(value)
        except Unclear as unclear:
            end = "" if str(unclear) == values.NEGATIVE else f"；现在填的是“{value}”"
            raise forms.ValidationError(f"{self.label}{unclear}{end}") from None
        if (number or 0) > self.most * 10**self.places:
            raise forms.ValidationError(
                f"{self.label}不能超过{self.most}{self.unit}，请核对单位是不是{self.unit}"
            )
        return number or 0

    def number(self, value: object) -> int | None:
        """What was typed: kilowatts in all the ways they are written, else a plain number."""
        if self.unit == "千瓦":
            return values.tenths(value, exact=True)
        return values.measured(re.sub(r"公里$|km$", "", plain(value).lower()), self.places)


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

    input_formats = ("%Y-%m-%d",)

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
        """The day, however it was written; a month is none."""
        if not isinstance(value, str):
            return super().to_python(value)
        try:
            day, month = values.day(value)
            if month:
                raise Unclear("只写了年月，请写到日，如 2025-11-18")
        except Unclear as unclear:
            said = f"{self.label}{unclear}；现在填的是“{value}”"
            raise forms.ValidationError(said) from None
        return date.fromisoformat(day) if day else None
