"""The collector of garbage rests during an act, and is at work again after it."""

import gc

import pytest

from shanyin_charging.uncollected import uncollected


@uncollected
def is_collected(broken=False):
    if broken:
        raise ValueError
    return gc.isenabled()


def test_the_collector_rests_for_as_long_as_the_act_takes():
    assert gc.isenabled() and not is_collected() and gc.isenabled()


def test_it_is_at_work_again_when_the_act_fails():
    with pytest.raises(ValueError):
        is_collected(broken=True)
    assert gc.isenabled()


def test_where_it_rested_before_it_rests_on():
    gc.disable()
    try:
        assert not is_collected() and not gc.isenabled()
    finally:
        gc.enable()
