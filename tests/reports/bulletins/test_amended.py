"""The notes of a paper tell what was done to earlier numbers since the paper of its kind before it:
no correction twice, and none as news that the paper before has counted already."""

from dataclasses import replace
from datetime import date

import pytest

from ledger.models import Cause, Entry, Kind, LineKind, Submission
from ledger.periods import books
from ledger.returns import more_time, workflow
from reports.bulletins import amended, comparing, drafting, issuing, proving
from reports.bulletins.amended import Notes
from reports.documents.kinds import MONTH, QUARTER
from reports.figures.reading import read
from targets.models import Unit
from targets.months import Month
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march_due", "quick_press")]
JANUARY, MARCH, APRIL, MAY, JUNE = (Month(2025, n) for n in (1, 3, 4, 5, 6))
SITE = "岱岳镇文化广场充电站2025年3月公共直流桩"


@pytest.fixture
def people(people):
    """Six piles of 岱岳镇 are approved for March."""
    make.approved(people["daiyue"], people["office"], MARCH)
    return {**people, "yujing": cast.officer(cast.YUJING)}


def correct(people, day, value):
    """The site's piles are corrected on a day of May or June."""
    with make.at(day):
        books.open_periods(books.Ledger.objects.get(), "timer")
        wrong = Entry.objects.filter(measure="public_dc_pile", on=date(2025, 3, 18)).counting()
        typed = {"entry": str(wrong.get().number), "value": value, "reason": f"应为{value}台"}
        lines = [(LineKind.CORRECTED, typed)]
        kind = Kind.CORRECTION
        return make.approved(people["daiyue"], people["office"], MARCH, lines=lines, kind=kind)


def correct_wholly(people, day, reasons):
    """Of the site three quantities are corrected at once, for these reasons in turn."""
    wanted = {"public_dc_pile": "4", "public_connector": "8", "public_power": "240"}
    with make.at(day):
        books.open_periods(books.Ledger.objects.get(), "timer")
        wrong = Entry.objects.filter(measure__in=wanted, on=date(2025, 3, 18)).counting()
        lines = [
            (
                LineKind.CORRECTED,
                {"entry": str(one.number), "value": wanted[one.measure], "reason": reason},
            )
            for one, reason in zip(wrong.order_by("number"), reasons, strict=True)
        ]
        kind = Kind.CORRECTION
        make.approved(people["daiyue"], people["office"], MARCH, lines=lines, kind=kind)


def put_out(people, day, month, kind=MONTH):
    with make.at(day):
        books.open_periods(books.Ledger.objects.get(), "timer")
        made = drafting.draft(people["office"], read(month), kind)
        issuing.move(people["office"], "propose", made)
        issuing.move(people["second"], "pass", made)
        return make.sign(people["chief"], made)


def notes(paper):
    """Without those on the plan."""
    table = paper.plain.attachments[0].tables[0]
    return [note for note in table.notes if note.startswith(("更正", "补录", "准予补报"))]


def differing(paper, day):
    with make.at(day):
        found = [finding.text for finding in proving.prove(paper) if not finding.holds]
        return found, comparing.differences(paper)


def test_what_the_paper_before_has_counted_is_no_news_in_the_next(people):
    correct(people, date(2025, 5, 8), "4")
    april = put_out(people, date(2025, 5, 10), APRIL)
    correct(people, date(2025, 5, 20), "5")
    may = put_out(people, date(2025, 6, 10), MAY)
    assert notes(april) == [f"更正：{SITE}由6台更正为4台，原因：应为4台。"]
    assert notes(may) == [f"更正：{SITE}由4台更正为5台，原因：应为5台。"]
    assert [differing(paper, date(2025, 6, 20)) for paper in (april, may)][1] == ([], [])


def test_where_nothing_was_put_out_before_the_notes_begin_with_the_month(people):
    correct(people, date(2025, 4, 9), "4")
    correct(people, date(2025, 5, 8), "5")
    may = put_out(people, date(2025, 6, 10), MAY)
    assert notes(may) == [f"更正：{SITE}由4台更正为5台，原因：应为5台。"]


