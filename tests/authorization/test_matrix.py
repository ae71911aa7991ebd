"""Each address × reading and pressing × each person × own, another unit's, another county's,
nobody's: who may is said here, by hand, and what is not said here fails."""

from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import get_resolver, resolve, reverse
from lxml.html import document_fromstring

from shanyin_charging.accounts.middleware import OF_NO_COUNTY
from shanyin_charging.accounts.models import Role, User
from shanyin_charging.audit.models import Event
from shanyin_charging.audit.once import FIELD, new_key
from tests import cast, make
from tests.authorization.things import PEOPLE, people_of, things_of
from tests.second.county import yunxi

pytestmark = [
    pytest.mark.at_length,
    pytest.mark.each_turn,
    pytest.mark.django_db,
    pytest.mark.usefixtures("march_due", "quick_press"),
]

EVERYONE = {*PEOPLE, "above"}
SEES_THE_COUNTY = {"office", "chief", "leader", "auditor", "above"}
THE_OFFICE, THE_UNIT, WRITERS = {"office", "chief"}, {"officer"}, {"officer", "neighbour"}
WHO = {
    "everyone": EVERYONE,
    "whoever": {*EVERYONE, "a stranger"},
    "who sees the county": SEES_THE_COUNTY,
    "the unit, and who sees the county": THE_UNIT | SEES_THE_COUNTY,
    "the unit": THE_UNIT,
    "the unit, and the office": THE_UNIT | THE_OFFICE,
    "the office": THE_OFFICE,
    "the office, and who writes for a unit": THE_OFFICE | WRITERS,
    "the chief": {"chief"},
    "the administrator": {"admin"},
    "the administrator, and the chief": {"admin", "chief"},
    "the auditor": {"auditor"},
    "who reads several counties": {"above"},
    "nobody, for it takes presses only": set(),
}
MARCH, PDF, READ = {"month": "2025-03"}, {"format": "pdf"}, {"verb": "read"}
# Who reads it, whose thing it is (or of the county), which addresses, with what else.
RULES = [
    ("whoever", "", "healthz readyz sign_in calendar_feed", {}),
    ("whoever", "", "confirm_bulletin", {"code": "AAAA-AAAA"}),
    (
        "everyone",
        "",
        "home todo contact second change_password help search suggestions calendar",
        {},
    ),
    ("everyone", "", "plan quotas milestones indicators discrepancies", {}),
    ("everyone", "", "dispatch overview ranking coverage roads tasks timeliness burden", {}),
    ("everyone", "", "sites constructions library supervision matters announcements", {}),
    ("everyone", "", "county_map bounds where_next", {}),
    ("everyone", "", "implementation", {}),
    ("everyone", "", "bound", {"code": f"Z{cast.COUNTY}_core"}),
    ("everyone", "", "clause", {"code": "1-1"}),
    ("everyone", "", "discrepancy", {"code": "D01"}),
    ("everyone", "", "indicator", {"code": "I01"}),
    ("everyone", "", "task", {"number": 1}),
    ("everyone", "of a plan", "plan quotas milestones indicators discrepancies", {}),
    ("everyone", "of a plan", "clause", {"code": "1-1"}),
    ("everyone", "of a plan", "discrepancy", {"code": "D01"}),
    ("everyone", "of a plan", "indicator", {"code": "I01"}),
    ("everyone", "of a plan", "task", {"number": 1}),
    ("everyone", "", "year holidays", {"year": 2025}),
    ("everyone", "", "findings hazards", {}),
    ("everyone", "", "gaps", {"what": "villages"}),
    ("everyone", "", "guide", {"role": "officer"}),
    ("everyone", "", "trace", {"key": f"I02_{cast.COUNTY}_t_202503"}),
    ("everyone", "unit", "unit", {}),
    ("everyone", "issued paper", "bulletin_at", {}),
    ("everyone", "issued paper", "bulletin_file", PDF),
    ("everyone", "two papers", "compare_bulletins", {}),
    ("who sees the county", "", "board given_time entries whole_ledger differing instructions", {}),
    ("who sees the county", "", "changes rules", {}),
    ("who sees the county", "", "bulletin", MARCH),
    ("who sees the county", "", "bulletin_as", {**MARCH, "format": "xlsx"}),
    ("who sees the county", "", "returns_sheet", MARCH),
    ("who sees the county", "word", "instruction", {}),
    ("who sees the county", "", "meetings", {}),
    ("who sees the county", "meeting", "meeting", {}),
    ("who sees the county", "", "rounds", {}),
    ("who sees the county", "round", "round pool", {}),
    ("who sees the county", "drawn site", "visit", {}),
    ("the office", "", "draw_round", {}),
    ("the unit, and who sees the county", "visit", "visit", {}),
    ("the unit, and who sees the county", "finding", "finding", {}),
    ("the unit, and who sees the county", "picture of a visit", "visit_picture look_at_check", {}),
    ("the unit, and who sees the county", "picture of a visit", "visit_thumbnail", {}),
    ("who sees the county", "meeting", "agreed_list", PDF),
    ("who sees the county", "pack", "pack", {}),
    ("who sees the county", "pack", "pack_file", PDF),
    ("the unit, and who sees the county", "submission", "submission paper", {}),
    ("the unit, and who sees the county", "attachment", "attachment", {}),
    ("the unit, and who sees the county", "picture", "attachment picture thumbnail", {}),
    ("the unit", "picture of a draft", "attachment picture thumbnail", {}),
    ("the unit, and who sees the county", "site", "site", {}),
    ("the unit, and who sees the county", "project", "construction", {}),
    ("the unit, and who sees the county", "naming", "naming", {}),
    ("the unit, and who sees the county", "notice", "notice", {}),
    ("the unit, and who sees the county", "matter", "matter", {}),
    ("the unit, and who sees the county", "announcement", "announcement announcement_file", {}),
    ("the office", "draft announcement", "announcement", {}),
    ("the unit, and who sees the county", "notice", "notice_sheet", PDF),
    ("the unit, and who sees the county", "notice file", "notice_file", {}),
    ("the unit, and who sees the county", "scan", "scan", {}),
    ("the unit, and who sees the county", "unit", "unit_sheet", MARCH),
    ("the office, and who writes for a unit", "", "points raise_matter", {}),
    ("the unit", "of a unit's return", "fill_return check workbook", {}),
    ("the unit", "upload", "preview", {}),
    ("the unit, and the office", "upload", "upload_file", {}),
    ("the unit", "list", "list_preview list_match list_reading list_faults", {}),
    ("the unit", "line", "correct", {}),
    ("the unit", "correction", "correct_again", {}),
    ("the office", "", "standing open_notice plan_meeting write_announcement", {}),
    ("the office", "of a period", "urge extend", {}),
    ("the office", "of a unit's return", "grant enter", {}),
    ("the office", "draft paper", "bulletin_at", {}),
    ("the office, and who writes for a unit", "", "lists list_template", {}),
    ("the unit, and the office", "written list", "written_list", {}),
    ("the chief", "", "intake blank_plan next_quotas", {}),
    ("the chief", "plan", "plan_workbook", {}),
    ("the chief", "of a plan", "end_plan", {}),
    ("the chief", "intake", "examined_plan", {}),
    ("the administrator", "", "people people_in people_sheet password_slips setup", {}),
    ("the administrator, and the chief", "", "office", {}),
    ("the administrator", "person", "person", {}),
    ("the administrator", "person", "person_action", {"action": "reset"}),
    ("the administrator", "post", "hand_over", {}),
    ("the auditor", "", "journal", {}),
    ("who reads several counties", "", "counties", {}),
    ("who reads several counties", "", "county", {"code": cast.COUNTY}),
    (
        "nobody, for it takes presses only",
        "",
        "sign_in_code sign_out approve_clean draft_bulletin instruct",
        {},
    ),
    ("nobody, for it takes presses only", "of a unit's return", "attach upload", {}),
    ("nobody, for it takes presses only", "submission", "move", {"verb": "approve"}),
    ("nobody, for it takes presses only", "draft paper", "act_on_bulletin", {"verb": "propose"}),
    ("nobody, for it takes presses only", "draft paper", "prove_bulletin file_bulletin_scan", {}),
    ("nobody, for it takes presses only", "notice", "act_on_notice", {"verb": "drop"}),
    ("nobody, for it takes presses only", "notice", "file_notice_scan", {}),
    ("nobody, for it takes presses only", "meeting", "act_on_meeting", {"verb": "hold"}),
    ("nobody, for it takes presses only", "word", "act_on_instruction", {"verb": "answer"}),
    ("nobody, for it takes presses only", "announcement", "act_on_announcement", READ),
    ("nobody, for it takes presses only", "matter", "act_on_matter", {"verb": "reply"}),
    ("nobody, for it takes presses only", "drawn site", "act_on_visit", {"verb": "record"}),
    ("nobody, for it takes presses only", "finding", "act_on_finding", {"verb": "respond"}),
    ("nobody, for it takes presses only", "idea", "answer_suggestion", {}),
]
OF_ONESELF = {
    *("sign_in", "sign_in_code", "sign_out"),
    *("contact", "second", "change_password", "suggestions"),
}
ABSENT = {
    "pk": 999_999,
    "other": 999_999,
    "post_id": 999_999,
    "line_pk": 999_999,
    "period_id": 999_999,
}
CLOSED, GONE = {403, 404, 405}, {404, 405}


