"""Benchmarks, as ratios in one run: every variant timed in turn, round after round, medians
compared.

    python -m tests.bench             a county: 35 units, 36 months (in ./test.sh bench)
    python -m tests.bench province [SHARE]   a county alone and beside 119 others, 36 months, 1.8
    million entries or that share of them

The floor of the dispatch page is what it cannot do without: hand-written SQL for its sums and
returns, and its template over a context made beforehand.
"""

import json
import logging
import os
import resource
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from io import BytesIO, StringIO
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.urls import resolve  # noqa: E402
from pypdf import PdfReader  # noqa: E402

from ledger.entries import facts  # noqa: E402
from ledger.models import Period, Submission, Upload  # noqa: E402
from ledger.returns import workflow  # noqa: E402
from reports.bulletins.compose import compose  # noqa: E402
from reports.figures.dispatch import compose as compose_dispatch  # noqa: E402
from reports.figures.reading import read  # noqa: E402
from reports.press import pdf  # noqa: E402
from shanyin_charging import clock  # noqa: E402
from shanyin_charging.accounts.models import User  # noqa: E402
from shanyin_charging.audit.once import new_key  # noqa: E402
from targets.models import Area, Post, Unit  # noqa: E402
from targets.months import Month  # noqa: E402
from targets.plan import shelf  # noqa: E402
from tests import province  # noqa: E402
from tests.demo.brought_in import bring_in  # noqa: E402
from tests.demo.when import AFTER_THE_YEAR  # noqa: E402
from tests.ledger.pages.test_lists import file as list_file  # noqa: E402
from tests.ledger.pages.test_lists import large_list  # noqa: E402
from tests.presses import people_pressing, presses, processor  # noqa: E402

ROUNDS = 15
ROWS = 5000  # of a long list
PEOPLE, SECONDS = 30, 12  # who press for a bulletin at once, and for how long
DECEMBER = Month(2025, 12)
FLOOR = "dispatch, hand-written SQL and bare template (floor)"
SUMS = """SELECT b.measure, b.cause, a.code, s.kind, s.at_seat, u.code, b.month >= %s, SUM(b.value)
    FROM ledger_balance b JOIN targets_area a ON a.id = b.area
    LEFT JOIN ledger_site s ON s.id = b.site LEFT JOIN targets_unit u ON u.id = b.unit
    WHERE b.county_id = %s AND b.area > 0 AND b.month <= %s GROUP BY 1, 2, 3, 4, 5, 6, 7"""
RETURNS = """SELECT u.name, r.state, r.late
    FROM targets_membership m JOIN targets_unit u ON u.id = m.unit_id
    LEFT JOIN ledger_submission r ON r.unit_id = u.id AND r.kind = 'return' AND r.period_id = %s
    ORDER BY m.position"""
PAGES = [
    "/dispatch/",
    "/indicators/",
    "/indicators/I01/",
    "/indicators/I10/",
    "/ranking/",
    "/units/140621103/",
    "/coverage/",
    "/roads/",
    "/tasks/",
    "/timeliness/",
    "/years/2025/",
    "/figures/I02_140621_t_202512/",
    "/gaps/villages/",
    "/sites/",
    "/ledger/",
    "/board/",
    "/bulletins/2025-12/",
]


def floor(user):
    """One round of the floor, over the context that the page is given."""
    context = {
        **compose_dispatch(read(DECEMBER)),
        "month": DECEMBER,
        "months": [DECEMBER],
        "known": None,
    }
    request = RequestFactory().get("/dispatch/")
    request.user, request.resolver_match = user, resolve("/dispatch/")

    def act():
        with connection.cursor() as cursor:
            cursor.execute(
                SUMS, [Month(2025, 1).index, context["reading"].county.pk, DECEMBER.index]
            )
            cursor.fetchall()
            cursor.execute(RETURNS, [context["reading"].period.pk])
            cursor.fetchall()
        return render_to_string("reports/dispatch.html", context, request)

    return act


def timed(variants, rounds=ROUNDS, clock=time.perf_counter):
    """Label to the median of its seconds by the clock, each variant once a round."""
    times = {label: [] for label in variants}
    for act in variants.values():
        act()
    for _ in range(rounds):
        for label, act in variants.items():
            start = clock()
            act()
            times[label].append(clock() - start)
    return {label: statistics.median(taken) for label, taken in times.items()}


def page(client, path):
    def act():
        answer = client.get(f"{path}?month=2025-12")
        assert answer.status_code == 200, path

    return act


