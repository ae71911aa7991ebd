"""Files in a bucket that several hosts share: kept, read, verified, swept, archived and restored as
those on a disk."""

import socket
from io import StringIO

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import override_settings
from moto import mock_aws

from ledger.models import Attachment
from ledger.returns import evidence, thumbnails
from shanyin_charging.archive import failures, genuine, standing, sweeping
from shanyin_charging.health import machine
from targets.months import Month
from tests import cast, make, snapshots
from tests.archive.databases import in_sqlite


def bucket(name):
    """An empty one, and the settings by which it is the portal's."""
    boto3.client("s3").create_bucket(Bucket=name)
    return kept_in(name)


def kept_in(name, **where):
    """The settings by which a bucket is the portal's."""
    files = {
        "BACKEND": "shanyin_charging.bucket.BucketStorage",
        "OPTIONS": {"bucket_name": name, "file_overwrite": False, **where},
    }
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    return override_settings(S3_BUCKET=name, STORAGES={"default": files, "staticfiles": plain})


@pytest.fixture
def account(monkeypatch):
    for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY"):
        monkeypatch.setenv(f"AWS_{name}", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


@pytest.fixture
def shared(account):
    with mock_aws(), bucket("first"):
        yield


def test_a_picture_goes_into_the_bucket_and_all_of_it_into_an_archive_and_back(
    committed, shared, tmp_path
):
    with make.at(cast.APRIL_2):
        make.ledger()
        officer = cast.officer()
        draft = make.draft(officer, Month(2025, 3))
        made = evidence.attach(officer, draft, SimpleUploadedFile("现场.jpg", snapshots.taken()))
        content = genuine.content(made, "file")
        small = thumbnails.of(made.sha256, made.file)
        assert small.endswith(thumbnails.END) and list(standing.faults()) == []
        assert machine.write()[0] == "fine"

        default_storage.save("attachments/left.jpg", ContentFile(b"x"))
        assert list(sweeping.orphans()) == ["attachments/left.jpg"]
        assert sweeping.sweep() == 0, "it has not lain there for a day"
        default_storage.delete("attachments/left.jpg")

        archive = tmp_path / "portal.zip"
        call_command("backup", archive, stdout=StringIO())
        with in_sqlite(tmp_path), pytest.raises(CommandError, match="已有文件"):
            call_command("restore", archive, stdout=StringIO())
        with in_sqlite(tmp_path), bucket("second"):
            call_command("restore", archive, stdout=StringIO())
            assert genuine.content(Attachment.objects.get(), "file") == content
            assert list(standing.faults()) == []
            default_storage.delete(made.file.name)
            assert "的文件不在了" in next(standing.faults())


def test_a_bucket_that_is_away_is_told_of_and_nothing_is_half_done(committed, account, client):
    """On pages, at a press, by the health check and by commands."""
    client.raise_request_exception = False
    with make.at(cast.APRIL_2), mock_aws(), bucket("first"):
        make.ledger()
        officer = cast.officer()
        draft = make.draft(officer, Month(2025, 3))
        picture = SimpleUploadedFile("现场.jpg", snapshots.taken())
        made = evidence.attach(officer, draft, picture)
    nobody = f"http://127.0.0.1:{unused_port()}"
    with make.at(cast.APRIL_2), kept_in("first", endpoint_url=nobody):
        client.force_login(officer)
        paper = client.get(f"/attachments/{made.pk}/")
        again = SimpleUploadedFile("又一张.jpg", snapshots.noisy((320, 240)))
        press = client.post(
            f"/returns/{draft.period_id}/{draft.unit.code}/attach/", {"file": again, "key": "k"}
        )
        for answer in (paper, press):
            assert (answer.status_code, answer["Retry-After"]) == (503, "15")
            assert "存放文件的服务没有回应" in answer.content.decode()
        assert draft.attachments.count() == 1
        assert "存放文件的服务没有回应" in machine.write()[1]
        with pytest.raises(CommandError, match="存放文件的服务没有回应"), failures.told():
            genuine.content(made, "file")


def unused_port():
    """A port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
