"""The office's standing paragraphs: filled from the month, with their figures, for the kinds and in
the order that it says; what cannot be filled is not printed, what cannot be read is refused."""

from datetime import date

import pytest

from ledger.models import LineKind
from reports.bulletins import comparing, compose, drafting, standing
from reports.bulletins.standing import Row
from reports.documents.content import Shown
from reports.documents.kinds import BRIEF, MONTH, YEAR
from reports.figures.reading import read
from reports.models import StandingText
from shanyin_charging.audit.models import Event
from shanyin_charging.audit.telling import changes
from shanyin_charging.lifecycle.transitions import Overtaken, Refused
from targets.months import Month
from tests import cast, make
from tests.reports.bulletins.test_issuing import drafted, issued, people, typed

__all__ = ["people"]
pytestmark = pytest.mark.django_db
MARCH, DECEMBER = Month(2025, 3), Month(2025, 12)
NEEDED = "全年还差{还差}，{下月}起每月需新增{每月需新增}"


def keep(people, *rows, seen=None):
    return standing.keep(people["drafter"], make.county(), rows, seen)


def one(text, kinds=("month",), position=1, in_force=True, pk=None):
    return Row(pk, text, kinds, position, in_force)


def said(r, kind=MONTH):
    return [p.text for p in standing.standing_paragraphs(r, kind)]


def test_each_place_is_filled_and_its_figure_goes_along(people):
    """Six of the year's 192 were added by March: 186 lack, 9 months are left, 20.7 a month."""
    keep(people, one(NEEDED))
    (paragraph,) = standing.standing_paragraphs(read(MARCH), MONTH)
    assert paragraph.text == "全年还差186台，4月起每月需新增21台。"
    assert paragraph.sentences[0].figures == (Shown("I01_140621_y_202503", "6"),)
    assert paragraph.sentences[0].rule == "专班常用要求"
    keep(people, one("{月份}底{保有量}，任务{年度任务}，已新增{本年新增}，{报送截止日}前报。"))
    (_, other) = standing.standing_paragraphs(read(MARCH), MONTH)
    assert other.text == "3月底194台，任务192台，已新增6台，2025年5月6日前报。"
    assert [s.key for s in other.sentences[0].figures] == [
        "I02_140621_t_202503",
        "I01_140621_y_202503",
    ]


def test_they_stand_at_the_end_of_what_is_asked_in_the_order_of_the_office(people):
    keep(
        people,
        one("第二句", position=2),
        one("第一句", ("month", "brief"), position=1),
        one("不用了", position=1, in_force=False),
    )
    month = [p.text for p in compose.compose(read(MARCH), MONTH).body]
    asked = month[month.index("四、下一步工作要求") + 1 :]
    assert asked[-2:] == ["第一句。", "第二句。"] and len(asked) > 2
    brief = [p.text for p in compose.compose(read(MARCH), BRIEF).body]
    assert brief[-2:] == ["三、下一步工作要求", "第一句。"]
    year = [p.text for p in compose.compose(read(DECEMBER), YEAR).body]
    assert not {"第一句。", "第二句。", "不用了。"} & {*year}


