"""The register of sites: a new name, and two records of one place made one."""

from datetime import date

import pytest

from ledger.entries.stocks import stocks_of
from ledger.models import Entry, LineKind, Renaming, Site, Submission
from ledger.returns import workflow
from ledger.sites import registers
from reports.figures.reading import read
from shanyin_charging.asking import OTHER_BY_NOW
from shanyin_charging.lifecycle.transitions import Refused
from targets.months import Month
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_april")]
MARCH, APRIL = Month(2025, 3), Month(2025, 4)


@pytest.fixture
def two():
    """Six piles at one record of a place, four at another in the next village."""
    officer, office = cast.officer(), cast.office()
    make.approved(officer, office, MARCH)
    other = make.new_piles(
        site_name="文化广场站", village="140621103001", dc="4", connectors="8", power="240"
    )
    make.approved(
        officer,
        office,
        APRIL,
        lines=[(LineKind.ADDED, {**other, "on": "2025-04-10", "explanation": "另一处"})],
    )
    return office, Site.objects.get(name="文化广场充电站"), Site.objects.get(name="文化广场站")


def posted_at(submission):
    """The one site that a return's numbers were posted for."""
    entries = Entry.objects.filter(line__version__submission=submission).counting()
    return (
        entries.exclude(cause="reversed").order_by().values_list("site", flat=True).distinct().get()
    )


def test_a_site_keeps_its_earlier_name_in_its_history(two):
    office, site, other = two
    registers.rename(office, site, "人民公园充电站", "挂牌更名")
    kept = Renaming.objects.get()
    assert Site.objects.get(pk=site.pk).name == "人民公园充电站"
    assert (kept.before, kept.on) == ("文化广场充电站", date(2025, 4, 28))
    with pytest.raises(Refused, match="请填新名称和更名的原因"):
        registers.rename(office, site, "公园站", " ")
    with pytest.raises(Refused, match="只有专班办公室"):
        registers.rename(cast.leader(), site, "公园站", "挂牌")


def test_two_records_of_one_place_become_one_and_no_sum_changes(two):
    office, site, other = two
    before = [read(APRIL).figure(code).value for code in ("I01", "I02", "I07")]
    assert registers.merge(office, other, site, "同一处", same_piles=False) == []
    stocks = stocks_of([site.pk, other.pk])
    assert stocks[site.pk, "public_dc_pile"] == 10
    assert read(APRIL).figure("I06").value * 12 == 1  # stations
    assert [read(APRIL).figure(code).value for code in ("I01", "I02", "I07")] == before
    other.refresh_from_db()
    assert (other.merged_into, other.merged_on) == (site, date(2025, 4, 28))
    assert list(Site.objects.standing()) == [site]
    with pytest.raises(Refused, match="已经并入别处"):
        registers.merge(office, other, site, "再来一次", same_piles=False)
    with pytest.raises(Refused, match="不能并入自己"):
        registers.merge(office, site, site, "自己", same_piles=False)


@pytest.mark.parametrize("many", [1, 100])
def test_what_stands_at_places_is_the_same_of_many_and_of_few(two, monkeypatch, many):
    office, site, other = two
    registers.merge(office, other, site, "同一处", same_piles=False)
    monkeypatch.setattr("ledger.entries.stocks.MANY", many)
    ten, gone = (site.pk, "public_dc_pile"), (other.pk, "public_dc_pile")
    both = stocks_of([site.pk, other.pk])
    assert both[ten] == 10 and gone not in both
    assert stocks_of([site.pk]) == both
    alone = stocks_of([other.pk])  # what was posted for the record itself
    assert 0 < alone[gone] < 10 and ten not in alone


def test_what_was_typed_for_a_record_before_its_merger_is_posted_where_it_went(two):
    office, site, other = two
    officer = cast.person("second", "officer", cast.DAIYUE)
    with make.at(date(2025, 5, 4)):
        make.books.open_periods(make.county().ledger, "test")
        typed = make.new_piles(
            site=str(other.pk), dc="2", connectors="4", power="120", on="2025-05-02"
        )
        with make.at(date(2025, 5, 28)):
            make.books.open_periods(make.county().ledger, "test")
            draft = make.handed_in(officer, Month(2025, 5), lines=[(LineKind.ADDED, typed)])
            registers.merge(office, other, site, "同一处", same_piles=False)
            make.workflow.begin_review(office, draft)
            make.workflow.approve(office, draft)
    assert posted_at(draft) == site.pk


def approved_once_more(office, site, act):
    """The return that brought a site in, approved again after its approval was undone and something
    was done to the site."""
    submission = Entry.objects.filter(site=site).first().line.version.submission
    make.workflow.undo(office, submission, "再核一遍")
    act()
    make.workflow.approve(office, submission)
    return submission


def test_a_site_that_a_line_describes_is_the_place_that_its_record_is_one_with_by_now(two):
    office, site, other = two
    again = approved_once_more(
        office, other, lambda: registers.merge(office, other, site, "同一处", same_piles=False)
    )
    assert posted_at(again) == site.pk


def test_a_site_that_a_line_describes_is_the_one_it_has_brought_in_under_another_name_by_now(two):
    office, site, other = two
    again = approved_once_more(
        office, other, lambda: registers.rename(office, other, "人民公园充电站", "挂牌更名")
    )
    assert posted_at(again) == other.pk
    assert not Site.objects.filter(name="文化广场站").exists()


