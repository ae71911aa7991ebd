"""A bulletin on three presses, and the portal while many people press for one."""

import statistics
import time
from functools import partial

from reports.bulletins.compose import compose
from reports.figures.reading import read
from shanyin_charging.accounts.models import User
from targets.months import Month
from tests.bench.kept import Sheet
from tests.bench.pages import Page
from tests.bench.timing import taken, timed
from tests.presses import people_pressing, presses, processor

PEOPLE, SECONDS = 30, 12  # who press for a bulletin at once, and for how long
DECEMBER = Month(2025, 12)


def printed():
    """The table of the presses, by what all processes take of the processors."""
    sheet = Sheet(
        "A bulletin", "Against Typst, warm, which is the limit and no second press.", ("to Typst",)
    )
    with presses(compose(read(DECEMBER))) as acts:
        found = timed(acts, 3, partial(taken, clock=processor))
    sheet.rows |= {label: (seconds / found["Typst, warm"],) for label, seconds in found.items()}
    return sheet


def beside_presses():
    """The dispatch page while thirty people press, all in this one process, by the clock."""
    page, user = Page("leader", "/dispatch/"), User.objects.get(username="leader")
    quiet = opened_for(SECONDS, page)
    with people_pressing(PEOPLE, user, "/bulletins/2025-11/pdf/") as files:
        busy = opened_for(SECONDS, page)
    floor = (
        "The page opened ten times a second, against the same while nobody presses; by the clock."
    )
    sheet = Sheet("The dispatch page beside a press", floor, ("median", "slowest"))
    median, slowest = (f(busy) / f(quiet) for f in (statistics.median, max))
    sheet.rows[f"{PEOPLE} people press"] = median, slowest
    print(f"{len(files)} files made in {SECONDS} s")
    return sheet


def opened_for(seconds, act):
    """Seconds that each opening took of the many in so many seconds."""
    found, until = [], time.monotonic() + seconds
    while time.monotonic() < until:
        start = time.perf_counter()
        act()
        found.append(time.perf_counter() - start)
        time.sleep(0.1)
    return found
