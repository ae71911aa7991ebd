"""Real transactions in threads, on whichever database the tests run: one winner, nothing lost,
nothing twice."""

import random
import time
from collections import Counter
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from ledger.models import Entry, Ledger, LineKind, Period, State, Version
from ledger.returns import drafting, workflow
from shanyin_charging import clock
from shanyin_charging.audit import journal
from shanyin_charging.audit.models import Event
from shanyin_charging.lifecycle.transitions import Overtaken, Refused
from targets.months import Month
from tests import cast, make

pytestmark = pytest.mark.django_db(transaction=True)
MARCH = Month(2025, 3)


def together(*acts, on=cast.APRIL_2):
    """Run the acts at once on a day, each on its own connection; returns what each answered or
    raised."""
    answers, start = [None] * len(acts), Barrier(len(acts))

    def run(place, act):
        try:
            with make.at(on):
                start.wait()
                answers[place] = act()
        except Exception as error:
            answers[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.fixture
def people(committed):
    with make.at(cast.APRIL_2):
        make.ledger()
        yield cast.officer(), cast.office()


@pytest.mark.parametrize("times", [8, 50])
def test_one_key_pressed_many_times_hands_in_once(people, times):
    submission = make.draft(people[0], MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    key = submission.current.key
    answers = together(*[lambda: workflow.submit(people[0], submission, key).pk] * times)
    assert answers == [Version.objects.get().pk] * times
    assert Event.objects.filter(verb="submit").count() == 1


TRIALS = 1000 if cast.LONG else 25


def test_a_return_is_handed_in_before_the_lock_or_refused_and_never_slips_behind_it(people):
    """The lock takes the period's row and looks, in the same transaction, at what has been handed
    in: what it saw is all there ever is, and what was told "handed in" is in it."""
    submission, chance, seen = make.draft(people[0], MARCH), random.Random(3), Counter()
    # the lock comes the later the more often it has won, so that the two really meet, on any
    # machine
    later = 0
    for _ in range(TRIALS):
        version, waits = (
            submission.current,
            (chance.random() * 0.004, chance.random() * 0.004 + later),
        )

        def hand_in(version=version, wait=waits[0]):
            time.sleep(wait)
            return workflow.submit(people[0], submission, version.key, nil=True)

        def lock(wait=waits[1]):
            time.sleep(wait)
            with transaction.atomic():
                period = Period.objects.select_for_update(no_key=True).get(pk=submission.period_id)
                period.lock_at = clock.now()
                period.save()
                return Version.objects.filter(
                    submission=submission, submitted_at__isnull=False
                ).count()

        before = submission.versions.filter(submitted_at__isnull=False).count()
        answer, counted = together(hand_in, lock)
        accepted = isinstance(answer, Version)
        assert accepted or isinstance(answer, Refused), answer
        assert (
            counted
            == before + accepted
            == submission.versions.filter(submitted_at__isnull=False).count()
        )
        seen[accepted] += 1
        later = max(0, later + (-0.002 if accepted else 0.002))
        Period.objects.filter(pk=submission.period_id).update(lock_at=None)
        submission.refresh_from_db()
        if accepted:
            workflow.withdraw(people[0], submission)
    assert min(seen[True], seen[False]) > TRIALS / 20, (
        seen
    )  # the trials met on both sides of the lock


def test_approve_and_send_back_at_once_have_one_winner(people):
    submission = make.handed_in(people[0], MARCH)
    workflow.begin_review(people[1], submission)
    answers = together(
        lambda: workflow.approve(people[1], submission),
        lambda: workflow.send_back(people[1], submission, "请核对"),
    )
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    submission.refresh_from_db()
    assert len(refused) == 1
    assert submission.state in (State.APPROVED, State.SENT_BACK)
    assert Entry.objects.count() == (4 if submission.state == State.APPROVED else 1)


def test_approvals_at_once_take_numbers_without_gaps_and_one_chain(people):
    codes = [cast.DAIYUE, cast.YUJING, cast.MAYING, "140621101"]
    waiting = []
    for code in codes:
        user = people[0] if code == cast.DAIYUE else cast.officer(code)
        piles = make.new_piles(village=f"{code}200", credited_to=code, site_name=f"站{code}")
        submission = make.handed_in(user, MARCH, code, [(LineKind.ADDED, piles)])
        workflow.begin_review(people[1], submission)
        waiting.append(submission)
    answers = together(*[lambda s=s: workflow.approve(people[1], s) for s in waiting])
    assert answers == [3, 3, 3, 3]
    numbers = list(Entry.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 14)) and Ledger.objects.get().last_number == 13
    assert journal.broken_at() is None


def test_of_two_officers_saving_one_line_at_once_one_wins_and_the_other_is_told(people):
    submission = make.draft(people[0], MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    line = submission.current.lines.get()

    def saving(connectors):
        typed = make.new_piles(connectors=connectors)
        return lambda: drafting.put_line(
            people[0], submission, LineKind.ADDED, line.key, typed, line.pk, line.stamp
        )

    answers = together(saving("10"), saving("11"))
    lost = [answer for answer in answers if isinstance(answer, Overtaken)]
    won = [answer for answer in answers if not isinstance(answer, Exception)]
    line.refresh_from_db()
    assert len(lost) == len(won) == 1
    assert line.typed == won[0].typed
