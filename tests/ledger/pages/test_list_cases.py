"""Lists as offices get them, brought in by the pages: each gives its right reading, is asked about
at most once, and is written as it was read."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Sum
from openpyxl import load_workbook

from ledger.datum import GCJ02
from ledger.models import Entry, Kind, Line, ListRow, Site, State, Submission, Upload
from ledger.returns import workflow
from ledger.sites import points
from shanyin_charging.accounts.models import Role
from shanyin_charging.audit.models import Event
from shanyin_charging.audit.once import new_key
from tests import cast, make
from tests.list_desk import ListDesk, case

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.at_length,
    pytest.mark.usefixtures("after_the_year"),
]
HERE = "112.816800, 39.520400"


@pytest.fixture
def after_the_year(db):
    with make.at(cast.AFTER_THE_YEAR):
        make.ledger()
        yield


@pytest.fixture
def desk(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return ListDesk(client, cast.office())


def written():
    """(sites, direct, alternating, stopped) of what waits for review."""
    lines = [line.read_as for line in Line.objects.filter(frozen=True)]
    used = [v for v in lines if not v.get("stopped")]
    out = sum(v["dc"] + v["ac"] for v in lines if v.get("stopped"))
    sites = {(v["site"], v["village"], v["site_name"]) for v in used}
    return len(sites), sum(v["dc"] for v in used), sum(v["ac"] for v in used), out


RIGHT = {  # start of the file's name: sites, direct, alternating, stopped piles; rows set aside
    "00": (3, 6, 0, 0, 0),
    "00b": (40, 80, 0, 0, 0),
    "01": (3, 9, 2, 2, 0),
    "02": (1, 3, 1, 0, 0),
    "04": (5, 10, 0, 0, 0),
    "05": (1, 2, 3, 0, 0),
    "09": (3, 6, 0, 0, 1),
    "12": (1, 2, 0, 0, 0),
    "12b": (1, 2, 0, 0, 0),
    "12c": (1, 2, 0, 0, 0),
    "12d": (1, 2, 0, 0, 0),
    "12e": (1, 2, 0, 0, 0),
    "13": (1, 2, 0, 0, 0),
    "15": (1, 2, 0, 0, 0),
    "16": (1, 2, 0, 0, 0),
    "20": (17, 34, 0, 0, 1),
    "21": (25, 50, 0, 0, 0),
    "22": (1, 2, 0, 0, 0),
    "26": (1, 4, 0, 0, 0),
    "27": (2, 6, 0, 0, 0),
    "30": (1, 2, 0, 0, 0),
    "35": (2, 4, 0, 0, 0),
    "36": (2, 4, 0, 0, 0),
    "37": (2, 6, 2, 2, 0),
    "38": (1, 3, 1, 0, 0),
    **{f"39{part}": (1, 2, 0, 0, 0) for part in "abcdefh"},
}


@pytest.mark.one_in(2)
@pytest.mark.parametrize("start", RIGHT)
def test_a_list_is_read_right_and_written_so(desk, start):
    desk.bring_in(case(start))
    assert desk.visits <= 1 and desk.listing.may_be_confirmed, desk.title
    desk.write()
    assert "清单已补录" in desk.messages[0], desk.messages
    *piles, aside = RIGHT[start]
    assert written() == tuple(piles)
    assert ListRow.objects.exclude(aside="").count() == aside


ASKED = {  # of what the file itself does not say, by the label of its question: the answer
    "24": {"只有枪数，没有桩数": "直流"},
    "55": {"站点类别“其他”": "公共停车场"},
    "56": {"站点类别“其他”": "公共停车场"},
}
RIGHT_IF_ANSWERED = {"24": (1, 2, 0, 0, 0), "55": (20, 40, 0, 0, 2), "56": (2, 4, 0, 0, 3)}


@pytest.mark.parametrize("start", ASKED)
def test_what_a_list_does_not_say_is_asked_once_and_then_it_is_read_right(desk, start):
    desk.upload(case(start)).settle(**ASKED[start])
    assert desk.visits == 1 and desk.listing.may_be_confirmed, (desk.title, desk.messages)
    desk.write()
    *piles, aside = RIGHT_IF_ANSWERED[start]
    assert written() == tuple(piles)
    assert ListRow.objects.exclude(aside="").count() == aside


def test_villages_are_found_as_people_write_them(desk):
    desk.upload(case("19"))
    seat = {"“岱岳镇”是哪个": "岱岳镇光明社区", "岱岳镇人民政府": "岱岳镇光明社区"}
    desk.settle(**seat, **{"薛圪囵乡": "薛圐圙乡薛圐圙村"})
    faulty = [row for row in desk.listing.rows if row.faults]
    assert len(desk.listing.rows) == 22 and len(faulty) == 1
    assert "后几位已丢失" in faulty[0].faults[0].sentence


REFUSED = {
    "12f": "文件加了密码",
    "12g": "文件带有宏",
    "12h": "这是网页，不是表格文件",
}


@pytest.mark.parametrize("start", REFUSED)
def test_a_file_that_is_not_read_says_the_way_out(desk, start):
    desk.upload(case(start))
    assert desk.path == "/lists/" and REFUSED[start] in desk.messages[0]
    assert "另存为 .xlsx" in desk.messages[0]


def test_counts_by_village_are_no_list_and_say_what_they_are(desk):
    desk.upload(case("28"))
    assert desk.is_matching and "不是一处一行的清单" in desk.text
    assert "按村（社区）或乡（镇）统计的数量" in desk.text
    desk.press("照这样读")
    assert desk.is_matching and "没有可以读的表" in desk.messages[0]


def test_a_list_of_formulas_without_values_says_how_to_mend_it(desk):
    desk.bring_in(case("11"))
    assert "请在 WPS 或 Excel 中打开、保存一次" in desk.text
    assert not desk.listing.may_be_confirmed and "整份写入" not in desk.text


def test_a_list_that_comes_again_names_itself_and_every_row(desk):
    desk.bring_in(case("00")).write()
    desk.bring_in(case("00"))
    assert desk.title.startswith("这份清单已经补录过")
    day = cast.AFTER_THE_YEAR.isoformat()
    assert f"00-control.xlsx，{day}，office" in desk.text.replace(" ", "").replace("</a>", "")
    assert [row.twin.where for row in desk.listing.rows] == ["review"] * 3
    assert desk.text.count("里已有这一站") == 3 and "整份写入" not in desk.text
    assert desk.text.count("已经补录过</span>") == 3
    assert Submission.objects.filter(kind=Kind.LIST).count() == 3


def test_the_same_row_thrice_is_asked_once_and_counts_once(desk):
    desk.upload(case("25"))
    assert "一样" in desk.text
    desk.settle()
    assert sum(row.piles for row in desk.listing.counting) == 4
    assert desk.text.count("与前面的行一样，只算一条") == 2


def approve_all():
    second = cast.person("second", Role.OFFICE)
    for submission in Submission.objects.filter(kind=Kind.LIST):
        workflow.begin_review(second, submission)
        workflow.approve(second, submission)


def test_what_stands_in_the_ledger_is_asked_about_and_the_same_is_not_written(desk):
    desk.bring_in(case("26")).write()
    approve_all()
    other = case("26")
    other.file.seek(0, 2)
    other.file.write(b"\n")  # another digest, the same rows
    other.file.seek(0)
    desk.bring_in(other)
    assert "台账已有这一站，4台，台数一样" in desk.text and "整份写入" not in desk.text
    desk.press("存下", w0="同一批，不写")
    assert desk.title == "没有要写入的行"
    desk.press("存下", w0="再加")
    desk.write()
    approve_all_new()
    public = Entry.objects.filter(measure="public_dc_pile")
    assert public.aggregate(n=Sum("value"))["n"] == 8 and Site.objects.count() == 1


def approve_all_new():
    second = cast.User.objects.get(username="second")
    for submission in Submission.objects.filter(kind=Kind.LIST, state="submitted"):
        workflow.begin_review(second, submission)
        workflow.approve(second, submission)


def test_days_are_read_in_every_way_and_months_are_asked_once(desk):
    desk.upload(case("07"))
    assert "2025年6月" in desk.text
    desk.settle()
    days = {row.line.texts["on"]: row.line.on for row in desk.listing.rows}
    assert days["2025年6月"] == days["2025.6"] == "2025-06-30" and days["202411"] == "2024-11-30"
    assert not any(day.endswith("-01-01") for day in days.values())
    assert {fault.typed for row in desk.listing.faulty for fault in row.faults} == {
        "2025-6-1前",
        "2023年底",
        "2025.06.31",
    }
    desk.press("存下", **{"g0": "2025-05-31", "g1": "2023-12-31", "g2": "2025-06-30"})
    assert desk.listing.may_be_confirmed
    desk.write()
    assert Line.objects.count() == 22


def test_numbers_are_read_in_every_way_and_faults_show_what_was_typed(desk):
    desk.bring_in(case("08"))
    typed = {fault.typed for row in desk.listing.faulty for fault in row.faults}
    assert {"2-4", "约6", "1,2"} <= typed
    assert "“2-4”要填数字" in desk.text
    assert not desk.listing.may_be_confirmed


def test_eight_faults_of_a_row_are_told_at_once(desk):
    desk.upload(case("31"))
    asked = [question for _, question in desk.answer.context["words"]]
    for more in ("others", "known"):
        asked += [question for _, question in desk.answer.context[more]]
    desk.settle(**{"哪个村": "南大道"})
    said = {question.said for question in asked} | {g.typed for g in desk.answer.context["groups"]}
    read = {note.typed for note in desk.listing.rows[0].line.notes}
    assert said >= {"小区", "公用", "2025年6月", "岱岳镇", "县交通局", "若干"}
    assert read >= {"六", "0.12MW"} and all(text in desk.text for text in said | read)


def test_a_habit_of_a_thousand_rows_is_mended_once(desk):
    desk.upload(case("32"))
    assert "1000 行" in desk.text
    desk.settle(**{"哪个村": "南大道"})
    assert len(desk.listing.counting) == 1000 and not desk.listing.fault_groups
    if desk.listing.open:
        desk.press("存下", d0="核实无误")
    desk.write()
    assert Line.objects.count() == 1000


def test_the_second_file_of_a_shape_asks_nothing(desk):
    desk.upload(case("01"), note="县供电公司2025年9月台账")
    assert desk.is_matching
    desk.settle()
    desk.upload(case("37"), note="县供电公司2025年10月台账")
    first = desk.visits
    desk.upload(case("01"), note="县供电公司2025年10月台账")
    assert not desk.is_matching and desk.visits == first
    assert "上次的样子" in desk.text


ODD = """清册说明,,,,,
甲,乙,丙,丁,戊,己
标识,何处,直,交,口,何时
甲站,岱岳镇南大道村,2,0,4,2025-06-01
乙站,岱岳镇先进村,0,3,3,2025-06-02
"""


def test_the_row_of_heads_is_pointed_at_and_its_columns_are_named_by_hand(desk):
    desk.upload(SimpleUploadedFile("怪.csv", ODD.encode("gbk")))
    assert desk.is_matching and "没有找到清单的表头" in desk.text and "何处" in desk.text
    desk.press("照这样读", **{"h0-first": "9"})
    assert "要在列出的行里" in desk.messages[0]
    desk.press("照这样读", **{"h0-first": "3"})
    assert "重新认表" in desk.messages[0] and "表头在第 3 行" in " ".join(desk.text.split())
    names = ["站点名称", "详细地址", "直流桩", "交流桩", "充电枪", "投运日期"]
    desk.press(
        "照这样读", **{f"t0-c{at}": name for at, name in enumerate(names)}, **{"t0-read": "1"}
    )
    desk.settle()
    assert [(row.line.name, row.line.dc, row.line.ac) for row in desk.listing.rows] == [
        ("甲站", 2, 0),
        ("乙站", 0, 3),
    ]
    desk.upload(SimpleUploadedFile("又.csv", ODD.replace("甲站", "丙站").encode("gbk")))
    assert not desk.is_matching, "the second of a shape asks nothing"


def test_several_groups_of_faults_are_mended_at_once(desk):
    heads = "站点名称,站点类别,所在村,桩的性质,直流桩,交流桩,充电枪,总功率,投运日期"
    rows = [
        "甲站,公共停车场,岱岳镇南大道村,公共,约2,0,4,120,2025-06-01",
        "乙站,公共停车场,岱岳镇先进村,公共,约2,0,4,120,2025年底",
        "丙站,公共停车场,无名村,公共,2,0,4,120,2025年底",
    ]
    text = "\n".join([heads, *rows]) + "\n"
    desk.bring_in(SimpleUploadedFile("错.csv", text.encode("gbk")))
    groups = {group.faults[0].field: group.name for group in desk.answer.context["groups"]}
    assert set(groups) >= {"dc", "on", "village"}
    mended = {"dc": "2", "on": "2025-12-31", "village": "岱岳镇花园村"}
    desk.press("存下", **{groups[field]: text for field, text in mended.items()})
    assert not desk.listing.fault_groups and len(desk.listing.counting) == 3
    assert [(row.line.dc, row.line.on) for row in desk.listing.rows] == [
        (2, "2025-06-01"),
        (2, "2025-12-31"),
        (2, "2025-12-31"),
    ]


def test_a_list_that_is_not_written_is_thrown_away_by_its_sender(desk):
    desk.bring_in(case("01"))
    kept = Upload.objects.get()
    path = kept.file.path
    desk.go("/lists/")
    desk.press("不要了，删去")
    assert "没有写入，已经删去" in desk.messages[0] and "还没写完的" not in desk.text
    assert not Upload.objects.exists()
    told = Event.objects.get(verb="throw_away_list")
    assert told.before["name"] == kept.name and told.after is None
    assert path.endswith(".xlsx")


def test_a_list_that_is_written_or_anothers_is_not_thrown_away(desk):
    desk.bring_in(case("00")).write()
    kept = Upload.objects.get()
    answer = desk.client.post("/lists/", {"throw": kept.pk, "once": new_key()}, follow=True)
    assert "已经写入" in answer.content.decode() and Upload.objects.exists()
    desk.bring_in(case("01"))
    waiting = Upload.objects.get(confirmed_at=None)
    desk.client.force_login(cast.person("second", Role.OFFICE))
    answer = desk.client.post("/lists/", {"throw": waiting.pk, "once": new_key()}, follow=True)
    assert "是别人上传的" in answer.content.decode()
    assert Upload.objects.filter(pk=waiting.pk).exists()


# who brings in what


def test_an_officer_brings_in_the_own_units_rows_only(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    desk = ListDesk(client, cast.officer())
    desk.bring_in(case("04"))
    group = desk.answer.context["groups"][0]
    assert "由玉井镇报送，不在您单位的清单里" in group.sentence and len(group.faults) == 2
    assert not group.can_be_mended
    desk.press("存下", **{"g0-left": "1"})
    assert [row.line.name for row in desk.listing.counting] and desk.listing.may_be_confirmed
    desk.write()
    assert {s.unit.code for s in Submission.objects.all()} == {cast.DAIYUE}
    assert Line.objects.count() == 3


def test_nobody_of_another_unit_sees_a_list(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    desk = ListDesk(client, cast.officer())
    desk.upload(case("01"), note="只有岱岳知道的来源")
    pk = desk.path.split("/")[2]
    client.force_login(cast.officer(cast.YUJING))
    pages = ("", "match/", "reading/", "faults/", "written/")
    assert {client.get(f"/lists/{pk}/{page}").status_code for page in pages} == {404}
    assert client.get(f"/uploads/{pk}/file/").status_code == 404
    assert "只有岱岳知道的来源" not in client.get("/lists/").content.decode()
    client.force_login(cast.leader())
    assert client.get(f"/lists/{pk}/").status_code == 404


def test_a_row_without_a_village_of_who_lists_for_one_township_is_asked_for_its_village(
    client, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    desk = ListDesk(client, cast.officer())
    rows = "站点名称,场所类别,桩的性质,直流桩,交流桩,充电枪,总功率,投运日期\n"
    rows += "南大道充电站,公共停车场,公共,2,0,4,120,2025-10-09\n"
    desk.upload(SimpleUploadedFile("本乡.csv", rows.encode("gbk")))
    if desk.is_matching:
        desk.settle()
    assert "计入附件2" not in desk.text or desk.listing.rows[0].typed["credited_to"] == cast.DAIYUE


# presses that come twice, late, or over something else


def test_a_list_is_written_once_however_often_it_is_pressed(desk):
    desk.bring_in(case("00"))
    _, data = desk.form("整份写入")
    first = desk.client.post(desk.path, data, follow=True)
    again = desk.client.post(desk.path, data, follow=True)
    assert first.status_code == again.status_code == 200
    assert Line.objects.count() == 3 and Event.objects.filter(verb="take_in_list").count() == 1


def test_what_was_settled_in_another_window_is_not_overwritten(desk):
    desk.upload(case("01"))
    form, old = desk.form("核对")
    address = desk.path
    desk.settle(停运="已拆除")
    answer = desk.client.post(address, {**old, "once": new_key()}, follow=True)
    assert "在你打开之后又改过" in answer.content.decode()
    kept = Upload.objects.get().settled["answers"]
    assert "removed" in kept.values() and "stopped" not in kept.values()


def test_a_list_is_not_written_over_rows_that_were_decided_otherwise_meanwhile(desk):
    desk.bring_in(case("00"))
    _, data = desk.form("整份写入")
    Upload.objects.update(decided={"left": [desk.listing.rows[0].place]})
    desk.client.post(desk.path, data)
    assert not Line.objects.exists()


# taken back whole


def test_a_list_is_taken_back_whole_before_it_is_approved(desk):
    desk.bring_in(case("00")).write()
    assert desk.path.endswith("/written/")
    assert "3 份材料都还没有通过" in desk.text
    desk.press("撤回 3 份", reason="")
    assert "请写明撤回的原因" in desk.messages[0]
    desk.press("撤回 3 份", reason="供电公司又来了新的")
    assert "撤回了3份材料" in desk.messages[0] and "都已撤回或作废" in desk.text
    assert {s.state for s in Submission.objects.all()} == {State.DROPPED}
    told = Event.objects.get(verb="take_back_list")
    assert told.detail["reason"] == "供电公司又来了新的" and told.detail["returns"] == 3
    assert Event.objects.filter(verb="take_back").count() == 3
    desk.bring_in(case("00"))  # the same list may come again
    assert not desk.listing.earlier and desk.listing.may_be_confirmed


def test_of_a_list_that_is_approved_in_part_the_rest_is_taken_back(desk):
    desk.bring_in(case("00")).write()
    second, first = cast.person("second", Role.OFFICE), Submission.objects.order_by("pk").first()
    workflow.begin_review(second, first)
    workflow.approve(second, first)
    desk.go(desk.path)
    assert "已通过并登账，要先由专班在这份材料上撤销通过" in desk.text
    desk.press("撤回 2 份", reason="另有清单")
    states = Submission.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.APPROVED, State.DROPPED, State.DROPPED]
    assert "没有可以撤回" not in desk.text and "撤回 " not in desk.text.split("分成的材料")[0]


def test_a_list_is_not_taken_back_as_it_is_no_longer(desk):
    desk.bring_in(case("00")).write()
    _, data = desk.form("撤回 3 份")
    second = cast.person("second", Role.OFFICE)
    workflow.begin_review(second, Submission.objects.first())
    answer = desk.client.post(desk.path, {**data, "reason": "重来"}, follow=True)
    assert "在你打开之后又改过" in answer.content.decode()
    assert not Submission.objects.filter(state=State.DROPPED).exists()


# what goes along


def test_each_piles_row_and_its_position_stay_with_the_line(desk):
    desk.bring_in(case("02")).write()
    kept = ListRow.objects.filter(aside="")
    line = Line.objects.get()
    assert kept.count() == 4 and {row.key for row in kept} == {line.key}
    assert all(row.submission_id == line.version.submission_id for row in kept)
    assert any("112." in str(row.told) for row in kept)


def test_what_was_set_aside_stays_with_the_list_and_is_named(desk):
    desk.upload(case("56"))
    desk.settle(其他="公共停车场")
    assert "另放的 3 行" in desk.text
    words = [row.status for row in desk.listing.reading.set_aside]
    assert "building" in words and "closed" in words


def test_faulty_rows_go_away_as_a_file_with_their_cells_marked(desk):
    desk.bring_in(case("08"))
    answer = desk.client.get(f"{desk.path}faults/")
    book = load_workbook(BytesIO(answer.content))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    says = heads.index("要改的地方")
    rows = list(sheet.iter_rows(min_row=2))
    assert len(rows) == len(desk.listing.faulty)
    assert all(row[says].value for row in rows)
    marked = {c.value for row in rows for c in row[:says] if c.fill.fgColor.rgb == "00F9D9D4"}
    assert {"2-4", "约6", "1,2"} <= marked


def test_a_stopped_pile_is_in_the_ledger_and_no_stock(desk):
    desk.bring_in(case("01")).write()
    approve_all()
    stopped = Site.objects.get(name="后所服务点")
    posted = Entry.objects.filter(site=stopped, measure="public_ac_pile").order_by("number")
    assert [(e.cause, e.value) for e in posted] == [("added", 2), ("stopped", -2)]
    stock = Entry.objects.filter(measure__in=["public_dc_pile", "public_ac_pile"])
    assert stock.aggregate(n=Sum("value"))["n"] == 11 and Site.objects.count() == 4


# the portal's own empty list

OWN = {
    "站点名称": "旧1号",
    "站点类别": "公共停车场",
    "所在村": "岱岳镇南大道村",
    "在乡（镇）所在地": "是",
    "桩的性质": "公共",
    "直流桩": 1,
    "交流桩": 2,
    "充电枪": 3,
    "总功率": "74.1",
    "投运日期": date(2021, 5, 3),
    "计入附件2": "岱岳镇",
    "是公共充电站": "不是，分散充电桩",
}
WRONG = {
    ("充电枪", 0): "不能少于桩数",
    ("所在村", "无名村"): "没有找到",
    ("站点类别", "仙人洞"): "站点类别“仙人洞”怎么算",
    ("投运日期", "去年春天"): "没有看懂，请写成",
    ("计入附件2", "某某局"): "计入任务表“某某局”怎么算",
}


def own_list(desk, *rows):
    """The portal's list, filled in."""
    book = load_workbook(BytesIO(desk.client.get("/lists/template/").content))
    sheet = book.worksheets[0]
    heads = {str(cell.value).split("\n")[0].split("（")[0]: cell.column for cell in sheet[3]}
    for number, told in enumerate(rows, start=4):
        for head, value in told.items():
            sheet.cell(number, heads[head.split("（")[0]]).value = value
    content = BytesIO()
    book.save(content)
    return SimpleUploadedFile("充电桩清单.xlsx", content.getvalue())


