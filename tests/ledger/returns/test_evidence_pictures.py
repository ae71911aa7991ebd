"""A picture is kept upright, of a size that is looked at, and holds nothing but what is seen; when
and where it was taken stands beside it; and what only calls itself a picture stays outside."""

import hashlib
import struct
import zlib
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image, PngImagePlugin

from ledger.models import Attachment, LineKind
from ledger.returns import evidence, paper, thumbnails, workflow
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.archive import standing
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Unit
from targets.months import Month
from tests import cast, make, snapshots

pytestmark = pytest.mark.django_db
MARCH = Month(2025, 3)
HERE = snapshots.NEAR_THE_SQUARE
WHEN = "2025:03:18 10:20:33"
SECRETS = (
    b"Exif",
    b"GPS",
    b"ICC_PROFILE",
    b"http://ns.adobe.com",
    b"a secret",
    b"%PDF",
    b"<script",
)


# what a JPEG is made of that tells nothing beside its picture: tables, sizes, the picture itself
PLAIN = {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}


def parts_of(jpeg):
    """The kinds of parts of a JPEG, up to its picture, which ends it."""
    found, at = set(), 2
    assert jpeg[:2] == b"\xff\xd8" and jpeg[-2:] == b"\xff\xd9" and jpeg.count(b"\xff\xd9") == 1
    while 0xDA not in found:
        mark, kind, size = struct.unpack_from(">BBH", jpeg, at)
        assert mark == 0xFF and (kind != 0xE0 or size == 16)  # the 16 say that it is a JPEG
        found.add(kind)
        at += 2 + size
    return found


