"""需协调事项: raised by a unit, handed to another, answered, and open until the first agrees."""

import html
import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction

from ledger.models import LineKind, Reminder, Site
from reports.coordination import course, raising
from reports.models import Matter, MatterState, MatterStep
from shanyin_charging.accounts.models import Role
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Post, Unit
from targets.months import Month
from tests import cast, make

pytestmark = pytest.mark.django_db
APRIL_16 = date(2025, 4, 16)
WORDS = "文化广场要增容，等供电方案"


def unit_of(code):
    return Unit.objects.get(code=code)


@pytest.fixture
def people(april):
    return {
        "office": cast.office(),
        "chief": cast.person("chief", Role.CHIEF),
        "leader": cast.leader(),
        "raiser": cast.officer(),
        "solver": cast.officer(cast.YUJING),
        "other": cast.officer(cast.MAYING),
        "admin": cast.administrator(),
    }


def raised(people, **said):
    said = {"kind": "power", "text": WORDS, "about": "文化广场", **said}
    return raising.raise_matter(people["raiser"], unit_of(cast.DAIYUE), **said)


def handed(people, to=cast.YUJING):
    found = raised(people)
    return course.move(
        people["office"], "hand", found, "请给方案", solver=unit_of(to), answer_by=APRIL_16
    )


def test_it_goes_from_the_units_box_to_its_agreement_and_each_meets_it_on_their_list(
    client, people
):
    client.force_login(people["raiser"])
    assert f'name="unit" value="{cast.DAIYUE}"' in client.get("/matters/raise/").content.decode()
    typed = {"unit": cast.DAIYUE, "kind": "power", "text": WORDS, "about": "文化广场"}
    answer = client.post("/matters/raise/", typed)
    matter = Matter.objects.get()
    page = f"/matters/{matter.pk}/"
    assert answer["Location"] == page and "等专班办公室办理" in client.get(page).content.decode()

    def press(who, verb, **typed):
        client.force_login(people[who])
        assert WORDS in client.get("/").content.decode(), (who, verb)
        client.get(page)
        return client.post(f"{page}{verb}/", typed, follow=True).content.decode()

    to = {"solver": cast.YUJING, "answer_by": "2025-04-16", "text": "请给供电方案"}
    assert "已转交" in press("office", "hand", **to)
    assert "等提出单位确认" in press("solver", "respond", text="四月底送电")
    assert "已退回继续办理" in press("raiser", "reopen", text="还没有送电")
    press("solver", "respond", text="今天送电了")
    told = press("raiser", "agree")
    assert "已办结" in told
    for said in ("转交玉井镇，2025年4月16日前答复", "请给供电方案", "四月底送电", "还没有送电"):
        assert said in told
    matter.refresh_from_db()
    assert (matter.state, matter.ended_on) == (MatterState.CLOSED, cast.APRIL_2)
    verbs = [step.verb for step in matter.steps.all()]
    assert verbs == ["raise", "hand", "respond", "reopen", "respond", "agree"]


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ("", MatterState.OFFICE),
        ("reply", MatterState.REPLIED),
        ("reply reopen", MatterState.OFFICE),
        ("reply agree", MatterState.CLOSED),
        ("hand take_back", MatterState.OFFICE),
        ("hand take_back hand respond", MatterState.ANSWERED),
        ("hand withdraw", MatterState.WITHDRAWN),
        ("withdraw", MatterState.WITHDRAWN),
    ],
)
def test_its_steps_replayed_give_its_state(people, steps, state):
    who = {"hand": "office", "reply": "office", "take_back": "office", "respond": "solver"}
    matter = raised(people)
    for verb in steps.split():
        to = {"solver": unit_of(cast.YUJING), "answer_by": APRIL_16} if verb == "hand" else {}
        matter = course.move(people[who.get(verb, "raiser")], verb, matter, "说明", **to)
    assert matter.state == state == course.replay(matter.steps.all())


def test_what_was_taken_back_is_handed_to_another_and_the_first_sees_it_no_more(client, people):
    matter = handed(people)
    course.move(people["office"], "take_back", matter, "不归玉井镇管")
    matter = course.move(
        people["office"],
        "hand",
        matter,
        "请办",
        solver=unit_of(cast.MAYING),
        answer_by=APRIL_16,
    )
    page = f"/matters/{matter.pk}/"
    seen = {}
    for name, person in people.items():
        client.force_login(person)
        seen[name] = client.get(page).status_code
    assert seen.pop("solver") == seen.pop("admin") == 404
    assert set(seen.values()) == {200}


