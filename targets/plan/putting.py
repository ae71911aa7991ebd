"""Rows of a plan written by natural key, with what was created and changed counted."""

from collections import Counter
from collections.abc import Collection
from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class Putting:
    """Writes rows; `changes` counts what was created and changed, by model."""

    def __init__(self) -> None:
        self.changes: Counter[str] = Counter()

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
            self.changes[f"{'修改' if found else '新增'}{model._meta.verbose_name}"] += 1
        return row

    def put_links(self, manager: Any, rows: Collection[models.Model]) -> None:
        """Let a row be linked to these and no others; counted only when that changed."""
        if set(manager.all()) != set(rows):
            manager.set(rows)
            self.changes["修改关联"] += 1

    def told(self) -> str:
        """What was written, in a line."""
        return "，".join(f"{what} {n}" for what, n in sorted(self.changes.items())) or "没有变化"
