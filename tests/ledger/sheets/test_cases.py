"""Each file of tests/cases is read as its README says, in the words of the engine."""

from datetime import date

import pytest

from ledger.sheets import cells, reading, settling
from ledger.sheets.words import folded_pairs, load
from shanyin_charging.confined import UnreadableFile
from tests.ledger.sheets.plan import ROOT, VOCABULARY, names

CASES = ROOT / "tests" / "cases"
TODAY = date(2025, 12, 20)
STATION = {"word:kind:station": "car_park"}
SOUTH = "140621103200"  # 岱岳镇南大道村


def sheets(name):
    path = next(path for path in CASES.iterdir() if path.name.split(".")[0] == name)
    return cells.sheets(path.read_bytes())


def read(name, answers=(), vocabulary=VOCABULARY, **mended):
    found = sheets(name)
    settlement = settling.propose(found, vocabulary)
    settlement.answers |= dict(answers)
    settlement.mended |= mended
    return reading.read(found, settlement, vocabulary, TODAY)


def asked(found):
    return {question.key: question.proposal for question in found.questions if question.is_open}


def counts(found):
    """(sites, 直流, 交流) of the rows that count."""
    return len(found.rows), sum(r.dc or 0 for r in found.rows), sum(r.ac or 0 for r in found.rows)


def skipped(found):
    return {row.number: row.reason for row in found.skipped}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("00-control", (3, 6, 0)),
        ("00b-own-template-40-rows", (40, 80, 0)),
        ("04-merged-township-unused-column", (5, 10, 0)),
        ("05-merged-site-name", (1, 2, 3)),
        ("12-list-gbk", (1, 2, 0)),
        ("12b-list-utf8bom", (1, 2, 0)),
        ("12c-list-97", (1, 2, 0)),
        ("12d-list-wps", (1, 2, 0)),
        ("12e-list", (1, 2, 0)),
        ("13-strict-ooxml", (1, 2, 0)),
        ("15-formatted-empty-rows", (1, 2, 0)),
        ("16-formatted-16384-columns", (1, 2, 0)),
        ("22-heads-on-row-12", (1, 2, 0)),
        ("30-cover-sheet-first", (1, 2, 0)),
        ("35-subtotal-first-word", (2, 4, 0)),
        ("36-subtotal-full-row", (2, 4, 0)),
        ("38-per-pile-rows-renamed", (1, 3, 1)),
        *(
            (f"39{one}", (1, 2, 0))
            for one in (
                "a-bad-core-date",
                "b-empty-fill",
                "c-broken-defined-name",
                "d-no-styles",
                "e-backslash-parts",
                "f-single-cell-merge",
                "h-bad-dimension",
            )
        ),
    ],
)
def test_what_is_asked_is_the_place_of_a_station_and_nothing_else(name, expected):
    assert asked(read(name)) == {"word:kind:station": "car_park"}
    found = read(name, STATION)
    assert counts(found) == expected
    assert found.faults == []


def test_a_register_of_the_grid():
    found = read("01-grid-station-list")
    assert asked(found) == {"default:kind": "car_park", "word:status:停运": "stopped"}
    found = read("01-grid-station-list", {"default:kind": "scenic", "word:status:停运": "stopped"})
    assert [(r.name, r.village, r.nature, r.dc, r.ac, r.on, r.status) for r in found.rows] == [
        ("南大道充电站", SOUTH, "public", 2, 0, "2025-10-09", "in_use"),
        ("玉井加油站充电站", "140621100200", "public", 4, 2, "2023-06-01", "in_use"),
        ("后所服务点", "140621104200", "public", 0, 2, "2024-08-15", "stopped"),
        ("古城景区停车场", "140621102200", "public", 3, 0, "2025-05-20", "in_use"),
    ]
    assert found.faults == []
    assert skipped(found) == {1: "标题", 2: "单位行", 8: "合计行", 9: "说明", 10: "签字栏"}
    assert {(one.field, one.said, one.read) for one in found.totals} == {
        ("dc", 9, 9),
        ("ac", 4, 4),
        ("connectors", 22, 22),
        ("power", 5680, 5680),
    }


def test_an_export_with_a_row_a_pile():
    answers = {"default:nature": "public", "default:kind": "car_park"}
    assert asked(read("02-platform-export-per-pile")) == answers
    (site,) = read("02-platform-export-per-pile", answers).rows
    assert (site.name, site.village, site.dc, site.ac) == ("南大道充电站", SOUTH, 3, 1)
    assert (site.connectors, site.power, site.on) == (7, 1870, "2025-10-09")
    assert (site.lng, site.lat, site.numbers) == ("112.81", "39.52", [2, 3, 4, 5])
    assert [(pile.current, pile.power, pile.connectors) for pile in site.piles] == [
        ("dc", 600, 2),
        ("dc", 600, 2),
        ("dc", 600, 2),
        ("ac", 70, 1),
    ]
    assert site.faults == []