def test_its_solver_is_reminded_before_the_day_and_after_it_and_urged_by_the_office(client, people):
    matter = handed(people)  # to be answered by Wednesday the 16th
    told = []
    for day in (cast.APRIL_2, date(2025, 4, 11), date(2025, 4, 14), APRIL_16, date(2025, 4, 17)):
        with make.at(day):
            call_command("remind", stdout=StringIO())
            found = Reminder.objects.filter(subject=f"matter:{matter.pk}", unit=matter.solver)
            told.append([made.word for made in found.order_by("pk")])
    assert told == [[], [], ["快到答复时限"], ["快到答复时限"], ["快到答复时限", "已过答复时限"]]
    page = f"/matters/{matter.pk}/"
    client.force_login(people["office"])
    assert "催办" not in labels(client.get(page))
    with make.at(date(2025, 4, 17)):
        client.force_login(people["office"])
        assert "催办" in labels(client.get(page))
        typed = {"text": "请今天答复", "answer_by": "2025-04-17"}
        assert "要晚于今天" in client.post(f"{page}urge/", typed).content.decode()
        client.get(page)
        typed["answer_by"] = "2025-04-21"
        answer = client.post(f"{page}urge/", typed, follow=True).content.decode()
        assert "已催办" in answer and "2025年4月21日前答复" in answer and "请今天答复" in answer
        assert "催办" not in labels(client.get(page))
        again = client.post(f"{page}urge/", typed).content.decode()  # a colleague's stale page
        assert "答复时限是2025年4月21日，过了这一天还没有答复才催办" in again
        assert "请今天答复" in again
        assert "（请在2025年4月21日前答复）" in found.get(word="催办").text
    matter.refresh_from_db()
    assert (matter.state, matter.answer_by) == (MatterState.HANDED, date(2025, 4, 21))
    assert course.replay(matter.steps.all()) == MatterState.HANDED


def labels(page):
    """The words on the buttons of a page."""
    return [words.strip() for words in re.findall(r"<button[^>]*>([^<]*)", page.content.decode())]


@pytest.mark.parametrize(
    ("verb", "who", "typed", "why"),
    [
        ("hand", "office", {}, "请选择承办单位"),
        ("hand", "office", {"solver": cast.DAIYUE}, "请选择承办单位"),
        ("hand", "office", {"solver": cast.YUJING}, "请填答复时限，要晚于今天"),
        (
            "hand",
            "office",
            {"solver": cast.YUJING, "answer_by": cast.APRIL_2},
            "请填答复时限，要晚于今天",
        ),
        ("hand", "raiser", {}, "由专班办公室转交"),
        ("reply", "office", {"text": " "}, "请写明答复的内容"),
        ("reply", "office", {"text": "长" * 501}, "最多500字，现在501字"),
        ("withdraw", "other", {}, "由岱岳镇的填报员确认或撤回"),
        ("respond", "solver", {}, "请刷新页面"),
    ],
)
def test_what_may_not_be_done_is_refused_in_words(people, verb, who, typed, why):
    matter, typed = raised(people), {"text": "请办", **typed}
    if "solver" in typed:
        typed["solver"] = unit_of(typed["solver"])
    with pytest.raises(Refused, match=why):
        course.move(people[who], verb, matter, **typed)
    matter.refresh_from_db()
    assert matter.state == MatterState.OFFICE and matter.steps.count() == 1


def test_what_was_typed_and_refused_stands_in_its_fields_again(client, people):
    matter = raised(people)
    client.force_login(people["office"])
    client.get(f"/matters/{matter.pk}/")
    typed = {"solver": cast.YUJING, "answer_by": "2025-04-01", "text": "请给供电方案"}
    answer = client.post(f"/matters/{matter.pk}/hand/", typed)
    page = answer.content.decode()
    assert answer.status_code == 409 and "要晚于今天" in page
    assert 'value="2025-04-01"' in page and "请给供电方案</textarea>" in page
    assert f'value="{cast.YUJING}" selected' in page


def test_who_raises_what(client, people):
    own = unit_of(cast.DAIYUE)
    with pytest.raises(Refused, match="由岱岳镇的填报员或专班办公室提出"):
        raising.raise_matter(people["other"], own, "land", "没有地")
    with pytest.raises(Refused, match="请选择是哪一类"):
        raising.raise_matter(people["raiser"], own, "weather", "下雨")
    assert raising.raise_matter(people["office"], own, "land", "没有地").raiser == own
    checker = cast.person("checker", Role.OFFICER)
    Post.objects.create(user=checker, unit=own, starts_on=date(2024, 1, 1), checks=True)
    for who, status in ((checker, 404), (people["leader"], 404), (people["office"], 200)):
        client.force_login(who)
        assert client.get("/matters/raise/").status_code == status


