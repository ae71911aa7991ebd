"""方案录入表: out and in without loss, the same as the folder row for row, and a form that can be
filled in by who reads only its help."""

from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.core.serializers import serialize
from django.db import transaction
from openpyxl import load_workbook

from targets.management.commands.load_plan import SHIPPED
from targets.measures import GROUPS
from targets.models import Area, Letterhead, Plan
from targets.plan import cells, folder, intake, sheets, words, workbook
from targets.plan.loading import Loader
from targets.plan.taking_out import draft_of
from tests.targets.plan.books import SHIPPED_BOOK, changed
from tests.targets.plan.rows import everything, nothing_loaded

pytestmark = pytest.mark.django_db


def every_cell(content):
    """Every cell of a workbook, by sheet and place."""
    book = load_workbook(BytesIO(content))
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def test_a_plan_goes_out_in_and_out_again_cell_for_cell(tmp_path):
    out = workbook.written(draft_of(Plan.objects.get()))
    assert len(every_cell(out)) > 3000
    assert every_cell(out) == every_cell(SHIPPED_BOOK)
    read = intake.of_sheets(cells.read(out))
    assert read.findings.faults == read.findings.doubts == []
    assert every_cell(workbook.written(read.draft)) == every_cell(out)
    loader = Loader(read.draft)
    loader.load()
    assert dict(loader.changes) == {}
    folder.write(read.draft, tmp_path)
    assert folder.read(tmp_path).rows == read.draft.rows


def test_the_workbook_loads_row_for_row_the_same_as_the_folder():
    from_folder = everything()
    with transaction.atomic():
        nothing_loaded(Area, Letterhead)
        assert Area.objects.count() == 225 and not Plan.objects.exists()
        read = intake.of_sheets(cells.read(SHIPPED_BOOK))
        assert read.findings.faults == []
        Loader(read.draft).load()
        assert everything() == from_folder
        transaction.set_rollback(True)


def test_the_order_of_columns_and_empty_rows_do_not_matter():
    def change(book):
        sheet = book["目标"]
        sheet.insert_rows(4, amount=3)
        sheet.move_range(f"A1:A{sheet.max_row}", cols=12)  # the first column behind the others

    read = intake.of_sheets(cells.read(changed(change)))
    assert read.findings.faults == []
    assert read.draft.of("targets") == folder.read(SHIPPED).of("targets")


def test_an_amount_is_written_in_the_indicators_unit():
    book = load_workbook(BytesIO(SHIPPED_BOOK))
    rows = [row for row in book["目标"].iter_rows(values_only=True) if row[0] == "I11"]
    assert [(row[1], row[6]) for row in rows] == [(2025, 10)]
    assert rows[0][8] == "充电距离小于10公里"


def test_the_blank_form_has_every_sheet_and_says_what_goes_where():
    book = load_workbook(BytesIO(workbook.blank(range(2026, 2028))))
    titles = [sheet.title for sheet in sheets.SHEETS]
    assert book.sheetnames == ["填写说明", "_选项", *titles, "原文"]
    heads = [cell.value for cell in book["任务数"][1]]
    assert heads == ["单位*", "原文写法*", "2026年*", "2027年*", "合计*"]
    said = {(row[0], row[1]): row[3] for row in book["填写说明"].iter_rows(values_only=True)}
    for sheet in sheets.SHEETS:
        assert said[sheet.title, None]
    offered = {str(rule.sqref) for rule in book["指标"].data_validations.dataValidation}
    assert len(offered) == 7  # form, counts, window, across, only, over, plays
    assert all(book[title].max_row == 1 for title in titles[1:])


def test_every_line_of_the_help_and_of_a_plan_has_the_height_that_its_words_need():
    """A full-width character is two units of a column's width wide, a line of 11 points 15 high."""
    for content in (workbook.blank(range(2026, 2028)), SHIPPED_BOOK):
        for sheet in load_workbook(BytesIO(content)):
            for cell in (cell for row in sheet.iter_rows(min_row=2) for cell in row):
                if cell.alignment.wrap_text and isinstance(cell.value, str):
                    room = sheet.column_dimensions[cell.column_letter].width
                    if sheet.title == "填写说明" and cell.column == 1 and len(cell.value) > 7:
                        room = 136  # over its four columns
                    half = sum(1 if character <= "\xff" else 2 for character in cell.value)
                    needed = 15 * -(-half // int(room))
                    assert sheet.row_dimensions[cell.row].height >= min(400, needed), cell


def test_the_words_cover_what_may_be_counted_and_are_read_as_they_are_said():
    assert set(words.GROUPS.exact) == set(GROUPS)
    for known in (words.GROUPS, words.CAUSES, words.ACROSS, words.ONLY, words.ASKED, words.EACH):
        assert len(set(known.exact.values())) == len(known.exact)
        for code in known.exact:
            assert known.read(known.say(code)) == code
    assert words.ACROSS.say("site:car_park,hub") == "场所：car_park、hub"
    assert words.ACROSS.read("场所：car_park、hub") == "site:car_park,hub"
    with pytest.raises(KeyError):
        words.GROUPS.read("茶壶")


def test_a_column_holds_what_its_field_holds():
    """The limits of the sheets are those of the database."""
    fields = {
        "plan": "plan",
        "clauses": "clause",
        "units": "unit",
        "aliases": "alias",
        "appointments": "appointment",
        "place_kinds": "placekind",
        "indicators": "indicator",
        "targets": "target",
        "discrepancies": "discrepancy",
        "questions": "question",
        "duties": "duty",
    }
    models = {model._meta.model_name: model for model in Plan._meta.apps.get_models()}
    for subject, model in fields.items():
        for column in sheets.BY_NAME[subject].columns:
            names = {field.name: field for field in models[model]._meta.get_fields()}
            field = names.get(column.name)
            if field is None or column.reads != "text":
                continue
            limit = getattr(field, "max_length", None) or 0
            assert column.most == limit or subject == "questions", (subject, column.name, limit)


def test_the_command_checks_a_workbook_without_loading_it(tmp_path):
    path, told = tmp_path / "plan.xlsx", StringIO()
    path.write_bytes(SHIPPED_BOOK)
    call_command("load_plan", path, check=True, stdout=told)
    assert told.getvalue().splitlines()[-1] == "体检完，没有要改的；没有载入"
    call_command("load_plan", path, stdout=told)
    assert told.getvalue().splitlines()[-1].endswith("：没有变化")
    assert serialize("json", Plan.objects.all()).count("shanyin_2024") == 1
