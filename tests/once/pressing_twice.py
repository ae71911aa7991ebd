"""A press as a browser makes it: what a page's form carries, with what is typed into it; sent once,
at once by two, a little later, a minute later."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client

from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit.models import Event
from shanyin_charging.audit.telling import Change, changes
from tests.pressing import Form, Forms

LABELS = ("audit", "accounts", "targets", "ledger", "reports")
# Who has opened what, and when somebody was last at the door, is no effect of a press.
ASIDE = {"Press", "Event", "Opening", "NoticeOpening"}


@dataclass
class Case:
    """One press: who, on which page, by the form that goes where, with what typed; what changes the
    thing in between, or why nothing that is decided on can change."""

    who: User | None
    page: str
    goes_to: str = ""
    typed: dict = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    changes: Callable[[], object] | None = None
    says: str = "这份材料在你打开之后又改过，请看过再定"
    at: datetime | None = None  # when another moment than the world's
    ticks: tuple[str, ...] = ()  # boxes of the form that are ticked

    def client(self) -> Client:
        """A browser of the person, signed in."""
        client = Client(raise_request_exception=False)
        if self.who:
            client.force_login(self.who)
        return client

    @contextmanager
    def moment(self) -> Iterator[None]:
        """The moment of the press."""
        if self.at is None:
            yield
        else:
            with clock.at(self.at):
                yield

    def form(self, client: Client) -> Form:
        """The form on the page, as it is shown now."""
        answer = client.get(self.page, follow=True)
        assert answer.status_code == 200, (self.page, answer.status_code)
        to = urlsplit(self.goes_to or self.page).path
        typed = {**self.typed, **self.files}
        fits = [
            form
            for form in Forms(answer.content.decode()).all
            if urlsplit(urljoin(self.page, form.action)).path == to
        ]
        assert fits, f"no form on {self.page} goes to {to}"
        return max(fits, key=lambda form: form.fits(typed))

    def press(self, client: Client, form: Form):
        """The answer to one press of the form."""
        sent = {
            **form.hidden,
            **{name: form[name] for name in self.ticks},
            **self.typed,
            **{name: SimpleUploadedFile(*file) for name, file in self.files.items()},
        }
        return client.post(self.goes_to or self.page, sent)


def rows() -> dict[str, list[tuple]]:
    """All that the portal holds, but for what only notes that somebody looked."""
    models = [m for label in LABELS for m in apps.get_app_config(label).get_models(True)]
    with connection.cursor() as cursor:
        return {m.__name__: held(cursor, m) for m in models if m.__name__ not in ASIDE}


def held(cursor, model: type[Model]) -> list[tuple]:
    """The rows of a table as they lie there, without how many seconds somebody was typing."""
    fields = [f.column for f in model._meta.concrete_fields if f.name != "seconds"]
    columns = ", ".join(map(connection.ops.quote_name, fields))
    key = connection.ops.quote_name(model._meta.pk.column)
    cursor.execute(f"SELECT {columns} FROM {model._meta.db_table} ORDER BY {key}")
    return cursor.fetchall()


def numbers() -> dict[str, int]:
    return {name: len(found) for name, found in rows().items()}


def events() -> list[str]:
    """Of what was done; a refusal is on record too."""
    done = Event.objects.exclude(verb="refuse").order_by("number")
    return list(done.values_list("verb", flat=True))


def alone(case: Case) -> tuple[dict[str, int], list[str], int, list[Change]]:
    """What one press does, undone: how many rows there are of each kind, the events, the status,
    and what the events tell of what it changed."""
    with transaction.atomic():
        client, stood = case.client(), Event.objects.count()
        answer = case.press(client, case.form(client))
        new = Event.objects.order_by("number")[stood:]
        told = [change for event in new for change in changes(event)]
        found = numbers(), events(), answer.status_code, told
        transaction.set_rollback(True)
    return found


def at_once(case: Case, browsers: list[Client], form: Form) -> list:
    """The answers to one press that arrives with several requests at the same time."""
    answers: list = [None] * len(browsers)
    moment, start = clock.now(), threading.Barrier(len(browsers))

    def run(place: int, browser: Client) -> None:
        try:
            with clock.at(moment):
                start.wait()
                answers[place] = case.press(browser, form)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(browsers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def later(case: Case, browser: Client, form: Form, span: timedelta):
    """The answer to the same press a while later."""
    with clock.at(clock.now() + span):
        return case.press(browser, form)


def told(answer) -> tuple[int, str]:
    """What a browser makes of an answer."""
    return answer.status_code, answer.get("Location", "")
