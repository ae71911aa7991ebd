"""A portal that holds checks is migrated: what was found stays as it was put down."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from reports.checking import visiting
from reports.models import Finding, FindingState, FindingStep, Visit
from shanyin_charging.accounts.models import Role
from tests import cast, make, steps
from tests.reports.checking.made import AS_TOLD, TWO_SHORT, a_finding, a_round


def told():
    """All that was put down."""
    return [list(model.objects.order_by("pk").values()) for model in (Visit, Finding, FindingStep)]


@pytest.mark.django_db(transaction=True)
def test_what_was_found_outlives_that_results_can_be_corrected(committed):
    with make.at(date(2025, 4, 2)):
        make.ledger()
        office, colleague = cast.office(), cast.person("colleague", Role.OFFICE)
        over = a_finding(cast.officer(), office, colleague, FindingState.CLOSED)
        (waiting,) = visiting.record(
            office, a_round(office, seed="20250402-2").visits.get(), TWO_SHORT
        )
        before = told()
        steps.back_to("reports", "0016_pictures_of_answers")

        call_command("migrate", verbosity=0)

        assert told() == before
        assert [len(rows) for rows in before] == [2, 2, over.steps.count() + 1]
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            Finding.objects.filter(pk=over.pk).update(text="改过")
        ((gone,), _) = visiting.amend(office, waiting.visit, AS_TOLD, "数错了")
        assert gone.state == FindingState.WITHDRAWN
