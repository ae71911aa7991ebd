"""A post counts from its first day to its last: before and after it nothing of the unit is seen or
written."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ledger.datum import GCJ02
from ledger.models import Attachment, Line, Point, Site, Submission, Upload
from ledger.returns import evidence, rules, uploads
from ledger.sites import points
from shanyin_charging.accounts.models import Role
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Area, Post, Unit
from targets.months import Month
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
MARCH = Month(2025, 3)
FIRST, LAST = date(2025, 4, 1), date(2025, 4, 3)
HELD = {date(2025, 3, 31): False, FIRST: True, LAST: True, date(2025, 4, 4): False}
VILLAGE = f"{cast.DAIYUE_VILLAGE} 112.8168,39.5204"


@pytest.fixture
def holder(settings, tmp_path):
    """An officer with a post of three days, in a unit of which there is something to see: a return
    with a file, a sheet that the officer uploaded, and a site."""
    settings.MEDIA_ROOT = tmp_path
    holder, unit = cast.person("holder", Role.OFFICER), Unit.objects.get(code=cast.DAIYUE)
    Post.objects.create(user=holder, unit=unit, starts_on=FIRST, ends_on=LAST)
    approved = make.approved(cast.officer(), cast.office(), MARCH)
    evidence.attach(holder, approved, SimpleUploadedFile("站.pdf", b"%PDF-1.7 a photo"))
    february = Submission(period=make.period(MARCH - 1), unit=unit)
    with make.at(FIRST):
        make.period(MARCH - 1).grants.create(
            unit=unit, reason="故障", expires_at=cast.noon(LAST), granted_at=cast.noon(FIRST)
        )
        uploads.keep_workbook(holder, february, b"x", "二月.xlsx", [], True)
    return holder


def pages():
    """Addresses of what belongs to the unit."""
    submission, form = Submission.objects.get(), f"/returns/{make.period(MARCH).pk}/{cast.DAIYUE}/"
    return [
        f"/submissions/{submission.pk}/",
        f"/submissions/{submission.pk}/paper/",
        f"/attachments/{Attachment.objects.get().pk}/",
        f"/corrections/{Line.objects.get().pk}/",
        f"/uploads/{Upload.objects.get().pk}/file/",
        f"/sites/{Site.objects.get().pk}/",
        form + "workbook/",
        "/lists/",
        "/places/",
    ]


def status(client, path):
    answer = client.get(path)
    if answer.streaming:
        list(answer.streaming_content)  # so that the file is closed
    return answer.status_code


@pytest.mark.parametrize(("day", "held"), HELD.items())
def test_the_units_things_are_seen_while_the_post_is_held(client, holder, day, held):
    with make.at(day):
        client.force_login(holder)
        answers = {path: status(client, path) for path in pages()}
        own = (Submission, Attachment, Site, Upload)
        seen = [thing.objects.visible_to(holder, day).count() for thing in own]
    assert answers == dict.fromkeys(pages(), 200 if held else 404)
    assert seen == [int(held)] * 4


@pytest.mark.parametrize(("day", "held"), HELD.items())
def test_what_is_asked_without_a_day_is_asked_of_today(holder, day, held):
    with make.at(day):
        own = (Submission, Attachment, Site, Upload)
        assert [thing.objects.visible_to(holder).count() for thing in own] == [int(held)] * 4


@pytest.mark.parametrize(("day", "held"), HELD.items())
def test_positions_are_said_while_the_post_is_held(client, holder, day, held):
    villages = {cast.DAIYUE_VILLAGE: Area.objects.get(code=cast.DAIYUE_VILLAGE)}
    with make.at(day):
        client.force_login(holder)
        answer = client.post("/places/", {"datum": GCJ02, "block": VILLAGE})
        assert answer.status_code == (302 if held else 404)
        assert Point.objects.count() == int(held)
        if not held:
            with pytest.raises(Refused, match="您没有岱岳镇的岗位"):
                points.record_villages(holder, villages, VILLAGE, GCJ02)
            with pytest.raises(Refused, match="您没有岱岳镇的岗位"):
                points.record(holder, Site.objects.get(), "112.8168,39.5204", GCJ02)
            assert not Point.objects.exists()


def test_a_neighbour_says_no_positions():
    officer = cast.officer(cast.YUJING)
    village = Area.objects.get(code=cast.DAIYUE_VILLAGE)
    with pytest.raises(Refused, match="您没有岱岳镇的岗位，不能登记这里的位置"):
        points.record(officer, village, "112.8168,39.5204", GCJ02)
    assert points.record(cast.office(), village, "112.8168,39.5204", GCJ02).area == village


@pytest.mark.parametrize("checks", [False, True])
@pytest.mark.parametrize(("day", "held"), HELD.items())
def test_who_writes_and_who_checks_does_so_while_the_post_is_held(day, held, checks):
    user, unit = cast.person("holder", Role.OFFICER), Unit.objects.get(code=cast.DAIYUE)
    Post.objects.create(user=user, unit=unit, starts_on=FIRST, ends_on=LAST, checks=checks)
    submission = make.draft(cast.officer(), MARCH)
    submission.state = "checking"
    with make.at(day):
        assert bool(rules.can_check(user, submission)) is (held and checks)
        assert bool(rules.can_report(user, make.period(MARCH), unit)) is (held and not checks)
        assert bool(rules.can_list(user, unit)) is (held and not checks)
