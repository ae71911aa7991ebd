"""Layouts by hand: what is summed, carried, asked, left out and named."""

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from ledger.sheets import cells, reading, settling
from ledger.sheets.following import signature
from ledger.sheets.settled import Settlement
from tests.ledger.sheets.plan import VOCABULARY, load, names

TODAY = date(2025, 12, 20)
HEADS = ["站点名称", "地址", "直流桩", "交流桩", "充电枪", "投运日期", "性质", "站点类别"]
SOUTH, FIRST = "岱岳镇南大道村", "岱岳镇先进村"


def site(name="甲站", place=SOUTH, dc=2, ac=0, guns=4, on="2025-06-01", **more):
    return [name, place, dc, ac, guns, on, more.get("nature", "公共"), more.get("kind", "小区")]


def book(*sheets, merges=(), hidden=()):
    made = Workbook()
    made.remove(made.active)
    for number, given in enumerate(sheets):
        name, rows = given if isinstance(given, tuple) else (f"表{number}", given)
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append([value if value != "" else None for value in row])
        for block in merges:
            sheet.merge_cells(block)
        for row in hidden:
            sheet.row_dimensions[row].hidden = True
    content = io.BytesIO()
    made.save(content)
    return cells.sheets(content.getvalue())


def read(found, answers=(), vocabulary=VOCABULARY, **mended):
    settlement = settling.propose(found, vocabulary)
    settlement.answers |= dict(answers)
    settlement.mended |= mended
    kept = Settlement.from_json(settlement.as_json())
    return reading.read(found, kept, vocabulary, TODAY)


def asked(found):
    return {one.key: one.proposal for one in found.questions if one.is_open}


def sites(found):
    return [(r.name, r.village[-3:], r.dc or 0, r.ac or 0, r.connectors) for r in found.rows]


def test_sections_say_the_township_and_the_nature_of_the_rows_below_them():
    heads = ["站点名称", "地址", "直流桩", "交流桩", "充电枪", "投运日期", "站点类别"]
    short = [[*site()[:6], "小区"], [*site("乙站", "水泉村")[:6], "小区"]]
    found = read(
        book(
            [
                heads,
                ["一、岱岳镇"],
                ["南", "南大道村", *short[0][2:]],
                ["二、玉井镇（1处）"],
                short[1],
            ]
        ),
        {"default:nature": "public"},
    )
    assert sites(found) == [("南", "200", 2, 0, 4), ("乙站", "204", 2, 0, 4)]
    by_nature = [
        heads,
        ["一、公共充电桩"],
        short[0],
        ["二、专用充电桩"],
        [*site("丙站")[:6], "小区"],
    ]
    assert [row.nature for row in read(book(by_nature)).rows] == ["public", "dedicated"]


def test_a_sheet_a_township_gives_the_township():
    found = read(
        book(("岱岳镇", [HEADS, site(place="南大道村")]), ("玉井镇", [HEADS, site("乙", "水泉村")]))
    )
    assert [row.village for row in found.rows] == ["140621103200", "140621100204"]
    wrong = read(book(("岱岳镇", [HEADS, site(place="玉井镇水泉村")])))
    assert [fault.field for fault in wrong.faults] == ["village"]


def test_a_sheet_of_all_is_read_once_beside_the_sheets_of_its_parts():
    one, other = site(), site("乙站", "玉井镇玉井村")
    found = read(
        book(("全县", [HEADS, one, other]), ("岱岳镇", [HEADS, one]), ("玉井镇", [HEADS, other]))
    )
    assert [row.sheet for row in found.rows] == ["全县", "全县"]
    assert {row.sheet: row.reason for row in found.skipped} == {
        "岱岳镇": "其中各处都在表“全县”里，不重复读",
        "玉井镇": "其中各处都在表“全县”里，不重复读",
    }


def test_stations_and_their_piles_on_two_sheets_are_counted_once():
    piles = ["站点名称", "地址", "设备类型", "单桩功率", "枪数", "投运日期"]
    rows = [["甲站", SOUTH, "直流", 60, 2, "2025-06-01"]] * 2
    found = read(book([HEADS, site()], [piles, *rows]))
    assert sites(found) == [("甲站", "200", 2, 0, 4)]
    assert "已在表“表0”里" in found.skipped[-1].reason


