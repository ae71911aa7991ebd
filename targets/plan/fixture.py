"""The folder of a published plan: read row by row, written by natural key."""

import json
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

Row = TypeVar("Row", bound=models.Model)


class PlanError(Exception):
    """A fixture that cannot be loaded; its text names the file, the row and the reason."""


class Fixture:
    """Reads the files of one folder and writes their rows; `changes` counts what was created and
    changed, by model."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.changes: Counter[str] = Counter()
        self.place = ""  # the file and row being loaded, for the message when it fails

    def read(self, name: str) -> Any:
        """What a file holds; messages name it from now on."""
        self.place = f"{name}.json"
        return json.loads((self.folder / self.place).read_text(encoding="utf-8"))

    def rows(self, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """(number from 1, row) of a file; messages name the row that was given last."""
        for number, row in enumerate(self.read(name), start=1):
            self.place = f"{name}.json, row {number}"
            yield number, row

    def put(self, model: type[Row], key: dict[str, Any], **fields: Any) -> Row:
        """The row with this natural key, created or brought to these fields; counted only when it
        changed."""
        found = model._default_manager.filter(**key).first()
        row = found or model(**key)
        changed = [
            name for name, value in fields.items() if found is None or getattr(row, name) != value
        ]
        for name in changed:
            setattr(row, name, fields[name])
        if found is None or changed:
            row.full_clean()
            row.save()
            self.changes[f"{model.__name__} {'changed' if found else 'created'}"] += 1
        return row

    def put_links(self, manager: Any, rows: Collection[models.Model]) -> None:
        """Let a row be linked to these and no others; counted only when that changed."""
        if set(manager.all()) != set(rows):
            manager.set(rows)
            self.changes["links changed"] += 1


def reason(error: Exception) -> str:
    """What went wrong with a row, in a few words."""
    if isinstance(error, KeyError):
        return f"the key {error} is missing"
    if isinstance(error, ValidationError):
        return "; ".join(f"{field}: {texts[0]}" for field, texts in error.message_dict.items())
    return str(error)
