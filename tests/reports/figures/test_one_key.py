"""One key, one value: from whichever month it is read, it is what its own month says."""

from datetime import date

import pytest

from reports.figures.figure import Where, parse_key
from reports.figures.reading import figure_at, read
from shanyin_charging import clock
from targets.models import Form
from targets.months import Month
from tests import cast, make

pytestmark = pytest.mark.django_db
MONTHS = [Month(2024, 12), Month(2025, 1), Month(2025, 6), Month(2025, 10), Month(2025, 12)]


@pytest.fixture(autouse=True)
def january(story):
    with clock.at(cast.noon(cast.AFTER_THE_YEAR)):
        yield


def read_from(later, month):
    """Key to value of each figure of a month, as the reading of another month gives it."""
    reading, found = read(later), {}
    for code, row in reading.indicators.items():
        if row.form == Form.TIMELINESS:
            continue
        places = [None, *reading.places["township"], *reading.rows[:3]]
        for where in places if row.form in (Form.TOTAL, Form.COVERAGE) else [None]:
            figure = reading.figure(code, where, month=month)
            found[figure.key] = figure.value, figure.of, figure.missing
    return found


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_a_figure_is_the_same_from_every_month_it_is_read_from(month):
    own = read_from(month, month)
    for later in MONTHS:
        if later > month:
            assert read_from(later, month) == own


def test_a_ruling_of_later_changes_no_month_before_it():
    make.ruled("opened_counts", {"answer": True}, date(2025, 11, 1))
    assert read_from(Month(2025, 12), Month(2025, 10)) == read_from(*[Month(2025, 10)] * 2)


def test_the_ratio_of_a_year_is_by_the_vehicles_of_that_year():
    key = "I04_140621_t_202412"
    from_later = read(Month(2025, 11)).figure("I04", month=Month(2024, 12))
    assert (from_later.key, from_later.value) == (key, figure_at(key)[1].value)


def test_a_village_merged_later_is_a_village_of_its_own_before():
    reading = read(Month(2025, 12))
    village, into = reading.places["village"][:2]
    merged = Where(into.area, name=into.name, also=(village.area,))
    assert read(Month(2025, 6)).present(merged) == into


def test_a_figure_that_was_read_is_found_by_its_key_without_a_question(django_assert_num_queries):
    reading = read(Month(2025, 11))
    keys = [parse_key(reading.figure("I02", where).key) for where in (None, *reading.rows[:1])]
    read_before = [reading.at(key) for key in keys]
    with django_assert_num_queries(0):
        assert [reading.at(key) for key in keys] == read_before
    assert [figure.where.name for figure in read_before] == ["山阴县", reading.rows[0].name]
