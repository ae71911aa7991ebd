"""Whole tasks in a real browser: what an officer, the office and a leader do and see."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from playwright.sync_api import expect, sync_playwright
from pypdf import PdfReader

from ledger.entries import construction
from ledger.models import Construction, LineKind, State, Submission
from ledger.returns import workflow
from reports.bulletins import drafting, issuing
from reports.documents.kinds import KINDS
from reports.figures.reading import read
from shanyin_charging.accounts.models import Role, User
from targets.months import Month
from tests import cast, chromium, make, snapshots

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# of all the words on a page, as they are drawn, in pixels
SMALLEST_LETTERS = """() => Math.min(...[...document.querySelectorAll("body *")]
    .filter((node) => [...node.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
    .filter((node) => node.getBoundingClientRect().width > 2)
    .map((node) => [parseFloat(getComputedStyle(node).fontSize), node.ownerSVGElement])
    .map(([size, svg]) => svg
        ? size * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width
        : size))"""


# what has the focus: its words, its label, whether one sees that it has it
FOCUS = """() => {
  const on = document.activeElement, style = getComputedStyle(on);
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  if (on === document.body) return ["", "", true]; // past the last stop, before the first
  return [on.textContent.trim(), on.getAttribute("aria-label"), outlined];
}"""


@pytest.fixture(scope="module")
def browser():
    """Closed with this module: while Playwright's loop runs, Django keeps connections apart from
    those of other tests."""
    with sync_playwright() as playwright:
        opened = chromium.launch(playwright)
        yield opened
        opened.close()


@pytest.fixture
def portal(committed, live_server, settings, tmp_path):
    """A served portal in which March 2025 is being reported; the clock runs on from there."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CLOCK_OFFSET = cast.noon(cast.APRIL_2) - make.machine_time()
    make.ledger()
    cast.officer(), cast.office(), cast.leader()
    return live_server.url


MARCH = Month(2025, 3)
AFTER_DUE = date(2025, 4, 8)  # March has fallen due the night before


class Desk:
    """One person at the portal."""

    def __init__(self, browser, portal, username, **options):
        self.context = browser.new_context(
            viewport={"width": 1366, "height": 768}, locale="zh-CN", **options
        )
        self.page, self.portal, self.faults = self.context.new_page(), portal, []
        self.start_counting()
        self.page.on(
            "console", lambda message: message.type == "error" and self.faults.append(message.text)
        )
        self.page.on(
            "request",
            lambda request: request.url.startswith(portal) or self.faults.append(request.url),
        )
        self.go("/sign-in/")
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", cast.PASSWORD)
        self.press("登录")

    def go(self, path):
        self.page.goto(self.portal + path)

    def start_counting(self):
        self.presses = self.typed = self.keys = 0

    @property
    def seconds(self) -> float:
        """How long a practised person takes by the keystroke-level model: 0.28 s a key, 1.1 s to
        point, 0.4 s from mouse to keys, 1.35 s to think before each press and each field; two
        seconds a press for the page to come."""
        return self.presses * (1.35 + 1.1 + 2) + self.typed * (1.35 + 1.1 + 0.4) + self.keys * 0.28

    def choose(self, field, *args, **option):
        self.presses += 2  # open the list, pick
        self.page.select_option(field, *args, **option)

    def type(self, field, text):
        self.typed += 1
        self.keys += 2 * len(text)  # Chinese takes some two keys a character
        self.page.fill(field, text)

    def press(self, name):
        self.presses += 1
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name):
        self.presses += 1
        self.page.get_by_role("link", name=name).first.click()

    def by_keyboard(self, name, typing=None):
        """Reach what says so by Tab from the top of the page, each stop with a visible outline,
        and press Enter; `typing` goes into the fields passed on the way, by their labels. Returns
        how many presses of Tab it took."""
        if not self.page.url.count("#"):
            self.page.evaluate("document.activeElement.blur()")
        for stop in range(1, 80):
            self.page.keyboard.press("Tab")
            said, label, outlined = self.page.evaluate(FOCUS)
            assert outlined, said or label
            if typing and label in typing:
                self.page.keyboard.type(typing[label])
            if said == name:
                with self.page.expect_navigation():
                    self.page.keyboard.press("Enter")
                return stop
        raise AssertionError(f"no {name}")

    def unfold(self, name):
        self.presses += 1
        self.page.locator("summary", has_text=name).click()

    def sees(self, *texts):
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text)

    def number(self, key):
        return self.page.locator(f"#{key}").inner_text()


