"""Every figure of random offices against an account of what was pressed in them: at every month's
end, as known now and at earlier entries."""

import random

import pytest

from reports.figures import under_way
from reports.figures.reading import UNCREDITED, read
from shanyin_charging import clock
from targets.months import Month
from tests import cast
from tests.reports.figures.test_oracle import same, told
from tests.year import plan
from tests.year.chance import Builders, Office
from tests.year.figures import COVERAGES, Told

pytestmark = pytest.mark.django_db
BUILDERS = 100 if cast.LONG else 4
OFFICES, MONTHS, PRESSES, NUMBERS = (1000, 6, 10, 20) if cast.LONG else (16, 4, 7, 2)
APART = {"I33", "I34"}  # rows of 附件2; what is counted from returns


def differs(account, month, known=None, tick=None, today=None):
    """What a reading says otherwise than the account: (figure, portal, account). `today` is the day
    of who reads, or until which an earlier entry was the ledger's last."""
    reading, said = read(Month(*month), known), Told(account, *month, tick)
    county, rows, places = said.county(), said.rows(), said.places()
    assert set(reading.indicators) - APART == {code[:3] for code in county}
    found = {
        code: (told(reading.figure(code[:3], variant=code[3:])), expected)
        for code, expected in county.items()
    }
    found |= {
        row.figure.where.unit: (row.figure.value, rows[row.figure.where.unit])
        for row in reading.quota_standings()
    }
    at = {where.area: where for level in reading.places.values() for where in level}
    assert set(at) == {place for _, place in places}
    found |= {
        (code, place): (reading.figure(code, at[place]).value, expected)
        for (code, place), expected in places.items()
    }
    found |= reaches(reading, said, today or clock.today())
    return [(about, *pair) for about, pair in found.items() if not same(*pair)]


def reaches(reading, said, today):
    """What is being built for the county, each row and none of them, and which places it will
    cover: (portal, account) by what it is about."""
    wheres = {where.unit: where for where in reading.rows} | {"": UNCREDITED}
    found = {("reach", row): (under_way.of_row(reading, w), row) for row, w in wheres.items()}
    found["reach", "any"] = under_way.of_county(reading), "any"
    names = {where.area: where.name for level in reading.places.values() for where in level}
    covered = {
        ("to come", code): (
            set(under_way.to_be_covered(reading, code)),
            {names[place] for place in said.to_come(code, today)},
        )
        for code in COVERAGES
    }
    pairs = {
        about: (in_words(reach), told_as(said, row, today)) for about, (reach, row) in found.items()
    }
    return pairs | covered


def in_words(reach):
    """What the portal says that is reached, and how much is being built by when."""
    if reach is None:
        return None
    return reach.value, {time_of(when): piles for when, piles in reach.counted}


def time_of(when):
    """A time as the account writes it."""
    if when.label == "已过预计日":
        return "past"
    return "after" if when.label.endswith("以后") else str(Month.at(when.order))


def told_as(said, row, today):
    """The same as the account has it; nothing where nothing is being built in the county."""
    return said.reach(row, today) if said.projects else None


def judged_otherwise(office, month):
    """What a reading of today says otherwise of returns and of lights: (what, portal, account)."""
    reading, at, desk = read(Month(*month)), office.now, office.desk
    returns, punctual = reading.figure("I34"), desk.punctual(month, at)
    names = {unit["code"]: unit["name"] for unit in plan.rows("units")}
    found = {"I34": (returns.value, punctual and punctual[0])}
    if punctual:
        found["named"] = set(returns.missing), {names[unit] for unit in punctual[1]}
    rows = Told(office.account, *month).rows()
    heard = {unit for unit, year in office.heard if year == month[0]}
    for standing in reading.quota_standings():
        row = standing.figure.where.unit
        light = desk.light(row, rows[row], month, at, heard)
        found[row] = standing.state.word, light
    return [(about, *pair) for about, pair in found.items() if pair[0] != pair[1]]


@pytest.mark.one_in(2, on="postgresql")
@pytest.mark.parametrize("seed", range(BUILDERS))
def test_all_that_is_being_built_is_what_was_pressed(seed):
    office = Builders(seed, MONTHS, 18)
    office.play()
    with clock.at(office.now):
        for month in office.months:
            found = differs(office.account, month)
            assert not found, (seed, month, found, office.story)
        for number in sorted({number for _, number in office.numbers})[::3]:
            tick = max(tick for tick, last in office.numbers if last <= number)
            month = office.months[number % len(office.months)]
            found = differs(office.account, month, number, tick, office.known_on(number))
            assert not found, (seed, month, number, found, office.story)


@pytest.mark.one_in(4, on="postgresql")
@pytest.mark.parametrize("seed", range(OFFICES))
def test_every_figure_of_every_month_is_what_was_pressed(seed):
    office = Office(seed, MONTHS, PRESSES)
    office.play()
    for month in office.months:
        with clock.at(office.now):
            found = differs(office.account, month)
            assert not found, (seed, month, found, office.story)
            found = judged_otherwise(office, month)
        assert not found, (seed, month, found, office.now, office.story)
    chance = random.Random(seed)
    for number in chance.choices(sorted({number for _, number in office.numbers}), k=NUMBERS):
        tick = max(tick for tick, last in office.numbers if last <= number)
        month, day = chance.choice(office.months), office.known_on(number)
        with clock.at(office.now):
            found = differs(office.account, month, number, tick, day)
        assert not found, (seed, month, number, found, office.story)


def test_the_account_finds_a_number_that_is_not_what_was_pressed():
    office = Office(1, 4, 7)
    office.play()
    fact = next(f for f in office.account.standing() if f.measure == "public_pile_unsplit")
    fact.value += 1
    found = {about for about, *_ in differs(office.account, office.months[-1])}
    assert found == {"I02", "I04", "I07", "I35"}
