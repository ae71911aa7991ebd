"""Nothing typed is lost: what people do to a form in a real browser before its button is
pressed."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from ledger.models import Line
from reports.bulletins import drafting, fair_naming
from reports.documents.kinds import KINDS
from reports.figures.reading import read
from reports.models import Bulletin, Naming, Suggestion
from shanyin_charging.accounts.models import User
from targets.months import Month
from tests import cast, make, test_browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
browser, portal, Desk = test_browser.browser, test_browser.portal, test_browser.Desk
OFFICER, WORDS = f"officer_{cast.DAIYUE}", "功率一栏看不懂"
AFTER_DUE = date(2025, 4, 8)  # March has fallen due the night before
SAVED = re.compile(r"草稿已存 \d\d:\d\d$")
HERE = "网断了，先存在本机上"


def at_form(browser, portal):
    """An officer at the month's form."""
    officer = Desk(browser, portal, OFFICER)
    officer.follow("去填报")
    officer.page.wait_for_url("**/returns/**")
    officer.page.wait_for_load_state()  # with the script that keeps what is typed
    return officer


def status(desk, form="#form"):
    return desk.page.locator(f"{form} .kept")


def copies(desk):
    """How many copies this browser holds."""
    kept = "Object.keys(localStorage).filter(where => where.startsWith('typed:')).length"
    return desk.page.evaluate(kept)


def in_a_new_tab(desk, path):
    """The same person, another tab."""
    other = desk.context.new_page()
    other.goto(desk.portal + path)
    return other


def sign_in_again(desk, username=OFFICER):
    desk.page.fill("#id_username", username)
    desk.page.fill("#id_password", cast.PASSWORD)
    desk.press("登录")


# The month's form


def test_a_tab_pressed_at_once_and_a_link_pressed_away_lose_nothing(browser, portal):
    officer = at_form(browser, portal)
    officer.page.fill("#id_site_name", "文化广场充电站")
    officer.page.get_by_role("button", name="拆除充电桩").click()
    officer.page.wait_for_url("**kind=removed**")
    officer.go("/calendar/")
    officer.page.go_back()
    officer.page.get_by_role("button", name="新增充电桩").click()
    officer.page.wait_for_url("**kind=added**")
    in_list = "未填完的一条" in officer.page.inner_text("body")
    assert in_list or officer.page.input_value("#id_site_name") == "文化广场充电站"
    expect(officer.page.locator("body")).to_contain_text("本期没有变化：零报告")
    officer.page.wait_for_timeout(1500)  # where it stands in the form it is saved by now
    assert Line.objects.get().typed["site_name"] == "文化广场充电站"
    assert officer.faults == []


def test_one_letter_takes_no_button_away_and_half_a_line_can_go_on_or_go(browser, portal):
    officer = at_form(browser, portal)
    officer.page.fill("#id_site_name", "文")
    expect(status(officer)).to_have_text(SAVED)
    officer.page.reload()
    officer.sees("未填完的一条", "本期没有变化：零报告", "报零报告就丢弃")
    officer.follow("继续")
    assert officer.page.input_value("#id_site_name") == "文"
    officer.follow("不改了")
    officer.press("丢弃")
    officer.sees("删去以后不能恢复")
    officer.follow("返回")
    officer.press("丢弃")
    officer.press("丢弃")
    officer.sees("已删去这一条")
    assert not Line.objects.exists() and officer.page.input_value("#id_site_name") == ""


def test_without_the_net_it_is_kept_here_and_goes_on_when_it_is_back(browser, portal):
    officer = at_form(browser, portal)
    officer.context.set_offline(True)
    officer.page.fill("#id_site_name", "文化广场充电站")
    expect(status(officer)).to_contain_text(HERE)
    expect(status(officer)).to_contain_text("Excel 填报表")
    officer.press("加入本期")  # not pressed: the page would be gone
    expect(status(officer)).to_contain_text(HERE)
    assert officer.page.input_value("#id_site_name") == "文化广场充电站"
    officer.context.set_offline(False)
    expect(status(officer)).to_have_text(SAVED)
    assert Line.objects.get().typed["site_name"] == "文化广场充电站" and copies(officer) == 0


def test_a_page_closed_without_the_net_is_filled_again(browser, portal):
    officer = at_form(browser, portal)
    address = officer.page.url.removeprefix(portal)
    officer.context.set_offline(True)
    officer.page.fill("#id_site_name", "文化广场充电站")
    officer.page.close()
    officer.context.set_offline(False)
    officer.page = in_a_new_tab(officer, address)
    assert officer.page.input_value("#id_site_name") == "文化广场充电站"
    expect(status(officer)).to_have_text(SAVED)
    assert Line.objects.count() == 1


