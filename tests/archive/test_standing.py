"""What is wrong with the portal as it stands is found and said."""

import hashlib
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from ledger.models import Balance
from reports.models import AnnouncementFile, Bulletin, BulletinFile
from shanyin_charging.archive import heads
from shanyin_charging.audit import append_only, journal
from shanyin_charging.audit.models import Event
from targets.months import Month
from tests import cast, make, steps
from tests.archive.test_taking import attach

MARCH = Month(2025, 3)


@pytest.fixture
def people(committed, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    with make.at(cast.APRIL_2):
        make.ledger()
        people = cast.officer(), cast.office()
        make.approved(*people, MARCH)
        yield people


def told(**options):
    """What `verify` says is wrong with the portal."""
    with pytest.raises(CommandError) as found:
        call_command("verify", **options, stdout=StringIO())
    assert found.value.returncode == 7
    return str(found.value)


def sound(**options):
    out = StringIO()
    call_command("verify", **options, stdout=out)
    return "系统完好" in out.getvalue()


def test_a_portal_that_nobody_touched_is_sound(people, tmp_path):
    attach(people[0], make.draft(people[0], Month(2025, 2), kind="correction"))
    call_command("backup", tmp_path / "portal.zip", stdout=StringIO())
    journal.record(people[1], "approve", people[1])
    assert sound(against=tmp_path / "portal.zip")


def test_a_balance_that_somebody_changed_is_told(people):
    Balance.objects.filter(measure="public_dc_pile", cause="added").update(value=7)
    assert "应为6，存的是7" in told()
    call_command("rebuild_balances", stdout=StringIO())
    assert sound()


def test_a_balance_of_nothing_and_one_that_is_missing_are_told(people):
    missing = Balance.objects.filter(measure="public_dc_pile").first()
    Balance.objects.filter(pk=missing.pk).delete()
    missing.pk, missing.month, missing.value = None, 1, 3
    missing.save()
    said = told()
    assert "应为6，存的是0" in said
    assert "应为0，存的是3" in said


def test_an_event_that_somebody_rewrote_is_told(people):
    append_only.release(apps.get_app_config("audit"))
    Event.objects.filter(number=2).update(actor="某人")
    assert "日志从第2条起摘要链对不上" in told()


def test_a_journal_cut_short_is_told_by_an_earlier_archive(people, tmp_path):
    """By itself the chain is whole; the head that was put down beside the archive is not there."""
    call_command("backup", tmp_path / "portal.zip", stdout=StringIO())
    append_only.release(apps.get_app_config("audit"))
    Event.objects.latest("number").delete()
    assert "数据库外存的日志摘要" in told()
    heads.path().unlink()
    assert sound()
    assert "日志被截短或重写过" in told(against=tmp_path / "portal.zip")


def test_a_file_that_is_lost_and_one_that_was_replaced_are_told(people):
    draft = make.draft(people[0], Month(2025, 2), kind="correction")
    lost, replaced = attach(people[0], draft), attach(people[0], draft)
    lost.file.storage.delete(lost.file.name)
    with open(replaced.file.path, "ab") as file:
        file.write(b" ")
    said = told()
    assert f"文件不在了：{lost.file.name}" in said
    assert f"登记的摘要不符：{replaced.file.name}" in said


def test_a_paper_in_the_database_that_is_another_one_is_told(people):
    bulletin = Bulletin.objects.create(
        county=make.county(),
        kind="month",
        month_on=MARCH.first_day,
        title="通报",
        content={},
        drafted_by=people[1],
        drafted_at="2025-04-02T12:00:00+08:00",
    )
    file = BulletinFile.objects.create(
        bulletin=bulletin, format="pdf", content=b"%PDF-1.7", sha256="0" * 64
    )
    assert f"（编号{file.pk}）的内容与登记的摘要不符" in told()


def test_what_is_kept_with_a_thumbnail_is_measured_by_its_content_alone(people):
    kept = {"name": "桩.jpg", "content_type": "image/jpeg", "size": 4}
    whole = {"content": "桩".encode(), "sha256": hashlib.sha256("桩".encode()).hexdigest()}
    AnnouncementFile.objects.create(**kept, **whole, thumbnail=b"small")
    assert sound()
    AnnouncementFile.objects.create(**kept, **whole | {"content": b"other"}, thumbnail=b"small")
    assert told().count("的内容与登记的摘要不符") == 1


@pytest.mark.one_in(4)
def test_a_database_of_an_earlier_release_is_told_to_migrate(people):
    steps.back_to("ledger", "0008_private_piles")
    with pytest.raises(CommandError, match="请先运行 manage.py migrate") as found:
        call_command("verify", stdout=StringIO())
    assert found.value.returncode == 5
