"""`manage.py bring_up` in a data folder of its own: of a new portal, with nothing to do, and of the
demo."""

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.kept import Sheet
from tests.bench.timing import taken, timed

ROOT = Path(__file__).parents[2]
BARE = ["-c", "import django; django.setup()"]
BRING_UP = ["manage.py", "bring_up", "--first-month", "2025-01"]
DEMO = {
    "DEMO": "1",
    "CLOCK_STARTS_AT": "2025-12-10T09:00:00+08:00",
    "CLOCK_STARTED_AT": "2026-01-01T00:00:00+08:00",
}


def brought_up():
    """The table."""
    sheet = Sheet("Bringing up", "Against a process that only sets Django up.", ("to Django",))
    for name, settings in (("a new portal", {}), ("the demo", DEMO)):
        with tempfile.TemporaryDirectory() as folder:
            bare, act = runner(folder, settings, BARE), runner(folder, settings, BRING_UP)
            floor, first = timed({"": bare}, 3)[""], taken(act)
            again = timed({"": act}, 3)[""]
            sheet.rows[f"{name}, the first time"] = (first / floor,)
            sheet.rows[f"{name}, with nothing to do"] = (again / floor,)
    return sheet


def runner(folder, settings, arguments):
    """What runs Python in the portal of a folder."""
    own = {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "shanyin_charging.settings", **settings}
    environment = {**os.environ, "SECRET_KEY": secrets.token_urlsafe(64), "PLAIN_HTTP": "1", **own}
    command = [sys.executable, *arguments]
    return lambda: subprocess.run(
        command, cwd=ROOT, env=environment, check=True, capture_output=True
    )
