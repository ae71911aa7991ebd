"""What is likely and not certain is proposed or told, and never taken without a word."""

import pytest

from ledger.sheets.gun_codes import stems
from tests.ledger.sheets.test_reading import SOUTH, asked, book, read, site, sites

HEADS = ["站点名称", "地址", "直流桩", "交流桩", "充电枪", "投运日期", "性质", "站点类别"]


def with_column(head, *said):
    """Sites of which one more column says something."""
    names = [f"{one}站" for one in "甲乙丙丁"[: len(said)]]
    return book([[*HEADS, head], *([*site(n), one] for n, one in zip(names, said, strict=True))])


def states(found):
    return [line.status for line in [*found.rows, *found.set_aside]]


def test_a_pile_without_connection_at_this_moment_is_asked_and_likely_in_use():
    found = with_column("状态", "离线", "在线")
    assert asked(read(found)) == {"word:status:离线": "in_use"}
    assert states(read(found, {"word:status:离线": "stopped"})) == ["stopped", "in_use"]


@pytest.mark.parametrize(
    ("head", "likely"), [("停用日期", "stopped"), ("拆除时间", "removed"), ("停运原因", "stopped")]
)
def test_a_row_that_fills_a_column_of_an_end_is_asked(head, likely):
    found = with_column(head, "", "2025-03-01")
    assert asked(read(found)) == {f"ended:{head}": likely}
    assert states(read(found, {f"ended:{head}": likely})) == ["in_use", likely]


def test_a_row_in_use_again_has_no_end():
    rows = [[*HEADS, "停用日期", "恢复日期"], [*site(), "2025-03-01", "2025-05-01"]]
    assert asked(read(book(rows))) == {}


@pytest.mark.parametrize(
    ("remark", "likely"),
    [
        ("规划二期再建2台", "in_use"),
        ("原停用，2025年6月已恢复", "in_use"),
        ("停用，尚未恢复", "stopped"),
        ("2024年已拆除", "removed"),
    ],
)
def test_a_remark_is_asked_with_what_it_probably_says_of_a_site_with_a_day(remark, likely):
    assert list(asked(read(with_column("备注", remark))).values()) == [likely]


@pytest.mark.parametrize("name", ["【停用】甲站", "（停用）甲站", "甲站（已停用）", "甲站[停用中]"])
def test_a_state_in_brackets_of_a_name_is_asked(name):
    assert list(asked(read(book([HEADS, site(name)]))).values()) == ["stopped"]


def test_sites_by_the_names_of_persons_are_likely_their_own():
    heads = ["户主", *HEADS[1:6], "站点类别"]
    found = book([heads, [*site("张三")[:6], "小区"]])
    assert asked(read(found)) == {"default:nature": "aside"}


def test_a_current_by_a_small_power_in_the_head_is_told():
    heads = ["站点名称", "地址", "7kW桩（台）", "120kW桩（台）", *HEADS[4:]]
    (notice,) = read(book([heads, site()])).notices
    assert "“7kW桩（台）”没有写直流交流，按功率记作交流桩" in notice


def test_a_sheet_without_heads_goes_on_with_the_list_before_it_and_is_told():
    one, other = ("国网", [HEADS, site()]), ("特来电", [site("乙站", dc=0, ac=3)])
    found = read(book(one, other))
    assert sites(found) == [("甲站", "200", 2, 0, 4), ("乙站", "200", 0, 3, 4)]
    assert found.notices == ["表“特来电”没有表头，照前面那张表的栏目读；请核对"]
    for unlike in (["乙站", SOUTH, "约两台", 0, 4, "2025-06-01", "公共", "小区"], ["乙站", 3]):
        found = read(book(one, ("特来电", [unlike])))
        assert len(found.rows) == 1 and "没有找到清单的表头" in found.skipped[-1].reason


@pytest.mark.parametrize(
    ("codes", "piles"),
    [
        (["P1-A", "P1-B", "P2-A"], ["P1", "P1", "P2"]),
        (["D01_1", "D01_2", "D02_1"], ["D01", "D01", "D02"]),
        (["01", "02", "03"], []),  # numbers one after another are piles as well
        (["S-1", "S-2", "S-3"], []),
        (["A-1", "B-1"], []),  # no pile has two
    ],
)
def test_codes_of_guns_tell_their_piles_where_all_of_them_do(codes, piles):
    assert [stems(codes).get(code) for code in codes if stems(codes)] == piles