def test_rows_of_guns_are_counted_to_their_piles():
    heads = [
        "电站名称",
        "电站地址",
        "桩编号",
        "枪编号",
        "设备类型",
        "额定功率",
        "投运时间",
        "设备状态",
    ]
    rows = [
        ["甲站", SOUTH, pile, gun, "直流", 120, "2025-06-01", state]
        for pile, gun, state in (
            ("A1", 1, "空闲"),
            ("A1", 2, "充电中"),
            ("A2", 1, "故障"),
            ("A2", 2, "空闲"),
        )
    ]
    answers = {"default:nature": "public", "default:kind": "hub", "word:status:故障": "stopped"}
    found = read(book([heads, *rows]), answers)
    assert sites(found) == [("甲站", "200", 2, 0, 4)]
    assert (found.rows[0].power, found.rows[0].status, found.faults) == (2400, "in_use", [])


def test_a_row_that_names_a_gun_and_no_pile_is_asked():
    heads = ["站点名称", "地址", "枪编号", "类型", "投运日期", "性质", "站点类别"]
    rows = [["甲站", SOUTH, f"G{n}", "直流", "2025-06-01", "公共", "小区"] for n in (1, 2)]
    found = book([heads, *rows])
    assert asked(read(found)) == {"grain": "", "default:connectors": "one"}, "it may be either"
    answers = {"grain": "pile", "default:connectors": "one"}
    assert sites(read(found, answers)) == [("甲站", "200", 2, 0, 2)]
    assert {one.field for one in read(found, {**answers, "grain": "each"}).faults} == {"piles"}


def test_days_under_a_head_that_nobody_knows_are_asked():
    found = book([[*HEADS[:5], "大事记", *HEADS[6:]], site()])
    assert asked(read(found)) == {"column:大事记": "on"}
    assert read(found, {"column:大事记": "on"}).rows[0].on == "2025-06-01"
    assert [one.field for one in read(found, {"column:大事记": "unused"}).faults] == ["on"]


def test_months_under_a_head_that_nobody_knows_are_asked_with_it():
    found = read(book([[*HEADS[:5], "何时", *HEADS[6:]], site(on="2025年6月")]))
    assert asked(found) == {"column:何时": "on", "month": "last"}


def test_the_power_of_one_pile_says_nothing_of_two_kinds():
    heads = [*HEADS, "单桩功率"]
    assert read(book([heads, [*site(), 60]])).rows[0].power == 1200
    faults = read(book([heads, [*site(dc=2, ac=2), 60]])).faults
    assert [one.field for one in faults] == ["each"]


def test_rows_by_current_are_summed_to_their_site():
    heads = ["站点名称", "地址", "桩类型", "数量", "枪数", "总功率", "投运日期", "性质", "站点类别"]
    rows = [
        ["甲站", SOUTH, "直流", 2, 4, 120, "2025-06-01", "公共", "小区"],
        ["甲站", SOUTH, "交流", 3, 3, 21, "2025-06-01", "公共", "小区"],
    ]
    found = read(book([heads, *rows]))
    assert asked(found) == {} and sites(found) == [("甲站", "200", 2, 3, 7)]
    assert (found.rows[0].power, found.rows[0].numbers) == (1410, [2, 3])


def test_a_number_merged_over_several_rows_counts_once():
    heads = ["站点名称", "地址", "设备类型", "总功率", "枪数", "投运日期", "性质", "站点类别"]
    rows = [["甲站", SOUTH, "直流", 120, 2, "2025-06-01", "公共", "小区"], ["", "", "直流", "", 2]]
    merges = [f"{one}2:{one}3" for one in "ABDFGH"]
    found = read(book([heads, *rows], merges=merges))
    assert sites(found) == [("甲站", "200", 2, 0, 4)] and found.rows[0].power == 1200