def report_six_piles(desk):
    desk.follow("去填报")
    desk.page.fill("#id_site_name", "文化广场充电站")
    desk.page.select_option("#id_site_kind", "public_place")
    desk.page.select_option("#id_village", cast.DAIYUE_VILLAGE)
    desk.page.fill("#id_dc", "6台")
    desk.page.fill("#id_connectors", "12")
    desk.page.fill("#id_power", "360")
    desk.page.fill("#id_on", "2025-03-18")
    desk.press("加入本期")
    desk.sees("已存入草稿", "新增公共直流桩6台")
    desk.press("核对并上报")
    desk.press("确认无误，上报")
    desk.sees("回执", "202503-", "按时")


def test_an_unchanged_month_takes_at_most_five_presses_and_nothing_typed(browser, portal):
    officer = Desk(browser, portal, f"officer_{cast.DAIYUE}")
    officer.start_counting()
    officer.follow("去填报")
    officer.follow("本期没有变化：零报告")
    officer.press("确认零报告")
    officer.sees("回执", "零报告", "按时")
    assert (officer.presses, officer.typed) == (3, 0) and officer.seconds < 60


@pytest.mark.parametrize("javascript", [True, False])
def test_a_usual_month_takes_at_most_ten_presses_and_five_typed_fields(browser, portal, javascript):
    """A new station with six piles, and what was done under one clause."""
    officer = Desk(browser, portal, f"officer_{cast.DAIYUE}", java_script_enabled=javascript)
    officer.start_counting()
    officer.follow("去填报")
    officer.choose("#id_site_kind", "public_place")
    officer.choose("#id_village", cast.DAIYUE_VILLAGE)
    for field, text in (
        ("#id_site_name", "文化广场充电站"),
        ("#id_dc", "6"),
        ("#id_connectors", "12"),
        ("#id_power", "360"),
        ("#id_on", "2025-03-18"),
    ):
        officer.type(field, text)
    officer.press("工作情况")
    officer.sees("已存入草稿", "新增公共直流桩6台")
    officer.press("用这一句")
    officer.sees("本月工作：新增文化广场充电站，公共直流桩6台")
    officer.press("核对并上报")
    officer.press("确认无误，上报")
    officer.sees("回执", "按时", "文化广场充电站")
    assert (officer.presses, officer.typed) == (9, 5) and officer.seconds < 300
    assert officer.faults == []


def test_enter_in_a_field_adds_the_line_and_leads_nowhere_else(browser, portal):
    officer = Desk(browser, portal, f"officer_{cast.DAIYUE}")
    officer.follow("去填报")
    officer.page.fill("#id_site_name", "文化广场充电站")
    officer.page.press("#id_site_name", "Enter")
    officer.sees("修改这一条：新增充电桩", "请选择新站点的类别")


def test_a_doubt_is_told_while_typing_and_a_known_site_needs_no_description(browser, portal):
    people = [User.objects.get(username=name) for name in (f"officer_{cast.DAIYUE}", "office")]
    make.approved(
        *people, Month(2024, 1), lines=[(LineKind.ADDED, make.new_piles(on="2024-06-18"))]
    )
    officer = Desk(browser, portal, f"officer_{cast.DAIYUE}")
    officer.go(f"/returns/{make.period(Month(2025, 3)).pk}/{cast.DAIYUE}/")
    expect(officer.page.locator("#id_site_name")).to_be_visible()
    officer.page.select_option("#id_site", index=1)
    expect(officer.page.locator("#id_site_name")).to_be_hidden()
    for field, text in (
        ("#id_dc", "1"),
        ("#id_connectors", "2"),
        ("#id_power", "1"),
        ("#id_on", "2025-03-18"),
    ):
        officer.page.fill(field, text)
    expect(officer.page.locator("#form .kept")).to_contain_text(
        "▲ 核实：总功率1千瓦正好等于桩数或枪数"
    )


