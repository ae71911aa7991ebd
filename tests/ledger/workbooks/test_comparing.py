"""A workbook against the draft: what it would change, what is wrong in it, and that nothing is lost
on the way."""

import io
import random
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from ledger.lines import Scope
from ledger.lines.projects import in_service
from ledger.models import LineKind
from ledger.returns import drafting
from ledger.sheets import cells
from ledger.sheets.sheet import empty_sheet
from ledger.workbooks import comparing, pasted, writing
from shanyin_charging.lifecycle.transitions import Refused
from targets.months import Month
from tests import cast, make

pytestmark = [pytest.mark.at_length, pytest.mark.django_db]
MARCH = Month(2025, 3)
SHEET = "新增充电桩"
HEADS = [
    "站点名称",
    "站点类别",
    "所在村（社区）",
    "在乡（镇）所在地",
    "桩的性质",
    "直流桩（台）",
    "交流桩（台）",
    "充电枪（个）",
    "总功率（千瓦）",
    "投运日期",
    "计入附件2",
    "情况说明",
]
ROW = [
    "文化广场充电站",
    "村（社区）公共场所",
    "南大道村",
    "",
    "公共",
    "6",
    "0",
    "12",
    "360",
    "2025-03-18",
    "岱岳镇",
    "",
]


@pytest.fixture
def officer():
    with make.at(cast.APRIL_2):
        make.ledger()
        yield cast.officer()


def sheet(*rows, heads=HEADS, name=SHEET, **more):
    numbered = [[number, list(row)] for number, row in enumerate([heads, *rows], start=1)]
    return {**empty_sheet(name), "rows": numbered, **more}


def row(**changes):
    return [changes.get(head.split("（")[0], text) for head, text in zip(HEADS, ROW, strict=True)]


def proposal(officer, *sheets, lines=(), unit=cast.DAIYUE, replacing=True):
    submission = make.draft(officer, MARCH, unit, lines)
    return comparing.propose(
        list(sheets), Scope(submission), list(submission.current.lines.all()), replacing
    )


