"""Evidence comes in by what it holds and not by its name, and goes out only to those who may see
the return."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ledger.models import Attachment, LineKind
from ledger.returns import evidence, workflow
from shanyin_charging.audit.models import Event
from shanyin_charging.lifecycle.transitions import Refused
from targets.months import Month
from tests import cast, make, snapshots

pytestmark = pytest.mark.django_db
MARCH = Month(2025, 3)
PDF, JPG, PNG = b"%PDF-1.7 ...", snapshots.taken(), snapshots.taken("PNG")


@pytest.fixture(autouse=True)
def april(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with make.at(cast.APRIL_2):
        make.ledger()
        yield


def archive(*names):
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (JPG, "jpg"),
        (PNG, "png"),
        (snapshots.taken("WEBP"), "webp"),
        (snapshots.taken("HEIF"), "heic"),
        (archive("OFD.xml", "Doc_0/Document.xml"), "ofd"),
        (archive("xl/workbook.xml"), "xlsx"),
        (archive("word/document.xml"), "docx"),
        (archive("xl/workbook.xml", "xl/vbaProject.bin"), None),
        (archive("readme.txt"), None),
        (b"PK\x03\x04broken", None),
        (b"\xd0\xcf\x11\xe0old office", None),
        (b"<html>", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"GIF89a", None),
        (b"MZ", None),
        (b"", None),
    ],
)
def test_a_file_is_what_it_holds(content, kind):
    assert evidence.kind_of(content) == kind


def upload(content=PDF, name="现场照片.pdf"):
    return SimpleUploadedFile(name, content)


def test_a_file_is_kept_once_with_its_digest_and_one_event():
    officer = cast.officer()
    submission = make.draft(officer, MARCH)
    first = evidence.attach(officer, submission, upload())
    assert evidence.attach(officer, submission, upload(name="同一个.pdf")) == first
    with first.file.open() as kept:
        assert kept.read() == PDF
    assert first.name == "现场照片.pdf"
    assert Event.objects.filter(verb="attach").count() == 1


def test_a_name_that_lies_is_given_the_right_ending_and_no_path():
    officer = cast.officer()
    made = evidence.attach(officer, make.draft(officer, MARCH), upload(JPG, "..\\..\\evil.exe"))
    assert (made.name, made.content_type) == ("evil.jpg", "image/jpeg")
    assert made.file.name.startswith("attachments/") and made.file.name.endswith(".jpg")


def test_what_is_no_evidence_is_refused_with_the_sentence_that_helps():
    officer = cast.officer()
    with pytest.raises(Refused, match="请另存为 .xlsx 或 .docx"):
        evidence.attach(officer, make.draft(officer, MARCH), upload(b"\xd0\xcf\x11\xe0", "台账.et"))
    assert not Attachment.objects.exists()


def test_too_large_and_too_many_are_refused():
    officer = cast.officer()
    submission = make.draft(officer, MARCH)
    most = PDF + b"x" * (evidence.MOST_BYTES - len(PDF))
    with pytest.raises(Refused, match="超过10兆"):
        evidence.attach(officer, submission, upload(most + b"x"))
    evidence.attach(officer, submission, upload(most))
    for number in range(evidence.MOST_FILES - 1):
        evidence.attach(officer, submission, upload(PDF + str(number).encode()))
    with pytest.raises(Refused, match="最多附60个文件"):
        evidence.attach(officer, submission, upload(PDF + b"more"))


def test_a_signed_scan_belongs_to_the_version_that_was_printed():
    officer = cast.officer()
    submission = make.draft(officer, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    with pytest.raises(Refused, match="还没有上报"):
        evidence.attach(officer, submission, upload(), signed=True)
    version = workflow.submit(officer, submission, submission.current.key)
    submission.refresh_from_db()
    assert evidence.attach(officer, submission, upload(), signed=True).signed_version == version


def test_files_go_only_to_those_who_may_see_the_return(client):
    officer, path = cast.officer(), f"/returns/{make.period(MARCH).pk}/{cast.DAIYUE}/"
    client.force_login(officer)
    client.post(path + "attach/", {"file": upload(), "note": "接电照片"})
    made = Attachment.objects.get()
    assert "接电照片" in client.get(path).content.decode()
    answer = client.get(f"/attachments/{made.pk}/")
    assert answer.content == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    client.force_login(cast.officer(cast.YUJING))
    assert client.get(f"/attachments/{made.pk}/").status_code == 404
    assert client.post(f"/attachments/{made.pk}/").status_code == 404
    assert client.post(path + "attach/", {"file": upload()}).status_code == 404
    client.force_login(cast.administrator())
    assert client.get(f"/attachments/{made.pk}/").status_code == 404
    client.force_login(cast.leader())  # nor is its name read before it is handed in
    assert "接电照片" not in client.get(f"/units/{cast.DAIYUE}/").content.decode()
    workflow.submit(officer, made.submission, made.submission.current.key, nil=True)
    client.force_login(cast.office())
    assert "接电照片" in client.get(f"/units/{cast.DAIYUE}/").content.decode()
    answer = client.get(f"/attachments/{made.pk}/")
    assert answer.content == PDF


def test_a_file_is_taken_off_a_draft_and_not_off_what_was_handed_in():
    officer = cast.officer()
    submission = make.draft(officer, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    first, second = (evidence.attach(officer, submission, upload(PDF + n)) for n in (b"1", b"2"))
    evidence.remove(officer, first)
    workflow.submit(officer, submission, submission.current.key)
    second.refresh_from_db()
    with pytest.raises(Refused, match="附件不能撤下"):
        evidence.remove(officer, second)
    assert list(Attachment.objects.filter(removed_at=None)) == [second]
