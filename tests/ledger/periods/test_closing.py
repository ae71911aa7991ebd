"""Closing a year: only when all of it is settled; what is found later comes in by the chief's word,
and what corrects the year's numbers goes through with all that follows from it."""

import re
from datetime import date, datetime

import pytest

from ledger.entries import amendments
from ledger.models import Entry, Ledger, LineKind, Period, Site
from ledger.periods import books, closing
from ledger.returns import corrections, drafting, more_time, workflow
from reports.figures.reading import read
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Unit
from targets.months import Month
from tests import cast, make
from tests.indicators import ADDED, STOCK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
DECEMBER, MARCH, APRIL = Month(2024, 12), Month(2025, 3), date(2025, 4, 2)
BEFORE = make.new_piles(on="2024-12-30", explanation="漏报")
WORD = "专班会议纪要〔2025〕3号"


@pytest.fixture
def chief():
    return cast.person("chief", Role.CHIEF)


def account():
    return Period.objects.get(starts_on="2024-01-01")


def in_the_account(officer, office=None):
    """Six piles of December 2024 in the year's closing account, approved by the office if given."""
    submission = drafting.start(officer, account(), Unit.objects.get(code=cast.DAIYUE))
    drafting.put_line(officer, submission, LineKind.ADDED, drafting.new_key(), BEFORE)
    workflow.submit(officer, submission, submission.current.key)
    if office:
        workflow.begin_review(office, submission)
        workflow.approve(office, submission)
    submission.refresh_from_db()
    return submission


def closed(chief, year=2024):
    closing.close_year(chief, Ledger.objects.get(), year)


def reported(officer):
    """The same piles, found after the closing, in the return of March."""
    return make.handed_in(officer, MARCH, lines=[(LineKind.ADDED, BEFORE)])


def test_a_year_with_a_return_that_waits_is_not_closed_and_says_which_with_a_link(client, chief):
    waiting = in_the_account(cast.officer())
    with pytest.raises(
        Refused, match="2024年还有1份材料没有审完或在退回修改：岱岳镇 2024年年度结账"
    ):
        closed(chief)
    client.force_login(chief)
    page = client.get("/rules/").content.decode()
    assert f'<a href="/submissions/{waiting.pk}/">岱岳镇 2024年年度结账　待审核</a>' in page


def test_a_year_waits_for_what_is_being_mended_and_for_who_was_let_in_again(chief):
    office, ledger = cast.office(), Ledger.objects.get()
    mending = in_the_account(cast.officer())
    workflow.begin_review(office, mending)
    workflow.send_back(office, mending, "请核对")
    assert "在退回修改" in closing.is_ready(ledger, 2024).reason
    with make.at(date(2025, 5, 6)):
        assert closing.is_ready(ledger, 2024)  # nobody mended it in its time


def test_a_month_of_the_year_is_waited_for_until_its_grant_has_ended(chief):
    ledger, unit = Ledger.objects.get(), Unit.objects.get(code=cast.DAIYUE)
    with make.at(date(2026, 2, 2)):
        books.open_periods(ledger, "test")
        until = datetime(2026, 2, 10, tzinfo=clock.ZONE)
        more_time.grant(chief, make.period(Month(2025, 11)), unit, "系统故障", until)
        reason = closing.is_ready(ledger, 2025).reason
        assert "准予补报还没有到期：岱岳镇 2025年11月月报（到2026年2月9日（周一）24:00）" in reason
    with make.at(date(2026, 2, 10)):
        assert closing.is_ready(ledger, 2025)


def test_a_pile_found_later_is_posted_on_its_own_day_by_the_chiefs_word_only(chief):
    officer, office = cast.officer(), cast.office()
    closed(chief)
    found = reported(officer)
    workflow.begin_review(office, found)
    with pytest.raises(Refused, match="漏报的由主任写明依据作结账后补登"):
        workflow.approve(office, found)
    with pytest.raises(Refused, match="结账后补登由专班办公室主任批准"):
        workflow.admit(office, found, WORD)
    with pytest.raises(Refused, match="请写明补登的依据"):
        workflow.admit(chief, found, " ")
    before = read(DECEMBER).figure(ADDED).value
    workflow.admit(chief, found, WORD)
    assert read(DECEMBER).figure(ADDED).value == before + 6
    posted = Entry.objects.filter(line__version__submission=found)
    assert {(entry.on, entry.after_close) for entry in posted} == {(date(2024, 12, 30), WORD)}


GONE = {"dc": "2", "connectors": "4", "power": "120", "on": "2024-12-31"}


