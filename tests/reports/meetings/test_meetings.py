"""调度会: planned, its pack, held, what it agreed followed to its end; what is refused on the
way."""

import hashlib
from datetime import date
from io import BytesIO

import pdfplumber
import pytest
from django.db import DatabaseError, IntegrityError, transaction
from docx import Document

from ledger.models import LineKind
from ledger.returns import workflow as returns
from reports.bulletins.matters import matters
from reports.coordination import course, raising
from reports.figures.reading import read
from reports.meetings import agreeing, packing, workflow
from reports.models import Level, Meeting, MeetingState, NoticeState, Pack, SupervisionNotice
from reports.press import press
from reports.supervision import following_up, ladder
from reports.supervision import workflow as notices
from reports.supervision.sheet import sheet
from shanyin_charging.audit.models import Event
from shanyin_charging.lifecycle.transitions import Overtaken, Refused
from targets.models import Unit
from targets.months import Month
from tests import cast, make
from tests.pressing import Forms
from tests.reports.supervision import test_workflow
from tests.reports.supervision.test_workflow import step

pytestmark = pytest.mark.django_db
people = test_workflow.people
TODAY, NEXT, DUE = cast.APRIL_2, date(2025, 4, 28), date(2025, 4, 18)
SAID = {"matter": "岱岳镇六台桩四月通电", "due_on": DUE}


def planned(people, day=TODAY, **about):
    return workflow.plan(people["office"], day, **about)


def held(people, day=TODAY):
    return workflow.hold(people["office"], planned(people, day))


def agreed(people, meeting, unit=cast.DAIYUE, **said):
    lead = Unit.objects.get(code=unit)
    return agreeing.agree(people["office"], meeting, lead=lead, **{**SAID, **said})


def sent_out(people, meeting, **said):
    """Recorded, proposed, signed."""
    item = agreed(people, meeting, **said)
    agreeing.move_all(people["office"], "propose", meeting)
    agreeing.move_all(people["chief"], "approve", meeting)
    item.refresh_from_db()
    return item


def text_of(content):
    cells = [c.text for a in content.attachments for t in a.tables for row in t.rows for c in row]
    heads = [a.title for a in content.attachments]
    return "\n".join([*heads, *(p.text for p in content.paragraphs), *cells])


def pressed(client, person, page, verb="", **typed):
    """A press of the form of a page, as a browser sends it."""
    client.force_login(person)
    goes_to = f"{page}{verb}/" if verb else page
    forms = Forms(client.get(page).content.decode()).all
    (form,) = [one for one in forms if one.action in ((goes_to,) if verb else (page, ""))]
    return client.post(goes_to, {**form.hidden, **typed}, follow=True)


