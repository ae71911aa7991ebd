"""What an event changed, in words: the names and values of the thing's own fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model

from shanyin_charging import dates

from .models import Event
from .words import FIELDS

ASIDE = {"late"}  # of what was said with it: said by what was changed already
BY_CODE = {"unit", "merged_into", "kind"}  # whose values are codes, where the thing has no words
NOTHING = "无"


@dataclass(frozen=True)
class Change:
    """One thing that was changed: what it is, what it was (None where it was not there before) and
    what it is now."""

    what: str
    was: str | None
    now: str | None

    def __str__(self) -> str:
        if self.was is None:
            return f"{self.what}：{self.now}"
        return f"{self.what}：{self.was} → {self.now or NOTHING}"


def changes(event: Event, names: Mapping[str, str] | None = None) -> list[Change]:
    """What the event changed, then what was said with it; `names` are those of codes."""
    model, names = model_of(event), names or {}

    def in_words(name: str, value: Any) -> str:
        named = names.get(value, value) if name in BY_CODE and isinstance(value, str) else value
        return said(model, name, named)

    before, after = event.before or {}, event.after or {}
    found = [
        Change(
            word(model, name),
            in_words(name, before[name]) if name in before else None,
            in_words(name, after[name]) if name in after else None,
        )
        for name in {**before, **after}
        if before.get(name) != after.get(name) and (name in before or after[name])
    ]
    return found + [
        Change(word(model, name), None, in_words(name, value))
        for name, value in event.detail.items()
        if value and name in FIELDS and name not in ASIDE
    ]


def model_of(event: Event) -> type[Model] | None:
    """The kind of thing that the event is about; None for what is no more."""
    try:
        return apps.get_model(event.object_type)
    except (LookupError, ValueError):
        return None


def word(model: type[Model] | None, name: str) -> str:
    """What people call a field."""
    field = field_of(model, name)
    own = str(field.verbose_name) if field else ""
    return FIELDS.get(name, name) if own.isascii() else own


def said(model: type[Model] | None, name: str, value: Any) -> str:
    """What people call a value."""
    if value is None or value in ("", [], {}):
        return NOTHING
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        return "；".join(f"{key}：{said(None, key, inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return "；".join(said(None, "", inner) for inner in value)
    if name == "phone":
        return masked(str(value))
    field = field_of(model, name)
    words = dict(field.flatchoices) if field else {}
    return str(words.get(value) or moment(value))


def masked(number: str) -> str:
    """A telephone number that can be told from another one, and not be called."""
    return f"{number[:4]}****{number[-2:]}" if len(number) > 6 else "****"


def moment(value: Any) -> str:
    """An instant as pages write it; anything else as it is."""
    if isinstance(value, str) and "T" in value:
        try:
            return dates.moment(datetime.fromisoformat(value))
        except ValueError:
            return value
    return str(value)


def field_of(model: type[Model] | None, name: str) -> Field | None:
    """The field of that name; None where there is none."""
    try:
        found = model and model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, Field) else None
