"""How the office's answers are read and said."""

from fractions import Fraction

import pytest

from targets import answers

CURVE = [5, 8, 15, 23, 32, 42, 52, 62, 72, 82, 92, 100]


@pytest.mark.parametrize(
    "typed",
    [
        "5 8 15 23 32 42 52 62 72 82 92 100",
        "5，8，15，23，32，42，52，62，72，82，92，100",
        "5%、8%、15%、23%、32%、42%、52%、62%、72%、82%、92%、100%",
    ],
)
def test_a_curve_is_read_as_officers_type_it(typed):
    assert answers.read(answers.CURVE, typed) == CURVE


@pytest.mark.parametrize(
    ("kind", "typed", "why"),
    [
        (answers.CURVE, "5 8 15", "现在是3个"),
        (answers.CURVE, "9 8 15 23 32 42 52 62 72 82 92 100", "只增不减"),
        (answers.CURVE, "5 8 15 23 32 42 52 62 72 82 92 99", "12月要到100"),
        (answers.CURVE, "a " * 12, "12个整数"),
        (answers.POINTS, "0", "1到50"),
        (answers.POINTS, "51", "1到50"),
        (answers.POINTS, "十", "1到50"),
        (answers.COUNT, "-3", "1到999"),
        (answers.YES_NO, "也许", "“是”或“否”"),
        (answers.TEXT, "  ", "请填核定的内容"),
    ],
)
def test_what_cannot_be_read_says_how_to_write_it(kind, typed, why):
    with pytest.raises(answers.NotAnAnswer, match=why):
        answers.read(kind, typed)


def test_answers_are_said_in_words():
    assert answers.words(answers.CURVE, CURVE).startswith("1月5%、2月8%、")
    assert answers.words(answers.POINTS, 10) == "10个百分点"
    assert answers.words(answers.COUNT, 6) == "6个"
    assert [answers.words(answers.YES_NO, value) for value in (True, False)] == ["是", "否"]
    assert answers.words(answers.UNIT, "energy", {"energy": "县能源局"}) == "县能源局"


def test_a_curve_becomes_shares_of_the_year():
    assert answers.curve_of(CURVE)[6] == Fraction(52, 100)
