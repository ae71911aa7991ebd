"""What the account takes for said in a list of what differs."""

from tests.year.paper import name_in, tells

SENTENCE = "正文“二、各单位进展”"
THEN = "四季度新增的有：玉井镇2台、安荣乡1台；其余19个单位均无新增。"
WITHOUT = "四季度新增的有：玉井镇2台；其余20个单位均无新增。"
ONE_LESS = "四季度新增的有：玉井镇1台、安荣乡1台；其余19个单位均无新增。"


def test_a_row_says_what_was_and_what_is():
    row = "山阴县公共充电桩保有量", "245台", "254台"
    assert tells(row, "245", "254", "")
    assert not tells(row, "245", "253", "")


def test_who_has_nothing_any_more_is_named_no_more():
    name = name_in("I33_u140621205_m_202411")
    assert name == "安荣乡"
    assert tells((SENTENCE, THEN, WITHOUT), "1", "0", name)
    assert not tells((SENTENCE, THEN, ONE_LESS), "1", "0", name)
    assert not tells((SENTENCE, THEN, WITHOUT), "1", "0", "")
    assert not tells((SENTENCE, THEN, WITHOUT), "1", "3", name)
