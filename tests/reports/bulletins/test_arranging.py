"""What the office leaves out of a paper, adds and orders: printed alike everywhere, no number
moves, kept by a refresh and by the next paper of the kind."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from reports.bulletins import before_issue, comparing, drafting, issuing
from reports.bulletins.arranging import Choices
from reports.documents.keeping import Arranged
from reports.documents.kinds import MONTH
from reports.documents.sections import names
from reports.documents.stored import from_json, to_json
from reports.figures.reading import read
from reports.models import Bulletin
from reports.press import press
from shanyin_charging.lifecycle.transitions import Refused
from targets.months import Month
from tests import make
from tests.reports.bulletins.test_issuing import drafted, people, typed

__all__ = ["people"]
pytestmark = pytest.mark.django_db
FEBRUARY, PROGRESS = Month(2025, 2), (0, 0)
ADDED = "本年新增（台）"


def choose(people, made, **changes):
    """The draft after a press of 保存 with these choices."""
    chosen = Choices(changes.pop("sections", names(made.whole.body)), **changes)
    return drafting.write(people["drafter"], made, made.revision, typed(made, arranged=chosen))


def all_but(made, *gone):
    return [name for name in names(made.whole.body) if name not in gone]


def table_of(made, place=PROGRESS):
    return made.plain.attachments[place[0]].tables[place[1]]


def columns(made, *gone):
    return tuple(head for head in made.whole.attachments[0].tables[0].heads if head not in gone)


def signed(people, made):
    issuing.move(people["drafter"], "propose", made)
    issuing.move(people["colleague"], "pass", made)
    return make.sign(people["chief"], made)


def headings(content):
    return [p.text for p in content.body if p.is_heading]


def test_a_section_that_is_unticked_is_not_printed_and_the_others_are_counted(people):
    made = drafted(people)
    kept = choose(people, made, sections=all_but(made, "各单位进展"))
    assert headings(kept.whole)[:2] == ["一、总体情况", "二、各单位进展"]
    assert headings(kept.plain) == ["一、总体情况", "二、存在问题", "三、下一步工作要求"]
    assert "没有印“各单位进展”这一部分" in before_issue.told(kept)
    fresh = drafting.refresh(people["drafter"], kept)
    assert fresh.plain == kept.plain
    back = choose(people, fresh)
    assert back.plain == made.plain


def test_a_section_of_the_offices_own_stands_where_it_is_put(people):
    made = choose(
        people,
        drafted(people),
        heading="九、安全工作",
        text="一是排查。\n二是整改。",
        place="各单位进展",
    )
    assert headings(made.plain) == [
        "一、总体情况",
        "二、各单位进展",
        "三、安全工作",
        "四、存在问题",
        "五、下一步工作要求",
    ]
    texts = [p.text for p in made.plain.body]
    at = texts.index("三、安全工作")
    assert texts[at + 1 : at + 3] == ["一是排查。", "二是整改。"]
    fresh = drafting.refresh(people["drafter"], made)
    assert fresh.plain == made.plain
    last = choose(people, fresh, heading="其他", text="请抓紧。")
    assert headings(last.plain)[-1] == "六、其他"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"sections": [], "heading": ""}, None),
        ({"text": "请抓紧。"}, "添的部分请写明标题"),
        ({"heading": "安全工作"}, "“安全工作”这一部分还没有内容"),
        ({"heading": "存在问题", "text": "有。"}, "已有“存在问题”这一部分"),
        ({"heading": "安全。工作", "text": "有。"}, "标题最多40个字，不带句号"),
        ({"tables": {PROGRESS: Arranged("", (), "")}}, "参考计划进度表》只剩名称一列了"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_a_sentence(people, changes, says):
    made = drafted(people)
    if says is None:  # the opening stands before any section
        assert [p.text for p in choose(people, made, **changes).plain.body] == [
            made.plain.body[0].text
        ]
        return
    with pytest.raises(Refused, match=says):
        choose(people, made, **changes)
    made.refresh_from_db()
    assert made.revision == 0


def test_rows_fall_by_a_column_and_the_sum_stays_last(people):
    made = drafted(people)
    was, plan = table_of(made), "2025年参考计划（台）"
    now = table_of(choose(people, made, tables={PROGRESS: Arranged("", columns(made), plan)}))
    assert set(now.rows) == set(was.rows) and len(now.rows) == len(was.rows)
    assert now.rows[-1] == was.rows[-1] and now.rows[-1][0].text == "全县合计"
    planned = [row[1].text for row in now.rows[:-1]]
    numbers = [int(text) for text in planned[:-1]]
    assert numbers == sorted(numbers, reverse=True) and sum(numbers) == 192
    assert planned[-1] == "—" and now.rows[-2][2] == was.rows[-2][2]  # what counts for no row
    assert [row[1].text for row in was.rows[:-1]] != planned
    tens = [row for row in was.rows if row[1].text == "15"]
    assert [row for row in now.rows if row[1].text == "15"] == tens  # as the plan has them


def test_a_column_that_is_left_out_is_in_no_file_and_no_cell_changes(people):
    made = drafted(people)
    was = table_of(made)
    rate = "参考计划完成率"
    chosen = {PROGRESS: Arranged("不含在建。", columns(made, rate), "")}
    made = choose(people, made, tables=chosen)
    now = table_of(made)
    at = was.heads.index(rate)
    assert now.heads == (*was.heads[:at], *was.heads[at + 1 :])
    assert now.rows == tuple((*row[:at], *row[at + 1 :]) for row in was.rows)
    assert sum(now.widths) == 100 and now.notes == (*was.notes, "不含在建。")
    assert "没有印“参考计划完成率”" in "".join(before_issue.told(made))
    files = {form: press.render(made.plain, form) for form in ("html", "xlsx")}
    page = files["html"].decode()
    assert "不含在建。" in page and "参考计划完成率" not in page
    sheet = load_workbook(BytesIO(files["xlsx"])).worksheets[0]
    heads = [cell.value for cell in sheet[3]]
    assert rate not in heads and ADDED in heads
    fresh = drafting.refresh(people["drafter"], made)
    assert table_of(fresh) == now


def test_the_next_paper_of_the_kind_begins_with_the_choices_of_the_last(people, quick_press):
    first = drafting.draft(people["drafter"], read(FEBRUARY), MONTH)
    chosen = {PROGRESS: Arranged("只此一次。", columns(first, "当月报送"), ADDED)}
    content = first.whole
    first = drafting.write(
        people["drafter"],
        first,
        0,
        typed(
            first,
            addressees="县直有关单位：",
            attached=["0", "1", "2"],
            arranged=Choices(
                all_but(first, "各单位进展"), "安全工作", "请抓紧。", "总体情况", chosen
            ),
        ),
    )
    first = signed(people, first)
    made = drafted(people)
    assert headings(made.plain) == [
        "一、总体情况",
        "二、安全工作",
        "三、存在问题",
        "四、下一步工作要求",
    ]
    assert made.plain.addressees == "县直有关单位：" and made.plain.copies == content.copies
    assert len(made.plain.attachments) == 3 and len(made.whole.attachments) == 4
    table = table_of(made)
    assert "当月报送" not in table.heads and table.falling == ADDED and table.note == ""
    assert "“安全工作”这一部分和上一份一字不差，请看过是否还对" in before_issue.told(made)
    back = choose(people, made)
    assert headings(back.plain)[1] == "二、安全工作" and "三、各单位进展" in headings(back.plain)


def test_a_ruling_since_the_last_paper_goes_before_what_that_one_had(people, quick_press):
    first = drafted(people)
    first = drafting.write(people["drafter"], first, 0, typed(first, copies="县委办"))
    signed(people, first)
    assert drafted(people).plain.copies == "县委办"
    with make.at(date(2025, 5, 9)):
        make.ruled("copies:140621", {"answer": "县政府办"}, on=date(2025, 5, 1))
        assert drafted(people).plain.copies == "县政府办"


def test_an_issued_paper_is_compared_as_it_was_arranged(people, quick_press):
    made = drafted(people)
    chosen = {PROGRESS: Arranged("不含在建。", columns(made, "当月报送"), ADDED)}
    made = choose(
        people,
        made,
        sections=all_but(made, "各单位进展"),
        heading="其他",
        text="无。",
        tables=chosen,
    )
    made = signed(people, made)
    assert made.whole == made.plain and comparing.differences(made) == []
    assert from_json(to_json(made.plain)) == made.plain


def test_what_was_stored_before_reads_as_it_did(people):
    made = drafted(people)
    stored = to_json(made.whole)
    del stored["without"]
    for table in (t for a in stored["attachments"] for t in a["tables"]):
        for name in ("note", "hidden", "falling"):
            del table[name]
    assert from_json(stored) == made.whole


def test_the_desk_offers_the_choices_folded_and_keeps_them(client, people):
    made = drafted(people)
    client.force_login(people["drafter"])
    page = client.get(f"/bulletins/{made.pk}/").content.decode()
    assert "<details" in page and "部分和附表" in page and "不印哪些" not in page
    sent = {
        **typed(made),
        "revision": 0,
        "arranged": "1",
        "section": all_but(made, "存在问题"),
        **{
            f"column-{n}-0": a.tables[0].heads
            for n, a in enumerate(made.whole.attachments)
            if a.tables
        },
        "column-0-0": columns(made, "当月报送"),
        "falling-0-0": ADDED,
        "heading": "安全工作",
        "text": "请抓紧。",
    }
    answer = client.post(f"/bulletins/{made.pk}/", sent)
    assert answer.status_code == 302, answer.context["refusal"]
    made = Bulletin.objects.get(pk=made.pk)
    assert headings(made.plain)[-1] == "四、安全工作" and "存在问题" not in str(
        headings(made.plain)
    )
    assert table_of(made).falling == ADDED and "当月报送" not in table_of(made).heads
    answer = client.post(f"/bulletins/{made.pk}/", {**sent, "revision": 0})
    assert answer.status_code == 409 and 'value="安全工作"' in answer.content.decode()
