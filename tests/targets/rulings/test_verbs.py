"""Every verb of the plan's rulings, names and posts: done once, it writes one event that says what
changed; done by who may not, it is refused in Chinese and leaves no trace."""

from datetime import date

import pytest

from shanyin_charging import clock
from shanyin_charging.accounts.models import Role, User
from shanyin_charging.audit.models import Event
from shanyin_charging.lifecycle.transitions import Refused
from targets import answers, verbs
from targets.models import (
    Alias,
    Area,
    Discrepancy,
    Intake,
    Letterhead,
    Post,
    Question,
    Ruling,
    Unit,
)
from targets.plan import cells, queries
from targets.rulings import enacting, stating
from targets.rulings.changes import merge, rename
from targets.rulings.posts import add_person, end_post, give_post, hand_over
from targets.rulings.record import put_on_record
from tests import cast, make
from tests.targets.plan.books import NEXT_BOOK, SHIPPED_BOOK

pytestmark = pytest.mark.django_db
ON, DOCUMENT = date(2025, 4, 1), "专班〔2025〕9号"
TERMS = {"in_force_on": "2025-04-01", "document_no": DOCUMENT}


@pytest.fixture(autouse=True)
def april():
    with make.at(cast.APRIL_2):
        yield


def unit(code="market"):
    return Unit.objects.get(code=code)


def rule(actor, user):
    return put_on_record(actor, make.plan(), "slow_within", {"answer": 20}, ON, DOCUMENT)


def renamed(actor, user):
    rename(actor, unit(), "县市场局", ON, DOCUMENT)
    return unit()


def merged(actor, user):
    merge(actor, unit("culture"), unit("education"), ON, DOCUMENT)
    return unit("culture")


def given(actor, user):
    give_post(actor, user, unit())
    return user


def ended(actor, user):
    end_post(actor, user.posts.get())
    return user


def handed_over(actor, user):
    to = cast.person("successor", Role.OFFICER) if actor.keeps_accounts else actor
    hand_over(actor, user.posts.get(), to, date(2025, 4, 10))
    return user.posts.get().unit


def brought(actor, content):
    """A workbook that came in before."""
    read = {"name": "方案.xlsx", "sheets": cells.sheets(content), "brought_at": clock.now()}
    return Intake.objects.create(brought_by=actor, **read)


def enacted(actor, user):
    made = brought(actor, NEXT_BOOK)
    return enacting.enact(actor, made, date(2026, 2, 1), DOCUMENT)


def corrected(actor, user):
    return enacting.enact(actor, brought(actor, SHIPPED_BOOK), None, DOCUMENT)


def stated(actor, user):
    head = queries.letterhead()
    told = {name: getattr(head, name) for name in stating.STATED}
    stating.state(actor, told | {"telephone": "0349-7070000"}, ON)
    return head


# Verb: (whose it is, how it is done to an officer of 岱岳镇, what was before, what is after).
ACTS = {
    "rule": (Role.CHIEF, rule, None, {"answer": 20, **TERMS}),
    "rename": (
        Role.CHIEF,
        renamed,
        {"name": "县市场监管局"},
        {"name": "县市场局", "before": "县市场监管局", **TERMS},
    ),
    "merge": (
        Role.CHIEF,
        merged,
        {"merged_into": None, "merged_on": None},
        {"merged_into": "education", "merged_on": "2025-04-01"},
    ),
    "give_post": (
        Role.ADMIN,
        given,
        None,
        {"starts_on": "2025-04-02", "ends_on": None, "checks": False},
    ),
    "end_post": (
        Role.ADMIN,
        ended,
        {"starts_on": "2024-01-01", "ends_on": None, "checks": False},
        {"starts_on": "2024-01-01", "ends_on": "2025-04-01", "checks": False},
    ),
    "hand_over_post": (
        Role.ADMIN,
        handed_over,
        {
            "holder": f"officer_{cast.DAIYUE}",
            "starts_on": "2024-01-01",
            "ends_on": None,
            "checks": False,
        },
        {"holder": "successor", "starts_on": "2025-04-10", "ends_on": None, "checks": False},
    ),
}
ACTS |= {
    "bring_plan": (Role.CHIEF, lambda actor, user: enacting.bring(actor, "x", {}), None, None),
    "enact_plan": (
        Role.CHIEF,
        enacted,
        {"in_force_on": None},
        {"in_force_on": "2026-02-01", "document_no": DOCUMENT},
    ),
    "correct_plan": (
        Role.CHIEF,
        corrected,
        None,
        {"in_force_on": "2024-01-01", "document_no": DOCUMENT},
    ),
    "state_office": (
        Role.ADMIN,
        stated,
        {"telephone": ""},
        {"telephone": "0349-7070000", "in_force_on": "2025-04-01"},
    ),
}
VERBS = [verb.name for verb in verbs.PLAN]
MAY_NOT = [(verb, role) for verb in ACTS for role in Role.values if role != ACTS[verb][0]]
MAY_NOT.remove(("state_office", Role.CHIEF))


