"""Bulletins from draft to number: who may do what, what is frozen, what a kill leaves, what twenty
presses make."""

import hashlib
import os
import random
import signal
import threading
from datetime import date
from itertools import product

import pytest
from django.db import DatabaseError, connection, transaction

from ledger.models import LineKind
from ledger.periods import books
from reports import rules
from reports.bulletins import comparing, drafting, fair_naming, issuing
from reports.bulletins.states import available
from reports.documents.kinds import BRIEF, KINDS, MONTH, UNIT
from reports.figures.reading import read
from reports.models import Bulletin, BulletinFile
from reports.models import BulletinState as State
from reports.press import press
from reports.press.word_text import outside_gb2312
from shanyin_charging.accounts.models import Role
from shanyin_charging.audit.models import Event
from shanyin_charging.lifecycle.transitions import Overtaken, Refused
from targets.models import Unit
from targets.months import Month
from targets.rulings.changes import rename
from tests import cast, make
from tests.ledger.returns.test_concurrency import together

MARCH = Month(2025, 3)
PATHS = {
    State.DRAFT: "",
    State.IN_REVIEW: "propose",
    State.REVIEWED: "propose pass",
    State.ISSUED: "propose pass issue",
}
VERBS = ("propose", "pass", "return", "withdraw", "issue", "write", "refresh", "discard")


@pytest.fixture
def people(march_due):
    make.approved(cast.officer(), cast.office(), MARCH)
    cast_of = {
        name: cast.person(name, role)
        for name, role in (
            ("drafter", Role.OFFICE),
            ("colleague", Role.OFFICE),
            ("chief", Role.CHIEF),
            ("leader", Role.LEADER),
            ("officer_x", Role.OFFICER),
            ("admin_x", Role.ADMIN),
            ("auditor_x", Role.AUDITOR),
            ("above_x", Role.ABOVE),
        )
    }
    assert {person.role for person in cast_of.values()} == set(Role)
    return cast_of


def drafted(people, kind=MONTH, subject="", month=MARCH):
    return drafting.draft(people["drafter"], read(month), kind, subject)


def issued(people, **fields):
    made = drafted(people, **fields)
    issuing.move(people["drafter"], "propose", made)
    issuing.move(people["colleague"], "pass", made)
    return make.sign(people["chief"], made)


def typed(bulletin, **changes):
    content = bulletin.whole
    return {
        "title": content.title,
        "addressees": content.addressees,
        "copies": content.copies,
        "more": "",
        "body": [p.text for p in content.body],
        "attached": [str(n) for n, _ in enumerate(content.attachments)],
        **changes,
    }


def allowed(state, verb, who) -> bool:
    """Written from the working rules: the office writes, somebody else of it reviews, its head
    signs."""
    of_office = who in ("drafter", "colleague", "chief")
    another = who in ("colleague", "chief") and state == State.IN_REVIEW
    return {
        "propose": of_office and state == State.DRAFT,
        "pass": another,
        "return": another or who == "chief" and state == State.REVIEWED,
        "withdraw": of_office and state == State.IN_REVIEW,
        "issue": who == "chief" and state == State.REVIEWED,
        "write": of_office and state == State.DRAFT,
        "refresh": of_office and state == State.DRAFT,
        "discard": of_office and state == State.DRAFT,
    }[verb]


@pytest.mark.at_length
@pytest.mark.django_db
def test_every_state_verb_and_person(people, quick_press):
    acts = {
        "write": lambda user, b: drafting.write(user, b, b.revision, typed(b)),
        "refresh": drafting.refresh,
        "discard": drafting.discard,
        "issue": make.sign,
    }
    wrong = []
    for state in State:
        with transaction.atomic():
            prepared = drafted(people)
            for step in PATHS[state].split():
                by = {"propose": "drafter", "pass": "colleague", "issue": "chief"}[step]
                prepared = (
                    make.sign(people[by], prepared)
                    if step == "issue"
                    else issuing.move(people[by], step, prepared)
                )
            before, events = (
                Bulletin.objects.filter(pk=prepared.pk).values().get(),
                Event.objects.count(),
            )
            for verb, who in product(VERBS, people):
                with transaction.atomic():
                    made = Bulletin.objects.get(pk=prepared.pk)
                    act = acts.get(verb) or (
                        lambda user, b, verb=verb: issuing.move(user, verb, b, "请核对")
                    )
                    try:
                        act(people[who], made)
                        done = True
                    except Refused:
                        done = False
                        assert (
                            Bulletin.objects.filter(pk=made.pk).values().get() == before
                            and Event.objects.count() == events
                        )
                    expected = (
                        allowed(state, verb, who) or verb == "issue" and state == State.ISSUED
                    )  # pressed twice: done already
                    if done != expected:
                        wrong.append((state, verb, who, done))
                    buttons = (
                        {t.verb for t in available(people[who], made)}
                        if verb != "discard"
                        else set()
                    )
                    if verb in buttons and not done:
                        wrong.append(("button", state, verb, who))
                    transaction.set_rollback(True)
            transaction.set_rollback(True)
    assert wrong == []


