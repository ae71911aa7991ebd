"""Rows as lines of JSON and back, exactly: microseconds, decimals, bytes, JSON and nothing at all
come back as they were, on either engine."""

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.sql import InsertQuery


def at_once(model: type[models.Model]) -> int:
    """How many rows of a table are held together: a row may hold a whole file."""
    fields = model._meta.concrete_fields
    return 1 if any(isinstance(field, models.BinaryField) for field in fields) else 100


def lines(model: type[models.Model]) -> Iterator[bytes]:
    """Each row of a table, in the order of its keys."""
    names = [field.attname for field in model._meta.concrete_fields]
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(at_once(model)):
        told = {name: plain(value) for name, value in zip(names, row, strict=True)}
        yield json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def plain(value: Any) -> Any:
    """A value as JSON has it: an instant in UTC with microseconds, a decimal with all its digits,
    bytes as Base64."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case bytes() | memoryview():
            return b64encode(value).decode()
    return value


def instance(model: type[models.Model], line: bytes) -> models.Model:
    """The row of a line, not saved. Raises ValueError for a line that is none of this table."""
    told, fields = json.loads(line), model._meta.concrete_fields
    if not isinstance(told, dict) or set(told) != {field.attname for field in fields}:
        raise ValueError("other columns")
    try:
        return model(
            **{
                field.attname: None
                if told[field.attname] is None
                else field.to_python(told[field.attname])
                for field in fields
            }
        )
    except (ValidationError, TypeError) as error:
        raise ValueError(str(error)) from error


def insert(model: type[models.Model], objects: Iterable[models.Model]) -> None:
    """Insert the rows as they are, keys and times included."""
    fields, waiting, most = model._meta.concrete_fields, iter(objects), at_once(model)
    size = min(most, connection.ops.bulk_batch_size(fields, [None] * most))
    while batch := list(islice(waiting, size)):
        query = InsertQuery(model)
        query.insert_values(fields, batch, raw=True)
        query.get_compiler(DEFAULT_DB_ALIAS).execute_sql()