def test_what_is_typed_survives_a_closed_browser_and_an_ended_session(browser, portal):
    officer = Desk(browser, portal, f"officer_{cast.DAIYUE}")
    officer.follow("去填报")
    address = officer.page.url
    officer.page.fill("#id_site_name", "文化广场充电站")
    officer.page.fill("#id_dc", "6台")
    expect(officer.page.locator("#form .kept")).to_have_text(re.compile(r"草稿已存 \d\d:\d\d$"))
    officer.page.context.clear_cookies(name="session")
    officer.page.fill("#id_connectors", "5")
    expect(officer.page.locator("#form .kept")).to_contain_text("登录已过期：填的内容先存在本机上")
    officer.press("加入本期")  # the session is over: the sign-in page holds what was sent
    officer.sees("刚才填的内容没有丢")
    officer.page.fill("#id_username", f"officer_{cast.DAIYUE}")
    officer.page.fill("#id_password", cast.PASSWORD)
    officer.press("登录")
    officer.press("继续保存")
    officer.sees("充电枪不能少于桩数：6台桩至少6个枪")
    officer.page.close()

    again = Desk(browser, portal, f"officer_{cast.DAIYUE}")  # another browser, the same draft
    again.page.goto(address)
    again.sees("未填完的一条", "直流桩（快充）6台", "文化广场充电站")


@pytest.mark.parametrize("javascript", [True, False])
def test_six_piles_go_from_an_officers_form_to_the_countys_figures_and_the_bulletin(
    browser, portal, javascript
):
    officer = Desk(browser, portal, f"officer_{cast.DAIYUE}", java_script_enabled=javascript)
    report_six_piles(officer)

    office = Desk(browser, portal, "office", java_script_enabled=javascript)
    office.go("/dispatch/?month=2025-03")
    assert office.number("I02_140621_t_202503") == "188"
    assert office.number("I01_140621_y_202503") == "0"
    office.sees("另有待审核 ＋6 台")
    leader = Desk(browser, portal, "leader", java_script_enabled=javascript)
    leader.go("/dispatch/?month=2025-03")
    assert "待审核 ＋6" not in leader.page.inner_text("body")

    office.go("/")
    office.follow("审核")
    office.press("开始审核")
    office.press("通过")
    office.sees("已通过，台账已登记")
    office.go("/dispatch/?month=2025-03")
    assert office.number("I02_140621_t_202503") == "194"
    assert office.number("I01_140621_y_202503") == "6"
    assert office.number("I33_u140621103_y_202503") == "6"
    assert office.number("I04_140621_t_202503") == "1:15.74"  # 3054 ÷ 194

    office.page.click("#I02_140621_t_202503")
    office.sees("文化广场充电站", "岱岳镇 2025年3月月报", "一（二）", "推算值：321−133")
    office.go("/bulletins/2025-03/")
    with office.page.expect_download() as download:
        office.follow("PDF")
    pages = PdfReader(BytesIO(download.value.path().read_bytes())).pages
    text = re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))
    assert (
        "公共充电桩保有量194台" in text
        and "1至3月累计新增6台" in text
        and "1:15.74" in text
        and "薛圐圙乡" in text
    )
    for desk in (officer, office, leader):
        assert desk.faults == []


def test_a_return_sent_back_is_mended_and_handed_in_again(browser, portal):
    officer = Desk(browser, portal, f"officer_{cast.DAIYUE}")
    report_six_piles(officer)
    office = Desk(browser, portal, "office")
    office.go("/")
    office.follow("审核")
    office.press("开始审核")
    office.page.fill("input[name=reason] >> nth=0", "充电枪数请核对")
    office.press("退回修改")
    office.sees("已退回，单位会看到您写的原因")

    officer.go("/")
    officer.sees("专班退回了材料")
    officer.follow("继续填报")
    officer.sees("充电枪数请核对")
    officer.follow("修改")
    officer.page.fill("#id_connectors", "3")
    officer.press("保存修改")
    officer.sees("有1处需要更正", "充电枪不能少于桩数：6台桩至少6个枪")
    assert officer.page.input_value("#id_connectors") == "3"
    assert officer.page.input_value("#id_site_name") == "文化广场充电站"
    officer.page.fill("#id_connectors", "10")
    officer.press("保存修改")
    officer.press("核对并上报")
    officer.press("确认无误，上报")
    officer.sees("第2版", "退回：充电枪数请核对")


def test_an_unchanged_month_takes_three_presses_from_the_home_page(browser, portal):
    officer = Desk(browser, portal, f"officer_{cast.DAIYUE}")
    officer.follow("去填报")
    officer.follow("本期没有变化：零报告")
    officer.press("确认零报告")
    officer.sees("零报告", "回执", "按时")


