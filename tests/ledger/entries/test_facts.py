"""The sum of a selection equals the sum over the entries behind it, for random ledgers and random
selections."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.entries import balances, facts
from ledger.entries.facts import ANY, Selection
from ledger.models import Balance, Cause, Entry, LineKind, Site
from shanyin_charging import clock
from targets.models import Area, Unit
from targets.months import Month
from tests import cast, make

pytestmark = pytest.mark.django_db
AREAS = ["140621", cast.DAIYUE_VILLAGE, cast.YUJING_SHUIQUAN, cast.MAYING_SHUIQUAN]
ROWS = [None, cast.DAIYUE, "bus_station"]
entries = st.lists(
    st.tuples(
        st.sampled_from(["public_dc_pile", "public_ac_pile", "dedicated_dc_pile"]),
        st.sampled_from(["added", "removed"]),
        st.sampled_from(AREAS),
        st.sampled_from(ROWS),
        st.integers(1, 9),
        st.integers(0, 700),
        st.booleans(),
    ),
    max_size=12,
)
selections = st.builds(
    Selection,
    measures=st.sampled_from([("public_dc_pile",), ("public_dc_pile", "public_ac_pile")]),
    causes=st.sampled_from([(), ("added",)]),
    since=st.sampled_from([None, Month(2025, 1)]),
    until=st.sampled_from([None, Month(2025, 6)]),
    area=st.sampled_from(["", "140621", cast.DAIYUE, cast.YUJING]),
    unit=st.sampled_from([ANY, *ROWS]),
    only=st.sampled_from(["", "seat", "site:station"]),
)


def post_all(rows, line):
    county = make.county()
    areas = {area.code: area for area in Area.objects.filter(code__in=AREAS)}
    units = {unit.code: unit for unit in Unit.objects.all()}
    keeper = units[cast.DAIYUE]
    last = Entry.objects.order_by("-number").first()
    for number, (measure, cause, area, row, value, day, replaced) in enumerate(
        rows, start=last.number + 1
    ):
        site = Site.objects.get_or_create(
            area=areas[area],
            name="站",
            county=county,
            keeper=keeper,
            kind="public_place",
            at_seat=area == AREAS[1],
        )[0]
        on = date(2024, 1, 1) + timedelta(days=day)
        fields = {
            "county": county,
            "line": line,
            "area": areas[area],
            "site": site,
            "posted_at": clock.now(),
            "credited_to": units[row] if row else None,
            "measure": measure,
            "on": on,
            "cause": cause,
        }
        sign = -1 if cause == Cause.REMOVED else 1
        old = last if replaced and last.line else None
        if old and not Entry.objects.filter(replaces=old).exists():
            fields = {
                **fields,
                "replaces": old,
                "measure": old.measure,
                "cause": old.cause,
                "area": old.area,
                "site": old.site,
                "credited_to": old.credited_to,
                "on": old.on,
            }
            sign = -1 if old.cause == Cause.REMOVED else 1
        last = Entry.objects.create(number=number, value=sign * value, **fields)


@pytest.fixture
def line():
    with make.at(cast.APRIL_2):
        make.ledger()
        draft = make.draft(
            cast.officer(), Month(2025, 3), lines=[(LineKind.ADDED, make.new_piles())]
        )
        yield draft.current.lines.get()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(entries, selections, st.integers(1, 14))
def test_a_total_is_the_sum_over_the_entries_behind_it(line, rows, selection, known):
    with transaction.atomic():
        post_all(rows, line)
        county = make.county()
        for point in (None, known):
            behind = facts.entries_behind(county, [selection], point)
            listed = (
                Entry.objects.filter(pk__in=[e.pk for e in behind]).aggregate(n=Sum("value"))["n"]
                or 0
            )
            assert facts.of(county, point).total(selection) == listed
        kept = balance_rows()
        balances.rebuild()
        assert balance_rows() == kept
        for name, of in (
            ("area", lambda e: e.area.code),
            ("unit", lambda e: e.credited_to and e.credited_to.code),
        ):
            sums = Counter()
            for entry in facts.entries_behind(county, [selection]):
                sums[of(entry)] += entry.value
            assert +facts.of(county).sums(selection, name) == +sums
        transaction.set_rollback(True)


def balance_rows():
    rows = Balance.objects.exclude(value=0)
    return sorted(
        rows.values_list("county", "measure", "cause", "area", "site", "unit", "month", "value")
    )


def test_what_happened_long_ago_is_carried_forward_as_one(line):
    january_and_july = [
        ("public_dc_pile", "added", AREAS[1], None, 3, 10, False),
        ("public_dc_pile", "added", AREAS[1], None, 4, 200, False),
    ]
    post_all(january_and_july, line)
    carried = facts.of(make.county(), since=Month(2025, 1), until=Month(2025, 3))
    piles = [(str(row.month), row.value) for row in carried.rows if row.measure == "public_dc_pile"]
    assert piles == [("2024-12", 7)]


def test_all_balances_of_a_county_take_seven_queries(django_assert_num_queries):
    with make.at(cast.APRIL_2):
        make.ledger()
        county = make.county()
        with django_assert_num_queries(7):
            facts.of(county)
