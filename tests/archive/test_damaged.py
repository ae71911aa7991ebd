"""No archive that is damaged, wrong inside or of another release becomes a portal: it is refused
with its exit code, and there is nothing in the target afterwards."""

import zipfile
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from shanyin_charging.archive import sealing
from tests.archive.crafting import Crafted, digest, plain_zip

pytestmark = pytest.mark.django_db
CUT = [0, 1, 22, 63, 64, 65, 1000, *(n / 10 for n in range(1, 10)), -65, -64, -63, -1]
FLIPPED = [0, 3, 7, 30, *(n / 13 for n in range(1, 13)), -66, -65, -64, -1]
ENTRIES, EVENTS = "ledger_entry", "audit_event"


def refused(path, code, nowhere):
    """Restoring ends with the exit code and leaves the target as empty as it was."""
    with nowhere():
        with pytest.raises(CommandError) as refusal:
            call_command("restore", path, stdout=StringIO())
        assert refusal.value.returncode == code
        assert connection.vendor == "sqlite" or connection.introspection.table_names() == []
        assert list(settings.MEDIA_ROOT.parent.iterdir()) == []


def place(content, at):
    """A place in the content: of its beginning, of its end, or a part of it."""
    return int(len(content) * at) if isinstance(at, float) else at


@pytest.mark.one_in(5, on="postgresql")  # before there is a database
@pytest.mark.parametrize("end", CUT)
def test_one_that_was_cut_off_is_refused(taken, nowhere, tmp_path, end):
    content = taken.path.read_bytes()
    path = tmp_path / "cut.zip"
    path.write_bytes(content[: place(content, end)])
    refused(path, 3, nowhere)


@pytest.mark.one_in(5, on="postgresql")
@pytest.mark.parametrize("at", FLIPPED)
def test_one_with_a_bit_turned_is_refused(taken, nowhere, tmp_path, at):
    content = bytearray(taken.path.read_bytes())
    content[place(content, at)] ^= 1 << (len(content) % 7)
    path = tmp_path / "flipped.zip"
    path.write_bytes(content)
    refused(path, 3, nowhere)


SPOILT = {
    "text": lambda content: "名单".encode() * 100,
    "no seal": lambda content: plain_zip(),
    "the seal of nothing": lambda content: digest(b"").encode(),
    "a sealed text": lambda content: b"text" + digest(b"text").encode(),
    "something after it": lambda content: content + b"\n",
    "something before it": lambda content: b"\n" + content,
    "twice": lambda content: content + content,
    "carried as text": lambda content: content.replace(b"\n", b"\r\n") + b"\r\n",
    "two pieces exchanged": lambda content: content[4096:8192] + content[:4096] + content[8192:],
    "a piece of zeros": lambda content: content[:4096] + bytes(4096) + content[8192:],
}


@pytest.mark.one_in(5, on="postgresql")
@pytest.mark.parametrize("how", SPOILT)
def test_what_is_no_archive_is_refused(taken, nowhere, tmp_path, how):
    path = tmp_path / "spoilt.zip"
    path.write_bytes(SPOILT[how](taken.path.read_bytes()))
    refused(path, 3, nowhere)


def set_in_manifest(**fields):
    return lambda crafted: crafted.manifest.update(fields)


def set_of_table(**fields):
    return lambda crafted: crafted.manifest["tables"][ENTRIES].update(fields)


def each_row(table, change):
    """Every row of a table changed, and the manifest made to agree."""
    return lambda crafted: crafted.put(table, [change(row) for row in crafted.rows(table)])


def without_last_event(crafted):
    crafted.put(EVENTS, crafted.rows(EVENTS)[:-1])


def without_an_event(crafted):
    rows = crafted.rows(EVENTS)
    crafted.put(EVENTS, rows[:5] + rows[6:])


def another_scan(crafted):
    (name,) = crafted.manifest["files"]
    crafted.parts[f"media/{name}"] = b"%PDF-1.7 forged"
    crafted.manifest["files"][name] = {"size": 15, "sha256": digest(b"%PDF-1.7 forged")}


