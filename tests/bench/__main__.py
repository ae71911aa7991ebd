"""The bench, from a new database to what it found."""

import gc
import logging
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection

from shanyin_charging import clock
from targets.models import Area
from targets.months import Month
from tests import history
from tests.bench import bring_up, kept, pages, papers, timing, whole_province, writes
from tests.demo.brought_in import bring_in
from tests.demo.when import AFTER_THE_YEAR

ROUNDS = 5
# How many months there are in all, and which are added for it.
LONGER = ((36, Month(2022, 1), 24), (60, Month(2020, 1), 24))


def a_county():
    """The tables of pages and files after 12, 36 and 60 months."""
    acts, found = pages.pages(), {}
    found[12] = opened(acts)
    for months, first, number in LONGER:
        history.add(Area.objects.get(code=settings.COUNTY), [first + n for n in range(number)])
        connection.cursor().execute("ANALYZE")
        found[months] = opened(acts)
    return of_pages(acts, found), of_files(found)


def opened(acts):
    """Page to its seconds and how much it asks, and file to its seconds."""
    gc.collect()
    gc.freeze()
    warm = timing.timed({str(act): act for act in acts}, ROUNDS)
    asked = {str(act): timing.asked(act.first) for act in acts}
    files = timing.timed({str(file): file for file in pages.files()}, 1)
    return {name: (warm[name], asked[name]) for name in warm} | files


def of_pages(acts, found):
    """The table of pages, after the longest history; growth is from 12 months on."""
    heads = (
        "to its floor",
        "after a change",
        "with nothing kept",
        "growth to 36",
        "to 60",
        "questions, 12",
        "questions, 60",
    )
    floor = (
        "Against each page's own floor: every question that it asks the database once as plain "
        "SQL, and its template over a context made beforehand; after a change: an entry was posted."
    )
    sheet, most = kept.Sheet("Pages", floor, heads), LONGER[-1][0]
    for act in acts:
        if (bare := pages.floor(act)) is None:
            continue
        ways = {"floor": bare, "warm": act, "after": act.after, "cold": act.first}
        (least, *ratios) = timing.timed(ways, ROUNDS).values()
        (first, few), (middle, _), (last, many) = (found[m][str(act)] for m in (12, 36, most))
        ratios = *(way / least for way in ratios), middle / first, last / first
        sheet.rows[str(act)] = *ratios, few, many
    return sheet


def of_files(found):
    """The table of files: how they grow with what they hold."""
    sheet = kept.Sheet("Files", "After more months, against 12.", ("to 36", "to 60"))
    for act in pages.files():
        first, middle, last = (found[months][str(act)] for months in (12, 36, LONGER[-1][0]))
        sheet.rows[str(act)] = middle / first, last / first
    return sheet


PARTS = {
    "pages": a_county,
    "writes": lambda: [writes.written()],
    "presses": lambda: [papers.beside_presses()],
    "papers": lambda: [papers.printed()],
    "bring_up": lambda: [bring_up.brought_up()],
}


def main(*said):
    """The parts that are named, or all of them; returns what is worse than it was."""
    logging.disable(logging.ERROR)
    settings.ALLOWED_HOSTS, sheets = ["testserver"], []
    name = connection.creation.create_test_db(verbosity=0)
    with tempfile.TemporaryDirectory() as folder, clock.at(AFTER_THE_YEAR):
        bring_in(Path(folder))
        if said[:1] == ("province",):
            return whole_province.whole_province(float((said[1:] or ("1",))[0]))
        for part in [part for part in PARTS if part in said] or PARTS:
            sheets += PARTS[part]()
            print(*sheets[-2:], sep="\n\n", file=sys.stderr, flush=True)
    connection.creation.destroy_test_db(name, verbosity=0)
    return kept.settle(sheets, keep="keep" in said)


if __name__ == "__main__":
    sys.exit("\n".join(main(*sys.argv[1:]) or []) or None)
