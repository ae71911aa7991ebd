"""The sites behind a figure: together they are the figure, each with its newest entry."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ledger.models import Entry, Site
from reports.figures import tracing
from reports.figures.behind import UNSITED, counted_in, sites_behind, told_by
from reports.figures.reading import figure_at
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def january(story):
    with clock.at(cast.noon(cast.AFTER_THE_YEAR)):
        yield


def behind(key):
    reading, figure = figure_at(key)
    return figure, sites_behind(reading, figure, told_by(tracing.trace(reading, figure).entries))


@pytest.mark.parametrize(
    "key", ["I01_140621_m", "I01_140621_y", "I02_140621_t", "I36_140621103_t", "I33_u140621103_y"]
)
def test_the_sites_of_a_sum_add_up_to_it_by_unit_the_most_first(key):
    figure, rows = behind(f"{key}_202511")
    assert sum(row.amount for row in rows) == figure.value and counted_in(figure) == "台"
    told = [(row.unit.position, -row.amount) for row in rows if row.site and row.unit]
    assert told == sorted(told)
    assert all(row.name == UNSITED for row in rows if row.site is None)
    numbers = [row.last for row in rows if row.last and row.site]
    assert not Entry.objects.filter(number__in=numbers, site__merged_into__isnull=False).exists()


def test_a_site_tells_of_the_newest_entry_that_the_figure_knows():
    figure, rows = behind("I33_u140621101_y_202511")
    newest = Entry.objects.filter(credited_to__code="140621101", measure__endswith="_pile")
    for row in rows:
        there = newest.filter(site=row.site, on__lte=figure.month.last_day).order_by("number")
        assert row.last == there.last().number


def test_what_is_made_from_no_site_has_none_behind_it():
    assert behind("I34_140621_m_202511")[1] == []


def test_the_page_leads_to_each_site_at_its_entry_in_as_many_queries_for_ten_as_for_one(client):
    client.force_login(User.objects.get(username="leader"))
    asked = {}
    for key in ("I33_u140621101_m_202511", "I33_u140621101_y_202511"):
        client.get(f"/figures/{key}/")  # what is kept from page to page is there by now
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/figures/{key}/")
        asked[page.context["sites"]] = len(queries)
    assert max(asked) > min(asked) and len(set(asked.values())) == 1
    (row, *_) = page.context["table"].rows
    site, number = Site.objects.get(pk=row.record.site), row.record.last
    address = f"/sites/{site.pk}/#entry-{number}"
    assert f'<a href="{address}">{site.name}</a>' in page.content.decode()
    assert f'id="entry-{number}"' in client.get(address).content.decode()
    told = client.get(f"/figures/{key}/", {"format": "csv"}).content.decode()
    assert told.count(site.name) == 1 and str(row.record.amount) in told


def test_who_may_not_open_a_site_reads_its_name(client):
    officer = User.objects.get(username="officer")
    client.force_login(officer)
    page = client.get("/figures/I02_140621_t_202511/", {"print": "1"})
    own = Site.objects.open_to(officer)
    shown = {row.record.site for row in page.context["table"].rows if row.record.site}
    html = page.content.decode()
    assert shown & own and shown - own
    assert all((f'href="/sites/{pk}/' in html) == (pk in own) for pk in shown)
