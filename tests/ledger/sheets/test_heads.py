"""Heads that nobody listed are put together of words that everybody uses."""

import pytest

from ledger.sheets import settling
from tests.ledger.sheets.plan import VOCABULARY
from tests.ledger.sheets.test_reading import book

HEADS = {
    "site": "充电站点全称 充换电设施名称 停车区名称 充电点位名称 充电站名 站（点）名称",
    "township": "归属乡镇 乡镇/街道 所在镇 所处乡镇 属地乡镇",
    "village": "自然村 村委会 社区/村 归属村（社区） 所属行政村名称",
    "address": "地址信息 位置描述 设立地点 充电点位置 具体安装地点 桩点位置",
    "kind": "场所分类 安装场所类型 布设场所 停车场类型 服务场景",
    "nature": "桩属性 公私属性 公共/专用/私人 是否为公共桩 开放程度 充电桩性质",
    "dc": "其中：直流桩 直流快充桩数（台） DC桩 大功率直流桩 一体式直流桩 直流桩规模 公共直流桩数",
    "ac": "其中：慢充桩 AC桩 交流慢充桩数 壁挂交流桩",
    "piles": "月末桩数 充电桩数目 设备总数（台） 安装台数 充电机数量 现有桩数 桩数/枪数",
    "current": "直/交流 快充/慢充类型 AC/DC 充电模式 设备型式",
    "guns_each": "桩枪配置 拖枪数",
    "connectors": "枪头总数 充电枪数目（把） 枪支数量 充电端口 直流枪头数",
    "power": "充电总容量（kW） 额定总容量 场站功率 站点装机容量",
    "each": "平均单桩功率 单台充电功率 每桩最大功率",
    "wattage": "最大输出功率 规格功率 额定容量",
    "on": "开始使用时间 商业运营时间 投放时间 启运时间 验收投运时间 投运时间/日期 何时建成",
    "status": "是否在运 是否停用 目前运行状态 投用情况 工程状态 场站状态",
    "explanation": "其它说明 特殊说明 备注信息 其他",
    "site_code": "站ID 充电站代码 平台站点编号",
    "pile_code": "充电桩ID SN码 充电设备编码 桩资产编号 设备号",
    "gun_code": "枪ID 接口ID 枪口号",
    "lng": "GPS经度 经度（E） 坐标（经度）",
    "lat": "高德纬度 纬度N 坐标（纬度）",
    "county": "县/区 所属县（市、区） 县区名",
    "": "计划投运时间 变压器容量（kVA） 桩名称 编号 ID",
}


@pytest.mark.parametrize("name", HEADS)
def test_a_head_is_known_by_its_parts(name):
    said = {head: VOCABULARY.head(head) for head in HEADS[name].split()}
    assert said == dict.fromkeys(said, name)


@pytest.mark.parametrize(
    ("head", "name"),
    [("华为超充", "dc"), ("星星充电慢充", "ac"), ("特来电桩数", "piles"), ("投运年", "on")],
)
def test_a_head_that_names_a_maker_or_a_part_of_a_day_is_known(head, name):
    assert VOCABULARY.head(head) == name


@pytest.mark.parametrize(
    "head",
    [
        "资产性质",
        "土地性质",
        "报装容量",
        "服务半径",
        "站长电话",
        "是否收停车费",
        "电压等级",
        "规划桩位数",
    ],
)
def test_what_only_looks_like_one_is_not_taken_for_it(head):
    assert VOCABULARY.head(head) in ("", None)


@pytest.mark.parametrize("merges", [("C1:E1",), ()])
def test_a_row_of_words_that_divides_heads_is_one_of_them(merges):
    heads = ["站名", "地址", "直流桩（台）", "", "", "交流桩（台）", "充电枪", "投运日期"]
    below = ["", "", "60kW", "120kW", "160kW", "7kW"]
    row = ["甲站", "岱岳镇南大道村", 2, 1, 0, 2, 8, "2024-08-08"]
    table = settling.propose(book([heads, below, row], merges=merges), VOCABULARY).tables[0]
    assert table.head == [1, 2] and table.fields[2:6] == ["dc", "dc", "dc", "ac"]


def test_a_row_of_a_list_divides_no_heads():
    heads = ["站名", "地址", "直流桩", "交流桩", "备注", "", "充电枪", "投运日期"]
    rows = [["甲站", "岱岳镇南大道村", 2, 1, "已验收", "在册", 5, "2024-08-08"]]
    for row in (rows[0], ["", "", 2, 1, "已验收", "在册", 5, ""]):
        table = settling.propose(book([heads, row, *rows]), VOCABULARY).tables[0]
        assert table.head == [1, 1]


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("status", "stopped", "未运行 不可用 暂未使用 长期停运 不正常"),
        ("status", "building", "未投入使用 已建未投 即将投运 已开工 建设未完"),
        ("status", "in_use", "在运 试运行 可正常使用 已通电"),
        ("status", "removed", "退运 已撤除 已搬迁"),
        ("nature", "dedicated", "仅限本单位 非开放 职工使用 公务专用"),
        ("nature", "public", "面向社会公众 对外运营 全部开放"),
        ("kind", "scenic", "景区停车场 旅游景点"),
        ("kind", "public_place", "村委会大院 便民服务中心 村级停车场"),
        ("kind", "institution", "单位停车场 卫生院 行政事业单位"),
    ],
)
def test_a_word_that_denies_is_not_proposed_for_what_it_denies(name, code, words):
    said = {word: VOCABULARY.meaning(name, word).code for word in words.split()}
    assert said == dict.fromkeys(said, code)


@pytest.mark.parametrize(
    ("name", "head", "text", "means"),
    [
        ("status", "是否停用", "是", "停用"),
        ("status", "是否停用", "否", "正常"),
        ("status", "是否在用", "否", "否"),
        ("nature", "是否专用", "是", "专用"),
        ("nature", "是否专用", "否", "公共"),
        ("nature", "是否对外开放", "否", "专用"),
    ],
)
def test_yes_and_no_mean_what_their_head_asks(name, head, text, means):
    assert VOCABULARY.answered(name, text, head) == means
