"""The demo's year as a database that tests read."""

from io import StringIO
from pathlib import Path
from shutil import copytree

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from shanyin_charging.archive import restoring
from tests import template
from tests.archive.databases import made
from tests.demo import AFTER_THE_YEAR_ZIP

_kept: list[Path] = []  # SQLite files that hold it already


def bring_in(folder):
    """The tests' database and files become what the archive of the demo holds, with the plan of
    now. A second time a copy of the first is taken."""
    if _kept and _kept[0].exists():
        template.become(str(_kept[0]))
        return
    with made("demo", folder) as inside:
        with inside(), override_settings(DEMO=True):
            restoring.restore(AFTER_THE_YEAR_ZIP)
            call_command("load_plan", stdout=StringIO())
            name, files = connection.settings_dict["NAME"], settings.MEDIA_ROOT
        template.become(name)
        copytree(files, settings.MEDIA_ROOT, dirs_exist_ok=True)
        if connection.vendor == "sqlite":
            _kept[:] = [Path(name)]
