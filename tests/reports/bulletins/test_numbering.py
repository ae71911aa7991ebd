"""The numbers of the office's papers: given or the next, never twice, gaps by name, going on from
what was numbered on paper."""

from datetime import date

import pytest

from reports.bulletins import before_issue, issuing, numbering
from reports.documents.kinds import BRIEF, UNIT
from reports.models import Bulletin
from reports.press import press
from reports.supervision import workflow
from shanyin_charging.accounts.models import Role
from shanyin_charging.lifecycle.transitions import Overtaken, Refused
from tests import cast, make
from tests.reports.bulletins.test_issuing import drafted, issued, people
from tests.reports.test_verbs import SAID

__all__ = ["people"]
pytestmark = pytest.mark.django_db
NOTICE, BRIEFS = "numbers:notice:140621", "numbers:brief:140621"
IN_JUNE = date(2025, 6, 3)


def reviewed(people, **fields):
    made = drafted(people, **fields)
    issuing.move(people["drafter"], "propose", made)
    return issuing.move(people["colleague"], "pass", made)


def signed_as(people, number, **fields):
    made = issuing.give_number(people["colleague"], reviewed(people, **fields), number)
    return make.sign(people["chief"], made)


def series(code="notice", year=2025):
    return numbering.Series(make.county(), code, year)


def test_a_portal_that_starts_in_june_after_five_papers_goes_on_with_the_sixth(people, quick_press):
    make.ruled(NOTICE, {"answer": 5}, on=IN_JUNE)
    make.ruled(BRIEFS, {"answer": 12}, on=IN_JUNE)
    assert [issued(people).number, issued(people, kind=BRIEF).number] == [
        "专班通报〔2025〕6号",
        "第13期",
    ]
    assert series().missing() == "" and series().next == 7
    with make.at(date(2026, 1, 9)):
        assert issued(people).number == "专班通报〔2026〕1号"


def test_what_was_stated_wrongly_is_stated_again(people, quick_press):
    make.ruled(NOTICE, {"answer": 5}, on=IN_JUNE)
    make.ruled(NOTICE, {"answer": 7}, on=IN_JUNE)
    assert issued(people).number == "专班通报〔2025〕8号"


def test_a_number_that_the_office_gives_is_printed_and_the_next_follows_it(people, quick_press):
    made = signed_as(people, "3")
    assert (made.number, made.serial, made.given) == ("专班通报〔2025〕3号", 3, 3)
    assert issued(people).number == "专班通报〔2025〕4号"
    assert signed_as(people, "2").number == "专班通报〔2025〕2号"
    assert series().missing() == "2025年通报缺第1号"


def test_a_number_that_is_taken_is_refused_in_a_sentence(people, quick_press):
    make.ruled(NOTICE, {"answer": 5}, on=IN_JUNE)
    first, other, third = issued(people), drafted(people), drafted(people)
    give = issuing.give_number
    with pytest.raises(Refused, match=f"第6号已经用在《{first.title}》上；.*下一号是第7号"):
        give(people["drafter"], other, "6")
    with pytest.raises(Refused, match="平台启用以前已编到第5号，第5号不能再用"):
        give(people["drafter"], other, "5")
    give(people["drafter"], other, "7")
    with pytest.raises(Refused, match=f"第7号已经留给《{other.title}》；.*下一号是第8号"):
        give(people["colleague"], third, "7")
    for wrong in ("0", "-1", "七", "10000", "1.5"):
        with pytest.raises(Refused, match="编号要填1到9999的整数"):
            give(people["drafter"], third, wrong)
    with pytest.raises(Refused, match="已经印发"):
        give(people["drafter"], first, "9")
    with pytest.raises(Refused, match="只有专班办公室"):
        give(people["officer_x"], third, "9")


def test_a_number_that_waits_for_a_draft_is_passed_over_and_is_no_gap(people, quick_press):
    kept = issuing.give_number(people["drafter"], reviewed(people), "1")
    assert issued(people).number == "专班通报〔2025〕2号"
    assert series().missing() == ""
    assert make.sign(people["chief"], kept).number == "专班通报〔2025〕1号"


def test_a_given_number_is_given_back_and_the_next_is_used(people, quick_press):
    made = issuing.give_number(people["drafter"], reviewed(people), "9")
    made = issuing.give_number(people["drafter"], made, " ")
    assert make.sign(people["chief"], made).number == "专班通报〔2025〕1号"


