"""A county alone, and beside 119 others."""

import statistics
import time
from functools import partial

from django.db import connection

from tests import province
from tests.bench.pages import MONTH, OF_THE_LEADER, Page, of_returns
from tests.bench.timing import seconds, timed


def whole_province(share):
    """Every page of a county while it is alone, and beside 119 others: how much slower for them."""
    land, found = province.Province(share), {}
    acts = {path: Page("leader", path + MONTH) for path in OF_THE_LEADER} | of_its_own()
    for come in (land.alone, land.joined):
        entries = come()
        found[entries] = timed(acts, 7, partial(seconds, clock=time.perf_counter))
    (few, alone), (many, beside) = found.items()
    print(
        f"\n{'a county alone, then beside 119':40}{few:>14,}{many:>14,} "
        f"entries{'slower':>10}   ({connection.vendor}, 7 rounds)"
    )
    for path in acts:
        slower = beside[path] / alone[path]
        print(f"{path:40}{alone[path] * 1000:12.1f}ms{beside[path] * 1000:12.1f}ms{slower:17.1f}x")
    print(f"median page {statistics.median(beside.values()) * 1000:.1f} ms")


def of_its_own():
    """What a unit and the office open all day: the form, its workbook, a search, a list's blank."""
    paths = "/search/?q=站", "/lists/template/", "/lists/", "/"
    return {page.path: page for page in (*of_returns(), *(Page("office", path) for path in paths))}
