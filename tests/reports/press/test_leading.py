"""Where the words of a paper lead: each number and each name to its own figure."""

from dataclasses import replace

import pytest

from reports.documents.content import Paragraph, Sentence, Shown
from reports.press import leading, press, web
from reports.press.leading import pieces
from tests.reports.press import sample

NAMES = {"u11": "甲镇", "u12": "乙乡", "u13": "县丙局", "I21": "停车区覆盖", "I31": "换电试点"}


def led(text, *figures, edited=False):
    """The sentence with what leads somewhere in brackets, behind it the figure by its number."""
    shown = tuple(Shown(key, digits) for key, digits in figures)
    found = pieces(Sentence(text, shown, "口径"), NAMES, edited)
    assert "".join(piece.text for piece in found) == text
    order = [key for key, _ in figures]
    return "".join(
        f"[{p.text}]{order.index(p.figures[0].key)}" if p.figures else p.text for p in found
    )


ADDED = [("I01_140621_m_202511", "6"), ("I01_140621_m_202510", "22")]
CURRENTS = [("I01d_140621_m_202511", "4"), ("I01a_140621_m_202511", "2")]
OF_ROWS = [("I33_u11_m_202511", "5"), ("I33_u12_m_202511", "2"), ("I33_u13_m_202511", "2")]
COVERED = [("I05_140621_t_202511", "11/14"), ("I10_140621_t_202511", "59/208")]


@pytest.mark.parametrize(
    ("text", "figures", "wanted"),
    [
        (
            "11月，全县新增6台，比10月少16台，其中直流4台、交流2台。",
            ADDED + CURRENTS,
            "11月，全县新增[6]0台，比10月少16台，其中直流[4]2台、交流[2]3台。",
        ),
        (
            "新增的有：甲镇5台、乙乡2台、县丙局2台；其余18个单位均无新增。",
            OF_ROWS,
            "新增的有：[甲镇5]0台、[乙乡2]1台、[县丙局2]2台；其余18个单位均无新增。",
        ),
        (
            "列入2025年的5个单位中，2个已完成：甲镇（106.7%）、乙乡。",
            OF_ROWS[:2],
            "列入2025年的5个单位中，2个已完成：[甲镇]0（[106.7%]0）、[乙乡]1。",
        ),
        (
            "1至11月累计新增161台，完成任务192台的83.9%，还差31台。",
            [("I01_140621_y_202511", "161"), ("I01_140621_y_202411", "90")],
            "1至11月累计新增[161]0台，完成任务[192]0台的[83.9%]0，还差[31]0台。",
        ),
        (
            "三季度新增30台（7月10台、8月8台、9月12台）。",
            [(f"I01_140621_m_2025{m}", n) for m, n in (("07", "10"), ("08", "8"), ("09", "12"))],
            "三季度新增30台（7月[10]0台、8月[8]1台、9月[12]2台）。",
        ),
        (
            "14个乡（镇）中，11个有站；208个村中，59个有桩，占28.4%；149个没有。",
            COVERED,
            "14个乡（镇）中，[11]0个有站；208个村中，[59]1个有桩，占[28.4%]1；149个没有。",
        ),
        ("在建2台（见附件5）。", OF_ROWS[1:2], "在建[2]0台（见附件5）。"),
        ("还有149个村没有桩。", COVERED, "还有[149]1个村没有桩。"),
        (
            "停车区覆盖达到3个（共4个），换电试点尚无（目标1个）。",
            [("I21_140621_t_202511", "3/4"), ("I31_140621_y_202511", "0")],
            "[停车区覆盖]0达到[3]0个（共[4]0个），[换电试点]1尚无（目标[1]1个）。",
        ),
        (
            "尚无公共充电站的有：甲镇、乙乡。",
            [("I05_140621_t_202511", "12/14")],
            "尚无公共充电站的有：[甲镇]0、[乙乡]0。",
        ),
        ("各单位均无新增。", OF_ROWS[:1], "[各单位均无新增。]0"),
        ("各单位均无新增。", OF_ROWS, "[各单位均无新增。]0[]1[]2"),
        ("两家都有新增。", [*OF_ROWS[:2], OF_ROWS[0]], "[两家都有新增。]0[]1"),
        ("没有数字来历的话", [], "没有数字来历的话"),
    ],
)
def test_each_number_and_each_name_leads_to_its_own_figure(text, figures, wanted):
    assert led(text, *figures) == wanted


def test_what_an_editor_wrote_leads_only_where_it_says_a_figure_as_it_is():
    assert led("甲镇5台，比上月多3台。", *OF_ROWS[:2], edited=True) == "[甲镇5]0台，比上月多3台。"
    assert led("请抓紧。", *OF_ROWS[:1], edited=True) == "请抓紧。"


def test_a_sentence_that_names_nobody_leads_to_all_of_its_figures_and_says_the_same():
    said = Sentence("各单位均无新增。", tuple(Shown(*figure) for figure in OF_ROWS), "口径")
    content = replace(sample.content(), body=(Paragraph((said,)),))
    read = web.fragment(content, NAMES)
    for key, _ in OF_ROWS:
        assert f"/figures/{key}/?known={content.known}" in read
    assert 'aria-label="乙乡：2"' in read and leading.led(content, NAMES).body[0].text == said.text
    assert press.render(content, "html").decode().count("/figures/I33_u12") <= 1  # as it was


def test_a_sheet_that_is_read_leads_by_every_cell_and_can_be_pointed_at_by_paragraph():
    said = Sentence("甲镇新增5台。", (Shown("I33_u11_m_202511", "5"),))
    content = replace(sample.content(), body=(Paragraph((said,)), *sample.content().body))
    frozen, read = press.render(content, "html").decode(), web.fragment(content, NAMES)
    assert 'id="p-1"' in read and 'href="#p-1"' in read and "#p-1" not in frozen
    tables = (table for attachment in content.attachments for table in attachment.tables)
    keys = [cell.key for table in tables for row in table.rows for cell in row if cell.key]
    for key in keys:
        assert read.count(f'id="{key}"') == 1
        assert read.count(f"/figures/{key}/?known={content.known}") >= keys.count(key)
    assert leading.led(content, NAMES).body[0].text == said.text
