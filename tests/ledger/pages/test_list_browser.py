"""A power company's register in a real browser: from its upload by 对表 to the ledger."""

import pytest
from django.db.models import Sum
from playwright.sync_api import expect

from ledger.models import Entry, Site, State, Submission
from shanyin_charging.accounts.models import Role
from tests import cast, make
from tests.list_desk import CASES
from tests.test_browser import Desk, browser

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def portal(committed, live_server, settings, tmp_path):
    """A served portal after the year."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CLOCK_OFFSET = cast.noon(cast.AFTER_THE_YEAR) - make.machine_time()
    make.ledger()
    cast.office(), cast.person("second", Role.OFFICE)
    return live_server.url


def upload(desk, name):
    desk.go("/lists/")
    desk.page.set_input_files("#id_file", CASES / name)
    desk.page.fill("#id_note", "县供电公司")
    desk.press("上传并预览")


def write(desk, *first):
    """Press what comes first, then write the list whole."""
    for name in first:
        desk.press(name)
    assert "4 行都看懂了" in desk.page.inner_text("h1")
    desk.press("整份写入，送审核")
    desk.sees("4行分入4份材料")


def point_at_heads(desk, row):
    """Say by hand in which row the heads stand; the sheet is read again so."""
    if not desk.page.locator("#id_h0-first").is_visible():
        desk.unfold("表头认得不对？")
    desk.type("#id_h0-first", row)
    desk.type("#id_h0-last", row)
    desk.page.locator("#content form button").first.click()
    desk.sees("已照改过的栏目重新认表，请再看一遍")


def sees_the_register(desk):
    """对表 with its heads found, five other rows struck out, the total held against the rows."""
    desk.sees("表头在第 3 行，数据到第 7 行", "与表中合计一致：直流桩9台")
    assert desk.page.locator(".struck").count() == 5


def test_a_messy_register_goes_from_upload_to_the_ledger(browser, portal):
    office, name = Desk(browser, portal, "office"), "01-grid-station-list.xlsx"
    upload(office, name)
    page = office.page
    assert page.inner_text("h1") == f"对表：{name}"
    sees_the_register(office)
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 1366, "height": 768})
    point_at_heads(office, "4")
    office.sees("表头在第 4 行")
    point_at_heads(office, "3")
    sees_the_register(office)
    office.go("/lists/")
    office.press("不要了，删去")
    office.sees(f"“{name}”没有写入，已经删去")
    expect(page.get_by_role("link", name=name)).to_have_count(0)

    upload(office, name)  # nothing of what was thrown away is remembered: it is asked again
    sees_the_register(office)
    write(office, "核对 4 行")
    office.type("#id_reason", "来源写错了")
    office.press("撤回 4 份")
    office.sees(f"“{name}”撤回了4份材料，都已作废")
    upload(office, name)  # the same shape of the same sender: no question
    office.sees("照“县供电公司”上次的样子", "没有再问")
    write(office)
    upload(office, name)
    assert "这份清单已经补录过" in page.inner_text("h1")
    assert office.faults == []

    second = Desk(browser, portal, "second")
    for submission in Submission.objects.filter(state=State.SUBMITTED).order_by("pk"):
        second.go(f"/submissions/{submission.pk}/")
        second.press("开始审核")
        second.page.locator("form[action$='/approve/'] button").first.click()
        second.page.wait_for_load_state()
    piles = Entry.objects.filter(measure__in=["public_dc_pile", "public_ac_pile"])
    assert piles.aggregate(n=Sum("value"))["n"] == 11 and Site.objects.count() == 4
    assert second.faults == []
