"""People by workbook: downloaded, filled in, uploaded, mended, made accounts of; slips with first
passwords, printed once."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from shanyin_charging.accounts.models import User
from shanyin_charging.audit.models import Event
from targets.models import Post
from tests import cast, make
from tests.pressing import Forms

pytestmark = pytest.mark.django_db
PAGE = "/people/workbook/"


@pytest.fixture
def admin(client):
    with make.at(cast.APRIL_2):
        client.force_login(cast.administrator())
        yield client


def sheet(admin):
    return load_workbook(BytesIO(admin.get(f"{PAGE}sheet/").content))


def upload(admin, book):
    content = BytesIO()
    book.save(content)
    file = SimpleUploadedFile("人员.xlsx", content.getvalue())
    return admin.post(PAGE, {"file": file})


def words(answer):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", answer.content.decode()))


def test_a_county_of_units_gets_its_people_by_one_sheet_and_their_slips(admin):
    book = sheet(admin)
    page = book["人员"]
    units = [page.cell(row, 2).value for row in range(2, page.max_row + 1)]
    assert len(units) == 35 and units[0] and page.cell(2, 3).value == "填报员"
    for row in range(2, 37):
        page.cell(row, 1, "张伟" if row < 4 else f"李娜{row}")
    page.append(["王芳", "岱岳镇", "填报员", "审核人", "0349-7070001"])
    page.append(["赵主任", "", "专班办公室主任"])
    shown = upload(admin, book)
    assert "读到 37 人，核对后建账号" in words(shown)
    assert User.objects.count() == 1
    (form,) = [f for f in Forms(shown.content.decode()).all if "rows" in f.fields]
    done = admin.post(PAGE, form.fields, follow=True)
    assert "已建37个账号" in words(done)
    assert {"zhangwei", "zhangwei01", "zhaozhuren"} <= set(
        User.objects.values_list("username", flat=True)
    )
    assert Post.objects.get(user__name="王芳").checks
    assert not User.objects.get(username="zhangwei").has_usable_password()
    assert "没有填报人的单位" not in words(admin.get("/people/"))
    keys = list(
        User.objects.filter(last_login=None).exclude(role="admin").values_list("pk", flat=True)
    )
    printed = admin.post("/people/slips/", {"person": keys[:2]})
    slips = re.findall(r'class="typed">([a-z2-9-]{14})<', printed.content.decode())
    assert len(slips) == len(set(slips)) == 2
    first = User.objects.get(pk=keys[0])
    assert any(first.check_password(slip) for slip in slips) and first.must_change_password
    assert not any(slip in str(event.detail) for event in Event.objects.all() for slip in slips)


def test_faults_are_told_by_row_all_at_once_and_nothing_is_made(admin):
    cast.officer()
    book = sheet(admin)
    page = book["人员"]
    page.delete_rows(2, 40)
    page.append(["甲一", "没有的镇", "填报员"])
    page.append(["乙二", "", "填报员"])
    page.append(["丙三", "", "镇长"])
    page.append(["丁四", "岱岳镇", "填报员", "组长", "", "", f"officer_{cast.DAIYUE}"])
    told = words(upload(admin, book))
    assert "有 5 处要改" in told
    assert "第2行 单位 没有叫“没有的镇”的单位" in told
    assert "第3行 单位 填报员要选所代表的单位" in told
    assert "第4行 角色 “镇长”不是角色" in told
    assert "第5行 岗位 “组长”不是岗位" in told and "第5行 账号" in told
    assert User.objects.count() == 2


def test_a_sheet_without_heads_is_told_so(admin):
    book = sheet(admin)
    book["人员"].delete_rows(1)
    assert "没有读到人" in words(upload(admin, book))


def test_who_has_signed_in_gets_no_slip_and_nobody_but_the_administrator_comes_here(admin, client):
    officer = cast.officer()
    officer.last_login = cast.noon(cast.APRIL_2)
    officer.save()
    refused = admin.post("/people/slips/", {"person": [officer.pk]}, follow=True)
    assert "请先选人" in words(refused)
    client.force_login(cast.office())
    for address in (PAGE, f"{PAGE}sheet/", "/people/slips/"):
        assert client.get(address).status_code == 404
