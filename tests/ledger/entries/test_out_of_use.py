"""拆除, 停用 and 恢复使用 are three things: gone for good, out of use, and back, which is nothing
new."""

from datetime import date

import pytest

from ledger.entries import balances, facts
from ledger.lines import line_form
from ledger.lines.readback import sentence
from ledger.models import Balance, Entry, Ledger, Line, LineKind, Site
from ledger.periods import books
from ledger.returns import corrections, drafting, workflow
from ledger.sites import registers, telling_apart
from reports.figures.reading import read
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Unit
from targets.months import Month
from tests import cast, make
from tests.indicators import ADDED, PILE_COVERAGE, STOCK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_april")]
MARCH, APRIL, MAY = (Month(2025, month) for month in (3, 4, 5))
TWO = {"dc": "2", "connectors": "4", "power": "120"}


@pytest.fixture
def people():
    return cast.officer(), cast.office()


def figures(month):
    """(新增, 保有量 beyond the baseline) of the county."""
    reading = read(month)
    return reading.figure(ADDED).value, reading.figure(STOCK).value - 188


def line(kind, on, **changes):
    return kind, make.new_piles(site=str(Site.objects.get().pk), **{"on": on, **changes})


def stop_and_resume(people):
    """Two piles of March, stopped in April, taken up again in May."""
    make.approved(*people, MARCH, lines=[(LineKind.ADDED, make.new_piles(**TWO))])
    make.approved(*people, APRIL, lines=[line(LineKind.STOPPED, "2025-04-10", **TWO)])
    with make.at(date(2025, 6, 2)):
        books.open_periods(make.county().ledger, "test")
        make.approved(*people, MAY, lines=[line(LineKind.REOPENED, "2025-05-12", **TWO)])


def test_what_is_stopped_is_no_stock_and_what_comes_back_is_nothing_new(people):
    stop_and_resume(people)
    assert [figures(month) for month in (MARCH, APRIL, MAY)] == [(2, 2), (2, 0), (2, 2)]
    causes = Entry.objects.filter(measure="public_dc_pile").order_by("number")
    assert list(causes.values_list("cause", flat=True)) == ["added", "stopped", "resumed"]


def test_what_comes_back_is_nothing_new_though_opened_piles_are_ruled_to_be(people):
    stop_and_resume(people)
    make.ruled("opened_counts", {"answer": True})
    assert figures(MAY) == (2, 2)


def test_what_came_back_as_a_conversion_once_is_read_as_having_come_back(people):
    stop_and_resume(people)
    for entry in Entry.objects.filter(cause="resumed"):
        entry.pk, entry.number, entry.cause = None, entry.number + 100, "converted"
        entry.save()
    make.ruled("opened_counts", {"answer": True})
    assert figures(MAY) == (2, 4)
    kept = set(Balance.objects.values_list("measure", "cause", "month", "area", "value"))
    balances.rebuild()
    assert set(Balance.objects.values_list("measure", "cause", "month", "area", "value")) == kept
    known = facts.last_number(make.county())
    assert read(MAY, known).figure(ADDED).value == 2
    figure = read(MAY).figure(ADDED)
    behind = facts.entries_behind(make.county(), figure.selections)
    assert sum(entry.value for entry in behind) == 2


def test_what_is_taken_down_is_told_apart_from_what_is_stopped(people):
    make.approved(*people, MARCH)
    lines = [
        line(LineKind.REMOVED, "2025-04-10", **TWO),
        line(LineKind.STOPPED, "2025-04-12", **TWO),
    ]
    submission = make.approved(*people, APRIL, lines=lines)
    words = [sentence(found) for found in submission.current.lines.all()]
    assert "：拆除公共直流桩2台" in words[0] and "2025-04-10拆除" in words[0]
    assert "：停用公共直流桩2台" in words[1] and "2025-04-12停用" in words[1]
    entries = Entry.objects.filter(measure="public_dc_pile", value__lt=0).order_by("number")
    assert [entry.cause_word for entry in entries] == ["拆除", "停用"]


def test_a_line_of_old_does_not_say_which(people):
    make.approved(*people, MARCH)
    submission = make.approved(*people, APRIL, lines=[line(LineKind.REMOVED, "2025-04-10", **TWO)])
    of_old = Line.objects.get(version__submission=submission)
    del of_old.values["for_good"]
    assert "：拆除或停用（未分）公共直流桩2台" in sentence(of_old)
    assert Entry(cause="removed", measure="public_dc_pile").cause_word == "拆除或停用（未分）"
    assert Entry(cause="removed", measure="registered").cause_word == "减少"


