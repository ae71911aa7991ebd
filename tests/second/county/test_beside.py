"""Two counties in one portal, of plans of different shape: every page of each for everybody, and
nothing of the one is ever met in the other."""

import json
import re
from io import BytesIO, StringIO
from urllib.parse import urljoin, urlsplit
from zipfile import ZipFile, is_zipfile

import pytest
from django.core.management import call_command
from django.urls import Resolver404, resolve
from lxml import html

from ledger.reminders import gateways
from reports.bulletins import drafting
from reports.documents.kinds import KINDS
from reports.documents.proofreading import findings
from reports.documents.stored import to_json
from reports.figures.reading import read
from tests import cast, make
from tests.authorization.test_matrix import addresses, signed_in
from tests.authorization.things import MARCH, people_of, things_of
from tests.second.county import yunxi

pytestmark = [
    pytest.mark.at_length,
    pytest.mark.django_db,
    pytest.mark.usefixtures("march_due", "quick_press"),
]
# Names that only one of them has, and what everything of it is called by.
OF_THE_FIRST = ("山阴", "岱岳", "玉井", "文化广场充电站", "甲县", cast.COUNTY)
OF_THE_SECOND = ("云溪", "听澜", "栖霞", "抱朴", "望舒", "渡口", "乙县", yunxi.CODE)
SHOWN_IN = ("format", "kind", "what", "print")  # of an address, what makes it another page
MOST = 160  # pages for one person
PAPERS = [
    ("month", ""),
    ("brief", ""),
    ("quarter", ""),
    ("unit", yunxi.TINGLAN),
    ("task", "1"),
]
ROLES = ("officer", "office", "chief", "leader", "admin", "auditor")
# who is shown the same pages as another reads those that the other is not shown
ALIKE = {"chief": "office", "auditor": "leader"}
if not cast.LONG:
    ALIKE |= dict.fromkeys(("leader", "admin", "auditor"), "office")


@pytest.fixture
def both():
    """(people, things) of each county; each has posted, issued, warned and been advised."""
    first = people_of((cast.DAIYUE, cast.YUJING), "_甲县")
    found = [(first, things_of(first, cast.DAIYUE, make.new_piles(), "甲县"))]
    yunxi.join()
    with yunxi.served():
        make.ledger()
        second = people_of((yunxi.TINGLAN, yunxi.QIXIA), "_乙县")
        found.append((second, things_of(second, yunxi.TINGLAN, yunxi.new_piles(), "乙县")))
    return found


def kind_of(address):
    """What makes a page another page: its pattern and some words of the query."""
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    asked = re.findall(rf"(?:^|&)((?:{'|'.join(SHOWN_IN)})=[^&]*)", parts.query)
    return (
        match.url_name,
        *sorted(asked),
        *(value for name, value in match.kwargs.items() if name in (*SHOWN_IN, "verb", "action")),
    )


def said(answer):
    """All that an answer says, of an archive what is in its parts."""
    content = answer.getvalue()
    if is_zipfile(BytesIO(content)):
        book = ZipFile(BytesIO(content))
        content = b"".join(book.read(name) for name in book.namelist())
    return content.decode(errors="replace")


def read_all(client, begin, but):
    """(address, status, words) of each kind of page that can be reached, but of some kinds."""
    seen, queue = set(but), list(begin)
    while queue and len(seen) - len(but) < MOST:
        address = queue.pop(0)
        kind = kind_of(address)
        if kind is None or kind in seen or kind[0] in ("sign_out", "counties", "county"):
            continue
        seen.add(kind)
        answer = client.get(address, follow=True)
        words = said(answer)
        yield address, answer.status_code, words
        if "text/html" in answer["Content-Type"]:
            links = html.document_fromstring(words).iterlinks()
            queue += [urljoin(address, link) for _, _, link, _ in links if "#" not in link]


def begin_of(things):
    """The first page, everything without an argument, and each thing."""
    return ["/", *(address for _, thing, name, address in addresses(things) if thing)]


@pytest.mark.one_in(6)
def test_a_county_is_walked_by_everybody_and_nothing_of_the_other_is_met(both):
    names, wrong = (OF_THE_FIRST, OF_THE_SECOND), []
    for (people, things), own, others in zip(both, names, names[::-1], strict=True):
        met, shown = set(), {}
        for role in ROLES:
            but, shown[role] = shown.get(ALIKE.get(role), set()), set()
            for address, status, words in read_all(signed_in(people[role]), begin_of(things), but):
                if status == 200:
                    shown[role].add(kind_of(address))
                met |= {name for name in own if name in words}
                leaks = [name for name in others if name in words]
                if status >= 500 or leaks:
                    wrong.append((role, address, status, leaks))
        assert met == set(own)  # so that a name that leaked would have been seen
    assert not wrong, wrong


def test_papers_of_every_kind_have_the_countys_own_names_and_nothing_is_found_in_them(both):
    people, _ = both[1]
    with yunxi.served():
        for kind, subject in PAPERS:
            content = drafting.draft(people["office"], read(MARCH), KINDS[kind], subject).whole
            words = json.dumps(to_json(content), ensure_ascii=False)
            assert findings(content) == [], kind
            assert "云溪县充电设施建设推进组办公室" in words, kind
            assert [name for name in OF_THE_FIRST if name in words] == [], kind


def test_each_countys_people_are_reminded_of_their_own(both, monkeypatch, settings):
    settings.REMIND_PEOPLE = {"mail": "mailtos://me:it@localhost?to={address}", "sms": ""}
    settings.REMIND_GROUPS, told = ["dingtalk://token"], []
    monkeypatch.setattr(
        gateways, "send", lambda gateway, *words: told.append((gateway.name, *words)) or ""
    )
    for place, (people, _) in enumerate(both):
        people["neighbour"].email = f"{place}@example.cn"
        people["neighbour"].save()
    call_command("remind", stdout=StringIO())
    to = {address: f"{title}{text}" for name, address, title, text in told if name == "mail"}
    assert set(to) == {"0@example.cn", "1@example.cn"}
    groups = "".join(text for name, _, _, text in told if name.startswith("group"))
    assert [name for name in OF_THE_SECOND if name in to["0@example.cn"] + groups] == []
    assert [name for name in OF_THE_FIRST if name in to["1@example.cn"]] == []
    assert "岱岳镇" not in to["1@example.cn"] and "北周庄镇" in groups
