"""Pages, each against a floor of its own: every question that it asks the database once, as plain
SQL, and its template over a context made beforehand."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.template import Template
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext, instrumented_test_render

from ledger.entries.facts import last_number
from ledger.models import Cause, Entry, Ledger, Period, Submission
from shanyin_charging.accounts.models import User
from targets.models import Area, Post
from targets.plan import shelf

MONTH = "?month=2025-12"
OF_THE_LEADER = [
    *("/dispatch/", "/indicators/", "/indicators/I01/", "/indicators/I10/", "/ranking/"),
    *("/units/140621103/", "/coverage/", "/roads/", "/tasks/", "/timeliness/", "/years/2025/"),
    *("/figures/I02_140621_t_202512/", "/gaps/villages/", "/sites/", "/ledger/", "/board/"),
    *("/bulletins/2025-12/", "/burden/", "/calendar/", "/bulletins/", "/meetings/"),
]
OF_OTHERS = {
    "chief": [
        "/",
        "/supervision/",
        "/plan/shanyin_2024/discrepancies/",
        "/lists/",
        "/search/?q=站",
    ],
    "officer": ["/", "/plan/"],
    "auditor": ["/journal/"],
    "admin": ["/people/"],
    "above": ["/counties/"],
}
FILES = {
    "leader": ["/sites/?format=xlsx", "/ledger/?format=xlsx", "/ledger/?format=csv"],
    "chief": ["/ledger/workbook/"],
}


@dataclass
class Page:
    """A page that somebody opens, as it is opened again and again."""

    person: str
    path: str

    def __post_init__(self):
        self.client = Client()
        self.client.force_login(User.objects.get(username=self.person))

    def __str__(self):
        return f"{self.path} ({self.person})"

    def __call__(self):
        answer = self.client.get(self.path)
        assert answer.status_code == 200, self
        return b"".join(answer) if answer.streaming else answer.content

    def after(self):
        """The same as the first page after something was posted."""
        post()
        return self()

    def first(self):
        """The same as the first page of all, for which nothing is kept."""
        shelf.clear()
        return self()


def post():
    """One more entry like the last that added something: whatever follows from the ledger is to be
    found out again."""
    county = Area.objects.get(code=settings.COUNTY)
    entry = Entry.objects.filter(county=county, cause=Cause.ADDED).latest("number")
    entry.pk, entry.number = None, last_number(county) + 1
    entry.save(force_insert=True)
    Ledger.objects.filter(county=county).update(last_number=entry.number)


def pages():
    """Every page that is measured, as who sees most of it opens it."""
    found = [Page("leader", path + MONTH) for path in OF_THE_LEADER]
    found += [Page(person, path) for person, paths in OF_OTHERS.items() for path in paths]
    return [*found, *of_returns()]


def of_returns():
    """The form of a unit that has not reported, its workbook, and the return of the most lines as
    its reviewer reads it."""
    period = Period.objects.served().latest("starts_on")
    handed_in = Submission.objects.filter(period=period).values("unit")
    post = Post.objects.filter(unit__memberships__isnull=False).exclude(unit__in=handed_in).first()
    longest = Submission.objects.served().annotate(n=Count("versions__lines")).latest("n", "pk")
    form = f"/returns/{period.pk}/{post.unit.code}/"
    yield Page(post.user.username, form)
    yield Page(post.user.username, f"{form}workbook/")
    yield Page("chief", f"/submissions/{longest.pk}/")


def files():
    """The files that are long."""
    return [Page(person, path) for person, paths in FILES.items() for path in paths]


def floor(page):
    """What the page cannot do without, as an act; None for what has no template."""
    was, Template._render = Template._render, instrumented_test_render  # which tells of its context
    try:
        shelf.clear()
        with CaptureQueriesContext(connection) as queries:
            answer = page.client.get(page.path)
    finally:
        Template._render = was
    whole = [n for n, t in enumerate(answer.templates) if "{% extends" in t.source]
    if not whole:
        return None
    name, context = answer.templates[whole[0]].name, answer.context[whole[0]].flatten()
    context["waiting_for_me"] = 1  # which the menu would ask for once more
    statements = list({shape(query["sql"]): query["sql"] for query in queries}.values())

    def act():
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement.replace("%", "%%"), ())
                cursor.fetchall()
        return render_to_string(name, context, answer.wsgi_request)

    return act


def shape(statement):
    """A statement without its values: asked again for another row it is the same question."""
    return re.sub(r"'(?:[^']|'')*'|\b\d+\b|\(\s*(?:\?|,\s*)*\)", "?", statement)