@pytest.mark.django_db
def test_numbers_run_without_gaps_in_each_series_and_year(people, quick_press):
    first, second = issued(people), issued(people, kind=UNIT, subject=cast.DAIYUE)
    brief = issued(people, kind=BRIEF)
    assert [b.number for b in (first, second, brief)] == [
        "专班通报〔2025〕1号",
        "专班通报〔2025〕2号",
        "第1期",
    ]
    with make.at(date(2026, 1, 9)):
        assert issued(people).number == "专班通报〔2026〕1号"
    assert first.code != second.code and first.plain.confirm_at.endswith(f"/c/{first.code}/")


@pytest.mark.django_db
def test_the_office_may_rule_the_sign_of_its_bulletins(people, quick_press):
    make.ruled("bulletin:sign", {"answer": "晋充换电办"})
    assert issued(people).number == "晋充换电办〔2025〕1号"


@pytest.mark.django_db
def test_every_kind_is_drafted_and_issued_with_its_real_files(people):
    for kind, subject in (
        (MONTH, ""),
        (KINDS["brief"], ""),
        (KINDS["task"], "10"),
        (KINDS["road"], "长城一号旅游公路"),
    ):
        made = issued(people, kind=kind, subject=subject)
        files = {file.format: bytes(file.content) for file in made.files.all()}
        assert set(files) == {"pdf", "docx", "xlsx", "html"} and files["pdf"].startswith(b"%PDF")
        assert {file.sha256 for file in made.files.all()} == {
            hashlib.sha256(f).hexdigest() for f in files.values()
        }
        assert made.number in files["html"].decode()
    with pytest.raises(Refused, match="年度结账通报要写到12月，请换一个月份"):
        drafted(people, KINDS["year"])
    year = drafted(people, KINDS["year"], month=Month(2025, 12))
    assert "2025年12月还没有开始报送" in rules.is_ripe(year).reason
    with make.at(date(2026, 1, 9)):
        books.open_periods(make.county().ledger, "test")
        assert rules.is_ripe(year)


@pytest.mark.django_db
def test_a_paper_may_go_out_early_when_every_return_is_approved(people, quick_press):
    with make.at(cast.APRIL_2):
        early = drafted(people)
        for unit in Unit.objects.members(read(MARCH).plan).exclude(code=cast.DAIYUE):
            make.approved(cast.officer(unit.code), people["colleague"], MARCH, unit.code, lines=[])
        issuing.move(people["drafter"], "propose", early)
        issuing.move(people["colleague"], "pass", early)
        assert make.sign(people["chief"], early).is_issued


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["month", "brief", "task"])
def test_a_paper_waits_for_the_due_moment_of_its_month(people, quick_press, kind):
    """March is due on 7 April at 24:00: before that nobody is late, and nothing is put out."""
    subject = "10" if kind == "task" else ""
    with make.at(cast.APRIL_2):
        early = drafted(people, KINDS[kind], subject)
        said = "".join(p.text for p in early.plain.body)
        blamed = ("家（", "尚无新增的", "滞后", *(("玉井镇",) if kind != "task" else ()))
        assert not [name for name in blamed if name in said], said
        issuing.move(people["drafter"], "propose", early)
        issuing.move(people["colleague"], "pass", early)
        with pytest.raises(Refused, match="2025年4月7日（周一）24:00截止"):
            make.sign(people["chief"], early)
        with pytest.raises(Refused, match="现在还差3"):
            fair_naming.consult(people["drafter"], early)


