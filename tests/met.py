"""Every page as its people meet it in Chromium: the states that tests of paper, access and sizes
walk through."""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve
from lxml import html

from ledger.models import Attachment, Submission, Upload
from ledger.returns import corrections
from reports.models import (
    Announcement,
    Bulletin,
    Finding,
    FindingState,
    Matter,
    Meeting,
    Naming,
    Round,
    SupervisionNotice,
    Visit,
)
from reports.supervision import instructions, subjects
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role, User
from targets.models import Post
from tests import make
from tests.demo.people import account_of
from tests.walk import eve

# who sees most comes first, so that each kind of page is met in its fullest form
UNIT = "140621202"  # which has not reported yet, so that there is a form to fill in
OFFICER = f"u_{UNIT}"
NOBODY = ""  # who has not signed in
PEOPLE = (Role.OFFICE, OFFICER, Role.LEADER, Role.ADMIN, Role.AUDITOR, "officer")


def prepare() -> None:
    """The evening before the walk, and a leader's word."""
    eve.prepare()
    with clock.at(eve.MORNING):
        leader = User.objects.get(username=Role.LEADER)
        about = subjects.subject(leader, f"unit:{eve.APPROVED}")
        instructions.instruct(leader, about, "为什么一台没有？")


@dataclass(frozen=True)
class State:
    """A page that somebody has before them."""

    person: str
    kind: str
    address: str

    def __str__(self) -> str:
        return f"{self.person} {self.kind} {self.address}"


def kind_of(address: str) -> str | None:
    """What kind of page an address names, by its pattern; None for what is no page."""
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return None
    return None if "format" in match.kwargs else match.url_name


def signed_in(person: str) -> Client:
    """A client that somebody has signed in with."""
    client = Client()
    client.force_login(User.objects.get(username=person))
    return client


def walk(person: str, but: Container[str] = ()) -> dict[str, str]:
    """The first address of each kind of page that a person can reach by links, but for kinds that
    are known already."""
    client, seen, waiting, found = signed_in(person), {"/"}, deque(["/"]), {}
    while waiting:
        asked = waiting.popleft()
        if asked != "/" and kind_of(asked) in found:
            continue
        answer = client.get(asked, follow=True)
        address = answer.request["PATH_INFO"] + ("?" + answer.request["QUERY_STRING"]).rstrip("?")
        # a file is closed at its end
        page = b"".join(answer) if answer.streaming else answer.content
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        found.setdefault(kind_of(address), address)
        for link in html.document_fromstring(page.decode()).xpath("//a/@href"):
            whole = urljoin(address, link).split("#")[0]
            kind = None if urlsplit(whole).netloc else kind_of(whole)
            if kind and kind not in found and kind not in but and whole not in seen:
                seen.add(whole)
                waiting.append(whole)
    return found


def as_everybody() -> list[State]:
    """Each kind of page as each role meets it."""
    return [
        State(person, kind, address) for person in PEOPLE for kind, address in walk(person).items()
    ]


@cache
def each_kind() -> dict[str, State]:
    """Each kind of page once, as who sees most of it meets it."""
    found: dict[str, State] = {}
    for person in PEOPLE:
        for kind, address in walk(person, found).items():
            found.setdefault(kind, State(person, kind, address))
    return found


def form() -> State:
    """The month's form of somebody who has not begun."""
    january = make.period(eve.JANUARY)
    return State(OFFICER, "fill_return", f"/returns/{january.pk}/{UNIT}/")


