"""A figure's key is its address: it reads back to what it was made from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.figures.figure import WINDOWS, Where, key_of, parse_key
from targets.months import Month
from targets.plan.check import SPELT
from targets.plan.sheets import BY_NAME


def spelt(sheet):
    """Every code that a plan may give."""
    longest = BY_NAME[sheet].columns[0].most
    found = st.from_regex(SPELT[sheet][0], fullmatch=True)
    return found.filter(lambda code: len(code) <= longest)


codes = spelt("indicators")
wheres = st.one_of(
    st.from_regex(r"140621([0-9]{3}){0,2}", fullmatch=True).map(lambda code: Where(area=code)),
    st.from_regex(r"Z140621_[a-z0-9_]{1,16}", fullmatch=True).map(lambda code: Where(area=code)),
    spelt("units").map(lambda code: Where(unit=code)),
)


@given(
    codes,
    wheres,
    st.sampled_from(sorted(WINDOWS)),
    st.builds(Month, st.integers(2024, 2030), st.integers(1, 12)),
    st.sampled_from(["", "r"]),
)
def test_a_key_reads_back_to_its_parts(code, where, window, month, variant):
    key = key_of(code, where, window, month, variant)
    address = parse_key(key)
    assert (address.code, address.variant, address.area, address.unit, address.month) == (
        code,
        variant,
        where.area,
        where.unit,
        month,
    )
    assert len(key) <= 40 and key.replace("_", "").isalnum() and key.isascii()


@pytest.mark.parametrize(
    "key",
    [
        "",
        "I01",
        "I01_140621_y_202513",
        "I01_../x_y_202511",
        "i01_140621_y_202511",
        "I01_140621_q_202511",
        "I٣1_140621_y_202511",
    ],
)
def test_what_is_no_key_is_refused(key):
    with pytest.raises(ValueError):
        parse_key(key)
