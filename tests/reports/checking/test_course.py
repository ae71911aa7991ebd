"""现场核查 from the draw to what is struck off: pressed on its pages, and what may not be."""

import re
from datetime import date
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction

from ledger.models import Entry, Kind, LineKind, Reminder, Site, Submission
from ledger.returns import workflow
from reports.checking import course, drawing, lot, visiting
from reports.checking.visiting import Found
from reports.models import (
    CheckPicture,
    Finding,
    FindingState,
    FindingStep,
    Round,
    Visit,
    VisitCorrection,
)
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role
from shanyin_charging.lifecycle.transitions import Refused
from tests import cast, make, snapshots
from tests.reports.checking.made import (
    AS_TOLD,
    MARCH,
    SEED,
    TWO_SHORT,
    a_finding,
    a_round,
    a_site,
    a_visit,
)

pytestmark = pytest.mark.django_db
APRIL_10 = date(2025, 4, 10)  # the fifth working day: from the fourth to the sixth is a holiday


@pytest.fixture
def people(april, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return {
        "office": cast.office(),
        "colleague": cast.person("colleague", Role.OFFICE),
        "leader": cast.leader(),
        "unit": cast.officer(),
        "other": cast.officer(cast.YUJING),
    }


def photo(**words):
    return SimpleUploadedFile("现场.jpg", snapshots.taken(**words))


def test_it_goes_from_the_draw_to_the_correction_and_is_struck_off_by_another(client, people):
    site = a_site(people["unit"], people["office"])
    entries = Entry.objects.count()

    def as_(who):
        client.force_login(people[who])
        return client

    form = as_("office").get("/checks/rounds/new/").content.decode()
    seed = re.search(r'name="seed" value="(20250402-\d{6})"', form)[1]
    typed = {"held_on": "2025-04-02", "number": 1, "by": "sites", "people": "王伟\n李强"}
    alone = client.post("/checks/rounds/new/", {**typed, "seed": seed, "people": "王伟"})
    assert 'id="id_people_error"' in alone.content.decode()  # told where it is
    at = client.post("/checks/rounds/new/", {**typed, "seed": seed})["Location"]
    page = client.get(at).content.decode()
    assert seed in page and "1处中抽出1处" in page and "直流6台、交流0台" in page
    assert lot.digest(seed, site.pk) in client.get(f"{at}pool/").content.decode()
    assert "还有1处没有核查" in client.get("/").content.decode()
    visit = Visit.objects.get()
    place = f"/checks/visits/{visit.pk}/"
    assert as_("unit").get(place).status_code == 404  # who is looked at does not know before
    assert "现场核查" not in client.get("/").content.decode()

    said = {"file": [photo(at=snapshots.NEAR_THE_SQUARE)], "note": "东侧"}
    assert "已上传" in as_("office").post(f"{place}attach/", said, follow=True).content.decode()
    hazard = {"kind": "grave", "text": "配电箱门锁坏", "mend_by": "2025-04-05", "file": [photo()]}
    assert "已登记" in client.post(f"{place}endanger/", hazard, follow=True).content.decode()
    assert Finding.objects.get().steps.get().pictures.count() == 1
    seen = {"dc": 4, "dc_out": 1, "ac": 0, "ac_out": 0, "words": "两台已吊走"}
    told = client.post(f"{place}record/", seen, follow=True).content.decode()
    assert "2处与台账不符" in told and "直流4台（停用1台）" in told
    assert Entry.objects.count() == entries  # nothing but a correction changes the ledger

    kinds = {"grave": "配电箱门锁坏", "dc": "直流桩：台账6台，现场4台，少2台"}
    kinds["dc_out"] = "直流桩：现场1台不能用，台账停用0台"
    assert {f.kind: f.text for f in Finding.objects.all()} == kinds
    home = as_("unit").get("/").content.decode()
    assert all(text in home for text in kinds.values()) and "2025年4月10日前说明情况" in home
    found = Finding.objects.get(kind="dc")
    page = f"/checks/{found.pk}/"
    shown = client.get(page).content.decode()
    line = site.entries.order_by("pk")[0].line_id
    assert f"/corrections/{line}/" in shown and "和现场仍不一致" in shown
    image = re.search(r'src="(/checks/pictures/\d+/thumbnail/)"', shown)[1]
    answer = client.get(image)
    assert answer["Content-Type"] == "image/jpeg" and b"".join(answer).startswith(b"\xff\xd8")
    assert as_("other").get(image).status_code == 404 == client.get(page).status_code

    answer = {"text": "3月底已迁走两台，现在更正", "file": [photo()]}
    as_("unit").post(f"{page}respond/", answer)
    back = {"text": "台账还没有更正"}
    as_("colleague").post(f"{page}insist/", back)
    assert "台账还没有更正" in as_("unit").get(page).content.decode()
    numbers = dict(
        re.findall(
            r'name="(value_\d+)"[^>]*?value="(\d+)"',
            client.get(f"/corrections/{line}/").content.decode(),
        )
    )
    dc = next(name for name, value in numbers.items() if value == "6")
    mended = {**numbers, dc: "4", "reason": "迁走两台", "key": "c" * 43}
    assert client.post(f"/corrections/{line}/", mended).status_code == 302
    correction = Submission.objects.get(kind=Kind.CORRECTION)
    workflow.begin_review(people["office"], correction)
    workflow.approve(people["office"], Submission.objects.get(pk=correction.pk))
    assert "这一项和现场已经一致" in client.get(page).content.decode()
    client.post(f"{page}respond/", {"text": "台账已更正为4台"})
    assert "同意，销号" not in as_("office").get(page).content.decode()  # who was there
    as_("colleague").get(page)
    assert "已销号" in client.post(f"{page}close_out/", follow=True).content.decode()
    found.refresh_from_db()
    assert (found.state, found.ended_on) == (FindingState.CLOSED, cast.APRIL_2)
    verbs = ["find", "respond", "insist", "respond", "close_out"]
    assert [step.verb for step in found.steps.all()] == verbs
    assert course.replay(found.steps.all()) == FindingState.CLOSED
    assert "已销号和撤回 1 件" in client.get("/checks/").content.decode()


def test_what_is_as_the_ledger_says_takes_one_press_and_leaves_nothing(client, people):
    visit = a_visit(people["unit"], people["office"])
    client.force_login(people["office"])
    told = client.post(f"/checks/visits/{visit.pk}/record/", {"same": "1"}, follow=True)
    assert "与台账一致" in told.content.decode() and "直流6台、交流0台" in told.content.decode()
    assert not Finding.objects.exists()
    client.force_login(people["unit"])
    assert client.get(f"/checks/visits/{visit.pk}/").status_code == 200
    assert client.get("/checks/rounds/").status_code == 404


def test_who_comes_second_keeps_what_was_typed_though_no_field_is_left(client, people):
    visit = a_visit(people["unit"], people["office"])
    visiting.record(people["colleague"], visit, AS_TOLD)
    client.force_login(people["office"])
    typed = {"dc": "4", "words": "逐个按过一遍", "missed": "on"}
    told = client.post(f"/checks/visits/{visit.pk}/record/", typed)
    assert told.status_code == 409 and told.context["result"] is None
    assert told.context["lost"] == (
        "现场有直流桩：4；现场情况：逐个按过一遍；没有看到现场（进不去、找不到），原因写在现场情况里"
    )
    assert "您刚才填的：" in told.content.decode() and "逐个按过一遍" in told.content.decode()


def test_the_list_is_drawn_by_the_rule_and_stays(people):
    names = ["文化广场充电站", "东门充电站", "西门充电站"]
    lines = [(LineKind.ADDED, make.new_piles(site_name=name)) for name in names]
    make.approved(people["unit"], people["office"], MARCH, lines=lines)
    sites = Site.objects.all()
    drawn = a_round(people["office"], number=34, percent=True, people=["王伟", "李强", "赵敏"])
    pool = sorted(site.pk for site in sites)
    assert drawn.pool == pool and drawn.asked == "34%"
    in_order = sorted(pool, key=lambda pk: lot.digest(SEED, pk))
    assert [visit.site_id for visit in drawn.visits.all()] == in_order[:2]  # 1.02, rounded up
    names = sorted(["王伟", "李强", "赵敏"], key=lambda name: lot.digest(SEED, name))
    assert [drawn.first, drawn.second] == names[:2]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Round.objects.update(seed="另一个")
    with pytest.raises(Refused, match="已经用过"):
        a_round(people["office"])


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"number": 2}, "有1处，请把要抽的数量填在1到1之间"),
        ({"people": ["王伟"]}, "至少填两位"),
        ({"people": ["王伟", "王伟", "李强"]}, "不能重名"),
        ({"held_on": date(2025, 4, 1)}, "不能早于今天"),
        ({"kind": "estate"}, "没有符合条件、台账上有桩的站点"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(people, said, why):
    a_site(people["unit"], people["office"])
    with pytest.raises(Refused, match=why):
        a_round(people["office"], **said)
    with pytest.raises(Refused, match="由专班办公室抽取"):
        drawing.draw(people["unit"], cast.APRIL_2, SEED, ["王伟", "李强"], 1)


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (Found(dc=4), "没有的填0"),
        (Found(dc=4, dc_out=5, ac=0, ac_out=0), "不能多于现场的台数"),
        (Found(reached=False), "请在“现场情况”里写明原因"),
    ],
)
def test_what_cannot_be_so_is_not_put_down(people, found, why):
    visit = a_visit(people["unit"], people["office"])
    with pytest.raises(Refused, match=why):
        visiting.record(people["office"], visit, found)
    assert not Visit.objects.get().done_at