def test_the_table_of_acts_is_of_all_verbs_and_no_other():
    assert set(ACTS) == set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_writes_one_event_with_before_and_after(verb):
    role, act, before, after = ACTS[verb]
    subject = act(cast.person("actor", role), cast.officer())
    event = Event.objects.exclude(verb="establish").get()
    assert (event.actor, event.verb, event.object_type, event.object_key) == (
        "actor",
        verb,
        subject._meta.label_lower,
        str(subject.pk),
    )
    assert (event.before, event.after) == (before, after)


def everything():
    models = (Ruling, Letterhead, Alias, Unit, Area, Post, User, Event)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize(("verb", "role"), MAY_NOT)
def test_each_verb_is_refused_to_who_may_not_and_leaves_no_trace(verb, role):
    actor, user = cast.person("actor", role), cast.officer()
    stood = everything()
    with pytest.raises(
        Refused, match="^只有(专班办公室主任|系统管理员|专班办公室主任和系统管理员)可以"
    ):
        ACTS[verb][1](actor, user)
    assert everything() == stood


@pytest.fixture
def chief():
    return cast.person("chief", Role.CHIEF)


def test_the_journal_says_which_ruling_was_in_force_before_and_who_recorded_it_when(chief):
    first = put_on_record(
        chief, make.plan(), "slow_within", {"answer": 20}, date(2025, 1, 1), "纪要1号"
    )
    put_on_record(chief, make.plan(), "slow_within", {"answer": 30}, date(2025, 6, 1), "纪要2号")
    put_on_record(chief, make.plan(), "slow_within", {"answer": 25}, date(2025, 3, 1), "纪要3号")
    events = list(Event.objects.filter(verb="rule").order_by("number"))
    was = {"answer": 20, "in_force_on": "2025-01-01", "document_no": "纪要1号"}
    assert [event.before for event in events] == [None, was, was]
    assert (first.recorded_by, first.recorded_at.date()) == ("chief", cast.APRIL_2)
    assert [Ruling.objects.answer("slow_within", day, 15) for day in DAYS] == [15, 20, 25, 30]


DAYS = (date(2024, 12, 31), date(2025, 2, 28), date(2025, 3, 1), date(2025, 6, 1))


def test_a_change_of_name_follows_the_last_one_and_says_so(chief):
    rename(chief, unit(), "县市场局", ON, DOCUMENT)
    with pytest.raises(Refused, match="从2025-04-01起才叫现在的名称"):
        rename(chief, unit(), "市场局", date(2025, 3, 31), DOCUMENT)
    rename(chief, unit(), "市场局", ON, "专班〔2025〕10号")
    assert Event.objects.filter(verb="rename").first().before["name"] == "县市场局"
    assert set(unit().aliases.values_list("name", flat=True)) >= {"县市场监管局", "县市场局"}


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda chief, on: rename(chief, unit(), "县市场局", on, DOCUMENT), "还没到的日期"),
        (
            lambda chief, on: merge(chief, unit(), unit("culture"), on, DOCUMENT),
            "还没到的日期",
        ),
        (
            lambda chief, on: rename(chief, unit(), "县市场监管局", ON, DOCUMENT),
            "新名称和现在的一样",
        ),
        (
            lambda chief, on: merge(
                chief, unit(), Area.objects.get(code=cast.DAIYUE_VILLAGE), ON, DOCUMENT
            ),
            "单位只能并入单位",
        ),
    ],
)
def test_what_may_not_be_changed_is_said_by_the_verb_itself(chief, act, sentence):
    with pytest.raises(Refused, match=sentence):
        act(chief, date(2025, 4, 3))
    assert not Event.objects.exists()


