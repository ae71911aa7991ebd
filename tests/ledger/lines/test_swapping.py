"""换电站: reported by itself, in and out of service; no pile and no public pile."""

from datetime import date

import pytest

from ledger.entries import stocks
from ledger.lines import line_form
from ledger.lines.readback import sentence
from ledger.models import Entry, LineKind, Site
from ledger.periods import books
from reports.figures.reading import read
from targets.months import Month
from tests import cast, make
from tests.indicators import ADDED, STOCK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_april")]
MARCH, APRIL = Month(2025, 3), Month(2025, 4)
STATIONS = "I45"


@pytest.fixture
def people():
    return cast.person("energy", "officer", "energy"), cast.office()


def swap(event="opened", on="2025-03-18", **changes):
    where = {
        "site": "new",
        "site_name": "运煤专线换电站",
        "site_kind": "service_area",
        "village": cast.DAIYUE_VILLAGE,
    }
    return {**where, "event": event, "on": on, **changes}


def there(event, on):
    return swap(event, on, site=str(Site.objects.get().pk))


def tell(people, month, typed):
    return make.approved(*people, month, "energy", [(LineKind.SWAP, typed)])


def counted(month):
    return read(month).figure(STATIONS).value


def test_a_swap_station_is_counted_and_is_no_pile(client, people):
    before = [read(MARCH).figure(code).value for code in (ADDED, STOCK)]
    submission = tell(people, MARCH, swap())
    assert counted(MARCH) == 1 and counted(Month(2025, 2)) == 0
    reading = read(MARCH)
    assert [reading.figure(code).value for code in (ADDED, STOCK)] == before
    assert reading.figure("I05").value == 0
    line = submission.versions.get().lines.get()
    assert sentence(line).endswith("高速公路服务区）：换电站2025-03-18投运")
    client.force_login(people[1])
    page = client.get(f"/sites/{Site.objects.get().pk}/").content.decode()
    assert "<dt>换电站</dt>" in page and "<b>1</b> 座" in page
    assert "换电站投运" in client.get(f"/submissions/{submission.pk}/").content.decode()
    assert "换电站" in client.get("/indicators/?month=2025-03").content.decode()


def test_it_goes_out_of_service_and_comes_back(people):
    tell(people, MARCH, swap())
    tell(people, APRIL, there("stopped", "2025-04-10"))
    assert (counted(MARCH), counted(APRIL)) == (1, 0)
    with make.at(date(2025, 5, 26)):
        books.open_periods(make.county().ledger, "test")
        tell(people, Month(2025, 5), there("resumed", "2025-05-20"))
        assert counted(Month(2025, 5)) == 1
    causes = list(Entry.objects.filter(measure="swap_station").values_list("cause", "value"))
    assert sorted(causes) == [("added", 1), ("resumed", 1), ("stopped", -1)]


def test_one_that_is_out_of_use_is_dismantled_and_another_may_open_there(people):
    tell(people, MARCH, swap())
    tell(people, APRIL, there("stopped", "2025-04-10"))
    with make.at(date(2025, 5, 26)):
        books.open_periods(make.county().ledger, "test")
        told = tell(people, Month(2025, 5), there("dismantled", "2025-05-20"))
        assert sentence(told.current.lines.get()).endswith("：停用着的换电站2025-05-20拆除")
        assert [counted(Month(2025, month)) for month in (3, 4, 5)] == [1, 0, 0]
        causes = Entry.objects.filter(measure="swap_station").order_by("number")
        assert [entry.cause_word for entry in causes] == ["新增", "停用", "转出停用", "拆除"]
        again = line_form(LineKind.SWAP, told, there("opened", "2025-05-22"))
        assert again.is_valid()
        back = line_form(LineKind.SWAP, told, there("resumed", "2025-05-22"))
        assert "没有停用着的换电站" in back.errors["event"][0]
        make.ruled("stopped_counts", {"answer": True})
        assert [counted(Month(2025, month)) for month in (3, 4, 5)] == [1, 1, 0]


def test_one_that_was_there_from_the_start_is_an_opening(people):
    tell(people, MARCH, swap(on="2023-06-01"))
    entry = Entry.objects.get(measure="swap_station")
    assert (entry.cause, entry.on) == ("opening", make.county().ledger.opened_on)
    assert counted(Month(2025, 1)) == 1


@pytest.mark.parametrize(
    ("event", "on", "fault"),
    [
        ("opened", "2025-04-10", "已有换电站（在用），不能再报投运"),
        ("resumed", "2025-04-10", "没有停用着的换电站"),
        ("stopped", "2025-03-10", "2025-03-10起没有在用的换电站，不能停用"),
        ("dismantled", "2023-06-01", "及以前的只报投运"),
    ],
)
def test_what_does_not_fit_what_stands_there_is_a_fault(people, event, on, fault):
    tell(people, MARCH, swap())
    draft = make.draft(people[0], APRIL, "energy")
    form = line_form(LineKind.SWAP, draft, there(event, on))
    assert fault in form.errors["event"][0]


def test_a_new_site_only_opens(people):
    draft = make.draft(people[0], MARCH, "energy")
    assert line_form(LineKind.SWAP, draft, swap()).is_valid()
    assert "没有在用的换电站" in line_form(LineKind.SWAP, draft, swap("stopped")).errors["event"][0]
    assert line_form(LineKind.SWAP, draft, swap("")).errors["event"]


def test_its_stock_is_read_with_the_sites(people):
    tell(people, MARCH, swap())
    assert stocks.stocks_of([Site.objects.get().pk])[Site.objects.get().pk, "swap_station"] == 1
