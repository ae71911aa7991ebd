"""Every synonym of the table reads as said; places are found with certainty or asked."""

import json

import pytest

from ledger.sheets.equipment import equipment
from ledger.sheets.heads import head_key
from ledger.sheets.places import Gazetteer
from ledger.sheets.values import Unclear, count, day, tenths
from ledger.sheets.words import load
from tests.ledger.sheets.plan import ROOT, VOCABULARY, names

WORDS = json.loads((ROOT / "fixtures" / "words.json").read_text(encoding="utf-8"))
NAMES = VOCABULARY.names
PLACES = Gazetteer(NAMES)
SOUTH, NORTH, FIRST = "140621103200", "140621103004", "140621103201"


def test_every_head_names_its_field_and_no_other():
    said = [(word, name) for name, found in WORDS["heads"].items() for word in found]
    assert [(word, VOCABULARY.head(word)) for word, _ in said] == said
    keys = {head_key(word): name for word, name in said}
    assert [word for word, name in said if keys[head_key(word)] != name] == []
    assert [word for word in WORDS["unused"] if VOCABULARY.head(word) != ""] == []


@pytest.mark.parametrize("marked", ["{}（台）", " {} ", "*{}", "1、{}", "{}\n", "{}（必填）"])
def test_a_head_is_known_with_its_marks_and_units(marked):
    for name in ("site", "dc", "on", "village", "nature"):
        for word in WORDS["heads"][name][:8]:
            assert VOCABULARY.head(marked.format(word)) == name


def test_a_head_may_name_a_plans_table_of_quotas_but_no_column_that_is_known_for_another():
    known = load(names(tables=("附表一", "附件")))
    heads = ("附表一", "计入附表一", "计入附件", "附件")
    assert [known.head(head) for head in heads] == [*["credited_to"] * 3, ""]
    assert VOCABULARY.head("附表一") is None


def test_every_word_means_what_the_table_says():
    for table, certain in (("values", True), ("likely", False)):
        for name, codes in WORDS[table].items():
            for code, found in codes.items():
                means = {word: VOCABULARY.meaning(name, word) for word in found}
                wrong = {w: m for w, m in means.items() if (m.code, m.certain) != (code, certain)}
                assert wrong == {}, name


@pytest.mark.parametrize(
    ("said", "is_dedicated"),
    [
        ("仅供本校使用", True),
        ("仅限网约车", True),
        ("只对本单位职工", True),
        ("只对外开放", False),  # nobody but strangers
        ("仅限社会车辆", False),
    ],
)
def test_piles_for_some_only_are_dedicated_unless_those_are_the_public(said, is_dedicated):
    meaning = VOCABULARY.meaning("nature", said)
    assert (meaning.code == "dedicated" and meaning.certain) == is_dedicated


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("充电桩｜直流", "dc"),
        ("充电桩数量（台）｜其中：交流", "ac"),
        ("充电枪（个）｜直流", "connectors"),
        ("功率（kW）｜直流", "power"),
        ("充电桩｜合计", "piles"),
        ("所在位置｜村", "village"),
        ("专用桩｜直流", None),
        ("直流桩（kW）", "power"),
        ("车位｜直流", None),
        ("充电桩情况｜直流桩｜数量", "dc"),
        ("60kW直流桩（台）", "dc"),
        ("直流枪（把）", "connectors"),
        ("累计（台）", "piles"),
        ("竣工投运时间", "on"),
        ("竣工时间", ""),
        ("是否正常使用", "status"),
        ("加油站名称", "site"),
        ("所属变电站名称", None),
    ],
)
def test_heads_of_two_rows_are_read_together(head, name):
    assert VOCABULARY.head(head) == name


