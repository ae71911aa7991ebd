"""A signed paper's link goes out by itself where the office has ruled so, and nothing else does: to
a server that listens here."""

import json
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO

import pytest
from django.core.management import call_command

from ledger.models import Delivery, Outcome
from ledger.reminders import gateways
from reports.bulletins import drafting, issuing, sending_out
from reports.documents.kinds import BRIEF
from reports.figures.reading import read
from reports.press import press
from shanyin_charging.accounts.models import Role, User
from shanyin_charging.audit.models import Event
from targets.months import Month
from tests import cast, make

MARCH = Month(2025, 3)


class Listening(BaseHTTPRequestHandler):
    """What a mail server would take: (address, words), or a refusal while it is `down`."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(503 if self.server.down else 200)
        self.end_headers()
        if not self.server.down:
            self.server.heard.append((self.path.strip("/"), body["message"]))

    def log_message(self, *_):
        pass


@pytest.fixture
def server(settings):
    listening = HTTPServer(("127.0.0.1", 0), Listening)
    listening.heard, listening.down = [], False
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    settings.REMIND_HOSTS = ["127.0.0.1"]
    address = f"json://127.0.0.1:{listening.server_port}/{{address}}"
    settings.REMIND_PEOPLE = {"mail": address, "sms": ""}
    assert gateways.faults() == []
    yield listening
    listening.shutdown()
    listening.server_close()


@pytest.fixture
def paper(march_due, monkeypatch):
    """A brief that waits for its signature, a leader with an address, and who signs."""
    monkeypatch.setattr(press, "FORMATS", {"pdf": (lambda c: b"made", "text/plain", "pdf")})
    User.objects.filter(pk=cast.leader().pk).update(email="leader")
    office, second = cast.office(), cast.person("second", Role.OFFICE)
    made = drafting.draft(office, read(MARCH), BRIEF)
    issuing.move(office, "propose", made)
    issuing.move(second, "pass", made)
    return made


def sign(paper, capture):
    with capture(execute=True):
        return make.sign(cast.person("chief", Role.CHIEF), paper)


def ruled(answer=True):
    make.ruled(sending_out.SUBJECT, {"answer": answer}, date(2025, 4, 1))


def run_timer():
    said = StringIO()
    call_command("remind", stdout=said)
    return [line for line in said.getvalue().splitlines() if line.startswith("通报链接")]


def test_without_a_ruling_nothing_leaves(paper, server, django_capture_on_commit_callbacks):
    sign(paper, django_capture_on_commit_callbacks)
    assert (server.heard, run_timer(), Delivery.objects.count()) == ([], [], 0)


def test_a_signed_paper_goes_out_once_and_an_unsigned_one_does_not(
    paper, server, django_capture_on_commit_callbacks
):
    ruled()
    assert run_timer() == [] and server.heard == []
    made = sign(paper, django_capture_on_commit_callbacks)
    assert run_timer() == []
    ((address, words),) = server.heard
    assert address == "leader" and made.number in words and f"/bulletins/{made.pk}/" in words
    event = Event.objects.get(verb="send_bulletin")
    assert event.after == {"told": [{"to": "leader", "outcome": "sent", "fault": ""}]}


def test_what_did_not_arrive_is_told_and_sent_again_by_the_timer(
    paper, server, client, django_capture_on_commit_callbacks
):
    ruled()
    server.down = True
    made = sign(paper, django_capture_on_commit_callbacks)
    assert made.is_issued and Delivery.objects.get().outcome == Outcome.FAILED
    client.force_login(User.objects.get(username="office"))
    page = client.get("/").content.decode()
    assert "未送达" in page and "leader（通报链接，邮件，对方没有接收）" in page
    assert len(run_timer()) == 1  # still down; the journal is not told each time
    server.down = False
    assert run_timer() == ["通报链接 已发送 leader"] and len(server.heard) == 1
    assert "未送达" not in client.get("/").content.decode()
    assert Event.objects.filter(verb="send_bulletin").count() == 2


def test_what_was_signed_before_the_ruling_is_not_sent(
    paper, server, django_capture_on_commit_callbacks
):
    sign(paper, django_capture_on_commit_callbacks)
    with make.at(date(2025, 4, 9)):
        ruled()
        assert run_timer() == []


def test_a_no_ends_it(paper, server, django_capture_on_commit_callbacks):
    ruled()
    with make.at(date(2025, 4, 9)):
        ruled(False)
        sign(paper, django_capture_on_commit_callbacks)
    assert server.heard == []


def test_the_leaders_group_is_a_robot_of_known_makers(settings):
    settings.PAPER_GROUPS = ["jsons://elsewhere.example", "dingtalk://abcdef"]
    assert gateways.faults() == ["leaders1: the scheme 'jsons' is not allowed"]
