"""An archive made: the rows of one moment, then the files that they name."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, models

from shanyin_charging import clock, progress
from shanyin_charging.audit import journal
from shanyin_charging.release import VERSION

from . import encrypting, files, last_ids, reading, rows, schema, sealing
from .encrypting import Key
from .manifest import Held, Journal, Manifest, Table
from .moment import held_still

PACKED = (1980, 1, 1, 0, 0, 0)  # of every part: when the archive was made, its manifest says


def take(path: Path, key: Key | None = None) -> Manifest:
    """Make the archive, read it again, and only then let it stand under its name; returns what it
    says of itself. Nobody but the owner may read it: it has everybody's password hashes. With a
    key it is encrypted, and nothing of it is written in the clear but in the portal's own
    folder."""
    if key is None:
        return _take(path)
    with tempfile.TemporaryDirectory(prefix="packing-", dir=settings.DATA_DIR) as folder:
        plain = Path(folder) / path.name.removesuffix(encrypting.SUFFIX)
        made, part = _take(plain), path.with_name(f".{path.name}.part")
        part.unlink(missing_ok=True)
        try:
            encrypting.encrypt(plain, part, key)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        return made


def _take(path: Path) -> Manifest:
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with (
            os.fdopen(descriptor, "wb") as file,
            ZipFile(file, "w", ZIP_DEFLATED) as packed,
            held_still(path.parent),
        ):
            packed.comment = sealing.UNSEALED
            made = _pack(packed)
        sealing.seal(part)
        with reading.opened(part) as archive:
            archive.check()
        part.replace(path)
        return made
    finally:
        part.unlink(missing_ok=True)


def _pack(archive: ZipFile) -> Manifest:
    heads = schema.heads()
    tables: dict[str, Table] = {}
    for model in schema.models_at(heads).values():
        progress.expect(model._base_manager.count())
    named: dict[str, str | None] = {}
    for name, model in schema.models_at(heads).items():
        tables[name] = _table(archive, model)
        for row in _rows_with_files(model):
            named.update(files.named_by(row))
    held = {name: found for name in sorted(named) if (found := _file(archive, name))}
    events: Any = schema.models_at(heads)[reading.EVENTS]._base_manager.order_by("pk")
    first, last = events.first(), events.last()
    made = Manifest(
        release=VERSION,
        taken_at=clock.now().isoformat(timespec="seconds"),
        engine=connection.vendor,
        kind=first.detail["kind"] if first else None,
        heads=heads,
        journal=Journal(
            last.number if last else None,
            last.digest if last else "",
            journal.walk(events.iterator())[0],
        ),
        tables=tables,
        files=held,
        absent=tuple(sorted(named.keys() - held)),
        altered=tuple(name for name in held if named[name] not in (None, held[name].sha256)),
    )
    with _part(archive, reading.MANIFEST) as part:
        part.write(made.to_json())
    return made


def _table(archive: ZipFile, model: type[models.Model]) -> Table:
    with _part(archive, reading.table_part(model._meta.db_table)) as part:
        return measured(model, part)


def measured(model: type[models.Model], to: IO[bytes] | None = None) -> Table:
    """What an archive would say of a table as it is now; its lines are written where that is
    asked."""
    out, count, last = files.Measured(to), 0, last_ids.read(model)
    for line in progress.counted(rows.lines(model)):
        out.write(line + b"\n")
        count += 1
    return Table(out.size, out.sha256, count, last)


def _rows_with_files(model: type[models.Model]) -> Iterator[models.Model]:
    if any(isinstance(field, models.FileField) for field in model._meta.concrete_fields):
        yield from model._base_manager.iterator()


def _file(archive: ZipFile, name: str) -> Held | None:
    try:
        source = default_storage.open(name)
    except FileNotFoundError:
        return None
    with source, _part(archive, reading.file_part(name), ZIP_STORED) as part:
        copied = files.copy(source, part)
        return Held(copied.size, copied.sha256)


@contextmanager
def _part(archive: ZipFile, name: str, method: int = ZIP_DEFLATED) -> Iterator[IO[bytes]]:
    about = ZipInfo(name, PACKED)
    about.compress_type, about.external_attr = method, 0o600 << 16
    with archive.open(about, "w", force_zip64=True) as part:
        yield part
