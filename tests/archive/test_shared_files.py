"""Files in a bucket that several hosts share: kept, read, verified, swept, archived and restored as
those on a disk."""

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
from shanyin_charging.archive import genuine, standing, sweeping
from shanyin_charging.health import machine
from targets.months import Month
from tests import cast, make, snapshots
from tests.archive.databases import in_sqlite


def bucket(name):
    """An empty one, and the settings by which it is the portal's."""
    boto3.client("s3").create_bucket(Bucket=name)
    files = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {"bucket_name": name, "file_overwrite": False},
    }
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    return override_settings(S3_BUCKET=name, STORAGES={"default": files, "staticfiles": plain})


@pytest.fixture
def shared(monkeypatch):
    for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY"):
        monkeypatch.setenv(f"AWS_{name}", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
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
