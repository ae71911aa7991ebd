"""The one door of lists: order, filter, numbers, totals and files are the same wherever a list is
shown; every page that pages, filters or exports a list comes through it."""

import csv
import re
from io import BytesIO, StringIO
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.urls import get_resolver
from openpyxl import load_workbook

from shanyin_charging import clock
from shanyin_charging.accounts.models import Role, User
from shanyin_charging.listing import A_PAGE
from tests import cast

pytestmark = [pytest.mark.at_length, pytest.mark.django_db]
LISTS = {
    "/ledger/": ("office", "充电设施台账"),
    "/sites/": ("office", "站点台账"),
    "/sites/building/": ("office", "在建项目"),
    "/sites/building/?which=over": ("office", "已投运和不再建的项目"),
    "/plan/quotas/": ("office", "附件2 参考计划"),
    "/plan/milestones/": ("office", "附件3 公路计划"),
    "/plan/discrepancies/": ("office", "存疑事项和待定口径"),
    "/bulletins/": ("office", "通报目录"),
    "/supervision/": ("office", "督办在办事项"),
    "/supervision/?which=over": ("office", "督办已了结事项"),
    "/matters/": ("office", "未办结的需协调事项"),
    "/matters/?which=over": ("office", "已办结的需协调事项"),
    "/checks/": ("office", "未销号的核查事项"),
    "/checks/?which=over": ("office", "已销号和撤回的核查事项"),
    "/checks/hazards/": ("office", "未销号的安全隐患"),
    "/checks/hazards/?which=over": ("office", "已销号的安全隐患"),
    "/checks/rounds/": ("office", "现场核查抽查"),
    "/announcements/": ("office", "通知"),
    "/suggestions/": ("office", "意见建议"),
    "/meetings/": ("office", "调度会"),
    "/lists/": ("office", "清单补录情况"),
    "/board/time/": ("office", "补报和延期"),
    "/implementation/": ("office", "2025年12月落实情况"),
    "/gaps/villages/": ("office", "2025年12月覆盖缺口"),
    "/journal/": ("auditor", "日志"),
    "/people/": ("admin", "账号与岗位"),
}
# What has a file, a pager or a filter without being such a list, and why.
ELSEWHERE = {
    "/board/": "a month's units, each once, under tabs of their states; the file has them all",
    "/dispatch/": "the figures of a month: a file has their keys",
    "/indicators/": "the figures of a month",
    "/counties/": "the figures of a month, a county a row",
    "/ranking/": "the figures of a month, ranked by the rule that the paper prints",
    "/coverage/": "the figures of a month, a township a row",
    "/map/": "each village of a month, drawn; a file has their keys",
    "/next/": "what is proposed for a month, by what it does",
    "/roads/": "the figures of a month, a road a row",
    "/tasks/": "the figures of a month, a task a row",
    "/timeliness/": "a year of months beside each unit",
    "/burden/": "the figures of a month",
    "/search/": "asks in words and shows each kind under its head",
}


SIGNS = r'format=xlsx|class="pager"|class="filters'


@pytest.fixture(autouse=True)
def january(story):
    with clock.at(cast.noon(cast.AFTER_THE_YEAR)):
        yield


def as_(client, username):
    client.force_login(User.objects.get(username=username))
    return client


def asked(path, **more):
    return path + ("&" if "?" in path else "?") + "&".join(f"{k}={v}" for k, v in more.items())


def sheet(answer):
    return list(load_workbook(BytesIO(answer.content)).active.values)


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_whole_in_its_files_which_have_chinese_names_and_the_day(client, path):
    username, title = LISTS[path]
    page = as_(client, username).get(path)
    rows = list(page.context["table"].rows)
    book = client.get(asked(path, format="xlsx"))
    name = unquote(book["Content-Disposition"])
    assert re.search(rf"{title.split('覆盖')[0]}.*_20260106\.xlsx$", name), name
    below = bool(page.context["table"].total)
    assert len(sheet(book)) == 3 + len(rows) + below
    text = client.get(asked(path, format="csv")).content.decode("utf-8-sig")
    came = path == "/journal/"  # who took out the file before is in it by now
    assert len(list(csv.reader(StringIO(text)))) == 1 + len(rows) + below + came


