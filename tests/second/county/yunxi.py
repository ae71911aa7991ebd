"""An invented county with its plan, beside the first in one portal."""

from contextlib import contextmanager
from io import StringIO

from django.conf import settings
from django.core.management import call_command

from shanyin_charging import serving

FOLDER = settings.ROOT / "tests" / "second" / "county" / "yunxi"
CODE = "140699"
TINGLAN, QIXIA = "140699100", "140699101"
VILLAGE = "140699100201"


def join():
    """Load the county, then its plan."""
    call_command("add_county", FOLDER, stdout=StringIO())
    call_command("load_plan", FOLDER / "plan", stdout=StringIO())


@contextmanager
def served():
    """Inside the block the county is served."""
    with serving.of(CODE):
        yield


def new_piles(**changes):
    """What is typed for four direct-current piles at a new station in 听澜镇."""
    return {
        "site": "new",
        "site_name": "云溪渡口充电站",
        "site_kind": "square",
        "village": VILLAGE,
        "public": "1",
        "dc": "4",
        "ac": "0",
        "connectors": "8",
        "power": "240",
        "on": "2025-03-18",
        "credited_to": TINGLAN,
        **changes,
    }