def test_a_meeting_goes_its_whole_way_on_its_pages(people, client, quick_press):
    office, chief, page = people["office"], people["chief"], "/meetings/new/"
    client.force_login(office)
    typed = {"held_on": str(TODAY), "place": "三楼会议室", "subject": "四月调度"}
    client.post(page, typed)
    meeting = Meeting.objects.get()
    page = f"/meetings/{meeting.pk}/"
    shown = client.get("/").content.decode()
    assert "2025年4月2日（周三）调度会" in shown and "还没有会议材料" in shown
    assert "会议材料已生成" in pressed(client, office, page, "pack").content.decode()
    assert "还没有会议材料" not in client.get("/").content.decode()
    answer = pressed(client, office, page, "hold").content.decode()
    assert "已记为召开" in answer and "重新生成" not in answer
    unit = Unit.objects.get(code=cast.DAIYUE)
    asked = {"matter": SAID["matter"], "due_on": str(DUE), "lead": str(unit.pk)}
    assert "请填办结时限" in pressed(client, office, page, "agree", matter="x").content.decode()
    assert SAID["matter"] in pressed(client, office, page, "agree", **asked).content.decode()
    assert "1件已送签发" in pressed(client, office, page, "propose").content.decode()
    assert "1件已签发交办" in pressed(client, chief, page, "approve").content.decode()
    said = pressed(client, office, page, "minute", text="县长主持。").content.decode()
    assert "县长主持。" in said
    item = SupervisionNotice.objects.get()
    assert (item.level, item.meeting, item.state) == (Level.AGREED, meeting, NoticeState.ASSIGNED)
    assert item.number == "督〔2025〕1号" and item.source == "2025年4月2日调度会议定"
    client.force_login(people["unit"])
    todo = client.get("/").content.decode()
    assert "议定事项，2025年4月18日前办结" in todo and SAID["matter"] in todo
    notice = client.get(f"/supervision/{item.pk}/").content.decode()
    assert "2025年4月2日调度会" in notice and page not in notice  # which it may not open
    client.force_login(people["leader"])
    board = client.get(f"/supervision/?meeting={meeting.pk}").content.decode()
    assert '<span class="level agreed">议定</span>' in board and SAID["matter"] in board
    assert client.get(f"{page}agreed/pdf/").status_code == 200
    verbs = Event.objects.filter(verb__endswith="_meeting").values_list("verb", flat=True)
    assert list(verbs.order_by("number")) == [
        *("plan_meeting", "pack_meeting", "hold_meeting", "minute_meeting"),
    ]


def test_the_newest_meeting_stands_first(people, client):
    days = (date(2025, 4, 9), date(2025, 4, 23), date(2025, 4, 16))
    met = {day: planned(people, day) for day in days}
    client.force_login(people["office"])
    page = client.get("/meetings/").content.decode()
    at = [page.index(f'href="/meetings/{met[day].pk}/"') for day in sorted(met, reverse=True)]
    assert at == sorted(at)


def test_the_order_of_events_holds(people, quick_press):
    office, to_come = people["office"], planned(people, NEXT)
    with pytest.raises(Refused, match="到了那天才能记为已召开"):
        workflow.hold(office, to_come)
    with pytest.raises(Refused, match="会开过以后才能记录议定事项"):
        agreed(people, to_come)
    with pytest.raises(Refused, match="2025年4月28日已经有一次调度会"):
        planned(people, NEXT)
    with pytest.raises(Refused, match="隔了一年以上"):
        planned(people, date(2035, 4, 28))
    over = held(people)
    with pytest.raises(Refused, match="现在是“已召开”"):
        packing.pack(office, over)
    with pytest.raises(Refused, match="现在是“已召开”"):
        workflow.cancel(office, over, "不开了")
    with pytest.raises(Refused, match="请写明取消的原因"):
        workflow.cancel(office, to_come, " ")
    workflow.cancel(office, to_come, "改为视频会")
    assert planned(people, NEXT).state == MeetingState.PLANNED  # the day is free again
    with pytest.raises(DatabaseError), transaction.atomic():
        Meeting.objects.filter(pk=to_come.pk).update(place="改")


def test_what_was_changed_since_it_was_seen_is_not_decided_on(people, quick_press):
    office, meeting = people["office"], planned(people)
    seen = meeting.stamp
    packing.pack(office, meeting)
    with pytest.raises(Overtaken):
        workflow.hold(office, meeting, seen)
    meeting = workflow.hold(office, meeting, meeting.stamp)
    agreed(people, meeting)
    seen = agreeing.seen_with(meeting)
    agreed(people, meeting, matter="另一件")
    with pytest.raises(Overtaken):
        agreeing.move_all(office, "propose", meeting, seen)
    assert not SupervisionNotice.objects.filter(state=NoticeState.PROPOSED).exists()


