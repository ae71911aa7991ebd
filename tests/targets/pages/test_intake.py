"""录入方案: the head of the office downloads, uploads, sees all that is found, and puts a plan in
force from a day; what the first plan says stays."""

import re
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from openpyxl import load_workbook

from shanyin_charging.accounts.models import Role
from shanyin_charging.audit.models import Event
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Clause, Intake, Plan, Unit
from targets.months import Month
from targets.plan import above
from targets.plan.fixed import Fixed
from targets.rulings import enacting
from tests import cast, make
from tests.targets.pages.book_of_next import with_fault
from tests.targets.plan.books import NEXT_BOOK, SHIPPED_BOOK, changed, field, put
from tests.targets.plan.rows import everything

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
PAGE, SURE = "/plan/intake/", {"sure": "1"}
TERMS = {"in_force_on": "2026-01-01", "document_no": "山政办发〔2026〕3号"}


@pytest.fixture
def chief(client):
    person = cast.person("chief", Role.CHIEF)
    client.force_login(person)
    return person


def upload(client, content, name="方案.xlsx"):
    file = SimpleUploadedFile(name, content)
    return client.post(PAGE, {"file": file}, follow=True)


def said(answer):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", answer.content.decode()))


def test_only_the_head_of_the_office_comes_here(client, chief):
    brought = f"{PAGE}{upload(client, NEXT_BOOK).context['brought'].pk}/"
    for person in (cast.office(), cast.leader(), cast.officer(), cast.administrator()):
        client.force_login(person)
        for page in (PAGE, f"{PAGE}blank/", f"{PAGE}workbook/shanyin_2024/", brought):
            assert client.get(page).status_code == 404
        for page in (PAGE, brought):
            assert client.post(page, TERMS).status_code == 404
        assert "录入方案" not in client.get("/plan/").content.decode()
    assert Plan.objects.count() == 1


def test_the_blank_form_and_the_plan_in_force_go_out(client, chief):
    page = client.get(PAGE).content.decode()
    assert "/plan/intake/blank/" in page and "/plan/intake/workbook/shanyin_2024/" in page
    blank = load_workbook(BytesIO(client.get("/plan/intake/blank/").content))
    assert [cell.value for cell in blank["任务数"][1]][2:4] == ["2025年*", "2026年*"]
    assert blank["方案"]["B3"].value == "140621"
    units = {row[0]: row[1] for row in blank["单位"].iter_rows(min_row=2, values_only=True)}
    assert units["140621103"] == "岱岳镇" and units["energy"] == "县能源局"
    assert len(units) == Unit.objects.count() == 42
    assert "car_park" in [cell.value for cell in blank["场所类型"]["A"]]
    assert blank["指标"].max_row == blank["任务数"].max_row == 1
    answer = client.get("/plan/intake/workbook/shanyin_2024/")
    book = load_workbook(BytesIO(answer.content))
    assert book["指标"]["A2"].value == "I01"
    assert client.get("/plan/intake/workbook/nowhere/").status_code == 404


def test_every_fault_is_shown_by_sheet_and_row_and_nothing_can_be_pressed(client, chief):
    answer = upload(client, with_fault())
    told = said(answer)
    assert "有 2 处要改，改好后重新上传" in told
    assert "指标 第5行 形式是比值，“除以”没有填：没有分母算不出来" in told
    assert "目标 第2行 2029年不在方案期2026—2027年内：请核对年度" in told
    assert "存疑 2 处" in told and "任务数 第2行 各年相加是114，合计印的是30" in told
    assert "启用这份方案" not in told
    made = Intake.objects.get()
    assert client.post(f"{PAGE}{made.pk}/", TERMS | SURE).status_code == 200
    assert Plan.objects.count() == 1


def test_what_is_no_workbook_is_told_in_a_sentence(client, chief):
    assert "请先选择填好的方案录入表" in said(client.post(PAGE, {}, follow=True))
    assert "这不是 .xlsx 文件" in said(upload(client, b"words"))
    assert not Intake.objects.exists()


@pytest.mark.at_length
def test_a_plan_is_put_in_force_from_a_day_and_the_first_one_stays(client, chief):
    before = everything()
    answer = upload(client, NEXT_BOOK)
    told = said(answer)
    assert "方案看懂了，核对后启用" in told and "条款 13 行" in told and "任务数 14 行" in told
    assert "任务数2026年各行之和＝150" in told
    assert "和“山政办发〔2024〕31号”的不同" in told and "条款：改为11行，没有了26行" in told
    assert 'value="2026-01-01"' in answer.content.decode()
    page = f"{PAGE}{Intake.objects.get().pk}/"
    for wrong, sentence in (
        ({"document_no": ""}, "请填依据的文号"),
        ({"in_force_on": "2025-12-31"}, "启用日要在方案期内：2026年1月1日至2027年12月31日"),
        ({"in_force_on": "2028-01-01"}, "启用日要在方案期内"),
        ({"in_force_on": "soon"}, "日期请写成"),
    ):
        assert sentence in said(client.post(page, TERMS | SURE | wrong))
    asks = said(client.post(page, TERMS))
    assert "此前各月仍按原方案，数字和通报不变" in asks and Plan.objects.count() == 1
    assert "已载入“山阴县充换电设施提升方案" in said(client.post(page, TERMS | SURE, follow=True))
    made = Plan.objects.get(code="shanyin_2026")
    assert (made.in_force_on, made.in_force_by) == (date(2026, 1, 1), "山政办发〔2026〕3号")
    after = everything()
    for model, rows in before.items():
        assert set(rows) <= set(after[model]), model
    event = Event.objects.filter(verb="enact_plan").get()
    assert event.person == chief.pk and event.after["document_no"] == "山政办发〔2026〕3号"
    again = client.post(page, TERMS | SURE)
    assert "这份方案已经启用" in said(again) and Plan.objects.count() == 2


