"""The back-fill: a whole county's list of piles, with every fault named, landing in the periods it
belongs to."""

import random
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from ledger.entries.baseline import baseline
from ledger.models import Entry, Kind, Line, LineKind, Period, Site, State, Submission, Upload
from ledger.returns import drafting, lists, uploads, workflow
from ledger.sheets import cells, reading, settling
from ledger.sheets.sheet import empty_sheet
from ledger.sites import registers
from ledger.workbooks import listing
from ledger.workbooks.vocabulary import vocabulary_of
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role
from targets.models import Area, AreaKind, Unit
from targets.months import Month
from tests import cast, make
from tests.ledger.workbooks.test_comparing import HEADS
from tests.list_desk import ListDesk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
LARGE = (5000, 200) if cast.LONG else (600, 60)  # rows, of them with a fault


def row(
    name="文化广场充电站",
    village="岱岳镇南大道村",
    day="2025-03-18",
    row="岱岳镇",
    piles=2,
    **changes,
):
    text = {
        "站点名称": name,
        "站点类别": "村（社区）公共场所",
        "所在村": village,
        "桩的性质": "公共",
        "直流桩": str(piles),
        "交流桩": "0",
        "充电枪": str(2 * piles),
        "总功率": str(60 * piles),
        "投运日期": day,
        "计入附件2": row,
        **changes,
    }
    return [text.get(head.split("（")[0], "") for head in HEADS]


def sheet(rows, name="充电桩清单"):
    numbered = [[number, list(cells)] for number, cells in enumerate([HEADS, *rows], start=1)]
    return {**empty_sheet(name), "rows": numbered}


def read_of(sheets, units=None, note="供电公司台账"):
    """A list as it is read without anybody's asking."""
    unit = units[0] if units and len(units) == 1 else None
    vocabulary = vocabulary_of(make.county(), unit)
    settlement = settling.propose(sheets, vocabulary)
    found = reading.read(sheets, settlement, vocabulary, clock.today())
    return listing.Reader(make.county(), clock.now(), units, note).hold(found)


def read(*rows, units=None, note="供电公司台账"):
    return read_of([sheet(rows)], units, note)


def file(rows, name="清单.xlsx"):
    book = Workbook()
    book.active.title = "充电桩清单"
    for cells_ in [HEADS, *rows]:
        book.active.append(cells_)
    content = BytesIO()
    book.save(content)
    return SimpleUploadedFile(name, content.getvalue())


def test_each_row_finds_its_unit_and_its_period():
    found = read(
        row(day="2022-05-01"),
        row(day="2024-06-01"),
        row(day="2025-03-18"),
        row(day="2025-01-10"),
        row("汽车站停车场", "岱岳镇光明社区", row="山阴汽车站"),
        row("水泉站", "玉井镇水泉村", row=""),
    )
    assert told(found) == []
    assert [(r.kind, r.unit.code, str(r.period), r.backdated) for r in found.rows] == [
        ("opening", cast.DAIYUE, "2024年年度结账", False),
        ("added", cast.DAIYUE, "2024年年度结账", False),
        ("added", cast.DAIYUE, "2025年3月月报", False),
        ("added", cast.DAIYUE, "2025年3月月报", True),  # January is locked
        ("added", "transport", "2025年3月月报", False),
        ("added", cast.YUJING, "2025年3月月报", False),
    ]
    assert found.rows[3].values["explanation"] == "供电公司台账"


def told(found):
    """(row, field, sentence) of what is wrong."""
    return [(f.number, f.field, f.sentence) for row in found.faulty for f in row.faults]


def test_faults_are_named_by_row_and_column():
    found = read(
        row("甲站"),
        row("乙站", village="水泉村"),
        row("丙站", day="2025-04-03"),
        row("丁站", 直流桩="约2"),
        row("戊站", village="", row="未归入附件2"),
        row("己站", day="去年"),
    )
    assert {
        (number, name): sentence.partition("，")[0] for number, name, sentence in told(found)
    } == {
        (3, "village"): "所在村（社区）“水泉村”没有写到村（社区）",
        (4, "on"): "投运日期“2025-04-03”晚于今天（2025-04-02）",
        (5, "dc"): "直流桩（台）“约2”要填数字",
        (6, "village"): "所在村（社区）没有写",
        (7, "on"): "投运日期“去年”没有看懂",
    }


def test_an_officer_lists_only_the_own_unit():
    units = [Unit.objects.get(code=cast.DAIYUE)]
    found = read(row(), row("水泉站", "玉井镇水泉村", row="玉井镇"), units=units)
    text = "由玉井镇报送，不在您单位的清单里；请不写入这些行，或交专班补录"
    assert told(found) == [(3, "", text)]