@pytest.mark.django_db
def test_a_special_bulletin_needs_its_subject(people):
    for kind in ("unit", "task", "road"):
        with pytest.raises(Refused, match="请选择"):
            drafted(people, kind=KINDS[kind], subject="nowhere")
    assert not Bulletin.objects.exists()


@pytest.mark.django_db
def test_later_changes_leave_an_issued_bulletin_untouched(people, quick_press):
    made = issued(people)
    frozen, files = (
        Bulletin.objects.filter(pk=made.pk).values().get(),
        list(made.files.values().order_by("pk")),
    )
    chance, chief = random.Random(9704), people["chief"]
    officer, office = cast.officer(cast.YUJING), people["colleague"]
    for n in range(500 if cast.LONG else 25):
        if n % 3 == 0:
            unit = chance.choice(list(Unit.objects.all()))
            rename(chief, unit, f"更名{n}", date(2025, 4, 1), "山充换电办〔2025〕3号")
        elif n % 3 == 1:
            make.ruled("pace", {"answer": sorted(chance.sample(range(100), 11)) + [100]})
        elif n == 2:
            make.approved(
                officer,
                office,
                MARCH,
                unit=cast.YUJING,
                lines=[
                    (
                        LineKind.ADDED,
                        make.new_piles(village=cast.YUJING_SHUIQUAN, credited_to=cast.YUJING),
                    )
                ],
            )
    assert Bulletin.objects.filter(pk=made.pk).values().get() == frozen
    assert list(made.files.values().order_by("pk")) == files
    assert (
        made.plain.keys["I02_140621_t_202503"] == "194" and read(MARCH).figure("I02").value == 200
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "act",
    [
        lambda b: Bulletin.objects.filter(pk=b.pk).update(title="改"),
        lambda b: b.files.update(sha256="0" * 64),
        lambda b: Bulletin.objects.filter(pk=b.pk)._raw_delete("default"),
        lambda b: BulletinFile.objects.all()._raw_delete("default"),
    ],
)
def test_the_database_itself_refuses_to_change_what_is_issued(people, quick_press, act):
    made = issued(people)
    with pytest.raises(DatabaseError), transaction.atomic():
        act(made)
    made.refresh_from_db()
    assert made.title != "改" and made.files.count() == len(press.FORMATS)


@pytest.mark.django_db
def test_a_draft_that_was_changed_elsewhere_is_not_overwritten(people):
    made = drafted(people)
    drafting.write(people["drafter"], made, 0, typed(made, title="甲"))
    with pytest.raises(Overtaken):
        drafting.write(people["colleague"], made, 0, typed(made, title="乙"))
    made.refresh_from_db()
    assert made.title == "甲" and made.revision == 1


@pytest.mark.django_db
def test_an_edited_paragraph_keeps_its_words_when_the_figures_are_read_anew(people):
    made = drafted(people)
    fields = [p.text for p in made.plain.body]
    fields[2] = fields[2].replace("194台", "194台（不含在建）")
    drafting.write(people["drafter"], made, 0, typed(made, body=fields, more="五、其他\n请抓紧。"))
    make.approved(
        cast.officer(cast.YUJING),
        people["colleague"],
        MARCH,
        unit=cast.YUJING,
        lines=[
            (LineKind.ADDED, make.new_piles(village=cast.YUJING_SHUIQUAN, credited_to=cast.YUJING))
        ],
    )
    made.refresh_from_db()
    assert (
        "公共充电桩保有量" in comparing.warnings(made)[-1]
        and "由194台变为200台" in comparing.warnings(made)[-1]
    )
    fresh = drafting.refresh(people["drafter"], made).plain
    assert "194台（不含在建）" in fresh.body[2].text and "200" in fresh.body[2].computed
    assert any("系统数字200" in doubt for doubt in fresh.body[2].doubts())
    assert fresh.keys["I33_u140621100_y_202503"] == "6"
    assert [p.text for p in fresh.body[-2:]] == ["五、其他", "请抓紧。"]