def test_who_did_not_get_in_finds_nothing_and_what_is_down_stays(people):
    visit = a_visit(people["unit"], people["office"])
    with pytest.raises(Refused, match="由专班办公室记录"):
        visiting.record(people["unit"], visit, TWO_SHORT)
    assert visiting.record(people["office"], visit, Found(reached=False, words="锁着门")) == []
    with pytest.raises(Refused, match="已经记下"):
        visiting.record(people["colleague"], visit, TWO_SHORT)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Visit.objects.update(words="另一句")


def test_a_wrong_result_is_corrected_beside_what_was_put_down_and_what_followed_is_withdrawn(
    client, people
):
    found = a_finding(people["unit"], people["office"], people["colleague"])
    place = f"/checks/visits/{found.visit_id}/"
    client.force_login(people["unit"])
    assert "更正核查结果" not in client.get(place).content.decode()
    client.force_login(people["office"])
    shown = client.get(place).content.decode()
    assert 'id="amend"' in shown and re.search(r'name="dc" value="4"', shown)
    right = {"dc": 6, "dc_out": 1, "ac": 0, "ac_out": 0}
    assert "请写明更正的原因" in client.post(f"{place}amend/", right).content.decode()
    right["reason"] = "数漏了东侧两台"
    told = client.post(f"{place}amend/", right, follow=True).content.decode()
    assert "撤回1件核查事项，新增1件" in told and "直流6台（停用1台）" in told
    assert "原来记的：直流4台、交流0台" in told and "数漏了东侧两台" in told
    found.refresh_from_db()
    assert (found.state, found.ended_on) == (FindingState.WITHDRAWN, cast.APRIL_2)
    assert course.replay(found.steps.all()) == FindingState.WITHDRAWN
    assert Finding.objects.open().get().text == "直流桩：现场1台不能用，台账停用0台"
    assert Visit.objects.get().dc == 4  # as it was put down
    client.force_login(people["unit"])
    assert "数漏了东侧两台" in client.get(f"/checks/{found.pk}/").content.decode()
    assert "原来记的：直流4台、交流0台" in client.get(place).content.decode()
    assert "已撤回" in client.get("/checks/?which=over").content.decode()