def scan_not_declared(crafted):
    (name,) = crafted.manifest["files"]
    del crafted.parts[f"media/{name}"], crafted.manifest["files"][name]


def changed_row(crafted):
    name = f"tables/{ENTRIES}.jsonl"
    crafted.parts[name] = crafted.parts[name].replace(b"public", b"pablic")


def a_line_more(crafted):
    name = f"tables/{ENTRIES}.jsonl"
    crafted.parts[name] += b"[" * 100_000 + b"\n"
    crafted.manifest["tables"][ENTRIES] |= {
        "size": len(crafted.parts[name]),
        "sha256": digest(crafted.parts[name]),
    }


def zeros(crafted):
    content = bytes(50 << 20)
    crafted.parts[f"tables/{ENTRIES}.jsonl"] = content
    crafted.manifest["tables"][ENTRIES] |= {"size": len(content), "sha256": digest(content)}


NEWER = ["ledger", "9999_of_next_year"]
WRONG_INSIDE = {
    "a table is missing": lambda crafted: crafted.parts.pop(f"tables/{ENTRIES}.jsonl"),
    "a table is nowhere": lambda crafted: (
        crafted.parts.pop(f"tables/{ENTRIES}.jsonl"),
        crafted.manifest["tables"].pop(ENTRIES),
    ),
    "a file is missing": lambda crafted: crafted.parts.pop(
        f"media/{next(iter(crafted.manifest['files']))}"
    ),
    "a file is nowhere": scan_not_declared,
    "a part too many": lambda crafted: crafted.parts.update({"tables/more.jsonl": b""}),
    "a way out": lambda crafted: crafted.move_file("../../secret_key"),
    "a way from the root": lambda crafted: crafted.move_file("/etc/cron.d/portal"),
    "a way by backslashes": lambda crafted: crafted.move_file("..\\secret_key"),
    "a way through nothing": lambda crafted: crafted.move_file("attachments//./a.pdf"),
    "another digest of a table": set_of_table(sha256="0" * 64),
    "another digest of a file": lambda crafted: next(
        iter(crafted.manifest["files"].values())
    ).update(sha256="0" * 64),
    "another size": set_of_table(size=10),
    "another number of rows": set_of_table(rows=10),
    "a number of rows in words": set_of_table(rows="ten"),
    "keys to be given twice": set_of_table(last_id=1),
    "a changed row": changed_row,
    "a column more": each_row(ENTRIES, lambda row: {**row, "more": 1}),
    "a column less": each_row(
        ENTRIES, lambda row: {name: row[name] for name in row if name != "note"}
    ),
    "no day": each_row(ENTRIES, lambda row: {**row, "on": "2025-02-30"}),
    "a row that is a list": each_row(ENTRIES, lambda row: list(row)),
    "a row without end": a_line_more,
    "a bomb": zeros,
    "another scan": another_scan,
    "the journal's tail cut off": without_last_event,
    "an event taken out": without_an_event,
    "an event rewritten": each_row(EVENTS, lambda row: {**row, "actor": "某人"}),
    "a journal said to be whole to another end": lambda crafted: crafted.manifest["journal"].update(
        digest="0" * 64
    ),
    "tables of an earlier time": set_in_manifest(heads=[["audit", "0003_presses"]]),
    "no tables at all": set_in_manifest(heads=[]),
    "a manifest without its parts": lambda crafted: crafted.manifest.pop("tables"),
    "a manifest with more": set_in_manifest(more=1),
}


@pytest.mark.one_in(5, on="postgresql")
@pytest.mark.parametrize("what", WRONG_INSIDE)
def test_one_that_contradicts_itself_is_refused(taken, nowhere, tmp_path, what):
    crafted = Crafted(taken.path)
    WRONG_INSIDE[what](crafted)
    crafted.to(tmp_path / "crafted.zip")
    refused(tmp_path / "crafted.zip", 4, nowhere)
    with pytest.raises(CommandError) as refusal:
        call_command("verify", tmp_path / "crafted.zip")
    assert refusal.value.returncode == 4


