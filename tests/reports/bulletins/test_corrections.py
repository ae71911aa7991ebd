"""更正通报 over random late changes lists what two printed papers differ in, and nothing else."""

import random
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from django.db import transaction
from docx import Document

from ledger.models import Ledger, LineKind, Submission
from ledger.periods import books
from ledger.returns import drafting as returns
from reports.bulletins import comparing, differences, drafting, issuing
from reports.bulletins.compose import compose
from reports.documents.content import Paragraph, Shown
from reports.documents.kinds import BRIEF, KINDS, MONTH, TASK, UNIT, YEAR
from reports.documents.stored import to_json
from reports.figures.figure import Figure, Where
from reports.figures.reading import read
from reports.press import press, word
from shanyin_charging.accounts.models import Role
from shanyin_charging.lifecycle.transitions import Refused
from targets.months import Month
from tests import cast, make
from tests.reports.bulletins.checks import NUMBER
from tests.reports.figures.test_oracle import RandomLedger
from tests.reports.press import sample

pytestmark = [
    pytest.mark.at_length,
    pytest.mark.django_db,
    pytest.mark.usefixtures("april"),
]
MARCH = Month(2025, 3)
DECEMBER, JANUARY_20 = Month(2025, 12), date(2026, 1, 20)
LEDGERS = 60 if cast.LONG else 4
PAPERS = ((MONTH, ""), (BRIEF, ""), (YEAR, ""), (UNIT, cast.DAIYUE), (TASK, "1"), (TASK, "17"))
NOT_THERE = "（没有）"
COUNTY = {"全县合计": "山阴县"}


@pytest.fixture
def line():
    officer = cast.officer()
    submission = make.draft(officer, Month(2025, 3))
    return returns.put_line(
        officer, submission, LineKind.ADDED, returns.new_key(), make.new_piles()
    )


@pytest.fixture
def people(monkeypatch):
    formats = {f: (lambda c: b"made", "text/plain", f) for f in press.FORMATS}
    monkeypatch.setattr(press, "FORMATS", formats)
    roles = {"drafter": Role.OFFICE, "second": Role.OFFICE, "chief": Role.CHIEF}
    return {name: cast.person(name, role) for name, role in roles.items()}


def issued(people, made):
    issuing.move(people["drafter"], "propose", made)
    issuing.move(people["second"], "pass", made)
    made.refresh_from_db()
    return make.sign(people["chief"], made)


def changed(chance, ledger):
    """What comes in late: corrections, undone approvals, piles found later, rulings."""
    for old in chance.sample(ledger.entries, chance.randrange(1, 6)):
        if not any(e.replaces_id == old.pk for e in ledger.entries):
            ledger.replace(old)
    for site in chance.sample([e for e in ledger.entries if e.site], chance.randrange(3)):
        row = chance.choice([None, *ledger.rows])
        ledger.write("public_dc_pile", "added", 3, site.area, site.site, row, date(2025, 7, 1))
    for submission in Submission.objects.filter(state="sent_back")[: chance.randrange(4)]:
        submission.state = "approved"
        submission.save()
    if chance.random() < 0.3:
        make.ruled("station:piles", {"answer": chance.choice([1, 2, 6])})
    if chance.random() < 0.3:
        make.ruled("pace", {"answer": [*range(5, 60, 5), 100]})


def printed(content):
    """(sentences, cells by (heads, row, column)) as Word prints them."""
    document = Document(BytesIO(word.render(content)))
    sentences = Counter(
        sentence
        for paragraph in document.paragraphs
        for sentence in re.findall(r"[^。]*。|[^。]+$", paragraph.text)
    )
    cells = {}
    for table in document.tables:
        heads, *rows = [[cell.text for cell in row.cells] for row in table.rows]
        if len(heads) < 3:  # the foot of the paper
            continue
        at = heads.index("序号") + 1 if "序号" in heads else 0
        seen = Counter()
        for row in rows:
            seen[row[at]] += 1
            for head, text in list(zip(heads, row, strict=True))[at + 1 :]:
                cells[tuple(heads), row[at], seen[row[at]], head] = text
    return sentences, cells


def bare(text):
    return re.sub(r"(?<=[\d%])[台个座辆公里千瓦处家次%]+$", "", text)


def differences_of(was, fresh):
    """(changed sentences then, those now, {place: (then, now)}) by two printed papers alone."""
    (then, cells_then), (now, cells_now) = printed(was), printed(fresh)
    places = dict.fromkeys([*cells_then, *cells_now])
    cells = {
        place: (cells_then.get(place), cells_now.get(place))
        for place in places
        if cells_then.get(place) != cells_now.get(place)
    }
    return then - now, now - then, cells