def test_a_month_in_which_two_sites_go_on_being_built_takes_three_presses_and_no_field(
    browser, portal
):
    """Both are carried along, the one of which the day has passed too."""
    own, office = (User.objects.get(username=n) for n in (f"officer_{cast.DAIYUE}", "office"))
    lines = [
        (LineKind.BUILDING, make.being_built()),
        (LineKind.BUILDING, make.being_built(site_name="南门充电站", expected_on="2025-03-28")),
    ]
    with make.at(date(2025, 3, 3)):
        make.approved(own, office, Month(2025, 2), lines=lines)
    officer = Desk(browser, portal, own.username)
    officer.start_counting()
    officer.follow("去填报")
    officer.follow("本期没有变化：零报告")
    officer.sees("北门充电站", "南门充电站")
    officer.press("确认零报告")
    officer.sees("回执", "零报告", "按时")
    assert (officer.presses, officer.typed) == (3, 0)
    march = Submission.objects.get(period__starts_on=MARCH.first_day)
    workflow.begin_review(office, march)
    workflow.approve(office, march)
    assert [p.piles for p in construction.under_way(make.county(), MARCH)] == [4, 4]
    assert officer.faults == []


def photo(name):
    """A photo that is handed to the page itself: a folder's Chinese names depend on the locale."""
    return {"name": name, "mimeType": "image/png", "buffer": snapshots.taken("PNG")}


def test_an_officer_adds_a_photo_and_finds_it_in_the_return(browser, portal):
    officer = Desk(browser, portal, f"officer_{cast.DAIYUE}")
    officer.follow("去填报")
    officer.sees("没有附件")
    officer.page.set_input_files("#id_file", photo("文化广场站.png"))
    officer.page.fill("#id_note", "接电现场")
    officer.press("上传")
    officer.sees("已上传 文化广场站.jpg", "佐证材料 1 个", "接电现场")
    officer.press("撤下")
    officer.sees("撤下附件", "只能重新上传")
    officer.follow("不撤下，返回")
    officer.sees("佐证材料 1 个")
    officer.press("撤下")
    officer.press("撤下")
    officer.sees("已撤下 文化广场站.jpg", "没有附件")
    officer.follow("本期没有变化：零报告")
    officer.press("确认零报告")
    officer.sees("回执", "没有附件")
    officer.page.set_input_files("#id_file", photo("文化广场站.png"))
    officer.press("上传")
    officer.sees("已上传 文化广场站.jpg", "佐证材料 1 个")
    assert officer.faults == []


def test_the_office_enters_a_paper_return_with_its_scan_and_the_unit_confirms_it(browser, portal):
    office = Desk(browser, portal, "office")
    march = make.period(make.JANUARY + 2).pk
    office.go(f"/board/{march}/{cast.DAIYUE}/enter/")
    office.page.fill("#reason", "停电，报来纸质材料")
    office.page.fill("#received_on", cast.APRIL_2.isoformat())
    office.press("开始代录")
    office.sees("代录：", "停电，报来纸质材料")
    office.follow("本期没有变化：零报告")
    office.sees("代录要附上单位签字盖章的原件扫描件，请先上传")
    office.page.set_input_files("#id_file", photo("原件.png"))
    office.press("上传")
    office.sees("已上传 原件.png")
    office.follow("本期没有变化：零报告")
    office.press("确认零报告")
    office.sees("回执", "专班代录：停电，报来纸质材料", "原件.png")
    officer = Desk(browser, portal, f"officer_{cast.DAIYUE}")
    officer.go(office.page.url.removeprefix(portal))
    officer.press("核对无误，确认")
    officer.sees("已确认，谢谢", "代表单位确认")
    assert office.faults == officer.faults == []


def test_the_dispatch_page_fits_one_screen_and_one_sheet_and_leads_to_the_evidence_in_two_presses(
    browser, portal
):
    officer = User.objects.get(username=f"officer_{cast.DAIYUE}")
    make.approved(officer, User.objects.get(username="office"), make.JANUARY + 2)
    leader = Desk(browser, portal, "leader")
    leader.go("/dispatch/?month=2025-03")
    assert leader.page.evaluate("document.documentElement.scrollHeight") <= 768
    sheet = PdfReader(BytesIO(leader.page.pdf(prefer_css_page_size=True)))
    assert len(sheet.pages) == 1 and sheet.pages[0].mediabox.width > sheet.pages[0].mediabox.height
    leader.start_counting()
    leader.page.click("#I01_140621_y_202503")
    leader.sees("岱岳镇 2025年3月月报", "当年投运的公共充电桩台数之和", "一（二）")
    leader.follow("岱岳镇 2025年3月月报")
    leader.sees("文化广场充电站", "回执", "佐证材料")
    assert leader.faults == []