def rated(*rows):
    """Sites that say (piles direct, alternating, kilowatts) under a head that tells of neither."""
    pairs = zip("甲乙丙丁", rows, strict=False)
    told = [[*site(f"{n}站", dc=dc, ac=ac, guns=dc + ac), kw] for n, (dc, ac, kw) in pairs]
    return read(book([[*HEADS, "功率（kW）"], *told]))


@pytest.mark.parametrize(
    ("rows", "likely"),
    [
        ([(0, 2, 7)], "each"),  # 3.5 kilowatts to a pile is what few have
        ([(0, 2, 14)], "power"),
        ([(0, 4, 28), (2, 0, 120)], "power"),
        ([(2, 0, 120)], ""),  # two of 60, or two of 120
        ([(2, 0, 120), (3, 0, 180)], "power"),  # as much to a pile in both
        ([(2, 0, 120), (3, 0, 120)], "each"),  # the same, of more piles and of fewer
        ([(4, 0, 60)], "each"),
        ([(0, 2, 7), (0, 3, 21)], ""),  # one speaks for each, one for all
    ],
)
def test_whether_a_power_is_of_each_pile_is_proposed_by_what_piles_usually_have(rows, likely):
    assert asked(rated(*rows)) == {"power": likely}


@pytest.mark.parametrize(
    ("head", "cell", "power"),
    [
        ("充电桩数量及功率", "2台/120kW", 0),  # asked
        ("充电桩数量及功率", "2台（120kW）", 0),
        ("桩数/功率", "120kW/2台", 0),
        ("数量及功率（kW）", "2/120", 0),
        ("桩数（台/kW）", "2/120", 0),
        ("充电桩数量及功率", "2台×120kW", 2400),
        ("充电桩数量（台）及单桩功率", "2台/120kW", 2400),
        ("充电桩数量、总功率", "2台，240千瓦", 2400),
        ("充电桩情况", "2台，总功率240kW", 2400),
        ("充电桩情况", "直流2台/每台120kW", 2400),
    ],
)
def test_a_cell_of_piles_with_their_kilowatts_is_read_as_two_numbers(head, cell, power):
    heads = ["站点名称", "地址", "桩型", head, *HEADS[4:]]
    found = book([heads, ["甲站", SOUTH, "直流", cell, *site()[4:]]])
    assert asked(read(found)) == ({} if power else {"power": ""})
    (line,) = read(found, {} if power else {"power": "each"}).rows
    assert (line.dc, line.ac, line.power, line.faults) == (2, 0, 2400, [])


def test_a_cell_of_piles_with_their_kilowatts_says_their_current_where_no_column_does():
    heads = ["站点名称", "地址", "充电桩及功率", *HEADS[4:]]
    said = (("甲站", "交流2台/14kW"), ("乙站", "待定"))
    rows = [[name, SOUTH, cell, *site()[4:]] for name, cell in said]
    found = read(book([heads, *rows]), {"power": "power"})
    assert [(line.dc, line.ac, line.power) for line in found.rows][0] == (0, 2, 140)
    assert [fault.typed for fault in found.faults] == ["待定"]


@pytest.mark.parametrize(
    ("head", "cell", "likely", "power"),
    [
        ("充电桩配置", "直流4台/60kW，交流2台/7kW", "each", 2540),
        ("充电桩配置", "直流桩4台（60kW），交流桩2台（7kW）", "each", 2540),
        ("充电桩配置", "直流4台（240kW）；交流2台（14kW）", "power", 2540),
        ("充电桩配置", "直流4台（60kW）；交流2台（14kW）", "", 2680),  # one for each, one for all
        ("充电桩配置", "直流4台，每台60kW，交流2台，共14kW", None, 2540),
        ("桩型及功率", "60kW直流×4+7kW交流×2", None, 2540),
    ],
)
def test_kilowatts_behind_the_piles_of_each_current_are_asked_about_where_no_word_tells(
    head, cell, likely, power
):
    found = book([["站点名称", "地址", head, *HEADS[4:]], ["甲站", SOUTH, cell, 8, *site()[5:]]])
    assert asked(read(found)) == ({} if likely is None else {"power": likely})
    assert [line.power for line in read(found).rows] == [power if likely is None else None]
    (line,) = read(found, {"power": likely or "each"}).rows
    assert (line.dc, line.ac, line.power, line.faults) == (4, 2, power, [])


