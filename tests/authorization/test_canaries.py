"""A word that only one unit has written is looked for in all that others are answered: pages, what
the search finds, lists as files, papers, refusals. Everybody follows all links they are shown."""

import re
from collections import deque
from io import BytesIO
from urllib.parse import quote, urljoin, urlsplit
from zipfile import ZipFile, is_zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver
from pypdf import PdfReader

from ledger.models import LineKind
from ledger.returns import evidence
from targets.months import Month
from tests import cast, make, snapshots
from tests.authorization.test_matrix import addresses, signed_in
from tests.authorization.things import people_of, things_of

pytestmark = [
    pytest.mark.at_length,
    pytest.mark.django_db,
    pytest.mark.usefixtures("march_due", "quick_press"),
]
OWN, OTHERS, DRAFT = "岱岳密语", "玉井密语", "草稿密语"
LEAST_IN_ALL = 2_000
MOST_OF_ONE = 250  # answers to one person
LINK = re.compile(r'href="([^"#]+)')
PRINTED = re.compile(f"(?:{OWN}|{OTHERS})(?:请增容|广场|工地)")
KNOWS = {  # who is told which of the words
    "officer": {OWN},
    "neighbour": {OTHERS},
    "former": set(),
    "admin": set(),
    "office": {OWN, OTHERS},
    "chief": {OWN, OTHERS},
    "leader": {OWN, OTHERS},
    "auditor": {OWN, OTHERS},
    "above": {OWN, OTHERS},
    "third": {DRAFT},
    "a stranger": set(),
}


@pytest.fixture
def people(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    found = people_of((cast.DAIYUE, cast.YUJING))
    return {**found, "above": cast.above(), "third": cast.officer(cast.MAYING)}


@pytest.fixture
def ways(people):
    """Where everybody begins: at every address of each unit's things, and of a draft's."""
    piles = make.new_piles(village=cast.YUJING_SHUIQUAN, credited_to=cast.YUJING)
    of_yujing = {**people, "officer": people["neighbour"]}
    own = things_of(people, cast.DAIYUE, make.new_piles(), OWN)
    others = things_of(of_yujing, cast.YUJING, piles, OTHERS, serial=2)
    return [path for things in (own, others) for *_, path in addresses(things)] + drafted(people)


def drafted(people):
    """The addresses of a return that was never handed in, with a file and a note."""
    typed = make.new_piles(
        site_name=f"{DRAFT}充电站", village=cast.MAYING_SHUIQUAN, credited_to=cast.MAYING
    )
    lines = [(LineKind.ADDED, typed)]
    draft = make.draft(people["third"], Month(2025, 3), cast.MAYING, lines)
    photo = SimpleUploadedFile(f"{DRAFT}.jpg", snapshots.taken())
    file = evidence.attach(people["third"], draft, photo, f"{DRAFT}的说明").pk
    pages = ("picture", "thumbnail")
    return [
        f"/submissions/{draft.pk}/",
        f"/submissions/{draft.pk}/paper/",
        f"/returns/{draft.period_id}/{cast.MAYING}/",
        f"/attachments/{file}/",
        *(f"/attachments/{file}/{page}/" for page in pages),
    ]


def begun(ways):
    """Every address: those without arguments as they are, as files, and as somebody else's."""
    plain = [f"/{p.pattern}" for p in get_resolver().url_patterns if not p.pattern.converters]
    plain = [path for path in plain if path != "/sign-out/"]
    files = [f"{path}?format={kind}" for path in plain for kind in ("xlsx", "csv")]
    found = [f"/search/?q={quote(word)}" for word in (OWN, OTHERS, DRAFT)]
    return [*ways, *plain, *files, *found]


def said_in(answer):
    """The text of an answer, whatever it is a file of; what only looks like a paper is as it is."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if is_zipfile(BytesIO(content)):
        book = ZipFile(BytesIO(content))
        return "".join(book.read(name).decode(errors="ignore") for name in book.namelist())
    if content.startswith(b"%PDF-") and b"%%EOF" in content:
        return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return content.decode(errors="ignore")


def unprinted(path, text):
    """The text without what issued papers tell everybody: matters, and what is being built."""
    return PRINTED.sub("", text) if path.startswith("/bulletins/") else text


def crawled(client, begin):
    """(path, what was answered) of each address and of all that the answers link to."""
    waiting, met = deque(begin), set(begin)
    answered = 0
    while waiting and answered < MOST_OF_ONE:
        path = waiting.popleft()
        answer = client.get(path)
        answered += 1
        text = said_in(answer)
        yield path, answer, text
        if not answer.get("Content-Type", "").startswith("text/html"):
            continue
        for link in LINK.findall(text):
            to = urljoin(path, link.replace("&amp;", "&"))
            kind = re.sub(r"[0-9]+", "#", to)
            if not urlsplit(to).netloc and "sign-out" not in to and kind not in met:
                met.add(kind)
                waiting.append(to)


@pytest.mark.skipif(not cast.LONG, reason="a minute for each person; ./test.sh long")
def test_nobody_is_told_a_word_of_what_is_not_theirs_to_know(people, ways, capsys):
    foreign, answers = [], 0
    for name, knows in KNOWS.items():
        for path, answer, text in crawled(signed_in(people.get(name)), begun(ways)):
            answers += 1
            asked = "/search/" in path or answer.status_code == 302
            told = {word for word in (OWN, OTHERS, DRAFT) if word in unprinted(path, text)}
            if answer.status_code >= 500 or (told - knows and not asked):
                foreign.append((name, path, answer.status_code, told - knows))
    with capsys.disabled():
        print(f"\n{answers} answers to {len(KNOWS)} people, {len(foreign)} with a word of others")
    assert not foreign, "\n".join(map(str, foreign))
    assert answers >= LEAST_IN_ALL
