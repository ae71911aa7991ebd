"""The pages of bulletins: who sees what, what is typed is kept, what is issued is served as it
was."""

import hashlib
import re
from datetime import date
from io import StringIO
from urllib.parse import quote

import pytest
from django.core.management import call_command

from ledger.models import LineKind
from reports.models import Bulletin, Opening
from reports.press import fonts
from shanyin_charging.accounts.models import Role
from targets.months import Month
from tests import cast, make

pytestmark = [pytest.mark.at_length, pytest.mark.django_db]
MARCH = Month(2025, 3)


@pytest.fixture
def people(march_due):
    make.approved(cast.officer(), cast.office(), MARCH)
    return {
        name: cast.person(name, role)
        for name, role in (
            ("drafter", Role.OFFICE),
            ("chief", Role.CHIEF),
            ("head", Role.LEADER),
            ("unit", Role.OFFICER),
        )
    }


def words(html):
    """What is read of a page."""
    return re.sub(r"<[^>]+>", "", html)


def as_(client, person):
    client.force_login(person)
    return client


def drafted(client, people, **form):
    answer = as_(client, people["drafter"]).post(
        "/bulletins/draft/", {"kind": "month", "month": "2025-03", **form}
    )
    return Bulletin.objects.get(pk=int(answer.url.rstrip("/").rpartition("/")[2]))


def fields(bulletin, **changes):
    content = bulletin.whole
    return {
        "revision": bulletin.revision,
        "title": content.title,
        "addressees": content.addressees,
        "attached": [str(n) for n, _ in enumerate(content.attachments)],
        "copies": content.copies,
        "more": "",
        "body": [p.text for p in content.body],
        **changes,
    }


def issued(client, people):
    made = drafted(client, people)
    as_(client, people["drafter"]).post(f"/bulletins/{made.pk}/propose/")
    as_(client, people["chief"]).post(f"/bulletins/{made.pk}/pass/")
    sign(client, made)
    made.refresh_from_db()
    return made


def sign(client, made):
    """The head of the office looks at what is to be known, ticks it, and signs."""
    client.post(
        f"/bulletins/{made.pk}/issue/",
        {"told": client.get(f"/bulletins/{made.pk}/").context["told"]},
    )


def test_from_the_months_page_one_press_makes_a_draft(client, people):
    page = as_(client, people["drafter"]).get("/bulletins/2025-03/").content.decode()
    assert "起草通报" in page and not Bulletin.objects.exists()
    made = drafted(client, people)
    page = client.get(f"/bulletins/{made.pk}/").content.decode()
    assert "送审核" in page and "签发并印发" not in page and "<textarea" in page
    assert "34家还没有报送：" in page


def test_what_is_typed_is_saved_and_a_number_of_ones_own_is_marked(client, people):
    made = drafted(client, people)
    body = [p.text for p in made.plain.body]
    body[2] = body[2].replace("194台", "195台")
    page = client.post(
        f"/bulletins/{made.pk}/", fields(made, body=body, more="<b>加一段</b>"), follow=True
    ).content.decode()
    assert (
        "已保存" in page and "“195”不是系统算出的数字" in page and "系统数字194已改动或删去" in page
    )
    assert "&lt;b&gt;加一段&lt;/b&gt;" in page and "<b>加一段" not in page


def test_an_emptied_paragraph_is_not_printed_and_one_press_puts_it_back(client, people):
    made = drafted(client, people)
    body = [p.text for p in made.whole.body]
    gone, body[2] = body[2], ""
    page = client.post(
        f"/bulletins/{made.pk}/", fields(made, body=body, attached=["0"]), follow=True
    )
    assert "已删去，不印" in page.content.decode() and gone not in page.context["sheet"]
    made.refresh_from_db()
    page = client.post(f"/bulletins/{made.pk}/", fields(made, body=body, restore="2"), follow=True)
    assert "已删去" not in page.content.decode() and "保有量194台" in words(page.context["sheet"])


def test_what_is_typed_over_somebody_elses_change_stays_in_the_fields(client, people):
    made = drafted(client, people)
    client.post(f"/bulletins/{made.pk}/", fields(made, title="先存的标题"))
    answer = client.post(
        f"/bulletins/{made.pk}/", fields(made, title="后存的标题", more="我写的一段")
    )
    page = answer.content.decode()
    assert answer.status_code == 409 and "请看过再定；没有保存" in page
    assert 'value="后存的标题"' in page and "我写的一段" in page
    made.refresh_from_db()
    assert made.title == "先存的标题"