def test_two_tabs_of_one_line_keep_both_typings(browser, portal):
    officer = at_form(browser, portal)
    officer.page.fill("#id_site_name", "文化广场充电站")
    expect(status(officer)).to_have_text(SAVED)
    line = Line.objects.get()
    address = f"{officer.page.url.split('#')[0].removeprefix(portal)}?line={line.pk}"
    officer.go(address)
    other = in_a_new_tab(officer, address)
    other.fill("#id_dc", "6")
    expect(other.locator("#form .kept")).to_have_text(SAVED)
    officer.page.fill("#id_dc", "7")
    expect(status(officer)).to_contain_text("刚才在别处改过，没有自动保存")
    line.refresh_from_db()
    assert line.typed["dc"] == "6"
    officer.press("保存修改")
    officer.sees("没有保存：上面是别处存下的内容，下面是您填的", "直流桩（快充）6")
    assert officer.page.input_value("#id_dc") == "7"
    officer.press("保存修改")
    officer.page.wait_for_load_state()
    line.refresh_from_db()
    assert line.typed["dc"] == "7"


def test_going_back_after_a_saved_line_does_not_type_it_again(browser, portal):
    officer = at_form(browser, portal)
    officer.page.evaluate("location.hash = 'form'")
    for field, text in (("dc", "6"), ("connectors", "12"), ("power", "360"), ("on", "2025-03-18")):
        officer.page.fill(f"#id_{field}", text)
    officer.page.fill("#id_site_name", "文化广场充电站")
    officer.page.select_option("#id_site_kind", "public_place")
    officer.page.select_option("#id_village", cast.DAIYUE_VILLAGE)
    officer.press("加入本期")
    expect(officer.page.locator(".message.success")).to_be_in_viewport()
    officer.page.go_back()
    officer.page.wait_for_timeout(1500)
    officer.page.reload()
    officer.sees("本期已填 1 条")
    assert Line.objects.count() == 1 and officer.page.input_value("#id_site_name") == ""


# Forms without a draft on the server


def test_a_suggestion_survives_a_link_a_closed_tab_and_goes_with_its_press(browser, portal):
    officer = Desk(browser, portal, OFFICER)
    officer.go("/suggestions/")
    officer.page.fill("#text", WORDS)
    expect(status(officer, "form[data-keep=suggestion]")).to_contain_text("（在本机上）")
    officer.follow("待办")
    officer.page.close()
    officer.page = in_a_new_tab(officer, "/suggestions/")
    assert officer.page.input_value("#text") == WORDS
    officer.sees("已恢复上次没有存上的内容，请核对")
    officer.press("提交")
    officer.sees("已收到")
    assert officer.page.input_value("#text") == "" and copies(officer) == 0
    officer.page.go_back()
    expect(officer.page.locator("#text")).to_have_value("")
    officer.page.wait_for_timeout(500)
    assert officer.page.input_value("#text") == "" and copies(officer) == 0
    assert Suggestion.objects.get().text == WORDS


def test_words_refused_stay_in_the_form_and_in_the_browser(browser, portal):
    cast.administrator()
    admin = Desk(browser, portal, "admin")
    admin.go("/people/?new=1")
    admin.page.fill("#new_username", "daiyue02")
    admin.page.fill("#new_name", "新人")
    admin.press("建账号")
    admin.sees("填报员要选所代表的单位")
    admin.go("/people/")
    assert admin.page.input_value("#new_name") == "新人"


def test_a_session_ended_in_between_brings_it_back(browser, portal):
    officer = Desk(browser, portal, OFFICER)
    officer.go("/suggestions/")
    officer.page.fill("#text", WORDS)
    officer.context.clear_cookies(name="session")
    officer.press("提交")
    officer.sees("刚才填的内容没有丢")
    sign_in_again(officer)
    officer.press("继续保存")
    officer.sees("已收到")
    assert Suggestion.objects.get().text == WORDS and copies(officer) == 0


def test_another_account_on_this_browser_is_never_offered_it(browser, portal):
    officer = Desk(browser, portal, OFFICER)
    officer.go("/suggestions/")
    officer.page.fill("#text", WORDS)
    officer.context.clear_cookies(name="session")
    officer.press("提交")
    sign_in_again(officer, "office")
    officer.sees("登录前的那一页是用另一个账号打开的")
    assert WORDS not in officer.page.content()
    officer.go("/suggestions/")
    assert officer.page.input_value("#text") == ""
    officer.press("退出")
    sign_in_again(officer)
    officer.go("/suggestions/")
    assert officer.page.input_value("#text") == WORDS  # its own account finds it


def test_signing_out_leaves_nothing_in_the_browser(browser, portal):
    officer = at_form(browser, portal)
    officer.page.fill("#id_site_name", "文化广场充电站")
    in_a_new_tab(officer, "/suggestions/").fill("#text", WORDS)
    assert copies(officer) == 2
    officer.press("退出")
    officer.sees("账号")
    assert copies(officer) == 0
    assert Line.objects.get().typed["site_name"] == "文化广场充电站"  # sent before