def of_before(people):
    """Two piles that left in April when nobody asked whether they were stopped or dismantled."""
    make.approved(*people, MARCH)
    submission = make.approved(*people, APRIL, lines=[line(LineKind.REMOVED, "2025-04-10", **TWO)])
    for entry in Entry.objects.filter(cause="dismantled").order_by("number"):
        entry.replaces_id, entry.pk, entry.number = entry.pk, None, entry.number + 100
        entry.cause = "removed"
        entry.save()
    Ledger.objects.update(last_number=200)
    return submission.current.lines.get(), Site.objects.get()


@pytest.mark.parametrize(("said", "word"), [("stopped", "停用"), ("dismantled", "拆除")])
def test_the_unit_tells_apart_what_left_before(client, people, said, word):
    gone, site = of_before(people)
    before, known = figures(APRIL), facts.last_number(make.county())
    client.force_login(people[0])
    assert "减少的桩没有说是停用还是拆除" in client.get("/").content.decode()
    path = f"/sites/{site.pk}/"
    asked = client.get(path).content.decode()
    assert "2025-04-10减少公共直流桩2台、公共充电枪4个、公共桩额定功率120千瓦" in asked
    page = client.post(path, {"line": gone.pk, "said": said}, follow=True).content.decode()
    assert "已说明" in page and "是停用还是拆除" not in page
    assert "没有说是停用还是拆除" not in client.get("/").content.decode()
    standing = Entry.objects.filter(line=gone).counting()
    assert {entry.cause_word for entry in standing} == {word} and standing.count() == 3
    assert figures(APRIL) == before  # out of stock either way
    make.ruled("stopped_counts", {"answer": True})
    assert figures(APRIL)[1] == (6 if said == "stopped" else 4)
    assert read(APRIL, known).figure(STOCK).value == 192
    del gone.values["for_good"]
    assert f"：{word}公共直流桩2台" in sentence(gone) and f"2025-04-10{word}" in sentence(gone)


def test_what_was_said_wrongly_is_said_again(people, client):
    gone, site = of_before(people)
    with pytest.raises(Refused, match="由其填报员或专班办公室"):
        telling_apart.tell_apart(cast.officer(cast.YUJING), site, gone.pk, "stopped")
    assert len(telling_apart.tell_apart(people[0], site, gone.pk, "stopped")) == 3
    assert telling_apart.tell_apart(people[0], site, gone.pk, "stopped") == []
    make.ruled("stopped_counts", {"answer": True})
    assert figures(APRIL)[1] == 6
    client.force_login(people[0])
    path = f"/sites/{site.pk}/"
    page = client.get(path).content.decode()
    assert "已说明为停用。说错了的改为" in page
    link = f'href="/submissions/{gone.version.submission_id}/"'
    assert page.count(link) == 4  # of three entries, and once of what happened
    client.post(path, {"line": gone.pk, "said": "dismantled"})
    assert "已说明为拆除。说错了的改为" in client.get(path).content.decode()
    assert figures(APRIL)[1] == 4
    with pytest.raises(Refused, match="这一笔不用说明"):
        telling_apart.tell_apart(people[1], site, 0, "dismantled")


def test_what_came_back_since_is_not_said_to_be_dismantled_after_all(people):
    gone, site = of_before(people)
    telling_apart.tell_apart(people[0], site, gone.pk, "stopped")
    with make.at(date(2025, 6, 2)):
        books.open_periods(make.county().ledger, "test")
        back = line(LineKind.REOPENED, "2025-05-12", dc="1", connectors="2", power="60")
        make.approved(*people, MAY, lines=[back])
        with pytest.raises(Refused, match="其中1台后来已恢复使用，不会是拆除"):
            telling_apart.tell_apart(people[0], site, gone.pk, "dismantled")


def test_a_record_that_was_taken_in_is_asked_of_who_keeps_the_place(people):
    gone, site = of_before(people)
    near = make.new_piles(site_name="B站", dc="1", connectors="1", power="60", on="2025-04-12")
    yujing = cast.officer(cast.YUJING)
    near |= {"village": cast.YUJING_SHUIQUAN, "credited_to": cast.YUJING, "explanation": "另一处"}
    make.approved(yujing, people[1], APRIL, cast.YUJING, [(LineKind.ADDED, near)])
    into = Site.objects.get(name="B站")
    registers.merge(people[1], site, into, "同一处", same_piles=False)
    keeper = Unit.objects.get(code=cast.YUJING)
    assert telling_apart.of_units([keeper]) == [into]
    assert telling_apart.tell_apart(yujing, into, gone.pk, "stopped")
    assert telling_apart.of_units([keeper]) == []