def test_who_signs_is_told_what_the_number_leaves_out(people, quick_press):
    made = issuing.give_number(people["colleague"], reviewed(people), "5")
    assert "编为第5号，2025年通报缺第1至4号" in before_issue.told(made)
    with pytest.raises(Refused, match="签发前请先看过"):
        issuing.issue(people["chief"], made, before_issue.digest_of([]))
    assert make.sign(people["chief"], made).serial == 5
    assert numbering.about(drafted(people))["missing"] == "2025年通报缺第1至4号"
    assert not any("缺第" in told for told in before_issue.told(drafted(people)))


def test_a_number_given_since_the_page_was_opened_is_not_signed(people, quick_press):
    made = reviewed(people)
    seen = before_issue.seen_of(made)
    issuing.give_number(people["colleague"], made, "5")
    with pytest.raises(Overtaken):
        issuing.issue(people["chief"], made, "", seen)


def test_a_number_that_another_paper_took_since_is_refused_when_signed(people, quick_press):
    made = issuing.give_number(people["colleague"], reviewed(people), "5")
    make.ruled(NOTICE, {"answer": 5}, on=IN_JUNE)
    with pytest.raises(Refused, match="已编到第5号，第5号不能再用"):
        make.sign(people["chief"], made)
    assert not Bulletin.objects.issued().exists()


def test_gaps_are_named_in_runs():
    assert numbering.runs([9, 3, 4, 6, 7, 8, 12]) == ["3", "4", "6至9", "12"]


def test_notices_of_supervision_are_numbered_by_the_same_door(people):
    make.ruled("numbers:supervision:140621", {"answer": 2}, on=IN_JUNE)
    chief, drafter = people["chief"], people["drafter"]
    unit = cast.officer(cast.YUJING).posts.get().unit
    fields = {**SAID, "county": make.county(), "lead": unit}
    numbers = []
    for topic, serial in (("returns", None), ("progress", 9), ("I01", None)):
        made = workflow.open_notice(drafter, topic=topic, **fields)
        workflow.move(drafter, "propose", made)
        numbers.append(workflow.move(chief, "approve", made, serial=serial).number)
    assert numbers == ["督〔2025〕3号", "督〔2025〕9号", "督〔2025〕10号"]
    assert series("supervision").missing() == "2025年督办单缺第4至8号"
    made = workflow.open_notice(drafter, topic="I02", **fields)
    workflow.move(drafter, "propose", made)
    with pytest.raises(Refused, match="第9号已经用在《.*》上；请另给一个号，下一号是第11号"):
        workflow.move(chief, "approve", made, serial=9)


def test_the_list_names_the_gaps_and_the_page_takes_the_number(client, people, monkeypatch):
    formats = {f: (lambda c: b"made", "text/plain", f) for f in press.FORMATS}
    monkeypatch.setattr(press, "FORMATS", formats)
    made = reviewed(people, kind=UNIT, subject=cast.DAIYUE)
    client.force_login(people["colleague"])
    client.post(f"/bulletins/{made.pk}/number/", {"serial": "3"})
    page = client.get(f"/bulletins/{made.pk}/").content.decode()
    assert "专班通报〔2025〕3号" in page and "编为第3号，2025年通报缺第1、2号" in page
    client.force_login(people["chief"])
    told = client.get(f"/bulletins/{made.pk}/").context["told"]
    client.post(f"/bulletins/{made.pk}/issue/", {"told": told})
    page = client.get("/bulletins/").content.decode()
    assert "2025年通报缺第1、2号" in page and "下一号：通报第4号，简报第1期" in page
    client.force_login(cast.person("reader", Role.OFFICER))
    assert "缺第" not in client.get("/bulletins/").content.decode()


def test_a_desk_that_was_opened_before_a_number_was_given_gives_none(client, people):
    made = drafted(people)
    client.force_login(people["drafter"])
    body = [p.text for p in made.whole.body]
    seen = {"revision": made.revision, "seen": made.stamp, "title": made.title, "body": body}
    issuing.give_number(people["colleague"], made, "15")
    answer = client.post(f"/bulletins/{made.pk}/number/", {**seen, "serial": "17"})
    assert answer.status_code == 409
    made.refresh_from_db()
    assert made.given == 15


def test_whom_papers_go_to_is_ruled_with_a_day_and_a_document(people):
    first = drafted(people).plain
    assert first.addressees == "各乡（镇）人民政府、山阴经济技术开发区管委会、各成员单位："
    assert first.copies == "县充（换）电基础设施建设工作专班组长、副组长"
    make.ruled("addressees:140621", {"answer": "各乡（镇）人民政府："})
    make.ruled("copies:140621", {"answer": "县委办、县政府办"})
    make.ruled("copies:140699", {"answer": "邻县"})
    made = drafted(people).plain
    assert (made.addressees, made.copies) == ("各乡（镇）人民政府：", "县委办、县政府办")
