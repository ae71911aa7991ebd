"""What is dismantled while it is out of use takes nothing from what is in use."""

from datetime import date

import pytest

from ledger.lines import line_form
from ledger.lines.readback import sentence
from ledger.models import Entry, LineKind, Site
from ledger.periods import books
from ledger.returns import corrections, drafting, workflow
from reports.figures.reading import read
from shanyin_charging.lifecycle.transitions import Refused
from targets.months import Month
from tests import cast, make
from tests.indicators import ADDED, STOCK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_april")]
MARCH, APRIL, MAY = (Month(2025, month) for month in (3, 4, 5))
TWO = {"dc": "2", "connectors": "4", "power": "120"}
FOUR = {"dc": "4", "connectors": "8", "power": "240"}


@pytest.fixture
def people():
    return cast.officer(), cast.office()


@pytest.fixture
def may():
    with make.at(date(2025, 6, 2)):
        books.open_periods(make.county().ledger, "test")
        yield


def line(kind, on, **changes):
    return kind, make.new_piles(site=str(Site.objects.get().pk), **{"on": on, **changes})


def stopped(people, amount=TWO):
    """Six piles of March, some of them stopped in April."""
    with make.at(date(2025, 4, 28)):
        make.approved(*people, MARCH)
        make.approved(*people, APRIL, lines=[line(LineKind.STOPPED, "2025-04-10", **amount)])


def dismantled(people, amount=TWO):
    gone = line(LineKind.REMOVED, "2025-05-12", **amount, out_of_use="on")
    return make.approved(*people, MAY, lines=[gone])


def stocks():
    """保有量 beyond the baseline at the ends of March, April and May."""
    return [read(month).figure(STOCK).value - 188 for month in (MARCH, APRIL, MAY)]


def test_it_takes_nothing_from_what_is_in_use_and_cannot_come_back(people, may):
    stopped(people)
    told = dismantled(people)
    assert "：拆除停用着的公共直流桩2台" in sentence(told.current.lines.get())
    assert stocks() == [6, 4, 4]
    assert read(MAY).figure(ADDED).value == 6
    back = dict(line(LineKind.REOPENED, "2025-05-20", **TWO)[1])
    form = line_form(LineKind.REOPENED, told, back)
    assert "停用着的公共直流桩只有0台" in form.errors["dc"][0]


def test_where_what_is_stopped_counts_it_counts_until_it_is_dismantled(people, may):
    stopped(people)
    dismantled(people)
    make.ruled("stopped_counts", {"answer": True})
    assert stocks() == [6, 6, 4]


def test_of_more_than_was_stopped_the_form_says_so_and_the_other_way_round(people, may):
    stopped(people, FOUR)
    may = make.draft(people[0], MAY)
    gone = dict(line(LineKind.REMOVED, "2025-05-12", **FOUR)[1])
    assert line_form(LineKind.REMOVED, may, gone).errors["dc"] == [
        "这个站点2025-05-12起只有公共直流桩2台，不能拆除4台；"
        "停用着的有4台，拆的是它们请在“拆的是停用着的”打勾"
    ]
    assert line_form(LineKind.REMOVED, may, {**gone, "out_of_use": "on"}).is_valid()
    more = {**gone, "dc": "6", "out_of_use": "on"}
    assert line_form(LineKind.REMOVED, may, more).errors["dc"] == [
        "这个站点2025-05-12停用着的只有公共直流桩4台，不能拆除6台"
    ]


def test_before_it_was_stopped_it_was_in_use(people, may):
    stopped(people)
    early = dict(line(LineKind.REMOVED, "2025-04-09", **TWO, out_of_use="on")[1])
    form = line_form(LineKind.REMOVED, make.draft(people[0], MAY), early)
    assert "停用着的只有公共直流桩0台" in form.errors["dc"][0]


HALF = {"public_dc_pile": "2", "public_connector": "4", "public_power": "120"}


def corrected(people, told, numbers):
    """A correction of a return, taken up by the office: what its entries are to be, by measure."""
    entries = Entry.objects.filter(line__version__submission=told, measure__in=numbers).counting()
    typed = [
        {"entry": str(e.number), "value": numbers[e.measure], "reason": "报错"} for e in entries
    ]
    made = corrections.hand_in(people[0], told, typed, drafting.new_key())
    workflow.begin_review(people[1], made)
    made.refresh_from_db()
    return made