def test_what_one_correction_says_of_a_site_for_one_reason_is_one_note(people):
    correct_wholly(people, date(2025, 5, 8), ["多数了2台"] * 3)
    april = put_out(people, date(2025, 5, 10), APRIL)
    changed = "由6台更正为4台、公共充电枪由12个更正为8个、公共桩额定功率由360千瓦更正为240千瓦"
    assert notes(april) == [f"更正：{SITE}{changed}，原因：多数了2台。"]
    assert differing(april, date(2025, 6, 20)) == ([], [])


def test_what_was_corrected_for_another_reason_is_a_note_of_its_own(people):
    correct_wholly(people, date(2025, 5, 8), ["多数了2台", "多数了2台", "铭牌看错"])
    one, other = notes(put_out(people, date(2025, 5, 10), APRIL))
    assert one.endswith("充电枪由12个更正为8个，原因：多数了2台。")
    assert other.endswith("公共桩额定功率由360千瓦更正为240千瓦，原因：铭牌看错。")


def test_an_issued_paper_with_a_note_for_each_quantity_is_not_told_to_differ(people, monkeypatch):
    with monkeypatch.context() as before:
        apart = amended.behind_the_last
        before.setattr(
            amended, "behind_the_last", lambda r, kind: replace(apart(r, kind), together=False)
        )
        correct_wholly(people, date(2025, 5, 8), ["多数了2台"] * 3)
        april = put_out(people, date(2025, 5, 10), APRIL)
    assert len(notes(april)) == 3
    assert notes(april)[0] == f"更正：{SITE}由6台更正为4台，原因：多数了2台。"
    assert differing(april, date(2025, 6, 20)) == ([], [])


def tell_late(people):
    """岱岳镇 tells in its May of two piles of 20 April and of three of 20 January."""
    with make.at(date(2025, 6, 2)):
        books.open_periods(books.Ledger.objects.get(), "timer")
        april = make.new_piles(
            site_name="北站", dc="2", connectors="2", on="2025-04-20", explanation="漏报"
        )
        january = make.new_piles(
            site_name="南站", dc="3", connectors="3", on="2025-01-20", explanation="漏报"
        )
        lines = [(LineKind.ADDED, april), (LineKind.ADDED, january)]
        make.approved(people["daiyue"], people["office"], MAY, lines=lines)


def test_a_first_paper_that_is_made_late_counts_no_late_piles_of_months_after_its_own(people):
    tell_late(people)
    march = put_out(people, date(2025, 6, 10), MARCH)
    assert notes(march) == ["补录：另登记以前月份投运的公共充电桩3台，已计入其投运月份。"]


def test_a_first_paper_of_several_months_counts_no_late_piles_of_these(people):
    tell_late(people)
    quarter = put_out(people, date(2025, 7, 10), JUNE, QUARTER)
    assert notes(quarter) == ["补录：另登记以前月份投运的公共充电桩3台，已计入其投运月份。"]


def test_a_paper_stands_by_its_notes_whatever_comes_later(people):
    put_out(people, date(2025, 4, 10), MARCH)
    correct(people, date(2025, 5, 8), "4")
    april = put_out(people, date(2025, 5, 10), APRIL)
    second = correct(people, date(2025, 5, 20), "5")
    with make.at(date(2025, 5, 21)):
        workflow.undo(people["office"], second, "原件上是四台")
        second.refresh_from_db()
        workflow.send_back(people["office"], second, "不用更正")
        workflow.drop(people["daiyue"], second)
    may = put_out(people, date(2025, 6, 10), MAY)
    assert (notes(april), notes(may)) == ([f"更正：{SITE}由6台更正为4台，原因：应为4台。"], [])
    later = date(2025, 6, 20)
    assert [differing(paper, later) for paper in (april, may)] == [([], [])] * 2


def undo(people, submission, day):
    with make.at(day):
        submission.refresh_from_db()
        workflow.undo(people["office"], submission, "看错了")
        submission.refresh_from_db()


