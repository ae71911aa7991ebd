"""Many people in the portal as `./run.sh` serves it, on the engine of DATABASE_URL: sessions that
open a page, read it and press, for some minutes; then all units hand in within one minute, again
and again.

    python -m tests.load [SESSIONS] [SECONDS] [BURSTS]    (in ./test.sh trust)
"""

import statistics
import sys
import tempfile
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

from lxml import html

from tests.crowd import Person, pressing, served
from tests.list_desk import sent

PAUSE = 25  # seconds in which a person reads what a press brought
MINUTE = 60  # in which all units hand in
LATER = timedelta(days=17)  # than the demo begins: December can be reported
MOST = {False: 800, True: 1500}  # milliseconds of 19 in 20 pages and presses


class Officer(Person):
    """Somebody who hands in a return of nothing new, and takes it back."""

    def __init__(self, name, period, unit):
        super().__init__(name)
        self.address = f"/returns/{period}/{unit}/check/"

    def press_there(self, answer, word):
        """Press the button with this word on the page that was answered."""
        for form in html.document_fromstring(answer.content).iter("form"):
            for button in form.iter("button"):
                if word in button.text_content():
                    where = form.get("action") or answer.request["PATH_INFO"]
                    return self.post(where, sent(form, button))
        raise AssertionError(f"no button {word} on {answer.request['PATH_INFO']}")

    def hand_in(self):
        return self.press_there(self.get(self.address), "确认零报告")

    def take_back(self, answer):
        return self.press_there(answer, "撤回修改")


def officers(period):
    """One of each unit that has somebody."""
    from targets.models import Post  # noqa: PLC0415 - once Django knows its database

    posts = Post.objects.filter(ends_on=None).select_related("user", "unit").order_by("-pk")
    found = {post.unit.code: post.user.username for post in posts if post.user.is_active}
    return [Officer(name, period.pk, unit) for unit, name in sorted(found.items())]


def burst(people, refused):
    """All of them hand in within one minute."""
    answers = {}

    def act(person, number):
        time.sleep(MINUTE * number / len(people))
        try:
            answers[person] = person.hand_in()
        except (OSError, AssertionError) as error:
            refused.append((person.name, str(error)))

    threads = [threading.Thread(target=act, args=(one, n)) for n, one in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def told(label, people):
    """A line: how many pages and presses, how long the middle one and 19 in 20 took."""
    print(f"{label:34}", end="")
    for posted, kind in ((False, "pages"), (True, "presses")):
        taken = [seconds * 1000 for one in people for was, seconds in one.taken if was is posted]
        twentieths = statistics.quantiles(taken, n=20) if len(taken) > 1 else [0] * 19
        over = " (over)" if twentieths[-1] > MOST[posted] else ""
        print(f"  {len(taken)} {kind} {twentieths[9]:.0f} / {twentieths[-1]:.0f} ms{over}", end="")
    print(flush=True)
    for one in people:
        one.taken.clear()


def main(sessions=200, seconds=600, bursts=5):
    with tempfile.TemporaryDirectory() as folder:
        began = datetime.now().astimezone() - LATER
        Path(folder, "started_at").write_text(began.isoformat(timespec="seconds"))
        with served(folder):
            # what asks the database's models, once it is known which
            from django.db import connection  # noqa: PLC0415

            from ledger.models import Period  # noqa: PLC0415
            from shanyin_charging.accounts.models import User  # noqa: PLC0415
            from targets.months import Month  # noqa: PLC0415

            users, refused = list(User.objects.filter(is_active=True).order_by("pk")), []
            people = [Person(users[n % len(users)].username) for n in range(sessions)]
            period = Period.objects.get(starts_on=Month(2025, 12).first_day)
            reporting = officers(period)
            for person in (*people, *reporting):
                person.force_login(User(username=person.name))
                person.taken.clear()
            print(f"\non {connection.vendor}: the middle one / 19 in 20, by the clock")
            with pressing(people, refused, PAUSE):
                time.sleep(seconds)
            told(f"{sessions} sessions, {seconds} s", people)
            for number in range(bursts):
                answers = burst(reporting, refused)
                told(f"{len(answers)} units hand in, time {number + 1}", reporting)
                for person, answer in answers.items():
                    person.take_back(answer)
                    person.taken.clear()
            print(f"refused: {refused or 'nobody'}")
            return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
