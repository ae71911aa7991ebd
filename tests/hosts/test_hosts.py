"""Two hosts on one PostgreSQL: what one was told the other knows, what takes long is done once, and
one that dies is missed by nobody."""

import io
import random
import re
import threading
import time

import pytest
from django.db import connection

from ledger.models import Attachment, Reminder
from reports.bulletins import drafting, issuing
from reports.documents.kinds import MONTH
from reports.figures.reading import read
from reports.models import BulletinFile
from reports.press import press
from shanyin_charging.accounts.models import Role, User
from shanyin_charging.audit import journal
from shanyin_charging.audit.models import Event
from shanyin_charging.health.models import Remembered
from shanyin_charging.jobs.models import Job
from targets.months import Month
from tests import cast, make, snapshots
from tests.hosts.house import House, Person, kill

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="several hosts share a PostgreSQL"
)
MARCH = Month(2025, 3)


@pytest.fixture
def house(committed, settings, tmp_path):
    settings.DEMO = True  # for its clock
    with make.at(cast.APRIL_2):
        make.ledger()
        for person in (cast.officer, cast.office, cast.administrator):
            person()
    made = House(tmp_path, cast.MARCH_DUE)
    yield made
    made.close()


def journaled(verb):
    return Event.objects.filter(verb=verb).count()


def test_two_hosts_are_one_portal_and_one_that_dies_is_missed_by_nobody(house):
    first, second = house.serve("first"), house.serve("second")
    both = [first.wait(), second.wait()]
    period = make.period(MARCH)
    with make.at(cast.MARCH_DUE):
        make.draft(User.objects.get(username=f"officer_{cast.DAIYUE}"), MARCH)

    # who has signed in at one is signed in at the other
    officer = Person(both, f"officer_{cast.DAIYUE}")
    pages = [officer.get("/me/") for _ in both]
    assert {page.host for page in pages} == set(both)
    assert all("officer_" in page.text for page in pages)

    # evidence
    form = f"/returns/{period.pk}/{cast.DAIYUE}/"
    picture = io.BytesIO(snapshots.taken())
    picture.name = "现场.jpg"
    officer.press(f"{form}attach/", page=form, file=picture)
    kept = Attachment.objects.get()
    bytes_ = {officer.get(f"/attachments/{kept.pk}/").content for _ in both}
    small = {officer.get(f"/attachments/{kept.pk}/thumbnail/").content for _ in both}
    assert [len(found) for found in (bytes_, small)] == [1, 1] and min(map(len, small)) > 100

    # papers and lists as files, made by a worker of one or the other
    office = Person(both, "office")
    assert office.get("/sheets/returns/2025-03/").content.startswith(b"%PDF")
    assert office.get("/board/?format=xlsx").content.startswith(b"PK")
    assert Job.objects.filter(answered_at=None).count() == 0
    assert journaled("download") == 2 + 2, "each file that was given, once"

    # limits
    stranger = Person(both)
    for _ in range(5):
        stranger.post("/sign-in/", username="leader", password="none of it")
    assert "锁定" in stranger.post("/sign-in/", username="leader", password="x").text

    # timers
    rounds = [house.manage(name, "make_rounds") for name in ("first", "second")]
    assert [process.wait() for process in rounds] == [0, 0]
    assert Remembered.told("round")["faults"] == {}
    assert journaled(journal.VERIFIED) == 1

    # one dies
    first.kill()
    assert officer.get(f"/attachments/{kept.pk}/").content in bytes_
    assert office.get("/sheets/returns/2025-03/").content.startswith(b"%PDF")
    assert "officer_" in officer.get("/me/").text


def after_the_first(count):
    """Wait until a worker has begun with one job more than these."""
    until = time.monotonic() + 60
    while Job.objects.filter(begun_at__isnull=False).count() <= count:
        assert time.monotonic() < until, "nobody begins"
        time.sleep(0.01)


class Killer(threading.Thread):
    """Kills the worker so many seconds after it has begun with the next job; another one begins
    elsewhere."""

    def __init__(self, house, worker, seconds):
        super().__init__(daemon=True)
        self.house, self.worker, self.seconds = house, worker, seconds
        self.before = Job.objects.filter(begun_at__isnull=False).count()
        self.start()

    def run(self):
        try:
            after_the_first(self.before)
            time.sleep(self.seconds)
            kill(self.worker)
            self.worker = self.house.manage("second", "work")
        finally:
            connection.close()


@pytest.mark.parametrize("seed", range(8 if cast.LONG else 1))
def test_each_kind_of_job_whose_worker_is_killed_is_done_once(house, seed):
    by = random.Random(seed)
    with make.at(cast.MARCH_DUE):
        drafted = proposed_bulletin()
    host = house.serve("first").wait()
    office, chief = Person([host], "office"), Person([host], "chief")
    paper, bulletin = "/sheets/returns/2025-03/", f"/bulletins/{drafted.pk}/"
    remind = f"/board/{make.period(MARCH).pk}/remind/"

    def signed():
        told = re.search(r'name="told" value="([^"]+)"', chief.get(bulletin).text)
        return chief.post(f"{bulletin}issue/", page=bulletin, told=told[1] if told else "")

    kinds = {
        "a paper": (lambda: office.get(paper), lambda a: a.content.startswith(b"%PDF")),
        "a list": (
            lambda: office.get("/board/?format=xlsx"),
            lambda a: a.content.startswith(b"PK"),
        ),
        "reminders": (lambda: office.post(remind), lambda a: a.status == 200),
        "a signature": (signed, lambda a: "文件和验证" in a.text),
        "a proof": (
            lambda: office.post(f"{bulletin}prove/", page=bulletin),
            lambda a: "一致" in a.text,
        ),
    }
    worker = host.worker
    asked = kinds if cast.LONG else ("a paper", "reminders", "a signature")
    for kind in asked:
        ask, is_done = kinds[kind]
        killer = Killer(house, worker, by.random() * 2)
        answer = ask()
        killer.join()
        worker = killer.worker
        assert is_done(answer), (kind, answer.status, answer.text)
    assert [journaled(verb) for verb in ("remind", "issue_bulletin")] == [1, 1]
    assert Reminder.objects.count() == Reminder.objects.values("unit").distinct().count() > 20
    assert BulletinFile.objects.filter(bulletin=drafted).count() == len(press.FORMATS)
    assert journal.broken_at() is None


def proposed_bulletin():
    """A month's bulletin that waits for its signature."""
    office, colleague = cast.person("drafter", Role.OFFICE), cast.person("colleague", Role.OFFICE)
    cast.person("chief", Role.CHIEF)
    officer = User.objects.get(username=f"officer_{cast.DAIYUE}")
    make.approved(officer, office, MARCH, lines=None)
    drafted = drafting.draft(office, read(MARCH), MONTH, "")
    issuing.move(office, "propose", drafted)
    issuing.move(colleague, "pass", drafted)
    return drafted
