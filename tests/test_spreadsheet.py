"""Lists as files."""

import csv
from io import StringIO

import pytest

from shanyin_charging import spreadsheet
from tests import cast


def test_a_csv_opens_right_in_excel_and_runs_nothing():
    text = spreadsheet.comma_separated(
        [["站点", "台"], ["薛圐圙乡窊", 6], ["=1+1", -2], ['含"引号",逗号\n换行', 0.5], ["", None]]
    )
    assert text[0] == "\ufeff"
    assert list(csv.reader(StringIO(text[1:]))) == [
        ["站点", "台"],
        ["薛圐圙乡窊", "6"],
        ["'=1+1", "-2"],
        ['含"引号",逗号\n换行', "0.5"],
        ["", ""],
    ]


def test_words_that_wrap_have_room():
    sheet = spreadsheet.workbook(
        [("表", ["站点", "说明"], [["一", "短"], ["二", "长" * 50], ["三", "一行\n两行"]])]
    ).active
    assert [sheet.row_dimensions[line].height for line in (3, 4, 5, 6)] == [
        None,
        15.6,
        3 * 15.6,
        2 * 15.6,
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("april")
@pytest.mark.parametrize(
    "path",
    [
        "/board/",
        "/ledger/",
        "/sites/",
        "/gaps/villages/?month=2025-03",
        "/plan/quotas/",
        "/plan/milestones/",
        "/indicators/?month=2025-03",
        "/dispatch/?month=2025-03",
    ],
)
def test_every_list_comes_as_excel_and_as_csv(client, path):
    client.force_login(cast.office())
    for kind, mark in (("xlsx", b"PK"), ("csv", "\ufeff".encode())):
        answer = client.get(path + ("&" if "?" in path else "?") + f"format={kind}")
        assert answer.status_code == 200 and answer.content.startswith(mark)
        assert f".{kind}" in answer.headers["Content-Disposition"]
