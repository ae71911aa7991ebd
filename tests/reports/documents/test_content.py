"""A bulletin as plain data: what is a heading, what was edited, what no longer agrees, what is
stored."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.documents.content import Attachment, Paragraph, Sentence
from reports.documents.stored import from_json, to_json
from reports.documents.titles import title_lines, width
from reports.documents.typed import clean, paragraphs
from tests.reports.press import sample

STOCK = Paragraph(
    (Sentence("全县保有量474台，", (sample.FIGURE,), "保有量"), Sentence("完成84.9%。"))
)


def test_a_paragraph_knows_its_level():
    assert sample.said("一、总体情况").is_heading and sample.said("十二、附则").is_heading
    assert not sample.said("一、总体情况良好，各单位积极推进。").is_heading
    assert sample.said("（一）报送方面。本月应报35家。").lead == "（一）报送方面。"
    assert sample.said("（一）报送方面。本月应报35家。").rest == "本月应报35家。"
    assert sample.said("本月（一）报送。").lead == ""


def test_typing_the_same_words_is_no_edit():
    assert STOCK.write("全县保有量474台，完成84.9%。").edited is None
    assert STOCK.write("改写474").write("全县保有量474台，完成84.9%。") == STOCK


@pytest.mark.parametrize(
    ("typed", "doubts"),
    [
        ("全县共有474台，完成84.9%。", []),
        ("全县共有475台，完成84.9%。", ["系统数字474已改动或删去", "“475”不是系统算出的数字"]),
        ("全县进展顺利。", ["系统数字474已改动或删去"]),
        ("全县474台，比上月多8台。", ["“8”不是系统算出的数字"]),
    ],
)
def test_an_edited_paragraph_says_where_it_left_its_figures(typed, doubts):
    assert STOCK.write(typed).doubts() == doubts


def test_a_figure_that_a_sentence_rests_on_without_printing_it_is_not_missed():
    named = Paragraph((Sentence("岱岳镇已完成。", (sample.FIGURE,), "达到参考计划"),))
    assert named.write("岱岳镇率先完成。").doubts() == []


def test_a_field_holds_a_paragraph_a_line_and_an_emptied_one_is_kept_unprinted():
    assert [p.text for p in paragraphs("改过的。\r\n\n  五、其他  ", STOCK)] == [
        "改过的。",
        "五、其他",
    ]
    assert paragraphs("改过的。\n再一段。", STOCK)[0].sentences == STOCK.sentences
    assert paragraphs(" \n", STOCK) == [replace(STOCK, edited="")]
    assert paragraphs(" \n", Paragraph(edited="自己写的")) == []
    attachments = Attachment("一"), Attachment("二", left_out=True)
    written = sample.content((STOCK, replace(STOCK, edited="")), attachments=attachments)
    assert (written.printed.body, written.printed.attachments) == ((STOCK,), attachments[:1])


def test_what_cannot_be_printed_is_left_out():
    assert clean("甲\x00\x1b乙\u202e丙\ud800\ufeff\t丁") == "甲乙丙 丁"
    assert clean("薛圐圙乡 <script> & {{ x }} =1+1") == "薛圐圙乡 <script> & {{ x }} =1+1"


def test_a_title_is_broken_between_words_into_even_lines():
    for title in (
        "关于2025年度全县充（换）电基础设施建设目标任务完成情况的通报",
        "关于任务10“实施单位内部专桩“对外开放”模式”进展情况的通报",
    ):
        lines = title_lines(title)
        assert (
            "".join(lines) == title
            and len(lines) == 2
            and all(6 <= width(line) <= 19 for line in lines)
        )
        assert lines[1].startswith(("建设", "目标", "基础", "“对外"))
    assert title_lines("关于工作的通报") == ["关于工作的通报"]


@given(st.text(max_size=300))
def test_a_title_loses_nothing(text):
    assert "".join(title_lines(text)) == text


def test_what_is_stored_is_read_back_equal():
    content = sample.content((STOCK.write("改写为470台"), sample.said("一、总体情况")))
    assert from_json(json.loads(json.dumps(to_json(content)))) == content
    assert from_json({**to_json(content), "layout": 1}).layout == 1  # as an earlier release left it
    with pytest.raises(ValueError, match="unknown layout 99"):
        from_json({**to_json(content), "layout": 99})


def test_a_figure_is_anchored_once():
    content = sample.content()
    twice = sample.content(
        attachments=content.attachments + content.attachments[:1]
    ).with_each_key_once()
    keys = [
        cell.key
        for a in twice.attachments
        for t in a.tables
        for row in t.rows
        for cell in row
        if cell.key
    ]
    assert len(keys) == len(set(keys)) == 3
