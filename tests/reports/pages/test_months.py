"""A page of one month or of one thing asks the database as often after many months as after few."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ledger.models import LineKind, Submission
from shanyin_charging.accounts.models import Role
from targets.months import Month
from targets.plan import shelf
from tests import cast, history, make

pytestmark = [pytest.mark.at_length, pytest.mark.django_db]
FEW, MORE = [Month(2023, 11), Month(2023, 12)], [Month(2023, 7) + n for n in range(4)]
OF_THE_CHIEF = (
    *("/", "/board/", "/timeliness/", "/supervision/", "/ledger/", "/sites/", "/calendar/"),
    *(
        "/dispatch/",
        "/indicators/",
        "/ranking/",
        "/tasks/",
        "/coverage/",
        "/roads/",
        "/years/2025/",
    ),
    *("/bulletins/", "/bulletins/2025-03/", "/figures/I02_140621_t_202503/", "/meetings/"),
    *("/plan/shanyin_2024/discrepancies/", "/gaps/villages/", "/burden/", "/lists/", "/rules/"),
    *("/units/140621103/", "/search/?q=站"),
)


def asked(person, paths):
    """Each page, and how often it asks with nothing kept."""
    client = Client()
    client.force_login(person)
    for path in paths:
        shelf.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200, path
        yield path, len(queries)


def test_four_months_more_ask_for_nothing_more(late_april):
    officer, chief = cast.officer(), cast.person("chief", Role.CHIEF)
    auditor = cast.person("auditor", Role.AUDITOR)
    make.approved(officer, chief, Month(2025, 3), lines=[(LineKind.ADDED, make.new_piles())])
    of_one = f"/submissions/{Submission.objects.get().pk}/"
    found = []
    for months in (FEW, MORE):
        history.add(make.county(), months)
        found.append(
            {
                "chief": [*asked(chief, (*OF_THE_CHIEF, of_one))],
                "officer": [*asked(officer, ("/", of_one))],
                "auditor": [*asked(auditor, ("/journal/",))],
            }
        )
    assert found[0] == found[1]
