"""Lists unlike those of tests/cases, brought in by the pages: right with at most one visit to 对表,
and never wrong without a word. `sheets/test_unlike.py` reads all of them."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import cast, make
from tests.ledger.sheets.apart import APART
from tests.ledger.sheets.arrivals import ARRIVALS
from tests.ledger.sheets.blind import BLIND
from tests.ledger.sheets.bureaus import BUREAUS
from tests.ledger.sheets.clerks import CLERKS
from tests.ledger.sheets.desks import DESKS
from tests.ledger.sheets.inbox import INBOX
from tests.ledger.sheets.later import LATER
from tests.ledger.sheets.offices import OFFICES
from tests.ledger.sheets.ordinary import ORDINARY
from tests.ledger.sheets.posted import POSTED
from tests.ledger.sheets.senders import SENDERS
from tests.ledger.sheets.unlike import LISTS, Unlike
from tests.list_desk import ListDesk

pytestmark = [
    pytest.mark.at_length,
    pytest.mark.django_db,
    pytest.mark.usefixtures("after_the_year"),
]
EACH = 1 if cast.LONG else 10
BATCHES = [LISTS, APART, ORDINARY, BUREAUS, BLIND, SENDERS, POSTED, LATER, CLERKS, INBOX]
BATCHES += [ARRIVALS, OFFICES, DESKS]
EVERY = [one for batch in BATCHES for one in batch.items()]
READ = {name: one for name, one in EVERY[::EACH] if not one.what}
NONE = {name: one for name, one in EVERY[-1::-EACH] if one.what}


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


@pytest.mark.parametrize("name", READ)
def test_a_list_unlike_the_known_ones_goes_in_right(desk, name):
    one = READ[name]
    upload(desk, one)
    if desk.is_matching:
        asked = questions(desk)
        opened = {question.key for question in asked.values() if question.is_open}
        assert opened <= set(one.asked), "what stands in the file is asked"
        answers = {n: one.asked[q.key] for n, q in asked.items() if q.key in one.asked}
        form, data = desk.form("核对" if "核对 " in desk.text else "照这样读")
        desk.follow(desk.client.post(desk.path, {**data, **answers}, follow=True))
    assert desk.visits <= 1 and not desk.is_matching, desk.messages
    sure = [row.line for row in desk.listing.rows if not row.faults]
    assert [line for line in sure if not one.has(line)] == [], "wrong without a word"
    assert len(sure) == len(one.sites)
    wrong = {fault.typed for row in desk.listing.faulty for fault in row.faults}
    assert wrong - {""} == one.faults - {""}
    aside = {line.name for line in desk.listing.reading.set_aside}
    assert aside == set(one.aside.split())


@pytest.mark.parametrize("name", NONE)
def test_what_holds_no_list_says_what_it_is(desk, name):
    upload(desk, NONE[name])
    assert desk.is_matching
    said = desk.answer.context["settlement"].what
    assert re.search(NONE[name].what, said) and said in desk.text


def test_piles_out_of_use_are_a_row_of_the_same_site(desk):
    upload(desk, LATER["stopped ones counted beside"]).settle()
    assert desk.listing.counted == {"sites": 2, "piles": 4, "stopped": 1, "dc": 5, "ac": 0}
    desk.write()
    assert "清单已补录：3行" in desk.messages[0]


def test_a_column_of_one_pile_may_be_left_out_by_hand(desk):
    upload(desk, POSTED["piles in columns under a head of two rows"])
    assert "一栏一台桩" in desk.text
    desk.press("核对", **{"t0-c6": "不用", "t0-c7": "不用"})
    assert not desk.is_matching, "nothing is asked anew"
    assert [(row.line.dc, row.line.ac) for row in desk.listing.rows] == [(2, 0), (0, 2)]


def test_what_the_proposed_answers_bring_up_is_asked_on_the_same_page(desk):
    text = "站点|所在村|直流桩|交流桩|何时\n甲充电站|岱岳镇梁山村|2|0|2024年5月"
    upload(desk, Unlike({"x": text}))
    asked = {question.key: question for question in questions(desk).values()}
    assert {"column:何时", "month"} <= set(asked)
    desk.settle()
    assert desk.visits == 1 and not desk.is_matching


def test_a_row_whose_remark_tells_no_current_is_told_once(desk):
    upload(desk, CLERKS["notes column tells current"])
    desk.press("核对", 按哪种登记="按备注写的")
    assert [(row.line.dc, row.line.ac) for row in desk.listing.rows] == [(2, 0), (0, 4)]
    silent = {"x": CLERKS["notes column tells current"].sheets["x"].replace("均为7kW交流桩", "")}
    upload(desk, Unlike(silent)).settle()
    assert [fault.field for row in desk.listing.faulty for fault in row.faults] == ["current"]


def test_a_sheet_without_heads_says_so_by_its_columns_and_before_its_rows(desk):
    upload(desk, INBOX["second sheet without its heads"])
    assert "没有表头，照前面那张表的栏目，数据到第 1 行" in " ".join(desk.text.split())
    assert "表“特来电”没有表头" in desk.settle().text
