"""A figure beside last month's and last year's: what is known is compared, what nothing tells of is
not taken for 0; the forecast of rows and counts; the stock on its way to the plan's goals."""

import csv
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from lxml import html

from ledger.models import LineKind
from reports.bulletins.compose import compose
from reports.figures import formats
from reports.figures.over_time import course, history, outlook, over_time
from reports.figures.reading import read
from targets.months import Month
from tests import cast, make
from tests.indicators import (
    ADDED,
    DISTANCE,
    QUOTA,
    RATIO,
    STOCK,
    TIMELINESS,
    VEHICLES,
    VILLAGE_COVERAGE,
)
from tests.reports.figures.test_progress import figure

MARCH, APRIL, DECEMBER_2024 = Month(2025, 3), Month(2025, 4), Month(2024, 12)


def share(value, **fields):
    return replace(figure(value), unit="%", form="ratio", **fields)


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        (figure(486), figure(464), "＋22"),
        (figure(464), figure(486), "−22"),
        (figure(464), figure(464), "持平"),
    ],
)
def test_a_count_is_compared_in_its_unit(now, then, said):
    assert formats.change(now, then) == said


def test_a_paper_says_it_in_words():
    assert formats.compared(figure(486), figure(464), "上月底") == "比上月底增加22台"
    assert formats.compared(figure(460), figure(464), "上月底") == "比上月底减少4台"
    assert formats.compared(figure(464), figure(464), "上月底") == "与上月底持平"


@pytest.fixture
def six_in_march(late_april):
    """Six piles in service on 18 March, approved; the closing account of 2024 is empty."""
    make.approved(cast.officer(), cast.office(), MARCH)


def closing_of_2024():
    """Four piles of 岱岳镇 in service in June 2024, approved in the year's closing account."""
    lines = [(LineKind.ADDED, make.new_piles(on="2024-06-10", dc="4", connectors="8"))]
    office = cast.person("second", cast.Role.OFFICE)
    officer = cast.officer(cast.YUJING)
    village = {"village": cast.YUJING_SHUIQUAN, "credited_to": cast.YUJING}
    lines = [(kind, {**typed, **village}) for kind, typed in lines]
    period = make.Period.objects.get(starts_on=date(2024, 1, 1))
    from_2024 = Month.of(period.starts_on)
    make.approved(officer, office, from_2024, cast.YUJING, lines)


@pytest.mark.usefixtures("six_in_march")
def test_a_stock_is_compared_with_the_month_before():
    found = over_time(read(MARCH), STOCK)
    assert found.last_month and formats.change(found.figure, found.last_month) == "＋6"
    assert found.last_month.month == Month(2025, 2) and found.added is None


@pytest.mark.usefixtures("six_in_march")
def test_of_a_year_nothing_is_known_of_nothing_is_said():
    assert over_time(read(MARCH), STOCK).last_year is None
    text = "".join(p.text for p in compose(read(MARCH)).body)
    assert "3月，全县新增公共充电桩6台" in text and "上年同期" not in text


@pytest.mark.usefixtures("six_in_march")
def test_a_closing_account_tells_how_things_stood_at_its_end_and_not_at_its_months():
    closing_of_2024()
    assert over_time(read(MARCH), STOCK).last_year is None
    december = read(Month(2025, 12))
    stock, added = over_time(december, STOCK), over_time(december, ADDED)
    assert stock.last_year and formats.change(stock.figure, stock.last_year) == "＋6"
    assert added.last_year and formats.change(added.figure, added.last_year) == "＋2"
    text = "".join(p.text for p in compose(december).body)
    assert "保有量198台，比上年同期增加6台，" in text
    assert "全年新增6台，比上年同期增加2台，" in text


@pytest.mark.usefixtures("six_in_march")
def test_what_is_summed_over_a_year_says_what_the_month_added():
    march, april = over_time(read(MARCH), ADDED), over_time(read(APRIL), ADDED)
    assert march.added and march.added.value == 6 and march.last_month is None
    assert april.added and april.added.value == 0 and april.figure.value == 6


@pytest.mark.usefixtures("six_in_march")
def test_the_small_line_says_its_months_in_words():
    trend = over_time(read(MARCH), STOCK).trend
    assert trend and trend.title == "2025年1月188台，2025年2月188台，2025年3月194台"
    assert over_time(read(Month(2025, 1)), STOCK).trend is None  # one month is no line


@pytest.mark.usefixtures("six_in_march")
def test_an_observation_that_still_stands_is_not_compared_with_itself():
    seen = over_time(read(MARCH), "I03")
    assert seen.last_month is None and seen.last_year is None


