"""A figure's key is its address: it reads back to what it was made from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.figures.figure import WINDOWS, Where, key_of, parse_key
from targets.months import Month

codes = st.integers(1, 34).map(lambda n: f"I{n:02}")
wheres = st.one_of(
    st.from_regex(r"140621([0-9]{3}){0,2}", fullmatch=True).map(lambda code: Where(area=code)),
    st.sampled_from(["140621103", "hospital_group", "none", "development_zone"]).map(
        lambda u: Where(unit=u)
    ),
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