def test_where_a_colleague_has_split_a_paragraph_the_words_stand_behind_the_last(client, people):
    made = drafted(client, people)
    client.post(f"/bulletins/{made.pk}/", fields(made, more="同事加的一段"))
    body = [p.text for p in made.whole.body]
    body[2] = "我改的一段"
    answer = client.post(f"/bulletins/{made.pk}/", fields(made, body=body))
    assert answer.status_code == 409 and answer.context["typed"]["more"] == "我改的一段"
    assert "同事加的一段" in answer.context["typed"]["body"]


@pytest.mark.parametrize(
    ("verb", "said"), [("propose", "已送审核"), ("refresh", "已按现在的台账重新取数")]
)
def test_words_typed_on_the_desk_go_along_with_the_press(client, people, verb, said):
    made = drafted(client, people)
    body = [p.text for p in made.whole.body]
    body[2] = "全县进展顺利。"
    page = client.post(f"/bulletins/{made.pk}/{verb}/", fields(made, body=body), follow=True)
    assert said in page.content.decode()
    made.refresh_from_db()
    assert made.whole.body[2].text == "全县进展顺利。"


def test_a_press_over_somebody_elses_change_does_nothing_and_shows_both(client, people):
    made = drafted(client, people)
    client.post(f"/bulletins/{made.pk}/", fields(made, title="先存的标题"))
    answer = client.post(f"/bulletins/{made.pk}/propose/", fields(made, title="后存的标题"))
    assert answer.status_code == 409 and 'value="后存的标题"' in answer.content.decode()
    made.refresh_from_db()
    assert (made.state, made.title) == ("draft", "先存的标题")


def test_what_is_typed_to_a_draft_that_went_on_meanwhile_is_said(client, people):
    made = drafted(client, people)
    sent = fields(made, more="我写的一段")
    client.post(f"/bulletins/{made.pk}/propose/", fields(made, more="同事加的一段"))
    answer = client.post(f"/bulletins/{made.pk}/propose/", sent)
    page = answer.content.decode()
    assert answer.status_code == 409 and "您刚才填的：我写的一段" in page
    assert "不能再改；要改请先退回或撤回" in page and "再加一段" not in page


def autosave(client, made, **changes):
    sent = fields(made, **changes)
    answer = client.post(f"/bulletins/{made.pk}/", sent, headers={"X-Autosave": "1"})
    return answer.status_code, answer.json()


def test_the_desk_keeps_itself_and_knows_its_own_version(client, people):
    made = drafted(client, people)
    status, said = autosave(client, made, title="自己存的标题")
    made.refresh_from_db()
    assert (status, made.title) == (200, "自己存的标题")
    assert said["now"] == {"revision": made.revision, "seen": made.stamp}


def test_what_keeps_itself_overwrites_nobody_and_waits_with_new_paragraphs(client, people):
    made = drafted(client, people)
    client.post(f"/bulletins/{made.pk}/", fields(made, title="先存的标题"))
    status, said = autosave(client, made, title="后存的标题")
    assert status == 409 and "按“保存”可以看到两边的内容" in said["message"]
    made.refresh_from_db()
    status, said = autosave(client, made, more="新的一段")
    assert status == 200 and "先存在本机上" in said["message"]
    assert Bulletin.objects.get(pk=made.pk).revision == made.revision


def test_throwing_a_draft_away_asks_first(client, people):
    made = drafted(client, people)
    page = client.get(f"/bulletins/{made.pk}/discard/").content.decode()
    assert "删去以后不能恢复" in page and made.title in page
    assert client.get(f"/bulletins/{made.pk}/propose/").status_code == 405
    client.post(f"/bulletins/{made.pk}/discard/")
    assert not Bulletin.objects.exists()


@pytest.mark.parametrize("wrong", [{"title": " "}, {"body": [""] * 30}, {"revision": "x"}])
def test_wrong_input_is_answered_with_a_sentence_and_nothing_is_half_saved(client, people, wrong):
    made = drafted(client, people)
    if "body" in wrong:
        wrong = {"body": [""] * len(made.plain.body)}
    before = made.content
    answer = client.post(f"/bulletins/{made.pk}/", fields(made, **wrong))
    assert answer.status_code == 409 and 'role="alert"' in answer.content.decode()
    made.refresh_from_db()
    assert made.content == before