def test_days():
    found = read("07-dates", STATION)
    assert asked(found) == {"month": "last"}
    found = read("07-dates", {**STATION, "month": "last"})
    june, may = "2025-06-01", "2023-05-08"
    months = ["2025-06-30"] * 3
    assert [line.on for line in found.rows] == [
        *(june, june, *months, june, june, may, "2024-11-30", "2024-12-31", "2025-11-30"),
        *(june, june, june, june, "", "", june, june, "", june, june),
    ]
    assert [(fault.number, fault.typed) for fault in found.faults] == [
        (17, "2025-6-1前"),
        (18, "2023年底"),
        (21, "2025.06.31"),
    ]
    first = read("07-dates", {**STATION, "month": "first"})
    assert first.rows[2].on == "2025-06-01" and first.rows[2].month == "2025-06"
    each = read("07-dates", {**STATION, "month": "each"})
    assert len(each.faults) == 9


def test_numbers():
    found = read("08-numbers", STATION)
    assert asked(found) == {}
    assert [line.dc for line in found.rows if not line.faults] == [6] * 16
    assert {line.power for line in found.rows if not line.faults} == {3600, 3603, 3605}
    (rounded,) = [line for line in found.rows if line.number == 14]
    assert "总功率（千瓦）“360.25”读作360.3" in [note.sentence for note in rounded.notes]
    assert [(fault.number, fault.field, fault.typed) for fault in found.faults] == [
        (11, "dc", "2-4"),
        (12, "dc", "约6"),
        (15, "dc", "1,2"),
        (17, "power", "360KVA"),
        (18, "dc", "直流6"),
        (19, "connectors", ""),
    ]


def test_hidden_rows_subtotals_and_notes():
    found = read("09-hidden-subtotals-notes", STATION)
    assert asked(found) == {"note:2024年已拆除": "removed"}
    found = read("09-hidden-subtotals-notes", {**STATION, "note:2024年已拆除": "removed"})
    assert counts(found) == (3, 6, 0)
    assert [(line.name, line.status) for line in found.set_aside] == [("已拆除充电站", "removed")]
    assert set(skipped(found)) == {1, 2, 7, 9, 10, 11, 12, 13, 14}
    assert {(t.number, t.said, t.read, t.aside) for t in found.totals if t.field == "dc"} == {
        (7, 6, 4, 2),
        (9, 8, 6, 2),
        (10, 8, 6, 2),
        (11, 8, 6, 2),
    }
    counted = read("09-hidden-subtotals-notes", {**STATION, "note:2024年已拆除": "in_use"})
    assert asked(counted) == {"hidden": "read"}


def test_formulas_without_a_value_are_faults_with_the_way_out():
    found = read("11-formulas-never-calculated", STATION)
    assert [fault.sentence[:2] for fault in found.faults] == ["H列", "I列"]
    assert all("打开、保存一次" in fault.sentence for fault in found.faults)


@pytest.mark.parametrize(
    ("name", "part"), [("12f-password", "密码"), ("12g-macro", "宏"), ("12h-html-as", "网页")]
)
def test_what_is_refused_says_the_way_out(name, part):
    with pytest.raises(UnreadableFile, match=f"{part}.*另存为 .xlsx"):
        sheets(name)


def test_names_of_villages():
    found = read("19-village-names", STATION)
    assert set(asked(found)) == {
        "place:140621103:岱岳镇",
        "place:140621103:岱岳镇人民政府",
        "place:140621206:薛圪囵乡",
    }
    south, north = SOUTH, "140621103004"
    assert [line.village for line in found.rows] == [
        *(south, south, south, south, south, south, south, "", south, south, south, south),
        *(south, south, "", "", "140621206221", south, "", north, north, north),
    ]
    answered = read("19-village-names", {**STATION, "place:140621103:岱岳镇": "140621103216+seat"})
    assert (answered.rows[7].village, answered.rows[7].at_seat) == ("140621103216", True)
    assert "后几位已丢失" in found.rows[14].faults[0].sentence


def test_kinds_and_natures():
    found = read("20-kinds-and-natures", STATION)
    assert asked(found) == {
        "word:kind:停车场": "car_park",
        "word:kind:加油站": "car_park",
        "default:kind": "car_park",
        "default:nature": "public",
    }
    found = read("20-kinds-and-natures", {**STATION, **asked(found)})
    park, home, office = "car_park", "estate", "institution"
    assert [line.kind for line in found.rows] == [
        *([park] * 5),
        *(park, park, home, home, office, office, "service_area"),
        *(park, park, "public_place", park, park),
    ]
    assert [line.nature for line in found.rows if line.nature != "public"] == ["dedicated"] * 3
    assert [line.name for line in found.set_aside] == ["类别站6"]
    assert [line.station for line in found.rows[:7]] == [True] * 7


def test_rows_of_annex_2():
    found = read("21-annex2-names", STATION)
    asked_words = {key.removeprefix("word:credited_to:") for key in asked(found)}
    assert asked_words == {
        *("县交通局", "县交通运输局", "交通局", "县人民医院"),
        *("国网山阴县供电公司", "供电公司", "县发改局", "是"),
    }
    assert asked(found)["word:credited_to:县人民医院"] == "hospital_group"
    home, culture, zone = "140621103", "culture", "development_zone"
    credited = [line.credited_to for line in found.rows]
    assert credited[:4] == [home] * 4
    assert credited[7:10] == ["hospital_group"] * 3
    assert credited[11:15] == ["bus_station", "emu_station", zone, zone]
    assert credited[15:17] == [culture] * 2
    assert credited[20:22] == ["none"] * 2 and credited[23:] == ["", "none"]


