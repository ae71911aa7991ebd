"""How long something takes, of the processors and by the clock, held against a yardstick: a machine
that others share is slower by half for minutes, and for Python by more than for the database."""

import resource
import statistics
import time
from contextlib import contextmanager

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from ledger.models import Submission

LENGTH = 60  # how many questions the yardstick builds: some ten milliseconds


def used():
    """Seconds of the processors that this process and its ended children have had."""
    own = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in own)


def seconds(act, clock=used):
    """Seconds that an act takes."""
    start = clock()
    act()
    return clock() - start


def taken(act, clock=used):
    """Seconds that an act takes to one of the yardstick beside it."""
    found, yard = beside(lambda: seconds(act, clock))
    return found / yard


def beside(act):
    """(what an act returns, seconds of the yardstick before and after it, between the two)."""
    before = seconds(yardstick)
    found = act()
    return found, (before + seconds(yardstick)) / 2


def yardstick():
    """The same work again and again, like that of a page."""
    for number in range(LENGTH):
        str(Submission.objects.filter(pk__gt=number, unit__name="-").order_by("pk").query)


def timed(acts, rounds, measure=taken):
    """Label to the median of its measure, each act once a round after one that is not counted."""
    for act in acts.values():
        act()
    found = {label: [] for label in acts}
    for _ in range(rounds):
        for label, act in acts.items():
            found[label].append(measure(act))
    return {label: statistics.median(all_of_it) for label, all_of_it in found.items()}


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
