"""The timer's round: which job is due when, what is remembered, and that one fault stops no other
job."""

from datetime import datetime

import pytest

from shanyin_charging import clock, locks
from shanyin_charging.health import rounds
from shanyin_charging.health.rounds import Job


def at(day, hour=12):
    return datetime(2026, 3, day, hour, tzinfo=clock.ZONE)  # the 1st and the 8th are Sundays


@pytest.mark.parametrize(
    ("days", "done", "now", "due"),
    [
        (0, at(2, 12), at(2, 12), True),  # each round
        (1, None, at(2), True),
        (1, at(2, 3), at(2, 23), False),
        (1, at(2, 3), at(3, 1), False),
        (1, at(2, 3), at(3, 2), True),
        (1, at(2, 1), at(2, 2), True),
        (7, at(1, 3), at(8, 1), False),
        (7, at(1, 3), at(8, 2), True),
        (7, at(1, 1), at(4), True),  # the machine was off on Sunday
        (7, at(3), at(7), False),
    ],
)
def test_a_daily_job_is_due_from_two_at_night_and_a_weekly_one_from_sunday(days, done, now, due):
    assert Job("anything", days=days).is_due(done, now) is due


def test_what_broke_is_told_and_tried_again_and_the_rest_is_done(db):
    asked = []

    def broken(job):
        asked.append(job.command)
        return "磁盘已满" * (job.command == "backup")

    with clock.at(at(4)):
        rounds.make(broken)
    last = rounds.last()
    assert last.faults == {"backup": "磁盘已满"}
    assert asked[-2:] == ["backup", "drill"]
    assert "backup" not in last.done and last.done["drill"].date() == at(4).date()
    with clock.at(at(4, 13)):
        again = rounds.make(lambda job: asked.append(job.command) or "")
    assert asked[-1] == "backup" and again.faults == {}


def test_two_rounds_are_never_made_at_once(db):
    with rounds.alone() as first, rounds.alone() as second:
        assert (first, second) == (True, False)


def test_who_waits_for_a_lock_has_it_once_the_other_has_let_go(db):
    with locks.held("it") as first, locks.held("another") as beside:
        assert first and beside
    with locks.held("it", wait=True) as ours, locks.held("it") as second:
        assert (ours, second) == (True, False)
