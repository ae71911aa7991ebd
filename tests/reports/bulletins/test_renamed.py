"""What was renamed after a paper was put out is no other number: the paper is held against the
ledger by the names that it prints, and proved and corrected by them."""

from datetime import date

import pytest

from ledger.models import Entry, Kind, LineKind, Site
from ledger.sites import registers
from reports.bulletins import comparing, drafting, issuing, proving
from reports.bulletins.restated import restated
from reports.documents.kinds import MONTH, QUARTER, UNIT, YEAR
from reports.figures.reading import read
from targets.models import Area, Unit
from targets.months import Month
from targets.rulings import changes
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march_due", "quick_press")]
MARCH, NEW = Month(2025, 3), "岱岳街道"


@pytest.fixture
def papers(people):
    """A paper of March, one of its quarter and one of 岱岳镇, each with its six piles."""
    make.approved(people["daiyue"], people["office"], MARCH)
    return [issued(people, *about) for about in ((MONTH,), (QUARTER,), (UNIT, cast.DAIYUE))]


def issued(people, *about, month=MARCH):
    made = drafting.draft(people["office"], read(month), *about)
    issuing.move(people["office"], "propose", made)
    issuing.move(people["second"], "pass", made)
    return make.sign(people["chief"], made)


def rename(people, thing, name=NEW):
    changes.rename(people["chief"], thing, name, date(2025, 4, 8), "晋民函〔2025〕1号")


def rename_all(people):
    """The unit, its township, one of its villages, and the site."""
    rename(people, Unit.objects.get(code=cast.DAIYUE))
    rename(people, Area.objects.get(code=cast.DAIYUE))
    rename(people, Area.objects.get(code=cast.DAIYUE_VILLAGE), "南大道社区")
    registers.rename(people["office"], Site.objects.get(), "人民广场充电站", "报错站名")


def correct(people, value):
    wrong = Entry.objects.filter(measure="public_dc_pile").counting().get()
    typed = {"entry": str(wrong.number), "value": value, "reason": "多报"}
    lines = [(LineKind.CORRECTED, typed)]
    make.approved(people["daiyue"], people["office"], MARCH, lines=lines, kind=Kind.CORRECTION)


def test_a_new_name_is_no_other_number_and_nothing_to_correct(people, papers):
    rename_all(people)
    assert restated() == []
    assert [comparing.differences(paper) for paper in papers] == [[], [], []]


def test_a_paper_is_proved_by_the_names_of_its_day(people, papers):
    rename_all(people)
    found = [finding for paper in papers for finding in proving.prove(paper)]
    assert [finding.text for finding in found if not finding.holds] == []


def test_what_is_corrected_afterwards_is_called_as_the_paper_has_it(people, papers):
    rename_all(people)
    correct(people, "4")
    rows = comparing.to_correct(papers[0])
    assert ("岱岳镇参考计划完成率", "40.0%", "26.7%") in rows
    assert ("岱岳镇公共直流充电桩", "6台", "4台") in rows
    assert not any(NEW in text for row in rows for text in row)
    assert "其余内容不变" in comparing.corrected(papers[0], rows).body[-1].text


def test_a_site_that_a_note_names_is_the_same_by_its_name_of_then(people):
    make.approved(people["daiyue"], people["office"], MARCH)
    correct(people, "4")
    with make.at(date(2025, 5, 8)):
        april = issued(people, MONTH, month=Month(2025, 4))
        notes = april.plain.attachments[0].tables[0].notes
        assert any("更正：岱岳镇文化广场充电站2025年3月公共直流桩" in note for note in notes)
        rename_all(people)
        assert comparing.differences(april) == []


def test_a_unit_whose_name_holds_another_new_name_keeps_its_own(people, papers):
    """马营乡 becomes 营乡, which is a part of 吴马营乡."""
    rename(people, Unit.objects.get(code=cast.MAYING), "营乡")
    assert [comparing.differences(paper) for paper in papers] == [[], [], []]


def test_two_units_that_were_renamed_are_told_apart(people, papers):
    one, other = (Unit.objects.get(code=code) for code in (cast.DAIYUE, cast.YUJING))
    for thing, name in ((one, "甲乡"), (other, "乙乡")):
        rename(people, thing, name)
    assert [comparing.differences(paper) for paper in papers] == [[], [], []]
    correct(people, "4")
    assert ("岱岳镇参考计划完成率", "40.0%", "26.7%") in comparing.to_correct(papers[0])


def test_a_correction_is_called_by_the_time_of_the_paper_that_it_corrects(people, papers):
    """一季度 and 3月 end with the same month, and are two papers."""
    correct(people, "4")
    titles = [drafting.correct(people["office"], paper).title for paper in papers]
    assert titles == [
        "关于更正2025年3月通报有关内容的通报",
        "关于更正2025年一季度通报有关内容的通报",
        "关于更正2025年3月单位专项通报有关内容的通报",
    ]


def test_the_correction_of_a_years_paper_is_called_by_the_year(people):
    with make.at(date(2026, 2, 10)):
        year = issued(people, YEAR, month=Month(2025, 12))
    make.approved(people["daiyue"], people["office"], MARCH)
    with make.at(date(2026, 2, 11)):
        made = drafting.correct(people["office"], year)
    assert made.title == "关于更正2025年度通报有关内容的通报"


def test_both_names_find_what_was_renamed_and_the_units_page_says_since_when(
    client, people, papers
):
    rename_all(people)
    client.force_login(people["office"])
    for name in ("岱岳镇", NEW):
        page = client.get("/search/", {"q": name}).content.decode()
        assert f"{NEW}</a>" in page and "原名岱岳镇" in page, name
    for name in ("文化广场", "人民广场"):
        page = client.get("/search/", {"q": name}).content.decode()
        assert "人民广场充电站" in page and "原名文化广场充电站" in page, name
    page = client.get("/search/", {"q": "岱岳镇南大道村"}).content.decode()
    assert "岱岳街道南大道社区" in page
    page = client.get(f"/units/{cast.DAIYUE}/?month=2025-03").content.decode()
    assert "2025-04-08起称岱岳街道，此前称岱岳镇" in page