@pytest.mark.parametrize(
    "form", [{"kind": "unit"}, {"kind": "nothing"}, {"month": "2031-01"}, {"kind": "correction"}]
)
def test_a_draft_of_nothing_is_refused(client, people, form):
    as_(client, people["drafter"]).post(
        "/bulletins/draft/", {"kind": "month", "month": "2025-03", **form}
    )
    assert not Bulletin.objects.exists()
    assert 'class="message error"' in client.get("/bulletins/").content.decode()


def test_a_second_paper_of_a_month_is_told_that_the_first_is_out(client, people):
    made = issued(client, people)
    for kind, told in (("month", True), ("brief", False)):
        asked = {"kind": kind, "month": "2025-03"}
        page = as_(client, people["drafter"]).post("/bulletins/draft/", asked, follow=True)
        assert (f"{made.number}《{made.title}》已经印发" in page.content.decode()) is told


def test_only_the_office_sees_what_is_not_issued(client, people):
    made = drafted(client, people)
    for who in ("head", "unit"):
        assert as_(client, people[who]).get(f"/bulletins/{made.pk}/").status_code == 404
        assert client.get(f"/bulletins/{made.pk}/file/pdf/").status_code == 404
        assert client.post(f"/bulletins/{made.pk}/propose/").status_code == 404
        assert (
            client.post("/bulletins/draft/", {"kind": "month", "month": "2025-03"}).status_code
            == 404
        )
        assert "起草" not in client.get("/bulletins/").content.decode()


def test_an_issued_bulletin_is_served_as_it_was_issued_and_remembers_its_readers(client, people):
    made = issued(client, people)
    before = client.get(f"/bulletins/{made.pk}/").content.decode()
    make.approved(
        cast.officer(cast.YUJING),
        people["drafter"],
        MARCH,
        unit=cast.YUJING,
        lines=[
            (LineKind.ADDED, make.new_piles(village=cast.YUJING_SHUIQUAN, credited_to=cast.YUJING))
        ],
    )
    page = as_(client, people["unit"]).get(f"/bulletins/{made.pk}/").content.decode()
    stock = f'/figures/I02_140621_t_202503/?known={made.plain.known}"'
    assert made.number in page
    for shown in (page, before):  # the number leads to its figure as the paper knew it
        assert re.search(rf"{re.escape(stock)}[^>]*>公共充电桩保有量194</a>台", shown)
    for file in made.files.all():
        served = client.get(f"/bulletins/{made.pk}/file/{file.format}/")
        assert hashlib.sha256(served.content).hexdigest() == file.sha256
    assert client.get(f"/bulletins/{made.pk}/file/exe/").status_code == 404
    assert sorted(Opening.objects.values_list("user__username", flat=True)) == ["chief", "unit"]
    assert (
        "谁看过（2 人）"
        in as_(client, people["chief"]).get(f"/bulletins/{made.pk}/").content.decode()
    )


@pytest.mark.usefixtures("quick_press")
def test_units_in_which_nobody_reads_are_told_to_the_office_after_two_working_days(client, people):
    made = issued(client, people)  # on Tuesday 8 April
    reader = cast.officer(cast.YUJING)
    as_(client, reader).get(f"/bulletins/{made.pk}/")
    for day, told in ((9, False), (10, True)):
        with make.at(date(2025, 4, day)):
            page = as_(client, people["drafter"]).get(f"/bulletins/{made.pk}/").content.decode()
            assert ("没有人打开的单位 34 家" in page) is told
            assert ("还有 34 家没有人打开" in client.get("/").content.decode()) is told
    assert "玉井镇、" not in page.rpartition("没有人打开的单位")[2]


def test_anybody_with_the_code_can_confirm_number_date_and_digest(client, people):
    made = issued(client, people)
    client.logout()
    page = client.get(f"/c/{made.code.lower()}/").content.decode()
    assert made.number in page and made.title in page and "保有量" not in page
    onward = f"/bulletins/{made.pk}/#p-1"
    assert f'href="/sign-in/?next={quote(onward, safe="")}"' in page
    fields = {"username": "unit", "password": cast.PASSWORD, "next": onward}
    assert client.post("/sign-in/", fields).url == onward
    page = client.get(f"/c/{made.code}/").content.decode()
    assert f'href="{onward}"' in page and "登录后" not in page
    assert 'id="p-1"' in client.get(f"/bulletins/{made.pk}/").content.decode()
    client.logout()
    assert all(file.sha256 in page for file in made.files.exclude(format="html"))
    answer = client.get("/c/XXXX-XXXX/")
    assert answer.status_code == 404 and "没有验证码为 XXXX-XXXX 的通报" in answer.content.decode()


