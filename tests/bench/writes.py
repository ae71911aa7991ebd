"""What is written, against bare inserts of as many rows: a long list from upload to review, the
approval of a return, and for how long nobody else can write."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from lxml import html

from ledger.models import Kind, Line, Submission, Upload, Version
from ledger.returns import workflow
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit.once import new_key
from tests.bench.kept import Sheet
from tests.bench.timing import asked, beside, locks_timed, timed, used
from tests.ledger.pages.test_lists import file as list_file
from tests.ledger.pages.test_lists import large_list

ROWS = 5000  # of a long list
EXPLAINED = "按供电公司台账核对"  # of so many piles in a year
LINES = (20, 734)  # of a return that is approved


def written():
    """The table of all of it; the ratio of a lock is of the processor while it is held."""
    floor = "Against as many bare inserts; “lock” is how long nobody else can write."
    sheet = Sheet("Writes", floor, ("to bare inserts", "lock, to bare inserts", "questions"))
    for lines in LINES:
        sheet.rows[f"a return of {lines} lines approved"] = approval(lines)
    sheet.rows[f"a list of {ROWS} rows uploaded, shown and written"] = long_list()
    return sheet


def measured(act, rows):
    """(to bare inserts of so many rows, its longest lock likewise, questions) of an act that is
    done once."""
    times = ROWS // rows  # so that a few rows take long enough to be told

    def bare():
        for _ in range(times):
            bare_inserts(rows)

    floor = timed({"": bare}, 5)[""] / times
    held = []

    def done():
        start = used()
        return asked(act), used() - start

    with locks_timed(held):
        (questions, took), yard = beside(done)
    lock = max(own for _, own in held)
    return took / yard / floor, lock / yard / floor, questions


def approval(lines):
    """A return in review with so many lines of new sites, and its approval."""
    reviewer, submission = in_review(lines)
    return measured(lambda: workflow.approve(reviewer, submission), lines)


def in_review(lines):
    """(who reviews it, a list of so many lines of a unit, each bringing in a site)."""
    model = Line.objects.filter(kind="added", entries__isnull=False, values__site_name__gt="")
    model, reviewer = model.latest("pk"), User.objects.get(username="chief")
    before = model.version.submission
    made = Submission.objects.create(
        period=before.period, unit=before.unit, kind=Kind.LIST, state="in_review", late=False
    )
    version = Version.objects.create(
        submission=made,
        number=1,
        key=new_key(),
        submitted_at=clock.now(),
        submitted_by=User.objects.get(username="officer"),
        digest="-",
    )
    Line.objects.bulk_create(
        Line(
            version=version,
            kind=model.kind,
            key=f"{made.pk}-{n}",
            typed=model.typed,
            values={**model.values, "construction": "", "site_name": f"{made.pk}号{n}站"},
            frozen=True,
        )
        for n in range(lines)
    )
    return reviewer, made


def long_list():
    """A list of thousands of rows: its three presses together, and the lock of the last."""
    office, client = User.objects.get(username="office"), Client()
    client.force_login(office)
    rows = [[*cells, EXPLAINED] for *_, (*cells, _) in large_list(ROWS, 0)]
    file = SimpleUploadedFile("清单.xlsx", list_file(rows).read())

    def send(path, **data):
        return client.post(path, {**data, "once": new_key(office.pk)})

    def bring_in():
        send("/lists/", file=file, note="台账")
        path = f"/lists/{Upload.objects.latest('pk').pk}/"
        page = html.document_fromstring(client.get(path).content)
        (form,) = (form for form in page.iter("form") if "整份写入" in form.text_content())
        send(path, do="write", seen=form.fields["seen"])

    client.get("/lists/")  # what is imported with the first page is no list's
    found = measured(bring_in, ROWS)
    assert Upload.objects.latest("pk").submissions.exists(), "it was written"
    return found


def bare_inserts(rows):
    """So many rows like lines written by one statement each, and taken back."""
    told = json.dumps({"site_name": "一号站", "dc": 6, "power": 360, "on": "2025-03-18"})
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE bare (id INTEGER, typed TEXT, value TEXT)")
            rows = [(n, told, told) for n in range(rows)]
            cursor.executemany("INSERT INTO bare VALUES (%s, %s, %s)", rows)
        transaction.set_rollback(True)
