"""The plan's own sums, and which difference a discrepancy declares."""

import pytest

from targets.arithmetic import checks

ADDED, STOCK = {2024: 133, 2025: 192}, {2024: 321, 2025: 509}


@pytest.mark.parametrize(
    ("issues", "declared"),
    [
        ((), ""),
        ((("甲", "321＋192＝513，比509多4台。"),), "甲"),
        ((("甲", "基数没有写。"), ("乙", "印的是509，相加是513。")), "乙"),
        ((("甲", "509台。"),), ""),
        ((("甲", "5130台和5090台。"),), ""),
    ],
    ids=["none", "both", "second", "one", "longer"],
)
def test_a_sum_that_does_not_hold_is_declared_by_who_names_both_its_numbers(issues, declared):
    (check,) = checks({}, ADDED, STOCK, issues)
    assert (check.computed, check.printed, check.holds) == (513, 509, False)
    assert check.declared == declared and check.acceptable is bool(declared)


def test_a_sum_that_holds_needs_nobody_to_declare_it():
    quota, *rest = checks(ADDED, ADDED, STOCK, [("甲", "133、509、513")])
    assert quota.holds and quota.declared == ""
    assert [check.holds for check in rest] == [True, False]