def compared(people, made, subject):
    """What is wrong with the correction of an issued paper, in words."""
    was = made.plain
    names = ("number", "code", "journal", "confirm_at", "dated", "known")
    fresh = compose(read(made.month), KINDS[made.kind], subject)
    fresh = replace(fresh, **{name: getattr(was, name) for name in names})
    gone, come, cells = differences_of(was, fresh)
    try:
        with transaction.atomic():
            correction = drafting.correct(people["drafter"], made).plain
    except Refused:
        if gone or come or cells:
            yield f"nothing to correct, but {gone} {come} {cells}"
        return
    table = Document(BytesIO(word.render(correction))).tables[0]
    rows = [tuple(cell.text for cell in row.cells)[:3] for row in table.rows][1:]
    pairs = {(bare(then), bare(now)) for _, then, now in rows}
    for (_, label, _, head), (then, now) in cells.items():
        named = (label, COUNTY.get(label, label))
        if not any(
            any(n in name for n in named) and (bare(then), bare(now)) == (bare(a), bare(b))
            for name, a, b in rows
        ):
            yield f"not listed: {label} {head} {then} {now}"
    used = Counter()
    for sentence in gone:
        others = [other for other in come if same_words(sentence, other)]
        explained = [o for o in others if numbers_apart(sentence, o) <= pairs]
        if not explained and not any(then == sentence for _, then, _ in rows):
            yield f"not listed: {sentence}"
        used.update(explained)
    for sentence in come:
        if not used[sentence] and not any(now == sentence for *_, now in rows):
            yield f"not listed: {sentence}"
    apart = {(bare(a or ""), bare(b or "")) for a, b in cells.values()}
    for sentence in gone:
        for other in come:
            if same_words(sentence, other):
                apart |= numbers_apart(sentence, other)
    drawn = {bar.label for a in was.attachments for c in a.charts for bar in c.bars}
    for name, then, now in rows:
        real = (
            (bare(then), bare(now)) in apart
            or (then in gone or then == NOT_THERE)
            and (now in come or now == NOT_THERE)
            or name.partition("：")[2] in drawn
        )
        if then == now or not real:
            yield f"listed, and not changed: {name} {then} {now}"
    if not any("其余内容不变" in p.text for p in correction.body):
        yield "does not say that the rest stands"


def same_words(one, other):
    return NUMBER.split(one) == NUMBER.split(other)


def numbers_apart(one, other):
    both = zip(NUMBER.findall(one), NUMBER.findall(other), strict=True)
    return {(bare(a), bare(b)) for a, b in both if a != b}


@pytest.mark.one_in(3)
@pytest.mark.parametrize("seed", range(LEDGERS))
def test_a_correction_lists_what_the_printed_papers_differ_in(line, people, seed):
    with make.at(JANUARY_20):
        books.open_periods(Ledger.objects.get(), "test")
        chance = random.Random(seed)
        ledger = RandomLedger(chance.random(), line)
        ledger.fill()
        ledger.report(DECEMBER)
        papers = [
            (issued(people, drafting.draft(people["drafter"], read(DECEMBER), *about)), about[1])
            for about in [PAPERS[0], *chance.sample(PAPERS[1:], 2)]
        ]
        assert list(compared(people, *papers[-1])) == []
        changed(chance, ledger)
        found = [
            f"{made.get_kind_display()} {subject}: {fault}"
            for made, subject in papers
            for fault in compared(people, made, subject)
        ]
    assert found == []


@pytest.fixture
def march(people):
    """What the office has written over in the paper of a March in which nothing is reported."""
    with make.at(date(2025, 4, 8)):
        made = drafting.draft(people["drafter"], read(MARCH), MONTH)
        body = [p.text for p in made.whole.body]
        wording = next(n for n, text in enumerate(body) if "保有量" in text)
        dropped = next(n for n, text in enumerate(body) if "个乡（镇）中，" in text)
        body[wording] = body[wording].replace("保有量", "实有数")
        body[dropped] = ""
        typed = {"title": made.title, "addressees": "各单位：", "copies": "", "body": body}
        drafting.write(people["drafter"], made, 0, {**typed, "attached": ["0"]})
        yield issued(people, made)


def test_what_the_office_wrote_itself_or_took_out_is_no_difference(people, march):
    with pytest.raises(Refused, match="没有可更正的"):
        drafting.correct(people["drafter"], march)


def test_where_a_number_of_its_own_words_has_changed_the_whole_paragraph_is_told(people, march):
    make.approved(cast.officer(), people["second"], MARCH)
    rows = comparing.differences(march)
    (told,) = [row for row in rows if "实有数188台" in row.then]
    assert "保有量194台" in told.now and told.is_number
    assert not any("个乡（镇）中，" in text for row in rows for text in row)
    assert not any("报送情况表" in row.name for row in rows)  # it was not attached


def test_a_paper_of_an_earlier_layout_is_put_right_by_its_figures_alone(people, march):
    earlier = [p.write(p.text.replace("全县", "本县")) for p in march.whole.body]
    march.content = to_json(replace(march.whole, body=tuple(earlier), layout=1))
    assert comparing.differences(march) == []
    make.approved(cast.officer(), people["second"], MARCH)
    rows = comparing.differences(march)
    assert ("山阴县公共充电桩保有量", "188台", "194台") in rows
    assert all(row.is_number and "。" not in row.then for row in rows)