def test_who_was_there_corrects_until_somebody_has_acted_and_the_office_afterwards(people):
    found = a_finding(people["unit"], people["office"], people["colleague"])
    with pytest.raises(Refused, match="由专班办公室更正"):
        visiting.amend(people["unit"], found.visit, AS_TOLD, "数错了")
    with pytest.raises(Refused, match="没有要更正的"):
        visiting.amend(people["office"], found.visit, TWO_SHORT, "数错了")
    with pytest.raises(Refused, match="先更正核查结果"):
        course.move(people["office"], "withdraw", found, "不要了")
    course.move(people["unit"], "respond", found, "现场是6台")
    with pytest.raises(Refused, match="请没有去现场的同志更正"):
        visiting.amend(people["office"], found.visit, AS_TOLD, "数错了")
    assert visiting.amend(people["colleague"], found.visit, AS_TOLD, "数错了") == ([found], [])
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        VisitCorrection.objects.update(reason="另一句")


def test_what_was_struck_off_stays_when_its_result_is_corrected(people):
    closed = FindingState.CLOSED
    found = a_finding(people["unit"], people["office"], people["colleague"], closed)
    assert visiting.amend(people["colleague"], found.visit, AS_TOLD, "数错了") == ([], [])
    found.refresh_from_db()
    assert found.state == closed