def test_a_right_row_becomes_the_line_that_the_form_would_make(officer):
    found = proposal(officer, sheet(ROW))
    assert found.faults == [] and [r.change for r in found.rows] == ["新加"]
    assert (
        found.rows[0].values
        == make.draft(officer, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
        .current.lines.get()
        .values
    )


def test_columns_may_stand_in_any_order_and_totals_and_empty_rows_are_passed_over(officer):
    turned = sheet(
        ["合计", *["6"] * 11], [""] * 12, ROW[::-1], ["小计", *["6"] * 11], heads=HEADS[::-1]
    )
    found = proposal(officer, turned)
    assert found.faults == [] and len(found.rows) == 1


def test_what_offices_really_type_is_read(officer):
    found = proposal(
        officer,
        sheet(
            row(
                直流桩="６台",
                充电枪="12 个",
                总功率="360kW",
                投运日期="2025.3.18",
                交流桩="—",
                所在村="140621103200",
                计入附件2="",
            )
        ),
    )
    assert found.faults == []
    values = found.rows[0].values
    assert (
        values["dc"],
        values["ac"],
        values["connectors"],
        values["power"],
        values["on"],
        values["credited_to"],
    ) == (6, 0, 12, 3600, "2025-03-18", cast.DAIYUE)


@pytest.mark.parametrize(
    ("changes", "where", "sentence"),
    [
        ({"直流桩": "约6"}, "直流桩（台）", "直流桩（快充）要填数字，如 6；现在填的是“约6”"),
        ({"直流桩": "-6"}, "直流桩（台）", "直流桩（快充）不能是负数；减少请用“拆除”"),
        (
            {"投运日期": "三月十八"},
            "投运日期",
            "投运日期没有看懂，请写成 2025-11-18 这样；现在填的是“三月十八”",
        ),
        (
            {"所在村": "水泉村"},
            "所在村（社区）",
            "叫“水泉村”的村（社区）没有找到，请填带乡（镇）的全称或12位区划代码",
        ),
        ({"站点类别": "加油站"}, "站点类别", "站点类别没有“加油站”这一项，请从下拉列表中选择"),
        ({"计入附件2": "玉井镇"}, "计入附件2", "计入附件2没有“玉井镇”这一项，请从下拉列表中选择"),
        ({"在乡": "大概"}, "在乡（镇）所在地", "在乡（镇）所在地请填“是”或“否”，现在是“大概”"),
        ({"站点名称": ""}, "站点名称", "请选择站点"),
    ],
)
def test_a_fault_names_its_row_its_column_and_how_to_mend_it(officer, changes, where, sentence):
    found = proposal(officer, sheet(ROW, row(站点名称="体育场充电站"), row(**changes)))
    assert (SHEET, f"第4行“{where}”", sentence) in found.faults
    assert not found.may_be_confirmed


def test_a_village_name_that_two_townships_have_wants_the_township(officer):
    transport = cast.person("transport", "officer", "transport")
    found = proposal(
        transport, sheet(row(所在村="水泉村", 计入附件2="未归入附件2")), unit="transport"
    )
    assert found.faults[0][2] == "叫“水泉村”的村（社区）有几个，请填带乡（镇）的全称或12位区划代码"
    right = sheet(row(所在村="玉井镇水泉村", 计入附件2="未归入附件2"))
    assert (
        proposal(transport, right, unit="transport").rows[0].values["village"]
        == cast.YUJING_SHUIQUAN
    )


def test_cells_that_cannot_be_trusted_are_faults_of_their_row(officer):
    broken = sheet(ROW, faults=[[2, 6, "这一格是错误值 #REF!，请改成数字或文字"]])
    assert proposal(officer, broken).faults == [
        (SHEET, "第2行“直流桩（台）”", "这一格是错误值 #REF!，请改成数字或文字")
    ]
    merged = sheet(ROW, ROW, merged=[[2, 6, 3, 6]])
    assert proposal(officer, merged).faults[0] == (
        SHEET,
        "第2行",
        "第2—3行的数字是合并单元格，请取消合并后每行都填",
    )


def test_a_sheet_without_heads_or_with_heads_missing_is_told(officer):
    assert proposal(officer, sheet(heads=["甲", "乙"])).faults == [
        (SHEET, "", "没有找到表头，请保留下载表格的表头一行")
    ]
    lost = ("投运日期", "计入附件2", "情况说明")
    short = [(head, text) for head, text in zip(HEADS, ROW, strict=True) if head not in lost]
    assert proposal(
        officer, sheet([text for _, text in short], heads=[head for head, _ in short])
    ).faults == [(SHEET, "", "表头缺少：投运日期")]
    none = proposal(officer, sheet(heads=["甲", "乙"], name="Sheet1"))
    assert none.faults[0][2].startswith("文件里没有要报的表；表名应是：新增充电桩、")


def test_the_login_decides_unit_and_month_and_another_file_is_pointed_out(officer):
    keys = {
        "name": comparing.KEYS,
        "hidden": True,
        "rows": [[1, ["单位", cast.YUJING]], [2, ["期", "2025-02-01"]]],
    }
    found = proposal(officer, sheet(ROW), keys)
    assert [notice.split("，")[0] for notice in found.notices] == [
        "注意：这个文件是为“玉井镇”下载的",
        "注意：这个文件是为别的期别（2025-02）下载的",
    ]
    assert found.rows[0].values["credited_to"] == cast.DAIYUE


def test_changed_same_new_and_removed_lines_are_told_apart(officer):
    two = [
        (LineKind.ADDED, make.new_piles()),
        (LineKind.ADDED, make.new_piles(site_name="体育场充电站")),
    ]
    submission = make.draft(officer, MARCH, lines=two)
    lines = list(submission.current.lines.all())
    book = load_workbook(io.BytesIO(writing.workbook(Scope(submission), lines)))
    page = book[SHEET]
    page["G4"] = 8  # 直流桩 of the first
    page["I4"] = 16
    for place, text in enumerate(row(站点名称="北站"), start=2):
        page.cell(6, place).value = text
    for place in range(1, 15):
        page.cell(5, place).value = None
    found = comparing.propose(cells.sheets(saved(book)), Scope(submission), lines)
    assert found.faults == []
    assert [r.change for r in found.rows] == ["改为", "新加"]
    assert found.rows[0].before == lines[0] and found.removed == [lines[1]]


def test_a_column_that_a_line_of_before_did_not_have_is_no_change_while_it_is_empty(officer):
    submission = make.draft(officer, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    line = submission.current.lines.get()
    del line.values["explanation"]
    for said, change in (("", "不变"), ("同一处另有两台", "改为")):
        again = sheet([line.key, *row(情况说明=said)], heads=[comparing.KEY, *HEADS])
        found = comparing.propose([again], Scope(submission), [line])
        assert [r.change for r in found.rows] == [change]


def test_a_row_copied_with_its_hidden_key_is_a_line_of_its_own(officer):
    submission = make.draft(officer, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    line = submission.current.lines.get()
    twice = sheet(
        [line.key, *ROW], [line.key, *row(站点名称="北站")], heads=[comparing.KEY, *HEADS]
    )
    found = comparing.propose([twice], Scope(submission), [line])
    assert [r.change for r in found.rows] == ["不变", "新加"]
    assert len({r.key for r in found.rows}) == 2


def test_a_registered_place_that_is_not_touched_is_not_reported_again(officer):
    place = {
        "site": "new",
        "site_name": "人民广场停车场",
        "site_kind": "car_park",
        "village": cast.DAIYUE_VILLAGE,
        "parking_space": "200",
        "car_space": "180",
        "charging_space": "20",
        "on": "2025-03-01",
    }
    make.approved(officer, cast.office(), MARCH, lines=[(LineKind.SITE, place)])
    with make.at(date(2025, 5, 2)):
        make.books.open_periods(make.county().ledger, "test")
        submission = make.draft(officer, Month(2025, 4))
        content = writing.workbook(Scope(submission), [])
        found = comparing.propose(cells.sheets(content), Scope(submission), [])
        assert ([r.change for r in found.rows], found.faults, found.may_be_confirmed) == (
            ["沿用"],
            [],
            False,
        )
        book = load_workbook(io.BytesIO(content))
        book["登记场所和车位"]["H4"] = 30
        found = comparing.propose(cells.sheets(saved(book)), Scope(submission), [])
        assert found.faults == [
            (
                "登记场所和车位",
                "第4行“日期”",
                "数字改了，日期还是上次的2025-03-01，请填新数据的日期",
            )
        ]
        book["登记场所和车位"]["I4"] = date(2025, 4, 20)
        found = comparing.propose(cells.sheets(saved(book)), Scope(submission), [])
        assert found.faults == [] and found.lines[0].values["charging_space"] == 30


def test_a_project_that_is_not_touched_goes_on_and_one_that_is_changed_is_told_of(officer):
    lines = [(LineKind.BUILDING, make.being_built())]
    make.approved(officer, cast.office(), MARCH, lines=lines)
    with make.at(date(2025, 5, 2)):
        make.books.open_periods(make.county().ledger, "test")
        submission = make.draft(officer, Month(2025, 4))
        content = writing.workbook(Scope(submission), [])
        found = comparing.propose(cells.sheets(content), Scope(submission), [])
        assert ([r.change for r in found.rows], found.faults) == (["沿用"], [])
        book = load_workbook(io.BytesIO(content))
        heads = [cell.value for cell in book["在建项目"][3]]
        book["在建项目"].cell(4, heads.index("预计投运日期") + 1).value = date(2025, 8, 15)
        found = comparing.propose(cells.sheets(saved(book)), Scope(submission), [])
        (changed,) = found.rows
        assert (found.faults, changed.change) == ([], "新加")
        assert changed.values["expected_on"] == "2025-08-15" and changed.values["construction"]


def test_piles_that_were_being_built_stay_so_when_their_row_is_changed(officer):
    lines = [(LineKind.BUILDING, make.being_built())]
    make.approved(officer, cast.office(), MARCH, lines=lines)
    with make.at(date(2025, 5, 2)):
        make.books.open_periods(make.county().ledger, "test")
        submission = make.draft(officer, Month(2025, 4))
        (project,) = Scope(submission).projects.values()
        typed = in_service(project, Scope(submission))
        drafting.put_line(officer, submission, LineKind.ADDED, "k", typed)
        lines = list(submission.current.lines.all())
        book = load_workbook(io.BytesIO(writing.workbook(Scope(submission), lines)))
        heads = [cell.value for cell in book[SHEET][3]]
        book[SHEET].cell(4, heads.index("总功率\n（千瓦）") + 1).value = 300
        found = comparing.propose(cells.sheets(saved(book)), Scope(submission), lines)
        changed = next(row for row in found.rows if row.kind == LineKind.ADDED)
        assert (found.faults, changed.change, changed.values["power"]) == ([], "改为", 3000)
        assert changed.values["construction"] == project.construction.pk


def test_a_block_is_pasted_with_or_without_its_heads(officer):
    submission = make.draft(
        officer, MARCH, lines=[(LineKind.ADDED, make.new_piles(site_name="体育场充电站"))]
    )
    lines = list(submission.current.lines.all())
    for text in ("\t".join(ROW), "\t".join(HEADS) + "\r\n" + "\t".join(ROW) + "\r\n"):
        found = comparing.propose(
            pasted.sheets(text, LineKind.ADDED, Scope(submission)), Scope(submission), lines, False
        )
        assert (found.faults, [r.change for r in found.rows], found.removed) == ([], ["新加"], [])
    with pytest.raises(Refused, match="没有看出列"):
        pasted.sheets("文化广场充电站", LineKind.ADDED, Scope(submission))


@pytest.mark.parametrize("mark", [",", ";", "，"])
def test_a_block_may_be_set_apart_by_commas_or_semicolons(officer, mark):
    submission = make.draft(officer, MARCH)
    text = "\n".join([mark.join(HEADS), mark.join(ROW)])
    sheets = pasted.sheets(text, LineKind.ADDED, Scope(submission))
    found = comparing.propose(sheets, Scope(submission), [], False)
    assert (found.faults, [r.change for r in found.rows]) == ([], ["新加"])


def test_a_sheet_of_the_month_may_come_as_plain_text(officer):
    submission = make.draft(officer, MARCH)
    for encoding in ("utf-8-sig", "gbk"):
        text = "\r\n".join([",".join(HEADS), ",".join(ROW)])
        found = comparing.propose(cells.sheets(text.encode(encoding)), Scope(submission), [])
        assert (found.faults, [(r.kind, r.change) for r in found.rows]) == ([], [("added", "新加")])
    other = comparing.propose(cells.sheets("甲,乙,丙\n1,2,3".encode()), Scope(submission), [])
    assert any("只有一张表的" in text for _, _, text in other.faults)


def saved(book) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


# Round trip: whatever a return holds survives the way out, in, out and in again.

NAMES = [
    "文化广场",
    "薛圐圙乡窊",
    "站-1",
    "A座 B区",
    "“引号”站",
    "=等号站",
    "0012",
    "３号站",
    "很长的名字" * 8,
    "站（北）",
]
SAYINGS = [
    "",
    "同一单位另一处，不是重复",
    "含\n换行",
    "逗号，顿号、分号；",
    "=SUM(A1)",
    "１２３",
    "a\tb",
]


def random_line(chance, scope):
    """A (kind, typed) that the form accepts, of any kind that needs no site in the ledger."""
    kind = chance.choice([k for k in scope.owed.kinds if k in MAKERS])
    day = date(2025, 3, 1) + timedelta(days=chance.randrange(31))
    return kind, {
        **MAKERS[kind](chance, scope),
        **({} if kind in WITHOUT_A_DAY else {"on": day.isoformat()}),
    }


def new_site(chance, scope, kinds):
    villages = list(scope.village_choices.labels)
    return {
        "site": "new",
        "site_name": f"{chance.choice(NAMES)}{chance.randrange(10_000)}",
        "site_kind": chance.choice(kinds),
        "village": chance.choice(villages),
        **({"at_seat": "on"} if chance.random() < 0.3 else {}),
    }


def piles(chance, scope):
    dc, ac = chance.randrange(1, 30), chance.randrange(30)
    return {
        **new_site(chance, scope, ["public_place", "car_park", "hub", "estate"]),
        "public": chance.choice("01"),
        "dc": str(dc),
        "ac": str(ac),
        "connectors": str(dc + ac + chance.randrange(9)),
        "power": chance.choice([str(60 * dc + 7 * ac), f"{60 * dc + 7 * ac}.5"]),
        "credited_to": chance.choice(list(scope.rows.labels)),
        "explanation": chance.choice(SAYINGS[1:]),
    }


def places(chance, scope):
    whole = chance.randrange(1, 500)
    return {
        **new_site(chance, scope, scope.owed.site_kinds),
        "parking_space": str(whole),
        "car_space": chance.choice(["", str(whole)]),
        "charging_space": chance.choice(["", "0", str(whole // 2)]),
    }


def project(chance, scope):
    return {
        **new_site(chance, scope, ["public_place", "service_area"]),
        "construction": "",
        "public": chance.choice("10"),
        "dc": str(chance.randrange(1, 9)),
        "ac": chance.choice(["", "2"]),
        "power": "",
        "credited_to": chance.choice(list(scope.rows.labels)),
        "stage": chance.choice(["siting", "wiring"]),
        "expected_on": chance.choice(["2025-06-30", "2026-01-01"]),
        "obstacle_kind": "power",
        "obstacle": chance.choice(SAYINGS),
    }


WITHOUT_A_DAY = (LineKind.WORK, LineKind.BUILDING)
MAKERS = {
    LineKind.ADDED: piles,
    LineKind.BUILDING: project,
    LineKind.SITE: places,
    LineKind.WHOLE: lambda chance, scope: {
        "site_kind": chance.choice(list(scope.owed.register_kinds)),
        "whole": "0",
    },
    LineKind.SWAP: lambda chance, scope: {
        **new_site(chance, scope, ["public_place", "service_area"]),
        "event": "opened",
    },
    LineKind.DISTANCE: lambda chance, scope: {
        "place": chance.choice(list(scope.distance_places.labels)),
        "distance": chance.choice(["12", "0.5", "7.25"]),
    },
    LineKind.VEHICLES: lambda chance, scope: {
        "bev": str(chance.randrange(1, 5000)),
        "phev": str(chance.randrange(5000)),
    },
    LineKind.WORK: lambda chance, scope: {
        "clause": chance.choice(list(scope.clauses.labels)),
        "done": "开了会" * 5,
        "problems": chance.choice(SAYINGS),
        "following": chance.choice(SAYINGS),
    },
}
UNITS = [cast.DAIYUE, cast.XUEKULUE, "transport", "traffic_police", "land", "energy", "housing"]
RETURNS = 100 if cast.LONG else 5  # of each unit


@pytest.mark.parametrize("unit", UNITS)
def test_random_returns_of_a_unit_survive_out_in_out_in(officer, unit):
    user = officer if unit == cast.DAIYUE else cast.person(unit, "officer", unit)
    submission = drafting.start(user, make.period(MARCH), make.Unit.objects.get(code=unit))
    chance = random.Random(unit)
    for number in range(RETURNS):
        scope = Scope(submission)
        made = [random_line(chance, scope) for _ in range(chance.randrange(1, 5))]
        lines = [
            comparing.Line(kind=kind, key=f"key{n}", typed=typed, values=valid(kind, typed, scope))
            for n, (kind, typed) in enumerate(made)
        ]
        once = comparing.propose(cells.sheets(writing.workbook(scope, lines)), scope, [])
        assert once.faults == [], number
        again = [
            comparing.Line(kind=r.kind, key=r.key, typed=r.typed, values=r.values)
            for r in once.rows
        ]
        twice = comparing.propose(cells.sheets(writing.workbook(scope, again)), scope, again)
        order = sorted(lines, key=lambda line: (scope.owed.kinds.index(line.kind), line.key))
        assert [r.values for r in once.rows] == [line.values for line in order], number
        assert [(r.values, r.change) for r in twice.rows] == [
            (line.values, "不变") for line in order
        ], number
        assert twice.removed == [] and not twice.may_be_confirmed


@pytest.mark.parametrize("ticked", [{}, {"random": "on"}, {"stopped": "on"}])
def test_what_is_ticked_of_a_site_is_the_lines_and_not_the_sites(officer, ticked):
    """A unit inspects a site of its own, which stands at no seat of a township."""
    zone = cast.officer("development_zone")
    site = make.new_piles(credited_to="development_zone")
    make.approved(zone, cast.office(), MARCH, "development_zone", [(LineKind.ADDED, site)])
    with make.at(date(2025, 5, 2)):
        make.books.open_periods(make.county().ledger, "test")
        submission = make.draft(zone, Month(2025, 4), "development_zone")
        scope = Scope(submission)
        (pk,) = scope.sites
        inspected = {"site": pk, "on": "2025-04-10", "inspectors": "本局2人", "grade": "none"}
        values = valid(LineKind.INSPECTED, {**inspected, **ticked}, scope)
        line = comparing.Line(
            kind=LineKind.INSPECTED, key="one", typed={**inspected, **ticked}, values=values
        )
        told = comparing.propose(cells.sheets(writing.workbook(scope, [line])), scope, [line])
    assert [(row.values, row.change) for row in told.rows] == [(values, "不变")]


def valid(kind, typed, scope):
    form = comparing.line_form(kind, scope.submission, typed, scope)
    assert form.is_valid(), form.errors
    return form.values()
