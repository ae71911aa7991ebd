"""Two hosts behind nginx with TLS, as the operations book puts them up: one that is killed under
people who press is missed by nobody."""

import re
import shutil
import socket
import subprocess
import time
from contextlib import suppress
from types import SimpleNamespace

import pytest
from django.conf import settings as portal
from django.db import connection

from reports.models import Suggestion
from shanyin_charging.accounts.models import Role
from shanyin_charging.audit import journal
from shanyin_charging.audit.models import Event
from tests import cast, make
from tests.hosts.house import House, Person
from tests.hosts.test_failover import Presser, wait_for
from tests.with_postgres import free_port

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql" or not cast.LONG or not shutil.which("nginx"),
    reason="long; PostgreSQL and nginx",
)
DEPLOY = portal.ROOT / "deploy"
BEFORE, PEOPLE = 40, 3  # presses of each before a host dies, and after
SLOWEST = 10  # seconds for one, on whatever machine; printed is what it was
AROUND = """daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; events {{ }}
http {{
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    {inside}
}}
"""


@pytest.fixture
def folder(tmp_path):
    """With a certificate for this machine, which whoever asks here trusts."""
    subject = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
    files = ("-keyout", tmp_path / "privkey.pem", "-out", tmp_path / "fullchain.pem")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *files, *subject]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return tmp_path


def answers(port):
    with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
        return True
    return False


def written(folder, hosts, port):
    """What the book has somebody write: both files, with names, paths and ports of this machine."""
    asked = [host.address.removeprefix("http://") for host in hosts]
    ahead = (DEPLOY / "nginx-hosts.conf").read_text(encoding="utf-8")
    for number, address in enumerate(asked):
        ahead = ahead.replace(f"10.0.0.1{number + 1}:8000", address)
    own = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    own = own.replace("proxy_pass http://127.0.0.1:8000;", "proxy_pass http://charging;", 1)
    own = own.replace("127.0.0.1:8000", asked[0])
    own = own.replace("charging.example.gov.cn", "127.0.0.1").replace(
        "/etc/ssl/charging", f"{folder}"
    )
    own = re.sub(r"listen \[::\][^;]+;", "", own)
    own = own.replace("listen 443", f"listen 127.0.0.1:{port}")
    own = own.replace("listen 80", f"listen 127.0.0.1:{free_port()}")
    return AROUND.format(folder=folder, inside=ahead + own)


@pytest.fixture
def behind(folder, monkeypatch):
    """Begin nginx in front of hosts; the value is what people ask."""
    begun = []

    def begin(hosts, port):
        file = folder / "nginx.conf"
        file.write_text(written(folder, hosts, port), encoding="utf-8")
        subprocess.run(["nginx", "-t", "-q", "-c", file], check=True)
        begun.append(subprocess.Popen(["nginx", "-c", file]))
        wait_for(lambda: answers(port))
        return SimpleNamespace(address=f"https://127.0.0.1:{port}")

    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "fullchain.pem"))
    yield begin
    for server in begun:
        server.terminate()
        server.wait()


def test_a_host_that_is_killed_is_missed_by_nobody_behind_the_proxy(
    committed, settings, folder, behind, capsys
):
    settings.DEMO = True
    with make.at(cast.APRIL_2):
        make.ledger()
        users = [cast.person(f"office{number}", Role.OFFICE) for number in range(PEOPLE)]
    port = free_port()
    told = {"PLAIN_HTTP": "0", "PROXIES": "1", "PORTAL_URL": f"https://127.0.0.1:{port}"}
    house = House(folder, cast.APRIL_2, **told, ALLOWED_HOSTS="127.0.0.1")
    try:
        hosts = [house.serve("first"), house.serve("second")]
        proxy = behind([host.wait() for host in hosts], port)
        people = [Timed(Person([proxy], user.username)) for user in users]
        pressers = [Presser(person, user) for person, user in zip(people, users, strict=True)]
        for presser in pressers:
            presser.start()
        wait_for(lambda: all(len(presser.told) >= BEFORE for presser in pressers))
        hosts[0].kill()
        before = [len(presser.told) for presser in pressers]
        wait_for(
            lambda: all(len(p.told) >= n + BEFORE for p, n in zip(pressers, before, strict=True))
        )
        for presser in pressers:
            presser.over.set()
            presser.join()
        assert people[0].person.get("/sheets/returns/2025-03/").content.startswith(b"%PDF")
    finally:
        house.close()
    done = [text for presser in pressers for text, _ in presser.told]
    refused = [status for presser in pressers for status in presser.refused]
    slowest = max(seconds for person in people for seconds in person.taken)
    with capsys.disabled():
        print(f"\nbehind nginx, one of two hosts killed: {len(done)} acknowledged, ", end="")
        print(f"{len(refused)} refused, the slowest took {slowest:.1f} s")
    there = list(Suggestion.objects.values_list("text", flat=True))
    assert refused == [] and slowest < SLOWEST
    assert sorted(done) == sorted(there) and journal.broken_at() is None
    assert Event.objects.filter(verb="suggest").count() == len(there)
    addresses = Event.objects.filter(verb="suggest").values_list("address", flat=True)
    assert set(addresses) == {"127.0.0.1"}


class Timed:
    """Somebody whose presses are timed."""

    def __init__(self, person):
        self.person, self.jar, self.taken = person, person.jar, []

    def ask(self, path, data):
        began = time.monotonic()
        answer = self.person.ask(path, data)
        self.taken.append(time.monotonic() - began)
        return answer
