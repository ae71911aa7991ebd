"""在建项目 from page to page: told once, carried without typing, put in service in one press."""

from datetime import date

import pytest
from lxml import html

from ledger.entries.construction import under_way
from ledger.models import Construction, Entry, Line, LineKind, Site, Submission
from ledger.periods import books
from ledger.returns import workflow
from targets.months import Month
from tests import cast, make
from tests.pressing import Forms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_april")]
MARCH, APRIL, MAY = Month(2025, 3), Month(2025, 4), Month(2025, 5)


@pytest.fixture
def people(client):
    officer, office = cast.officer(), cast.office()
    client.force_login(officer)
    return officer, office


def path(month):
    return f"/returns/{make.period(month).pk}/{cast.DAIYUE}/"


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def told(month=APRIL):
    return [
        (one.piles, one.word.stage, str(one.expected_on)) for one in under_way(make.county(), month)
    ]


def pass_on(office, month):
    submission = Submission.objects.get(period=make.period(month))
    workflow.begin_review(office, submission)
    submission.refresh_from_db()
    workflow.approve(office, submission)
    return submission


def hand_in(client, month):
    """Press 上报 on the last look."""
    shown = page(client, path(month) + "check/")
    (form,) = [f for f in Forms(shown).all if "key" in f.fields]
    data = {name: values[0] for name, values in form.hidden.items()}
    return shown, client.post(path(month) + "check/", data, follow=True).content.decode()


def test_a_project_from_its_first_word_to_its_piles_in_service(client, people):
    officer, office = people
    shown = page(client, path(MARCH) + "?kind=building")
    assert "在建项目" in shown and 'name="end"' not in shown and 'name="construction"' not in shown
    typed = {"kind": "building", "key": "k" * 43, **make.being_built()}
    saved = client.post(path(MARCH), typed, follow=True).content.decode()
    assert "已存入草稿：岱岳镇南大道村 北门充电站（新站点，" in saved
    hand_in(client, MARCH)
    pass_on(office, MARCH)
    assert told() == [(4, "grid", "2025-06-30")]

    shown = page(client, path(APRIL))
    assert "在建项目 1 个：没有变化的不用重填" in shown
    again = page(client, path(APRIL) + f"?kind=building&about={Construction.objects.get().pk}")
    assert 'value="2025-06-30"' in again and 'name="site_name"' not in again
    changed = {
        "kind": "building",
        "key": "m" * 43,
        "about": str(Construction.objects.get().pk),
        **make.being_built(construction=str(Construction.objects.get().pk)),
        "stage": "wiring",
        "expected_on": "2025-05-18",
    }
    for name in ("site", "site_name", "site_kind", "village"):
        del changed[name]
    client.post(path(APRIL), changed, follow=True)
    assert "本期已填：在建项目" in page(client, path(APRIL))
    hand_in(client, APRIL)
    pass_on(office, APRIL)
    assert told() == [(4, "wiring", "2025-05-18")]

    with make.at(date(2025, 5, 27)):
        books.open_periods(make.county().ledger, "test")
        shown = page(client, path(MAY))
        assert "原预计2025-06-30，改为2025-05-18" in shown
        assert "预计5月18日投运，已过9天：投运了就报，没有就改日期" in shown
        number = str(Construction.objects.get().pk)
        pressed = client.post(path(MAY), {"in_service": number}, follow=True).content.decode()
        assert "已存入草稿：" in pressed and "本期已填：新增充电桩" in pressed
        client.post(path(MAY), {"in_service": number})
        assert Line.objects.filter(kind=LineKind.ADDED).count() == 1
        shown, receipt = hand_in(client, MAY)
        said = (
            "岱岳镇南大道村 北门充电站（新站点，村（社区）公共场所）：新增公共直流桩4台，"
            "充电枪4个，总功率240千瓦，2025-05-18投运，计入岱岳镇，由在建转投运"
        )
        assert said in shown and said in receipt
        pass_on(office, MAY)
    assert told(MAY) == [] and told(APRIL) == [(4, "wiring", "2025-05-18")]
    site = Site.objects.get()
    assert site.name == "北门充电站"
    piles = Entry.objects.filter(site=site, measure="public_dc_pile")
    assert [(e.value, str(e.on)) for e in piles] == [(4, "2025-05-18")]