def test_the_office_renames_and_merges_on_the_sites_page(client, two):
    office, site, other = two
    client.force_login(office)
    assert "名称很像的站点" in client.get(f"/sites/{site.pk}/").content.decode()
    client.post(f"/sites/{site.pk}/", {"name": "人民公园充电站", "reason": "挂牌"})
    page = client.get(f"/sites/{site.pk}/").content.decode()
    assert "由“文化广场充电站”更名为“人民公园充电站”" in page and "名称很像的站点" not in page
    into = {"into": site.pk, "reason": "同一处"}
    unsaid = client.post(f"/sites/{other.pk}/", into, follow=True).content.decode()
    assert "请选择两处登记的是不是同一批桩" in unsaid
    asked = client.post(f"/sites/{other.pk}/", {**into, "same_piles": "yes"}).content.decode()
    assert "并入人民公园充电站" in asked and "冲销，不再计数" in asked
    asked = client.post(f"/sites/{other.pk}/", {**into, "same_piles": "no"}).content.decode()
    row = '<td>人民公园充电站 公共直流桩</td><td class="number" data-head="现在">6台</td>'
    assert row + '<td class="number" data-head="以后"><b>10台</b></td>' in asked
    back = client.post(f"/sites/{other.pk}/", {**into, "same_piles": "no", "back": "1"})
    assert 'value="同一处"' in back.content.decode() and not Site.objects.exclude(merged_into=None)
    client.post(f"/sites/{other.pk}/", {**into, "same_piles": "no", "sure": "1"})
    assert "2025-04-28已并入" in client.get(f"/sites/{other.pk}/").content.decode()
    late = client.post(f"/sites/{other.pk}/", {**into, "same_piles": "no"}).content.decode()
    assert "其中一处已经并入别处" in late and "您填的原因是：同一处" in late
    client.force_login(cast.leader())
    assert client.post(f"/sites/{site.pk}/", {"name": "x", "reason": "y"}).status_code == 404


def test_a_merger_is_made_of_the_numbers_that_were_shown(client, two):
    """While the office reads, the return that brought in the other record is taken back: of the
    same piles none would be left."""
    office, site, other = two
    client.force_login(office)
    into = {"into": site.pk, "reason": "同一处", "same_piles": "yes"}
    page = client.post(f"/sites/{other.pk}/", into)
    workflow.undo(office, Submission.objects.get(period=make.period(MARCH)), "审错了")
    shown = client.forms[f"/sites/{other.pk}/"][0].hidden
    yes = {**into, "sure": "1", "shown": shown["shown"][0]}
    again = client.post(f"/sites/{other.pk}/", yes | {"seen": shown["seen"][0]})
    assert OTHER_BY_NOW in again.content.decode() and OTHER_BY_NOW not in page.content.decode()
    assert not Site.objects.exclude(merged_into=None)
    shown = client.forms[f"/sites/{other.pk}/"][0].hidden
    yes |= {"shown": shown["shown"][0], "seen": shown["seen"][0]}
    assert client.post(f"/sites/{other.pk}/", yes).status_code == 302
    assert read(APRIL).figure("I02").value == 188


def test_the_register_is_filtered_searched_and_exported(client, two):
    client.force_login(two[0])
    page = client.get("/sites/?name=whgc").content.decode()
    assert "文化广场充电站" in page and "文化广场站" in page
    assert "没有符合条件的站点" in client.get("/sites/?name=zzz").content.decode()
    assert client.get("/sites/?format=xlsx").status_code == 200
    client.force_login(cast.officer(cast.YUJING))
    assert "文化广场" not in client.get("/sites/").content.decode()
    assert client.get(f"/sites/{two[1].pk}/").status_code == 404


def test_gaps_are_the_places_with_too_few_piles_none_first(client, two):
    client.force_login(two[0])
    page = client.get("/gaps/villages/?month=2025-04")
    lacking = {row.record["area"] for row in page.context["table"].rows}
    assert cast.DAIYUE_VILLAGE not in lacking and "140621103001" not in lacking
    assert page.context["of"] - page.context["lacking"] == 2
    seats = client.get("/gaps/seats/?month=2025-04")
    assert (seats.context["of"], seats.context["lacking"], seats.context["short"]) == (12, 12, 60)
    assert client.get("/gaps/villages/?format=xlsx").status_code == 200
    assert client.get("/gaps/other/").status_code == 404


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("dyz", "岱岳镇"),
        ("daiyue", "岱岳镇"),
        ("岱岳", "岱岳镇"),
        ("140621103", "岱岳镇"),
        ("文化广场", "文化广场充电站"),
        ("县市场监督管理局", "县市场监管局"),
        ("my", "马营乡"),
    ],
)
def test_things_are_found_by_name_alias_code_and_initials(client, two, text, finds):
    client.force_login(two[0])
    assert finds in client.get(f"/search/?q={text}").content.decode().split("查找</button>")[1]


def test_nothing_found_says_so(client, two):
    client.force_login(two[0])
    assert "没有找到“量子”" in client.get("/search/?q=量子").content.decode()
