"""A scanner before anything that reads files: what it finds, and of what it says nothing, does not
come in."""

import socketserver
import struct
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ledger.models import Upload
from shanyin_charging.accounts.models import User
from tests import cast
from tests.ledger.pages.test_lists import file, row
from tests.test_refusals import is_the_portals, said

pytestmark = pytest.mark.django_db
BAD = b"a virus, as far as this scanner knows"


class Clamd(socketserver.StreamRequestHandler):
    """As much of clamd as is asked."""

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.wfile.write(b"stream: Test.Virus FOUND\0" if BAD in content else b"stream: OK\0")


@pytest.fixture
def scanner(settings, tmp_path):
    settings.CLAMD = str(tmp_path / "clamd.ctl")
    with socketserver.ThreadingUnixStreamServer(settings.CLAMD, Clamd) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield
        server.shutdown()
        thread.join()


@pytest.fixture
def sends():
    client = Client()
    client.force_login(cast.office())
    key = f"{User.objects.get().pk}-a-key-of-a-page"
    return lambda sent: client.post("/lists/", {"file": sent, "note": "台账", "once": key})


def test_what_the_scanner_finds_does_not_come_in(scanner, sends, april):
    answer = sends(SimpleUploadedFile("清单.xlsx", b"PK" + BAD))
    assert answer.status_code == 422 and is_the_portals(answer)
    assert "“清单.xlsx”里查出病毒（Test.Virus），没有收" in said(answer)
    assert not Upload.objects.exists()
    assert sends(file([row()], "清单.xlsx")).status_code == 302 and Upload.objects.exists()


def test_without_the_scanners_word_no_file_comes_in(settings, sends, tmp_path, april):
    for nobody in (str(tmp_path / "nobody"), "127.0.0.1:1"):
        settings.CLAMD = nobody
        answer = sends(file([row()], "清单.xlsx"))
        assert answer.status_code == 422 and "查毒程序没有回应" in said(answer)
    assert not Upload.objects.exists()
