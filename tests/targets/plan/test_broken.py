"""Workbooks that somebody has filled in wrongly: each ends in Chinese faults by sheet and row, all
at once, and nothing is written."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from shanyin_charging.accounts.models import Role
from shanyin_charging.confined import UnreadableFile
from targets.models import Clause, Indicator, Plan, Target, Unit
from targets.plan import cells, doubts
from targets.plan.draft import Draft
from targets.rulings import changes
from tests import cast, make
from tests.targets.plan.books import SHIPPED_BOOK, changed, examined, field, more, place, put

pytestmark = pytest.mark.django_db
OWN = {  # a row that would be right
    "目标": {
        "指标": "I02",
        "年度": 2025,
        "条款": "1-2",
        "方向": "不少于",
        "形式": "数值",
        "原文": "x",
    },
    "职责": {"条款": "task1", "单位": "energy", "分工": "责任单位"},
    "指标": {"编号": "I99", "名称": "某数", "单位": "台", "口径": "数一数", "时段": "累计"},
}


def without(title):
    return lambda book: book.remove(book[title])


def without_column(title, head):
    return lambda book: book[title].delete_cols(place(book[title], head))


def emptied(title):
    return lambda book: book[title].delete_rows(2, book[title].max_row)


def indicator(**values):
    return more("指标", **OWN["指标"], **values)


def target(**values):
    return more("目标", **{**OWN["目标"], **values})


def duty(**values):
    return more("职责", **{**OWN["职责"], **values})


# What was done to the workbook, where that is told, and what is said.
BROKEN = [
    # cells that cannot be read
    (without("任务数"), "任务数", 0, "缺这张表：请下载空白表"),
    (without_column("单位", "类别"), "单位", 1, "缺“类别”这一列：请照空白表补上表头"),
    (without_column("任务数", "2025年"), "任务数", 1, "缺“2025年”这一列：请照方案期补上"),
    (put("任务数", 3, "2025年", "十五"), "任务数", 3, "“2025年”要填整数，不带单位；现在是“十五”"),
    (put("目标", 2, "数值", "133台"), "目标", 2, "“数值”要填不小于0的数，不带单位；现在是“133台”"),
    (put("目标", 2, "数值", 133.5), "目标", 2, "“数值”133.5写得太细：要填整数"),
    (put("目标", 16, "数值", 9.555), "目标", 16, "“数值”9.555写得太细：最多2位小数"),
    (put("牵头", 4, "起", "去年底"), "牵头", 4, "“起”要填日期，如 2026-03-20；现在是“去年底”"),
    (put("单位", 5, "成员单位", "对"), "单位", 5, "“成员单位”请填“是”或“否”；现在是“对”"),
    (
        put("指标", 6, "形式", "平均数"),
        "指标",
        6,
        "“形式”没有“平均数”这个词：请从这些里选：合计、比值",
    ),
    (put("单位", 9, "名称", None), "单位", 9, "“名称”没有填"),
    (put("单位", 9, "名称", "=A1&B1"), "单位", 9, "“名称”是错误值“公式没有算出的值”"),
    (put("条款", 3, "条款", "一" * 21), "条款", 3, "“条款”有21字，最多20字：请缩短"),
    (emptied("原文"), "原文", 0, "没有内容：请把印发稿全文粘贴到这张表"),
    # the plan itself
    (field("截止日", "2023-12-31"), "方案", 9, "截止日2023-12-31早于起始日2024-01-01：请核对"),
    (field("截止日", "2125-12-31"), "方案", 9, "超过10年：请核对年份"),
    (field("成文日期", "2026-01-05"), "方案", 7, "成文日期2026-01-05晚于截止日2025-12-31"),
    (field("县", "140699"), "方案", 3, "系统里没有区划代码是“140699”的县"),
    (field("编号", "山阴_2024"), "方案", 2, "编号“山阴_2024”只能用字母、数字、横线和下划线"),
    (
        put("指标", 3, "编号", "指标1"),
        "指标",
        3,
        "编号“指标1”只能用大写字母和数字，字母开头",
    ),
    (put("指标", 3, "编号", "A1234"), "指标", 3, "字母开头，最多4位，如 A1"),
    (put("单位", 20, "编号", "Energy-2"), "单位", 20, "编号“Energy-2”只能用小写字母、数字和下划线"),
    (put("单位", 20, "编号", "none"), "单位", 20, "编号“none”系统另有用处：请另编一个"),
    (put("存疑", 3, "编号", "疑/1"), "存疑", 3, "编号“疑/1”只能用字母、数字、横线和下划线"),
    (
        field("发文字号", "山政办发〔2026〕3号"),
        "方案",
        2,
        "编号“shanyin_2024”已是山政办发〔2024〕31号的：另一份方案请另编一个编号",
    ),
    # clauses
    (put("条款", 6, "编号", "1-1"), "条款", 6, "编号“1-1”和第4行重复"),
    (put("条款", 4, "上级条款", "9"), "条款", 4, "“上级条款”写的“9”在“条款”表里没有"),
    (put("条款", 3, "上级条款", "2"), "条款", 3, "上级条款“2”排在它后面：请把上级移到前面"),
    (emptied("条款"), "条款", 0, "一行也没有填"),
    # units
    (put("单位", 2, "区划代码", None), "单位", 2, "乡（镇）要填区划代码"),
    (put("单位", 3, "区划代码", "140622100"), "单位", 3, "区划代码“140622100”不是本县的乡（镇）"),
    (put("单位", 15, "区划代码", "140621"), "单位", 15, "只有乡（镇）填区划代码：请清空“140621”"),
    (put("单位", 38, "代报单位", "bus_station"), "单位", 38, "代报单位“bus_station”不是成员单位"),
    (put("单位", 38, "代报单位", "emu_station"), "单位", 38, "代报单位不能是自己"),
    (put("单位", 38, "代报单位", None), "单位", 38, "没有人报它的数，请填代报单位"),
    (
        more("别名", 单位="energy", 写法="县财政局", 出处="附件1"),
        "别名",
        16,
        "已经是单位“finance”的名称",
    ),
    (put("牵头", 3, "起", "2026-02-01"), "牵头", 3, "起始日2026-02-01晚于方案的截止日2025-12-31"),
    # duties
    (duty(单位="atlantis"), "职责", 107, "“单位”写的“atlantis”在“单位”表里没有"),
    (duty(), "职责", 107, "条款和单位“task1、energy”和第5行重复"),
    (duty(单位="140621103"), "职责", 107, "“岱岳镇”已经包括在第2行里：请删去这一行"),
    (
        duty(单位="fire", 填报事项="场所：harbour"),
        "职责",
        107,
        "填报事项“场所：harbour”：“场所类型”表里没有编号“harbour”的场所",
    ),
    (duty(单位="fire", 填报事项="充电距离：moon"), "职责", 107, "本县没有代号“moon”的片区或公路"),
    # indicators: ratios without denominators, registers without keepers
    (put("指标", 5, "除以", None), "指标", 5, "形式是比值，“除以”没有填：没有分母算不出来"),
    (put("指标", 6, "按什么分", None), "指标", 6, "形式是覆盖，“按什么分”没有填"),
    (put("指标", 6, "达到才算覆盖", None), "指标", 6, "“达到才算覆盖”没有填：请填几台（座）才算"),
    (put("指标", 2, "单位", "个"), "指标", 2, "单位写“个”，而公共充电桩按“台”数：请改成“台”"),
    (put("指标", 4, "时段", "累计"), "指标", 4, "各月不能相加：时段请改成“最新”，现在是“累计”"),
    (put("指标", 2, "计哪些变动", None), "指标", 2, "时段是“本年累计”，“计哪些变动”没有填"),
    (put("指标", 5, "计什么", "目标数：I98"), "指标", 5, "“指标”表里没有编号“I98”的指标"),
    (put("职责", 15, "填报事项", None), "指标", 16, "没有单位报“场所：estate”，登记册没有人建"),
    (
        indicator(形式="合计", 计什么="公共充电桩", 限定="港口"),
        "指标",
        47,
        "“限定”写的“港口”不认得",
    ),
    (put("指标", 7, "担任", "桩车比"), "指标", 7, "第5行已经担任“桩车比”：请只留一个"),
    (put("指标", 3, "担任", "村（社区）覆盖"), "指标", 3, "“形式”要覆盖"),
    (put("指标", 2, "计哪些变动", "期初"), "指标", 2, "“计哪些变动”要新增：请改正，或者清空“担任”"),
    (put("指标", 8, "担任", "保有量"), "指标", 8, "“担任”没有“保有量”这个词：请从这些里选"),
    # targets
    (target(指标="I98", 力度="实现"), "目标", 46, "“指标”写的“I98”在“指标”表里没有"),
    (target(力度="实现", 数值=510), "目标", 46, "指标、年度和力度“I02、2025、attain”和第5行重复"),
    (target(力度="力争", 数值=500), "目标", 46, "力争的数比第5行必须达到的还容易"),
    (put("目标", 3, "年度", 2027), "目标", 3, "2027年不在方案期2024—2025年内"),
    (put("目标", 24, "数值", 110), "目标", 24, "比例写的110%超过100%"),
    (put("目标", 24, "数值", 0.6), "目标", 24, "要填整数（比例写百分之几：60%写 60）"),
    (put("待定口径", 2, "答案", "是或否"), "待定口径", 2, "“pace”的“答案”要"),
    (put("待定口径", 2, "事项", "speed"), "待定口径", 2, "系统不认得事项“speed”"),
    (put("待定口径", 6, "事项", "register:I77"), "待定口径", 6, "没有编号“I77”"),
    (put("目标", 10, "总数", None), "目标", 10, "形式是处数，“总数”没有填"),
    (put("目标", 10, "数值", 13), "目标", 10, "13处超过总数12处"),
    (put("目标", 10, "形式", "数值"), "目标", 10, "指标是覆盖，目标的形式请填处数或比例"),
    (put("目标", 11, "方向", "小于"), "目标", 11, "力度是“不少于”，方向却是“小于”"),
    (put("任务数", 2, "单位", "grid2"), "任务数", 2, "“单位”写的“grid2”在“单位”表里没有"),
    (put("任务数", 3, "单位", "140621103"), "任务数", 3, "单位“140621103”和第2行重复"),
    (put("指标", 34, "担任", None), "任务数", 0, "没有担任“各单位任务数”的指标"),
    (put("路网", 2, "指标", "I77"), "路网", 2, "“指标”写的“I77”在“指标”表里没有"),
    (put("存疑", 2, "条款", "1-9"), "存疑", 2, "“条款”写的“1-9”在“条款”表里没有"),
    (put("待定口径", 5, "存疑", "D99"), "待定口径", 5, "“存疑”写的“D99”在“存疑”表里没有"),
]


def ids(case):
    return f"{case[1]}-{case[2]}-{case[3][:12]}"


@pytest.mark.one_in(3)
@pytest.mark.at_length
@pytest.mark.parametrize("case", BROKEN, ids=ids)
def test_a_broken_workbook_is_told_by_sheet_and_row_and_how_to_mend_it(case):
    change, sheet, row, says = case
    before = (Plan.objects.count(), Clause.objects.count(), Target.objects.count())
    faults = examined(changed(change)).findings.faults
    assert [
        fault for fault in faults if (fault.sheet, fault.row) == (sheet, row) and says in fault.says
    ]
    assert (Plan.objects.count(), Clause.objects.count(), Target.objects.count()) == before


def test_all_faults_are_told_at_once():
    """One of each sheet in one workbook: each is told, in the order of the sheets."""
    chosen = {case[1]: case for case in BROKEN if case[2]}

    def change(book):
        for case in chosen.values():
            case[0](book)

    faults = examined(changed(change)).findings.faults
    for _, sheet, row, says in chosen.values():
        assert any(f.sheet == sheet and f.row == row and says in f.says for f in faults), sheet
    assert len(chosen) == 12


def test_what_was_loaded_may_be_changed_and_not_taken_away():
    content = changed(lambda book: book["条款"].delete_rows(40))
    (fault,) = [f for f in examined(content).findings.faults if "已载入" in f.says]
    assert fault.says.startswith("已载入的“annex3　附件3　山阴县内公路")
    assert fault.says.endswith("这里没有：载入的内容只能改，不能删，请补回来")


def test_a_unit_of_another_plan_keeps_its_name(april):
    def change(book):
        field("编号", "shanyin_2027")(book)
        field("发文字号", "山政办发〔2026〕40号")(book)
        put("单位", 15, "名称", "县能源办")(book)

    (fault,) = examined(changed(change)).findings.faults
    assert (fault.sheet, fault.row) == ("单位", 15)
    assert "编号“energy”在系统里是“县能源局”，这里写“县能源办”" in fault.says
    energy = Unit.objects.get(code="energy")
    with make.at(date(2025, 4, 2)):
        chief = cast.person("chief", Role.CHIEF)
        changes.rename(chief, energy, "县能源办", date(2025, 4, 1), "编办〔2025〕1号")
    assert examined(changed(change)).findings.faults == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "这不是 .xlsx 文件"),
        (b"\xd0\xcf\x11\xe0 an old one", "这是旧格式（.xls、.et）或加了密码的文件"),
        (SHIPPED_BOOK[:-2000], "文件不完整或已损坏"),
        (b"x" * (5 * 1024 * 1024 + 1), "文件超过5兆"),
    ],
    ids=["empty", "old", "cut", "large"],
)
def test_what_is_no_workbook_is_refused_in_a_sentence(content, says, tmp_path):
    with pytest.raises(UnreadableFile, match=says.replace("（", ".").replace("）", ".")):
        cells.read(content)
    path = tmp_path / "plan.xlsx"
    path.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("load_plan", path)
    assert Indicator.objects.count() == 45


def test_the_command_ends_in_every_fault_and_loads_nothing(tmp_path):
    path = tmp_path / "plan.xlsx"

    def change(book):
        put("目标", 2, "数值", 134)(book)  # right, and must not come in
        put("指标", 5, "除以", None)(book)
        put("任务数", 3, "2025年", "十五")(book)

    path.write_bytes(changed(change))
    with pytest.raises(CommandError) as caught:
        call_command("load_plan", path)
    assert str(caught.value).splitlines() == [
        "有2处要改，没有载入：",
        "  “任务数”第3行：“2025年”要填整数，不带单位；现在是“十五”",
        "  “指标”第5行：形式是比值，“除以”没有填：没有分母算不出来",
    ]
    assert Target.objects.get(indicator__code="I01", year=2024).value == 133


@pytest.mark.parametrize("starts_on", ["", "明年", "2026-01-01"])
def test_nothing_is_implied_of_a_term_that_cannot_be_read(starts_on):
    draft = Draft({"plan": [{"starts_on": starts_on, "ends_on": ""}]})
    assert doubts.implied(draft) is None