def test_what_was_there_from_the_start_itemises_the_baseline_and_leaves_its_sum(client):
    office, second = cast.office(), cast.person("second", Role.OFFICE)
    client.force_login(office)
    page = client.post(
        "/lists/",
        {
            "file": file([row(day="2022-05-01", piles=5), row("北站", day="2024-06-01")]),
            "note": "供电公司台账",
        },
        follow=True,
    )
    text = page.content.decode()
    assert "2 行都看懂了，核对后写入" in text
    assert '<td>2024年年度结账</td><td class="name">岱岳镇</td>' in text
    assert not Line.objects.exists()
    assert (
        "清单已补录：2行分入1份材料"
        in client.post(page.redirect_chain[-1][0], {"do": "write"}, follow=True).content.decode()
    )
    submission = Submission.objects.get(kind=Kind.LIST)
    assert (submission.state, submission.late, submission.current.paper_reason) == (
        State.SUBMITTED,
        False,
        "依据清单“清单.xlsx”（供电公司台账）",
    )
    workflow.begin_review(second, submission)
    workflow.approve(second, submission)
    why = "推算值：321−133，方案未写明基数（存疑事项D02）"
    assert baseline(make.county()) == {
        "note": why,
        "implied": 188,
        "itemised": 5,
        "left": 183,
        "townships": [("岱岳镇", 5)],
    }
    assert "推算</dt><dd><b>188</b>" in client.get("/lists/").content.decode()
    workflow.undo(second, submission, "清单有误")
    assert baseline(make.county()) == {
        "note": why,
        "implied": 188,
        "itemised": 0,
        "left": 188,
        "townships": [],
    }


def test_a_months_return_does_not_feel_a_list():
    officer = cast.officer()
    make.handed_in(officer, Month(2025, 3), lines=[])
    unit = Unit.objects.get(code=cast.DAIYUE)
    upload = uploads.keep_list(officer, [unit], b"x", "清单.xlsx", [], "台账")
    made = lists.hand_in_list(
        officer,
        make.period(Month(2025, 3)),
        unit,
        lists.lines_of([(LineKind.ADDED, make.new_piles(), {})], drafting.new_key()),
        upload,
        entering=False,
    )
    assert Submission.objects.filter(kind=Kind.RETURN).count() == 1
    assert made.attachments.get().note == "清单原件"


def test_a_list_is_not_written_where_its_ground_is_another_by_now():
    office, county, note = cast.office(), make.county(), "供电公司台账"
    make.approved(cast.officer(), office, Month(2025, 3))
    site = Site.objects.get()
    other = Site.objects.create(
        county=county, name="人民公园站", kind=site.kind, area=site.area, keeper=site.keeper
    )
    upload = uploads.keep_list(office, None, b"x", "清单.xlsx", [], note)
    ground, found = lists.ground_of(county), read(row(site.name, day="2025-03-20"), note=note)
    assert found.rows[0].values["site"] == site.pk and lists.ground_of(county) == ground
    registers.merge(office, site, other, "同一处", same_piles=False)
    with pytest.raises(lists.GroundChanged, match="请看过下面再写入"):
        lists.hand_in(office, upload, found.returns, entering=True, ground=ground)
    assert not Submission.objects.filter(kind=Kind.LIST).exists()


def test_a_list_is_handed_in_as_it_was_read():
    office, note = cast.office(), "供电公司台账"
    found = read(row(), row("二号站"), note=note)
    upload = uploads.keep_list(office, None, b"x", "清单.xlsx", [], note)
    ground = lists.ground_of(make.county())
    lists.hand_in(office, upload, found.returns, entering=True, ground=ground)
    version = Submission.objects.get(kind=Kind.LIST).current
    kept = [line.values for line in version.lines.filter(frozen=True)]
    assert kept == [listed.values for listed in found.rows]
    assert version.digest == workflow.digest(version, list(version.lines.all()))


def large_list(number, faulty):
    """So many rows over all townships, villages and years, some with one of six faults each."""
    chance = random.Random(7)
    villages = list(Area.objects.filter(kind=AreaKind.VILLAGE).select_related("parent"))
    wrong = set(chance.sample(range(number), faulty))
    faults = [
        {"直流桩": "约2"},
        {"投运日期": "2025-13-01"},
        {"所在村": "没有的村"},
        {"站点类别": "仙人洞"},
        {"充电枪": "1"},
        {"桩的性质": "共有"},
    ]
    for n in range(number):
        village = chance.choice(villages)
        day = date(2022, 1, 1) + timedelta(days=chance.randrange(1180))
        yield (
            n,
            n in wrong,
            row(
                f"{village.name}{n}号站",
                village.full_name,
                day.isoformat(),
                village.parent.name,
                **(chance.choice(faults) if n in wrong else {}),
            ),
        )


def test_a_large_list_names_every_fault_and_mended_lands_whole(
    client, django_assert_max_num_queries
):
    office = cast.office()
    client.force_login(office)
    rows = list(large_list(*LARGE))
    content = file([cells_ for *_, cells_ in rows])
    sheets = cells.sheets(content.read())
    with django_assert_max_num_queries(3000):  # of the returns it touches, not of its rows
        found = read_of(sheets)
    assert {number for number, *_ in told(found)} == {n + 2 for n, wrong, _ in rows if wrong}
    mended = [good for *_, good in large_list(LARGE[0], 0)]
    desk = ListDesk(client, office).upload(file(mended), note="台账")  # on past 正在逐行核对
    assert desk.listing.may_be_confirmed
    client.post(desk.path, {"do": "write"})
    assert Line.objects.filter(frozen=True).count() == LARGE[0]
    assert Upload.objects.get().confirmed_at
    second = cast.person("second", Role.OFFICE)
    for submission in Submission.objects.filter(kind=Kind.LIST):
        workflow.begin_review(second, submission)
        workflow.approve(second, submission)
    piles = Entry.objects.filter(measure="public_dc_pile").values_list("value", flat=True)
    assert sum(piles) == 2 * LARGE[0]
    assert (
        Period.objects.filter(submissions__kind=Kind.LIST).distinct().count() == 2
    )  # the closing account, March
