"""The help never ages in silence: what it quotes is on pages, and each picture's page still shows
what the picture shows."""

import re

import pytest
from django.conf import settings
from lxml import html

from ledger.models import LineKind
from reports.pages.guides import GUIDES
from reports.pages.guides.guide import FIGURE
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role, User
from targets.models import Unit
from targets.months import Month
from tests import cast, make
from tests.demo.when import PRESENT
from tests.pictures import HELP, HELP_FOLDER, SIZE

QUOTED = re.compile("“([^”]+)”")
MARCH = Month(2025, 3)
TASKS = [(code, task) for code, guide in GUIDES.items() for task in guide.tasks]
ACCOUNT = {"checker": "officer"}  # whose pages the demo shows for a guide; else its own name
SHOWN = {  # on each picture's page
    "officer_form": ("加入本期", "核对并上报", "用 WPS 或 Excel 填"),
    "office_board": ("各月报送", "联系人"),
    "office_review": ("上报内容", "审核", "回执"),
    "office_bulletins": ("文号", "起草"),
    "chief_rulings": ("待定口径", "登记"),
    "leader_dispatch": ("公共充电桩保有量", "本年新增", "桩车比", "乡镇覆盖"),
    "leader_coverage": ("覆盖",),
    "admin_people": ("账号与岗位", "新建账号", "代表单位"),
    "auditor_journal": ("日志",),
}


def words_of_the_portal():
    """All that templates and Python say."""
    folders = ("templates", "shanyin_charging", "targets", "ledger", "reports")
    files = [f for name in folders for f in (settings.ROOT / name).rglob("*.*")]
    kept = [f for f in files if f.suffix in (".html", ".py") and "guides" not in f.parts]
    return " ".join(f.read_text(encoding="utf-8") for f in kept)


def test_every_role_has_its_guide():
    assert set(GUIDES) == {*Role.values, "checker"}


def test_what_the_guides_quote_is_written_on_a_page():
    said = words_of_the_portal()
    steps = [step for _, task in TASKS for step in task.steps]
    answers = [answer for guide in GUIDES.values() for _, answer in guide.questions]
    assert [w for text in steps + answers for w in QUOTED.findall(text) if w not in said] == []


def test_each_picture_is_small_has_its_recipe_and_its_place():
    named = {task.picture for _, task in TASKS if task.picture}
    assert named == set(HELP) == set(SHOWN) == {f.stem for f in HELP_FOLDER.iterdir()}
    for name in named:
        content = (HELP_FOLDER / f"{name}.webp").read_bytes()
        assert content[:4] == b"RIFF" and len(content) < 100_000
    assert SIZE[0] / SIZE[1] == pytest.approx(1366 / 768, abs=0.01)


@pytest.mark.django_db
def test_each_opens_at_ones_own_and_reads_the_others(client, april):
    for person, name in (
        (cast.officer(), "填报员"),
        (cast.office(), "专班办公室"),
        (cast.leader(), "领导"),
        (cast.administrator(), "系统管理员"),
    ):
        client.force_login(person)
        page = client.get("/help/").content.decode()
        assert f"<h1>帮助　{name}</h1>" in page and 'href="/help/auditor/"' in page
    assert client.get("/help/nobody/").status_code == 404


@pytest.mark.django_db
def test_who_only_checks_reads_the_checkers_guide(client, april):
    checker = cast.person("checker", Role.OFFICER)
    unit = Unit.objects.get(code=cast.DAIYUE)
    unit.posts.create(user=checker, starts_on=cast.APRIL_2, checks=True)
    client.force_login(checker)
    assert "<h1>帮助　单位审核人</h1>" in client.get("/help/").content.decode()


@pytest.mark.django_db
def test_pages_name_the_offices_telephone_where_they_say_whom_to_ask(client, settings):
    settings.OFFICE_TELEPHONE = "0349-7070000"
    page = client.post("/sign-in/", {"username": "nobody", "password": "wrong"}).content.decode()
    assert "忘记密码请联系专班办公室（电话0349-7070000）。" in page
    assert "0349-7070000" in page.partition("<footer")[2]
    settings.OFFICE_TELEPHONE = ""
    assert "电话" not in client.get("/sign-in/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("picture", [name for name, (*_, link) in HELP.items() if not link])
def test_a_pictures_page_shows_what_it_is_there_for(client, story, picture):
    username, path, *_ = HELP[picture]
    client.force_login(User.objects.get(username=username))
    with clock.at(PRESENT):
        page = client.get(path).content.decode()
    assert [words for words in SHOWN[picture] if words not in page] == []


@pytest.mark.django_db
def test_so_do_the_pages_that_are_led_to(client, april):
    """An officer's draft, and a return that the office opens from its list."""
    officer, office, shown = cast.officer(), cast.office(), {}
    make.draft(officer, MARCH, lines=[(LineKind.ADDED, make.new_piles())])
    for picture, person in (("officer_form", officer), ("office_review", office)):
        if person == office:
            make.handed_in(officer, MARCH)
        client.force_login(person)
        links = html.document_fromstring(client.get("/").content.decode()).iter("a")
        leads = next(a for a in links if a.text_content().strip() == HELP[picture][3])
        page = client.get(leads.get("href")).content.decode()
        shown[picture] = [words for words in SHOWN[picture] if words in page]
    assert shown == {name: list(SHOWN[name]) for name in shown}


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "task"), TASKS, ids=lambda it: getattr(it, "title", it))
def test_the_pages_that_a_task_names_open_for_its_role(client, story, code, task):
    client.force_login(User.objects.get(username=ACCOUNT.get(code, code)))
    with clock.at(PRESENT):
        for path in task.pages:
            if path == FIGURE:
                shown = client.get("/dispatch/").content.decode()
                path = re.search(rf'href="({FIGURE}[^"]+)"', shown)[1]
            assert client.get(path).status_code == 200, path
