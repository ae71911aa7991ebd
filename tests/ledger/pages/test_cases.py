"""The month's workbook and the pasted block as offices really hand them in: tests/cases 40 to 54,
through the pages."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from ledger.models import Line, Upload
from targets.months import Month
from tests import cast, make

pytestmark = pytest.mark.django_db
CASES = Path(__file__).resolve().parents[2] / "cases"
UNIT, NOVEMBER = "140621206", Month(2025, 11)


@pytest.fixture
def officer(client):
    with make.at(date(2025, 12, 2)):
        make.ledger()
        user = cast.officer(UNIT)
        client.force_login(user)
        yield user


def preview(client, **posted):
    address = f"/returns/{make.period(NOVEMBER).pk}/{UNIT}/upload/"
    return client.post(address, posted, follow=True)


def sent(client, name):
    path = next(CASES.glob(f"{name}-*"))
    return preview(client, file=SimpleUploadedFile(path.name, path.read_bytes()))


def told(page):
    proposal = page.context["proposal"]
    return (
        [(row.sheet, row.number) for row in proposal.rows],
        [f"{where} {text}" for _, where, text in proposal.faults],
        proposal.notices,
    )


ROWS = [("新增充电桩", 4), ("新增充电桩", 5), ("新增充电桩", 6)]
DISTANCE = [("充电距离自评", 4)]
PLACE = "“公共充电站”只说明是充电站，请在“站点类别”里选它所在的场所"
OLD_SHEET = "表“拆除或停用充电桩”没有读：表名不是本单位要报的事项"  # one sheet before, two today


@pytest.mark.parametrize(
    ("name", "rows", "notice"),
    [
        ("40", [*ROWS, *DISTANCE], "注意：这个文件是为别的期别（2025-10）下载的"),
        ("41", [*ROWS, *DISTANCE], "注意：这个文件是为“岱岳镇”下载的"),
        (
            "42",
            [*ROWS, *DISTANCE],
            "表“新增充电桩”没有读：第7行（合计）、第8行（说明）、第9行（签字栏）",
        ),
        ("45", [*ROWS, ("新增充电桩", 7), *DISTANCE], ""),
        ("47", [("新增充电桩", number) for number in (12, 13, 14)] + DISTANCE, ""),
        ("48", [*ROWS[:2], *DISTANCE, ("工作情况", 6)], ""),
        ("49", [*ROWS[:2], *DISTANCE], ""),
    ],
)
def test_a_workbook_is_read_as_the_office_gave_it(client, officer, name, rows, notice):
    page = sent(client, name)
    found, faults, notices = told(page)
    assert found == rows
    assert faults == [
        f"第{number}行“站点类别” {PLACE}" for sheet, number in rows if sheet == "新增充电桩"
    ]
    rest = [one for one in notices if one != OLD_SHEET]
    assert len(rest) == bool(notice) and all(one.startswith(notice) for one in rest)


def test_further_rows_of_a_merged_name_are_of_the_same_site(client, officer):
    page = sent(client, "45")
    third, fourth = page.context["proposal"].rows[2:4]
    assert third.typed["site_name"] == fourth.typed["site_name"] == "薛圐圙充电站三"
    assert fourth.typed["village"] == "140621206221"
    assert (fourth.typed["dc"], fourth.typed["ac"]) == ("0", "3")


def test_a_clause_is_known_by_its_number(client, officer):
    work = sent(client, "48").context["proposal"].rows[-1]
    assert work.typed["clause"] == "task1"


def test_a_month_in_a_cell_of_days_is_asked_and_never_guessed(client, officer):
    _, faults, _ = told(sent(client, "51"))
    assert faults[-1:] == [
        "第6行“投运日期” 投运日期只写了年月，请写到日，如 2025-11-18；现在填的是“202511”"
    ]


@pytest.mark.parametrize("name", ["53", "54"])
def test_a_block_is_pasted_as_the_clipboard_quotes_it(client, officer, name):
    block = next(CASES.glob(f"{name}-*")).read_text(encoding="utf-8")
    page = preview(client, kind="added", block=block)
    assert told(page) == ([("新增充电桩", 2)], [f"第2行“站点类别” {PLACE}"], [])
    mended = block.replace("\t公共充电站\t", "\t居民小区\t")
    page = preview(client, kind="added", block=mended)
    assert told(page) == ([("新增充电桩", 2)], [], [])
    client.post(f"/uploads/{Upload.objects.latest('pk').pk}/", {"seen": page.context["seen"]})
    (line,) = Line.objects.all()
    assert (line.values["site_name"], line.values["dc"]) == ("薛圐圙充电站", 2)


def test_the_untouched_download_changes_nothing(client, officer):
    address = f"/returns/{make.period(NOVEMBER).pk}/{UNIT}/workbook/"
    file = SimpleUploadedFile("原样.xlsx", client.get(address).content)
    page = preview(client, file=file)
    assert told(page) == ([], [], [])
    assert page.context["changes"] == []


def test_a_sheet_with_rows_that_is_not_read_is_a_fault_and_never_called_the_same(client, officer):
    book = load_workbook(CASES / "42-month-total-and-notes.xlsx")
    book["新增充电桩"].title = "新增桩（11月）"
    content = BytesIO()
    book.save(content)
    page = preview(client, file=SimpleUploadedFile("改了表名.xlsx", content.getvalue()))
    _, faults, _ = told(page)
    assert faults == [
        " 表“新增桩（11月）”没有读：表名不是本单位要报的事项；"
        "要报的请把表名改回下载时的名称，不报的请删去这张表"
    ]
    assert "都一样" not in page.content.decode()


def test_heads_of_ones_own_are_known_by_what_they_mean(client, officer):
    typed = {
        "站名": "双寨充电站",
        "村名": "双寨村",
        "场所类型": "小区",
        "公用/专用": "公用",
        "直流桩数量": "2",
        "交流桩数量": "0",
        "枪数": "4",
        "功率合计(kW)": "120",
        "投运时间": "2025.11.18",
        "联系人": "张某",
    }
    block = "\t".join(typed) + "\n" + "\t".join(typed.values())
    page = preview(client, kind="added", block=block)
    assert told(page) == (
        [("新增充电桩", 2)],
        [],
        ["表“新增充电桩”有没用到的列：联系人"],
    )
    (row,) = page.context["proposal"].rows
    assert (row.values["site_name"], row.values["dc"], row.values["on"]) == (
        "双寨充电站",
        2,
        "2025-11-18",
    )


def test_words_of_the_trade_are_read_in_the_months_sheets_too(client, officer):
    typed = {
        "站点名称": "新站",
        "站点类别": "居民小区",
        "所在村（社区）": "薛圐圙村",
        "在乡（镇）所在地": "",
        "桩的性质": "公用",
        "直流桩（台）": "两台",
        "交流桩（台）": "暂无",
        "充电枪（个）": "4",
        "总功率（千瓦）": "60kW×2",
        "投运日期": "2025年11月18号",
        "计入附件2": "薛圐圙乡",
        "情况说明": "",
    }
    block = "\t".join(typed) + "\n" + "\t".join(typed.values())
    page = preview(client, kind="added", block=block)
    assert told(page) == ([("新增充电桩", 2)], [], [])
    values = page.context["proposal"].rows[0].values
    assert (values["site_kind"], values["public"], values["dc"]) == ("estate", True, 2)
    assert (values["power"], values["on"]) == (1200, "2025-11-18")
