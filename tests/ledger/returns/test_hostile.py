"""Forty and more hostile attachments are refused with a Chinese sentence, or kept without what
would do harm, under whatever name they come, and take no more memory than they are given."""

import re
import resource
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ledger import pictures
from ledger.returns import evidence
from shanyin_charging.lifecycle.transitions import Refused
from tests import cast, make
from tests.ledger.returns import hostile
from tests.ledger.returns.test_evidence_pictures import MARCH, PLAIN, SECRETS, parts_of

pytestmark = pytest.mark.one_in(2, on="postgresql")  # little of it asks the database
NAMES = (
    *("照片\u202egpj.exe", "a\0b.jpg", "../../etc/passwd", "站" * 255 + ".jpg"),
    *("站.heic", "站.jpg", "站.svg", "C:\\x\\con.pdf"),
)
SEEN = re.compile(r"[^\u202e\0/\\<>]{1,100}\.(jpg|pdf|docx|xlsx|ofd)")  # names as they are shown
ALL = {**hostile.REFUSED, **hostile.REDRAWN, **hostile.AS_IT_CAME}
ROOM = 100 << 10  # kilobytes by which the portal's own process may grow


def upload(content, number):
    return SimpleUploadedFile(NAMES[number % len(NAMES)], content)


def grown():
    """Kilobytes that this process, and the largest of those that it started, had at most."""
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return [resource.getrusage(which).ru_maxrss for which in both]


@contextmanager
def in_bounded_memory():
    """Neither the portal nor a process of its own takes more than it is given."""
    before = grown()
    yield
    own, others = grown()
    assert own - before[0] < ROOM
    assert others <= max(before[1], own, pictures.LIMITS.memory >> 10)  # it begins as a copy of us


def test_they_are_forty_at_least():
    assert len(ALL) >= 40


def test_what_would_do_harm_is_refused_with_one_sentence_in_bounded_memory():
    made = {what: (make_it(), said) for what, (make_it, said) in hostile.REFUSED.items()}
    with in_bounded_memory():
        for number, (what, (content, said)) in enumerate(made.items()):
            with pytest.raises(Refused, match=said) as refused:
                evidence.as_kept(upload(content, number))
            sentence = str(refused.value)
            assert re.match("“[^“”\n\u202e\0/]{1,110}”", sentence), what
            assert "\n" not in sentence and "Traceback" not in sentence, what


@pytest.mark.parametrize("what", hostile.REDRAWN)
def test_what_is_kept_of_a_hostile_picture_is_the_picture_whatever_it_is_called(what):
    content = hostile.REDRAWN[what]()
    with in_bounded_memory():
        for number in range(len(NAMES)):
            came = upload(content, number)
            kept = evidence.as_kept(came)
            row = kept.in_row(came)
            assert (kept.kind, row["content_type"]) == ("jpg", "image/jpeg")
            assert SEEN.fullmatch(row["name"]), row["name"]
            for bytes_ in (kept.content, kept.thumbnail):
                assert [secret for secret in (*SECRETS, b"PK\x03\x04") if secret in bytes_] == []
                assert parts_of(bytes_) <= PLAIN


@pytest.mark.django_db
def test_a_hostile_paper_is_kept_as_it_came_and_given_out_as_a_file_only(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = {what: make_it() for what, make_it in hostile.AS_IT_CAME.items()}
    with make.at(cast.APRIL_2), in_bounded_memory():
        make.ledger()
        officer, client = cast.officer(), Client()
        draft = make.draft(officer, MARCH)
        client.force_login(officer)
        for number, (what, content) in enumerate(made.items()):
            kept = evidence.attach(officer, draft, upload(content, number))
            assert SEEN.fullmatch(kept.name), kept.name
            answer = client.get(f"/attachments/{kept.pk}/")
            assert b"".join(answer) == content, what
            assert answer["Content-Disposition"].startswith("attachment; "), what
            assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox", what
            assert answer["X-Content-Type-Options"] == "nosniff", what
            assert kept.file.path.startswith(f"{tmp_path}/attachments/"), what
        stored = [path.suffix for path in tmp_path.rglob("*") if path.is_file()]
        assert sorted(stored) == sorted([".pdf"] * 4 + [".docx"] * 2 + [".xlsx", ".ofd"])