@pytest.fixture(autouse=True)
def april(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with make.at(cast.APRIL_2):
        make.ledger()
        yield


@pytest.fixture
def draft():
    return make.draft(cast.officer(), MARCH)


def attached(draft, content, name="现场.jpg", **how):
    officer = User.objects.get(username=f"officer_{cast.DAIYUE}")
    return evidence.attach(officer, draft, SimpleUploadedFile(name, content), **how)


def path_of(digest):
    return Path(settings.MEDIA_ROOT) / thumbnails.name_of(digest)


def kept(made):
    with made.file.open() as file:
        return file.read()


def saved(image, format="PNG", **how):
    made = BytesIO()
    image.save(made, format, **how)
    return made.getvalue()


def header_only(width, height):
    """A PNG that says how large it is, and is not."""

    def chunk(name, data):
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    said = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    packed = zlib.compress(bytes(2000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", said) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


def with_text():
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", "<script>alert(1)</script> a secret")
    return saved(snapshots.drawn(), pnginfo=words)


def moving(format):
    frames = [snapshots.drawn(mode=mode) for mode in ("RGB", "L")]
    return saved(frames[0], format, save_all=True, append_images=frames[1:])


JPG, HEIC = snapshots.taken(taken_at=WHEN, at=HERE), snapshots.taken("HEIF", taken_at=WHEN, at=HERE)
HARMLESS = {  # what comes in, and what is kept of it is a plain JPEG
    "an ordinary photo": JPG,
    "a phone's HEIC": HEIC,
    "HEIC named jpg": HEIC,
    "WebP": snapshots.taken("WEBP", taken_at=WHEN),
    "a PNG with a script in its comment": with_text(),
    "a JPEG with a comment": saved(snapshots.drawn(), "JPEG", comment=b"<script> a secret"),
    "a PDF behind a JPEG": JPG + b"%PDF-1.7 <script>",
    "a page behind a PNG": saved(snapshots.drawn()) + b"<html><script>alert(1)</script>",
    "a zip behind a JPEG": JPG + b"PK\x03\x04" + bytes(50),
    "CMYK": saved(snapshots.drawn(mode="CMYK"), "JPEG"),
    "16 bits of grey": saved(Image.new("I;16", (40, 30), 40000)),
    "grey": saved(snapshots.drawn(mode="L"), "JPEG"),
    "black and white": saved(snapshots.drawn(mode="1")),
    "a palette": saved(snapshots.drawn(mode="P")),
    "a palette that is seen through": saved(snapshots.drawn(mode="P"), transparency=0),
    "seen through": saved(snapshots.drawn(mode="RGBA")),
    "grey that is seen through": saved(snapshots.drawn(mode="LA")),
    "a moving PNG": moving("PNG"),
    "a moving WebP": moving("WEBP"),
    "a profile of colours": saved(snapshots.drawn(), "JPEG", icc_profile=b"ICC a secret" * 9),
    "one pixel": saved(Image.new("RGB", (1, 1))),
    "a thread": saved(Image.new("RGB", (3000, 1))),
    "progressive": saved(snapshots.drawn(), "JPEG", progressive=True),
    "broken words of the camera": JPG.replace(b"2025:03:18", b"20\xff5:\x003:18"),
}
REFUSED = {  # what stays outside, and what is said
    "a bomb by its header": (header_only(60000, 60000), "超过5000万像素"),
    "a bomb with an honest header": (saved(Image.new("1", (9000, 9000))), "超过5000万像素"),
    "the largest header": (header_only(2**31 - 1, 2**31 - 1), "超过5000万像素"),
    "a PNG without pixels": (header_only(100, 100), "读不出来"),
    "no width": (header_only(0, 0), "读不出来"),
    "half a JPEG": (JPG[: len(JPG) // 2], "读不出来"),
    "half a HEIC": (HEIC[: len(HEIC) // 2], "读不出来"),
    "half a WebP": (snapshots.taken("WEBP")[:60], "读不出来"),
    "a JPEG's first bytes": (b"\xff\xd8\xff\xe0 a photo", "读不出来"),
    "a PNG's first bytes": (b"\x89PNG\r\n\x1a\n a photo", "读不出来"),
    "a HEIC's first bytes": (b"\0\0\0\x18ftypheic" + bytes(100), "读不出来"),
    "a WebP's first bytes": (b"RIFF\x10\0\0\0WEBPVP8 ", "读不出来"),
    "SVG": (b"<?xml version='1.0'?><svg onload='alert(1)'/>", "不是可以接收的文件"),
    "a page": (b"<html><script>alert(1)</script>", "不是可以接收的文件"),
    "GIF": (saved(snapshots.drawn(mode="P"), "GIF"), "不是可以接收的文件"),
    "BMP": (saved(snapshots.drawn(), "BMP"), "不是可以接收的文件"),
    "TIFF": (saved(snapshots.drawn(), "TIFF"), "不是可以接收的文件"),
    "a program": (b"MZ\x90\0", "不是可以接收的文件"),
    "an empty file": (b"", "不是可以接收的文件"),
    "PostScript, which a picture library would run": (b"%!PS-Adobe-3.0 EPSF-3.0", "不是可以接收"),
}


@pytest.mark.one_in(4, on="postgresql")
@pytest.mark.parametrize("what", HARMLESS)
def test_what_is_kept_of_a_picture_holds_nothing_but_the_picture(draft, what):
    made = attached(draft, HARMLESS[what])
    content = kept(made)
    assert (made.content_type, made.name) == ("image/jpeg", "现场.jpg")
    with Image.open(BytesIO(content)) as image:
        assert (image.format, image.mode, dict(image.getexif())) == ("JPEG", "RGB", {})
    for bytes_ in (content, path_of(made.sha256).read_bytes()):
        assert [secret for secret in SECRETS if secret in bytes_] == []
        assert parts_of(bytes_) <= PLAIN
    assert made.sha256 == hashlib.sha256(content).hexdigest()
    assert made.original_sha256 == hashlib.sha256(HARMLESS[what]).hexdigest()


@pytest.mark.one_in(4, on="postgresql")
@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_picture_or_too_much_of_one_is_refused_with_one_sentence(draft, what):
    content, sentence = REFUSED[what]
    with pytest.raises(Refused, match=sentence) as refused:
        attached(draft, content)
    assert str(refused.value).startswith("“现场.jpg”") and "\n" not in str(refused.value)
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("照片\u202egpj.exe", "照片 gpj.jpg"),
        ("..\\..\\etc\\passwd.jpg", "passwd.jpg"),
        ("a\0b.jpg", "ab.jpg"),
        ("站" * 255 + ".jpg", "站" * 100 + ".jpg"),
        ("\u200b\u2066.jpg", "文件.jpg"),
        ("两行\n名字.heic", "两行 名字.jpg"),
    ],
)
def test_a_name_is_shown_without_what_is_not_seen(given, shown):
    assert evidence.file_name(given, "jpg") == shown


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_however_the_camera_was_held(draft, orientation):
    lying = snapshots.drawn((60, 40))
    made = attached(draft, snapshots.taken(image=lying, orientation=orientation))
    with Image.open(BytesIO(kept(made))) as image:
        assert image.size == ((60, 40) if orientation < 5 else (40, 60))
        up = {1: (30, 5), 2: (30, 5), 3: (30, 35), 4: (30, 35), 5: (5, 30), 8: (5, 30)}
        red, _, blue = image.getpixel(up.get(orientation, (35, 30)))
        assert red > 200 > 50 > blue


def test_a_large_picture_becomes_smaller_and_has_a_thumbnail(draft):
    made = attached(draft, saved(Image.new("RGB", (4000, 1000), "green"), "JPEG"))
    with Image.open(BytesIO(kept(made))) as image:
        assert image.size == (2560, 640)
    with Image.open(path_of(made.sha256)) as small:
        assert small.size == (320, 80)


@pytest.mark.parametrize("content", [JPG, HEIC, snapshots.taken("PNG", taken_at=WHEN, at=HERE)])
def test_when_and_where_it_was_taken_is_kept_beside_it(draft, content):
    made = attached(draft, content)
    made.refresh_from_db()
    assert made.taken_at == datetime(2025, 3, 18, 10, 20, 33, tzinfo=clock.ZONE)
    assert made.position == pytest.approx(HERE, abs=1e-5)


@pytest.mark.parametrize(
    ("taken_at", "at"),
    [
        ("", None),
        ("1970:01:01 00:00:00", (0.0, 0.0)),
        ("2031:01:01 00:00:00", (-112.8, 39.5)),
        ("yesterday", (112.8, -39.5)),
        ("2025:02:30 10:00:00", (112.8, 95.0)),
    ],
)
def test_a_moment_or_a_position_that_cannot_be_is_not_kept(draft, taken_at, at):
    made = attached(draft, snapshots.taken(taken_at=taken_at, at=at))
    assert (made.taken_at, made.position) == (None, None)


def test_the_same_picture_again_is_known_by_what_came(draft):
    first = attached(draft, JPG)
    assert attached(draft, JPG, "另一个名字.jpg") == first
    again = attached(draft, snapshots.taken())  # the same picture, taken at another time
    assert again != first and again.sha256 == first.sha256
    assert draft.attachments.count() == 2


def test_a_signed_scan_stays_as_it_came():
    officer = cast.officer()
    submission = make.handed_in(officer, MARCH)
    made = attached(submission, JPG, signed=True)
    assert kept(made) == JPG and made.sha256 == made.original_sha256
    with pytest.raises(Refused, match="读不出来"):
        attached(submission, JPG[:300], signed=True)


def test_the_scan_of_a_paper_that_the_office_enters_stays_as_it_came():
    office, period = cast.office(), make.period(MARCH)
    submission = paper.enter(office, period, Unit.objects.get(code=cast.DAIYUE), "停电")
    made = evidence.attach(office, submission, SimpleUploadedFile("原件.jpg", JPG))
    assert kept(made) == JPG


def test_a_thumbnail_that_is_gone_or_not_whole_is_made_anew_and_nobody_verifies_it(draft):
    made = attached(draft, JPG)
    path = path_of(made.sha256)
    whole = path.read_bytes()
    path.write_bytes(whole[:-9])
    assert list(standing.faults()) == []
    anew = thumbnails.of(made.sha256, made.file)
    assert anew == path.read_bytes(), "it was not written whole"
    path.unlink()
    with Image.open(BytesIO(thumbnails.of(made.sha256, made.file))) as small:
        assert small.format == "JPEG"


def test_the_database_refuses_half_a_position_and_a_file_without_its_origin(draft):
    made = attached(draft, JPG)
    for wrong in ({"longitude": None}, {"latitude": "80"}, {"original_sha256": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attachment.objects.filter(pk=made.pk).update(**wrong)


def test_thumbnail_and_picture_go_only_to_those_who_may_see_the_return(client):
    officer = cast.officer()
    lines = [(LineKind.ADDED, make.new_piles())]
    draft = make.draft(officer, MARCH, lines=lines)
    made = attached(draft, JPG, line_key=draft.current.lines.get().key)
    workflow.submit(officer, draft, draft.current.key)
    own = f"/attachments/{made.pk}/"
    for who, status in ((officer, 200), (cast.office(), 200), (cast.officer(cast.YUJING), 404)):
        client.force_login(who)
        answers = [client.get(own + end) for end in ("", "thumbnail/", "picture/")]
        assert [answer.status_code for answer in answers] == [status] * 3
        assert all(b"".join(answer) for answer in answers)
    client.force_login(officer)
    small, whole = client.get(own + "thumbnail/"), client.get(own)
    assert small["Cache-Control"] == "private, max-age=31536000, immutable"
    assert "sandbox" in whole["Content-Security-Policy"] and small["X-Content-Type-Options"]
    assert whole["Content-Disposition"].startswith("attachment; ")
    assert len(b"".join(small)) < len(b"".join(whole)) < 2000
    page = client.get(own + "picture/").content.decode()
    assert "拍摄于2025-03-18" in page and "新增公共直流桩6台" in page


def test_several_files_come_in_with_one_press_and_each_refused_one_is_named(client):
    officer, path = cast.officer(), f"/returns/{make.period(MARCH).pk}/{cast.DAIYUE}/"
    client.force_login(officer)
    files = [
        SimpleUploadedFile("一.jpg", JPG),
        SimpleUploadedFile("坏.jpg", JPG[:200]),
        SimpleUploadedFile("二.png", snapshots.taken("PNG")),
        SimpleUploadedFile("页.svg", b"<svg/>"),
    ]
    page = client.post(path + "attach/", {"file": files}, follow=True).content.decode()
    assert "已上传 一.jpg、二.jpg" in page
    assert "“坏.jpg”：这张照片读不出来" in page and "“页.svg”不是可以接收的文件" in page
    assert Attachment.objects.count() == 2