def test_what_has_nothing_to_say_is_not_printed(people):
    keep(people, one(NEEDED), one("{月份}照常报送", position=2))
    assert said(read(DECEMBER)) == ["12月照常报送。"]  # no month of the year is left
    assert said(read(Month(2026, 2))) == ["2月照常报送。"]  # nor any task of the plan


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (
            one("桩车比{桩车比}"),
            "“桩车比{桩车比}”里的“{桩车比}”系统不会填；可以用的有：{月份}、{下月}",
        ),
        (one("还差{还差"), "花括号不成对"),
        (one("还差{ 还差 }"), "“{ 还差 }”系统不会填"),
        (one("请抓紧", ()), "“请抓紧”还没有选用在哪些通报"),
        (one("请抓紧", ("correction",)), "还没有选用在哪些通报"),
        (one("字" * 401), "超过400个字，请分成两段"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_a_sentence(people, row, says):
    with pytest.raises(Refused) as refused:
        keep(people, row)
    assert says in str(refused.value) and not StandingText.objects.exists()


def test_braces_of_a_chinese_keyboard_are_places_too(people):
    keep(people, one("全年任务｛年度任务｝"))
    assert said(read(MARCH)) == ["全年任务192台。"]


def test_what_is_kept_is_journalled_and_only_what_was_changed(people):
    assert keep(people, one("请抓紧")) == 1
    text = StandingText.objects.get()
    event = Event.objects.get(verb="write_standing")
    assert event.before is None
    assert event.after == {"text": "请抓紧", "kinds": ["月通报"], "position": 1, "in_force": True}
    assert keep(people, one("请抓紧", pk=text.pk), one("")) == 0
    assert keep(people, one("请加快", ("month", "year"), in_force=False, pk=text.pk)) == 1
    event = Event.objects.filter(verb="write_standing").latest("number")
    assert (event.before, event.after) == (
        {"text": "请抓紧", "kinds": ["月通报"], "in_force": True},
        {"text": "请加快", "kinds": ["月通报", "年度结账通报"], "in_force": False},
    )
    assert "用在哪些通报：月通报 → 月通报；年度结账通报" in [str(c) for c in changes(event)]


def test_an_emptied_text_is_refused_and_nobody_else_may_write(people):
    keep(people, one("请抓紧"))
    text = StandingText.objects.get()
    with pytest.raises(Refused, match="文字不能空着；不用的，去掉“在用”"):
        keep(people, one(" ", pk=text.pk))
    with pytest.raises(Refused, match="由专班办公室编写"):
        standing.keep(people["leader"], make.county(), [one("请抓紧")])


def test_what_a_colleague_has_changed_since_is_not_written_over(people):
    seen = standing.seen_of(make.county())
    keep(people, one("请抓紧"))
    with pytest.raises(Overtaken, match="没有保存，您填的内容还在下面"):
        keep(people, one("请加快"), seen=seen)


def test_a_draft_follows_the_figures_and_an_issued_paper_stays_as_it_was(people, quick_press):
    keep(people, one(NEEDED))
    made, paper = drafted(people), issued(people)
    keep(people, one("换了一句", pk=StandingText.objects.get().pk))
    assert comparing.differences(paper) == []
    make.approved(
        cast.officer(cast.YUJING),
        people["colleague"],
        MARCH,
        unit=cast.YUJING,
        lines=[
            (LineKind.ADDED, make.new_piles(village=cast.YUJING_SHUIQUAN, credited_to=cast.YUJING))
        ],
    )
    assert "公共充电桩" in comparing.moved(made.plain)["I01_140621_y_202503"].name
    assert "全年还差186台" in made.plain.body[-1].text


def test_the_page_shows_how_each_reads_and_keeps_what_was_refused(client, people):
    keep(people, one(NEEDED))
    client.force_login(people["drafter"])
    pk = StandingText.objects.get().pk
    with make.at(date(2025, 4, 9)):
        page = client.get("/bulletins/standing/").content.decode()
        assert "2025年3月印作：全年还差186台，4月起每月需新增21台。" in page
        sent = {f"text-{pk}": "还差{差}", f"kinds-{pk}": ["month"], f"position-{pk}": "3"}
        answer = client.post("/bulletins/standing/", sent)
        page = answer.content.decode()
        assert answer.status_code == 409 and "“{差}”系统不会填" in page and ">还差{差}<" in page
        sent |= {f"text-{pk}": "请抓紧", "text-new": "再加一句", "kinds-new": ["brief"]}
        client.post("/bulletins/standing/", sent)
    found = [(t.text, t.kinds, t.in_force) for t in StandingText.objects.all()]
    assert found == [("请抓紧", ["month"], False), ("再加一句", ["brief"], False)]
    client.force_login(people["officer_x"])
    assert client.get("/bulletins/standing/").status_code == 404


def test_of_two_that_begin_alike_only_the_one_that_was_changed_keeps_its_words(people):
    keep(people, one("各乡（镇）、各单位要抓紧"), one("各乡（镇）、各单位要排查", position=2))
    made = drafted(people)
    body = [p.text for p in made.whole.body]
    body[-1] = "各乡（镇）、各单位要排查整改。"
    made = drafting.write(people["drafter"], made, 0, typed(made, body=body, more="请抓紧。"))
    fresh = drafting.refresh(people["drafter"], made).plain
    assert [p.text for p in fresh.body] == [*body, "请抓紧。"]


def test_a_number_inside_another_is_no_number_of_the_words(people):
    keep(people, one(NEEDED))
    made = drafted(people)
    body = [p.text for p in made.whole.body]
    body[-1] = body[-1].replace("全年还差", "全年仍差")
    assert (
        drafting.write(people["drafter"], made, 0, typed(made, body=body)).plain.body[-1].doubts()
        == []
    )
