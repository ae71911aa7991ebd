"""通知: written by the office, sent to chosen units, on their lists until somebody there has read
it."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction

from ledger.models import Reminder
from reports.announcing import course
from reports.models import Announcement, AnnouncementFile, AnnouncementState, Receipt
from shanyin_charging.accounts.models import Role
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Post, Unit
from targets.months import Month
from targets.plan import queries
from tests import cast, make, snapshots

pytestmark = pytest.mark.django_db
AGENDA = ("议程.pdf", b"%PDF-1.7 the agenda")
TITLE, WORDS = "请参加4月调度会", "4月18日上午9时，三楼会议室。"


@pytest.fixture
def people(april):
    found = {
        "office": cast.office(),
        "leader": cast.leader(),
        "auditor": cast.person("auditor", Role.AUDITOR),
        "unit": cast.officer(),
        "second": cast.person("second", Role.OFFICER, cast.DAIYUE),
        "neighbour": cast.officer(cast.YUJING),
        "stranger": cast.officer(cast.MAYING),
        "admin": cast.administrator(),
    }
    checker = cast.person("checker", Role.OFFICER)
    own = Unit.objects.get(code=cast.DAIYUE)
    Post.objects.create(user=checker, unit=own, starts_on=date(2024, 1, 1), checks=True)
    return {**found, "checker": checker}


def written(people):
    units = Unit.objects.filter(code__in=[cast.DAIYUE, cast.YUJING])
    return course.write(people["office"], TITLE, WORDS, units, SimpleUploadedFile(*AGENDA))


def sent(people):
    return course.move(people["office"], "send", written(people))


def seen_by(client, people, path):
    """Who is shown an address."""
    found = set()
    for name, person in people.items():
        client.force_login(person)
        if client.get(path).status_code == 200:
            found.add(name)
    return found


def test_it_is_written_sent_read_and_who_has_not_is_reminded(client, people):
    client.force_login(people["office"])
    client.get("/announcements/write/")
    own = Unit.objects.get(code=cast.YUJING)
    typed = {"title": TITLE, "text": WORDS, "groups": ["township"], "units": [own.pk]}
    typed["file"] = SimpleUploadedFile(*AGENDA)
    page = client.post("/announcements/write/", typed)["Location"]
    assert "核对后发出" in client.get(page).content.decode()
    client.post(f"{page}send/", {})
    found = Announcement.objects.get()
    members = Unit.objects.members(queries.plan_for(Month(2025, 4)), cast.APRIL_2)
    assert set(found.units.all()) == set(members.filter(kind="township"))
    assert found.state == AnnouncementState.SENT

    client.force_login(people["unit"])
    assert TITLE in client.get("/").content.decode()
    file = client.get(f"{page}file/")
    assert file.content == AGENDA[1]
    client.get(page)
    assert "已阅，专班看得到" in client.post(f"{page}read/", {}, follow=True).content.decode()
    for name, waits in (("second", False), ("checker", False), ("neighbour", True)):
        client.force_login(people[name])
        assert (TITLE in client.get("/").content.decode()) == waits, name

    client.force_login(people["office"])
    left = found.units.count() - 1
    assert f"还有 {left} 家未阅" in client.get(page).content.decode()
    assert "已提醒" in client.post(f"{page}remind/", {}, follow=True).content.decode()
    told = Reminder.objects.filter(subject=f"announcement:{found.pk}")
    assert told.count() == left and not told.filter(unit__code=cast.DAIYUE).exists()
    assert {text.split("。")[0] for text in told.values_list("text", flat=True)} == {
        f"通知《{TITLE}》请阅读，看过请按“已阅”"
    }
    client.get(page)
    client.post(f"{page}remind/", {})
    assert told.count() == left, "at most once a day"
    client.force_login(people["neighbour"])
    assert "请阅通知" in client.get("/").content.decode()


def test_a_picture_that_goes_with_it_is_made_harmless_and_shown(client, people):
    taken = snapshots.taken("HEIF", taken_at="2025:03:18 10:20:33")
    upload = SimpleUploadedFile("示意.heic", taken)
    own = Unit.objects.filter(code=cast.DAIYUE)
    found = course.write(people["office"], TITLE, WORDS, own, upload)
    course.move(people["office"], "send", found)
    assert found.file.name == "示意.jpg" and b"Exif" not in bytes(found.file.content)
    page = f"/announcements/{found.pk}/"
    client.force_login(people["unit"])
    assert f'src="{page}file/?as=thumbnail"' in client.get(page).content.decode()
    assert client.get(f"{page}file/?as=thumbnail").content == bytes(found.file.thumbnail)


def test_who_sees_it_in_each_state(client, people):
    found = written(people)
    page = f"/announcements/{found.pk}/"
    assert seen_by(client, people, page) == {"office"}
    course.move(people["office"], "send", found)
    to = {"office", "leader", "auditor", "unit", "second", "checker", "neighbour"}
    assert seen_by(client, people, page) == seen_by(client, people, f"{page}file/") == to
    course.move(people["office"], "withdraw", found, "会议改期")
    assert seen_by(client, people, page) == to
    client.force_login(people["unit"])
    shown = client.get(page).content.decode()
    assert "已撤回：会议改期" in shown and WORDS in shown and "/read/" not in shown
    assert TITLE not in client.get("/").content.decode()


def test_a_unit_reads_of_itself_only(client, people):
    found = sent(people)
    course.move(people["neighbour"], "read", found)
    client.force_login(people["unit"])
    page = client.get(f"/announcements/{found.pk}/").content.decode()
    assert "玉井镇" not in page and "未阅" in page
    page = client.get("/announcements/").content.decode()
    assert "未阅" in page and '<table class="cards">' in page
    client.force_login(people["leader"])
    assert "1 / 2" in client.get("/announcements/").content.decode()
    page = client.get(f"/announcements/{found.pk}/").content.decode()
    assert "玉井镇" in page and "提醒未阅" not in page


def test_who_speaks_for_two_units_reads_for_both(people):
    found = sent(people)
    both = cast.person("both", Role.OFFICER, cast.DAIYUE)
    own = Unit.objects.get(code=cast.YUJING)
    Post.objects.create(user=both, unit=own, starts_on=date(2024, 1, 1))
    course.move(both, "read", found)
    assert not found.unread.exists()
    with pytest.raises(Refused, match="已阅"):
        course.move(people["unit"], "read", found)
    with pytest.raises(Refused, match="收到的单位都已阅"):
        course.remind(people["office"], found)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"title": ""}, "请填标题"),
        ({"text": " "}, "请填正文"),
        ({"groups": []}, "请选择发给哪些单位"),
        ({"file": SimpleUploadedFile("x.exe", b"MZ")}, "不是可以接收的文件"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(client, people, typed, why):
    client.force_login(people["office"])
    client.get("/announcements/write/")
    given = {"title": TITLE, "text": WORDS, "groups": ["every"], **typed}
    answer = client.post("/announcements/write/", given)
    page = answer.content.decode()
    assert answer.status_code in (400, 409) and why in page
    assert typed.get("title", TITLE) in page and not Announcement.objects.exists()


def test_the_reason_typed_for_one_that_is_withdrawn_by_then_is_shown(client, people):
    found = sent(people)
    client.force_login(people["office"])
    client.get(f"/announcements/{found.pk}/")
    course.move(people["office"], "withdraw", found, "会议改期")
    answer = client.post(f"/announcements/{found.pk}/withdraw/", {"text": "写错了时间"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "您刚才填的：写错了时间" in page


def test_a_draft_is_changed_and_thrown_away_and_what_was_sent_is_not(people):
    found, office = written(people), people["office"]
    one = Unit.objects.filter(code=cast.MAYING)
    found = course.rewrite(office, found, "改期", WORDS, one, without_file=True)
    assert (found.title, found.file, list(found.units.all())) == ("改期", None, list(one))
    course.discard(office, found)
    assert not Announcement.objects.exists()
    found = sent(people)
    for verb in (course.discard, lambda *a: course.rewrite(*a, "改", "改", one)):
        with pytest.raises(Refused, match="已经发出，不能再改"):
            verb(office, found)
    with pytest.raises(Refused, match="请写明撤回的原因"):
        course.move(office, "withdraw", found)
    with pytest.raises(Refused, match="通知由专班办公室"):
        course.move(people["unit"], "withdraw", found, "不想看")


def test_the_database_keeps_what_was_sent(people):
    found = sent(people)
    course.move(people["unit"], "read", found)
    rows = Announcement.objects.filter(pk=found.pk)
    for change in ({"title": "另一个"}, {"text": "另一句"}, {"file": None}, {"sent_by": "别人"}):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows._raw_delete("default")
    for model, change in ((Receipt, {"by": people["office"]}), (AnnouncementFile, {"name": "x"})):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            model.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="withdrawn")
    with pytest.raises(IntegrityError), transaction.atomic():
        Receipt.objects.create(
            announcement=found,
            unit=Unit.objects.get(code=cast.DAIYUE),
            by=people["second"],
            at=cast.noon(cast.APRIL_2),
        )


def test_its_readers_are_a_list_with_a_file(client, people):
    found = sent(people)
    with make.at(date(2025, 4, 3)):
        course.move(people["unit"], "read", found)
    client.force_login(people["office"])
    text = client.get(f"/announcements/{found.pk}/?format=csv").content.decode("utf-8-sig")
    rows = [line.split(",") for line in text.splitlines()]
    assert [row[1:4] for row in rows[1:]] == [
        ["玉井镇", "未阅", ""],
        ["岱岳镇", "已阅", "officer_140621103"],
    ]
