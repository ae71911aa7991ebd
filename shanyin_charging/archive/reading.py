"""An archive read, and believed in nothing: whole or refused, whoever made it."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, is_zipfile

from django.db import models

from shanyin_charging import progress
from shanyin_charging.audit import journal

from . import encrypting, files, rows, schema, sealing
from .encrypting import Key
from .failures import Contradicts, Damaged
from .manifest import Held, Journal, Manifest, from_json

MANIFEST = "manifest.json"
MOST_OF_MANIFEST, MOST_OF_LINE = 64 << 20, 256 << 20  # bytes that are ever unpacked at once
EVENTS, FILES = "audit_event", "media/"
LOCKED = 1  # the flag of a zip file's part that needs a password


def table_part(table: str) -> str:
    """Where the rows of a table stand."""
    return f"tables/{table}.jsonl"


def file_part(name: str) -> str:
    """Where a file stands that a row names."""
    return f"{FILES}{name}"


@contextmanager
def opened(path: Path, key: Key | None = None) -> Iterator["Archive"]:
    """The archive of a file, by its key where it is encrypted. Raises Damaged for what is none or
    is not as it was sealed, NoKey for one that stays shut, Contradicts or OtherRelease for one that
    cannot be used."""
    with encrypting.decrypted(path, key) as plain, _opened(plain) as archive:
        yield archive


@contextmanager
def _opened(path: Path) -> Iterator["Archive"]:
    seal = sealing.sealed_with(path)
    if seal != sealing.digest_of(path):
        known = is_zipfile(path)
        raise Damaged(
            f"“{path.name}”"
            + ("与封签不符：没有传完整，或者被改动过；" if known else "不是备份，或者没有传完整；")
            + "请重新拷贝，或换一份备份"
        )
    try:
        packed = ZipFile(path)
    except (BadZipFile, ValueError, NotImplementedError) as error:
        raise Damaged(f"“{path.name}”不是备份；请换一份") from error
    with packed:
        yield Archive(packed, seal)


@dataclass
class Archive:
    """An open archive whose seal is whole."""

    packed: ZipFile
    seal: str

    @cached_property
    def manifest(self) -> Manifest:
        """What it says of itself."""
        names = [part.filename for part in self.packed.infolist()]
        if MANIFEST not in names or len(set(names)) < len(names):
            raise Contradicts("备份里没有清单（manifest.json），或者有重名的内容；请换一份备份")
        if self.packed.getinfo(MANIFEST).file_size > MOST_OF_MANIFEST:
            raise Contradicts("备份里的清单（manifest.json）太大，不像是真的；请换一份备份")
        self._require_sound()
        with self._part(MANIFEST) as part:
            return from_json(part.read())

    @cached_property
    def models(self) -> dict[str, type[models.Model]]:
        """The models of its tables, as they were when it was made."""
        schema.require_known(self.manifest.heads)
        return schema.models_at(self.manifest.heads)

    @property
    def number_of_rows(self) -> int:
        """How many rows all its tables have."""
        return sum(table.rows for table in self.manifest.tables.values())

    @property
    def size(self) -> int:
        """How many bytes it holds, unpacked."""
        return sum(part.file_size for part in self.packed.infolist())

    def check(self) -> None:
        """Read all of it; raises Contradicts for the first thing that does not agree."""
        progress.expect(self.number_of_rows)
        self._require_parts()
        named: dict[str, str | None] = {}
        for table in self.models:
            last = 0
            for row in self.rows(table):
                named.update(files.named_by(row))
                last = row.pk if isinstance(row.pk, int) else last
            if last > (self.manifest.tables[table].last_id or last):
                raise Contradicts(f"备份里{table}的最后编号不对；请换一份备份")
        self._require_files(named)
        self._require_journal()

    def rows(self, table: str) -> Iterator[Any]:
        """The rows of a table, not saved. Raises Contradicts where they are not those that the
        manifest names."""
        model, count, said = self.models[table], 0, self.manifest.tables[table]
        measured = files.Measured()
        with self._part(table_part(table)) as part:
            while line := part.readline(MOST_OF_LINE):
                measured.write(line)
                count += 1
                progress.step()
                try:
                    yield rows.instance(model, line)
                except (ValueError, RecursionError) as error:
                    raise Contradicts(
                        f"备份里{table}第{count}行不是这张表的内容；请换一份备份"
                    ) from error
        self._require_same(table_part(table), said, measured)
        if count != said.rows:
            raise Contradicts(f"备份里{table}应有{said.rows}行，实有{count}行；请换一份备份")

    def unpack(self, folder: Path) -> None:
        """Write all its files into a folder."""
        for name in self.manifest.files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            with (folder / name).open("xb") as target:
                (folder / name).chmod(0o600)
                self._require_same(file_part(name), *self._copied(name, target))

    def _copied(self, name: str, to: IO[bytes] | None = None) -> tuple[Held, files.Measured]:
        with self._part(file_part(name)) as part:
            return self.manifest.files[name], files.copy(part, to)

    @contextmanager
    def _part(self, name: str) -> Iterator[IO[bytes]]:
        try:
            with self.packed.open(name) as part:
                yield part
        except (BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise Contradicts(f"备份里的{name}解不开；请换一份备份") from error

    def _require_sound(self) -> None:
        """No part is locked, laid over another, or packed where none is packed: what is unpacked
        whole cannot be a bomb, and rows are read one by one."""
        parts = self.packed.infolist()
        size = Path(self.packed.filename or "").stat().st_size
        for part in parts:
            methods = (ZIP_STORED,) if part.filename.startswith(FILES) else (ZIP_DEFLATED,)
            if part.flag_bits & LOCKED or part.compress_type not in methods:
                raise Contradicts(f"备份里的{part.filename[:80]!r}解不开；请换一份备份")
        if sum(part.compress_size for part in parts) > size:
            raise Contradicts("备份里的内容互相重叠，没有解开；请换一份备份")

    def _require_parts(self) -> None:
        manifest, tables = self.manifest, set(self.models)
        if odd := [n for n in (*manifest.files, *manifest.absent) if not files.safe(n)]:
            raise Contradicts(f"备份里有不该有的文件名（{odd[0][:80]!r}）；请换一份备份")
        there = {part.filename: part.file_size for part in self.packed.infolist()}
        del there[MANIFEST]
        said = {table_part(name): held.size for name, held in manifest.tables.items()}
        said |= {file_part(name): held.size for name, held in manifest.files.items()}
        if odd := sorted(name for name, _ in there.items() ^ said.items()):
            raise Contradicts(f"备份里的内容与清单不一致（{odd[0][:80]!r}）；请换一份备份")
        if odd := sorted(tables ^ set(manifest.tables)):
            raise Contradicts(f"备份里的表与它的版本不一致（{odd[0][:80]}）；请换一份备份")

    def _require_files(self, named: dict[str, str | None]) -> None:
        manifest = self.manifest
        if odd := sorted(set(named) ^ {*manifest.files, *manifest.absent}):
            raise Contradicts(f"备份里的文件与表里登记的不一致（{odd[0][:80]!r}）；请换一份备份")
        for name, held in manifest.files.items():
            self._require_same(file_part(name), *self._copied(name))
            if named[name] not in (None, held.sha256) and name not in manifest.altered:
                raise Contradicts(f"备份里的{name}与登记的摘要不符；请换一份备份")

    def _require_journal(self) -> None:
        head: tuple[int | None, str] = (None, "")
        for event in self.rows(EVENTS):
            head = (event.number, event.digest)
        found = Journal(*head, journal.walk(self.rows(EVENTS))[0])
        if found != self.manifest.journal:
            raise Contradicts("备份里日志的摘要链与清单不一致；请换一份备份")

    def _require_same(self, name: str, said: Held, found: files.Measured) -> None:
        if (said.size, said.sha256) != (found.size, found.sha256):
            raise Contradicts(f"备份里的{name}与清单上的摘要不符；请换一份备份")
