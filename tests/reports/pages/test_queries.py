"""A page of accounts, names, papers or supervision asks the database as often for four rows as for
one."""

from datetime import date

import pytest
from django.urls import reverse

from reports import suggesting
from reports.bulletins import drafting
from reports.documents import kinds
from reports.figures.reading import read
from reports.models import SupervisionNotice
from reports.supervision import workflow
from shanyin_charging.accounts import people as accounts
from shanyin_charging.accounts.models import Role
from targets.models import Unit
from targets.months import Month
from targets.rulings import changes
from tests import cast, make
from tests.queries import queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_april")]
MARCH = Month(2025, 3)


def townships(number):
    return list(Unit.objects.filter(area__isnull=False).order_by("code")[:number])


def people(number):
    admin = cast.administrator()
    for unit in townships(number):
        cast.officer(unit.code)
    return admin, reverse("people")


def journal(number):
    admin = cast.administrator()
    for position in range(number):
        accounts.reset_password(admin, cast.person(f"someone{position}", Role.LEADER))
    return cast.person("auditor", Role.AUDITOR), reverse("journal")


def names(number):
    chief = cast.person("chief", Role.CHIEF)
    for unit in townships(number):
        changes.rename(chief, unit, f"新{unit.name}", date(2025, 4, 20), "县办〔2025〕1号")
    return chief, reverse("changes")


def suggestions(number):
    for position in range(number):
        suggesting.suggest(cast.person(f"someone{position}", Role.LEADER), "/", "字大一点")
    return cast.office(), reverse("suggestions")


def drafts(number):
    office, reading = cast.office(), read(MARCH)
    for unit in townships(number):
        drafting.draft(office, reading, kinds.UNIT, unit.code)
    return office, reverse("library")


def notices(number):
    office = cast.office()
    for unit in townships(number):
        workflow.open_notice(
            office,
            county=make.county(),
            level="yellow",
            topic="progress",
            matter=f"{unit.name}进度滞后",
            requirements="赶上序时进度",
            source="滞后于序时进度",
            figure_key=f"I33_u{unit.code}_y_202503",
            figure_text="0台",
            lead=unit,
            supports=townships(number + 1),
            due_on=date(2025, 5, 18),
        )
    return office


def supervision(number):
    return notices(number), reverse("supervision")


def notice(number):
    office = notices(number)
    return office, reverse("notice", args=[SupervisionNotice.objects.last().pk])


def home_of_the_chief(number):
    office = notices(number)
    for made in SupervisionNotice.objects.all():
        workflow.move(office, "propose", made, "请签")
    return cast.person("chief", Role.CHIEF), reverse("home")


PAGES = (
    people,
    journal,
    names,
    suggestions,
    drafts,
    supervision,
    notice,
    home_of_the_chief,
)


@pytest.mark.at_length
@pytest.mark.parametrize("page", PAGES)
def test_four_rows_take_as_many_queries_as_one(client, page):
    assert len(queries(client, page)) == 1