def test_names_left_empty_below_the_first_are_asked():
    text = "站点名称,地址,设备类型,单桩功率,投运日期,枪数,性质,站点类别\n"
    text += f"甲站,{SOUTH},直流,60,2025-06-01,2,公共,小区\n,,交流,7,,1,,\n"
    found = read(cells.sheets(text.encode()))
    assert asked(found) == {"carry": "same"} and len(found.faults) == 1
    assert sites(read(cells.sheets(text.encode()), {"carry": "same"})) == [("甲站", "200", 1, 1, 3)]
    alone = read(cells.sheets(text.encode()), {"carry": "each"})
    assert "site" in {fault.field for fault in alone.faults}


@pytest.mark.parametrize(
    ("extra", "answers", "piles"),
    [
        ("其他桩", {"column:其他桩": "+dc"}, (5, 0)),
        ("其他桩", {"column:其他桩": "unused"}, (2, 0)),
        ("超充桩", {"columns:dc": "sum"}, (5, 0)),
        ("快充桩", {"columns:dc": "sum"}, (5, 0)),
        ("快充桩", {"columns:dc": "2"}, (2, 0)),
    ],
)
def test_a_further_column_of_piles_is_asked(extra, answers, piles):
    found = book([[*HEADS, extra], [*site(guns=12), 3]])
    assert set(asked(read(found))) == set(answers)
    assert [(r.dc, r.ac) for r in read(found, answers).rows] == [piles]
    assert read(found).faults != []


def test_a_power_that_may_be_of_one_pile_or_of_all_is_asked():
    heads = [*HEADS, "功率(kW)"]
    found = book([heads, [*site(), 120]])
    assert asked(read(found)) == {"power": ""}
    assert read(found, {"power": "each"}).rows[0].power == 2400
    mixed = book([heads, [*site(dc=2, ac=2), 134]])  # no pile is both
    assert asked(read(mixed)) == {} and read(mixed).rows[0].power == 1340


def test_kilowatts_that_no_pile_has_are_asked():
    found = book([[*HEADS, "总功率"], [*site(), 1200]])
    assert asked(read(found)) == {"scale": "0.1"}
    assert read(found, {"scale": "0.1"}).rows[0].power == 1200


def test_the_same_site_told_twice_is_asked():
    found = book([HEADS, site(), site(dc=4, guns=8)])
    assert asked(read(found)) == {"repeat": "each"}
    assert sites(read(found, {"repeat": "last"})) == [("甲站", "200", 4, 0, 8)]
    parts = book([HEADS, site(), site(dc=0, ac=3, guns=3)])
    assert asked(read(parts)) == {} and len(read(parts).rows) == 2


def test_rows_that_do_not_count_are_named_and_nothing_else_is_asked_of_them():
    heads = [*HEADS, "建设状态"]
    rows = [
        [*site(), "已投运"],
        [*site("乙站", FIRST, on="", kind="从未听说的"), "在建"],
        [*site("丙站", FIRST, nature="个人桩"), "已投运"],
        [*site("丁站", FIRST), "规划"],
    ]
    found = read(book([heads, *rows]))
    assert asked(found) == {} and found.faults == [] and len(found.rows) == 1
    assert [(r.name, r.status, r.nature) for r in found.set_aside] == [
        ("乙站", "building", "public"),
        ("丙站", "in_use", "private"),
        ("丁站", "planned", "public"),
    ]


def test_hidden_rows_are_asked():
    found = book([HEADS, site(), site("乙站", FIRST)], hidden=[3])
    assert asked(read(found)) == {"hidden": "read"}
    assert len(read(found, {"hidden": "read"}).rows) == 2
    left = read(found, {"hidden": "skip"})
    assert len(left.rows) == 1 and left.skipped[-1].reason == "隐藏的行，没有读"


def test_other_counties_are_named():
    heads = ["区县", *HEADS]
    found = read(book([heads, ["山阴县", *site()], ["应县", *site("乙站", "南泉乡")]]))
    assert len(found.rows) == 1
    assert found.skipped[-1].reason == "不在本县（应县）"