@pytest.mark.parametrize(
    ("head", "cell", "likely", "power"),
    [
        ("单桩功率（kW）", "快充60kW，慢充7kW", None, 2540),
        ("单桩功率（kW）", "直流60/交流7", None, 2540),
        ("设备规格", "直流60kW，交流7kW", None, 2540),
        ("总功率（kW）", "直流240kW，交流14kW", None, 2540),
        ("总功率（kW）", "60kW直流×4+7kW交流×2", None, 2540),
        ("总功率（kW）", "快充60kW，慢充7kW", "each", 2540),  # what piles have, not four of them
        ("功率", "快充60kW，慢充7kW", "each", 2540),
        ("设备类型", "直流60kW，交流7kW", None, 2540),
    ],
)
def test_a_power_of_each_current_is_combined_with_the_piles_of_the_row(head, cell, likely, power):
    found = book([[*HEADS, head], [*site(dc=4, ac=2, guns=6), cell]])
    assert asked(read(found)) == ({} if likely is None else {"power": likely})
    (line,) = read(found, {"power": "each"}).rows
    assert (line.dc, line.ac, line.power, line.faults) == (4, 2, power, [])


@pytest.mark.parametrize(
    ("head", "cell", "said"),
    [
        ("单桩功率（kW）", "快充60kW", "没有写交流桩的功率"),
        ("单桩功率（kW）", "直流3台60kW，交流2台7kW", "与直流桩4台不符"),
    ],
)
def test_a_power_of_each_current_that_fits_not_the_piles_is_a_fault(head, cell, said):
    (fault,) = read(book([[*HEADS, head], [*site(dc=4, ac=2, guns=6), cell]])).faults
    assert said in fault.sentence and fault.typed == cell


def test_piles_in_all_are_not_divided_by_powers_of_both_currents():
    heads = ["站点名称", "地址", "充电桩数量", "单桩功率（kW）", *HEADS[4:]]
    rows = [[n, SOUTH, 6, kw, *site()[4:]] for n, kw in (("甲", "快充60，慢充7"), ("乙", "快充60"))]
    one, other = read(book([heads, *([*row[:4], 8, *row[5:]] for row in rows)])).rows
    assert "看不出各几台" in one.faults[0].sentence and one.power is None
    assert (other.dc, other.ac, other.power, other.faults) == (6, 0, 3600, [])


@pytest.mark.parametrize(
    ("sheet", "title", "likely"),
    [
        ("2025年6月", "", ""),
        ("6月", "2025年6月新投运充电桩明细", "last"),
        ("截至2025年6月", "", None),  # as of then
        ("2025年6月", "2025年7月份报表", None),  # which of both
        ("2025年6月5日", "", None),
    ],
)
def test_a_table_without_days_is_asked_whether_it_is_of_the_month_that_it_names(
    sheet, title, likely
):
    rows = [[*HEADS[:5], *HEADS[6:]], [*site()[:5], *site()[6:]]]
    found = book((sheet, [[title], *rows] if title else rows))
    assert asked(read(found)) == ({} if likely is None else {"month of table": likely})
    assert [fault.field for fault in read(found).faults] == ["on"]
    days = [read(found, {"month of table": one}).rows[0].on for one in ("last", "first", "each")]
    assert days == (["", "", ""] if likely is None else ["2025-06-30", "2025-06-01", ""])


def test_a_table_of_a_month_to_come_has_a_fault():
    rows = [[*HEADS[:5], *HEADS[6:]], [*site()[:5], *site()[6:]]]
    found = read(book(("2029年6月", rows)), {"month of table": "last"})
    assert ["晚于今天" in fault.sentence for fault in found.faults] == [True]


@pytest.mark.parametrize(
    ("said", "guns"), [("2拖4", 4), ("一拖二", 4), ("2桩4枪", 4), ("3拖6", None), ("双枪", 4)]
)
def test_guns_that_piles_drag_are_of_each_or_of_all(said, guns):
    heads = ["桩枪配置" if head == "充电枪" else head for head in HEADS]
    (line,) = read(book([heads, site(guns=said)])).rows
    assert line.connectors == guns
    assert [fault.typed for fault in line.faults] == ([] if guns else [said])