def test_a_form_is_filled_in_with_what_the_page_before_it_knows(client, people):
    address = raising.about(unit_of(cast.DAIYUE), "land", "村里不同意", "北周庄停车场")
    client.force_login(people["raiser"])
    page = client.get(address).content.decode()
    assert "村里不同意</textarea>" in page and 'value="北周庄停车场"' in page
    assert '<option value="land" selected>' in page


def test_what_holds_up_a_project_or_a_site_is_raised_from_its_page(client, people):
    building = (LineKind.BUILDING, make.being_built())
    added = (LineKind.ADDED, make.new_piles())
    officer, office = people["raiser"], people["office"]
    make.approved(officer, office, Month(2025, 3), lines=[added, building])
    site = Site.objects.get(name="文化广场充电站")
    for page, taken_over in (
        (f"/units/{cast.DAIYUE}/?month=2025-03", ("等变压器</textarea>", 'value="power" selected')),
        (f"/sites/{site.pk}/", ('value="文化广场充电站"', f'name="site" value="{site.pk}"')),
    ):
        client.force_login(officer)
        found = re.search(
            r'href="(/matters/raise/[^"]+)"[^>]*>提请协调', client.get(page).content.decode()
        )
        form = client.get(html.unescape(found[1])).content.decode()
        assert [words for words in taken_over if words not in form] == []
        client.force_login(people["leader"])
        assert "提请协调" not in client.get(page).content.decode()
    client.force_login(officer)
    asks = r'href="([^"]+)"[^>]*>(提请协调|协调中)'
    for page in (f"/units/{cast.DAIYUE}/?month=2025-03", f"/sites/{site.pk}/"):
        form = html.unescape(re.search(asks, client.get(page).content.decode())[1])
        client.post("/matters/raise/", {"kind": "land", "text": WORDS, **initial(client.get(form))})
        led = re.search(asks, client.get(page).content.decode())
        assert led.groups() == (f"/matters/{Matter.objects.latest('pk').pk}/", "协调中")


def initial(page):
    """What a form is filled in with."""
    return {field.name: field.value() for field in page.context["form"] if field.value()}


def test_days_are_counted_from_its_raising_to_its_end(client, people):
    matter = handed(people)
    with make.at(date(2025, 4, 16)):
        assert (matter.days_open(date(2025, 4, 16)), matter.is_overdue(date(2025, 4, 16))) == (
            14,
            False,
        )
    with make.at(date(2025, 4, 17)):
        client.force_login(people["office"])
        page = client.get("/matters/?days=15").content.decode()
        assert "已过时限" in page and WORDS in page
        assert WORDS not in client.get("/matters/?days=30").content.decode()
        matter = course.move(people["solver"], "respond", matter, "送电了")
        matter = course.move(people["raiser"], "agree", matter)
    assert matter.days_open(date(2025, 12, 31)) == 15
    with make.at(date(2025, 12, 31)):
        assert WORDS in client.get("/matters/?which=over&days=15").content.decode()
        assert WORDS not in client.get("/matters/?which=over&days=30").content.decode()


def test_the_database_keeps_what_must_hold(people):
    matter = handed(people)
    rows = Matter.objects.filter(pk=matter.pk)
    for broken in (
        {"text": ""},
        {"solver": None},
        {"answer_by": None},
        {"solver": matter.raiser},
        {"ended_on": cast.APRIL_2},
        {"state": "closed"},
        {"state": "office"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**broken)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        MatterStep.objects.update(text="另一句")
    course.move(people["raiser"], "withdraw", matter, "解决了")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(text="另一句")


def test_a_leaders_word_on_it_is_for_who_is_to_solve_it(client, people):
    matter = handed(people)
    client.force_login(people["leader"])
    page = client.get(f"/matters/{matter.pk}/").content.decode()
    assert f'value="matter:{matter.pk}"' in page
    sent = {"about": f"matter:{matter.pk}", "text": "本周解决"}
    client.post("/instructions/write/", sent)
    page = client.get(f"/matters/{matter.pk}/").content.decode()
    assert "本周解决" in page
    client.force_login(people["office"])
    assert "本周解决" in client.get("/").content.decode()
    assert matter.solver.instructions.get().text == "本周解决"
