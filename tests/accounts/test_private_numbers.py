"""Mobile numbers and e-mail addresses serve reminders only: no page shows another person's. The
office phone is shown to who calls."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import get_resolver

from shanyin_charging.accounts import people
from shanyin_charging.accounts.models import Role
from targets.months import Month
from tests import cast, make

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.at_length,
    pytest.mark.usefixtures("april"),
]
PHONE, MOBILE, EMAIL = "0349-7070001", "13903490001", "daiyue@example.cn"
AT_THE_DOOR = ("sign_in", "sign_out", "healthz", "readyz")
PAGES = sorted(
    f"/{pattern.pattern}"
    for pattern in get_resolver().url_patterns
    if not pattern.pattern.converters and pattern.name not in AT_THE_DOOR
)
UNIT = f"/units/{cast.DAIYUE}/"


@pytest.fixture
def handed_in():
    """A return of an officer who has given all three."""
    user = cast.officer()
    people.change_contact(user, phone=PHONE, mobile=MOBILE, email=EMAIL)
    return make.handed_in(user, Month(2025, 3))


def shown(client, path):
    """What a page says; of a workbook, what is in all its parts."""
    answer = client.get(path)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        book = ZipFile(BytesIO(content))
        content = b"".join(book.read(name) for name in book.namelist())
    return content.decode(errors="replace")


@pytest.mark.one_in(3)
@pytest.mark.parametrize("role", Role.values)
def test_a_mobile_and_an_address_are_on_nobodys_page_and_the_phone_is_where_it_is_called(
    client, handed_in, role
):
    elsewhere = cast.YUJING if role == Role.OFFICER else None
    client.force_login(cast.person("reader", role, elsewhere))
    returned = f"/submissions/{handed_in.pk}/"
    paths = [UNIT, returned, f"{returned}paper/", *PAGES]
    if role == Role.ABOVE:  # the counties' page, which is one of these, leads out of the county
        cast.enter(client)
        paths.sort(key="/counties/".__eq__)
    pages = {path: shown(client, path) for path in paths}
    assert [path for path, page in pages.items() if MOBILE in page or EMAIL in page] == []
    called_from = {
        Role.OFFICER: [],
        Role.LEADER: ["/board/", UNIT, f"{returned}paper/"],
        Role.OFFICE: ["/board/", UNIT, f"{returned}paper/"],
        Role.CHIEF: ["/board/", UNIT, f"{returned}paper/"],
        Role.ADMIN: ["/people/"],
        Role.AUDITOR: ["/board/", UNIT, f"{returned}paper/"],
        Role.ABOVE: ["/board/", UNIT, f"{returned}paper/"],
    }
    called = [path for path, page in pages.items() if PHONE in page]
    assert sorted(called) == sorted(called_from[role])


def test_ones_own_numbers_are_on_ones_own_page(client, handed_in):
    client.force_login(handed_in.current.submitted_by)
    page = shown(client, "/me/")
    assert PHONE in page and MOBILE in page and EMAIL in page