def test_each_month_is_judged_by_the_plan_that_holds_in_it(client, chief):
    upload(client, NEXT_BOOK)
    client.post(f"{PAGE}{Intake.objects.get().pk}/", TERMS | SURE | {"in_force_on": "2026-03-10"})
    county = make.county()
    codes = [
        Plan.objects.in_force(county, month).code
        for month in (Month(2023, 5), Month(2025, 12), Month(2026, 2), Month(2026, 3))
    ]
    assert codes == ["shanyin_2024", "shanyin_2024", "shanyin_2024", "shanyin_2026"]


def judged_by_then():
    return Fixed(Month(2026, 2), "已经按原方案评价过")


def test_a_month_that_was_judged_keeps_its_plan(client, chief, monkeypatch):
    upload(client, NEXT_BOOK)
    brought = Intake.objects.get()
    monkeypatch.setattr(
        above, "NAMED", {above.FIXED: [f"{__name__}.judged_by_then"], above.CARRIED: []}
    )
    page = said(client.get(f"{PAGE}{brought.pk}/"))
    with pytest.raises(Refused, match="2026年2月已经按原方案评价过.*最早是2026年3月1日"):
        enacting.enact(chief, brought, date(2026, 2, 28), "文号")
    assert Plan.objects.count() == 1 and "从哪天起启用" in page
    enacting.enact(chief, brought, date(2026, 3, 1), "文号")
    assert Plan.objects.get(code="shanyin_2026").holds_from == date(2026, 3, 1)


def test_what_was_changed_since_it_was_shown_is_not_decided_on(client, chief):
    upload(client, NEXT_BOOK)
    page = f"{PAGE}{Intake.objects.get().pk}/"
    seen = client.get(page).context["seen"]
    make.ruled("slow_within", {"answer": 15})
    answer = client.post(page, TERMS | SURE | {"seen": seen})
    assert "这份材料在你打开之后又改过" in said(answer) and Plan.objects.count() == 1


def test_a_loaded_plan_is_corrected_and_keeps_its_day(client, chief):
    upload(client, changed(put("目标", 3, "原文", "新增公共充电桩192台（更正）"), SHIPPED_BOOK))
    page = f"{PAGE}{Intake.objects.get().pk}/"
    told = client.get(page)
    assert "目标：改为1行" in said(told) and 'name="in_force_on"' not in told.content.decode()
    client.post(page, {"document_no": "专班〔2025〕9号"} | SURE)
    plan = Plan.objects.get()
    assert plan.in_force_on is None
    assert plan.indicators.get(code="I01").targets.get(year=2025).printed.endswith("（更正）")
    assert Event.objects.filter(verb="correct_plan").count() == 1


@pytest.mark.at_length
def test_what_was_corrected_twice_stays_when_the_portal_starts_again(client, chief):
    for n in (1, 2):
        upload(
            client, changed(put("目标", 3, "原文", f"新增公共充电桩192台（更正{n}）"), SHIPPED_BOOK)
        )
        page = f"{PAGE}{Intake.objects.latest('pk').pk}/"
        client.post(page, {"document_no": f"专班〔2025〕{n}号"} | SURE)
    told = StringIO()
    call_command("load_plan", stdout=told)
    assert "已由专班在页面上更正" in told.getvalue()
    printed = Plan.objects.get().indicators.get(code="I01").targets.get(year=2025).printed
    assert (
        printed.endswith("（更正2）")
        and Intake.objects.filter(plan=Plan.objects.get()).count() == 2
    )


def test_a_unit_that_both_plans_name_is_one_unit(client, chief):
    upload(client, changed(field("标题", "另一份方案"), NEXT_BOOK))
    before = dict(Unit.objects.values_list("code", "position"))
    client.post(f"{PAGE}{Intake.objects.get().pk}/", TERMS | SURE)
    after = dict(Unit.objects.values_list("code", "position"))
    assert before.items() <= after.items() and set(after) - set(before) == {"bus_company"}
    assert Clause.objects.filter(plan__code="shanyin_2024").count() == 39