def listed(client, **asked):
    return [row.record for row in client.get("/bulletins/", asked).context["table"].rows]


@pytest.mark.usefixtures("quick_press")
def test_the_library_finds_by_number_title_code_and_kind(client, people):
    made = issued(client, people)
    drafted(client, people, kind="brief")
    for words in (made.number, "建设情况的通", made.code):
        assert [b.pk for b in listed(client, q=words)] == [made.pk]
    assert [b.kind for b in listed(client, kind="brief")] == ["brief"]
    assert [b.pk for b in listed(client)][-1] == made.pk  # what is being written stands on top


def test_a_returned_draft_shows_why(client, people):
    made = drafted(client, people)
    client.post(f"/bulletins/{made.pk}/propose/")
    as_(client, people["chief"]).post(f"/bulletins/{made.pk}/return/", {"reason": ""})
    made.refresh_from_db()
    assert made.state == "in_review"
    client.post(f"/bulletins/{made.pk}/return/", {"reason": "第三段再核对"})
    assert (
        "退回意见：第三段再核对"
        in as_(client, people["drafter"]).get(f"/bulletins/{made.pk}/").content.decode()
    )


@pytest.mark.usefixtures("quick_press")
def test_a_correction_points_at_what_it_corrects_and_back(client, people):
    made = issued(client, people)
    client.post(f"/bulletins/{made.pk}/correct/")
    assert Bulletin.objects.count() == 1  # nothing to correct yet
    make.approved(
        cast.officer(cast.YUJING),
        people["drafter"],
        MARCH,
        unit=cast.YUJING,
        lines=[
            (LineKind.ADDED, make.new_piles(village=cast.YUJING_SHUIQUAN, credited_to=cast.YUJING))
        ],
    )
    as_(client, people["drafter"]).post(f"/bulletins/{made.pk}/correct/")
    correction = Bulletin.objects.get(kind="correction")
    client.post(f"/bulletins/{correction.pk}/propose/")
    as_(client, people["chief"]).post(f"/bulletins/{correction.pk}/pass/")
    sign(client, correction)
    assert "已由 " in client.get(f"/bulletins/{made.pk}/").content.decode()
    page = client.get(f"/bulletins/{correction.pk}/compare/{made.pk}/").content.decode()
    assert "两份通报对比" in page and "194" in page and "200" in page


@pytest.mark.usefixtures("quick_press")
def test_a_bulletin_is_signed_by_who_has_seen_the_warnings_as_they_are_now(client, people):
    made = drafted(client, people)
    client.post(f"/bulletins/{made.pk}/propose/")
    as_(client, people["chief"]).post(f"/bulletins/{made.pk}/pass/")
    page = client.get(f"/bulletins/{made.pk}/")
    assert "已逐条看过" in page.content.decode() and "34家还没有报送" in page.content.decode()
    assert (
        "签发前请先看过下面的提示"
        in client.post(f"/bulletins/{made.pk}/issue/", follow=True).content.decode()
    )
    make.handed_in(
        cast.officer(cast.YUJING),
        MARCH,
        unit=cast.YUJING,
        lines=[
            (LineKind.ADDED, make.new_piles(village=cast.YUJING_SHUIQUAN, credited_to=cast.YUJING))
        ],
    )
    told = {"told": page.context["told"]}
    assert (
        "签发前请先看过"
        in client.post(f"/bulletins/{made.pk}/issue/", told, follow=True).content.decode()
    )
    made.refresh_from_db()
    assert made.state == "reviewed"
    sign(client, made)
    made.refresh_from_db()
    assert made.is_issued


def test_sheets_on_paper_are_for_who_sees_the_unit(client, people):
    assert as_(client, people["head"]).get("/sheets/returns/2025-03/").content.startswith(b"%PDF")
    assert client.get(f"/sheets/units/{cast.DAIYUE}/2025-03/").content.startswith(b"%PDF")
    assert as_(client, people["unit"]).get("/sheets/returns/2025-03/").status_code == 404
    assert client.get(f"/sheets/units/{cast.DAIYUE}/2025-03/").status_code == 404
    assert as_(client, people["head"]).get("/sheets/returns/march/").status_code == 404


def test_without_its_font_kit_the_portal_says_so_before_it_starts(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "MANIFEST", tmp_path / "none.json")
    said = StringIO()
    call_command("check", stderr=said)  # and starts: the kit is cut beside it
    assert "no font kit" in said.getvalue()