def approve_again(people, submission, day):
    with make.at(day):
        submission.refresh_from_db()
        workflow.approve(people["office"], submission)


def test_piles_undone_and_approved_again_are_no_news_to_the_next_paper(people):
    """March's paper counted the six, and so does April's."""
    march = put_out(people, date(2025, 4, 10), MARCH)
    returned = Submission.objects.get(kind=Kind.RETURN)
    undo(people, returned, date(2025, 4, 20))
    approve_again(people, returned, date(2025, 4, 20))
    april = put_out(people, date(2025, 5, 10), APRIL)
    assert [notes(paper) for paper in (march, april)] == [[], []]
    assert [differing(paper, date(2025, 6, 20)) for paper in (march, april)] == [([], [])] * 2


def test_piles_approved_again_after_a_paper_that_lacked_them_are_late_in_the_next(people):
    """March's paper counted the six, April's none, May's six."""
    put_out(people, date(2025, 4, 10), MARCH)
    returned = Submission.objects.get(kind=Kind.RETURN)
    undo(people, returned, date(2025, 4, 28))
    april = put_out(people, date(2025, 5, 10), APRIL)
    approve_again(people, returned, date(2025, 5, 20))
    may = put_out(people, date(2025, 6, 10), MAY)
    assert notes(april) == []
    assert notes(may) == ["补录：另登记以前月份投运的公共充电桩6台，已计入其投运月份。"]
    assert differing(may, date(2025, 6, 20)) == ([], [])


def test_a_correction_undone_is_told_where_the_paper_before_counted_it(people):
    """Six are corrected to four in April's paper, are six again in May's, four in June's."""
    put_out(people, date(2025, 4, 10), MARCH)
    correction = correct(people, date(2025, 5, 8), "4")
    april = put_out(people, date(2025, 5, 10), APRIL)
    undo(people, correction, date(2025, 5, 20))
    may = put_out(people, date(2025, 6, 10), MAY)
    assert differing(may, date(2025, 6, 11)) == ([], [])
    approve_again(people, correction, date(2025, 6, 20))
    june = put_out(people, date(2025, 7, 10), JUNE)
    again = f"更正：{SITE}由6台更正为4台，原因：应为4台。"
    assert notes(april) == notes(june) == [again]
    assert notes(may) == [f"更正：{SITE}由4台改回6台（撤销更正），原因：看错了。"]
    assert [differing(paper, date(2025, 7, 20)) for paper in (april, june)] == [([], [])] * 2


def test_a_correction_undone_and_made_again_between_two_papers_is_no_news(people):
    put_out(people, date(2025, 4, 10), MARCH)
    correction = correct(people, date(2025, 5, 8), "4")
    april = put_out(people, date(2025, 5, 10), APRIL)
    undo(people, correction, date(2025, 5, 20))
    approve_again(people, correction, date(2025, 5, 21))
    may = put_out(people, date(2025, 6, 10), MAY)
    assert notes(may) == []
    assert [differing(paper, date(2025, 6, 20)) for paper in (april, may)] == [([], [])] * 2


def test_of_two_corrections_undone_and_a_third_each_step_is_told(people):
    """April's paper counts five by two corrections; May's three by another."""
    put_out(people, date(2025, 4, 10), MARCH)
    first = correct(people, date(2025, 5, 7), "4")
    second = correct(people, date(2025, 5, 8), "5")
    put_out(people, date(2025, 5, 10), APRIL)
    undo(people, second, date(2025, 5, 20))
    undo(people, first, date(2025, 5, 21))
    correct(people, date(2025, 5, 22), "3")
    assert notes(put_out(people, date(2025, 6, 10), MAY)) == [
        f"更正：{SITE}由5台改回4台（撤销更正），原因：看错了。",
        f"更正：{SITE}由4台改回6台（撤销更正），原因：看错了。",
        f"更正：{SITE}由6台更正为3台，原因：应为3台。",
    ]


