"""Two hundred sites with two thousand pictures: no page asks once a picture, and a site's page is
light before anybody scrolls."""

from collections import Counter

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledger.models import Attachment, LineKind, Site
from ledger.returns import thumbnails
from ledger.returns.evidence import as_kept
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from targets.models import Area
from targets.months import Month
from tests import cast, make, snapshots
from tests.ledger.returns.test_hostile import upload
from tests.test_browser import Desk, browser, portal

__all__ = ["browser", "portal"]  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.at_length, pytest.mark.django_db(transaction=True)]
MARCH = Month(2025, 3)
SITES, EACH, MOST = 200, 10, 300_000  # bytes before somebody scrolls
HERE = snapshots.NEAR_THE_SQUARE


def sites(number):
    """Stations of two piles each, in a return that was approved."""
    villages = Area.objects.filter(code__startswith=cast.DAIYUE, kind="village").order_by("code")
    codes = [village.code for village in villages if village.merged_into_id is None]
    lines = [
        (
            LineKind.ADDED,
            make.new_piles(
                site_name=f"{n}号充电站",
                village=codes[n % len(codes)],
                dc="2",
                connectors="4",
                power="120",
                explanation="不是同一处",
            ),
        )
        for n in range(number)
    ]
    officer, office = (User.objects.get(username=n) for n in (f"officer_{cast.DAIYUE}", "office"))
    return make.approved(officer, office, MARCH, lines=lines)


def with_pictures(approved, each):
    """So many pictures of each line, every one a noisy one as a camera makes them."""
    kept = as_kept(upload(snapshots.noisy(), 1))
    told = {"content_type": "image/jpeg", "sha256": kept.digest, "size": len(kept.content)}
    officer = User.objects.get(username=f"officer_{cast.DAIYUE}")
    first = Attachment(submission=approved, uploaded_by=officer, uploaded_at=clock.now(), **told)
    first.file.save("x.jpg", ContentFile(kept.content), save=False)
    thumbnails.keep(kept.digest, kept.thumbnail)
    lines = list(approved.current.lines.values_list("key", flat=True))
    Attachment.objects.bulk_create(
        Attachment(
            **told,
            submission=approved,
            uploaded_by=officer,
            uploaded_at=first.uploaded_at,
            file=first.file.name,
            name=f"{number}.jpg",
            line_key=key,
            original_sha256=f"{number:04x}{place:060x}",
            longitude=HERE[0],
            latitude=HERE[1],
        )
        for place, key in enumerate(lines)
        for number in range(each)
    )


def asked(client, address):
    """How often a page asks the database, and how long it is."""
    with CaptureQueriesContext(connection) as found:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(found)


def test_two_hundred_sites_with_two_thousand_pictures(browser, portal, client):
    approved = sites(SITES)
    one = Site.objects.order_by("pk").first()
    addresses = f"/sites/{one.pk}/", "/sites/", f"/figures/I02_{cast.COUNTY}_t_202503/", "/map/"
    client.force_login(User.objects.get(username="leader"))
    with_pictures(approved, 1)
    _, few = ([asked(client, address) for address in addresses] for _ in range(2))  # then warm
    Attachment.objects.all().delete()
    with_pictures(approved, EACH)
    assert Attachment.objects.count() == SITES * EACH
    assert [asked(client, address) for address in addresses] == few

    leader = Desk(browser, portal, "leader")
    came = Counter()
    leader.page.on("response", lambda answer: came.update({answer.url: len(answer.body())}))
    for width, height in ((1366, 768), (360, 740)):
        leader.page.set_viewport_size({"width": width, "height": height})
        leader.page.wait_for_load_state("networkidle")  # what still comes is of the page before
        came.clear()
        leader.go(addresses[0])
        leader.page.wait_for_load_state("networkidle")
        assert 0 < sum("thumbnail" in url for url in came) <= EACH
        assert sum(came.values()) < MOST, came
    assert leader.faults == []