def test_a_second_tab_takes_nothing_away_from_the_first(browser, portal):
    officer = Desk(browser, portal, OFFICER)
    officer.go("/suggestions/")
    officer.page.fill("#text", WORDS)
    other = in_a_new_tab(officer, "/suggestions/")
    expect(other.locator("#text")).to_have_value(WORDS)  # it might have been a closed one
    other.fill("#text", "")
    other.close()
    officer.page.reload()
    assert officer.page.input_value("#text") == WORDS


def test_what_was_typed_on_another_version_is_shown_beside_and_put_in_when_asked(
    browser, portal, settings
):
    settings.CLOCK_OFFSET = cast.noon(AFTER_DUE) - make.machine_time()
    naming = named(User.objects.get(username=OFFICER))
    officer = Desk(browser, portal, OFFICER)
    officer.go(f"/namings/{naming.pk}/")
    officer.page.fill("#statement", "已于今日补报。")
    Naming.objects.update(text="未报送的有：岱岳镇、玉井镇。")
    officer.press("提交说明")
    officer.sees("这份材料在你打开之后又改过")
    assert officer.page.input_value("#statement") == "已于今日补报。"
    officer.go(f"/namings/{naming.pk}/")
    assert officer.page.input_value("#statement") == "已于今日补报。"
    Naming.objects.update(text="未报送的有：岱岳镇。")
    officer.page.reload()
    officer.sees("这份材料在您填写以后改过", "已于今日补报。")
    assert officer.page.input_value("#statement") == ""
    officer.press("用我填的")
    officer.press("提交说明")
    officer.sees("已提交说明")


def named(unit):
    """A naming of the officer's unit, still to be answered."""
    fair_naming.consult(User.objects.get(username="office"), drafted())
    return Naming.objects.get(unit=unit.posts.get().unit)


# The desk


def drafted():
    """The month's bulletin, just composed."""
    office = User.objects.get(username="office")
    return drafting.draft(office, read(Month(2025, 3)), KINDS["month"])


@pytest.fixture
def desk(browser, portal, settings):
    """The office at the desk of a draft, and the draft."""
    settings.CLOCK_OFFSET = cast.noon(AFTER_DUE) - make.machine_time()
    made, office = drafted(), Desk(browser, portal, "office")
    office.go(f"/bulletins/{made.pk}/")
    return office, made


def paragraph(made, n=2):
    return Bulletin.objects.get(pk=made.pk).whole.body[n].text


@pytest.mark.parametrize("press", ["送审核", "重新取数", "征求说明"])
def test_words_on_the_desk_go_along_with_every_press(desk, press):
    office, made = desk
    office.page.fill("#p2", "全县进展顺利。")
    office.press(press)
    office.page.wait_for_load_state()
    assert paragraph(made) == "全县进展顺利。" and office.faults == []


def test_a_link_pressed_away_from_the_desk_keeps_the_words(desk):
    office, made = desk
    office.page.fill("#p2", "全县进展顺利。")
    office.follow("待办")
    office.go(f"/bulletins/{made.pk}/")
    expect(office.page.locator("#p2")).to_have_value("全县进展顺利。")
    office.page.reload()
    expect(office.page.locator("#p2")).to_have_value("全县进展顺利。")


def test_a_new_paragraph_waits_in_the_browser_for_its_button(desk):
    office, made = desk
    office.page.fill("#more", "我加的一段。")
    office.follow("待办")
    office.go(f"/bulletins/{made.pk}/")
    assert office.page.input_value("#more") == "我加的一段。"
    office.press("保存")
    office.sees("已保存")
    assert paragraph(made, -1) == "我加的一段。" and copies(office) == 0


def test_two_tabs_of_the_desk_keep_both_texts(desk):
    office, made = desk
    other = in_a_new_tab(office, f"/bulletins/{made.pk}/")
    other.fill("#title", "先存的标题")
    other.get_by_role("button", name="保存", exact=True).click()
    expect(other.locator("body")).to_contain_text("已保存")
    office.page.fill("#title", "后存的标题")
    office.press("送审核")
    office.sees("没有保存，您填的内容还在下面", "先存的标题")
    assert office.page.input_value("#title") == "后存的标题"
    assert Bulletin.objects.get().title == "先存的标题"


def test_a_draft_is_thrown_away_only_when_asked_and_no_leads_back_to_the_words(desk):
    office, made = desk
    office.page.fill("#p2", "全县进展顺利。")
    office.press("删去草稿")
    office.sees("删去以后不能恢复")
    office.follow("返回")
    expect(office.page.locator("#p2")).to_have_value("全县进展顺利。")
    office.press("删去草稿")
    office.press("删去草稿")
    office.sees("已删去草稿")
    assert not Bulletin.objects.exists()
