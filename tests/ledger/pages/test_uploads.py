"""The Excel return through its pages: out, filled, in, previewed, confirmed; wrong files on
purpose."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from ledger.models import Line, LineKind, Submission, Upload
from shanyin_charging.audit.models import Event
from targets.months import Month
from tests import cast, make
from tests.ledger.workbooks.test_comparing import HEADS, ROW, row

pytestmark = pytest.mark.django_db
MARCH = Month(2025, 3)


@pytest.fixture
def officer(client):
    with make.at(cast.APRIL_2):
        make.ledger()
        user = cast.officer()
        client.force_login(user)
        yield user


def path(unit=cast.DAIYUE):
    return f"/returns/{make.period(MARCH).pk}/{unit}/"


def filled(client, *rows):
    """The unit's workbook with these rows of new piles."""
    book = load_workbook(BytesIO(client.get(path() + "workbook/").content))
    for number, cells in enumerate(rows, start=4):
        for place, text in enumerate(cells, start=2):
            book["新增充电桩"].cell(number, place).value = text
    content = BytesIO()
    book.save(content)
    return SimpleUploadedFile("三月.xlsx", content.getvalue())


def send(client, file):
    return client.post(path() + "upload/", {"file": file}, follow=True)


def test_a_filled_workbook_is_previewed_and_then_written(client, officer):
    page = send(client, filled(client, ROW))
    assert (
        "核对一下，再写入草稿" in page.content.decode()
        and "新增公共直流桩6台" in page.content.decode()
    )
    assert not Submission.objects.exists()  # nothing is written by looking
    done = client.post(f"/uploads/{Upload.objects.get().pk}/", follow=True)
    assert "已按“三月.xlsx”写入草稿" in done.content.decode()
    assert Line.objects.get().values["dc"] == 6
    assert list(
        Event.objects.filter(verb__in=["upload", "take_in"])
        .order_by("number")
        .values_list("verb", flat=True)
    ) == ["upload", "take_in"]
    assert client.get(f"/uploads/{Upload.objects.get().pk}/file/").status_code == 200


def test_what_an_earlier_release_read_is_uploaded_anew(client, officer):
    send(client, filled(client, ROW))
    found = Upload.objects.get()
    found.sheets = [{k: v for k, v in s.items() if k != "hidden_columns"} for s in found.sheets]
    found.save()
    answer = client.get(f"/uploads/{found.pk}/", follow=True)
    assert "请重新上传一次" in answer.content.decode()


def test_one_fault_keeps_the_whole_file_out(client, officer):
    page = send(client, filled(client, ROW, row(站点名称="体育场充电站", 直流桩="约6")))
    text = page.content.decode()
    assert (
        "有 1 处要改，改好后重新上传" in text
        and "第5行“直流桩（台）”" in text
        and "确认写入草稿" not in text
    )
    client.post(f"/uploads/{Upload.objects.get().pk}/")
    assert not Line.objects.exists()


def test_a_draft_that_moved_on_after_the_preview_is_not_overwritten(client, officer):
    make.draft(officer, MARCH, lines=[(LineKind.ADDED, make.new_piles(site_name="体育场充电站"))])
    page = send(client, filled(client, ROW))
    seen = page.context["seen"]
    make.draft(officer, MARCH, lines=[(LineKind.ADDED, make.new_piles(site_name="北站充电站"))])
    answer = client.post(f"/uploads/{Upload.objects.get().pk}/", {"seen": seen})
    assert (
        "没有写入，下面是新的预览" in answer.content.decode()
        and "北站充电站" in answer.content.decode()
    )
    assert sorted(line.typed["site_name"] for line in Line.objects.all()) == [
        "体育场充电站",
        "北站充电站",
    ]


def test_what_is_no_workbook_is_refused_with_a_sentence_and_nothing_is_kept(client, officer):
    for name, content, sentence in (
        ("旧表.xls", b"\xd0\xcf\x11\xe0" + bytes(99), "旧格式"),
        ("a.xlsx", b"", "重新选择"),
        ("b.xlsx", b"PK\x05\x06", "已损坏"),
    ):
        page = client.post(
            path() + "upload/", {"file": SimpleUploadedFile(name, content)}, follow=True
        )
        assert sentence in page.content.decode()
    assert "请先选择填好的表格文件" in client.post(path() + "upload/", follow=True).content.decode()
    assert not Upload.objects.exists()


def test_a_pasted_block_is_added_to_the_draft(client, officer):
    make.draft(officer, MARCH, lines=[(LineKind.ADDED, make.new_piles(site_name="体育场充电站"))])
    block = "\t".join(HEADS) + "\n" + "\t".join(ROW)
    page = client.post(path() + "upload/", {"kind": "added", "block": block}, follow=True)
    client.post(f"/uploads/{Upload.objects.get().pk}/", {"seen": page.context["seen"]})
    assert Line.objects.count() == 2


def test_another_unit_has_neither_workbook_nor_preview(client, officer):
    send(client, filled(client, ROW))
    client.force_login(cast.officer(cast.YUJING))
    upload = f"/uploads/{Upload.objects.get().pk}/"
    assert [
        client.get(url).status_code for url in (path() + "workbook/", upload, upload + "file/")
    ] == [404] * 3
    assert client.post(path() + "upload/").status_code == 404


def test_what_was_handed_in_takes_no_more_files(client, officer):
    make.handed_in(officer, MARCH)
    page = client.post(path() + "upload/", {"kind": "added", "block": "\t".join(ROW)}, follow=True)
    assert "已上报，不能再改；需要修改请先撤回" in page.content.decode()


def test_a_line_that_stands_is_changed_from_its_own_link(client, officer):
    place = {
        "site": "new",
        "site_name": "人民广场停车场",
        "site_kind": "car_park",
        "village": cast.DAIYUE_VILLAGE,
        "parking_space": "200",
        "car_space": "180",
        "charging_space": "20",
        "on": "2025-02-20",
    }
    with make.at(date(2025, 3, 5)):
        make.approved(officer, cast.office(), Month(2025, 2), lines=[(LineKind.SITE, place)])
    page = client.get(path()).content.decode()
    assert (
        "已登记的数据 1 项" in page and "人民广场停车场：列入登记册，2025-02-20有车位200个" in page
    )
    form = client.get(
        path() + f"?kind=site&about={Line.objects.get().entries.first().site_id}"
    ).content.decode()
    assert 'value="200"' in form and 'value="2025-02-20"' not in form