def test_what_a_leader_reads_fits_one_screen_in_letters_that_can_be_read(browser, portal):
    leader = Desk(browser, portal, "leader")
    for path in (
        "/tasks/",
        "/tasks/2/",
        f"/units/{cast.DAIYUE}/",
        "/units/grid/",
        "/figures/I02_140621_t_202503/",
        "/figures/I04_140621_t_202503/",
        "/timeliness/",
    ):
        leader.go(path)
        leader.page.evaluate("document.querySelectorAll('details').forEach((d) => d.open = false)")
        assert leader.page.evaluate("document.documentElement.scrollHeight") <= 768, path
        assert leader.page.evaluate(SMALLEST_LETTERS) >= 14, path
    assert leader.faults == []


def test_no_page_scrolls_sideways(browser, portal):
    officer, office = (
        Desk(browser, portal, f"officer_{cast.DAIYUE}"),
        Desk(browser, portal, "office"),
    )
    form = f"/returns/{make.period(make.JANUARY).pk}/{cast.DAIYUE}/"
    for desk, paths in (
        (officer, ["/", form, form + "check/"]),
        (
            office,
            [
                "/",
                "/dispatch/",
                "/board/",
                "/ledger/",
                "/plan/",
                "/plan/clauses/task2/",
                "/plan/quotas/",
                "/plan/milestones/",
                "/plan/indicators/",
                "/plan/discrepancies/",
                "/figures/I02_140621_t_202503/",
                "/bulletins/2025-03/",
                "/bulletins/",
                "/supervision/",
                "/password/",
                "/indicators/",
                "/indicators/I01/",
                "/ranking/",
                f"/units/{cast.DAIYUE}/",
                "/tasks/",
                "/tasks/1/",
                "/coverage/",
                "/roads/",
                "/timeliness/",
                "/years/2025/",
                "/places/",
                "/burden/",
                "/suggestions/",
                "/me/",
                "/calendar/",
                "/supervision/open/",
            ],
        ),
    ):
        for path in paths:
            desk.go(path)
            for width in (1366, 360):
                desk.page.set_viewport_size({"width": width, "height": 740})
                wide = desk.page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, (path, width)


def test_the_office_copies_the_groups_reminder_by_one_press_and_the_reminded_find_it_at_home(
    browser, portal
):
    office = Desk(browser, portal, "office")
    office.go("/board/")
    office.follow("催报")
    office.sees("贵单位还没有填报", "岱岳镇")
    office.press("复制工作群催报文字")
    office.sees("已复制，粘贴到工作群即可")
    office.page.get_by_role("button", name=re.compile("^提醒这")).click()
    office.sees("家未报单位：", "岱岳镇")
    office.go("/suggestions/")
    office.page.locator("#text").press("Control+V")
    copied = office.page.input_value("#text")
    assert "岱岳镇" in copied and "截止" in copied
    officer = Desk(browser, portal, f"officer_{cast.DAIYUE}")
    officer.sees("贵单位还没有填报")
    assert office.faults == officer.faults == []


