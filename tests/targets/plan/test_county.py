"""A county comes in from a folder or a workbook: all of it or nothing, and again without change."""

import json
import shutil
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Area, Letterhead, Plan, Unit
from targets.plan import county, intake
from targets.plan.cells import sheets
from targets.rulings import enacting
from tests import cast
from tests.second.county import yunxi
from tests.targets.plan.books import SHIPPED_BOOK

pytestmark = pytest.mark.django_db


def added(path, **options):
    told = StringIO()
    call_command("add_county", path, stdout=told, **options)
    return told.getvalue().splitlines()


def rows():
    own = Area.objects.within(yunxi.CODE).order_by("position").values()
    return [{k: v for k, v in row.items() if k not in ("id", "parent_id")} for row in own]


def book():
    """The invented county as somebody types it into the blank workbook."""
    filled = load_workbook(BytesIO(county.blank()))
    head = json.loads((yunxi.FOLDER / "county.json").read_text(encoding="utf-8"))
    values = [head["area"], "云溪县", "云溪", *list(head.values())[1:]]
    for number, value in enumerate(values, start=2):
        filled["县"].cell(number, 2).value = value
    areas = json.loads((yunxi.FOLDER / "areas.json").read_text(encoding="utf-8"))
    for number, area in enumerate(areas[1:], start=2):
        filled["地域"].cell(number, 1).value = area["code"]
        filled["地域"].cell(number, 2).value = area["name"]
    return filled


def test_the_blank_says_what_goes_where():
    page = load_workbook(BytesIO(county.blank()))["填写说明"]
    told = {row[1].value: row[3].value for row in page.iter_rows() if row[1].value}
    heads = {column.head for sheet in (county.COUNTY, county.PLACES) for column in sheet.columns}
    assert heads < set(told)
    assert told["区划代码"] == "乡（镇）9位，村12位；片区和公路自己编代号"


def saved(filled, path):
    filled.save(path)
    return path


def test_a_county_is_loaded_with_its_administrator_and_again_without_change():
    first, second = added(yunxi.FOLDER), added(yunxi.FOLDER)
    assert first[0] == "已载入 140699：新增地域 18，新增抬头 1"
    assert first[1].startswith("首个系统管理员：账号 admin_140699，一次性密码 ")
    assert second == ["已载入 140699：没有变化"]
    assert User.objects.get(username="admin_140699").division == yunxi.CODE
    assert Letterhead.objects.get(area__code=yunxi.CODE).sign == "云充办通报"


def test_a_workbook_says_the_same_as_the_folder(tmp_path):
    added(yunxi.FOLDER)
    before = rows()
    assert added(saved(book(), tmp_path / "x.xlsx")) == ["已载入 140699：没有变化"]
    assert rows() == before


def test_the_same_codes_and_names_of_units_may_be_in_two_counties():
    """Both have a unit `energy`, and a name that the other uses for another one."""
    yunxi.join()
    names = (
        Unit.objects.filter(code="energy").order_by("county__code").values_list("name", flat=True)
    )
    assert list(names) == ["县能源局", "云溪县能源服务中心"]
    assert Plan.objects.get(code="yunxi_2025").county.code == yunxi.CODE


def put(title, cell, value):
    def change(filled):
        filled[title][cell].value = value

    return change


BROKEN = {
    "a code of five digits": (put("县", "B2", "14069"), "县的区划代码是6位数字"),
    "no name of the paper": (put("县", "B7", None), "“落款”没有填"),
    "a village of no township": (put("地域", "A7", "140699300200"), "不在表里"),
    "a township of eight digits": (put("地域", "A2", "14069910"), "9位"),
    "a name twice": (put("地域", "B8", "听澜社区"), "重复"),
    "a code twice": (put("地域", "A3", "140699100"), "重复"),
    "no name": (put("地域", "B3", None), "“名称”没有填"),
    "another county's township": (put("地域", "A2", "140621103"), "不接上级的代码"),
    "a longitude beside the map": (put("地域", "D2", "12"), "经度"),
    "no number": (put("地域", "E2", "北纬39度"), "纬度"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_fault_is_told_by_sheet_and_row_and_nothing_is_loaded(tmp_path, name):
    change, says = BROKEN[name]
    filled = book()
    change(filled)
    with pytest.raises(CommandError, match=says) as refused:
        added(saved(filled, tmp_path / "x.xlsx"))
    assert "处要改，没有载入" in str(refused.value) and "Traceback" not in str(refused.value)
    assert not Area.objects.filter(code=yunxi.CODE).exists()
    assert not User.objects.filter(username="admin_140699").exists()


def test_a_folder_is_told_by_its_file(tmp_path):
    folder = shutil.copytree(yunxi.FOLDER, tmp_path / "x")
    areas = json.loads((folder / "areas.json").read_text(encoding="utf-8"))
    (folder / "areas.json").write_text(json.dumps(areas[:6]), encoding="utf-8")
    with pytest.raises(CommandError, match="“areas.json”第2行：“听澜镇”下面没有一个村"):
        added(folder)
    (folder / "areas.json").unlink()
    with pytest.raises(CommandError, match="areas.json：没有这个文件"):
        added(folder)


def test_what_is_loaded_is_not_taken_away(tmp_path):
    added(yunxi.FOLDER)
    filled = book()
    filled["地域"].delete_rows(9)
    with pytest.raises(CommandError, match="只能改名，不能删"):
        added(saved(filled, tmp_path / "x.xlsx"))


def test_a_plan_wants_its_county_first():
    with pytest.raises(CommandError, match="新的县先用 add_county 载入"):
        call_command("load_plan", yunxi.FOLDER / "plan", stdout=StringIO())


def test_a_chief_brings_in_no_plan_of_another_county():
    yunxi.join()
    with yunxi.served():
        chief = cast.person("chief", "chief")
        brought = enacting.bring(chief, "x.xlsx", sheets(SHIPPED_BOOK))
        found = intake.of_sheets(brought.sheets, yunxi.CODE).findings.faults
        assert [f.says for f in found if "别的县" in f.says] != []
        with pytest.raises(Refused, match="没有启用"):
            enacting.enact(chief, brought, None, "x")


def test_a_code_of_a_plan_is_taken_in_whatever_county(tmp_path):
    yunxi.join()
    folder = shutil.copytree(yunxi.FOLDER / "plan", tmp_path / "plan")
    plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    (folder / "plan.json").write_text(
        json.dumps({**plan, "code": "shanyin_2024"}), encoding="utf-8"
    )
    with pytest.raises(CommandError, match="已是山阴县的方案"):
        call_command("load_plan", folder, stdout=StringIO())