def from_above():
    """The browser of somebody of the city."""
    client = Client()
    client.force_login(User.objects.get(username="above"))
    return client


def unkept(act):
    """The same as the first page after a change, on which nothing is kept any more."""

    def cold():
        shelf.clear()
        act()

    return cold


def county(client):
    """A county whose 35 units have reported for 36 months."""
    home = Area.objects.get(code="140621")
    units = list(Unit.objects.filter(memberships__isnull=False))
    province.make_returns(home, units, [Month(2022, 1) + n for n in range(24)])
    content, user = compose(read(DECEMBER)), User.objects.get(username="leader")
    found = timed(
        {
            FLOOR: floor(user),
            "all balances of the county": lambda: facts.of(home),
            "/dispatch/ with nothing kept in memory": unkept(page(client, "/dispatch/")),
            **{path: page(client, path) for path in PAGES},
            "/counties/ from above": page(from_above(), "/counties/"),
        }
    )
    print(
        f"\n{'a county, 36 months':58}{'median':>10}{'to floor':>10} "
        f"  ({connection.vendor}, {ROUNDS} rounds)"
    )
    for label, seconds in found.items():
        print(f"{label:58}{seconds * 1000:8.1f}ms{seconds / found[FLOOR]:9.1f}x")
    return content


def bulletin(content):
    """One bulletin on three presses, warm and cold, by the wall's clock and then by the processors'
    in the same run."""
    with presses(content) as acts:
        by_wall, by_processor = timed(acts, rounds=5), timed(acts, rounds=5, clock=processor)
    count = len(PdfReader(BytesIO(pdf.render(content))).pages)
    heads = f"{'median':>10}{'to ours':>10}{'processors':>14}{'to ours':>10}"
    print(f"\n{f'a bulletin of {count} pages, 5 rounds':38}{heads}")
    for label in by_wall:
        ours = f"WeasyPrint, {label.rpartition(' ')[2]}"
        print(
            f"{label:38}"
            + "".join(
                f"{found[label] * 1000:{width}.0f}ms{found[label] / found[ours]:9.1f}x"
                for found, width in ((by_wall, 8), (by_processor, 12))
            )
        )


def beside_presses(client):
    """The dispatch page while nobody presses, and while thirty people do, all in this one
    process."""
    act, user = page(client, "/dispatch/"), User.objects.get(username="leader")
    quiet = opened_for(SECONDS, act)
    with people_pressing(PEOPLE, user, "/bulletins/2025-11/pdf/") as printed:
        busy = opened_for(SECONDS, act)
    title = f"/dispatch/ opened ten times a second for {SECONDS} s"
    print(f"\n{title:58}{'median':>10}{'slowest':>10}")
    print(
        f"{'nobody presses':58}{statistics.median(quiet) * 1000:8.1f}ms{max(quiet) * 1000:8.1f}ms"
    )
    label = f"{PEOPLE} people press, {len(printed)} files made"
    print(f"{label:58}{statistics.median(busy) * 1000:8.1f}ms{max(busy) * 1000:8.1f}ms")


def long_list():
    """A list of thousands of rows from upload to review: processor time of its three presses, of
    all three, and how long nobody else can write; against bare inserts of as many rows."""
    office, reviewer = (User.objects.get(username=name) for name in ("office", "chief"))
    rows = [row for *_, row in large_list(ROWS, 0)]
    client, held = Client(), []
    client.force_login(office)
    file = SimpleUploadedFile("清单.xlsx", list_file(rows).read())
    found = {}

    def timed_once(label, act):
        before = used_here()
        answer = act()
        found[label] = used_here() - before
        return answer

    def send(path, **data):
        return client.post(path, {**data, "once": new_key(office.pk)})

    send("/lists/")  # what is imported with the first press is no list's
    timed_once("bare inserts (floor)", lambda: bare_inserts(rows))
    timed_once("uploaded", lambda: send("/lists/", file=file, note="台账"))
    upload = Upload.objects.latest("pk")
    shown = timed_once("shown row by row", lambda: client.get(f"/lists/{upload.pk}/"))
    with locks_timed(held):
        seen = shown.context["seen_rows"]
        timed_once("written", lambda: send(f"/lists/{upload.pk}/", do="write", seen=seen))
    found["read, shown and written"] = sum([*found.values()][1:])
    assert upload.submissions.exists(), "it was written"
    for submission in upload.submissions.all():
        workflow.begin_review(reviewer, submission)
    biggest = max(upload.submissions.all(), key=lambda one: one.current.lines.count())
    with locks_timed(approved := []):
        timed_once("its largest return approved", lambda: workflow.approve(reviewer, biggest))
    floor = found["bare inserts (floor)"]
    print(f"\n{f'a list of {ROWS:,} rows':58}{'processor':>10}{'to floor':>10}")
    for label, seconds in found.items():
        print(f"{label:58}{seconds * 1000:8.0f}ms{seconds / floor:9.1f}x")
    for label, times in (("taking in", held), ("approving", approved)):
        by_wall, by_processor = max(times)
        print(f"{f'nobody else writes: {label}, by the clock':58}{by_wall * 1000:8.0f}ms")
        print(f"{f'nobody else writes: {label}, of a processor':58}{by_processor * 1000:8.0f}ms")


