"""Archives that somebody made by hand: sealed as if the portal had made them, and wrong inside."""

import hashlib
import json
import zipfile
from io import BytesIO

from shanyin_charging.archive import sealing

MANIFEST = "manifest.json"


class Crafted:
    """The parts of an archive, to be changed and sealed again."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.manifest = json.loads(self.parts.pop(MANIFEST))

    def rows(self, table):
        """The rows of a table."""
        return [json.loads(line) for line in self.parts[f"tables/{table}.jsonl"].splitlines()]

    def put(self, table, rows):
        """Other rows, for which the manifest stands up."""
        lines = [json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in rows]
        self.parts[f"tables/{table}.jsonl"] = content = "".join(lines).encode()
        said = self.manifest["tables"][table]
        said |= {"rows": len(rows), "size": len(content), "sha256": digest(content)}

    def move_file(self, name):
        """Its one file under another name, for which the manifest stands up."""
        (own,) = self.manifest["files"]
        self.parts[f"media/{name}"] = self.parts.pop(f"media/{own}")
        self.manifest["files"] = {name: self.manifest["files"][own]}
        rows = self.rows("ledger_attachment")
        self.put("ledger_attachment", [{**row, "file": name} for row in rows])

    def to(self, path, manifest=True, packing=None, more=()):
        """Written and sealed; `packing` packs a part otherwise, `more` are parts beside."""
        if manifest is True:
            manifest = json.dumps(self.manifest).encode()
        parts = [*self.parts.items(), *([(MANIFEST, manifest)] if manifest is not None else [])]
        with zipfile.ZipFile(path, "w") as archive:
            archive.comment = sealing.UNSEALED
            for name, content in [*parts, *more]:
                about = zipfile.ZipInfo(name)
                stored = name.startswith("media/")
                about.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
                about.compress_type = (packing or {}).get(name, about.compress_type)
                archive.writestr(about, content)
        sealing.seal(path)


def digest(content):
    return hashlib.sha256(content).hexdigest()


def plain_zip():
    """A zip file without a seal."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(MANIFEST, "{}")
    return made.getvalue()
