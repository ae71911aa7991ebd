"""A page names a place to all who may read it, and leads to its page whoever may open that."""

import pytest
from django.urls import reverse

from ledger.models import Site
from reports.models import Finding, Matter
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from tests import cast

pytestmark = pytest.mark.django_db
PEOPLE = ("leader", "officer", "u_grid", "u_140621203")


@pytest.fixture(autouse=True)
def january(story):
    with clock.at(cast.noon(cast.AFTER_THE_YEAR)):
        yield


def pages_of(user):
    """(address, site) of what the person may read that names a site."""
    today = clock.today()
    for matter in Matter.objects.visible_to(user, today).exclude(site=None):
        yield reverse("matter", args=[matter.pk]), matter.site
    for finding in Finding.objects.visible_to(user, today).select_related("visit__site"):
        yield reverse("finding", args=[finding.pk]), finding.visit.site
        yield reverse("visit", args=[finding.visit_id]), finding.visit.site


def test_a_page_leads_to_the_place_that_it_names_whoever_may_open_that(client):
    named, closed = 0, []
    for name in PEOPLE:
        user = User.objects.get(username=name)
        client.force_login(user)
        own = Site.objects.open_to(user)
        for address, site in pages_of(user):
            page = client.get(address).content.decode()
            assert site.name in page, (name, address)
            assert (f'href="/sites/{site.pk}/"' in page) == (site.pk in own), (name, address)
            named += 1
            closed += [] if site.pk in own else [(name, address)]
    assert 0 < len(closed) < named, "somebody is to help at a place of others"
