"""Rows of a list that were set aside as being built become lines of projects in one press."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ledger.lines.scope import Scope
from ledger.models import Line, LineKind, ListRow, Submission
from ledger.workbooks import set_aside
from shanyin_charging.audit.models import Event
from targets.months import Month
from tests import cast, make
from tests.list_desk import ListDesk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("december")]
DECEMBER = Month(2025, 12)
HEADS = (
    "站点名称,站点类别,所在村（社区）,桩的性质,直流桩（台）,交流桩（台）,"
    "充电枪（个）,总功率（千瓦）,投运日期,计入附件2,运营状态"
)
ROWS = [
    "文化广场充电站,村（社区）公共场所,岱岳镇南大道村,公共,2,0,4,120,2025-11-18,岱岳镇,运营中",
    "北门充电站,村（社区）公共场所,岱岳镇南大道村,公共,4,0,8,240,预计2026年3月,岱岳镇,在建",
    "南关停车场,公共停车场,岱岳镇南大道村,专用,,2,2,,,岱岳镇,规划",
    "水泉村委会,村（社区）公共场所,玉井镇水泉村,公共,1,0,1,60,预计2026-05-20,玉井镇,在建",
]


@pytest.fixture
def december(db):
    with make.at(date(2026, 1, 4)):
        make.ledger()
        yield


@pytest.fixture
def officer(client, settings, tmp_path):
    """A county's list is written; who writes for 岱岳镇 sits before the month's form."""
    settings.MEDIA_ROOT = tmp_path
    desk = ListDesk(client, cast.office())
    text = "\n".join([HEADS, *ROWS]).encode("utf-8-sig")
    desk.bring_in(SimpleUploadedFile("清单.csv", text))
    desk.write()
    assert ListRow.objects.exclude(aside="").count() == 3, desk.messages
    officer = cast.officer()
    client.force_login(officer)
    return officer


def test_what_a_list_told_is_taken_up_once_and_what_it_does_not_say_is_asked_for(client, officer):
    path = f"/returns/{make.period(DECEMBER).pk}/{cast.DAIYUE}/"
    shown = client.get(path).content.decode()
    assert "清单里有 2 行在建、规划的，没有登记" in shown and "北门充电站、南关停车场" in shown
    pressed = client.post(path, {"take_up": "1"}, follow=True).content.decode()
    assert "清单里的2行已转成“在建项目”，请逐条核对，缺的补上" in pressed
    assert "没有登记" not in pressed and "本期已填 1 条" in pressed
    made = Line.objects.filter(kind=LineKind.BUILDING)
    read, half = made.get(values__isnull=False).read_as, made.get(values__isnull=True)
    assert [read[name] for name in ("dc", "ac", "power", "stage", "expected_on", "public")] == [
        4,
        0,
        2400,
        "building",
        "2026-03-31",
        True,
    ]
    assert (read["village"], read["credited_to"]) == (cast.DAIYUE_VILLAGE, cast.DAIYUE)
    told = [half.typed[name] for name in ("site_name", "public", "ac", "stage", "expected_on")]
    assert told == ["南关停车场", "0", "2", "siting", ""]
    written = Event.objects.get(verb="write_line")  # the half line is nobody's statement yet
    assert (written.person, written.before) == (officer.pk, None)
    assert "北门充电站" in written.after["line"] and "在建公共直流桩4台" in written.after["line"]
    again = client.post(path, {"take_up": "1"}, follow=True).content.decode()
    assert "清单里没有还没登记的在建、规划的行了" in again
    assert Line.objects.filter(kind=LineKind.BUILDING).count() == 2


def test_a_neighbours_rows_are_its_own(officer):
    neighbour = make.Unit.objects.get(code=cast.YUJING)
    scope = Scope(Submission(period=make.period(DECEMBER), unit=neighbour))
    (row,) = set_aside.waiting(scope)
    assert row.told["site"] == "水泉村委会"
    assert set_aside.typed_of(row, scope)["expected_on"] == "2026-05-20"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("预计2026年3月", "2026-03-31"),
        ("拟建2026.10", "2026-10-31"),
        ("2026-2-30", "2026-02-28"),
        ("2026年5月8日前", "2026-05-08"),
        ("在建", ""),
        ("", ""),
    ],
)
def test_an_expected_day_is_read_as_lists_write_it(text, day):
    assert set_aside.expected(text) == day