def test_what_a_leave_let_in_is_told_once_though_it_is_undone_and_approved_again(people):
    put_out(people, date(2025, 4, 10), MARCH)
    with make.at(date(2025, 4, 12)):
        grant(people, cast.YUJING, date(2025, 5, 26))
        let_in = make.approved(
            people["yujing"], people["office"], JANUARY, cast.YUJING, [of_yujing("2025-01-15")]
        )
    april = put_out(people, date(2025, 5, 10), APRIL)
    undo(people, let_in, date(2025, 5, 20))
    approve_again(people, let_in, date(2025, 5, 20))
    may = put_out(people, date(2025, 6, 10), MAY)
    assert notes(april) == [
        "补录：另登记以前月份投运的公共充电桩5台，已计入其投运月份。",
        "准予补报：玉井镇（2025年1月月报，补入1条，其中公共充电桩5台）。",
    ]
    assert notes(may) == []
    assert [differing(paper, date(2025, 6, 20)) for paper in (april, may)] == [([], [])] * 2


def of_yujing(on, kind=LineKind.ADDED, **more):
    """Five direct-current piles of 玉井镇."""
    village = {"village": cast.YUJING_SHUIQUAN, "credited_to": cast.YUJING}
    return kind, new_site("西站", "5", on, **village, **more)


def test_what_follows_from_the_correction_of_an_opening_is_no_correction_of_its_own(people):
    """Five piles of the opening, listed on 9 April, are corrected to nothing: the implied number,
    out of which they came, goes back to 188 by itself."""
    with make.at(date(2025, 4, 9)):
        lines = [of_yujing("2023-05-01", LineKind.OPENING, explanation="属实")]
        make.approved(people["yujing"], people["office"], MARCH, cast.YUJING, lines)
    put_out(people, date(2025, 4, 10), MARCH)
    with make.at(date(2025, 5, 8)):
        books.open_periods(books.Ledger.objects.get(), "timer")
        wrong = Entry.objects.get(cause=Cause.OPENING, measure="public_dc_pile")
        typed = {"entry": str(wrong.number), "value": "0", "reason": "没有这处"}
        lines, kind = [(LineKind.CORRECTED, typed)], Kind.CORRECTION
        make.approved(people["yujing"], people["office"], MARCH, cast.YUJING, lines, kind)
    april = put_out(people, date(2025, 5, 10), APRIL)
    assert notes(april) == ["更正：玉井镇西站2023年12月公共直流桩由5台更正为0台，原因：没有这处。"]


def test_papers_of_each_kind_follow_their_own_kind(people):
    put_out(people, date(2025, 4, 10), MARCH)
    put_out(people, date(2025, 4, 10), MARCH, QUARTER)
    correct(people, date(2025, 5, 8), "4")
    put_out(people, date(2025, 5, 10), APRIL)
    put_out(people, date(2025, 6, 10), MAY)
    june = put_out(people, date(2025, 7, 10), JUNE)
    quarter = put_out(people, date(2025, 7, 10), JUNE, QUARTER)
    assert notes(june) == []
    assert notes(quarter) == [f"更正：{SITE}由6台更正为4台，原因：应为4台。"]


def test_a_draft_that_is_read_anew_follows_what_was_put_out_meanwhile(people):
    correct(people, date(2025, 5, 8), "4")
    with make.at(date(2025, 6, 10)):
        made = drafting.draft(people["office"], read(MAY), MONTH)
        assert notes(made) == [f"更正：{SITE}由6台更正为4台，原因：应为4台。"]
    put_out(people, date(2025, 6, 10), APRIL)
    with make.at(date(2025, 6, 11)):
        made.refresh_from_db()
        assert notes(drafting.refresh(people["office"], made)) == []


