"""Keep the demo's database as this release has it:

python -m tests.kept NAME; python tests/with_postgres.py python -m tests.kept NAME
"""

import json
import lzma
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection

HERE, MONTHS, FILES = Path(__file__).parent, ("2024-12", "2025-06", "2025-11"), 4


def leave_papers_out():
    """All but the smallest of their files: they are most of the demo, and no other table's."""
    from shanyin_charging.audit import append_only  # noqa: PLC0415 - needs Django to be set up

    reports = apps.get_app_config("reports")
    append_only.release(reports)
    for name in ("BulletinFile", "PackFile"):
        rows = reports.get_model(name).objects
        sizes = sorted((len(content), pk) for pk, content in rows.values_list("pk", "content"))
        rows.exclude(pk__in=[pk for _, pk in sizes[:FILES]]).delete()
    append_only.protect(reports)


def noted():
    """Each figure of some months."""
    from reports.figures.reading import read  # noqa: PLC0415 - needs Django to be set up
    from targets.models import Indicator  # noqa: PLC0415 - the same
    from targets.months import Month  # noqa: PLC0415 - the same

    codes = Indicator.objects.order_by("position").values_list("code", flat=True)
    readings = {month: read(Month.parse(month)) for month in MONTHS}
    return {
        month: {code: str(reading.figure(code).value) for code in codes}
        for month, reading in readings.items()
    }


def content(folder):
    """The database, as its engine writes it down, and what such a file is called."""
    if connection.vendor == "postgresql":
        command = ["pg_dump", "--no-owner", "--no-privileges", os.environ["DATABASE_URL"]]
        dumped = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
        only_now = (b"\\restrict", b"\\unrestrict")  # which an older psql does not know
        return "sql", b"".join(x for x in dumped.splitlines(True) if not x.startswith(only_now))
    connection.cursor().execute("VACUUM")
    return "sqlite3", (folder / "portal.sqlite3").read_bytes()


def keep(name, folder):
    call_command("restore", HERE.parent.parent / "fixtures" / "demo.zip")
    leave_papers_out()
    told = json.dumps(noted(), ensure_ascii=False, indent=1)
    (HERE / f"{name}.json").write_text(f"{told}\n", encoding="utf-8")
    kind, made = content(folder)
    (HERE / f"{name}.{kind}.xz").write_bytes(lzma.compress(made, preset=9))


with tempfile.TemporaryDirectory(prefix="kept-") as data:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "shanyin_charging.settings",
        "DATA_DIR": data,
        "SECRET_KEY": os.urandom(40).hex(),
        "DEMO": "1",
        "PLAIN_HTTP": "1",
        "CLOCK_STARTED_AT": datetime.now(UTC).isoformat(),
        "CLOCK_STARTS_AT": "2025-12-10T09:00:00+08:00",
    }
    django.setup()
    keep(sys.argv[1], Path(data))