def test_it_is_corrected_on_both_sides_and_undone_as_it_was(people, may):
    """Four of six stopped and dismantled: it were two, which leaves two out of use."""
    stopped(people, FOUR)
    told = dismantled(people, FOUR)
    half = corrected(people, told, HALF)
    workflow.approve(people[1], half)
    assert stocks() == [6, 2, 2]
    make.ruled("stopped_counts", {"answer": True})
    assert stocks() == [6, 6, 4]
    workflow.undo(people[1], half, "报错")
    assert stocks() == [6, 6, 2]
    workflow.undo(people[1], told, "报错")
    assert stocks() == [6, 6, 6]


def test_one_side_of_it_alone_is_not_corrected(people, may):
    stopped(people)
    told = dismantled(people)
    gone = Entry.objects.get(cause="dismantled", measure="public_dc_pile")
    typed = [{"entry": str(gone.number), "value": "1", "reason": "报错"}]
    made = corrections.hand_in(people[0], told, typed, drafting.new_key())
    workflow.begin_review(people[1], made)
    with pytest.raises(Refused, match="转出停用和拆除的要一样多"):
        workflow.approve(people[1], made)


def test_the_pages_call_it_what_it_is(people, may, client):
    stopped(people)
    dismantled(people)
    client.force_login(people[1])
    page = client.get(f"/sites/{Site.objects.get().pk}/").content.decode()
    assert "转出停用" in page and "恢复使用" not in page


def test_an_order_that_comes_late_is_told_which_entry_stands_against_it(people):
    """Six piles that their unit stopped on 10 April: on 5 April they were ordered out of use."""
    stopped(people, {"dc": "6", "connectors": "12", "power": "360"})
    ordered = {
        "on": "2025-04-05",
        "site": str(Site.objects.get().pk),
        "inspectors": "本局2人",
        "grade": "none",
        "stopped": "on",
    }
    told = make.handed_in(cast.officer("fire"), APRIL, "fire", [(LineKind.INSPECTED, ordered)])
    workflow.begin_review(people[1], told)
    told.refresh_from_db()
    stop = Entry.objects.get(cause="stopped", measure="public_dc_pile")
    against = f"那天已有台账第{stop.number}号停用6台，是同一批的先更正那一笔"
    with pytest.raises(Refused, match=against):
        workflow.approve(people[1], told)
    typed = [
        {"entry": str(entry.number), "value": "0", "reason": "5日已责令停用"}
        for entry in Entry.objects.filter(cause="stopped")
    ]
    made = corrections.hand_in(people[0], stop.line.version.submission, typed, drafting.new_key())
    workflow.begin_review(people[1], made)
    workflow.approve(people[1], made)
    workflow.approve(people[1], told)
    assert stocks()[:2] == [6, 0]
    assert {e.on for e in Entry.objects.filter(cause="stopped").counting() if e.value} == {
        date(2025, 4, 5)
    }


@pytest.mark.parametrize("first", ["april", "may"])
def test_what_two_returns_stop_stops_once_whichever_is_passed_first(people, may, first):
    """Six piles of March; the returns of April and of May, both handed in, stop all of them."""
    six = {"dc": "6", "connectors": "12", "power": "360"}
    with make.at(date(2025, 4, 28)):
        make.approved(*people, MARCH)
        april = make.handed_in(
            people[0], APRIL, lines=[line(LineKind.STOPPED, "2025-04-10", **six)]
        )
    later = make.handed_in(people[0], MAY, lines=[line(LineKind.STOPPED, "2025-05-10", **six)])
    one, other = (april, later) if first == "april" else (later, april)
    for submission in (one, other):
        workflow.begin_review(people[1], submission)
        submission.refresh_from_db()
    workflow.approve(people[1], one)
    stop = Entry.objects.get(cause="stopped", measure="public_dc_pile")
    with pytest.raises(Refused, match="会在2025-05-10减成−6台"):
        workflow.approve(people[1], other)
    assert list(Entry.objects.filter(cause="stopped", measure="public_dc_pile")) == [stop]
    assert stocks() == ([6, 0, 0] if first == "april" else [6, 6, 0])
    workflow.send_back(people[1], other, "与另一份月报停用的是同一批，请删去")