def test_what_has_come_back_was_not_dismantled(people):
    gone, site = of_before(people)
    with make.at(date(2025, 6, 2)):
        books.open_periods(make.county().ledger, "test")
        back = line(LineKind.REOPENED, "2025-05-12", dc="1", connectors="2", power="60")
        make.approved(*people, MAY, lines=[back])
        with pytest.raises(Refused, match="其中1台后来已恢复使用，不会是拆除"):
            telling_apart.tell_apart(people[0], site, gone.pk, "dismantled")
        assert telling_apart.tell_apart(people[0], site, gone.pk, "stopped")


def test_no_more_comes_back_than_was_stopped(people):
    make.approved(*people, MARCH)
    made = make.approved(*people, APRIL, lines=[line(LineKind.REMOVED, "2025-04-10", **TWO)])
    kind, typed = line(LineKind.REOPENED, "2025-04-12", **TWO)
    assert "dc" in line_form(kind, made, typed).errors


def test_what_an_inspection_orders_out_of_use_leaves_the_stock_on_its_day(people):
    make.approved(*people, MARCH)
    looked = {
        "site": str(Site.objects.get().pk),
        "on": "2025-04-20",
        "inspectors": "本局2人",
        "grade": "grave",
        "finding": "急停按钮失灵",
        "stopped": "on",
        "mend_by": "2025-05-20",
    }
    market = cast.officer("market")
    make.approved(market, people[1], APRIL, "market", [(LineKind.INSPECTED, looked)])
    assert [figures(month) for month in (MARCH, APRIL)] == [(6, 6), (6, 0)]
    assert read(APRIL).figure(PILE_COVERAGE).value == 0
    with make.at(date(2025, 6, 2)):
        books.open_periods(make.county().ledger, "test")
        back = line(LineKind.REOPENED, "2025-05-12", dc="6", connectors="12", power="360")
        make.approved(*people, MAY, lines=[back])
    assert figures(MAY) == (6, 6)


def test_no_more_comes_back_than_was_out_of_use(people):
    stop_and_resume(people)
    stopped = Entry.objects.get(measure="public_dc_pile", cause="stopped")
    submission = stopped.line.version.submission
    typed = [{"entry": str(stopped.number), "value": "1", "reason": "只停了一台"}]
    with make.at(date(2025, 6, 3)):
        made = corrections.hand_in(people[0], submission, typed, drafting.new_key())
        workflow.begin_review(people[1], made)
        with pytest.raises(Refused, match="公共直流桩到2025-05-12恢复使用的会比停用的多1台"):
            workflow.approve(people[1], made)
    assert [figures(month) for month in (MARCH, APRIL, MAY)] == [(2, 2), (2, 0), (2, 2)]


def test_nothing_comes_back_before_the_day_on_which_it_was_stopped(people):
    make.approved(*people, MARCH)
    made = make.approved(*people, APRIL, lines=[line(LineKind.STOPPED, "2025-04-10", **TWO)])
    _, typed = line(LineKind.REOPENED, "2025-04-05", **TWO)
    form = line_form(LineKind.REOPENED, made, typed)
    assert form.errors["dc"] == ["这个站点2025-04-05停用着的公共直流桩只有0台，多出的请报新增"]
    assert line_form(LineKind.REOPENED, made, {**typed, "on": "2025-04-10"}).is_valid()


def test_no_more_connectors_and_power_come_back_than_went(people):
    make.approved(*people, MARCH)
    made = make.approved(*people, APRIL, lines=[line(LineKind.STOPPED, "2025-04-10", **TWO)])
    _, typed = line(LineKind.REOPENED, "2025-04-20", dc="2", connectors="6", power="240")
    assert set(line_form(LineKind.REOPENED, made, typed).errors) == {"connectors", "power"}


def test_piles_told_late_of_a_site_that_was_ordered_out_of_use_are_asked_about(people):
    make.approved(*people, MARCH, lines=[(LineKind.ADDED, make.new_piles(**TWO))])
    order = {"site": str(Site.objects.get().pk), "on": "2025-04-10", "inspectors": "本局2人"}
    order |= {"grade": "none", "stopped": "on"}
    make.approved(cast.officer("market"), people[1], APRIL, "market", [(LineKind.INSPECTED, order)])
    assert figures(APRIL) == (2, 0)
    draft = make.draft(people[0], APRIL)
    for on, asked in (("2025-04-09", True), ("2025-04-10", True), ("2025-04-11", False)):
        _, typed = line(LineKind.ADDED, on, **TWO, explanation="")
        wrong = line_form(LineKind.ADDED, draft, typed).errors.get("explanation", [])
        assert ("这个站点2025-04-10被责令停用" in "".join(wrong)) is asked
    late = line(LineKind.ADDED, "2025-04-09", **TWO, explanation="当天没有停")
    make.approved(*people, APRIL, lines=[late])
    assert figures(APRIL) == (4, 2)  # what was ordered stays as it was told
