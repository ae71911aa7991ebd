"""What is odd about a line, each rule at its edge."""

from datetime import date

import pytest

from ledger.checks import Background, doubts

CALM = Background(starts_on=date(2025, 3, 1))
NEARLY, SAME = {"文化广场充电点": "文化广场充电点"}, {"文化广场充电站": "文化广场充电站"}


def values(**changes):
    return {
        "site_name": "文化广场充电站",
        "dc": 6,
        "ac": 0,
        "connectors": 12,
        "power": 3600,
        "on": "2025-03-18",
        **changes,
    }


def test_an_ordinary_line_raises_no_doubt():
    assert doubts(values(), CALM) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"power": 0}, "没有填总功率"),
        ({"power": 60}, "总功率6千瓦正好等于桩数或枪数，请看是不是把台数填成了功率"),
        ({"power": 120}, "总功率12千瓦正好等于桩数或枪数，请看是不是把台数填成了功率"),
        ({"power": 179}, "平均每台不到3千瓦，总功率可能填成了单桩功率或别的单位"),
        ({"power": 48001}, "平均每台超过800千瓦，请核对总功率的单位是不是千瓦"),
        ({"on": "2025-02-28"}, "投运日期2025-02-28在本期之前，将作“补录”登记"),
    ],
)
def test_odd_values_are_pointed_out(changes, sentence):
    assert doubts(values(**changes), CALM) == [sentence]


@pytest.mark.parametrize("changes", [{"power": 180}, {"power": 48000}, {"on": "2025-03-01"}])
def test_the_edges_pass(changes):
    assert doubts(values(**changes), CALM) == []


@pytest.mark.parametrize(
    ("last", "odd"), [(None, False), (0, False), (2, True), (3, False), (1, True)]
)
def test_a_jump_is_more_than_double_and_more_than_three(last, odd):
    assert bool(doubts(values(), Background(starts_on=date(2025, 3, 1), last_month=last))) is odd


@pytest.mark.parametrize(("so_far", "odd"), [(9, False), (10, True)])
def test_one_and_a_half_times_the_quota_is_the_limit(so_far, odd):
    assert (
        bool(doubts(values(), Background(starts_on=date(2025, 3, 1), quota=10, so_far=so_far)))
        is odd
    )


def test_a_site_nearly_named_like_one_of_the_village_is_pointed_out():
    background = Background(starts_on=date(2025, 3, 1), sites_in_village=NEARLY)
    assert doubts(values(), background) == [
        "新站点“文化广场充电站”和本村已有的“文化广场充电点”很像；如是同一处，请改选已有站点"
    ]


def test_across_villages_only_the_same_name_is():
    near = Background(starts_on=date(2025, 3, 1), sites_in_township=NEARLY)
    same = Background(starts_on=date(2025, 3, 1), sites_in_township=SAME)
    assert doubts(values(), near) == []
    assert doubts(values(), same) == [
        "本乡（镇）已有同名站点“文化广场充电站”；如是同一处，请改选已有站点"
    ]
