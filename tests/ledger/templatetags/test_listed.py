"""What is said of the rows of a list: which they are, whether sums agree, why some are aside."""

from ledger.sheets.settled import Fault, SiteLine, Total
from ledger.templatetags import listed


def test_rows_that_follow_each_other_are_named_as_one():
    rows = [("岱岳", number) for number in (8, 2, 3, 4, 6)]
    assert listed.rows_named(rows) == "第2—4行、第6行、第8行"


def test_rows_of_several_sheets_are_named_with_their_sheet():
    rows = [("岱岳", 2), ("马营", 2), ("马营", 3)]
    assert listed.rows_named(rows) == "岱岳第2行、马营第2—3行"


def test_more_rows_than_are_known_by_number_end_open():
    assert listed.rows_named([("岱岳", 2), ("岱岳", 3)], 1000) == "第2—3行……"


def total(label, number, field, said, read, aside=0):
    return Total("岱岳", number, label, field, said, read, aside)


def test_a_row_of_sums_that_agree_is_said_once():
    sums = [total("合计", 9, "dc", 8, 8), total("合计", 9, "power", 4805, 4805)]
    assert listed.held_against(sums) == [(True, "与表中合计一致：直流桩8台、总功率480.5千瓦")]


def test_a_sum_with_what_was_set_aside_agrees_and_says_how():
    (told,) = listed.held_against([total("合计", 9, "dc", 8, 6, 2)])
    assert told == (True, "与表中合计一致：直流桩8台（读出6、另放2）")


def test_a_sum_that_differs_is_kept_apart_from_those_that_agree():
    sums = [
        total("小计", 7, "dc", 6, 4),
        total("合计", 9, "dc", 8, 8),
        total("小计", 7, "ac", 3, 3),
    ]
    assert listed.held_against(sums) == [
        (False, "来表第7行“小计”和读出的不一致：直流桩6台（读出4）" + listed.TO_MEND),
        (True, "与表中合计一致：交流桩3台"),
    ]


def test_of_many_sums_that_agree_the_largest_of_each_sort_are_said():
    sums = [total("小计", n, "dc", n, n) for n in (4, 5)]
    sums += [total("合计", 9, "dc", 9, 9), total("共2站", 1, "sites", 2, 2)]
    assert listed.held_against(sums) == [(True, "与表中合计一致：站点2处、直流桩9台")]


def test_what_was_read_alike_in_several_piles_is_noted_once():
    note = Fault("岱岳", 2, "status", "运营状态“空闲”读作在用，计入")
    assert listed.notes([note, note]) == note.sentence


def test_a_persons_own_pile_in_use_is_not_said_to_count():
    assert SiteLine("岱岳", 2, is_aside=True).why_aside == "个人的，不计"
    assert SiteLine("岱岳", 3, is_aside=True, status="removed").why_aside == "已拆除，不计"
