"""The demo's year as a database that tests read."""

from io import StringIO

from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from shanyin_charging.archive import restoring
from tests import template
from tests.archive.databases import made
from tests.demo import AFTER_THE_YEAR_ZIP


def bring_in(folder):
    """The tests' database becomes what the archive of the demo holds, with the plan as it is now;
    its files lie in the folder."""
    with made("demo", folder) as inside:
        with inside(), override_settings(DEMO=True):
            restoring.restore(AFTER_THE_YEAR_ZIP)
            call_command("load_plan", stdout=StringIO())
            name = connection.settings_dict["NAME"]
        template.become(name)
