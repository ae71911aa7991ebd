"""Every form that changes something carries its token against forged requests: a form without one
is refused by every browser."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ledger.models import Attachment, Line, Period, State, Submission
from reports.models import Bulletin, SupervisionNotice
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from targets.months import Month
from tests import cast, make, snapshots
from tests.pressing import Forms
from tests.reports.pages.test_every_page import PAGES

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
DECEMBER = Month(2025, 12)
OTHERS = [
    "/",
    "/me/",
    "/password/",
    "/people/",
    "/plan/clauses/task2/",
    "/plan/discrepancies/D28/",
    "/plan/intake/",
    "/board/",
    "/rules/",
    "/lists/",
    "/changes/",
    "/calendar/",
    "/ledger/",
    "/bulletins/",
    "/bulletins/2025-12/",
    "/supervision/",
    "/supervision/open/",
    "/places/",
    "/sites/1/",
    "/figures/I02_140621_t_202512/",
]
# Some of the addresses that the forms of each must be found to go to.
PRESSES = {
    "officer": {"attach", "lists", "sign-out"},
    "u_grid": {"lists", "suggestions"},
    "leader": {"sign-out"},
    "office": {"remind", "enter", "extend", "grant"},
    "chief": {"rules", "discrepancies", "intake"},
    "admin": {"people"},
    "auditor": {"sign-out"},
}


def test_no_template_has_a_form_that_posts_without_its_token_and_the_key_of_its_press():
    without, sent_once_more = [], {"500.html"}  # with the token and the key that it came with
    for path in TEMPLATES.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        if str(path.relative_to(TEMPLATES)) in sent_once_more:
            continue
        for form in re.findall(r"<form\b.*?</form>", page, re.DOTALL | re.IGNORECASE):
            posts = re.match(r"<form\b[^>]*\bmethod=[\"']?post", form, re.DOTALL | re.IGNORECASE)
            if posts and ("{% csrf_token %}" not in form or not re.search(r"\{% once\b", form)):
                without.append(f"{path.relative_to(TEMPLATES)}: {form[:80]}")
    assert without == []


def test_every_form_that_is_written_in_keeps_what_is_typed():
    written = re.compile(
        r"<textarea|<input(?![^>]*\btype=)[^>]*\bname=|\{% for field in|_fields\.html"
    )
    passwords = {
        "accounts/sign_in.html",
        "accounts/change_password.html",
        "accounts/code.html",  # codes of the phone: for half a minute
        "accounts/second.html",
    }
    only_chosen = {"bulletins/library.html"}
    without = set()
    for path in TEMPLATES.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        for form in re.findall(r"<form\b.*?</form>", page, re.DOTALL):
            if 'method="post"' in form and written.search(form) and "data-keep=" not in form:
                without.add(str(path.relative_to(TEMPLATES)))
    assert without == passwords | only_chosen


def addresses():
    """Pages with forms: the general ones, the returns of December, and one thing in each state."""
    december = Period.objects.get(starts_on=DECEMBER.first_day)
    exceptions = [f"/board/{december.pk}/extend/", f"/board/{december.pk}/remind/"]
    for code in (cast.DAIYUE, "grid", "housing"):
        own = f"/returns/{december.pk}/{code}/"
        exceptions += [own, own + "check/"]
        exceptions += [f"/board/{december.pk}/{code}/{verb}/" for verb in ("enter", "grant")]
    things = [
        f"/{prefix}/{thing.pk}/"
        for prefix, rows in (
            ("submissions", Submission.objects.all()),
            ("bulletins", Bulletin.objects.all()),
            ("supervision", SupervisionNotice.objects.all()),
        )
        for state in sorted(set(rows.values_list("state", flat=True)))
        for thing in rows.filter(state=state)[:2]
    ]
    posted = Line.objects.filter(version__submission__state=State.APPROVED)
    corrections = [f"/corrections/{line.pk}/" for line in posted[:40]]
    return [*PAGES, *OTHERS, *exceptions, *things, *corrections]


@pytest.mark.one_in(3)
@pytest.mark.django_db
@pytest.mark.parametrize("username", PRESSES)
def test_every_form_of_every_page_carries_its_token(story, client, username):
    client.force_login(User.objects.get(username=username))
    without, goes_to = [], set()
    with clock.at(cast.noon(cast.AFTER_THE_YEAR)):
        for address in addresses():
            answer = client.get(address)
            if answer.status_code != 200:
                continue
            for action, token in Forms(answer.content.decode()).found:
                goes_to.update((action or address).strip("/").split("/"))
                if not token:
                    without.append(f"{address}: {action}")
    assert without == []
    assert PRESSES[username] <= goes_to


@pytest.mark.django_db
def test_a_file_comes_in_with_the_pages_own_token_and_not_without(april, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    officer, browser = cast.officer(), Client(enforce_csrf_checks=True)
    browser.force_login(officer)
    own = f"/returns/{make.period(Month(2025, 3)).pk}/{cast.DAIYUE}/"
    page = browser.get(own).content.decode()
    forms = Forms(page).found
    tokens = {action: token for action, token in forms if own in action}
    assert set(tokens) == {own, f"{own}upload/", f"{own}attach/"} and all(tokens.values())
    form = re.search(rf'<form[^>]*action="{own}attach/".*?</form>', page, re.DOTALL)[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
    photo = snapshots.taken("PNG")
    key = re.search(r'name="once" value="([\w-]+)"', form)[1]
    refused = browser.post(own + "attach/", {"file": SimpleUploadedFile("站.png", photo)})
    assert refused.status_code == 403 and not Attachment.objects.exists()
    file = SimpleUploadedFile("站.png", photo)
    browser.post(own + "attach/", {"file": file, "csrfmiddlewaretoken": token, "once": key})
    assert Attachment.objects.get().name == "站.jpg"