def events():
    """How many there are that tell of something that was done."""
    return Event.objects.exclude(verb="refuse").count()


@pytest.fixture
def people():
    found = people_of((cast.DAIYUE, cast.YUJING))
    return {**found, "above": cast.above()}


@pytest.fixture
def things(people):
    return things_of(people, cast.DAIYUE, make.new_piles())


@pytest.fixture
def strangers():
    """Everybody of the other county."""
    yunxi.join()
    with yunxi.served():
        return people_of((yunxi.TINGLAN, yunxi.QIXIA), "_yunxi")


def signed_in(user):
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
        if user.reads_counties:
            cast.enter(client)
    return client


def addresses(things):
    """(who reads it, whose thing it is, name, address) of each rule."""
    for who, thing, names, more in RULES:
        for name in names.split():
            kwargs = {**(things[thing] if thing else {}), **more}
            yield who, thing, name, reverse(name, kwargs=kwargs)


def absent(things):
    return {
        thing: {name: ABSENT.get(name, "nobody") for name in kwargs}
        for thing, kwargs in things.items()
    }


def opened(client, address):
    """The answer; of a file, with all of it read."""
    answer = client.get(address)
    if answer.streaming:
        list(answer.streaming_content)
    return answer


def press(client, user, address):
    return client.post(address, {FIELD: new_key(user.pk)}).status_code


