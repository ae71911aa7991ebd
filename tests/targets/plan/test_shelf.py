"""What is kept in memory never outlives what it follows from."""

from datetime import date

import pytest
from django.db import transaction

from ledger.models import LineKind
from reports.figures.reading import read
from targets.models import Area, Edition, Unit
from targets.months import Month
from targets.plan import shelf
from tests import cast, make

MARCH = Month(2025, 3)


@pytest.fixture
def april(committed):
    shelf.clear()
    with make.at(date(2025, 4, 2)):
        make.ledger()
        yield


def stock():
    return read(MARCH).figure("I02").value


def test_a_second_page_takes_its_figures_from_the_shelf(april, django_assert_num_queries):
    assert stock() == 188
    with django_assert_num_queries(2):  # the mark and the ledger's last entry
        assert stock() == 188


def test_an_approval_shows_at_once_and_leaves_what_the_plan_says(april):
    assert stock() == 188
    targets = read(MARCH).targets
    make.approved(cast.officer(), cast.office(), MARCH)
    assert stock() == 194 and read(MARCH).targets is targets
    past = read(MARCH, known=1)
    assert past.figure("I02").value == 188 and read(MARCH).figure("I02").value == 194


def test_a_ruling_shows_at_once(april):
    assert read(MARCH).basis.pace_rule.slow_within == 15
    make.ruled("slow_within", {"answer": 20})
    assert read(MARCH).basis.pace_rule.slow_within == 20


@pytest.mark.parametrize("model", [Area, Unit])
def test_a_new_name_shows_at_once(april, model):
    row = model.objects.get(code=cast.DAIYUE)
    names = {
        "area": lambda: [place.name for place in read(MARCH).places["township"]],
        "unit": lambda: [unit.name for unit in read(MARCH).members],
    }[model._meta.model_name]
    assert "岱岳新镇" not in names()
    model.objects.filter(pk=row.pk).update(name="岱岳新镇")
    assert "岱岳新镇" in names()


def test_every_table_of_the_plan_renews_the_mark(april):
    for model in (Area, Unit):
        before = shelf.mark()
        model.objects.filter(pk=model.objects.first().pk).update(position=1)
        assert shelf.mark() != before


def test_what_is_rolled_back_was_never_kept(april):
    officer, office = cast.officer(), cast.office()
    with transaction.atomic():
        make.approved(officer, office, MARCH)
        assert stock() == 194
        transaction.set_rollback(True)
    assert stock() == 188
    make.approved(
        officer,
        office,
        MARCH,
        lines=[(LineKind.ADDED, make.new_piles(dc="2", connectors="4", power="120"))],
    )
    assert stock() == 190


def test_without_a_mark_nothing_is_kept(april):
    Edition.objects.all().delete()
    assert shelf.mark() is None and read(MARCH).shelf is not read(MARCH).shelf