def test_what_was_typed_for_a_meeting_that_is_over_is_not_lost(people, client):
    meeting = planned(people)
    workflow.cancel(people["office"], meeting, "改期")
    client.force_login(people["office"])
    page = f"/meetings/{meeting.pk}/"
    for verb, typed in (
        ("cancel", {"text": "县里另有会"}),
        ("rewrite", {"held_on": str(NEXT), "place": "五楼会议室", "subject": ""}),
    ):
        answer = client.post(f"{page}{verb}/", {**typed, "seen": "0" * 16})
        shown = answer.content.decode()
        assert answer.status_code == 409 and "现在是“已取消”" in shown
        assert f"您刚才填的：{typed.get('text') or f'{NEXT}　五楼会议室'}" in shown


def test_a_day_before_the_portal_was_live_has_no_pack(people, quick_press, client):
    meeting = planned(people)
    ledger = meeting.county.ledger
    ledger.live_from = date(2025, 4, 3)
    ledger.save()
    with pytest.raises(Refused, match="平台2025年4月3日启用，此前开的会没有会议材料"):
        packing.pack(people["office"], meeting)
    client.force_login(people["office"])
    assert "平台2025年4月3日启用" in client.get(f"/meetings/{meeting.pk}/").content.decode()


def test_only_the_office_presses_and_units_see_no_meeting(people, client, quick_press):
    meeting = planned(people)
    pack = packing.pack(people["office"], meeting)
    for name, person in people.items():
        client.force_login(person)
        cast.enter(client) if person.reads_counties else None
        reads = name in ("office", "colleague", "chief", "leader", "auditor", "above")
        for page in ("/meetings/", f"/meetings/{meeting.pk}/", f"/meetings/packs/{pack.pk}/"):
            assert client.get(page).status_code == (200 if reads else 404), (name, page)
        if name not in ("office", "colleague", "chief"):
            for act, about in (
                (workflow.plan, NEXT),
                (packing.pack, meeting),
                (workflow.hold, meeting),
            ):
                with pytest.raises(Refused, match="调度会由专班办公室安排和记录"):
                    act(person, about)
    item = agreed(people, workflow.hold(people["office"], meeting))
    agreeing.move_all(people["office"], "propose", item.meeting)
    with pytest.raises(Refused, match="由专班办公室主任签发"):
        agreeing.move_all(people["colleague"], "approve", item.meeting)


def test_all_are_signed_or_none(people):
    meeting = held(people)
    agreed(people, meeting)
    agreed(people, meeting, matter="明天就到的", due_on=date(2025, 4, 3))
    agreeing.move_all(people["office"], "propose", meeting)
    with make.at(date(2025, 4, 3)), pytest.raises(Refused, match="“明天就到的”：办结时限已过"):
        agreeing.move_all(people["chief"], "approve", meeting)
    states = SupervisionNotice.objects.values_list("state", flat=True)
    assert set(states) == {NoticeState.PROPOSED}


def test_what_was_agreed_is_no_blame(people):
    item = sent_out(people, held(people))
    with make.at(date(2025, 5, 7)):
        assert item.is_overdue(date(2025, 5, 7))
        with pytest.raises(Refused, match="议定事项没有颜色，不升级"):
            notices.move(people["chief"], "raise_level", item, "超期", date(2025, 5, 20))
        proposed, _ = following_up.proposals()
        assert [p for p in proposed if p.notice == item.pk] == []
        (batch,) = following_up.reminders_due()
        assert batch.word == "已过时限" and "下次调度会上研究" in batch.texts[0][1]
        assert "升级" not in batch.texts[0][1]
    printed = sheet(item, notices.LABELS)
    assert printed.title == "议定事项交办单" and "2025年4月2日调度会" in text_of(printed)
    assert "级别" not in text_of(printed)
    assert ladder.AGREED == Level.AGREED


