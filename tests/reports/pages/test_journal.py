"""日志: filtered by day, person, verb and thing; it says what was changed, and leads to what it is
about."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook

from ledger.models import Submission
from shanyin_charging.accounts import people
from shanyin_charging.accounts.models import Role
from shanyin_charging.audit.models import Event
from shanyin_charging.audit.telling import changes
from targets.months import Month
from targets.rulings.posts import give_post
from tests import cast, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]


@pytest.fixture
def auditor(client):
    client.force_login(cast.person("auditor", Role.AUDITOR))
    return client


@pytest.fixture
def handed_in():
    return make.handed_in(cast.officer(), Month(2025, 3))


def found(client, **asked):
    return [row.record.verb for row in client.get("/journal/", asked).context["table"].rows]


def test_it_is_filtered_by_day_person_verb_and_thing(auditor, handed_in):
    people.change_contact(handed_in.current.submitted_by, phone="0349-7070001")
    officer = handed_in.current.submitted_by.name
    assert found(auditor, verb="submit") == ["submit"]
    assert found(auditor, actor=officer) == ["change_contact", "submit", "write_line"]
    assert found(auditor, verb="kind:drafted") == ["write_line"]
    assert found(auditor, object="岱岳镇 2025年3月") == ["submit", "write_line"]
    assert "submit" in found(auditor, at_min="2025-04-02", at_max="2025-04-02")
    assert found(auditor, at_min="2025-04-03") == found(auditor, at_max="2025-04-01") == []


def test_a_row_says_what_was_changed_and_leads_to_the_thing(auditor, handed_in):
    page = auditor.get("/journal/?verb=submit").content.decode()
    assert f'<a href="/submissions/{handed_in.pk}/">{handed_in}</a>' in page
    assert "状态：草稿 → 待审核" in page
    assert auditor.get(f"/submissions/{handed_in.pk}/").status_code == 200


def test_no_link_leads_to_what_the_auditor_may_not_open(auditor, handed_in):
    give_post(cast.administrator(), cast.officer(cast.YUJING), handed_in.unit)
    page = auditor.get("/journal/").content.decode()
    rows = page.split("<tbody>")[1]
    links = set(re.findall(r'<a href="([^"]+)"', rows))
    assert links and {auditor.get(link).status_code for link in links} == {200}
    assert "设岗位" in rows and "/people/" not in rows


def test_the_file_has_what_is_chosen_with_every_change_and_digest(auditor, handed_in):
    answer = auditor.get("/journal/?verb=submit&format=xlsx")
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    assert "%E6%97%A5%E5%BF%97_2025" in answer["Content-Disposition"]  # 日志_2025
    assert "所选　动作：上报" in rows[1][0]
    event = Event.objects.get(verb="submit")
    assert rows[2][-3:] == ("改了什么", "来自", "摘要") and len(rows) == 4
    assert rows[3][5].split("\n") == list(map(str, changes(event)))
    assert rows[3][-1] == event.digest


def test_what_would_run_as_a_formula_stays_text(auditor, handed_in):
    people.change_account(
        cast.administrator(), handed_in.current.submitted_by, name="=1+1", phone="", role="officer"
    )
    text = auditor.get("/journal/?format=csv").content.decode()
    assert "姓名" in text and not re.search(r'(^|,)"?=1', text, re.MULTILINE)


def test_asking_for_one_page_more_asks_no_more_of_the_database(
    auditor, handed_in, django_assert_max_num_queries
):
    for name in "甲乙丙丁戊己庚辛":
        Submission.objects.filter(pk=handed_in.pk).first()
        people.change_contact(handed_in.current.submitted_by, phone=name)
    with django_assert_max_num_queries(25):
        auditor.get("/journal/")
