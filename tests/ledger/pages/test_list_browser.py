"""A power company's register in a real browser: from its upload by 对表 to the ledger."""

import pytest
from django.db.models import Sum

from ledger.models import Entry, Site, Submission
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


def test_a_messy_register_goes_from_upload_to_the_ledger(browser, portal):
    office, name = Desk(browser, portal, "office"), "01-grid-station-list.xlsx"
    upload(office, name)
    page = office.page
    assert page.inner_text("h1") == f"对表：{name}"
    assert page.locator(".struck").count() == 5
    assert "“合计”对得上：直流桩9" in page.inner_text("main, #content")
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 1366, "height": 768})
    office.press("核对 4 行")
    assert "4 行都看懂了" in page.inner_text("h1")
    office.press("整份写入，送审核")
    assert "4行分入4份材料" in page.inner_text(".message")
    upload(office, name)
    assert "这份清单已经补录过" in page.inner_text("h1")
    assert office.faults == []

    second = Desk(browser, portal, "second")
    for submission in Submission.objects.order_by("pk"):
        second.go(f"/submissions/{submission.pk}/")
        second.press("开始审核")
        second.page.locator("form[action$='/approve/'] button").first.click()
        second.page.wait_for_load_state()
    piles = Entry.objects.filter(measure__in=["public_dc_pile", "public_ac_pile"])
    assert piles.aggregate(n=Sum("value"))["n"] == 11 and Site.objects.count() == 4
    assert second.faults == []