def test_every_address_has_its_rule():
    named = {pattern.name for pattern in get_resolver().url_patterns}
    assert named == {name for _, _, names, _ in RULES for name in names.split()}


def test_who_reads_what(people, things):
    """Each address is tried by every other one of those who may not read it, and by one who may; by
    all in LONG."""
    wrong, opens = [], set()
    for turn, (person, user) in enumerate([*people.items(), ("a stranger", None)]):
        client = signed_in(user)
        for place, (who, thing, name, address) in enumerate(addresses(things)):
            done = (thing, name) in opens if person in WHO[who] else (place + turn) % 2
            if done and not cast.LONG:
                continue
            opens |= {(thing, name)} if person in WHO[who] else set()
            answer = opened(client, address)
            shut = answer.status_code in CLOSED or (not user and answer.status_code == 302)
            if name == "confirm_bulletin":  # says on its page that there is no such paper
                shut = b"AAAA-AAAA" not in answer.content
            if answer.status_code >= 500 or shut == (person in WHO[who]):
                wrong.append((person, name, who, answer.status_code))
    assert not wrong, wrong


def test_what_is_nobodys_is_nowhere(people, things):
    wrong = []
    for person in ("officer", "chief", "admin", "above"):  # who between them read every address
        user = people[person]
        client = signed_in(user)
        for _, thing, name, address in addresses({**things, **absent(things)}):
            if thing and (code := opened(client, address).status_code) not in GONE:
                wrong.append((person, name, code))
    assert not wrong, wrong


