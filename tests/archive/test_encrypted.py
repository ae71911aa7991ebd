"""Archives that only the holder of a key opens: made, verified, restored, drilled; without the key,
with another or damaged nothing of the target is touched."""

import zipfile
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from shanyin_charging.archive import encrypting, kept, packing
from shanyin_charging.audit.models import Event
from targets.models import Unit
from tests import cast
from tests.archive.databases import in_sqlite

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(settings, tmp_path):
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path / "own", tmp_path / "own" / "media"
    settings.BACKUP_DIR, settings.BACKUP_KEY = tmp_path / "kept", str(tmp_path / "key")
    settings.DATA_DIR.mkdir()
    call_command("make_backup_key", settings.BACKUP_KEY, stdout=StringIO())
    return tmp_path


def public(place):
    """A file with the public part alone, as a machine may have it."""
    told = encrypting.key_of(place / "key")
    (place / "public").write_text(f"{told.recipient}\n")
    return place / "public"


def said(*command, **options):
    out = StringIO()
    call_command(*command, stdout=out, **options)
    return out.getvalue()


def refused(*command, **options):
    """The exit code and the sentence."""
    with pytest.raises(CommandError) as refusal:
        call_command(*command, stdout=StringIO(), **options)
    return refusal.value.returncode, str(refusal.value)


def test_a_key_is_for_its_owner_only_and_never_written_over(place):
    assert (place / "key").stat().st_mode & 0o777 == 0o600
    before = (place / "key").read_text()
    assert refused("make_backup_key", str(place / "key"))[0] == 6
    assert (place / "key").read_text() == before


def test_with_a_key_every_backup_is_encrypted_and_nothing_is_left_in_the_clear(place):
    assert "（加密）" in said("backup", "--keep")
    _, path = kept.newest()
    assert path.name.endswith(".zip.age") and path.stat().st_mode & 0o777 == 0o600
    assert not zipfile.is_zipfile(path)
    assert [found.name for found in (place / "kept").iterdir()] == [path.name]
    assert list((place / "own").iterdir()) == []
    assert "备份完好" in said("verify", str(path))


def test_asked_to_encrypt_without_a_key_nothing_is_written(place, settings):
    settings.BACKUP_KEY = ""
    assert refused("backup", "--encrypt")[0] == 10
    (place / "empty").write_text("口令\n")
    assert refused("backup", "--key", str(place / "empty"))[0] == 10
    assert not (place / "kept").exists() and kept.newest() is None


def test_what_was_made_by_the_public_part_is_opened_by_the_private_one_alone(place, settings):
    settings.BACKUP_KEY = str(public(place))
    said("backup")
    path = str(kept.newest()[1])
    code, sentence = refused("verify", path)
    assert code == 10 and "是加密的；请用 --key 指明私钥文件" in sentence
    assert "备份完好" in said("verify", path, "--key", str(place / "key"))
    assert "请带私钥来演练" in said("drill", "--if-opens")
    assert refused("drill")[0] == 10 and not Event.objects.filter(verb="drill").exists()


DAMAGED = {
    "cut off": (lambda content: content[: len(content) // 2], 3),
    "one bit": (lambda content: content[:-9] + bytes([content[-9] ^ 1]) + content[-8:], 3),
    "its head": (lambda content: content[:60] + b"!" + content[61:], 10),
}


def test_with_another_key_or_damaged_it_is_refused_and_the_target_stays_empty(place, tmp_path):
    packing.take(tmp_path / "sound.age", encrypting.key_of(None))
    call_command("make_backup_key", str(place / "other"), stdout=StringIO())
    target = tmp_path / "target"
    target.mkdir()
    with in_sqlite(target):
        sound = str(tmp_path / "sound.age")
        assert refused("restore", sound, "--key", str(place / "other"))[0] == 10
        for change, code in DAMAGED.values():
            (tmp_path / "bad.age").write_bytes(change((tmp_path / "sound.age").read_bytes()))
            assert refused("restore", str(tmp_path / "bad.age"))[0] == code
        assert [p for p in target.rglob("*") if p.is_file()] == []


@pytest.mark.skipif(not cast.LONG, reason="a whole restore, which tests/archive has quicker")
def test_it_comes_back_whole_and_the_drill_opens_it(committed, place, tmp_path):
    said("backup")
    path = kept.newest()[1]
    assert "演练成功" in said("drill")
    with path.open("r+b") as file:
        file.seek(-9, 2)
        file.write(b"!!")
    code, sentence = refused("drill")
    assert code == 7 and "已经损坏" in sentence
    target = tmp_path / "target"
    target.mkdir()
    packing.take(tmp_path / "again.age", encrypting.key_of(None))
    with in_sqlite(target):
        assert "已恢复" in said("restore", str(tmp_path / "again.age"))
        assert Unit.objects.count() > 35