def test_the_portals_own_list_asks_nothing(desk):
    others = {"桩的性质": "专用", "站点名称": "旧2号"}, {"桩的性质": "私人", "站点名称": "旧3号"}
    desk.upload(own_list(desk, OWN, *({**OWN, **other} for other in others)))
    assert not desk.visits and desk.listing.may_be_confirmed, desk.title
    desk.write()
    told = [line.read_as for line in Line.objects.order_by("pk")]
    assert [(v["public"], bool(v.get("private"))) for v in told] == [
        (True, False),
        (False, False),
        (False, True),
    ]
    assert {(v["dc"], v["ac"], v["connectors"], v["power"]) for v in told} == {(1, 2, 3, 741)}
    assert {(v["station"], v["at_seat"], v["on"]) for v in told} == {(False, True, "2021-05-03")}


@pytest.mark.parametrize("head, value", WRONG)
def test_a_wrong_row_of_it_is_named_with_what_to_do(desk, head, value):
    desk.upload(own_list(desk, OWN, {**OWN, "站点名称": "旧2号", head: value}))
    assert "第5行" in desk.text and WRONG[head, value] in desk.text
    assert "整份写入" not in desk.text and "返回，重新上传" in desk.text
    assert not Line.objects.exists()


# what is odd


def test_what_is_odd_is_explained_once_for_all_rows_alike_and_not_by_the_lists_source(desk):
    rows = [{**OWN, "站点名称": f"{name}号站", "总功率": ""} for name in ("甲子", "乙丑", "丙寅")]
    desk.upload(own_list(desk, *rows), note="县供电公司台账")
    if desk.is_matching:
        desk.settle()
    ((_, doubts),) = [(group, rows) for group, rows in desk.listing.doubt_groups.items()]
    assert len(doubts) == 3 and "没有填总功率" in desk.text and "整份写入" not in desk.text
    desk.press("存下", d0="铭牌看不清，已约定补报")
    desk.write()
    told = {line.read_as["explanation"] for line in Line.objects.all()}
    assert told == {"铭牌看不清，已约定补报"}


def test_a_site_of_another_name_at_the_same_spot_is_asked_about(desk):
    desk.bring_in(case("26")).write()
    approve_all()
    points.record(cast.User.objects.get(username="office"), Site.objects.get(), HERE, GCJ02)
    head = (
        "站点名称,站点类别,所在村,桩的性质,直流桩,交流桩,充电枪,总功率,投运日期,经度,纬度,计入附件2"
    )
    row = "另一个名字,公共停车场,岱岳镇南大道村,公共,2,0,4,120,2021-05-03,112.8168,39.5204,岱岳镇"
    desk.bring_in(SimpleUploadedFile("近.csv", f"{head}\n{row}\n".encode()))
    (twin,) = [row.twin for row in desk.listing.rows]
    assert twin.where == "near" and "只有0米" in twin.words
    assert "整份写入" not in desk.text
    desk.press("存下", w0="再加")
    desk.write()
    assert ListRow.objects.get(aside="").told["lng"] == "112.8168"