def used_here():
    """Seconds of the processors that this process and its children have had."""
    own = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in own)


def bare_inserts(rows):
    """As many lines written by one statement each, and taken back."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE bare (id INTEGER, typed TEXT, value TEXT)")
            told = [(n, json.dumps(row), json.dumps(row)) for n, row in enumerate(rows)]
            cursor.executemany("INSERT INTO bare VALUES (%s, %s, %s)", told)
        transaction.set_rollback(True)


@contextmanager
def locks_timed(held):
    """Takes down how long each transaction of the process was open, by the clock and of a
    processor."""
    entered = []

    class Timed(transaction.Atomic):
        def __enter__(self):
            entered.append((time.perf_counter(), time.process_time()))
            super().__enter__()

        def __exit__(self, *raised):
            super().__exit__(*raised)
            wall, own = entered.pop()
            held.append((time.perf_counter() - wall, time.process_time() - own))

    whole = transaction.Atomic
    transaction.Atomic = Timed
    try:
        yield
    finally:
        transaction.Atomic = whole


def opened_for(seconds, act):
    """Seconds that each opening took of the many in so many seconds."""
    taken, until = [], time.monotonic() + seconds
    while time.monotonic() < until:
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
        time.sleep(0.1)
    return taken


def whole_province(client, share):
    """Every page of a county while it is alone, and beside 119 others: how much slower for them."""
    land, found = province.Province(share), {}
    acts = {path: page(client, path) for path in PAGES} | of_its_own(land.home)
    for come in (land.alone, land.joined):
        entries = come()
        found[entries] = timed(acts, rounds=7)
    (few, alone), (many, beside) = found.items()
    print(
        f"\n{'a county alone, then beside 119':40}{few:>14,}{many:>14,} "
        f"entries{'slower':>10}   ({connection.vendor}, 7 rounds)"
    )
    for path in acts:
        slower = beside[path] / alone[path]
        print(f"{path:40}{alone[path] * 1000:12.1f}ms{beside[path] * 1000:12.1f}ms{slower:17.1f}x")
    print(f"median page {statistics.median(beside.values()) * 1000:.1f} ms")


def of_its_own(home):
    """What a unit and the office open all day: the form, its workbook, a search, a list's blank."""
    period = Period.objects.of(home).latest("starts_on")
    handed_in = Submission.objects.filter(period=period).values("unit")
    post = Post.objects.filter(unit__county=home).exclude(unit__in=handed_in).first()
    form = f"/returns/{period.pk}/{post.unit.code}/"
    found = {}
    for user, paths in (
        (post.user, (form, f"{form}workbook/")),
        (
            User.objects.get(username="office"),
            ("/search/?q=站", "/lists/template/", "/lists/", "/"),
        ),
    ):
        client = Client()
        client.force_login(user)
        found |= {path: opening(client, path) for path in paths}
    return found


def opening(client, path):
    def act():
        answer = client.get(path)
        assert answer.status_code == 200, path

    return act


def main():
    setup_test_environment()
    logging.disable(logging.ERROR)
    name = connection.creation.create_test_db(verbosity=0)
    call_command("load_plan", stdout=StringIO())
    with tempfile.TemporaryDirectory() as folder, clock.at(AFTER_THE_YEAR):
        bring_in(Path(folder))
        client = Client()
        client.force_login(User.objects.get(username="leader"))
        if sys.argv[1:2] == ["province"]:
            whole_province(client, float((sys.argv[2:] or ["1"])[0]))
        else:
            content = county(client)
            beside_presses(client)
            long_list()
    if sys.argv[1:2] != ["province"]:
        bulletin(content)
    connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
