"""Fixtures as Django knows them: loaddata gives what load_plan gives, row for row, and reads what
dumpdata writes."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from targets.models import Indicator, Plan
from targets.plan.shelf import mark
from tests.targets.plan.rows import MODELS, everything, nothing_loaded

pytestmark = pytest.mark.django_db
NAMES = [model._meta.label for model in MODELS]
NATURAL = {"use_natural_foreign_keys": True, "use_natural_primary_keys": True}


def dumped(path):
    call_command("dumpdata", *NAMES, format="jsonl", output=str(path), verbosity=0, **NATURAL)


@pytest.mark.one_in(2)
def test_loaddata_on_an_empty_database_gives_what_load_plan_gives():
    loaded = everything()
    assert len(loaded["Area"]) == 225 and len(loaded["Target"]) == 94
    with transaction.atomic():
        nothing_loaded()
        assert set(map(len, everything().values())) == {0}
        call_command("loaddata", "shanyin_2024", verbosity=0)
        assert everything() == loaded
        told = StringIO()
        call_command("load_plan", stdout=told)
        assert told.getvalue().splitlines()[-1].endswith("：没有变化")
        transaction.set_rollback(True)


def test_the_shipped_fixture_is_what_dumpdata_writes(tmp_path):
    """Renew it by `dumpdata`, as CONTRIBUTING says, where this fails."""
    dumped(tmp_path / "now.jsonl")
    shipped = settings.ROOT / "fixtures" / "shanyin_2024.jsonl"
    now = (tmp_path / "now.jsonl").read_text(encoding="utf-8").splitlines()
    assert now == shipped.read_text(encoding="utf-8").splitlines()


@pytest.mark.one_in(2)
def test_what_dumpdata_writes_is_loaded_again_over_what_is_there_and_into_nothing(tmp_path):
    loaded, path = everything(), tmp_path / "all.jsonl"
    dumped(path)
    call_command("loaddata", str(path), verbosity=0)
    assert everything() == loaded
    with transaction.atomic():
        nothing_loaded()
        call_command("loaddata", str(path), verbosity=0)
        assert everything() == loaded
        transaction.set_rollback(True)


def test_a_loaded_fixture_renews_the_mark(tmp_path):
    dumped(tmp_path / "all.jsonl")
    before = mark()
    call_command("loaddata", str(tmp_path / "all.jsonl"), verbosity=0)
    assert mark() not in (None, before)


def test_a_row_is_found_by_its_natural_key():
    plan = Plan.objects.get()
    added = Indicator.objects.get(code="I01")
    assert added.natural_key() == (plan.code, "I01")
    target = added.targets.get(year=2025)
    assert target.natural_key() == (plan.code, "I01", 2025, "140621", None, "attain")
    for row in (plan, added, target):
        assert type(row).objects.get_by_natural_key(*row.natural_key()) == row
