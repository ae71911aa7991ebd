"""Who is who in the tests: townships, units, people, and the days they act on."""

import os
from datetime import date, datetime

from shanyin_charging.accounts.models import Role, User
from targets.models import Post, Unit
from tests.demo.when import at

DAIYUE, YUJING, MAYING, XUEKULUE = "140621103", "140621100", "140621201", "140621206"
DAIYUE_VILLAGE, YUJING_SHUIQUAN, MAYING_SHUIQUAN = "140621103200", "140621100204", "140621201209"
CITY, COUNTY = "1406", "140621"
LONG = os.environ.get("LONG") == "1"  # ./test.sh long: the same tests over more cases
PASSWORD = "a long enough password"

MARCH_25, APRIL_2, AFTER_THE_YEAR = date(2025, 3, 25), date(2025, 4, 2), date(2026, 1, 6)
MARCH_DUE = date(2025, 4, 8)  # the day after the last on which March is on time


def noon(day: date) -> datetime:
    return at(day, 12)


def person(username, role, unit=None, **fields) -> User:
    """An account that has changed its first password, speaking for a unit since the plan began; who
    is above the counties is of their city."""
    fields = {"division": CITY, **fields} if role == Role.ABOVE else fields
    user = User.objects.create_user(
        username, PASSWORD, name=username, role=role, must_change_password=False, **fields
    )
    if unit:
        Post.objects.create(
            user=user, unit=Unit.objects.served().get(code=unit), starts_on=date(2024, 1, 1)
        )
    return user


def officer(unit=DAIYUE):
    return person(f"officer_{unit}", Role.OFFICER, unit)


def office():
    return person("office", Role.OFFICE)


def leader():
    return person("leader", Role.LEADER)


def above():
    return person("above", Role.ABOVE)


def enter(client, code=COUNTY):
    """Go down to the pages of a county, as somebody from above does."""
    client.get(f"/counties/{code}/")
    return client


def administrator():
    return person("admin", Role.ADMIN)