def test_the_database_keeps_agreed_items_and_meetings_together(people):
    item = agreed(people, held(people))
    for broken in ({"level": "blue"}, {"meeting": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SupervisionNotice.objects.filter(pk=item.pk).update(**broken)
    for broken in ({"state": "cancelled"}, {"state": "planned", "minutes": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Meeting.objects.update(**broken)


def test_a_pack_begins_with_what_was_agreed_last_time_until_it_is_closed(people, quick_press):
    first = held(people)
    item = sent_out(people, first, matter="先通电")
    left = sent_out(people, first, matter="明确站址", due_on=date(2025, 4, 11))
    for verb in ("acknowledge", "respond", "settle", "close_out"):
        item = step(people, item, verb)
    with make.at(date(2025, 4, 16)):
        second = planned(people, date(2025, 4, 17))
        content = packing.pack(people["office"], second).plain
        assert content.attachments[0].title == "一、上次议定事项"
        told = content.attachments[0].text[0].text
        assert told == "2025年4月2日调度会议定2件，已销号1件，在办1件，其中1件已过时限。"
        rows = [[cell.text for cell in row] for row in content.attachments[0].tables[0].rows]
        assert rows == [
            ["先通电", "岱岳镇", "4月18日", "已销号。已办理"],
            ["明确站址", "岱岳镇", "4月11日", "已交办，已过时限5天"],
        ]
    with make.at(date(2025, 4, 17)):
        second = workflow.hold(people["office"], second)
    third = workflow.plan(people["office"], NEXT)
    assert agreeing.stands_before(third) == [left]  # of an earlier one, and still open


def test_a_pack_tells_what_the_ledger_took_in_since_and_what_was_corrected(people, quick_press):
    office, unit = people["office"], people["unit"]
    first = planned(people)
    packing.pack(office, first)
    workflow.hold(office, first)
    lines = [(LineKind.ADDED, make.new_piles())]
    found = make.approved(unit, office, Month(2025, 3), lines=lines)
    with make.at(date(2025, 4, 16)):
        second = planned(people, date(2025, 4, 17))
        content = packing.pack(office, second).plain
        (part,) = [a for a in content.attachments if a.title.endswith("上次会议以来的变化")]
        assert part.text[0].text == ("上次会议以来，台账登入充电桩变动1笔，公共充电桩增加6台。")
        assert [cell.text for cell in part.tables[0].rows[0]] == [
            *("3月18日", "岱岳镇南大道村文化广场充电站", "岱岳镇", "新增：公共直流＋6", "＋6")
        ]
    with make.at(date(2025, 4, 16)):
        returns.undo(office, found, "审错了")
        content = packing.pack(office, second).plain
        said = text_of(content)
        assert "其中更正、撤销1笔" in said and "撤销通过：公共直流−6" in said


def test_a_pack_is_the_same_for_good(people, client):
    office, meeting = people["office"], planned(people, place="三楼会议室")
    pack = packing.pack(office, meeting)
    client.force_login(people["leader"])
    address = f"/meetings/packs/{pack.pk}/"
    files = {f: client.get(f"{address}{f}/").content for f in ("pdf", "docx", "xlsx")}
    assert files["pdf"].startswith(b"%PDF") and len(set(files.values())) == 3
    written = Document(BytesIO(files["docx"]))
    heads = [p.text for p in written.paragraphs if p.style.name == "section"]
    assert heads == [a.title for a in pack.plain.attachments] and written.tables
    assert written.sections[0].top_margin.mm == pytest.approx(26, abs=0.1)
    with pdfplumber.open(BytesIO(files["pdf"])) as printed:
        assert len(printed.pages) <= 4 and "建设调度会材料" in printed.pages[0].extract_text()
    workflow.hold(office, meeting)
    lines = [(LineKind.ADDED, make.new_piles())]
    make.approved(people["unit"], office, Month(2025, 3), lines=lines)
    with make.at(date(2026, 4, 2)):
        client.force_login(people["leader"])
        for format, before in files.items():
            assert client.get(f"{address}{format}/").content == before
            stored = pack.files.get(format=format)
            assert hashlib.sha256(before).hexdigest() == stored.sha256
        assert press.render(pack.plain, "pdf") == files["pdf"]  # and set anew it is too
        assert packing.digest_of(pack.content) == pack.digest
    for broken in (Pack.objects.filter(pk=pack.pk), pack.files.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            broken.update(**({"known": 1} if broken.model is Pack else {"sha256": "x"}))


def test_another_press_before_the_meeting_makes_the_next_version(people, client, quick_press):
    office, meeting = people["office"], planned(people, place="三楼会议室")
    packing.pack(office, meeting)
    workflow.rewrite(office, meeting, TODAY, "五楼会议室")
    client.force_login(office)
    page = f"/meetings/{meeting.pk}/"
    assert "请重新生成材料" in client.get(page).content.decode()
    second = packing.pack(office, meeting)
    shown = client.get(page).content.decode()
    assert second.version == 2 and "请重新生成材料" not in shown
    assert shown.index("第2稿") < shown.index("会上用这一稿") < shown.index("第1稿")


def test_a_pack_tells_what_is_being_built_what_is_open_and_what_is_late(people, quick_press):
    office, unit = people["office"], people["unit"]
    soon = make.being_built(expected_on="2025-04-20", obstacle_kind="power", obstacle="等增容")
    later = make.being_built(site_name="体育馆充电站", expected_on="2025-08-01")
    lines = [(LineKind.BUILDING, soon), (LineKind.BUILDING, later)]
    make.approved(unit, office, Month(2025, 3), lines=lines)
    daiyue, maying = (Unit.objects.get(code=code) for code in (cast.DAIYUE, cast.MAYING))
    asked = raising.raise_matter(unit, daiyue, "power", "请增容", "文化广场")
    course.move(office, "hand", asked, "请办", solver=maying, answer_by=DUE)
    notice = test_workflow.at_state(people, NoticeState.ACKNOWLEDGED)
    with make.at(date(2025, 4, 16)):
        meeting = planned(people, date(2025, 4, 17))
        content = packing.pack(office, meeting).plain
        titles = [a.title.partition("、")[2] for a in content.attachments]
        assert titles == ["建设进度", "2025年3月17日以来的变化", "近期到期", "需协调事项"]
        assert "在建8台＝可达8台" in text_of(content)  # four of each
        built, supervised = content.attachments[2].tables
        (row,) = [[cell.text for cell in row] for row in built.rows]
        assert row[0] == "4月20日" and row[3:] == ["4", "报装", "电力：等增容"]
        assert [cell.text for cell in supervised.rows[0]] == [
            *("黄色", notice.matter, "岱岳镇", "4月18日", "办理中")
        ]
        (row,) = content.attachments[3].tables[0].rows
        assert [cell.text for cell in row] == [
            *("岱岳镇", "电力", "文化广场：请增容", "马营乡", "待单位答复", "14")
        ]
        assert "没有办结的1件（电力1件），最早的已有14天。" in text_of(content)
    with make.at(date(2025, 4, 28)):
        content = packing.pack(office, planned(people, date(2025, 4, 29))).plain
        assert "4月20日（已过）" in text_of(content)
        assert content.attachments[-1].title.endswith("超过时限的督办事项")
        assert content.attachments[-1].tables[0].rows[0][-1].text == "10天"


def test_papers_tell_of_what_was_agreed_apart_from_what_is_supervised(people):
    sent_out(people, held(people))
    done = sent_out(people, held(people, date(2025, 4, 1)), matter="先通电")
    for verb in ("acknowledge", "respond", "settle", "close_out"):
        done = step(people, done, verb)
    april = read(Month(2025, 4))
    said = [p.text for p in matters(april)]
    assert said == ["4月交办调度会议定事项2件，销号1件，月底在办1件，其中1件超过时限。"]
    test_workflow.at_state(people, NoticeState.ASSIGNED)
    assert [p.text for p in matters(april)][0].startswith("4月立项督办1件")