def test_who_was_let_in_again_is_told_with_what_came_in_by_it(people):
    """岱岳镇 tells in May of two piles of 20 April. 玉井镇 gets leave for January on 6 May, and
    hands in five piles by it; 马营乡 gets leave on 2 June, and hands in nothing until the paper."""
    put_out(people, date(2025, 5, 5), MARCH)
    with make.at(date(2025, 5, 6)):
        grant(people, cast.YUJING, date(2025, 5, 26))
    april = put_out(people, date(2025, 5, 10), APRIL)
    with make.at(date(2025, 5, 25)):
        piles = make.new_piles(
            site_name="西站",
            village=cast.YUJING_SHUIQUAN,
            dc="5",
            connectors="5",
            on="2025-01-15",
            credited_to=cast.YUJING,
        )
        lines = [(LineKind.ADDED, piles)]
        make.approved(people["yujing"], people["office"], JANUARY, cast.YUJING, lines)
        books.open_periods(books.Ledger.objects.get(), "timer")
        late = make.new_piles(
            site_name="北站", dc="2", connectors="2", on="2025-04-20", explanation="漏报"
        )
        make.approved(people["daiyue"], people["office"], MAY, lines=[(LineKind.ADDED, late)])
    with make.at(date(2025, 6, 2)):
        grant(people, cast.MAYING, date(2025, 6, 30))
    may = put_out(people, date(2025, 6, 10), MAY)
    assert notes(april) == ["准予补报：玉井镇（2025年1月月报）。"]
    assert notes(may) == [
        "补录：另登记以前月份投运的公共充电桩7台，已计入其投运月份。",
        "准予补报：玉井镇（2025年1月月报，补入1条，其中公共充电桩5台）、马营乡（2025年1月月报）。",
    ]
    assert differing(may, date(2025, 6, 20)) == ([], [])


def test_what_its_own_month_told_is_not_late_because_a_paper_was_left_out(people):
    """Of April there is no paper: its two piles came in April's return, three of March as well."""
    put_out(people, date(2025, 4, 10), MARCH)
    with make.at(date(2025, 5, 6)):
        books.open_periods(books.Ledger.objects.get(), "timer")
        own = new_site("四月站", "2", "2025-04-20")
        late = new_site("三月站", "3", "2025-03-25", explanation="漏报")
        lines = [(LineKind.ADDED, own), (LineKind.ADDED, late)]
        make.approved(people["daiyue"], people["office"], APRIL, lines=lines)
    may = put_out(people, date(2025, 6, 10), MAY)
    assert notes(may) == ["补录：另登记以前月份投运的公共充电桩3台，已计入其投运月份。"]


def test_what_a_paper_of_before_counted_by_its_own_return_is_not_late_in_the_next(
    people, monkeypatch
):
    with make.at(date(2025, 5, 6)):
        books.open_periods(books.Ledger.objects.get(), "timer")
        lines = [(LineKind.ADDED, new_site("四月站", "2", "2025-04-20"))]
        make.approved(people["daiyue"], people["office"], APRIL, lines=lines)
    with monkeypatch.context() as before:
        before.setattr(amended, "behind_the_last", lambda r, kind: Notes())
        put_out(people, date(2025, 5, 10), APRIL)
    assert notes(put_out(people, date(2025, 6, 10), MAY)) == []


def new_site(name, piles, on, **more):
    return make.new_piles(site_name=name, dc=piles, connectors=piles, on=on, **more)


def grant(people, unit, until):
    whose = Unit.objects.get(code=unit)
    more_time.grant(people["office"], make.period(JANUARY), whose, "系统故障", cast.noon(until))


def test_papers_of_before_keep_the_notes_of_their_calendar_month(people, monkeypatch):
    """A correction of 8 May was in April's numbers and not in its notes: of the papers that were
    put out by the rule of before none is told to differ, and nothing is left out after them."""
    with monkeypatch.context() as before:
        before.setattr(amended, "behind_the_last", lambda r, kind: Notes())
        put_out(people, date(2025, 4, 10), MARCH)
        correct(people, date(2025, 5, 8), "4")
        april = put_out(people, date(2025, 5, 10), APRIL)
    stored = april.content
    assert stored.pop("behind") is None and notes(april) == []
    may = put_out(people, date(2025, 6, 10), MAY)
    assert notes(may) == [f"更正：{SITE}由6台更正为4台，原因：应为4台。"]
    later = date(2025, 6, 20)
    assert [differing(paper, later) for paper in (april, may)] == [([], [])] * 2