def test_a_unit_is_reminded_before_its_day_and_after_it_and_urged_by_the_office(client, people):
    found = a_finding(people["unit"], people["office"], people["colleague"])
    told = []
    for day in (cast.APRIL_2, date(2025, 4, 7), date(2025, 4, 8), APRIL_10, date(2025, 4, 11)):
        with make.at(day):
            call_command("remind", stdout=StringIO())
            given = Reminder.objects.filter(subject=f"finding:{found.pk}", unit=found.unit)
            told.append([made.word for made in given.order_by("pk")])
    assert told == [[], [], ["快到答复时限"], ["快到答复时限"], ["快到答复时限", "已过答复时限"]]
    page = f"/checks/{found.pk}/"
    client.force_login(people["office"])
    assert "催办的话" not in client.get(page).content.decode()
    with make.at(date(2025, 4, 11)):
        client.force_login(people["office"])
        assert "到2025年4月10日没有答复，可以催办" in client.get("/").content.decode()
        assert "已过答复时限2025年4月10日" in client.get(page).content.decode()
        typed = {"text": "请明天答复", "reply_by": "2025-04-11"}
        assert "要晚于今天" in client.post(f"{page}urge/", typed).content.decode()
        typed["reply_by"] = "2025-04-14"
        client.get(page)
        answer = client.post(f"{page}urge/", typed, follow=True).content.decode()
        assert "已催办" in answer and "2025年4月14日前再答复" in answer
        assert "（请在2025年4月14日前答复）" in given.get(word="催办").text
        again = client.post(f"{page}urge/", typed).content.decode()  # a colleague's stale page
        assert "过了这一天还没有答复才催办" in again and "您刚才填的：请明天答复" in again


def test_a_hazard_that_was_told_of_by_mistake_falls_away_where_another_says_so(client, people):
    visit = a_visit(people["unit"], people["office"])
    visiting.record(people["office"], visit, AS_TOLD)
    place, mistaken = f"/checks/visits/{visit.pk}/", "急停按钮失灵"
    client.force_login(people["office"])
    said = {"kind": "grave", "text": mistaken, "mend_by": "2025-04-20"}
    told = client.post(f"{place}endanger/", said, follow=True).content.decode()
    assert mistaken in told  # after the result too
    found = Finding.objects.get()
    with pytest.raises(Refused, match="由没有去现场的同志撤回"):
        course.move(people["office"], "withdraw", found, "看错了")
    shown = f"/checks/{found.pk}/"
    assert "撤回的原因" not in client.get(shown).content.decode()
    client.force_login(people["colleague"])
    page = client.get(shown).content.decode()
    assert "撤回的原因" in page and "登记错了才撤回" in page
    refused = client.post(f"{shown}withdraw/", {"text": ""}, follow=True).content.decode()
    assert "请写明撤回的原因" in refused
    client.post(f"{shown}withdraw/", {"text": "是相邻的另一台，不属于这一站"})
    found.refresh_from_db()
    assert found.state == FindingState.WITHDRAWN
    assert mistaken not in client.get("/checks/hazards/").content.decode()
    assert mistaken not in client.get("/checks/hazards/?which=over").content.decode()
    client.force_login(people["unit"])
    assert "是相邻的另一台" in client.get(shown).content.decode()


def test_a_picture_that_comes_after_the_result_says_so(client, people):
    visit = a_visit(people["unit"], people["office"])
    client.force_login(people["office"])
    client.post(f"/checks/visits/{visit.pk}/attach/", {"file": [photo()]})
    client.get(f"/checks/visits/{visit.pk}/")
    with clock.at(cast.noon(date(2025, 4, 3))):
        visiting.record(people["office"], visit, AS_TOLD)
        late = photo(at=snapshots.NEAR_THE_SQUARE)
        client.post(f"/checks/visits/{visit.pk}/attach/", {"file": [late]})
    page = client.get(f"/checks/visits/{visit.pk}/").content.decode()
    assert page.count("<img") == 2 and page.count("结果记下后补传") == 1


def test_nobody_checks_before_the_day_that_was_drawn(people):
    a_site(people["unit"], people["office"])
    visit = a_round(people["office"], held_on=APRIL_10).visits.get()
    with pytest.raises(Refused, match="到了那天再记"):
        visiting.record(people["office"], visit, TWO_SHORT)