def test_a_leaders_word_goes_from_a_figure_to_being_struck_off(browser, portal):
    """One sentence on a lagging figure, written on a telephone; the head of the office makes a
    notice of it, the unit answers with a photo, one person judges it, another strikes it off, and
    the leader sees its end."""
    cast.person("chief", Role.CHIEF)
    leader = Desk(browser, portal, "leader")
    leader.page.set_viewport_size({"width": 360, "height": 740})
    leader.go("/figures/I33_u140621103_y_202503/")
    leader.start_counting()
    leader.unfold("批示")
    leader.type("#word_text", "为什么一台没有？请查清原因")
    leader.press("批示")
    assert (leader.presses, leader.typed) == (2, 1)
    leader.sees("专班办公室的待办里排在最前", "岱岳镇参考计划新增公共充电桩0台", "待办理")
    assert leader.page.evaluate("document.documentElement.scrollWidth") <= 360

    chief = Desk(browser, portal, "chief")
    expect(chief.page.locator(".inner > .menu .count")).to_have_text("1")
    chief.sees("leader批示：为什么一台没有？请查清原因")
    chief.start_counting()
    chief.follow("办理")
    chief.press("转督办")
    chief.sees("已转督办，核对后送审批")
    assert (chief.presses, chief.typed) == (2, 0)
    address = chief.page.url.removeprefix(portal)
    chief.press("送审批")
    chief.press("签发交办")
    chief.sees("督〔2025〕1号", "立项时的数字")

    unit = Desk(browser, portal, f"officer_{cast.DAIYUE}")
    unit.sees("督〔2025〕1号", "蓝色督办")
    unit.follow("签收")
    unit.sees("为什么一台没有？请查清原因")
    unit.press("签收")
    unit.page.fill("#text-respond", "文化广场站6台已进场，3月底投运")
    unit.page.set_input_files("#file-respond", photo("site.png"))
    unit.press("反馈办理情况")
    unit.sees("已反馈，等专班审核")
    expect(unit.page.get_by_role("img", name="site.jpg")).to_be_visible()
    office = Desk(browser, portal, "office")
    office.go(address)
    office.press("办结")
    assert office.page.get_by_role("button", name="销号", exact=True).count() == 0
    chief.go(address)
    chief.press("销号")
    chief.sees("已销号", "岱岳镇参考计划新增公共充电桩0台")

    leader.go("/")
    leader.unfold("菜单")
    leader.page.locator(".folded").get_by_role("link", name="待办").click()
    leader.sees("为什么一台没有？请查清原因", "已办结", "督〔2025〕1号", "已销号")
    leader.follow("看办理")
    leader.sees("批示转督办", "督办：签收", "督办：销号")
    assert leader.page.evaluate("document.documentElement.scrollWidth") <= 360
    for desk in (leader, office, chief, unit):
        assert desk.faults == []


def test_what_holds_up_a_site_goes_to_a_meeting_and_to_the_end_of_what_it_agreed(browser, portal):
    """A site waits for power: its unit asks for it on the project's page, the office hands it on,
    the grid's people answer; a meeting has its pack, agrees a task with a day, and the next one
    begins with its end."""
    cast.person("chief", Role.CHIEF)
    lines = [(LineKind.BUILDING, make.being_built(expected_on="2025-04-20"))]
    own = User.objects.get(username=f"officer_{cast.DAIYUE}")
    make.approved(own, User.objects.get(username="office"), make.JANUARY + 2, lines=lines)
    cast.officer("grid")

    unit = Desk(browser, portal, own.username)
    unit.go(reverse("construction", args=[Construction.objects.get().pk]))
    unit.start_counting()
    unit.follow("提请协调")
    unit.press("提交")
    assert (unit.presses, unit.typed) == (2, 0)
    unit.sees("待专班办理", "等变压器", "北门充电站")
    matter = unit.page.url.removeprefix(portal)
    office = Desk(browser, portal, "office")
    office.go(matter)
    office.page.select_option("#solver", "grid")
    office.page.fill("#text-hand", "请给出供电方案和接电时间")
    office.press("转交")
    grid = Desk(browser, portal, "officer_grid")
    grid.sees("等变压器")
    grid.go(matter)
    grid.page.fill("#text-respond", "变压器四月中旬到货，18日前接电")
    grid.press("答复")

    office.go("/supervision/")
    office.follow("调度会")
    office.follow("安排调度会")
    office.page.fill("#id_held_on", "2025-04-02")
    office.page.fill("#id_place", "三楼会议室")
    office.press("安排")
    office.press("生成会议材料")
    office.sees("会议材料已生成", "会上用这一稿")
    meeting = office.page.url.removeprefix(portal)
    leader = Desk(browser, portal, "leader")
    leader.page.set_viewport_size({"width": 360, "height": 740})
    leader.go(meeting)
    leader.follow("第1稿")
    leader.sees("在建项目", "北门充电站", "电力：等变压器", "需协调事项", "单位已答复")
    assert leader.page.evaluate("document.documentElement.scrollWidth") <= 360
    office.press("记为已召开")
    office.page.fill("#id_matter", "供电公司18日前给北门充电站接电")
    office.page.select_option("#id_lead", label="国网山阴供电公司")
    office.page.fill("#id_due_on", "2025-04-18")
    office.press("记下这一件")
    office.press("1 件送主任签发")
    chief = Desk(browser, portal, "chief")
    chief.go(meeting)
    chief.press("1 件签发交办")
    chief.sees("已交办", "议定事项 1 件")

    grid.go("/")
    grid.sees("议定事项，2025年4月18日前办结")
    grid.follow("签收")
    grid.press("签收")
    notice = grid.page.url.removeprefix(portal)
    grid.page.fill("#text-respond", "变压器已换，北门充电站已接电")
    grid.page.set_input_files("#file-respond", photo("power.png"))
    grid.press("反馈办理情况")
    office.go(notice)
    office.press("办结")
    chief.go(notice)
    chief.press("销号")
    unit.go(matter)
    unit.press("同意办结")
    unit.sees("已办结")
    office.go("/meetings/new/")
    office.page.fill("#id_held_on", "2025-04-16")
    office.press("安排")
    office.sees("上次议定事项 1 件", "已销号。变压器已换，北门充电站已接电")
    office.press("生成会议材料")
    office.follow("第1稿")
    office.sees("一、上次议定事项", "2025年4月2日调度会议定1件，已销号1件。")
    for desk in (unit, office, grid, leader, chief):
        assert desk.faults == []