@pytest.mark.parametrize("path", LISTS)
def test_print_shows_every_row_on_one_page_with_the_same_numbers(client, path):
    username, _ = LISTS[path]
    page = as_(client, username).get(asked(path, print=1))
    table = page.context["table"]
    assert not hasattr(table, "paginator") and "下一页" not in page.content.decode()
    if "position" in table.columns.names() and path != "/plan/quotas/":
        assert next(table.numbers) == len(table.rows) + 1


def test_numbers_go_on_from_page_to_page(client):
    page = as_(client, "office").get("/sites/?page=2").content.decode()
    first = re.search(r"<tbody><tr><td[^>]*>(\d+)</td>", page)
    assert first and int(first[1]) == A_PAGE + 1


def test_order_and_filter_go_along_into_file_print_and_pager(client):
    page = as_(client, "office").get("/ledger/?cause=added&sort=value&page=2").content.decode()
    links = re.findall(r'href="(\?[^"]*(?:format|print|page)=[^"]*)"', page)
    assert len(links) >= 5
    assert [link for link in links if "cause=added" not in link or "sort=" not in link] == []
    rows = sheet(client.get("/ledger/?cause=added&sort=value&format=xlsx"))
    values = [row[rows[2].index("数量")] for row in rows[3:]]
    assert values == sorted(values) and "所选　变动：新增" in rows[1][0]


def test_a_filtered_total_is_of_what_is_chosen_and_is_called_so(client):
    client = as_(client, "office")
    rows = sheet(client.get("/ledger/?measure=public_dc_pile&cause=added&format=xlsx"))
    values = [row[rows[2].index("数量")] for row in rows[3:]]
    assert rows[-1][0] == "所选合计" and values[-1] == sum(values[:-1]) > 0
    assert "所选合计" not in client.get("/ledger/").content.decode()
    whole, other = (
        sheet(client.get(f"/plan/quotas/?kind={kind}&format=xlsx")) for kind in ("", "other")
    )
    assert whole[-1][1] == "合计" and other[-1][1] == "所选合计"
    printed = {row[1]: row[0] for row in whole[3:]}
    assert [row[0] for row in other[3:-1]] == [printed[row[1]] for row in other[3:-1]]


def test_choices_are_of_what_may_be_seen(client):
    page = as_(client, "office").get("/supervision/")
    leads = page.context["filter"].form.fields["lead"].queryset
    assert set(leads) == {row.record.lead for row in page.context["table"].rows} | {
        row.record.lead for row in client.get("/supervision/?which=over").context["table"].rows
    }
    own = as_(client, "u_grid").get("/supervision/").context["filter"].form.fields["lead"].queryset
    assert own.count() < leads.count()


def test_what_may_not_be_seen_on_the_page_is_not_in_the_file(client):
    issued = sheet(as_(client, "officer").get("/bulletins/?format=xlsx"))
    assert "已读（人）" not in issued[2] and {row[4] for row in issued[3:]} == {"已印发"}
    for path, username in (
        ("/ledger/", "officer"),
        ("/people/", "office"),
        ("/journal/", "office"),
    ):
        assert as_(client, username).get(asked(path, format="xlsx")).status_code == 404
    assert as_(client, "officer").get("/board/time/?format=csv").status_code == 404


def test_every_page_with_a_filter_a_pager_or_a_file_comes_through_the_door(client):
    addresses = {f"/{p.pattern}" for p in get_resolver().url_patterns if not p.pattern.converters}
    without, met = set(), {"/sign-out/"}
    for role in Role.values:
        as_(client, role)
        for path in addresses - met:
            answer = client.get(path)
            if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
                continue
            if not cast.LONG:  # else as each role finds it
                met.add(path)
            lists = re.search(SIGNS, answer.content.decode())
            if lists and not {"table", "whole"} <= answer.context.keys():
                without.add(path)
    assert without == set(ELSEWHERE)


def test_nobody_else_pages_a_list_or_configures_a_table():
    allowed = {"shanyin_charging/listing.py", "reports/pages/trace.py"}  # a figure's entries
    found = {
        str(path.relative_to(settings.ROOT))
        for app in ("shanyin_charging", "targets", "ledger", "reports")
        for path in (settings.ROOT / app).rglob("*.py")
        if re.search(r"\bPaginator\(|RequestConfig\(", path.read_text(encoding="utf-8"))
    }
    assert found == allowed


def test_the_choice_of_one_of_two_states_is_said_in_its_word(client):
    client.force_login(User.objects.get(username="admin"))
    answer = client.get("/people/?is_active=True&format=xlsx")
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert any("状态：在用" in str(cell) for cell in rows[1])