@pytest.mark.django_db
def test_what_is_taken_out_of_a_draft_stays_out_is_told_and_can_be_put_back(people, quick_press):
    made = drafted(people)
    body = [p.text for p in made.whole.body]
    gone, titles = body[3], [attachment.title for attachment in made.whole.attachments]
    body[3] = " "
    made = drafting.write(people["drafter"], made, 0, typed(made, body=body, attached=["0"]))
    made = drafting.refresh(people["drafter"], made)
    printed = made.plain
    assert (
        gone not in [p.text for p in printed.body]
        and [a.title for a in printed.attachments] == titles[:1]
    )
    assert [told for told in comparing.warnings(made) if told.startswith(("删去", "没有附上"))] == [
        f"删去了系统起草的一段：“{gone[:20]}…”",
        *(f"没有附上《{title}》" for title in titles[1:]),
    ]
    assert made.whole.body[3].computed == gone
    body[3] = made.whole.body[3].computed
    back = drafting.write(people["drafter"], made, made.revision, typed(made, body=body))
    assert back.plain == back.whole and back.plain.body[3] == drafted(people).plain.body[3]


@pytest.mark.django_db
def test_what_was_taken_out_is_not_in_what_is_frozen(people, quick_press):
    made = drafted(people)
    body = [p.text for p in made.whole.body]
    gone, body[3] = body[3], ""
    drafting.write(people["drafter"], made, 0, typed(made, body=body, attached=[]))
    issuing.move(people["drafter"], "propose", made)
    issuing.move(people["colleague"], "pass", made)
    made.refresh_from_db()
    make.sign(people["chief"], made)
    made.refresh_from_db()
    assert (
        made.whole == made.plain and made.plain.attachments == () and gone not in str(made.content)
    )


@pytest.mark.django_db
def test_a_correction_tells_what_was_said_and_what_is_right(people, quick_press):
    made = issued(people)
    with pytest.raises(Refused, match="没有可更正的"):
        drafting.correct(people["drafter"], made)
    make.approved(
        cast.officer(cast.YUJING),
        people["colleague"],
        MARCH,
        unit=cast.YUJING,
        lines=[
            (LineKind.ADDED, make.new_piles(village=cast.YUJING_SHUIQUAN, credited_to=cast.YUJING))
        ],
    )
    correction = drafting.correct(people["drafter"], made)
    rows = {
        row[0].text: (row[1].text, row[2].text)
        for row in correction.plain.attachments[0].tables[0].rows
    }
    assert rows["山阴县公共充电桩保有量"] == ("194台", "200台") and rows[
        "玉井镇参考计划新增公共充电桩"
    ] == ("0台", "6台")
    assert correction.corrects == made and "专班通报〔2025〕1号" in correction.plain.body[0].text


@pytest.mark.django_db
def test_a_character_that_no_font_has_is_told_before_it_is_printed(people):
    made = drafted(people)
    assert not any("字库里没有" in told for told in comparing.warnings(made))
    drafting.write(people["drafter"], made, 0, typed(made, more="请抓紧😀。"))
    made.refresh_from_db()
    assert "字库里没有“😀”，印出来是空框，请换一种写法" in comparing.warnings(made)


@pytest.mark.django_db
def test_two_months_are_compared_figure_by_figure(people):
    one, two = drafting.draft(people["drafter"], read(Month(2025, 2)), MONTH), drafted(people)
    figures, lines = comparing.side_by_side(one.plain, two.plain)
    assert ("山阴县公共充电桩保有量", "188", "194") in figures
    assert any(sign == "+" and "保有量194台" in text for sign, text in lines)


@pytest.mark.django_db
def test_a_fault_between_number_content_and_files_leaves_nothing(people, quick_press, monkeypatch):
    made = drafted(people)
    issuing.move(people["drafter"], "propose", made)
    issuing.move(people["colleague"], "pass", made)
    for place in ("BulletinFile.objects.bulk_create", "Bulletin.save", "journal.record"):
        with monkeypatch.context() as patch:
            patch.setattr(f"reports.bulletins.issuing.{place}", killed)
            with pytest.raises(KeyboardInterrupt):
                make.sign(people["chief"], made)
        made.refresh_from_db()
        assert (made.state, made.serial, made.files.count()) == (State.REVIEWED, None, 0), place
    assert make.sign(people["chief"], made).number == "专班通报〔2025〕1号"


