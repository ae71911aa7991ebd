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