def test_totals_are_held_against_what_was_read():
    rows = [site(), site("乙站", FIRST), ["合计", "", 5, 0, 8]]
    found = read(book([HEADS, *rows]))
    assert [(t.field, t.said, t.read) for t in found.totals] == [
        ("dc", 5, 4),
        ("ac", 0, 0),
        ("connectors", 8, 8),
    ]
    no_word = read(book([HEADS, *rows[:2], ["", "", 4, 0, 8]]))
    assert no_word.skipped[-1].reason == "合计行" and len(no_word.rows) == 2
    odd = read(book([HEADS, *rows[:2], ["", "", 9, 0, 8]]))
    assert "site" in {fault.field for fault in odd.faults}


def test_a_sum_that_does_not_agree_with_its_parts_is_a_fault():
    heads = ["桩数", *HEADS]
    assert read(book([heads, [2, *site()]])).faults == []
    (fault,) = read(book([heads, [5, *site()]])).faults
    assert "“5”与直流2台、交流0台之和不符" in fault.sentence


def test_guns_of_both_currents_do_not_tell_the_piles_of_each():
    heads = ["站点名称", "地址", "桩数", "快充枪", "慢充枪", "投运日期", "性质", "站点类别"]
    rest = ["2025-06-01", "公共", "小区"]
    rows = [["甲站", SOUTH, 2, 4, 0, *rest], ["乙站", FIRST, 4, 4, 2, *rest]]
    found = read(book([heads, *rows]))
    assert asked(found) == {} and sites(found)[0] == ("甲站", "200", 2, 0, 4)
    (fault,) = found.rows[1].faults
    assert fault.typed == "4" and "看不出各几台" in fault.sentence
    mended = read(book([heads, *rows]), **{fault.group: "2直2交"})
    assert mended.faults == [] and sites(mended)[1] == ("乙站", "201", 2, 2, 6)


def test_a_day_that_is_shown_as_a_month_is_a_month():
    made = Workbook()
    for row in (HEADS, site(on=datetime(2025, 6, 1))):
        made.active.append(row)
    made.active["F2"].number_format = 'yyyy"年"m"月"'
    content = io.BytesIO()
    made.save(content)
    assert asked(read(cells.sheets(content.getvalue()))) == {"month": "last"}


def test_days_that_cannot_be_are_faults():
    for on in ("2026-06-01", "1905-07-17", "2025.1"):
        assert [fault.field for fault in read(book([HEADS, site(on=on)])).faults] == ["on"]


@pytest.mark.parametrize(
    ("rows", "part"),
    [
        ([["站点名称", "甲站"], ["所在村", SOUTH], ["直流桩", 2], ["交流桩", 0]], "横着排"),
        ([["甲站", SOUTH, 2, 0]], "没有找到清单的表头"),
        ([["乡镇", "行政村", "公共桩数量", "直流桩"], ["岱岳镇", "南大道村", 2, 1]], "统计的数量"),
        ([HEADS], "只有表头"),
        ([[*HEADS[:6], *HEADS[:6]], [*site()[:6], *site("乙站")[:6]]], "左右并排"),
    ],
)
def test_what_is_no_list_says_what_it_is(rows, part):
    found = read(book(rows))
    assert part in found.what and found.rows == [] and found.questions == []


def test_the_next_file_of_a_sender_follows_the_last():
    first = book([["充电点", "方位", *HEADS[2:]], site(kind="酒店")])
    settlement = settling.propose(first, VOCABULARY)
    settlement.tables[0].fields[1], settlement.tables[0].why[1] = "address", "person"
    settlement.answers["word:kind:酒店"] = "commercial"
    kept = Settlement.from_json(settlement.as_json())
    following = book([["充电点", "方位", *HEADS[2:]], site("乙站", FIRST, kind="酒店")])
    next_one = settling.propose(following, VOCABULARY, kept)
    found = reading.read(following, next_one, VOCABULARY, TODAY)
    assert asked(found) == {} and found.faults == []
    assert sites(found) == [("乙站", "201", 2, 0, 4)]
    assert signature(next_one) == signature(settlement)


def test_a_township_that_is_signed_in_need_not_name_itself():
    home = load(names(home="140621100"))
    assert [r.village for r in read(book([HEADS, site(place="水泉村")]), (), home).rows] == [
        "140621100204"
    ]
