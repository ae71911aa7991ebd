"""What is shown as 原文 stands word for word in the scan of the plan; what was done to the reading
copy is what its 勘误说明 says, and nothing else."""

import re

import pytest

from targets.models import Appointment, Clause, Duty, Indicator, Plan, Target

pytestmark = pytest.mark.django_db
BRACKETS = str.maketrans("()", "（）")
PUT_IN = re.compile("[；，。：]")  # between the names of 附件1 and the cells of 附件3
OWN_TITLES = {"preface", "1-1", "1-2"}


def bare(text):
    """A text without what the scan has of layout: spaces, line breaks, marks of headings, the width
    of brackets."""
    return re.sub(r"\s|#|^- |\n- ", "", text.translate(BRACKETS))


@pytest.fixture
def scan():
    """The scanned original, with the syllable that the page break of task 9 has twice."""
    text = re.sub(r"(?m)^- ", "", Plan.objects.get().scan_text)
    return bare(text).replace("有资质的充电基基础设施", "有资质的充电基础设施")


def test_the_scan_has_what_was_mended():
    assert "有资质的充电基基础设施" in bare(Plan.objects.get().scan_text)


def test_each_clause_is_the_original_word_for_word(scan):
    for clause in Clause.objects.exclude(code__in=["annex1", "annex3"]):
        assert bare(clause.text) in scan, clause.code
        assert clause.code in OWN_TITLES or bare(clause.title) in scan, clause.code


def test_the_list_of_the_first_annex_is_the_original_but_for_its_stops(scan):
    text = PUT_IN.sub("", bare(Clause.objects.get(code="annex1").text))
    assert text in PUT_IN.sub("", scan)


def test_each_cell_of_the_third_annex_is_the_original(scan):
    told = Clause.objects.get(code="annex3").text
    rows = [row.split("：") for row in told.split("。") if row]
    assert len(rows) == 3
    for road, cells in rows:
        found = [re.fullmatch(r"(20\d\d年底)，(.*)", cell).groups() for cell in cells.split("；")]
        assert [year for year, _ in found] == ["2024年底", "2025年底"]
        for cell in (road, *(words for _, words in found)):
            assert f"|{bare(cell)}|" in cells_of_the_third_annex(), cell


def cells_of_the_third_annex():
    lines = Plan.objects.get().scan_text.partition("分类\t")[2].splitlines()
    return "|" + "|".join(bare(cell) for line in lines for cell in line.split("\t")) + "|"


def test_each_target_is_printed_in_the_words_of_its_clause(scan):
    texts = {clause.pk: bare(clause.text) for clause in Clause.objects.all()}
    for target in Target.objects.filter(area__isnull=False).select_related("indicator", "clause"):
        printed = bare(target.printed)
        assert printed in scan, (target.indicator.code, target.printed)
        if target.clause.code != "annex3":  # whose cells have been written out
            assert printed in texts[target.clause_id], (target.indicator.code, target.printed)


def test_who_is_responsible_is_told_in_the_words_of_the_plan(scan):
    for indicator in Indicator.objects.exclude(responsible=""):
        assert bare(indicator.responsible) in scan, indicator.code
    for duty in Duty.objects.exclude(unit_as_printed="").select_related("clause"):
        assert bare(duty.unit_as_printed) in bare(duty.clause.text), duty.unit_as_printed


def test_each_appointment_is_a_line_of_the_first_annex(scan):
    for one in Appointment.objects.all():
        unit = "" if one.role == "组长" else one.unit_as_printed  # the one that was put in
        assert bare(f"{one.name}{unit}{one.title}") in scan, one.name