MANIFESTS = {
    "none": None,
    "empty": b"",
    "not JSON": b"manifest",
    "a list": b"[]",
    "nothing said": b"{}",
    "without end": b"[" * 100_000,
    "of zeros": bytes(65 << 20),
}


@pytest.mark.one_in(5, on="postgresql")
@pytest.mark.parametrize("what", MANIFESTS)
def test_one_without_a_manifest_that_can_be_read_is_refused(taken, nowhere, tmp_path, what):
    Crafted(taken.path).to(tmp_path / "crafted.zip", manifest=MANIFESTS[what])
    refused(tmp_path / "crafted.zip", 4, nowhere)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_one_packed_in_another_way_is_refused(taken, nowhere, tmp_path, method):
    crafted = Crafted(taken.path)
    crafted.to(tmp_path / "crafted.zip", packing={f"tables/{ENTRIES}.jsonl": method})
    refused(tmp_path / "crafted.zip", 4, nowhere)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_with_two_parts_of_one_name_is_refused(taken, nowhere, tmp_path):
    crafted = Crafted(taken.path)
    crafted.to(tmp_path / "crafted.zip", more=[(f"tables/{ENTRIES}.jsonl", b"")])
    refused(tmp_path / "crafted.zip", 4, nowhere)


def test_one_whose_parts_lie_over_each_other_is_refused(taken, nowhere, tmp_path):
    """As bombs are made that are larger than any packing allows."""
    path = tmp_path / "crafted.zip"
    Crafted(taken.path).to(path)
    with zipfile.ZipFile(path, "a") as archive:
        largest = max(archive.infolist(), key=lambda part: part.compress_size)
        for _ in range(20):
            archive.filelist.append(largest)
        archive.filelist[-20:] = [renamed(part, n) for n, part in enumerate(archive.filelist[-20:])]
        archive._didModify = True
    sealing.seal(path)
    refused(path, 4, nowhere)


def renamed(part, number):
    other = zipfile.ZipInfo(f"tables/{number}.jsonl")
    for name in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
        setattr(other, name, getattr(part, name))
    return other


def test_one_locked_with_a_password_is_refused(taken, nowhere, tmp_path):
    path = tmp_path / "crafted.zip"
    Crafted(taken.path).to(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.filelist[0].flag_bits |= 1
        archive._didModify = True
    sealing.seal(path)
    refused(path, 4, nowhere)


OTHER_RELEASES = {
    "a later format": set_in_manifest(format=2),
    "an earlier format": set_in_manifest(format=0),
    "a later migration": lambda crafted: crafted.manifest["heads"].append(NEWER),
    "an app of tomorrow": lambda crafted: crafted.manifest["heads"].append(["maps", "0001_a"]),
}


@pytest.mark.parametrize("which", OTHER_RELEASES)
def test_one_of_a_release_that_this_one_does_not_know_is_refused(taken, nowhere, tmp_path, which):
    crafted = Crafted(taken.path)
    OTHER_RELEASES[which](crafted)
    crafted.to(tmp_path / "crafted.zip")
    refused(tmp_path / "crafted.zip", 5, nowhere)


def test_a_demo_does_not_become_a_real_portal(taken, nowhere, tmp_path, settings):
    settings.DEMO = True
    refused(taken.path, 6, nowhere)


ROWS = {
    "an entry of no site": (ENTRIES, lambda row: {**row, "site_id": 10**6}),
    "one number for all": (ENTRIES, lambda row: {**row, "number": 7}),
}


@pytest.mark.one_in(2)
@pytest.mark.parametrize("what", ROWS)
def test_rows_that_the_database_does_not_take_are_refused(taken, nowhere, tmp_path, what):
    crafted = Crafted(taken.path)
    each_row(*ROWS[what])(crafted)
    crafted.to(tmp_path / "crafted.zip")
    refused(tmp_path / "crafted.zip", 4, nowhere)


def test_one_that_is_not_there_is_told_as_such(nowhere, tmp_path):
    refused(tmp_path / "none.zip", 8, nowhere)
