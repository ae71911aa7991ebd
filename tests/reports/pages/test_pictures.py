"""Pictures stand where what they prove is judged: at the site, at the figure, in the list of sites;
and a page with many of them asks no more often than one with few."""

import os
import random
import time
from base64 import b64decode

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from ledger import pictures
from ledger.models import Attachment, LineKind, Site
from ledger.returns import thumbnails
from ledger.sites import points
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role
from tests import cast, make, snapshots
from tests.ledger.returns.test_evidence_pictures import HERE, MARCH, WHEN, attached

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(settings, tmp_path):
    """A station of six piles in 岱岳镇 with two pictures of its line, one with a position."""
    settings.MEDIA_ROOT = tmp_path
    with make.at(cast.APRIL_2):
        make.ledger()
        lines = [(LineKind.ADDED, make.new_piles())]
        approved = make.approved(cast.officer(), cast.office(), MARCH, lines=lines)
        found = Site.objects.get()
        key = approved.current.lines.get().key
        north = HERE[0], HERE[1] + 0.0009  # a hundred metres
        attached(approved, snapshots.taken(taken_at=WHEN, at=north), line_key=key)
        attached(approved, snapshots.taken("PNG"), "没有位置.png", line_key=key)
        yield found


def page(client, who, address):
    client.force_login(who)
    return client.get(address).content.decode()


def test_a_site_shows_its_history_in_pictures_with_how_far_each_was_taken(client, site):
    office = cast.person("second", Role.OFFICE)
    points.record(office, site, f"{HERE[0]}, {HERE[1]}", "WGS-84")
    shown = page(client, office, f"/sites/{site.pk}/")
    assert "2025-03-18　新增公共直流桩6台" in shown and "岱岳镇 2025年3月月报" in shown
    assert "拍摄于2025-03-18，距站点100米" in shown and "没有记下时间和位置" in shown
    assert shown.count('loading="lazy"') == 2
    assert "照片" not in page(client, cast.officer(cast.YUJING), f"/sites/{site.pk}/")


def test_the_list_of_sites_says_what_proves_the_stock(client, site):
    shown = page(client, cast.leader(), "/sites/")
    assert "有据可查：6台桩，6台有照片，0台有位置，0台现场核查过" in shown
    points.record(cast.person("second", Role.OFFICE), site, f"{HERE[0]}, {HERE[1]}", "WGS-84")
    assert "6台有照片，6台有位置" in client.get("/sites/").content.decode()
    answer = client.get("/sites/?format=csv").content.decode()
    assert "照片（张）,位置" in answer and "12,2,已标" in answer


def test_the_ranking_tells_beside_its_rows_how_much_can_be_looked_at(client, site):
    shown = page(client, cast.leader(), "/ranking/?month=2025-03")
    assert "6/6" in shown and "0台所在站点标了位置" in shown
    Attachment.objects.update(removed_at=clock.now())
    told = client.get("/ranking/?month=2025-03&format=csv").content.decode()
    assert "有照片（台）" in told
    assert "0/6" in client.get("/ranking/?month=2025-03").content.decode()


def test_a_figure_leads_to_the_pictures_of_its_sites(client, site):
    shown = page(client, cast.leader(), f"/figures/I02_{cast.COUNTY}_t_202503/")
    assert "1处有照片" in shown and "文化广场充电站" in shown
    assert f"/picture/?site={site.pk}" in shown


def test_many_pictures_are_asked_for_as_often_as_few(client, site):
    client.force_login(cast.leader())
    addresses = f"/sites/{site.pk}/", "/sites/", f"/figures/I02_{cast.COUNTY}_t_202503/"
    _, few = ([asked(client, address) for address in addresses] for _ in range(2))  # then warm
    told = model_to_row(Attachment.objects.first())
    Attachment.objects.bulk_create(
        Attachment(**{**told, "id": None, "original_sha256": f"{number:064x}"})
        for number in range(2000)
    )
    assert [asked(client, address) for address in addresses] == few
    first, folded = client.get(addresses[0]).content.decode().split("其余1994张照片")
    assert (first.count("<img"), folded.count("<img")) == (8, 1994)  # what is folded is not loaded
    assert len(first.encode()) + 8 * pictures.MOST_SMALL < 250_000


def test_a_thumbnail_is_small_whatever_it_shows():
    snow = Image.frombytes("RGB", (400, 400), random.Random(1).randbytes(480_000))
    read = pictures.read(snapshots.taken("PNG", image=snow))
    assert (
        1000
        < len(b64decode(read["thumbnail"]))
        <= pictures.MOST_SMALL
        < len(b64decode(read["picture"]))
    )


def test_a_site_says_which_figures_it_counts_in(client, site):
    shown = page(client, cast.leader(), f"/sites/{site.pk}/")
    assert f"/figures/I02_{cast.COUNTY}_t_202503/" in shown and "本处6台" in shown
    assert f"/figures/I33_u{cast.DAIYUE}_y_202503/" in shown
    assert "岱岳镇南大道村6台，已达到" in shown
    assert "I40" not in shown  # of dedicated piles there are none


def model_to_row(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def asked(client, address):
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_files_that_nothing_names_go_after_a_day_and_no_others(site, settings):
    root = settings.MEDIA_ROOT
    kept = [root / one.file.name for one in Attachment.objects.all()]
    kept += [root / thumbnails.name_of(one.sha256) for one in Attachment.objects.all()]
    old, new = root / "attachments" / "left.jpg", root / "attachments" / "coming.jpg"
    lost, elsewhere = root / thumbnails.name_of("0" * 64), root / "somebody.txt"
    for path in (old, new, lost, elsewhere):
        path.write_bytes(b"x")
    yesterday = time.time() - 25 * 3600
    for path in (*kept, old, lost, elsewhere):
        os.utime(path, (yesterday, yesterday))
    call_command("sweep_files")
    assert all(path.exists() for path in (*kept, new, elsewhere))
    assert not old.exists() and not lost.exists()
