"""The plan's own sums, and which difference a discrepancy declares."""

import pytest

from targets.arithmetic import checks, implied

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


def test_years_between_two_printed_stocks_are_added_up():
    stock = {2026: 400, 2028: 650}
    (check,) = checks({}, {2027: 100, 2028: 140}, stock)
    assert (check.name, check.computed) == ("2026年底400＋2027年新增100＋2028年新增140", 640)
    assert checks({}, {2028: 140}, stock) == []


@pytest.mark.parametrize(
    ("first_year", "added", "stock", "piles", "told"),
    [
        (2024, ADDED, STOCK, 188, "321−133"),
        (2026, {2026: 100, 2027: 120}, {2027: 300}, 80, "300−100−120"),
        (2026, {2026: 0}, {2026: 50}, 50, "50−0"),
    ],
)
def test_what_stood_before_is_the_first_printed_stock_less_all_that_is_added_until_then(
    first_year, added, stock, piles, told
):
    found = implied(first_year, added, stock)
    assert (found.piles, str(found)) == (piles, told)


@pytest.mark.parametrize(
    ("added", "stock"),
    [(ADDED, {}), ({}, {2028: 900}), ({2028: 200}, {2028: 900}), ({2026: 90}, {2026: 40})],
    ids=["no stock", "nothing added", "not each year", "more added than there is to be"],
)
def test_nothing_is_implied_where_the_numbers_do_not_tell(added, stock):
    assert implied(2026, added, stock) is None
