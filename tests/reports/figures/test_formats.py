"""Rounding is half up, in one place; nothing, zero and no denominator are three things."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.figures import formats
from reports.figures.figure import NO_DENOMINATOR, UNREPORTED, Figure, Where
from reports.figures.progress import Goal
from targets.months import Month


def figure(**fields):
    return Figure(
        **{
            "key": "",
            "code": "I01",
            "name": "",
            "where": Where(),
            "unit": "台",
            "month": Month(2025, 1),
            "form": "total",
            "value": 0,
            **fields,
        }
    )


@pytest.mark.parametrize(
    ("share", "text"),
    [("0.8445", "84.5%"), ("0.84449", "84.4%"), ("0.0005", "0.1%"), ("1", "100.0%"), (None, "—")],
)
def test_shares_are_rounded_half_up(share, text):
    assert formats.percent(None if share is None else Decimal(share)) == text


@given(st.integers(-(10**6), 10**6))
def test_halves_go_away_from_zero(tenths):
    value = Decimal(tenths) / 10
    whole = formats.rounded(value, 0)
    assert abs(whole - value) <= Decimal("0.5")
    if tenths % 10 == 5 and tenths > 0:
        assert whole > value


def test_a_ratio_is_one_to_n_and_never_a_percentage():
    assert formats.text(figure(unit="1:n", form="ratio", value=Decimal(2247) / 321)) == "1:7.00"
    assert formats.digits(figure(unit="1:n", form="ratio", value=Decimal("6.945"))) == "1:6.95"


def test_zero_nothing_and_no_denominator_are_told_apart():
    assert formats.text(figure(value=0)) == "0台"
    assert formats.text(figure(value=None, why=UNREPORTED)) == "未报"
    assert formats.text(figure(value=None, why=NO_DENOMINATOR)) == "无法计算"
    assert formats.digits(figure(value=None, why=UNREPORTED)) == "—"


def test_a_coverage_is_said_as_n_of_all():
    covered = figure(form="coverage", value=11, of=12, unit="个")
    assert (formats.text(covered), formats.share_of(covered)) == ("11/12个", "91.7%")


def test_signs_are_written_out():
    assert [formats.signed(value) for value in (3, 0, -21, None)] == ["＋3", "0", "−21", "—"]


def test_a_distance_from_the_pace_is_told_in_words():
    told = [formats.beside_pace(beyond) for beyond in (-3, 0, 4, None)]
    assert told == ["比序时进度少3台", "与序时进度持平", "比序时进度多4台", ""]


@pytest.mark.parametrize(
    ("of", "direction", "form", "value", "text"),
    [
        ({"unit": "台"}, "at_least", "value", 509, "≥509"),
        ({"unit": "公里", "scale": 100}, "below", "value", 1000, "＜10"),
        ({"unit": "%"}, "at_least", "share", 25, "≥25%"),
        ({"unit": "1:n"}, "at_most", "value", 6, "1:6"),
        ({"unit": "个", "of": 12}, "at_least", "count", 12, ""),
        ({"unit": "台"}, "at_least", "value", None, ""),
    ],
)
def test_a_goal_is_said_in_a_few_letters_beside_its_figure(of, direction, form, value, text):
    goal = Goal(2025, value, None, direction, "attain", form, "", "", "")
    assert formats.aim(goal, figure(**of)) == text
