"""批示: a leader's sentence, from the page it is written on to its end."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from ledger.models import LineKind
from reports.models import Instruction, InstructionState, InstructionStep, SupervisionNotice
from reports.models import NoticeState as Notice
from reports.supervision import instructions, subjects, taking_up, workflow
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Unit
from targets.months import Month
from tests import cast, make
from tests.reports.supervision import test_workflow
from tests.reports.supervision.test_workflow import PATH, at_state, opened, step

pytestmark = pytest.mark.django_db
people = test_workflow.people
ROW = "I33_u140621103_y_202503"
ABOUT, SAID = "岱岳镇参考计划新增公共充电桩0台", "为什么一台没有？"
State = InstructionState


def written(people, about=f"figure:{ROW}"):
    return instructions.instruct(people["leader"], subjects.subject(people["leader"], about), SAID)


def taken_up(people, word, **fields):
    given = {**taking_up.filled_in(word), "lead": word.unit, **fields}
    return taking_up.take_up(people["office"], word, **given)


def test_a_sentence_on_a_figure_becomes_a_notice_with_the_rest_filled_in(client, people):
    client.force_login(people["leader"])
    assert ABOUT in client.get(f"/figures/{ROW}/").content.decode()
    form = {"about": f"figure:{ROW}", "text": SAID}
    client.get(f"/figures/{ROW}/")
    page = client.post("/instructions/write/", form, follow=True).content.decode()
    assert "专班办公室的待办里排在最前" in page and "待办理" in page and ABOUT in page
    word = Instruction.objects.get()
    client.force_login(people["chief"])
    assert f"leader批示：{SAID}" in client.get("/").content.decode()
    page = client.get(f"/instructions/{word.pk}/")
    given = page.context["form"].initial
    assert given["lead"] == Unit.objects.get(code=cast.DAIYUE).pk
    assert given["matter"] == f"落实领导批示：{ABOUT}" and SAID in given["requirements"]
    assert given["source"] == "leader2025年4月2日批示"
    assert given["due_on"] == date(2025, 4, 17)  # ten working days, Friday 4 April is 清明
    sent = {name: str(value) for name, value in given.items()}
    client.post(f"/instructions/{word.pk}/take_up/", {**sent, "supports": []})
    made = SupervisionNotice.objects.get()
    assert (made.topic, made.figure_key, made.figure_text) == ("progress", ROW, ABOUT)
    assert made.state == Notice.DRAFT and Instruction.objects.get().notice == made


@pytest.mark.parametrize(
    ("about", "unit", "text"),
    [
        ("figure:I02_140621_t_202503", "", "山阴县公共充电桩保有量188台"),
        ("unit:140621103", "岱岳镇", "岱岳镇"),
        ("task:shanyin_2024:1", "", "任务1　"),
    ],
)
def test_it_is_written_on_whatever_page_is_before_a_leader(people, client, about, unit, text):
    word = written(people, about)
    assert str(word.unit or "") == unit and text in word.about_text
    kind, *key = about.split(":")
    pages = {"figure": "/figures/{}/", "unit": "/units/{}/", "task": "/plan/{}/tasks/{}/"}
    page = pages[kind].format(*key)
    for who in people:
        client.force_login(people[who])
        assert (f'value="{about}"' in client.get(page).content.decode()) == (who == "leader")


def test_an_indicators_page_takes_a_word_on_its_figure_and_a_past_one_takes_none(client, people):
    client.force_login(people["leader"])
    assert 'value="figure:I02_140621_t_20' in client.get("/indicators/I02/").content.decode()
    assert "word_text" not in client.get(f"/figures/{ROW}/?known=0").content.decode()


def test_where_the_matter_is_under_supervision_it_is_joined_and_never_refused(people):
    running = opened(people)
    word = written(people)
    assert list(taking_up.open_notices(word)) == [running]
    assert taken_up(people, word) == running
    word.refresh_from_db()
    assert (word.state, word.notice) == (State.TAKEN, running)
    assert SupervisionNotice.objects.count() == 1


def test_one_written_on_a_notice_is_joined_to_it_first(people, client):
    first = opened(people, topic="other")
    second = at_state(people, Notice.ACKNOWLEDGED)
    client.force_login(people["leader"])
    page = client.get(f"/supervision/{second.pk}/").content.decode()
    assert "word_text" in page and "None</textarea>" not in page
    word = written(people, f"notice:{second.pk}")
    assert list(taking_up.open_notices(word)) == [second, first]
    client.force_login(people["office"])
    client.post(f"/instructions/{word.pk}/join/", {"notice": second.pk})
    client.force_login(people["unit"])
    page = client.get(f"/supervision/{second.pk}/").content.decode()
    assert "领导批示" in page and SAID in page and "看办理" not in page


def test_the_leader_sees_its_course_until_it_is_struck_off(people, client):
    word = written(people)
    notice = taken_up(people, word)
    client.force_login(people["leader"])
    assert "立项" in client.get("/todo/").content.decode()
    for verb in PATH[Notice.CLOSED].split():
        notice = step(people, notice, verb)
    word.refresh_from_db()
    assert word.state == State.DONE
    assert "已销号" in client.get("/todo/").content.decode()
    page = client.get(f"/instructions/{word.pk}/").content.decode()
    for said in ("批示转督办", "督办：签发交办", "督办：签收", "督办：销号", "批示办结"):
        assert said in page


def test_one_whose_notice_is_dropped_is_with_the_office_again_and_says_so(people, client):
    word = written(people)
    notice = taken_up(people, word, matter="落实批示")
    client.force_login(people["office"])
    assert SAID not in client.get("/").content.decode()
    workflow.move(people["office"], "drop", notice, "重复立项")
    word.refresh_from_db()
    assert (word.state, word.notice) == (State.WAITING, None)
    said = "督办“落实批示”已撤销：重复立项"
    listed = client.get("/").content.decode()
    assert f"{ABOUT}。{said}。等专班转督办或答复。" in listed and "督办已撤销</span>" in listed
    assert listed.index(SAID) < listed.index("等专班转督办或答复")
    client.force_login(people["leader"])
    for page in ("/todo/", "/instructions/", f"/instructions/{word.pk}/"):
        assert said in client.get(page).content.decode()
    taken_up(people, word)
    assert said not in client.get("/todo/").content.decode()


def test_it_may_be_answered_in_words(people, client):
    word = written(people)
    with pytest.raises(Refused, match="请写明答复的内容和理由"):
        instructions.answer(people["office"], word, " ")
    client.force_login(people["office"])
    client.post(f"/instructions/{word.pk}/answer/", {"text": "电网四月接入，五月投运"})
    client.force_login(people["leader"])
    page = client.get("/todo/").content.decode()
    assert "已答复" in page and "电网四月接入" in page
    with pytest.raises(Refused, match="现在是“已答复”"):
        taken_up(people, word)


def test_a_figure_that_has_changed_is_shown_before_the_word_is_kept(client, people):
    client.force_login(people["leader"])
    seen = client.get(f"/figures/{ROW}/").context["word_on"].seen
    lines = [(LineKind.ADDED, make.new_piles())]
    make.approved(people["unit"], people["office"], Month(2025, 3), lines=lines)
    form = {"about": f"figure:{ROW}", "text": SAID, "seen": seen}
    answer = client.post("/instructions/write/", form)
    page = answer.content.decode()
    assert answer.status_code == 409 and "请看过再定；没有保存，您写的还在下面" in page
    assert SAID in page and "新增公共充电桩6台" in page and not Instruction.objects.exists()


@pytest.mark.parametrize(
    ("text", "why"), [(" ", "请写下批示"), ("慢" * 301, "最多300字，现在301字")]
)
def test_a_word_is_a_sentence(people, text, why):
    about = subjects.subject(people["leader"], "unit:140621103")
    with pytest.raises(Refused, match=why):
        instructions.instruct(people["leader"], about, text)


def test_only_leaders_write_and_only_who_sees_all_units_reads(people, client):
    word = written(people)
    for name, person in people.items():
        client.force_login(person)
        reads = name in ("office", "colleague", "chief", "leader", "auditor")
        code = 200 if reads else 302 if person.reads_counties else 404  # to the counties
        assert client.get(f"/instructions/{word.pk}/").status_code == code
        assert client.get("/instructions/").status_code == code
        if name != "leader":
            about = subjects.subject(person, "unit:140621103")
            with pytest.raises(Refused, match="批示由领导作出"):
                instructions.instruct(person, about, SAID)
    for about in ("figure:nothing", "unit:nobody", "task:99", "task:x", "notice:7", "", "x:y"):
        with pytest.raises(LookupError):
            subjects.subject(people["leader"], about)


def test_the_auditor_comes_to_it_from_the_journal_and_has_nothing_to_press(people, client):
    word = written(people)
    client.force_login(people["auditor"])
    address = f"/instructions/{word.pk}/"
    assert f'<a href="{address}">{word}</a>' in client.get("/journal/").content.decode()
    page = client.get(address).content.decode()
    assert SAID in page and "转督办</button>" not in page and "答复</button>" not in page
    assert "领导批示" in client.get("/supervision/").content.decode()


def test_the_steps_replayed_give_its_state_and_what_is_over_is_beyond_change(people):
    done, answered = written(people), written(people)
    notice = taken_up(people, done)
    for verb in PATH[Notice.CLOSED].split():
        notice = step(people, notice, verb)
    instructions.answer(people["office"], answered, "五月投运")
    for word in Instruction.objects.all():
        assert instructions.replay(word.steps.all()) == word.state
        with pytest.raises(DatabaseError), transaction.atomic():
            Instruction.objects.filter(pk=word.pk).update(text="改")
    with pytest.raises(LookupError):
        instructions.replay([InstructionStep(verb="instruct"), InstructionStep(verb="finish")])
    with pytest.raises(DatabaseError), transaction.atomic():
        InstructionStep.objects.update(text="改")


@pytest.mark.parametrize(
    "fields", [{"state": "taken"}, {"state": "answered"}, {"answer": "五月"}, {"text": ""}]
)
def test_the_database_holds_a_state_to_its_notice_or_its_answer(people, fields):
    word = written(people)
    with pytest.raises(IntegrityError), transaction.atomic():
        Instruction.objects.filter(pk=word.pk).update(**fields)
