"""How long something takes, of the processors and by the clock."""

import resource
import time
from contextlib import contextmanager

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext


def used():
    """Seconds of the processors that this process and its ended children have had."""
    own = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in own)


def taken(act, clock=used):
    """Seconds that an act takes."""
    before = clock()
    act()
    return clock() - before


def timed(acts, rounds, clock=used):
    """Label to the least of its seconds, each act once a round after one that is not counted: what
    a crowded machine adds is no part of it."""
    for act in acts.values():
        act()
    times = {label: [] for label in acts}
    for _ in range(rounds):
        for label, act in acts.items():
            times[label].append(taken(act, clock))
    return {label: min(found) for label, found in times.items()}


def asked(act):
    """How often an act asks the database."""
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


@contextmanager
def locks_timed(held):
    """Takes down how long each transaction of the process was open, by the clock and of a
    processor."""
    entered = []

    class Timed(transaction.Atomic):
        def __enter__(self):
            entered.append((time.perf_counter(), time.process_time()))
            super().__enter__()

        def __exit__(self, *raised):
            super().__exit__(*raised)
            wall, own = entered.pop()
            held.append((time.perf_counter() - wall, time.process_time() - own))

    whole = transaction.Atomic
    transaction.Atomic = Timed
    try:
        yield
    finally:
        transaction.Atomic = whole