def test_who_went_along_strikes_nothing_off(people):
    found = a_finding(people["unit"], people["office"], people["colleague"], FindingState.ANSWERED)
    went = cast.person("went", Role.OFFICE)
    went.name = "李强"
    with pytest.raises(Refused, match="不同的同志办理"):
        course.move(went, "close_out", found)
    found = course.move(people["office"], "insist", found, "还要照片")
    assert found.reply_by == APRIL_10 and not found.is_overdue(APRIL_10)
    assert found.is_overdue(date(2025, 4, 11)) and found.days_open(APRIL_10) == 8
    with pytest.raises(Refused, match="由岱岳镇的填报员答复"):
        course.move(people["other"], "respond", found, "请看")


def test_a_picture_is_looked_at_as_any_other_beside_those_of_its_check_or_its_site(client, people):
    visit = a_visit(people["unit"], people["office"])
    client.force_login(people["office"])
    near = photo(at=snapshots.NEAR_THE_SQUARE)
    for upload, note in ((near, "东侧"), (photo(), "西侧")):
        client.post(f"/checks/visits/{visit.pk}/attach/", {"file": [upload], "note": note})
    client.get(f"/checks/visits/{visit.pk}/")
    client.post(f"/checks/visits/{visit.pk}/record/", {"same": "1"})
    east, west = visit.pictures.order_by("pk")
    for around in ("", f"?site={visit.site_id}"):
        shown = client.get(f"/checks/pictures/{east.pk}/look/{around}").content.decode()
        assert f'rel="next" href="/checks/pictures/{west.pk}/look/{around}"' in shown
        assert "照片 1／2" in shown and 'rel="prev"' not in shown and "东侧" in shown
    assert client.get(f"/checks/pictures/{east.pk}/look/?site=999").status_code == 404
    copies = [{**vars(east), "id": None, "original_sha256": f"{n:064x}"} for n in range(38)]
    for one in copies:
        del one["_state"]
    CheckPicture.objects.bulk_create(CheckPicture(**one) for one in copies)
    shown = client.get(f"/sites/{visit.site_id}/").content.decode()
    assert shown.split("其余36张照片")[0].count("<img") == 4  # what is folded is not loaded
    assert f"/look/?site={visit.site_id}" in client.get(f"/sites/{visit.site_id}/").content.decode()


def test_in_an_office_of_two_who_both_went_its_head_corrects_and_strikes_off_and_it_says_so(people):
    found = a_finding(people["unit"], people["office"], people["colleague"], FindingState.ANSWERED)
    chief = cast.person("chief", Role.CHIEF)
    chief.name = "李强"
    chief.save()
    with pytest.raises(Refused, match="不同的同志办理"):
        course.move(chief, "close_out", found)
    people["colleague"].is_active = False
    people["colleague"].save()
    with pytest.raises(Refused, match="不同的同志办理"):
        course.move(people["office"], "close_out", found)
    with pytest.raises(Refused, match="请没有去现场的同志更正"):
        visiting.amend(people["office"], found.visit, AS_TOLD, "数错了")
    with transaction.atomic():
        assert visiting.amend(chief, found.visit, AS_TOLD, "数错了") == ([found], [])
        transaction.set_rollback(True)
    course.move(chief, "close_out", found)
    assert found.steps.last().text == "专班的人都参加了这次核查，由主任销号"


def test_what_is_no_picture_is_not_taken(client, people):
    visit = a_visit(people["unit"], people["office"])
    client.force_login(people["office"])
    paper = SimpleUploadedFile("纸.pdf", b"%PDF-1.7")
    told = client.post(f"/checks/visits/{visit.pk}/attach/", {"file": [paper]}, follow=True)
    assert "不是照片" in told.content.decode() and not visit.pictures.exists()


def test_the_database_keeps_what_must_hold(people):
    found = a_finding(people["unit"], people["office"], people["colleague"])
    rows = Finding.objects.filter(pk=found.pk)
    for broken in ({"text": ""}, {"ended_on": cast.APRIL_2}, {"state": "closed"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**broken)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        FindingStep.objects.update(text="另一句")
    course.move(people["unit"], "respond", found, "已改")
    found.refresh_from_db()
    course.move(people["colleague"], "close_out", found)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(text="另一句")
