"""The officer's and the office's pages, with wrong input on purpose."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from ledger.lines import PRESET
from ledger.models import Line, State, Submission
from ledger.returns import evidence
from ledger.returns.seen import stamp_of
from targets.months import Month
from tests import cast, make
from tests.year.browser import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
MARCH = Month(2025, 3)


@pytest.fixture
def officer(client):
    user = cast.officer()
    client.force_login(user)
    return user


def form_path(unit=cast.DAIYUE):
    return f"/returns/{make.period(MARCH).pk}/{unit}/"


def line(**changes):
    return {**make.new_piles(**changes), "kind": "added", "key": "k" * 43}


def test_looking_at_the_form_writes_nothing(client, officer):
    assert client.get(form_path()).status_code == 200
    assert client.get(form_path() + "check/").status_code == 200
    assert not Submission.objects.exists()


def test_another_units_form_is_not_there(client, officer):
    assert client.get(form_path(cast.YUJING)).status_code == 404
    assert client.post(form_path(cast.YUJING), line()).status_code == 404


def test_what_was_typed_wrong_comes_back_in_the_form_with_its_sentence(client, officer):
    answer = client.post(
        form_path(),
        line(dc="-6", village=cast.YUJING_SHUIQUAN, site_name="老王家门口"),
        follow=True,
    )
    page = answer.content.decode()
    assert page.count("不能是负数；减少请用“拆除”") == 2  # in the summary and at the field
    assert page.count("玉井镇水泉村不在岱岳镇") == 2
    assert 'value="-6"' in page and 'value="老王家门口"' in page and "<title>错误：" in page
    assert Line.objects.get().values is None


def test_a_return_is_written_checked_and_handed_in(client, officer):
    client.post(form_path(), line())
    page = client.get(form_path() + "check/").content.decode()
    assert (
        "岱岳镇" in page
        and "新增公共直流桩6台，充电枪12个，总功率360千瓦，2025-03-18投运，计入岱岳镇" in page
    )
    key = Submission.objects.get().current.key
    receipt = client.post(form_path() + "check/", {"key": key}, follow=True).content.decode()
    assert "202503-" in receipt and "按时" in receipt
    again = client.post(form_path() + "check/", {"key": key}, follow=True).content.decode()
    assert Submission.objects.get().versions.count() == 1 and "202503-" in again


def test_a_nil_return_takes_a_key_from_its_confirmation_page(client, officer):
    page = client.get(form_path() + "check/").content.decode()
    assert "确认零报告" in page
    for _ in range(2):
        client.post(form_path() + "check/", {"key": "n" * 43, "nil": "1"})
    submission = Submission.objects.get()
    assert (submission.state, submission.versions.get().nil) == (State.SUBMITTED, True)


def test_an_officer_takes_back_what_nobody_has_begun_to_review(client, officer):
    submission = make.handed_in(officer, MARCH)
    assert "撤回修改" in client.get(f"/submissions/{submission.pk}/").content.decode()
    client.post(f"/submissions/{submission.pk}/withdraw/")
    submission.refresh_from_db()
    assert submission.state == State.DRAFT
    assert submission.current.lines.count() == 1


def test_another_units_submission_is_not_there(client, officer):
    other = make.handed_in(cast.officer(cast.YUJING), MARCH, cast.YUJING, lines=[])
    assert client.get(f"/submissions/{other.pk}/").status_code == 404
    assert client.post(f"/submissions/{other.pk}/withdraw/").status_code == 404


def test_the_office_sends_back_with_a_reason_that_the_unit_reads(client):
    user = cast.officer()
    submission = make.handed_in(user, MARCH)
    client.force_login(cast.office())
    path = f"/submissions/{submission.pk}/"
    assert "开始审核" in client.get(path).content.decode()
    client.post(path + "begin_review/")
    client.post(path + "send_back/", {"reason": "请附接电时间"})
    client.force_login(user)
    assert "请附接电时间" in client.get(form_path()).content.decode()
    assert "专班退回了材料" in client.get("/").content.decode()


def test_the_board_shows_the_silent_first_and_exports_what_it_shows(client):
    make.handed_in(cast.officer(), MARCH)
    client.force_login(cast.leader())
    page = client.get(f"/board/?period={make.period(MARCH).pk}").content.decode()
    assert "待报 34" in page and "待审核 1" in page  # March is not due yet
    assert page.index("吴马营乡") < page.index("岱岳镇")
    answer = client.get(f"/board/?period={make.period(MARCH).pk}&state=pending&format=xlsx")
    rows = [
        [cell.value for cell in row]
        for row in load_workbook(BytesIO(answer.content)).active.iter_rows()
    ]
    assert rows[3][:3] == ["岱岳镇", "已报", "待审核"]


def test_the_board_lists_what_waits_for_review_before_what_is_done(client):
    """Nil returns come before those with piles, but for what is still to be done."""
    office = cast.office()
    make.approved(cast.officer(cast.YUJING), office, MARCH, cast.YUJING, lines=[])
    make.handed_in(cast.officer(), MARCH)
    client.force_login(office)
    page = client.get(f"/board/?period={make.period(MARCH).pk}").content.decode()
    assert "还没有办完的34家排在最前面" in page
    assert page.index("吴马营乡") < page.index("岱岳镇") < page.index("玉井镇")


def test_officers_see_neither_the_board_nor_the_ledger(client, officer):
    assert client.get("/board/").status_code == 404
    assert client.get("/ledger/").status_code == 404


def test_the_ledger_is_filtered_and_exported(client):
    make.approved(cast.officer(), cast.office(), MARCH)
    client.force_login(cast.leader())
    assert (
        "文化广场充电站"
        in client.get("/ledger/?credited_to=&township=&measure=public_dc_pile").content.decode()
    )
    answer = client.get("/ledger/?measure=public_power&format=xlsx")
    rows = [
        [cell.value for cell in row]
        for row in load_workbook(BytesIO(answer.content)).active.iter_rows()
    ]
    assert [row[4:8] for row in rows[3:-1]] == [["公共桩额定功率", "新增", 360, "千瓦"]]
    assert rows[-1][0] == "所选合计" and rows[-1][6] == 360


def test_a_formula_in_a_name_stays_text_in_excel(client):
    user, office = cast.officer(), cast.office()
    make.approved(user, office, MARCH, lines=[("added", make.new_piles(site_name="=1+2"))])
    client.force_login(office)
    sheet = load_workbook(
        BytesIO(client.get("/ledger/?measure=public_dc_pile&format=xlsx").content)
    ).active
    cell = sheet.cell(4, 4)
    assert (cell.value, cell.data_type) == ("=1+2", "s")


def test_a_line_with_nothing_typed_gets_its_sentences_and_is_not_kept(client, officer):
    blank = {
        **{name: text if name in PRESET else "" for name, text in make.new_piles().items()},
        "kind": "added",
        "key": "k" * 43,
    }
    page = client.post(form_path(), blank).content.decode()
    assert "请填投运日期" in page and "新站点要有名称" in page
    assert not Submission.objects.exists()


def test_an_oddity_passes_once_it_is_explained_and_the_office_reads_why(client, officer):
    page = client.post(form_path(), line(power="12"), follow=True).content.decode()
    assert page.count("正好等于桩数或枪数") == 2 and "请核实：情况属实的" in page
    client.post(
        form_path(), {**line(power="12", explanation="慢充小功率"), "line": Line.objects.get().pk}
    )
    key = Submission.objects.get().current.key
    client.post(form_path() + "check/", {"key": key})
    client.force_login(cast.office())
    home = client.get("/").content.decode()
    assert "有1处核实事项" in home
    page = client.get(f"/submissions/{Submission.objects.get().pk}/").content.decode()
    assert "正好等于桩数或枪数" in page and "情况说明：慢充小功率" in page


def test_the_clean_ones_are_approved_together_and_the_odd_one_waits(client):
    odd = [("added", make.new_piles(power="12", explanation="慢充小功率"))]
    waiting = [
        make.handed_in(cast.officer(), MARCH, lines=odd),
        make.handed_in(cast.officer(cast.YUJING), MARCH, cast.YUJING, lines=[]),
        make.handed_in(cast.officer("energy"), MARCH, "energy", lines=[]),
    ]
    client.force_login(cast.office())
    page = client.post(
        "/submissions/approve-clean/",
        {"clean": [f"{s.pk}:{stamp_of(s)}" for s in waiting]},
        follow=True,
    ).content.decode()
    assert "已通过2份" in page
    assert [Submission.objects.get(pk=s.pk).state for s in waiting] == [
        "submitted",
        "approved",
        "approved",
    ]


def test_only_the_office_approves_together(client, officer):
    submission = make.handed_in(officer, MARCH, lines=[])
    client.post(
        "/submissions/approve-clean/", {"clean": [f"{submission.pk}:{stamp_of(submission)}"]}
    )
    submission.refresh_from_db()
    assert submission.state == "submitted"


def test_the_printed_form_carries_the_version_and_its_digest(client, officer):
    submission = make.handed_in(officer, MARCH)
    page = client.get(f"/submissions/{submission.pk}/paper/").content.decode()
    version = submission.current
    assert version.digest[:32] in page and version.receipt_number in page
    assert "填报单位（盖章）：岱岳镇" in page and "新增公共直流桩6台" in page
    draft = make.draft(cast.officer(cast.YUJING), MARCH, cast.YUJING)
    client.force_login(cast.office())
    assert client.get(f"/submissions/{draft.pk}/paper/").status_code == 404


def test_the_second_of_two_open_tabs_sees_both_values_and_keeps_its_typing(client, officer):
    client.post(form_path(), line())
    kept = Line.objects.get()
    tab = {**line(), "line": kept.pk, "seen": kept.stamp}
    client.post(form_path(), {**tab, "connectors": "10"})
    page = client.post(form_path(), {**tab, "connectors": "11"}).content.decode()
    assert "请看过再定；没有保存" in page
    assert "充电枪10个" in page and 'value="11"' in page
    assert Line.objects.get().typed["connectors"] == "10"
    again = {**tab, "connectors": "11", "seen": Line.objects.get().stamp}
    client.post(form_path(), again)
    assert Line.objects.get().typed["connectors"] == "11"


def test_a_line_removed_elsewhere_is_said_so(client, officer):
    client.post(form_path(), line())
    kept = Line.objects.get()
    client.post(form_path(), {"kind": "added", "remove": kept.pk})
    page = client.post(
        form_path(), {**line(), "line": kept.pk, "seen": kept.stamp}, follow=True
    ).content.decode()
    assert "已在另一个窗口删去或另存" in page


def test_the_office_extends_a_period_from_the_board(client):
    client.force_login(cast.office())
    path = f"/board/{make.period(MARCH).pk}/extend/"
    wrong = client.post(path, {"reason": "", "until": "昨天"}).content.decode()
    assert "请写明原因" in wrong and "没有看懂" in wrong
    page = client.post(
        path, {"reason": "系统检修", "until": "2025-04-09"}, follow=True
    ).content.decode()
    assert "截止 2025年4月9日（周三）24:00" in page
    client.force_login(cast.officer())
    assert client.get(path).status_code == 404


def test_a_unit_without_a_reporter_is_a_red_line_for_the_office(client):
    cast.officer()
    client.force_login(cast.office())
    page = client.get("/").content.decode()
    assert "34 家成员单位没有填报人" in page and "岱岳镇" not in page


def autosave(client, **typed):
    answer = client.post(form_path(), typed, headers={"X-Autosave": "1"})
    return answer.status_code, answer.json()


def test_a_line_is_kept_while_it_is_typed_and_its_faults_are_told(client, officer):
    assert autosave(client, kind="added", key="k" * 43, site="new", public="1") == (200, {})
    assert not Submission.objects.exists()
    status, said = autosave(
        client, kind="added", key="k" * 43, site="new", public="1", dc="6台", on="2025-04-09"
    )
    assert (status, said["now"]["line"]) == (200, Line.objects.get().pk)
    assert said["errors"]["on"] == [
        "投运日期不能晚于今天（2025-04-02）；还没有投运的请等投运后再报"
    ]
    status, said = autosave(client, **said["now"], **line())
    assert (status, said["errors"]) == (200, {}) and Line.objects.get().values["dc"] == 6


def test_autosave_in_two_tabs_keeps_the_first_and_tells_the_second(client, officer):
    _, first = autosave(client, **line())
    autosave(client, **first["now"], **line(connectors="14"))
    status, said = autosave(client, **first["now"], **line(connectors="15"))
    assert status == 409 and "按“保存”可以看到两边的内容" in said["message"]
    assert Line.objects.get().typed["connectors"] == "14"


def test_a_form_emptied_again_leaves_no_half_line(client, officer):
    typed = {"kind": "added", "key": "k" * 43, "site": "new", "public": "1"}
    _, said = autosave(client, **typed, dc="6")
    assert not Line.objects.get().is_whole
    assert autosave(client, **said["now"], **typed) == (200, {"now": {"line": "", "seen": ""}})
    assert not Line.objects.exists()


def test_the_same_form_sent_again_before_it_was_answered_keeps_its_newest_words(client, officer):
    autosave(client, **line())
    autosave(client, **line(connectors="14"))
    assert Line.objects.get().typed["connectors"] == "14"


def test_a_half_line_leaves_the_nil_return_and_is_dropped_with_it(client, officer):
    autosave(client, **line(dc="约六台"))
    page = client.get(form_path()).content.decode()
    assert "本期没有变化：零报告" in page and "核对并上报" not in page
    assert "未填完的一条" in page and "报零报告就丢弃" in page
    check = client.get(form_path() + "check/")
    assert "没有填完的 1 条随零报告丢弃" in check.content.decode()
    client.post(form_path() + "check/", {"key": check.context["key"], "nil": "1"})
    submission = Submission.objects.get()
    assert submission.current.nil and not Line.objects.exists()


def test_a_press_that_leads_on_takes_the_typed_line_along(client, officer):
    answer = client.post(form_path(), line(then="work"))
    assert answer["Location"] == f"{form_path()}?kind=work#form"
    page = client.get(answer["Location"]).content.decode()
    assert "已存入草稿：岱岳镇" in page and "加一条：工作情况" in page
    second = line(site_name="北站充电站", on="2025-03-20", then="check") | {"key": "s" * 43}
    assert client.post(form_path(), second)["Location"] == f"{form_path()}check/"
    assert "将上报下面 2 条" in client.get(f"{form_path()}check/").content.decode()


def test_a_press_that_leads_on_from_a_wrong_line_stays_and_says_why(client, officer):
    answer = client.post(form_path(), line(connectors="3", then="check"), follow=True)
    page = answer.content.decode()
    assert "充电枪不能少于桩数" in page and 'value="文化广场充电站"' in page
    assert Line.objects.get().values is None


@pytest.mark.parametrize(
    ("kind", "shown"),
    [("added", {}), ("work", {"clause": "task1"}), ("inspected", {"grade": "none"})],
)
def test_a_press_that_leads_on_from_an_untouched_form_keeps_nothing(client, kind, shown):
    unit = "grid" if kind == "inspected" else cast.DAIYUE
    client.force_login(cast.officer(unit))
    untouched = {"kind": kind, "key": "k" * 43, "public": "1", **shown, "then": "work"}
    assert client.post(form_path(unit), untouched)["Location"].endswith("?kind=work#form")
    assert not Submission.objects.exists()
    client.post(form_path(unit), untouched | {"done": "已摸底", "dc": "6", "facility": "1号桩"})
    assert Line.objects.count() == 1


def test_what_stands_and_was_not_changed_is_left_as_it_stands(client, officer):
    lines = [("distance", {"place": cast.DAIYUE, "distance": "4.2", "on": "2024-12-20"})]
    make.approved(officer, cast.office(), Month(2024, 1), lines=lines)
    page = client.get(f"{form_path()}?kind=distance&about={cast.DAIYUE}")
    assert page.context["form"]["distance"].value() == "4.2"
    assert 'name="about"' in page.content.decode()
    sent = {**lines[0][1], "on": "", "kind": "distance", "about": cast.DAIYUE, "key": "k" * 43}
    client.post(form_path(), sent | {"then": "work"})
    assert not Line.objects.filter(version__submission__period=make.period(MARCH)).exists()
    client.post(form_path(), sent | {"distance": "4.3", "then": "work"})
    assert Line.objects.filter(version__submission__period=make.period(MARCH)).count() == 1


def test_work_is_proposed_in_the_words_of_the_months_lines_and_added_by_a_press(client, officer):
    assert "可以直接用" not in client.get(f"{form_path()}?kind=work").content.decode()
    client.post(form_path(), line())
    browser = Browser()
    browser.client.force_login(officer)
    page = browser.open(f"{form_path()}?kind=work")
    assert "新增文化广场充电站，公共直流桩6台 条款：二（一）2" in page.text
    assert Line.objects.count() == 1
    assert "本月工作：新增文化广场充电站，公共直流桩6台" in browser.press("用这一句").text
    work = Line.objects.get(kind="work")
    assert (work.values["clause"], work.values["problems"]) == ("task2", "")
    assert "可以直接用" not in browser.open(f"{form_path()}?kind=work").text


def test_a_half_line_beside_whole_ones_is_finished_or_dropped_first(client, officer):
    client.post(form_path(), line())
    autosave(client, **{**line(dc="约六台"), "key": "h" * 43})
    page = client.get(form_path()).content.decode()
    assert "核对并上报" in page and "填完或丢弃后再上报" in page
    answer = client.get(form_path() + "check/", follow=True)
    assert "还有一条没有填完" in answer.content.decode()


def test_removing_a_line_asks_first_and_says_that_its_evidence_stays(client, officer):
    client.post(form_path(), line())
    kept = Line.objects.get()
    file = SimpleUploadedFile("站.pdf", b"%PDF-1.7 a scan")
    evidence.attach(officer, Submission.objects.get(), file, line_key=kept.key)
    page = client.get(form_path(), {"remove": kept.pk}).content.decode()
    assert "删去这一条" in page and "新增公共直流桩6台" in page
    assert "佐证材料1个不随之删去" in page and Line.objects.exists()
    client.post(form_path(), {"kind": "added", "remove": kept.pk})
    assert not Line.objects.exists()


def test_the_confirmation_of_a_saved_line_is_not_scrolled_away(client, officer):
    page = client.get(form_path()).content.decode()
    assert f'action="{form_path()}"' in page  # or the redirect would keep the #form of its page
    assert "#" not in client.post(form_path(), line()).headers["Location"]


def test_autosave_after_the_session_ended_says_so(client):
    status, said = autosave(client, **line())
    assert status == 401 and "登录已过期" in said["message"]
    assert not Submission.objects.exists()


def test_an_officer_sees_the_own_strip_of_months(client, officer):
    make.handed_in(officer, MARCH, lines=[])
    home = client.get("/")
    ((unit, strip),) = home.context["strips"]
    assert (unit.code, [cell.state for cell in strip.cells]) == (
        cast.DAIYUE,
        ["missing", "missing", "handed_in"],
    )
    assert "实心按时" in home.content.decode()


def test_a_line_saved_twice_is_saved_once_and_a_late_other_one_is_not(client, officer):
    client.post(form_path(), line())
    kept = Line.objects.get()
    changed = line(line=str(kept.pk), seen=kept.stamp, connectors="14")
    for _ in range(2):
        page = client.post(form_path(), changed, follow=True).content.decode()
        assert "已存入草稿" in page and "改过" not in page
    late = {**changed, "connectors": "16"}
    assert "又改过" in client.post(form_path(), late, follow=True).content.decode()
    assert Line.objects.get().typed["connectors"] == "14"