def test_stations_and_ports_on_two_sheets():
    found = read("24-station-and-port-sheets")
    assert set(asked(found)) == {"default:nature", "default:kind", "default:piles"}
    answers = {"default:nature": "public", "default:kind": "hub", "default:piles": "dc"}
    found = read("24-station-and-port-sheets", answers)
    assert [(r.name, r.dc, r.connectors, r.power) for r in found.rows] == [
        ("南大道充电站", 2, 2, 1200)
    ]
    assert [(row.sheet, row.reason) for row in found.skipped] == [
        ("Module3 ports", "没有站点名称一列，不是站点清单")
    ]


def test_the_same_row_thrice():
    found = read("25-same-row-thrice", STATION)
    assert asked(found) == {"twins": "one"}
    assert [len(line.faults) for line in found.rows] == [1, 1, 1, 0]
    assert counts(read("25-same-row-thrice", {**STATION, "twins": "one"})) == (2, 4, 0)
    assert counts(read("25-same-row-thrice", {**STATION, "twins": "each"})) == (4, 8, 0)


def test_what_a_known_site_gives_is_not_demanded():
    known = folded_pairs([("140621103001", "光明社区充电站")])
    assert asked(read("26-already-in-ledger")) == {"default:kind": "car_park"}
    found = read("26-already-in-ledger", vocabulary=load(names(sites=known)))
    assert asked(found) == {} and found.faults == []
    assert counts(found) == (1, 4, 0)


def test_a_summary_for_a_subsidy():
    found = read("27-subsidy-summary")
    answers = {"month": "last", "word:kind:加油站": "car_park"}
    assert asked(found) == answers
    found = read("27-subsidy-summary", answers)
    assert [(r.dc, r.ac, r.on, r.nature, r.kind) for r in found.rows] == [
        (2, 0, "2024-08-31", "public", "car_park"),
        (4, 0, "2024-09-30", "public", "car_park"),
    ]
    assert found.faults == []


def test_counts_by_village_are_no_list():
    found = read("28-village-counts")
    assert found.rows == [] and found.questions == []
    assert "按村（社区）或乡（镇）统计" in found.what and "“村级统计”" in found.what


def test_all_that_is_odd_about_a_row_is_told_at_once():
    found = read("31-many-faults-one-row")
    (line,) = found.rows
    told = {fault.field for fault in line.faults} | {note.field for note in line.notes}
    assert told == {
        *("kind", "village", "nature", "dc", "connectors", "power", "on", "credited_to")
    }


def test_a_habit_wrong_in_a_thousand_rows_is_one_group():
    found = read("32-thousand-rows-same-fault", STATION)
    assert [(key, len(faults)) for key, faults in found.groups.items()] == [
        ("village=岱岳镇", 1000),
        ("on=2025年6月", 1000),
    ]
    mended = {"village=岱岳镇": "南大道村", "on=2025年6月": "2025-06-18"}
    found = read("32-thousand-rows-same-fault", STATION, **mended)
    assert found.faults == [] and counts(found) == (1000, 2000, 0)
    assert {(line.village, line.on) for line in found.rows} == {(SOUTH, "2025-06-18")}


def test_the_words_of_the_industry():
    found = read("55-tcec-words", STATION)
    kinds = {key.removeprefix("word:kind:") for key in asked(found) if "kind" in key}
    assert kinds == {
        *("写字楼", "工业园区", "大型文体设施", "城市绿地", "大型建筑配建停车场"),
        *("路边停车位", "其他"),
    }
    natures = {key.removeprefix("word:nature:") for key in asked(found) if "nature" in key}
    assert natures == {"其他", "1", "50", "100"}
    assert [line.name for line in found.set_aside] == ["类型1"]
    assert [line.nature for line in found.rows if line.name in ("类型2", "类型5")] == [
        "dedicated",
        "dedicated",
    ]


def test_a_register_as_platforms_keep_it():
    found = read("56-tcec-station-register")
    answers = {"default:current": "by power", "default:connectors": "one", "word:kind:其他": ""}
    assert asked(found) == answers
    found = read("56-tcec-station-register", {**answers, "word:kind:其他": "hub"})
    assert [(r.name, r.nature, r.dc, r.power, r.lng, r.lat, r.kind) for r in found.rows] == [
        ("南大道充电站", "public", 2, 1200, "112.812", "39.52", "institution"),
        ("公交场站", "dedicated", 2, 1200, "112.812", "39.52", "hub"),
    ]
    assert [(r.name, r.status, r.nature) for r in found.set_aside] == [
        ("某小区", "in_use", "private"),
        ("规划站", "building", "public"),
        ("旧站", "closed", "public"),
    ]
    assert found.faults == []
