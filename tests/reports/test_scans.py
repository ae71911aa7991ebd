"""盖章件: what is taken, what is shown first, and that a wrong one stays beside the right one."""

import hashlib
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from ledger.returns import evidence
from reports.bulletins import scans
from reports.models import Opening, StampedScan
from reports.supervision import workflow
from shanyin_charging.audit.models import Event
from shanyin_charging.lifecycle.transitions import Overtaken, Refused
from tests import cast, make
from tests.reports.bulletins.test_issuing import drafted, issued, people
from tests.reports.test_verbs import SAID

__all__ = ["people"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_press")]
FIRST, SECOND = b"%PDF-1.7 stamped", b"\xff\xd8\xff\xe0 stamped better"


def scan(content=FIRST, name="盖章件.pdf"):
    return SimpleUploadedFile(name, content)


def digest(content):
    return hashlib.sha256(content).hexdigest()


def assigned(people, unit=cast.YUJING):
    lead = cast.officer(unit).posts.get().unit
    made = workflow.open_notice(
        people["drafter"], topic="returns", **{**SAID, "county": make.county(), "lead": lead}
    )
    workflow.move(people["drafter"], "propose", made)
    return workflow.move(people["chief"], "approve", made)


def test_a_scan_is_kept_with_its_digest_and_a_later_one_with_its_reason(people):
    made = issued(people)
    one = scans.file(people["drafter"], made, scan())
    assert (one.sha256, one.size, one.content_type) == (digest(FIRST), 16, "application/pdf")
    with pytest.raises(Refused, match="要更换，请写明更换的原因，原来的一份仍留存"):
        scans.file(people["colleague"], made, scan(SECOND, "2.jpg"))
    two = scans.file(people["colleague"], made, scan(SECOND, "2.jpg"), "第一页漏了章")
    assert (two.replaces, two.reason, two.name) == (one, "第一页漏了章", "2.jpg")
    assert list(StampedScan.objects.of(made)) == [two, one]
    assert bytes(StampedScan.objects.get(pk=one.pk).content) == FIRST
    event = Event.objects.filter(verb="file_scan").latest("number")
    assert (event.before["sha256"], event.after["sha256"]) == (digest(FIRST), digest(SECOND))
    assert event.after["reason"] == "第一页漏了章"


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"just words", "盖章件.pdf", "“盖章件.pdf”不是可以接收的文件"),
        (b"", "空.pdf", "不是可以接收的文件"),
        (b"%PDF-" + b"0" * evidence.MOST_BYTES, "大.pdf", "“大.pdf”超过10兆"),
    ],
)
def test_what_is_no_scan_is_refused_in_a_sentence(people, content, name, says):
    made = issued(people)
    with pytest.raises(Refused, match=says):
        scans.file(people["drafter"], made, scan(content, name))
    with pytest.raises(Refused, match="请先选择盖章件"):
        scans.file(people["drafter"], made, None)
    assert not StampedScan.objects.exists()


def test_a_spreadsheet_is_evidence_elsewhere_and_no_scan_here(people, monkeypatch):
    monkeypatch.setattr(evidence, "kind_of", lambda content: "xlsx")
    with pytest.raises(Refused, match="“表.xlsx”不是扫描件；请用 pdf、jpg、png"):
        scans.file(people["drafter"], issued(people), scan(b"PK", "表.xlsx"))


def test_only_the_office_files_and_only_beside_what_was_signed(people):
    made, draft = issued(people), drafted(people)
    with pytest.raises(Refused, match="还没有签发，没有盖章件"):
        scans.file(people["drafter"], draft, scan())
    for who in ("leader", "officer_x", "admin_x", "auditor_x"):
        with pytest.raises(Refused, match="由专班办公室存入"):
            scans.file(people[who], made, scan())
    seen = scans.seen_of(made)
    scans.file(people["drafter"], made, scan())
    with pytest.raises(Refused, match="一模一样，不用再存"):
        scans.file(people["colleague"], made, scan(), "再存一次")
    with pytest.raises(Overtaken):
        scans.file(people["colleague"], made, scan(SECOND), "更清楚", seen)


