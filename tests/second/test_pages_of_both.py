"""Every page of the portal, as every role, about a month of the first plan and of the next."""

import re
from itertools import groupby, product
from operator import itemgetter

import pytest
from django.urls import get_resolver, reverse

from ledger.models import LineKind, Submission
from shanyin_charging.accounts.models import Role
from targets.models import Unit
from tests import cast, make
from tests.second import office
from tests.second.office import DECEMBER, JANUARY

pytestmark = [pytest.mark.at_length, pytest.mark.django_db]
MONTHS = (DECEMBER, JANUARY)
UNITS = (cast.DAIYUE, office.TRANSPORT, office.MARKET, "bus_company")
# What stands for each argument of an address; an address with another argument is not walked here.
ARGUMENTS = {
    "month": [str(month) for month in MONTHS],
    "format": ["pdf", "xlsx"],
    "number": [1, 2, 6],
    "year": [2024, 2025, 2026],
    "what": ["villages", "townships", "seats"],
    "plan": ["shanyin_2024", "shanyin_2026"],
    "plan_code": ["shanyin_2024", "shanyin_2026"],
    "role": Role.values,
    "key": [
        f"{code}_{where}_{month.key}"
        for code in ("I01", "I02", "K01")
        for where in ("140621_t", f"{cast.DAIYUE}_t")
        for month in MONTHS
    ],
}
CODES = {  # what `code` is in each address
    "clause": ["task1", "task6", "1-1"],
    "plan_workbook": ["shanyin_2024", "shanyin_2026"],
    "discrepancy": ["D01", "pace", "slow_within"],
    "indicator": ["I01", "I02", "I33", "K01", "K05", "K06"],
}
READERS = (Role.LEADER, Role.OFFICE)
ACTORS = (*(role for role in Role.values if role != Role.ABOVE), "transport", "market")


@pytest.fixture
def world(db):
    """Returns of both years are approved; it is 3 February 2026."""
    people = {
        role: cast.person(role, role, cast.DAIYUE if role == Role.OFFICER else None)
        for role in Role.values
    }
    for code in ("transport", "market"):
        people[code] = cast.person(code, Role.OFFICER, code)
    with make.at(office.IN_DECEMBER):
        office.open_ledger()
        office.december(people[Role.OFFICER], people[Role.OFFICE])
    office.next_plan()
    with office.february():
        piles = make.new_piles(site_name="二期充电站", on="2026-01-15", explanation="集中投运")
        work = {**office.WORK, "clause": "task1"}
        lines = [(LineKind.ADDED, piles), (LineKind.WORK, work)]
        make.approved(people[Role.OFFICER], people[Role.OFFICE], JANUARY, lines=lines)
        make.handed_in(
            people["transport"],
            JANUARY,
            "transport",
            [(LineKind.WORK, {**work, "clause": "task4"})],
        )
        yield people


def walked(actor):
    """(name, path, what is asked) of every address: for who reads all with every argument that is
    known here, of both months where these tell no other time or plan; else with a unit's own, the
    first and the last, of the last month."""
    own = (actor, *UNITS) if actor in UNITS else UNITS
    for name, found in groupby(known(own), key=itemgetter(0)):
        if name in ("sign_out", "healthz", "readyz", "sign_in"):
            continue
        arguments, months = [arguments for _, arguments in found], MONTHS
        if actor not in READERS:
            arguments, months = arguments[:1] + arguments[1:][-1:], MONTHS[-1:]
        for given in arguments:
            for month in months if set(given) <= {"code", "what"} else months[-1:]:
                yield name, reverse(name, kwargs=given), {"month": str(month)}


def known(units):
    """(name, arguments) of every address whose arguments are known here."""
    periods = [make.period(month).pk for month in MONTHS]
    submissions = list(Submission.objects.values_list("pk", flat=True))
    for name, found in get_resolver().reverse_dict.lists():
        if not isinstance(name, str):
            continue
        arguments = found[0][0][0][1]
        if not arguments:
            yield name, {}
            continue
        codes = units if name in ("unit", "unit_sheet") else CODES.get(name, ())
        values_of = {**ARGUMENTS, "period_id": periods, "unit_code": units, "code": codes}
        if name in ("submission", "paper"):
            values_of["pk"] = submissions
        if all(values_of.get(argument) for argument in arguments):
            for values in product(*(values_of[argument] for argument in arguments)):
                yield name, dict(zip(arguments, values, strict=True))


@pytest.mark.one_in(6)
@pytest.mark.usefixtures("quick_press")
def test_no_page_of_either_month_breaks_for_anybody(client, world):
    client.raise_request_exception = False
    broken = []
    for actor in ACTORS:
        client.force_login(world[actor])
        seen = set()
        for name, path, asked in walked(actor):
            answer = client.get(path, asked)
            if answer.status_code >= 500:
                broken.append((actor, path, asked))
            if answer.status_code == 200:
                seen.add(name)
                if answer["Content-Type"].startswith("text/html"):
                    words = re.sub(r"<[^>]+>", " ", answer.content.decode())
                    if found := re.search(r".{20}\b(None|Decimal)\b.{20}", words):
                        broken.append((actor, path, found[0]))
        assert len(seen) > 15, actor
    assert broken == []


def test_units_page_tells_of_the_duties_of_the_months_plan(client, world):
    client.force_login(world[Role.LEADER])
    pages = [
        client.get("/units/transport/", {"month": str(month)}).content.decode() for month in MONTHS
    ]
    assert "换电站、车网互动试点" not in pages[0] and "换电站、车网互动试点" in pages[1]
    assert Unit.objects.filter(code="bus_company").exists()
