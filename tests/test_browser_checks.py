"""A field check in a real browser: drawn at a desk, made at the site on a phone, corrected."""

import pytest

from ledger.models import LineKind, State, Submission
from shanyin_charging.accounts.models import Role, User
from targets.months import Month
from tests import cast, make
from tests.test_browser import Desk, browser, photo, portal

__all__ = ["browser", "portal"]  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}


def on_a_phone(desk):
    desk.page.set_viewport_size(PHONE)
    return desk


def fits(desk):
    """Nothing is wider than the phone."""
    return desk.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_field_check_goes_from_the_draw_to_the_correction(browser, portal, javascript):
    cast.person("second", Role.OFFICE)
    own, office = (User.objects.get(username=n) for n in (f"officer_{cast.DAIYUE}", "office"))
    lines = [(LineKind.ADDED, make.new_piles())]
    make.approved(own, office, Month(2025, 3), lines=lines)

    desk = Desk(browser, portal, "office", java_script_enabled=javascript)
    desk.go("/supervision/")
    desk.follow("现场核查")
    desk.follow("抽取站点")
    desk.page.fill("#id_held_on", "2025-04-02")
    desk.page.fill("#id_number", "1")
    desk.page.fill("#id_people", "王伟\n李强")
    desk.press("抽取")
    desk.sees("1处中抽出1处", "直流6台、交流0台", "待核查")
    on_a_phone(desk)
    assert fits(desk)
    desk.follow("文化广场充电站")
    desk.page.set_input_files("#id_file", [photo("东侧.png")])
    desk.press("上传")
    desk.sees("照片 1 张")
    if not javascript:
        desk.sees("已上传 东侧.jpg")
    desk.unfold("登记隐患")
    desk.page.fill("#danger textarea", "配电箱门锁坏")
    desk.press("登记隐患")
    desk.sees("已登记", "配电箱门锁坏")
    desk.page.fill("#id_dc", "4")
    for field in ("dc_out", "ac", "ac_out"):
        desk.page.fill(f"#id_{field}", "0")
    assert fits(desk)
    desk.press("记下核查结果")
    desk.sees("1处与台账不符", "核查事项 2 件")
    assert fits(desk)

    unit = on_a_phone(Desk(browser, portal, own.username, java_script_enabled=javascript))
    unit.sees("直流桩：台账6台，现场4台，少2台", "配电箱门锁坏")
    unit.page.locator("a[href^='/checks/']").first.click()
    if "隐患" in unit.page.locator(".crumbs").inner_text():
        unit.go("/")
        unit.page.locator("a[href^='/checks/']").last.click()
    finding = unit.page.url.removeprefix(portal)
    assert fits(unit)
    unit.follow("更正")
    unit.page.locator("input[name^=value_][value='6']").fill("4")
    unit.page.fill("[name=reason]", "迁走两台")
    unit.press("上报更正")
    unit.sees("更正")
    correction = Submission.objects.latest("pk")
    assert correction.state == State.SUBMITTED
    unit.go(finding)
    unit.page.fill("#text-respond", "两台已迁走，台账已提交更正")
    unit.page.set_input_files("#file", photo("迁走后.png"))
    unit.press("答复")
    unit.sees("已答复，等专班审核")
    assert unit.page.locator(".course .thumbs img").count() == 1

    other = Desk(browser, portal, "second", java_script_enabled=javascript)
    other.go(f"/submissions/{correction.pk}/")
    other.press("开始审核")
    other.press("通过")
    other.go(finding)
    other.sees("这一项和现场已经一致")
    other.press("同意，销号")
    other.sees("已销号")
    for someone in (desk, unit, other):
        assert someone.faults == []