def test_a_share_that_follows_from_a_changed_number_is_corrected_too(people):
    """155 of 192 is 80.7 %, 154 is 80.2 %: no figure of its own, and printed all the same."""
    one, other = (sample.content((said(n, share),)) for n, share in ((155, "80.7"), (154, "80.2")))
    key, figure = "I01_140621_y_202511", figure_of(154)
    moved = differences.of_figures({key: "155"}, {key: figure}, {key: "154"})
    told = differences.of_contents(one, other, moved)
    assert ("山阴县新增公共充电桩", "155台", "154台") in told
    assert any("80.7%" in row.then and "80.2%" in row.now for row in told)


def test_a_clause_whose_brackets_an_earlier_release_set_otherwise_is_no_difference():
    one, other = (sample.content((sample.said(t),)) for t in ("照一(二)写。", "照一（二）写。"))
    assert differences.of_contents(one, other, {}) == []
    third = sample.content((sample.said("照一(三)写。"),))
    assert len(differences.of_contents(third, other, {})) == 1


def said(added, share):
    text = f"本年新增{added}台，完成年度任务192台的{share}%。"
    return sample.said(text, Shown("I01_140621_y_202511", str(added)))


def figure_of(value):
    county = Where("140621", name="山阴县")
    month = Month(2025, 11)
    return Figure("", "I01", "新增公共充电桩", county, "台", month, "total", value)


def test_two_numbers_of_one_name_that_became_two_are_told_apart_by_their_time():
    month, year = "I01_140621_m_202511", "I01_140621_y_202511"
    printed = {month: "9", year: "9"}
    found = differences.of_figures(
        printed, dict.fromkeys(printed, figure_of(9)), {month: "10", year: "11"}
    )
    assert list(found.values()) == [
        ("山阴县新增公共充电桩（2025年11月）", "9台", "10台"),
        ("山阴县新增公共充电桩（2025年累计至11月）", "9台", "11台"),
    ]


def test_a_paper_with_words_that_no_figure_proves_does_not_say_that_the_rest_stands(people, march):
    make.approved(cast.officer(), people["second"], MARCH)
    rows = comparing.to_correct(march)
    assert "其余内容不变" in comparing.corrected(march, rows).body[-1].text
    own = replace(march.whole, body=(*march.whole.body, Paragraph(edited="请抓紧。")))
    march.content = to_json(own)
    assert not says_that_the_rest_stands(march)


def says_that_the_rest_stands(made):
    body = comparing.corrected(made, comparing.to_correct(made)).body
    return any("其余内容不变" in p.text for p in body)


def test_that_the_rest_stands_is_said_only_where_it_was_proved(people, march, monkeypatch):
    make.approved(cast.officer(), people["second"], MARCH)
    assert says_that_the_rest_stands(march)
    told = comparing.differences(march)
    twice = "山阴县公共充电桩保有量"  # told by the paragraph that was written over, too
    for row in (row for row in told if row.name != twice):
        fewer = [one for one in told if one != row]
        monkeypatch.setattr(comparing, "differences", lambda _, fewer=fewer: fewer)
        assert not says_that_the_rest_stands(march), row


def test_an_earlier_layout_does_not_say_that_the_rest_stands(people, march):
    march.content = to_json(replace(march.whole, layout=1))
    make.approved(cast.officer(), people["second"], MARCH)
    assert not says_that_the_rest_stands(march)


def test_each_number_has_its_reason_where_one_is_on_record(people, march):
    make.approved(cast.officer(), people["second"], MARCH)
    correction = drafting.correct(people["drafter"], march).plain
    rows = {row[0].text: row[3].text for row in correction.attachments[0].tables[0].rows}
    assert rows["山阴县新增公共充电桩（2025年累计至3月）"] == "岱岳镇2025年3月月报审核通过后计入"
    assert "随有关数字更正" in rows.values()
    assert any(p.text == "更正的原因：岱岳镇2025年3月月报审核通过后计入。" for p in correction.body)


def test_a_ruling_is_the_reason_of_what_it_is_about_and_of_nothing_else(people):
    make.approved(cast.officer(), people["second"], MARCH)
    with make.at(date(2025, 4, 8)):
        paper = issued(people, drafting.draft(people["drafter"], read(MARCH), MONTH))
    with make.at(date(2025, 4, 9)):
        make.ruled("naming:window", {"answer": 3}, document_no="专班〔2025〕4号")
        make.ruled("least_gap", {"answer": 3}, document_no="专班〔2025〕5号")
        make.ruled("baseline:list", {"answer": True}, document_no="专班〔2025〕6号")
        assert "更正的原因：专班核定（专班〔2025〕6号）。" in corrected(paper)


def corrected(paper):
    """The text of a paper's correction as it would be composed now."""
    body = comparing.corrected(paper, comparing.to_correct(paper)).body
    return "".join(p.text for p in body)