@pytest.mark.parametrize(
    ("heads", "piles"),
    [
        (("特来电快充", "国网快充"), 6),
        (("快充", "特来电快充"), None),  # which may be among those
    ],
)
def test_piles_of_several_makers_are_added_up_where_each_head_names_one(heads, piles):
    found = book([[*HEADS[:2], *heads, *HEADS[4:]], site(dc=2, ac=4, guns=12)])
    assert asked(read(found)) == ({} if piles else {"columns:dc": ""})
    assert [line.dc for line in read(found).rows if not line.faults] == ([piles] if piles else [])


@pytest.mark.parametrize(
    ("heads", "guns"),
    [
        (["快充桩数", "其中：超充桩数", "慢充桩数", "充电枪"], 14),
        (["快充桩", "其中特来电快充桩", "慢充桩", "充电枪"], 14),
    ],
)
def test_piles_that_are_among_others_are_counted_once(heads, guns):
    row = ["甲站", SOUTH, 6, 2, 2, guns, *site()[5:]]
    found = read(book([[*HEADS[:2], *heads, *HEADS[5:]], row]))
    assert (asked(found), sites(found)) == ({}, [("甲站", "200", 6, 2, guns)])


@pytest.mark.parametrize(
    ("heads", "numbers", "guns"),
    [
        (["快充枪", "其中超充枪", "慢充枪"], [8, 2, 2], 10),
        (["超充枪", "快充枪", "慢充枪"], [2, 6, 2], 10),
    ],
)
def test_guns_that_are_among_others_are_counted_once(heads, numbers, guns):
    row = ["甲站", SOUTH, 4, 2, *numbers, *site()[5:]]
    found = read(book([[*HEADS[:4], *heads, *HEADS[5:]], row]))
    assert (asked(found), sites(found)) == ({}, [("甲站", "200", 4, 2, guns)])


@pytest.mark.parametrize(
    ("powers", "likely"),
    [((60, 7), "each"), ((240, 14), None), ((300, 14), ""), ((60, 14), "")],
)
def test_powers_of_each_current_are_of_all_piles_unless_these_were_unusual(powers, likely):
    heads = [*HEADS, "直流功率（kW）", "交流功率（kW）"]
    found = book([heads, [*site(dc=4, ac=2, guns=10), *powers]])
    assert asked(read(found)) == ({} if likely is None else {"power": likely})
    of_all, of_each = (read(found, {"power": one}).rows[0].power for one in ("power", "each"))
    direct, alternating = powers
    assert of_all == 10 * (direct + alternating)
    assert of_each == 10 * (4 * direct + 2 * alternating)


def test_numbers_of_each_current_with_their_kilowatts_are_told_apart():
    rows = [[*site(dc="4台60kW", ac="2台7kW", guns=10)], [*site("乙站", dc="2台×120kW", guns=4)]]
    found = book([HEADS, *rows])
    assert asked(read(found)) == {"power": "each"}
    assert [line.power for line in read(found, {"power": "each"}).rows] == [2540, 2400]
    assert [line.power for line in read(found, {"power": "power"}).rows] == [670, 2400]


def test_numbers_under_a_current_with_a_power_are_of_piles():
    heads = [*HEADS[:2], "直流120kW", "直流60kW", "交流7kW", *HEADS[4:]]
    (line,) = read(book([heads, ["甲站", SOUTH, 4, 2, 2, 14, *site()[5:]]])).rows
    assert (line.dc, line.ac, line.power, line.faults) == (6, 2, 6140, [])


def test_of_piles_of_both_currents_neither_is_proposed():
    heads = [*HEADS[:2], "桩型", "桩数", *HEADS[4:]]
    found = read(book([heads, ["甲站", SOUTH, "直流、交流", 6, 8, *site()[5:]]]))
    assert asked(found) == {"word:current:直流、交流": ""}


def test_piles_under_sections_that_say_whose_they_are_are_asked_about_apart():
    heads, one = [*HEADS[:6], "站点类别"], [*site()[:6], "小区"]
    rows = [["一、国网公司"], one, ["二、公交公司"], ["乙站", *one[1:]], ["丙站", *one[1:]]]
    found = book([heads, *rows])
    keys = ["default:nature:国网公司", "default:nature:公交公司"]
    assert asked(read(found)) == dict(zip(keys, ["public", ""], strict=True))
    answers = dict(zip(keys, ["public", "dedicated"], strict=True))
    natures = [line.nature for line in read(found, answers).rows]
    assert natures == ["public", "dedicated", "dedicated"]