def test_the_database_keeps_every_scan_as_it_was_filed(people):
    made = issued(people)
    one = scans.file(people["drafter"], made, scan())
    acts = [
        lambda: StampedScan.objects.update(sha256="0" * 64),
        lambda: StampedScan.objects.all()._raw_delete("default"),
    ]
    for act in acts:
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    fields = {name: getattr(one, name) for name in ("name", "size", "sha256", "content")}
    fields |= {"filed_by": one.filed_by, "filed_at": one.filed_at}
    notice = assigned(people)
    for wrong in (
        {"bulletin": made},  # a second first one
        {"bulletin": made, "notice": notice, "replaces": one, "reason": "更清楚"},
        {"replaces": one, "reason": "更清楚"},
        {"bulletin": made, "replaces": one},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            StampedScan.objects.create(**fields, **wrong)


def test_units_open_the_scan_first_and_never_the_replaced_one(client, people):
    made = issued(people)
    client.force_login(people["drafter"])
    client.post(f"/bulletins/{made.pk}/scan/", {"scan": scan()})
    client.get(f"/bulletins/{made.pk}/")
    client.post(f"/bulletins/{made.pk}/scan/", {"scan": scan(SECOND, "2.jpg"), "reason": "漏了章"})
    two, one = StampedScan.objects.of(made)
    page = client.get(f"/bulletins/{made.pk}/").content.decode()
    assert "更换：漏了章" in page and digest(SECOND) in page and "更换盖章件" in page
    assert page.index("打开盖章件") < page.index("文件和验证")
    reader = people["officer_x"]
    client.force_login(reader)
    page = client.get(f"/bulletins/{made.pk}/").content.decode()
    assert "打开盖章件" in page and "漏了章" not in page
    answer = client.get(f"/scans/{two.pk}/")
    assert (answer.content, answer["Content-Type"]) == (SECOND, "image/jpeg")
    assert Opening.objects.filter(bulletin=made, user=reader).exists()
    assert client.get(f"/scans/{one.pk}/").status_code == 404
    client.logout()
    page = client.get(f"/c/{made.code}/").content.decode()
    assert "盖章件" in page and digest(SECOND) in page and digest(FIRST) not in page


def test_a_notices_scan_is_opened_by_its_unit_and_by_no_other(client, people):
    made = assigned(people)
    client.force_login(people["drafter"])
    client.post(f"/supervision/{made.pk}/scan/", {"scan": scan()})
    found = StampedScan.objects.of(made).get()
    lead = made.lead.posts.get().user
    client.force_login(lead)
    page = client.get(f"/supervision/{made.pk}/").content.decode()
    assert page.index("打开盖章件") < page.index("督办要求") and found.sha256 in page
    assert client.get(f"/scans/{found.pk}/").content == FIRST
    client.force_login(cast.officer(cast.MAYING))
    assert client.get(f"/scans/{found.pk}/").status_code == 404
    assert client.post(f"/supervision/{made.pk}/scan/", {"scan": scan(SECOND)}).status_code == 404


def test_the_library_opens_the_stamped_one_first(people, client):
    made = issued(people)
    client.force_login(people["drafter"])
    assert "盖章件" not in client.get("/bulletins/").content.decode()
    scans.file(people["drafter"], made, scan())
    last = scans.file(people["drafter"], made, scan(SECOND), "第一页漏了章")
    page = client.get("/bulletins/").content.decode()
    links = re.findall(r'href="(/[^"]+)">(盖章件|PDF)</a>', page)
    assert links[0] == (reverse("scan", args=[last.pk]), "盖章件")
    assert [said for _, said in links] == ["盖章件", "PDF"]
