"""The plan's tables of an earlier release, filled, are migrated."""

from datetime import date

import pytest
from django.core.management import call_command

from shanyin_charging.accounts.models import Role
from targets.models import Area, Unit
from targets.rulings import changes
from tests import cast, make


@pytest.mark.django_db(transaction=True)
def test_a_merger_of_before_is_known_since_the_journal_says_so(committed):
    chief, recorded = cast.person("chief", Role.CHIEF), cast.noon(date(2025, 6, 3))
    gone, into = (Area.objects.get(code=f"1406211032{n:02}") for n in (0, 1))
    units = [Unit.objects.get(code=code) for code in ("industry", "development")]
    with make.at(date(2025, 6, 3)):
        changes.merge(chief, gone, into, date(2025, 4, 1), "晋民函〔2025〕1号")
        changes.merge(chief, *units, date(2025, 5, 1), "晋编办〔2025〕1号")
    call_command("migrate", "targets", "0001", verbosity=0)
    call_command("migrate", verbosity=0)
    for thing in (Area.objects.get(pk=gone.pk), Unit.objects.get(pk=units[0].pk)):
        assert abs(thing.merged_at - recorded).total_seconds() < 60
    assert list(Unit.objects.merged(date(2025, 6, 1), recorded)) == []
    assert list(Unit.objects.merged(date(2025, 6, 1))) == [units[0]]
