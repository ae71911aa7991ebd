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


def taken(act, clock=used):
    """Seconds that an act would have taken, had the machine been as fast as the yardstick has ever
    seen it in this process."""
    found = []

    def timed_act():
        start = clock()
        act()
        found.append(clock() - start)

    slower = slowed(timed_act)
    return found[0] / slower


def slowed(act):
    """How much slower than at its best the machine was beside an act, by the yardstick."""
    before = yardstick()
    act()
    return (before + yardstick()) / 2 / yardstick.least


class Yardstick:
    """The same work again and again, like that of a page; tells the seconds of a processor."""

    least = float("inf")

    def __call__(self):
        start = time.process_time()
        for number in range(LENGTH):
            str(Submission.objects.filter(pk__gt=number, unit__name="-").order_by("pk").query)
        seconds = time.process_time() - start
        self.least = min(self.least, seconds)
        return seconds


yardstick = Yardstick()


def timed(acts, rounds, clock=used):
    """Label to the median of its seconds, each act once a round after one that is not counted."""
    for act in acts.values():
        act()
    times = {label: [] for label in acts}
    for _ in range(rounds):
        for label, act in acts.items():
            times[label].append(taken(act, clock))
    return {label: statistics.median(found) for label, found in times.items()}


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