def killed(*args, **kwargs):
    raise KeyboardInterrupt


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # the worker's own thread is idle
@pytest.mark.parametrize(
    "place", ["BulletinFile.objects.bulk_create", "Bulletin.save", "journal.record"]
)
def test_a_killed_process_leaves_all_or_nothing(committed, quick_press, monkeypatch, place):
    with make.at(cast.MARCH_DUE):
        make.ledger()
        people = {
            name: cast.person(name, role)
            for name, role in (("drafter", Role.OFFICE), ("chief", Role.CHIEF))
        }
        made = drafted(people)
        issuing.move(people["drafter"], "propose", made)
        issuing.move(people["chief"], "pass", made)
        connection.close()
        if not (child := os.fork()):
            monkeypatch.setattr(
                f"reports.bulletins.issuing.{place}",
                lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL),
            )
            make.sign(people["chief"], made)
            os._exit(1)
        assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
        made.refresh_from_db()
        assert (made.state, made.serial, BulletinFile.objects.count()) == (State.REVIEWED, None, 0)
        assert make.sign(people["chief"], made).serial == 1


@pytest.mark.django_db(transaction=True)
def test_twenty_presses_at_once_issue_one_bulletin(committed, quick_press):
    with make.at(cast.MARCH_DUE):
        make.ledger()
        people = {
            name: cast.person(name, role)
            for name, role in (("drafter", Role.OFFICE), ("chief", Role.CHIEF))
        }
        made = drafted(people)
        issuing.move(people["drafter"], "propose", made)
        issuing.move(people["chief"], "pass", made)
        answers = together(
            *[lambda: make.sign(people["chief"], made).number] * 20, on=cast.MARCH_DUE
        )
    assert set(answers) == {"专班通报〔2025〕1号"}
    assert Event.objects.filter(
        verb="issue_bulletin"
    ).count() == 1 and BulletinFile.objects.count() == len(press.FORMATS)


@pytest.mark.django_db(transaction=True)
def test_bulletins_issued_at_once_take_numbers_one_after_the_other(committed, quick_press):
    with make.at(cast.MARCH_DUE):
        make.ledger()
        people = {
            name: cast.person(name, role)
            for name, role in (("drafter", Role.OFFICE), ("chief", Role.CHIEF))
        }
        several = [drafted(people) for _ in range(4)]
        for made in several:
            issuing.move(people["drafter"], "propose", made)
            issuing.move(people["chief"], "pass", made)
        answers = together(
            *[lambda made=made: make.sign(people["chief"], made).serial for made in several],
            on=cast.MARCH_DUE,
        )
    done = sorted(answer for answer in answers if isinstance(answer, int))
    assert done == list(range(1, len(done) + 1)) and all(
        isinstance(a, int | Refused) for a in answers
    )


def test_no_more_than_two_presses_run_at_once(monkeypatch):
    monkeypatch.setattr(press, "ROOM", threading.BoundedSemaphore(9))
    monkeypatch.setattr(press, "TO_LOOK", 0.1)
    with press.turn(), press.turn(), pytest.raises(press.Busy, match="请稍后再试"), press.turn():
        pass
    with press.turn():
        pass


def test_who_comes_while_two_wait_keeps_no_thread_of_the_server(monkeypatch):
    monkeypatch.setattr(press, "TO_LOOK", 3600)  # a thread that waited would stay for an hour
    with press.turn(), press.turn(), pytest.raises(press.Busy), press.turn():
        pass


@pytest.mark.django_db
def test_a_file_that_has_to_wait_is_asked_for_again_by_the_page_itself(client, people):
    client.force_login(people["drafter"])
    with press.turn(), press.turn():
        answer = client.get("/bulletins/2025-03/pdf/")
    assert (answer.status_code, answer["Refresh"]) == (
        503,
        "3",
    ) and "正在排版的文件较多" in answer.content.decode()


def test_an_office_face_that_lacks_a_character_is_not_asked_for_it():
    assert [c for c in "薛圐圙乡窊窰村 Aa1〔〕" if outside_gb2312(c)] == [
        "圐",
        "圙",
        "窊",
        "窰",
    ]
