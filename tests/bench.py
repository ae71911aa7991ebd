"""Benchmarks, as ratios in one run: each variant timed in turn, round after round, medians compared.

The floor is one grouped SQL query over the entries through Django's own cursor, on the demo's full year.
"""
import os
import statistics
import time
from io import StringIO

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from ledger import facts  # noqa: E402
from ledger.demo import Story, at  # noqa: E402
from reports.bulletins import pdf  # noqa: E402
from reports.bulletins.compose import compose  # noqa: E402
from reports.dispatch import compose as compose_dispatch  # noqa: E402
from reports.reading import read  # noqa: E402
from shanyin_charging import clock  # noqa: E402
from shanyin_charging.accounts.models import User  # noqa: E402
from targets.models import Area  # noqa: E402
from targets.months import Month  # noqa: E402
from tests.cast import AFTER_THE_YEAR  # noqa: E402

ROUNDS = 15
DECEMBER = Month(2025, 12)


def floor():
    with connection.cursor() as cursor:
        cursor.execute("SELECT measure, cause, area_id, credited_to_id, SUM(value) FROM ledger_entry GROUP BY 1, 2, 3, 4")
        return cursor.fetchall()


def main():
    setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0)
    call_command("load_plan", stdout=StringIO())
    with clock.at(at(AFTER_THE_YEAR, 9)):
        Story(until=clock.now()).play()
        client = Client()
        client.force_login(User.objects.get(username="leader"))
        county = Area.objects.get(code="140621")
        content = compose(read(DECEMBER))
        variants = {
            "one grouped query (floor)": floor,
            "all balances of the county": lambda: facts.of(county),
            "dispatch, figures only": lambda: compose_dispatch(read(DECEMBER)),
            "dispatch, whole page": lambda: client.get("/dispatch/?month=2025-12"),
            "origin of the county's stock": lambda: client.get("/figures/I02_140621_t_202512/"),
            "bulletin as PDF, warm": lambda: pdf.render(content),
        }
        times = {label: [] for label in variants}
        for act in variants.values():
            act()
        for _ in range(ROUNDS):
            for label, act in variants.items():
                start = time.perf_counter()
                act()
                times[label].append(time.perf_counter() - start)
    connection.creation.destroy_test_db(name, verbosity=0)
    base = statistics.median(times["one grouped query (floor)"])
    print(f"{'':32}{'median':>10}{'to floor':>10}   ({connection.vendor}, {ROUNDS} rounds)")
    for label, taken in times.items():
        median = statistics.median(taken)
        print(f"{label:32}{median * 1000:8.1f}ms{median / base:9.1f}x")


if __name__ == "__main__":
    main()