def test_nothing_of_a_county_is_there_for_another_to_read_or_to_press(things, strangers):
    wrong, before = [], events()
    asked = strangers if cast.LONG else {name: strangers[name] for name in ("officer", "chief")}
    for person, user in asked.items():
        client = signed_in(user)
        for _, thing, name, address in addresses(things):
            if not thing:
                continue
            codes = opened(client, address).status_code, press(client, user, address)
            if not set(codes) <= GONE:
                wrong.append((person, name, codes))
    assert not wrong, wrong
    assert events() == before


def test_who_may_not_read_a_page_presses_nothing_on_it(people, things):
    wrong, before = [], events()
    for person in set(people) - {"above"}:
        client = signed_in(people[person])
        for who, thing, name, address in addresses(things):
            if not thing or person in WHO[who] or not WHO[who] or name in OF_ONESELF:
                continue
            if (code := press(client, people[person], address)) not in CLOSED:
                wrong.append((person, name, code))
    assert not wrong, wrong
    assert events() == before


def test_who_is_above_presses_nothing_and_is_told_so(people, things):
    wrong, before, client = [], events(), signed_in(people["above"])
    for _, _, name, address in addresses(things):
        if name in OF_ONESELF - {"suggestions"} or name in ("counties", "county"):
            continue
        answer = client.post(address, {FIELD: new_key(people["above"].pk)})
        told = "上级账号只查看，不办理" in answer.content.decode()
        if answer.status_code != 403 or not told:
            wrong.append((name, answer.status_code, told))
    assert not wrong, wrong
    assert events() == before


def test_who_is_above_is_shown_no_button_that_would_be_refused(people, things):
    shown, client = set(), signed_in(people["above"])
    for _, _, name, address in addresses(things):
        answer = client.get(address)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        for form in document_fromstring(answer.content.decode()).iter("form"):
            to = urlsplit(urljoin(address, form.get("action") or "")).path
            if form.get("method") == "post" and resolve(to).url_name not in OF_NO_COUNTY:
                shown.add((name, to))
    assert shown == set()


def test_who_is_stopped_or_has_a_first_password_neither_reads_nor_presses(people, things):
    """With the session of before, in the role that may do most."""
    stopped, new = (cast.person(name, Role.CHIEF) for name in ("stopped", "new"))
    clients = {"/sign-in/": signed_in(stopped), "/password/": signed_in(new)}
    User.objects.filter(pk=stopped.pk).update(is_active=False)
    User.objects.filter(pk=new.pk).update(must_change_password=True)
    wrong, before = [], events()
    for to, client in clients.items():
        for who, _, name, address in addresses(things):
            if who == "whoever" or name in OF_ONESELF:
                continue
            key = {FIELD: new_key(stopped.pk if to == "/sign-in/" else new.pk)}
            read, pressed = client.get(address), client.post(address, key)
            led = all(a.get("Location", "").startswith(to) for a in (read, pressed))
            if not (led or pressed.status_code == 401 and read.get("Location", "")[:9] == to):
                wrong.append((to, name, read.status_code, pressed.status_code))
    assert not wrong, wrong
    assert events() == before


def test_the_matrix_is_as_large_as_is_asked_for(people, things, strangers, capsys):
    """Cells of ./test.sh long: an address that somebody reads, or presses."""
    every = [name for *_, name, _ in addresses(things)]
    own = [name for _, thing, name, _ in addresses(things) if thing]
    cells = {
        "read by everybody and a stranger": len(every) * (len(people) + 1),
        "absent, and of nobody": 2 * 4 * len(own),
        "of another county, read and pressed": 2 * len(own) * len(strangers),
        "pressed by who does not read it": sum(
            bool(WHO[who]) and name not in OF_ONESELF
            for who, thing, name, _ in addresses(things)
            for person in set(people) - {"above"} - WHO[who]
            if thing
        ),
        "pressed from above": len(every) - len(OF_ONESELF),
        "of who is stopped, or new, read and pressed": 4 * len(every),
    }
    with capsys.disabled():
        print(f"\n{sum(cells.values())} cells: {cells}")
    assert sum(cells.values()) >= 3_000
