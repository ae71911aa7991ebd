"""Dispatch, traces, bulletin: the same number everywhere, each with its origin; pending amounts for
the office alone."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from ledger.models import Entry
from reports.bulletins.compose import compose
from reports.figures.reading import read
from reports.press import pdf
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from targets.months import Month
from tests import cast
from tests.indicators import QUOTA

pytestmark = pytest.mark.django_db
NOVEMBER = Month(2025, 11)


@pytest.fixture(autouse=True)
def january(story):
    with clock.at(cast.noon(cast.AFTER_THE_YEAR)):
        yield


def signed_in(client, username):
    client.force_login(User.objects.get(username=username))
    return client


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_every_figure_of_the_dispatch_page_opens_to_its_origin(client):
    page = signed_in(client, "leader").get("/dispatch/?month=2025-12").content.decode()
    keys = re.findall(r'id="(I[^"]+)" href="([^"]+)"[^>]*>([^<]+)<', page)
    assert len(keys) >= 21 + 6
    for key, path, shown in keys:
        origin = client.get(path)
        assert origin.status_code == 200, key
        assert shown in text_of(origin)


def test_the_origin_of_the_countys_additions_lists_entries_that_add_up(client):
    signed_in(client, "leader")
    pages = [client.get(f"/figures/I01_140621_y_202512/?page={n}") for n in (1, 2, 3)]
    amounts = [
        int(n)
        for page in pages
        for n in re.findall(r'<td class="number">(\d+)台</td>', page.content.decode())
    ]
    assert sum(amounts) == 173 and pages[0].context["page"].paginator.num_pages == 3
    page = pages[0].content.decode()
    added_up = '<td class="number" data-figure="I01_140621_y_202512">173<'
    assert f'colspan="6">合计</td>{added_up}' in page


@pytest.mark.parametrize(
    "path",
    [
        "/figures/I99_140621_y_202511/",
        "/figures/x/",
        "/figures/I01_999999_y_202511/",
        "/figures/I05_140621_y_202511/",
        "/figures/I33_uatlantis_y_202511/",
    ],
)
def test_a_key_that_leads_nowhere_is_not_found(client, path):
    assert signed_in(client, "leader").get(path).status_code == 404


def test_the_page_as_known_in_september_shows_the_uncorrected_figure(client):
    correction = Entry.objects.filter(replaces__measure="public_dc_pile").get()
    page = (
        signed_in(client, "leader")
        .get(f"/dispatch/?month=2025-05&known={correction.number - 1}")
        .content.decode()
    )
    assert re.search(r'id="I33_u140621102_y_202505"[^>]*>6<', page)
    page = client.get("/dispatch/?month=2025-05").content.decode()
    assert re.search(r'id="I33_u140621102_y_202505"[^>]*>4<', page)


def test_the_dispatch_page_and_its_excel_say_the_same(client):
    signed_in(client, "leader")
    page = client.get("/dispatch/?month=2025-12").content.decode()
    book = load_workbook(BytesIO(client.get("/dispatch/?month=2025-12&format=xlsx").content))
    for name, _, value, *_, key in list(book.active.iter_rows(min_row=4, values_only=True)):
        assert re.search(rf'id="{key}"[^>]*>{value}<', page), name


def test_the_queries_of_the_dispatch_page_do_not_grow_with_the_ledger(
    client, django_assert_max_num_queries
):
    signed_in(client, "leader")
    with django_assert_max_num_queries(42):
        client.get("/dispatch/?month=2025-12")


def test_the_bulletin_carries_the_figures_and_prints_the_rare_name():
    december = read(Month(2025, 12))
    pages = PdfReader(BytesIO(pdf.render(compose(december)))).pages
    text = re.sub(r"\s+|—\s*\d+\s*—", "", "".join(page.extract_text() for page in pages))
    assert "全县公共充电桩保有量484台" in text
    assert "全年新增173台，比上年同期增加50台，完成年度任务192台的90.1%，还差19台" in text
    assert "桩车比为1:6.45，目标1:6；" in text and "计算，为1:6.31。" in text
    assert "薛圐圙乡" in text
    assert "还没有认定的乡（镇）有：下喇叭乡，请向专班办公室说明。" in text
    before = compose(read(Month(2025, 11)))
    told = [s.text for p in before.body for s in p.sentences]
    assert [s for s in told if s.endswith("请随下次月报说明。")]


def test_the_bulletin_on_screen_says_what_the_pdf_says(client):
    page = text_of(signed_in(client, "office").get("/bulletins/2025-12/")).replace(" ", "")
    assert "全县公共充电桩保有量484台" in page and "90.1%" in page
    answer = client.get("/bulletins/2025-12/pdf/")
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith(
        "attachment; filename*=UTF-8''%E5%85%B3%E4%BA%8E2025"
    )


def test_officers_do_not_see_bulletin_drafts(client):
    assert signed_in(client, "officer").get("/bulletins/2025-12/").status_code == 404


def test_a_bulletin_rendered_twice_is_the_same_file():
    content = compose(read(NOVEMBER))
    assert pdf.render(content) == pdf.render(content)


def test_every_role_has_its_home(client):
    for username, word in {
        "officer": "要办的",
        "office": "待审核",
        "chief": "待审核",
        "admin": "系统管理",
        "auditor": "审计",
    }.items():
        assert word in signed_in(client, username).get("/").content.decode()
    assert signed_in(client, "leader").get("/").headers["Location"] == "/dispatch/"


def test_pages_of_a_month_after_the_plan_can_be_read(client):
    signed_in(client, "office")
    page = client.get("/dispatch/?month=2026-03").content.decode()
    assert "在方案期满以后：只列数，不评价" in page and "方案没有这一年的任务" in page
    assert client.get("/dispatch/?month=2026-03&format=xlsx").status_code == 200
    assert "2026年没有下达参考计划" in client.get("/bulletins/2026-03/").content.decode()


def test_a_bulletin_of_a_month_before_the_plan_names_no_target():
    early = compose(read(Month(2023, 5)))
    text = "".join(p.text for p in early.body)
    assert "截至5月底，全县尚无公共充电桩。1至5月累计无新增。" in text and "None" not in text


def test_a_january_that_a_closing_account_begins_with_has_no_returns_to_name():
    january = compose(read(Month(2024, 1)))
    text = "".join(p.text for p in january.body)
    assert "None" not in text and "应报送单位" not in text
    assert "公共充电桩保有量188台" in text


def test_the_overview_shows_every_indicator_with_each_of_its_targets(client, story):
    client.force_login(User.objects.get(username="leader"))
    page = client.get("/indicators/?month=2025-12")
    shown = {indicator.code: standings for indicator, standings, *_ in page.context["rows"]}
    rows_of_annex = {QUOTA}  # which the dispatch page lists
    assert set(shown) == set(page.context["reading"].indicators) - rows_of_annex
    assert [s.goal.printed for s in shown["I16"]] == ["不低于车位比的10%", "力争达到20%"]
    assert "口径待定" in page.content.decode() and "存疑 " in page.content.decode()
    answer = client.get("/indicators/?month=2025-12&format=xlsx")
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[2][:3] == ("编号", "指标", "数值") and len(rows) == 3 + sum(
        map(len, shown.values())
    )
    assert next(row for row in rows if row[0] == "I34")[9].startswith("I34_140621_m_202512")


def test_the_time_machine_shows_what_was_known_on_a_day(client, story):
    """The correction of 20 September 2025 takes two of May's four piles away; the day before nobody
    knew."""
    client.force_login(User.objects.get(username="leader"))
    number = {}
    for day in ("2025-09-19", "2025-09-20"):
        page = client.get(f"/dispatch/?month=2025-05&known_on={day}")
        number[day] = page.context["added"].figure.value
        assert "为止的已知情况" in page.content.decode()
        assert (
            client.get(f"/indicators/?month=2025-05&known_on={day}")
            .context["rows"][0][1][0]
            .figure.value
            == number[day]
        )
    assert number["2025-09-19"] - number["2025-09-20"] == 2
    assert client.get("/dispatch/?known_on=gestern").status_code == 404
