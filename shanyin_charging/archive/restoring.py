"""An archive into an empty database of either engine, and on to this release: all of it, or
nothing has happened."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, transaction

from shanyin_charging import progress
from shanyin_charging.audit import journal

from . import derived, heads, last_ids, packing, reading, rows, schema, sweeping
from .encrypting import Key
from .failures import Contradicts, WrongPlace
from .manifest import Manifest
from .moment import elsewhere

# Of a database that nobody reads yet: one sync at its end is enough.
QUICKLY = "PRAGMA journal_mode=DELETE; PRAGMA synchronous=OFF;"


# A folder to unpack files into, and what then puts them where the portal has them.
Place = tuple[Path, Callable[[], object]]


def restore(path: Path, key: Key | None = None) -> Manifest:
    """Make the portal that an archive holds; returns what the archive says of itself. Raises
    WrongPlace where something is there already, and what `reading` raises."""
    with reading.opened(path, key) as archive:
        archive.check()
        _require_kind(archive.manifest.kind)
        _require_room(archive.size)
        place = _shared() if settings.S3_BUCKET else _folder(settings.MEDIA_ROOT)
        with place as (folder, put), _database():
            archive.unpack(folder)
            _fill(archive)
            _bring_to_head(archive.manifest)
            put()
        heads.set_aside()
        return archive.manifest


def _require_kind(kind: str | None) -> None:
    expected = journal.DEMO if settings.DEMO else journal.REAL
    if kind and kind != expected:
        words = {journal.DEMO: "演示库", journal.REAL: "正式库"}
        raise WrongPlace(f"这是{words[kind]}的备份，不能恢复成{words[expected]}")


def _require_room(size: int) -> None:
    free = shutil.disk_usage(_there(settings.MEDIA_ROOT)).free
    if size > free:
        raise WrongPlace(
            f"磁盘放不下：要{size >> 20}兆，只剩{free >> 20}兆；请腾出空间，或用 DATA_DIR 另指一处"
        )


def _there(path: Path) -> Path:
    return path if path.exists() else _there(path.parent)


@contextmanager
def _folder(root: Path) -> Iterator[Place]:
    """A folder that becomes the portal's folder of files; what the block leaves undone, it never
    was."""
    if root.exists() and any(root.iterdir()):
        raise WrongPlace(f"文件夹 {root} 里已有文件；请用 DATA_DIR 另指一处，或先把它移走")
    part = root.with_name(f"{root.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True, mode=0o700)
    try:
        yield part, lambda: part.replace(root)
    except BaseException:
        shutil.rmtree(root if not part.exists() else part, ignore_errors=True)
        raise


@contextmanager
def _shared() -> Iterator[Place]:
    """A folder whose files go into the store that several hosts share; what the block leaves undone
    is taken away there again."""
    if next(sweeping.under(""), None):
        raise WrongPlace("共用的文件存储里已有文件；请用 S3_BUCKET 另指一处，或先把它移走")
    written: list[str] = []
    with tempfile.TemporaryDirectory(prefix="restored-", dir=settings.DATA_DIR) as scratch:
        folder = Path(scratch)

        def put() -> None:
            for path in folder.rglob("*"):
                if path.is_file():
                    with path.open("rb") as file:
                        name = path.relative_to(folder).as_posix()
                        written.append(default_storage.save(name, File(file)))

        try:
            yield folder, put
        except BaseException:
            for name in written:
                default_storage.delete(name)
            raise


@contextmanager
def _database() -> Iterator[None]:
    """An empty database that becomes the portal's, whole, at the end of the block: a file of its
    own that is then renamed, or on PostgreSQL one transaction."""
    if connection.vendor != "sqlite":
        _require_empty()
        with transaction.atomic():
            yield
        return
    path = Path(connection.settings_dict["NAME"])
    if path.exists():
        _require_empty()
    folder = path.with_name(f"{path.name}.part")  # a killed one leaves a journal beside its file
    part = folder / path.name
    options = {**connection.settings_dict["OPTIONS"], "init_command": QUICKLY}
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL, 0o600))
        with elsewhere(NAME=str(part), OPTIONS=options):
            yield
        with part.open("rb") as file:
            os.fsync(file.fileno())
        connection.close()
        part.replace(path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _require_empty() -> None:
    if connection.introspection.table_names():
        raise WrongPlace(
            "数据库不是空的，没有恢复；请另建一个空库（SQLite：另指一个 DATA_DIR；"
            "PostgreSQL：createdb 后用 DATABASE_URL 指向它）"
        )


def _migrate(heads: Iterable[tuple[str, str]]) -> None:
    """Migrate so far. In one transaction PostgreSQL changes no table whose rows are still to be
    checked, and goes on checking at once where a migration asked for that."""

    def settle(action: str, *more: Any) -> None:
        if action == "apply_success":
            connection.check_constraints()

    schema.migrate(tuple(heads), settle)


def _fill(archive: reading.Archive) -> None:
    """The tables as they were, with the archive's rows and nothing else; then each is read again
    and must be what the archive says."""
    progress.expect(2 * archive.number_of_rows)  # written, and read again
    _migrate(archive.manifest.heads)
    with transaction.atomic():
        for table, model in archive.models.items():
            said = archive.manifest.tables[table]
            try:
                rows.insert(model, archive.rows(table))
                if said.last_id is not None:
                    last_ids.write(model, said.last_id)
            except (DatabaseError, ValueError, OverflowError) as error:
                raise Contradicts(f"备份里{table}的内容这个数据库存不下（{error}）") from error
        try:
            connection.check_constraints()
        except DatabaseError as error:
            raise Contradicts(f"备份里的行互相对不上（{error}）；请换一份备份") from error
        for table, model in archive.models.items():
            if packing.measured(model) != archive.manifest.tables[table]:
                raise Contradicts(f"{table}写入后与备份不一致，没有恢复")


def _bring_to_head(manifest: Manifest) -> None:
    """The tables as this release has them, with their triggers and with what follows from
    others."""
    _migrate(schema.newest())
    emit_post_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)
    derived.rebuild()
    if journal.broken_at() != manifest.journal.broken_at:
        raise Contradicts("更新到这一版以后日志的摘要链断了，没有恢复")
