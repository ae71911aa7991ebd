"""What a long command says of how far it has come, by a clock of the test's own."""

import io

import pytest

from shanyin_charging import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def passing(monkeypatch):
    """Seconds that pass by when they are told to."""
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return lambda seconds: now.__setitem__(0, now[0] + seconds)


def counted(out, passing, things, seconds):
    with progress.of("备份", out):
        progress.expect(things)
        for _ in progress.counted(range(things)):
            passing(seconds)
    return out.getvalue()


def test_what_is_done_in_two_seconds_says_nothing(passing):
    assert counted(Terminal(), passing, 4, 0.4) == ""


def test_a_terminal_has_one_line_with_the_time_left_that_is_gone_at_the_end(passing):
    told = counted(Terminal(), passing, 4, 10).split(progress.CLEAR)
    assert told == [
        "",
        "备份：1/4，约还要30秒",
        "备份：2/4，约还要20秒",
        "备份：3/4，约还要10秒",
        "备份：4",
        "",
    ]


def test_a_log_has_a_plain_line_every_half_minute(passing):
    told = counted(io.StringIO(), passing, 100, 1).splitlines()
    assert told[:2] == ["备份：2/100，约还要1分38秒", "备份：32/100，约还要1分08秒"]
    assert told[2:] == ["备份：62/100，约还要38秒", "备份：92/100，约还要8秒"]


def test_no_time_is_told_before_a_hundredth_is_done(passing):
    told = counted(io.StringIO(), passing, 1000, 4).splitlines()
    assert told[:3] == ["备份：1/1000", "备份：9/1000", "备份：17/1000，约还要65分32秒"]


def test_who_is_not_asked_says_nothing(passing, capsys):
    for _ in progress.counted(range(3)):
        passing(60)
    assert capsys.readouterr() == ("", "")