@pytest.mark.parametrize(("kind", "word"), [(LineKind.REMOVED, "拆除"), (LineKind.STOPPED, "停用")])
def test_piles_that_had_gone_and_were_told_of_later_come_in_too(client, chief, kind, word):
    """Six piles of 30 December 2024, of which two were gone on the 31st; it is found in April."""
    officer = cast.officer()
    in_the_account(officer, cast.office())
    closed(chief)
    typed = make.new_piles(site=str(Site.objects.get().pk), **GONE)
    found = make.handed_in(officer, MARCH, lines=[(kind, typed)])
    client.force_login(chief)
    page = client.get(f"/submissions/{found.pk}/").content.decode()
    assert "2024年已经结账，这一条要由专班办公室主任批准作结账后补登" in page
    workflow.begin_review(chief, found)
    workflow.admit(chief, found, WORD)
    assert read(DECEMBER).figure(STOCK).value == 188 + 4
    assert read(DECEMBER).figure(ADDED).value == 6
    first = amendments.admitted_to(make.county(), 2024)[0]
    assert first == f"岱岳镇文化广场充电站2024年12月{word}公共直流桩2台，依据：{WORD}。"


def test_what_was_let_in_is_shown_apart(client, chief):
    officer = cast.officer()
    closed(chief)
    found = reported(officer)
    workflow.begin_review(chief, found)
    workflow.admit(chief, found, WORD)
    first = amendments.admitted_to(make.county(), 2024)[0]
    assert first == f"岱岳镇文化广场充电站2024年12月公共直流桩6台，依据：{WORD}。"
    client.force_login(chief)
    page = client.get("/years/2024/").content.decode()
    assert "结账后补登" in page and first in page


def test_what_was_let_in_stays_apart_when_it_is_corrected(chief):
    """Six piles that were let in are corrected to four; that is undone; they are corrected to
    none."""
    officer, office = cast.officer(), cast.office()
    closed(chief)
    found = reported(officer)
    workflow.begin_review(chief, found)
    workflow.admit(chief, found, WORD)
    first = corrected(officer, office, found, "4")
    assert piles_let_in() == ["4台"] and read(DECEMBER).figure(ADDED).value == 4
    workflow.undo(office, first, "看错了")
    assert piles_let_in() == ["6台"]
    corrected(officer, office, found, "0")
    assert piles_let_in() == [] and read(DECEMBER).figure(ADDED).value == 0


def corrected(officer, office, found, piles):
    """The piles of a return are corrected to so many."""
    entries = corrections.standing_entries(found.current.lines.get())
    wrong = entries.get(measure="public_dc_pile")
    typed = [{"entry": str(wrong.number), "value": piles, "reason": "数错了"}]
    found.refresh_from_db()
    made = corrections.hand_in(officer, found, typed, drafting.new_key())
    workflow.begin_review(office, made)
    workflow.approve(office, made)
    made.refresh_from_db()
    return made


def piles_let_in():
    """How many direct-current piles are shown as let in, each with whose word it was."""
    told = amendments.admitted_to(make.county(), 2024)
    assert all(text.endswith(f"，依据：{WORD}。") for text in told)
    return re.findall(r"公共直流桩(\d+台)", "".join(told))


def test_the_way_to_what_was_let_in_leads_from_the_ledger_and_from_a_return_of_the_year(
    client, chief
):
    told = in_the_account(cast.officer(), cast.office())
    link = 'href="/years/2024/#admitted"'
    client.force_login(chief)
    pages = ("/ledger/", f"/submissions/{told.pk}/")
    assert not any(link in client.get(page).content.decode() for page in pages)
    closed(chief)
    assert all(link in client.get(page).content.decode() for page in pages)


def test_a_return_without_such_lines_is_not_to_be_admitted(chief):
    closed(chief)
    found = make.handed_in(cast.officer(), MARCH)
    workflow.begin_review(chief, found)
    with pytest.raises(Refused, match="没有结账以前的明细，不用补登"):
        workflow.admit(chief, found, WORD)
    assert "admit" not in [t.verb for t in workflow.available(chief, found)]


def test_a_correction_of_a_closed_year_that_empties_a_station_goes_through(chief):
    officer, office = cast.officer(), cast.office()
    original = in_the_account(officer, office)
    closed(chief)
    with make.at(date(2025, 4, 3)):
        line = original.current.lines.get()
        typed = [
            {"entry": str(entry.number), "value": "0", "reason": "没有这回事"}
            for entry in corrections.standing_entries(line)
        ]
        made = corrections.hand_in(officer, original, typed, drafting.new_key())
        workflow.begin_review(office, made)
        assert workflow.approve(office, made) >= len(typed)
    assert read(DECEMBER).figure("I02").value == 188  # piles in place: the baseline alone


def test_a_return_of_the_years_last_month_that_waits_holds_it_open():
    officer, december = cast.officer(), Month(2025, 12)
    with make.at(date(2026, 1, 4)):
        books.open_periods(Ledger.objects.get(), "test")
        make.handed_in(officer, december, lines=[])
    with make.at(date(2026, 2, 3)):
        reason = closing.is_ready(Ledger.objects.get(), 2025).reason
    assert reason.startswith("2025年还有1份材料没有审完") and "2025年12月月报" in reason
