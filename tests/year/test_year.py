"""A year of the whole office, played on its pages and read beside the account."""

from contextlib import ExitStack
from itertools import count

import pytest

from reports.press import press
from shanyin_charging import clock
from shanyin_charging.archive import standing
from tests import cast, quick_press
from tests.reports.figures.test_as_pressed import differs, judged_otherwise
from tests.year.machines import first_machine, next_machine
from tests.year.shortest import shortest
from tests.year.story import Year

pytestmark = [
    pytest.mark.longest,
    pytest.mark.at_length,
    pytest.mark.each_turn,
    pytest.mark.django_db,
]
# The one in CI plays 2025, with which the plan ends. In long half go on after it without another.
SEEDS, MONTHS, UNITS, AFTER = (range(20), 24, 35, 11) if cast.LONG else ((6,), 12, 8, 0)
ACCIDENTS = 4


def otherwise(year):
    """What is otherwise than pressed when a year is over: on the pages that were read, and in any
    month's figures."""
    with clock.at(year.now):
        found = [
            (month, difference)
            for month in year.months
            for difference in (*differs(year.account, month), *judged_otherwise(year, month))
        ]
    return [*year.wrong, *found]


def played(seed, sizes, folder, after=0, moves=False):
    """A year that was played, and what is otherwise. At the end of each month the journal is whole
    and all adds up; at half its time the portal moves to another machine."""
    months, units, accidents = sizes
    with ExitStack() as machines:
        machines.enter_context(first_machine(folder))
        year = Year(seed, months, units, accidents=accidents, after=after, brief=not cast.LONG)
        half = year.months[(months - 1) // 2]

        def month_over(month):
            assert list(standing.faults()) == [], (month, year.story)
            if moves and month == half:
                machines.enter_context(next_machine(folder))
                year.moved()

        year.month_over = month_over
        year.play()
        return year, otherwise(year)


@pytest.fixture(autouse=True)
def one_is_really_set(monkeypatch):
    """Where time is short the first issued paper is set in type, whenever it is set, and what a
    meeting reads, whose sheets are counted; the others are as good for all but reading."""
    if cast.LONG:
        return
    render, *words = press.FORMATS["pdf"]
    first = []

    def act(content):
        first.extend([content.code] if content.code and not first else [])
        is_set = content.code in first or content.head == "pack"
        return (render if is_set else quick_press.FORMATS["pdf"][0])(content)

    monkeypatch.setitem(press.FORMATS, "pdf", (act, *words))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_page_of_a_year_says_what_was_pressed(seed, tmp_path):
    sizes = MONTHS, UNITS, ACCIDENTS
    year, found = played(seed, sizes, tmp_path, AFTER * (seed % 2), moves=True)
    assert year.read > 300 * MONTHS
    if found:
        print(*found[:5], sep="\n")
        trials = count()

        def fails(*sizes):
            try:
                year, found = played(seed, sizes, tmp_path / str(next(trials)))
            except AssertionError as error:
                return error
            except (ValueError, IndexError):  # too small for all its chapters
                return None
            return found and (found[0], year.story)

        raise AssertionError((seed, found[0], shortest(sizes, fails)))
    left_out = {type(chapter).__name__: chapter.left_out for chapter in year.chapters}
    assert not any(left_out.values()), (seed, left_out)