def test_a_name_may_begin_today(chief):
    rename(chief, unit(), "县市场局", cast.APRIL_2, DOCUMENT)
    assert unit().name == "县市场局"


@pytest.fixture
def admin():
    return cast.administrator()


def test_a_post_that_is_over_keeps_its_last_day(admin):
    post = cast.officer().posts.get()
    post.ends_on = date(2025, 3, 1)
    post.save()
    with pytest.raises(Refused, match="已经不再代表岱岳镇"):
        end_post(admin, post)
    post.refresh_from_db()
    assert post.ends_on == date(2025, 3, 1) and not Event.objects.exists()


def test_a_post_that_ends_today_may_still_be_ended_with_yesterday(admin):
    post = cast.officer().posts.get()
    post.ends_on = cast.APRIL_2
    post.save()
    end_post(admin, post)
    post.refresh_from_db()
    assert post.ends_on == ON


def test_a_post_given_again_on_its_last_day_says_what_it_was(admin):
    user = cast.person("back", Role.OFFICER)
    post = give_post(admin, user, unit())
    end_post(admin, post)
    again = give_post(admin, user, unit(), checks=True)
    event = Event.objects.filter(verb="give_post").first()
    assert again == post and (again.ends_on, again.checks) == (None, True)
    assert event.before == {"starts_on": "2025-04-02", "ends_on": "2025-04-01", "checks": False}
    assert event.after == {"starts_on": "2025-04-02", "ends_on": None, "checks": True}
    assert event.detail == {"unit": "market", "post": post.pk}


def test_a_post_is_for_who_fills_in_returns_and_not_twice_even_out_of_use(admin):
    with pytest.raises(Refused, match="office不是填报员"):
        give_post(admin, cast.office(), unit())
    user = cast.officer()
    user.is_active = False
    user.save()
    with pytest.raises(Refused, match="已经代表岱岳镇"):
        give_post(admin, user, unit(cast.DAIYUE))


def test_a_new_officer_has_an_account_and_a_post_and_two_events(admin):
    password = add_person(
        admin, unit(), "market01", "市场局填报员", Role.OFFICER, phone="", mobile="", email=""
    )
    user = User.objects.get(username="market01")
    assert user.check_password(password) and user.posts.get().unit == unit()
    assert [event.verb for event in Event.objects.order_by("number")] == [
        "establish",
        "create_account",
        "give_post",
    ]


def test_what_is_about_the_opening_is_known_by_its_question_and_not_by_a_number():
    Discrepancy.objects.filter(code="D02").update(code="乙7")
    chief, plan = cast.person("chief", Role.CHIEF), make.plan()
    for subject, day in (
        ("discrepancy:乙7", date(2023, 12, 31)),
        ("baseline:list", date(2023, 12, 31)),
        ("discrepancy:D02", date(2025, 11, 1)),
    ):
        made = put_on_record(chief, plan, subject, {"answer": True}, date(2025, 11, 1), DOCUMENT)
        assert made.in_force_on == day, subject


def test_what_is_ruled_about_the_opening_holds_from_the_opening_day_on():
    chief = cast.person("chief", Role.CHIEF)
    words = {"decision": "以供电公司台账175台为准"}
    made = put_on_record(chief, make.plan(), "discrepancy:D02", words, date(2025, 11, 1), DOCUMENT)
    assert made.in_force_on == date(2023, 12, 31)
    discrepancy = Discrepancy.objects.get(code="D02")
    Question.objects.create(
        plan=discrepancy.plan,
        subject="baseline",
        position=99,
        title="基数以哪个为准",
        kind=answers.YES_NO,
        discrepancy=discrepancy,
    )
    made = put_on_record(
        chief, make.plan(), "baseline", {"answer": True}, date(2025, 11, 1), DOCUMENT
    )
    assert made.in_force_on == date(2023, 12, 31)
    other = put_on_record(chief, make.plan(), "discrepancy:D03", words, date(2025, 11, 1), DOCUMENT)
    assert other.in_force_on == date(2025, 11, 1)
