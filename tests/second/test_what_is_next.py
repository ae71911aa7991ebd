"""What a next plan is likely to ask for, counted over one ledger: each value worked out by hand,
and the same on pages, in files and in papers."""

from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from ledger.models import Entry, Ledger, Site
from ledger.periods import books
from reports.bulletins.compose import compose
from reports.bulletins.tables import progress
from reports.documents.kinds import MONTH, TASK, UNIT
from reports.documents.proofreading import findings
from reports.figures import formats
from reports.figures.reading import read
from shanyin_charging import clock
from targets.models import Area, AreaKind
from targets.months import Month
from tests import cast, make
from tests.targets.plan.books import NEXT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
MARCH = Month(2026, 3)
DUE = date(2026, 4, 10)  # March 2026 has fallen due
POSTED = (  # measure, value in the smallest unit: six fast piles of 360 kW, four slow ones of 28 kW
    ("public_dc_pile", 6),
    ("public_power", 3600),
    ("public_ac_pile", 4),
    ("public_power", 280),
    ("private_ac_pile", 10),
    ("swap_station", 1),
    ("inspection", 3),
)
VALUES = {  # indicator: its value, and how it is said
    "I01": (10, "10台"),
    "I02": (204, "204台"),  # 188 before the first plan, six of 360 kW in March 2025
    "K01": (7480, "748千瓦"),
    "K02": (3880, "388千瓦"),
    "K03": (Decimal(748) / 400, "1.87千瓦"),  # over 300 and 100 vehicles
    "K04": (10, "10台"),
    "K05": (1, "1座"),
    "K06": (1, "1个"),
    "K07": (12, "12台"),
    "K08": (3, "3次"),
    "K09": (0, "0台"),
    "K10": (0, "0台"),
}
# Sites with their piles and tenths of a kilowatt: 975 kW over three piles are 325 each, 960 over
# two 480, 358 over three not quite 120.
POWERFUL = {
    "服务区东": (2, 1, 9750),
    "服务区西": (2, 0, 9600),
    "老站": (3, 0, 3580),
}


NAMED = {
    "公共充电桩额定功率": 748,
    "新增公共充电容量": 388,
    "每辆电动汽车的公共充电容量": 1.87,
    "私人充电桩": 10,
    "换电站": 1,
}


def post(line, measure, value, cause="added", site=None):
    ledger, village = Ledger.objects.get(), Area.objects.get(code=cast.DAIYUE_VILLAGE)
    Entry.objects.create(
        county=ledger.county,
        number=ledger.last_number + 1,
        measure=measure,
        cause=cause,
        area=village,
        site=site,
        value=value,
        on=date(2026, 3, 10),
        posted_at=clock.now(),
        approved_by="李四",
        line=line,
    )
    ledger.last_number += 1
    ledger.save()


@pytest.fixture
def counted(client):
    """The second plan holds, and what March 2026 brought is in the ledger."""
    first = make.approved(cast.officer(), cast.office(), Month(2025, 3))
    line = first.current.lines.get()
    call_command("load_plan", NEXT, stdout=StringIO())
    with make.at(DUE):
        books.open_periods(Ledger.objects.get(), "test")
        for measure, value in POSTED:
            post(line, measure, value)
        for measure, value in (("bev", 300), ("phev", 100)):
            post(line, measure, value, "observed")
        village = Area.objects.get(code=cast.DAIYUE_VILLAGE)
        place = {"county": make.county(), "area": village, "keeper": first.unit}
        pilot = Site.objects.create(name="车网互动站", kind="pilot_v2g", **place)
        post(line, "pilot_built", 1, site=pilot)
        client.force_login(cast.leader())
        yield client


def test_each_is_a_row_over_what_is_counted_with_its_value_by_hand(counted):
    reading = read(MARCH)
    found = {code: reading.figure(code) for code in VALUES}
    assert {code: figure.value for code, figure in found.items()} == {
        code: value for code, (value, _) in VALUES.items()
    }
    assert {code: formats.text(figure) for code, figure in found.items()} == {
        code: text for code, (_, text) in VALUES.items()
    }
    villages = Area.objects.filter(kind=AreaKind.VILLAGE, merged_on=None).count()
    share = reading.figure("I10")
    assert (share.value, share.of) == (1, villages)


