"""The folder of a published plan: read row by row, written by natural key."""

import json
from collections import Counter
from pathlib import Path

from django.core.exceptions import ValidationError


class PlanError(Exception):
    """A fixture that cannot be loaded; its text names the file, the row and the reason."""


class Fixture:
    """Reads the files of one folder and writes their rows; `changes` counts what was created and
    changed, by model."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.changes = Counter()
        self.place = ""  # the file and row being loaded, for the message when it fails

    def read(self, name):
        self.place = f"{name}.json"
        return json.loads((self.folder / self.place).read_text(encoding="utf-8"))

    def rows(self, name):
        for number, row in enumerate(self.read(name), start=1):
            self.place = f"{name}.json, row {number}"
            yield number, row

    def put(self, model, key: dict, **fields):
        """The row with this natural key, created or brought to these fields; counted only when it
        changed."""
        found = model.objects.filter(**key).first()
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

    def put_links(self, manager, rows):
        if set(manager.all()) != set(rows):
            manager.set(rows)
            self.changes["links changed"] += 1


def reason(error) -> str:
    """What went wrong with a row, in a few words."""
    if isinstance(error, KeyError):
        return f"the key {error} is missing"
    if isinstance(error, ValidationError):
        return "; ".join(f"{field}: {texts[0]}" for field, texts in error.message_dict.items())
    return str(error)