def test_a_clean_return_takes_two_presses_and_the_next_one_is_open(browser, portal):
    march = make.JANUARY + 2
    make.handed_in(User.objects.get(username=f"officer_{cast.DAIYUE}"), march)
    make.handed_in(cast.officer(cast.YUJING), march, cast.YUJING, lines=[])
    office = Desk(browser, portal, "office")
    office.sees("有 2 份材料待审核", "新增公共直流桩6台")
    office.follow("审核")
    office.sees("岱岳镇")
    office.start_counting()
    office.press("开始审核")
    office.press("通过，看下一份（还有1份）")
    assert office.presses == 2
    office.sees("已通过岱岳镇 2025年3月月报；这是下一份（最后一份）", "玉井镇")
    office.go("/")
    expect(office.page.get_by_role("checkbox")).to_be_checked()
    office.press("通过勾选的")
    office.sees("已通过1份：玉井镇 2025年3月月报", "没有待审核的材料")
    assert office.faults == []


def test_a_reviewer_needs_no_mouse_and_hears_what_is_wrong_at_its_field(browser, portal):
    march = make.JANUARY + 2
    make.handed_in(User.objects.get(username=f"officer_{cast.DAIYUE}"), march)
    make.handed_in(cast.officer(cast.YUJING), march, cast.YUJING, lines=[])
    office = Desk(browser, portal, "office")
    office.by_keyboard("审核")
    office.by_keyboard("开始审核")
    assert office.by_keyboard("退回修改", typing={"意见1": " "}) <= 40
    expect(office.page.locator(".summary")).to_be_focused()
    office.page.keyboard.press("Tab")
    office.page.keyboard.press("Enter")
    office.page.wait_for_url("**#send_back_reason")
    field = office.page.locator("#send_back_reason")
    assert field.get_attribute("aria-invalid") == "true"
    told = office.page.locator("#" + field.get_attribute("aria-describedby"))
    expect(told).to_have_text("请写明退回的原因，单位要照着改")
    office.by_keyboard("通过，看下一份（还有1份）")
    office.sees("已通过岱岳镇 2025年3月月报；这是下一份（最后一份）", "玉井镇")
    office.by_keyboard("开始审核")
    office.by_keyboard("通过")
    office.sees("已通过")
    assert Submission.objects.filter(state=State.APPROVED).count() == 2


def test_an_office_writes_a_bulletin_and_its_head_signs_it(browser, portal, settings):
    settings.CLOCK_OFFSET = cast.noon(AFTER_DUE) - make.machine_time()
    cast.person("chief", Role.CHIEF)
    office = Desk(browser, portal, "office")
    office.go("/dispatch/?month=2025-03")
    office.start_counting()
    office.follow("本月通报")
    office.press("起草通报")
    assert office.presses <= 3
    office.sees("月通报草稿", "送审前请核对")
    office.page.fill("#p2", office.page.input_value("#p2").replace("188台", "199台"))
    office.page.get_by_role("button", name="保存").first.click()
    office.sees("“199”不是系统算出的数字")
    office.page.fill("#p2", office.page.input_value("#p2").replace("199台", "188台"))
    office.page.get_by_role("button", name="保存").first.click()
    office.press("征求说明")
    office.sees("已放进35家单位的待办", "单位的说明期还没有结束")
    officer = Desk(browser, portal, f"officer_{cast.DAIYUE}")
    officer.sees("2025年3月拟通报内容")
    officer.follow("查看")
    officer.page.fill("#statement", "本月无新增，已于今日补报。")
    officer.press("提交说明")
    officer.sees("已提交说明")
    office.press("送审核")
    address = office.page.url.removeprefix(portal)
    chief = Desk(browser, portal, "chief")
    chief.go(address)
    chief.press("审核通过")
    chief.sees("本月无新增，已于今日补报。")
    chief.page.check("[name=told]")
    chief.press("签发并印发")
    chief.sees("专班通报〔2025〕1号", "SHA-256", "验证码")
    officer.go("/bulletins/")
    officer.follow("关于2025年3月全县充（换）电基础设施建设情况的通报")
    officer.sees("全县公共充电桩保有量188台")
    for desk in (office, chief, officer):
        assert desk.faults == []