@pytest.mark.usefixtures("six_in_march")
def test_a_figures_months_are_those_that_are_known():
    assert [f.value for f in history(read(MARCH), read(MARCH).figure(ADDED))] == [0, 0, 6]
    assert history(read(MARCH), read(MARCH).figure(TIMELINESS)) == []


@pytest.mark.django_db
def test_before_anything_is_known_the_stock_stands_at_the_opening(client):
    """The first days of a portal: whoever signs in sees the way from 188 to the year's goal."""
    with make.at(date(2024, 5, 2)):
        make.ledger(first=Month(2024, 5))
        client.force_login(cast.leader())
        assert client.get("/dispatch/").status_code == 200
        found = course(read(Month(2024, 4)))
    assert found and [mark.words for mark in (found.last, *found.goals)] == ["188", "321"]
    assert found.first == found.last and found.first.x < found.goals[0].x


@pytest.mark.usefixtures("six_in_march")
def test_the_stock_goes_on_to_the_goals_of_the_plan():
    """From 188 to 321 and on to 509: on the straight line 321 + 188 × 3 / 12 = 368 by March."""
    found = course(read(MARCH))
    assert found and [mark.words for mark in (found.first, *found.goals)] == ["188", "321", "509"]
    assert found.title.startswith("公共充电桩保有量：2023年12月底188台") and "194台" in found.title
    assert found.title.endswith("2024年底目标321台，2025年底目标509台。")
    ends = [tuple(map(float, point.split(","))) for point in found.pace.split()]
    assert len(ends) == 25 and ends[-1] == (found.goals[1].x, found.goals[1].y)
    assert course(read(Month(2023, 5))) is None


@pytest.mark.django_db
def test_before_the_ledger_is_open_there_is_no_way_to_draw():
    with make.at(date(2025, 4, 8)):
        assert course(read(MARCH)) is None


@pytest.mark.usefixtures("six_in_march")
def test_a_row_has_its_forecast_only_where_it_is_due_and_judged():
    """岱岳镇: 6 of 15, all in March: 2 a month, 9 missing, done five months on; April and what
    follows are 9 months."""
    row = next(where for where in read(MARCH).rows if where.unit == cast.DAIYUE)
    said = formats.forecast(outlook(read(MARCH), read(MARCH).standing(QUOTA, row)))
    assert said == "近三个月每月2台，照此2025年8月完成；按期完成每月要1台"
    assert outlook(read(APRIL), read(APRIL).standing(QUOTA, row)) is None  # it is running
    february = read(Month(2025, 2))
    assert outlook(february, february.standing(QUOTA, row)) is None  # it lies behind


@pytest.mark.usefixtures("six_in_march")
def test_only_what_counts_up_is_forecast():
    march = read(MARCH)
    assert outlook(march, march.standing(STOCK))
    for code in (RATIO, VILLAGE_COVERAGE, DISTANCE, VEHICLES):
        assert outlook(march, march.standing(code)) is None


@pytest.mark.parametrize("path", ["dispatch", "ranking", f"units/{cast.DAIYUE}", "indicators/I02"])
@pytest.mark.usefixtures("six_in_march")
def test_pages_say_what_has_changed_and_what_it_takes(client, path):
    client.force_login(cast.leader())
    page = client.get(f"/{path}/?month=2025-03").content.decode()
    assert 'class="trend"' in page and "2025年3月" in page
    assert "完成；按期完成每月要" in page
    assert "比上年同期 " not in page


@pytest.mark.usefixtures("six_in_march")
def test_the_ranking_has_the_same_columns_in_its_file(client):
    client.force_login(cast.leader())
    page = html.document_fromstring(client.get("/ranking/?month=2025-03").content.decode())
    drawn = ("近12个月", "进度")
    heads = [head.text_content().strip() for head in page.xpath("(//table)[1]//th")]
    text = client.get("/ranking/?month=2025-03&format=csv").content.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text)))
    told = next(row for row in rows if row[:1] == ["组别"])
    assert [head.removesuffix("（台）") for head in told[1:-1]] == [
        h for h in heads if h not in drawn
    ]
    first = dict(zip(told, rows[rows.index(told) + 1], strict=True))
    cells = page.xpath("(//table)[1]/tbody/tr[1]/td")
    shown = {head: cell.text_content().strip() for head, cell in zip(heads, cells, strict=True)}
    assert shown["单位"] == first["单位"] == "岱岳镇"
    assert (first["本年新增（台）"], first["本月（台）"], first["比上年同期（台）"]) == (
        "6",
        "6",
        "",
    )
    assert first["照此完成"] == shown["照此完成"] and len(shown["照此完成"]) > 6
    assert f"{first['按期每月要（台）']} 台" == shown["按期每月要"]
