"""Numbers and dates as officers really type them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from ledger.lines.fields import CountField, DayField, MeasuredField

piles = CountField(label="直流桩", unit="台", most=500)
spaces = CountField(label="车位", unit="个", most=100_000)
power = MeasuredField(label="总功率", unit="千瓦", most=1000)
day = DayField(label="投运日期")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("6", 6),
        ("６", 6),
        (" 12台 ", 12),
        ("１２ 台", 12),
        ("", 0),
        ("—", 0),
        ("无", 0),
        ("--", 0),
        ("六", 6),
        ("6.0", 6),
        (None, 0),
    ],
)
def test_counts_are_read(typed, read):
    assert piles.clean(typed) == read


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-3", "直流桩不能是负数；减少请用“拆除”"),
        ("2.5", "直流桩要填整数，不能有小数"),
        ("约12", "直流桩要填数字，如 6；现在填的是“约12”"),
        ("501", "直流桩不能超过500台，请核对是否多打了位数"),
        ("1,2", "直流桩要填数字，如 6；现在填的是“1,2”"),
        ("1,20", "直流桩要填数字，如 6；现在填的是“1,20”"),
        ("٣x", "直流桩要填数字，如 6；现在填的是“٣x”"),
    ],
)
def test_what_is_no_count_gets_a_sentence(typed, sentence):
    with pytest.raises(ValidationError) as caught:
        piles.clean(typed)
    assert caught.value.messages == [sentence]


@given(st.integers(0, 10_000))
def test_power_is_kept_in_whole_tenths(tenths):
    assert power.clean(f"{tenths // 10}.{tenths % 10}千瓦") == tenths


@pytest.mark.parametrize(
    "typed", ["2025-03-18", "2025.3.18", "2025/3/18", "2025年3月18日", "20250318", "２０２５.3.18"]
)
def test_dates_are_read_in_every_usual_spelling(typed):
    assert day.clean(typed) == date(2025, 3, 18)


def test_a_date_that_is_none_gets_a_sentence():
    with pytest.raises(ValidationError) as caught:
        day.clean("下个月")
    assert caught.value.messages == ["投运日期没有看懂，请写成 2025-11-18 这样；现在填的是“下个月”"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("202411", "只写了年月，请写到日，如 2025-11-18"),
        ("202412", "只写了年月，请写到日，如 2025-11-18"),
        ("2025年11月", "只写了年月，请写到日，如 2025-11-18"),
        ("2025", "只写了年份，请写到日，如 2025-11-18"),
        ("2024115", "没有看懂，请写成 2025-11-18 这样"),
        ("11月5日", "没有看懂，请写成 2025-11-18 这样"),
        ("2025-13-01", "没有这一天，请核对"),
    ],
)
def test_what_is_no_whole_day_is_shown_and_never_guessed(typed, sentence):
    with pytest.raises(ValidationError) as caught:
        day.clean(typed)
    assert caught.value.messages == [f"投运日期{sentence}；现在填的是“{typed}”"]


@pytest.mark.parametrize(("typed", "read"), [("1,200", 1200), ("１２，０００个", 12000)])
def test_thousands_may_be_set_apart(typed, read):
    assert spaces.clean(typed) == read


@pytest.mark.parametrize("typed", ["1,2", "7,5", "1.200,5"])
def test_a_comma_elsewhere_in_a_measured_number_is_a_fault(typed):
    with pytest.raises(ValidationError, match=f"现在填的是“{typed}”"):
        power.clean(typed)