def test_pictures_go_on_where_the_net_was_lost(browser, portal):
    with make.at(cast.APRIL_2):
        lines = [(LineKind.ADDED, make.new_piles())]
        draft = make.draft(User.objects.get(role=Role.OFFICER), Month(2025, 3), lines=lines)
    officer = Desk(browser, portal, f"officer_{cast.DAIYUE}")
    page, sent = officer.page, []
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{portal}/returns/{draft.period_id}/{cast.DAIYUE}/")

    def lose_the_second(route):
        sent.append(route)
        if len(sent) != 2:
            route.continue_()
            return
        officer.context.set_offline(True)
        route.abort("internetdisconnected")

    page.route("**/attach/", lose_the_second)
    files = [photo("一.png"), {**photo("二.jpg"), "buffer": snapshots.taken()}]
    page.set_input_files("#id_file", files)
    expect(page.locator(".sending canvas")).to_have_count(2)
    officer.press("上传")
    officer.sees("网断了，连上后接着传", "共2个，已传1个")
    officer.context.set_offline(False)
    officer.sees("已上传 一.jpg、二.jpg", "佐证材料 2 个")
    expect(page.locator("#lines .thumbs img")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert len(sent) == 3 and draft.attachments.count() == 2
    page.locator("#lines .thumbs a").first.click()
    officer.sees("照片 1／2", "新增公共直流桩6台")
    page.wait_for_load_state()
    page.keyboard.press("ArrowRight")
    officer.sees("照片 2／2")
    page.wait_for_load_state()
    page.keyboard.press("ArrowLeft")
    officer.sees("照片 1／2")
    assert [fault for fault in officer.faults if "DISCONNECTED" not in fault] == []


def test_from_a_papers_code_to_a_site_takes_three_presses_after_signing_in(
    browser, portal, settings, quick_press
):
    office = User.objects.get(username="office")
    make.approved(User.objects.get(username=f"officer_{cast.DAIYUE}"), office, MARCH)
    piles = make.new_piles(
        site_name="水泉村充电点", village=cast.YUJING_SHUIQUAN, credited_to=cast.YUJING
    )
    lines = [(LineKind.ADDED, piles)]
    make.approved(cast.officer(cast.YUJING), office, MARCH, unit=cast.YUJING, lines=lines)
    settings.CLOCK_OFFSET = cast.noon(AFTER_DUE) - make.machine_time()
    chief = cast.person("chief", Role.CHIEF)
    paper = drafting.draft(office, read(MARCH), KINDS["month"])
    for user, verb in ((office, "propose"), (chief, "pass")):
        paper = issuing.move(user, verb, paper)
    paper = make.sign(chief, paper)
    leader = Desk(browser, portal, "leader")
    for said in ("公共充电桩保有量", "玉井镇"):  # a number of the county, the second of two units
        leader.context.clear_cookies()
        leader.go(f"/c/{paper.code}/")
        leader.follow("登录后看这份通报")
        leader.type("#id_username", "leader")
        leader.type("#id_password", cast.PASSWORD)
        leader.press("登录")
        leader.page.wait_for_url(f"**/bulletins/{paper.pk}/#p-1")
        leader.start_counting()
        leader.follow(said)
        leader.sees("的出处", f"按台账第{paper.plain.known}号为止")
        leader.page.locator("#sites tbody a").last.click()
        leader.presses += 1
        leader.sees("台账记录", "玉井镇")
        assert leader.presses <= 3 and re.search(r"/sites/\d+/#entry-\d+$", leader.page.url)
    assert leader.faults == []
