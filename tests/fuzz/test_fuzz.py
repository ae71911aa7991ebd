"""Whatever is sent, the portal answers as itself: requests made of its own forms and addresses with
something changed in each."""

import os
import random
import re
from collections import Counter

import pytest

from ledger.models import LineKind
from reports.models import Bulletin
from shanyin_charging.audit.once import new_key
from targets.months import Month
from tests import cast, make
from tests.authorization.things import people_of, things_of
from tests.fuzz import changes, met
from tests.fuzz.changes import Asked
from tests.walk.presses import undone

pytestmark = [
    pytest.mark.at_length,
    pytest.mark.each_turn,
    pytest.mark.django_db,
    pytest.mark.usefixtures("march_due", "quick_press"),
]
REQUESTS = int(os.environ.get("FUZZ", "10000" if cast.LONG else "100"))
SEED = int(os.environ.get("FUZZ_SEED", "20251205"))
DAY = re.compile(r"\['\d{4}-\d\d-\d\d'\]")
DAYS = ("9999-12-31", "9999-12-01", "0001-01-01", "1899-12-31", "2199-12-31")
OF_FORMS = 0.7  # the share of requests that are made of what a button sends


@pytest.fixture
def people():
    return {**people_of((cast.DAIYUE, cast.YUJING)), "above": cast.above()}


@pytest.fixture
def things(people):
    """One thing of each kind, and a return with a line that its officer has not handed in yet."""
    found = things_of(people, cast.DAIYUE, make.new_piles())
    april = make.draft(people["neighbour"], Month(2025, 3), cast.YUJING, [BUILT])
    found["draft return"] = {"period_id": april.period_id, "unit_code": cast.YUJING}
    return found


BUILT = (LineKind.ADDED, make.new_piles(village=cast.YUJING_SHUIQUAN, credited_to=cast.YUJING))


class Sender:
    """Makes requests of what people met, sends them and counts the answers; each is undone."""

    def __init__(self, met_by: list[met.Met], seed: int) -> None:
        self.met, self.by, self.codes = met_by, random.Random(seed), Counter[int]()
        self.presses = [(one, press) for one in met_by for press in one.presses]
        self.routes = changes.addresses([link for one in met_by for link in one.links])
        self.asks = sorted(set().union(*(one.asks for one in met_by)))
        self.faults: list[str] = []

    def next_request(self) -> tuple[met.Met, Asked]:
        """Somebody, and what their browser sends."""
        if self.by.random() < OF_FORMS:
            who, press = self.by.choice(self.presses)
            asked = changes.changed(self.by, press)
            if "once" in asked.data and "once" not in asked.what:
                asked.data["once"] = [new_key(who.user.pk)]
            return who, asked
        route = self.by.choice(sorted(self.routes))
        asked = changes.address(self.by, route, self.routes[route], self.asks)
        return self.by.choice(self.met), asked

    def send(self, who: met.Met, asked: Asked) -> None:
        """One request; an answer that is the portal's fault is told so that it can be repeated."""
        with undone():
            answer = getattr(who.client, asked.method)(asked.path, asked.data)
            content = met.content_of(answer)
        self.codes[int(answer.status_code)] += 1
        waits = answer.status_code == 503 and "Refresh" in answer  # a press is not free
        if answer.status_code >= 500 and not waits or not content and answer.status_code == 200:
            error = (getattr(answer, "exc_info", None) or ("", "", ""))[1]
            self.faults.append(f"{answer.status_code} {who.user} {asked} {error!r:.300}")
        if not who.client.session.get("_auth_user_id"):
            who.client.force_login(who.user)


def test_whatever_is_sent_is_answered(people, things, capsys):
    sender = Sender(met.by_rules(people, things), SEED)
    for _ in range(REQUESTS):
        sender.send(*sender.next_request())
    told = ", ".join(f"{code}: {times}" for code, times in sorted(sender.codes.items()))
    with capsys.disabled():
        print(f"\n{REQUESTS} requests with something changed (seed {SEED}): {told}")
    assert not sender.faults, "\n".join(sender.faults[:20])
    assert Bulletin.objects.count() == 2 and sender.codes[200] > REQUESTS / 5


def test_no_day_that_somebody_types_is_a_fault(people, things):
    """In each field of a day on each form."""
    sender = Sender(met.by_rules(people, things), SEED)
    for who, press in sender.presses:
        for name in [name for name, values in press.data.items() if DAY.fullmatch(str(values[:1]))]:
            for day in DAYS:
                once = {"once": [new_key(who.user.pk)]} if "once" in press.data else {}
                data = {**press.data, **once, name: [day]}
                sender.send(who, Asked(press.method, press.path, data, f"other {name}"))
    assert not sender.faults, "\n".join(sender.faults[:20])
    assert sender.codes.total() > 20 * len(DAYS)