def test_two_projects_and_nothing_new_are_three_presses_and_no_field(client, people):
    second = make.being_built(site_name="煤炭交易市场充电点", expected_on="2025-09-30", dc="6")
    lines = [(LineKind.BUILDING, make.being_built()), (LineKind.BUILDING, second)]
    make.approved(*people, MARCH, lines=lines)
    first = page(client, "/")
    assert path(APRIL) in first  # 1: 去填报
    assert path(APRIL) + "check/" in page(client, path(APRIL))  # 2: 零报告
    shown, _ = hand_in(client, APRIL)  # 3: 确认零报告
    assert "在建项目 2 个照上次报的，仍在建" in shown and "确认零报告" in shown
    pass_on(people[1], APRIL)
    assert told() == [(4, "grid", "2025-06-30"), (6, "grid", "2025-09-30")]


def test_what_is_not_known_is_asked_for_before_a_project_is_in_service(client, people):
    typed = make.being_built(power="")
    make.approved(*people, MARCH, lines=[(LineKind.BUILDING, typed)])
    number = str(Construction.objects.get().pk)
    shown = client.post(path(APRIL), {"in_service": number}, follow=True).content.decode()
    assert "没有填总功率。情况属实的，请在这里写明" in shown
    assert "在建的是4台，先投运一部分的照实填，其余的仍在建" in shown
    line = Line.objects.get(kind=LineKind.ADDED)
    assert line.typed["on"] == "2025-04-28" and line.values is None
    mended = {**line.typed, "power": "240", "dc": "3", "connectors": "3"}
    about = {"kind": "added", "key": line.key, "line": line.pk}
    client.post(path(APRIL), {**about, **mended}, follow=True)
    hand_in(client, APRIL)
    pass_on(people[1], APRIL)
    assert told() == [(1, "grid", "2025-06-30")]


def test_another_units_project_is_not_put_in_service(client, people):
    other, place = cast.officer(cast.YUJING), {"village": cast.YUJING_SHUIQUAN}
    typed = make.being_built(credited_to=cast.YUJING, **place)
    make.approved(other, people[1], MARCH, cast.YUJING, [(LineKind.BUILDING, typed)])
    number = str(Construction.objects.get().pk)
    assert client.post(path(APRIL), {"in_service": number}).status_code == 404
    assert "在建项目 1 个" not in page(client, path(APRIL))


def shown_in(client, address):
    """What the month's form would send as it is shown."""
    root = html.document_fromstring(page(client, address))
    (form,) = root.xpath("//form[@id='form']")
    return {
        name: value or "" for name, value in form.form_values() if name != "csrfmiddlewaretoken"
    }


def test_a_project_that_is_only_looked_at_is_not_told_of(client, people):
    make.approved(*people, MARCH, lines=[(LineKind.BUILDING, make.being_built())])
    number = Construction.objects.get().pk
    for asked in ("?kind=building", f"?kind=building&about={number}"):
        sent = shown_in(client, path(APRIL) + asked)
        answer = client.post(path(APRIL), {**sent, "then": "check"})
        assert answer.url == path(APRIL) + "check/"
    assert not Line.objects.filter(version__submission__period=make.period(APRIL)).exists()


def test_a_place_that_is_told_of_twice_wants_an_explanation(client, people):
    make.approved(*people, MARCH, lines=[(LineKind.BUILDING, make.being_built())])
    again = {"kind": "building", "key": "k" * 43, **make.being_built(site_name="北门充电点")}
    shown = client.post(path(APRIL), again, follow=True).content.decode()
    assert "岱岳镇在这里已经报过在建项目“北门充电站”；如是同一个，请在上面" in shown
    added = {"kind": "added", "key": "m" * 43, **make.new_piles(site_name="北门充电站")}
    shown = client.post(path(APRIL), {**added, "on": "2025-04-20"}, follow=True).content.decode()
    assert "如是它投运了，请不要另填，在“在建项目”里按“投运”" in shown
    late = make.being_built(site_name="汽车站充电点", expected_on="2025-04-01")
    shown = client.post(path(APRIL), {"kind": "building", "key": "n" * 43, **late}, follow=True)
    assert "预计投运日期2025-04-01已经过了" in shown.content.decode()
    assert not Line.objects.filter(
        version__submission__period=make.period(APRIL), values__isnull=False
    ).exists()