@pytest.mark.parametrize(
    ("text", "village"),
    [
        ("岱岳镇南大道村", SOUTH),
        ("山西省朔州市山阴县岱岳镇南大道村", SOUTH),
        ("山西山阴岱岳镇南大道村", SOUTH),
        ("朔州市岱岳镇南大道村", SOUTH),
        ("山西省 朔州市 山阴县 岱岳镇 南大道村", SOUTH),
        ("岱岳 南大道", SOUTH),
        ("岱岳镇·南大道村", SOUTH),
        ("南大道（岱岳镇）", SOUTH),
        ("岱岳镇南大道居委会", SOUTH),
        ("岱岳镇南大道村3组", SOUTH),
        ("140621103200.0", SOUTH),
        ("岱岳镇北街居委会", NORTH),
        ("G208国道岱岳镇先进村段", FIRST),
        ("岱岳镇先进村村委会东侧100米", FIRST),
        ("玉井镇水泉村", "140621100204"),
        ("薛圪圉乡薛圐圙村", "140621206221"),
    ],
)
def test_a_village_is_found_in_an_address(text, village):
    assert PLACES.find(text).village == village


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("水泉村", 2),  # of two townships
        ("西王庄村", 4),  # none, but 王庄村 and others are like it
        ("岱岳镇", 33),
        ("岱岳镇人民政府", 33),
        ("岱岳镇先进村、化家岭村", 2),
        ("岱岳镇老南大道村", 33),
        ("岱岳镇北街路口", 33),
        ("薛圪囵乡", 17),
    ],
)
def test_what_is_not_certain_is_asked(text, asked):
    place = PLACES.find(text)
    assert (place.village, len(place.asked)) == ("", asked)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("应县南泉村", "不在本县"),
        ("山西省朔州市应县南街社区", "不在本县"),
        ("朔城区南街社区", "不在本县"),
        ("1.40621E+11", "后几位已丢失"),
        ("999999999999", "区划代码"),
        ("没有的地方", "没有找到"),
    ],
)
def test_what_is_nowhere_in_the_county_is_a_fault(text, part):
    place = PLACES.find(text)
    assert (place.village, place.asked) == ("", []) and part in place.fault


def test_a_village_of_another_township_than_its_row_says_is_a_fault():
    assert "这一行的乡（镇）却是岱岳镇" in PLACES.find("玉井镇水泉村", "140621103").fault
    assert PLACES.find("水泉村", "140621100").village == "140621100204"


def test_every_village_is_found_by_its_full_name():
    for code, name in NAMES.villages.items():
        assert PLACES.find(NAMES.townships[code[:9]] + name).village == code


def in_words(text):
    """(direct, alternating piles, tenths of a kilowatt of all of them) of piles in words."""
    found = equipment(text)
    return found and (found.count("dc"), found.count("ac"), found.power("?"))


@pytest.mark.parametrize(
    ("read", "typed", "value"),
    [
        *((count, typed, 6) for typed in ("6", "６", "六", "陆", "6台", "6 个", "6.0", "六台")),
        *((count, typed, None) for typed in ("", "—", "无", "/", "--", "－", "暂无")),
        (count, "一百零五", 105),
        (count, "1,440", 1440),
        (tenths, "360.5 kW", 3605),
        (tenths, "0.36MW", 3600),
        (tenths, "60kW×6", 3600),
        (tenths, "2*60+7", 1270),
        *((tenths, typed, 3603) for typed in ("360.25", "360.34")),
        (day, "二〇二五年六月一日", ("2025-06-01", "")),
        (day, "45809", ("2025-06-01", "")),
        (day, "2025年6月1号", ("2025-06-01", "")),
        (day, "2025-06-01 08:30:15", ("2025-06-01", "")),
        (day, "202511", ("", "2025-11")),
        (day, "2025.10", ("", "2025-10")),
        (in_words, "2直4交", (2, 4, None)),
        (in_words, "10台（直流4台、交流6台）", (4, 6, None)),
        (in_words, "3(2直1交)", (2, 1, None)),
        *(
            (in_words, typed, (4, 2, 2540))
            for typed in (
                "4台60kW直流桩、2台7kW交流桩",
                "60kW直流×4+7kW交流×2",
                "直流4台×60kW、交流2台×7kW",
                "直流4台，每台60kW；交流2台，每台7kW",
                "直流：4台，单桩功率60千瓦；交流：2台，单桩功率7千瓦",
                "直流60kW双枪4台、交流7kW单枪2台",
                "直流4台共240kW，交流2台共14kW",
                "快充4台（总功率240kW），慢充2台（总功率14kW）",
                "直流4台，交流2台，共254kW",
                "直流4台60kW、交流2台7kW，合计254kW",
            )
        ),
        (in_words, "直流4台60kW、交流2台7kW，合计300kW", None),  # neither way
        (in_words, "直流4台，交流2台（7kW）", (4, 2, None)),
        *(
            (in_words, typed, None)
            for typed in ("10台（直流4台、交流5台）", "10台（直流4台）", "4台")
        ),
    ],
)
def test_numbers_and_days_are_read(read, typed, value):
    assert read(typed) == value


@pytest.mark.parametrize(
    ("read", "typed"),
    [
        *((count, typed) for typed in ("2-4", "约6", "1,2", "六七", "3+3", "直流6", "6.5", "-6")),
        *((tenths, typed) for typed in ("60-120", "360KVA", "约360", "60kW×6kW")),
        *((day, typed) for typed in ("2023年底", "2025", "2025.1", "2025-6-1前", "6/1/25")),
        *((day, typed) for typed in ("2025-02-30", "2025年13月", "去年", "6月1日", "25/12/24")),
    ],
)
def test_what_is_not_certain_is_no_number_and_no_day(read, typed):
    with pytest.raises(Unclear):
        read(typed)