def others() -> Iterator[State]:
    """Pages in states that the first of their kind need not be in: what waits, was sent back or
    refused, every step of a notice and of a paper, what is not found."""
    january = Submission.objects.filter(period__starts_on=eve.JANUARY.first_day)
    for unit in (eve.SENT_BACK, eve.IN_REVIEW, eve.APPROVED, eve.TO_CONFIRM):
        person = f"u_{unit}" if unit == eve.TO_CONFIRM else "office"
        yield State(person, "submission", f"/submissions/{january.get(unit__code=unit).pk}/")
    period = january.first().period_id
    for unit, person in ((eve.SENT_BACK, f"u_{eve.SENT_BACK}"), (eve.SHOWN, "officer")):
        yield State(person, "fill_return", f"/returns/{period}/{unit}/")
        yield State(person, "check", f"/returns/{period}/{unit}/check/")
    photo = Attachment.objects.pictures().latest("pk")
    yield State("officer", "picture", f"/attachments/{photo.pk}/picture/")
    for upload in Upload.objects.filter(uploaded_by__username="officer").order_by("-pk")[:2]:
        kind, path = ("preview", "uploads") if upload.period_id else ("list_preview", "lists")
        yield State("officer", kind, f"/{path}/{upload.pk}/")
    for step in SupervisionNotice.objects.order_by().values_list("state", flat=True).distinct():
        notice = SupervisionNotice.objects.filter(state=step).latest("pk")
        yield State("chief", "notice", f"/supervision/{notice.pk}/")
    for step in Announcement.objects.order_by().values_list("state", flat=True).distinct():
        told = Announcement.objects.filter(state=step).latest("pk")
        yield State("office", "announcement", f"/announcements/{told.pk}/")
    for step in Matter.objects.order_by().values_list("state", flat=True).distinct():
        matter = Matter.objects.filter(state=step, raiser__code=eve.SHOWN).latest("pk")
        yield State("officer", "matter", f"/matters/{matter.pk}/")
    yield from checked()
    for meeting in Meeting.objects.all():
        yield State("chief", "meeting", f"/meetings/{meeting.pk}/")
        for pack in meeting.packs.all():
            yield State("chief", "pack", f"/meetings/packs/{pack.pk}/")
    for step in Bulletin.objects.order_by().values_list("state", flat=True).distinct():
        bulletin = Bulletin.objects.filter(state=step).latest("pk")
        yield State("chief", "bulletin_at", f"/bulletins/{bulletin.pk}/")
    new, old = Bulletin.objects.filter(state="issued").order_by("-pk")[:2]
    yield State("office", "compare_bulletins", f"/bulletins/{new.pk}/compare/{old.pk}/")
    yield form()
    yield State("leader", "search", "/search/?q=岱岳")
    yield State("leader", "search", "/search/?q=没有这个")
    yield State("leader", "missing", "/nowhere/")
    yield from asked()
    yield State(NOBODY, "sign_in", "/sign-in/")
    yield State(NOBODY, "confirm_bulletin", f"/c/{new.code}/")


def checked() -> Iterator[State]:
    """Rounds, sites that were looked at and that were not, what was found there in each state."""
    for round_ in Round.objects.all():
        yield State("office", "round", f"/checks/rounds/{round_.pk}/")
    for done in (True, False):
        visit = Visit.objects.filter(done_at__isnull=not done).latest("pk")
        yield State("office", "visit", f"/checks/visits/{visit.pk}/")
    for step in FindingState.values:
        finding = Finding.objects.filter(state=step).latest("pk")
        for person in ("chief", account_of(finding.unit.code)):
            yield State(person, "finding", f"/checks/{finding.pk}/")


def asked() -> Iterator[State]:
    """Forms that the first person of their kind of page is not shown, and pages that ask before
    something is done."""
    december, january = make.period(eve.DECEMBER), make.period(eve.JANUARY)
    naming, post = Naming.objects.first(), Post.objects.get(user__username=OFFICER)
    yield State(account_of(naming.unit.code), "naming", f"/namings/{naming.pk}/")
    yield State("office", "grant", f"/board/{december.pk}/{UNIT}/grant/")
    yield State("above", "counties", "/counties/")
    yield State("chief", "intake", "/plan/intake/")
    officer = User.objects.get(username="officer")
    returns = Submission.objects.filter(unit__code=eve.SHOWN, state="approved")
    line = next(pk for one in returns for pk in corrections.correctable(officer, one))
    yield State("officer", "correct", f"/corrections/{line}/")
    own = Submission.objects.get(unit__code=eve.SHOWN, period=january).current.lines.first()
    yield State("officer", "ask", f"/returns/{january.pk}/{eve.SHOWN}/?remove={own.pk}")
    person = f"/people/{post.user_id}/"
    yield State("admin", "hand_over", f"{person}posts/{post.pk}/")
    for act in ("reset/", "active/", f"end/?post={post.pk}"):
        yield State("admin", "person_action", person + act)
    draft = Bulletin.objects.filter(state="draft").latest("pk")
    yield State("office", "act_on_bulletin", f"/bulletins/{draft.pk}/discard/")


class Desks:
    """One window for each person, signed in; nobody has one too."""

    def __init__(self, browser, portal: str, **options) -> None:
        self.browser, self.portal, self.options, self.windows = browser, portal, options, {}

    def of(self, person: str):
        """Somebody's window."""
        if person not in self.windows:
            context = self.browser.new_context(locale="zh-CN", **self.options)
            if person != NOBODY:
                cookie = signed_in(person).cookies[settings.SESSION_COOKIE_NAME]
                own = {"name": cookie.key, "value": cookie.value, "url": self.portal}
                context.add_cookies([own])
            self.windows[person] = context.new_page()
        return self.windows[person]

    def open(self, state: State, width: int = 1366):
        """The page of a state, so wide."""
        page = self.of(state.person)
        page.set_viewport_size({"width": width, "height": 768 if width > 500 else 740})
        answer = page.goto(self.portal + state.address)
        assert answer.status == (404 if state.kind == "missing" else 200), state
        assert ("/sign-in/" in page.url) == (state.kind == "sign_in"), state
        return page
