"""Lists unlike those of tests/cases, brought in by the pages: right with at most one visit to 对表,
and never wrong without a word."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import cast, make
from tests.ledger.sheets.unlike import LISTS
from tests.list_desk import ListDesk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("after_the_year")]
READ = {name: one for name, one in LISTS.items() if not one.what}
NONE = {name: one for name, one in LISTS.items() if one.what}
MOST_QUESTIONS = 4  # what no cell says: sort of place, nature, guns, and the day within a year


@pytest.fixture
def after_the_year(db):
    with make.at(cast.AFTER_THE_YEAR):
        make.ledger()
        yield


@pytest.fixture
def desk(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return ListDesk(client, cast.office())


def upload(desk, one):
    desk.visits = 0
    return desk.upload(SimpleUploadedFile(one.name, one.content))


def questions(desk):
    """Name of its field to each question of 对表."""
    context = desk.answer.context
    return dict([*context["words"], *context["others"], *context["known"]])


def told(row):
    """A row as its line in the case says it."""
    line = row.line
    power = "-" if line.power is None else f"{line.power / 10:g}"
    flags = "专" * (line.nature == "dedicated") + "停" * (line.status == "stopped")
    village = re.sub(r"^.*[镇乡]", "", row.village_name)
    numbers = str(line.dc or 0), str(line.ac or 0), power, line.on
    return line.name, village, *numbers, *([flags] if flags else [])


def same(row, right):
    """Whether a row is one of those that are right; * is any power."""
    return any(
        len(one) == len(row) and all(b in (a, "*") for a, b in zip(row, one, strict=True))
        for one in right
    )


@pytest.mark.parametrize("name", READ)
def test_a_list_unlike_the_known_ones_goes_in_right(desk, name):
    one = READ[name]
    upload(desk, one)
    if desk.is_matching:
        asked = questions(desk)
        opened = {question.key for question in asked.values() if question.is_open}
        assert opened <= set(one.asked), "what stands in the file is asked"
        assert len(opened) <= MOST_QUESTIONS
        answers = {n: one.asked[q.key] for n, q in asked.items() if q.key in one.asked}
        form, data = desk.form("核对" if "核对 " in desk.text else "照这样读")
        desk.follow(desk.client.post(desk.path, {**data, **answers}, follow=True))
    assert desk.visits <= 1 and not desk.is_matching, desk.messages
    rows = [row for row in desk.listing.rows if not row.faults]
    found = [told(row) for row in rows]
    assert [row for row in found if not same(row, one.sites)] == [], "wrong without a word"
    assert len(found) == len(one.sites)
    wrong = {fault.typed for row in desk.listing.faulty for fault in row.faults}
    assert wrong == one.faults
    aside = {line.name for line in desk.listing.reading.set_aside}
    assert aside == set(one.aside.split())


@pytest.mark.parametrize("name", NONE)
def test_what_holds_no_list_says_what_it_is(desk, name):
    upload(desk, NONE[name])
    assert desk.is_matching
    said = desk.answer.context["settlement"].what
    assert re.search(NONE[name].what, said) and said in desk.text