def test_each_is_held_against_its_goal_of_the_year(counted):
    standings = {code: read(MARCH).standings(code)[0] for code in VALUES}
    goals = {code: s.goal.value for code, s in standings.items() if s.goal}
    assert goals == {
        "I01": 150,
        "I02": 660,
        "K01": 420_000,
        "K02": 80_000,
        "K03": 8,
        "K06": 1,
        "K08": 24,
    }
    assert standings["K03"].state.word == "尚未达到"
    assert standings["K06"].is_good


def test_piles_of_much_power_are_counted_by_the_average_of_their_site(counted):
    line, place = Entry.objects.exclude(line=None).first().line, make.county()
    village = Area.objects.get(code=cast.DAIYUE_VILLAGE)
    for name, (direct, alternating, power) in POWERFUL.items():
        keeper = line.version.submission.unit
        site = Site.objects.create(
            name=name, kind="car_park", county=place, area=village, keeper=keeper
        )
        post(line, "public_dc_pile", direct, site=site)
        if alternating:
            post(line, "public_ac_pile", alternating, site=site)
        post(line, "public_power", power, site=site)
    powerful, fastest = (read(MARCH).figure(code) for code in ("K09", "K10"))
    assert (powerful.value, fastest.value) == (4, 2)  # of nineteen public ones that run on DC
    assert read(MARCH).figure("K07").value == 19
    page = counted.get(f"/figures/{powerful.key}/").content.decode()
    assert "平均每台不低于250千瓦的站点" in page and "服务区东" in page and "老站" not in page
    content = compose(read(MARCH), TASK, "5")
    assert "大功率充电桩4台" in "".join(p.text for p in content.body) and findings(content) == []


def test_the_quotas_are_quoted_with_the_remark_of_their_own_plan(counted):
    own, first = (progress(read(month), "表").notes[0] for month in (MARCH, Month(2025, 3)))
    note = "参考计划为方案{}；完成率与台数并列，计划台数少的单位一两台即有较大变动。"
    assert (own, first) == (
        note.format("附表所列"),
        note.format("附件2所列，仅供各单位参考"),
    )
    pages = [counted.get(f"/dispatch/?month={m}").content.decode() for m in ("2026-03", "2025-03")]
    assert ["仅供各单位参考" in page for page in pages] == [False, True]


def test_pages_and_files_say_the_same(counted):
    for code, (_, text) in VALUES.items():
        page = counted.get(f"/plan/shanyin_2026/indicators/{code}/?month=2026-03")
        assert page.status_code == 200
        assert formats.digits(read(MARCH).figure(code)) in page.content.decode(), text
    book = counted.get("/indicators/?month=2026-03&format=xlsx")
    rows = list(load_workbook(BytesIO(book.content)).active.iter_rows(values_only=True))
    told = {word: row[n + 1 :] for row in rows for n, word in enumerate(row) if word in NAMED}
    told = {name: next(v for v in row if isinstance(v, int | float)) for name, row in told.items()}
    assert told == NAMED
    for page in ("/dispatch/", "/coverage/", "/tasks/", "/units/140621103/", "/roads/"):
        assert counted.get(f"{page}?month=2026-03").status_code == 200
    unit = counted.get("/units/140621103/?month=2026-03").content.decode()
    assert "公共充电桩额定功率" in unit and "私人充电桩" in unit and "748" in unit
    overview = counted.get("/dispatch/?month=2026-03").content.decode()
    assert "748" in overview and "不少于1台的村（社区）" in overview


@pytest.mark.parametrize(
    ("kind", "subject", "says"),
    [
        (MONTH, "", "1个有公共充电桩"),
        (TASK, "1", "1.87千瓦"),
        (TASK, "4", "换电站"),
        (TASK, "5", "公共直流充电桩"),
        (UNIT, "140621103", "辖区内公共充电桩共16台"),
    ],
)
def test_papers_tell_of_them_without_a_finding(counted, kind, subject, says):
    content = compose(read(MARCH), kind, subject)
    text = "".join(paragraph.text for paragraph in content.body)
    assert says in text and "山政办发〔2026〕3号" in text
    assert findings(content) == []
