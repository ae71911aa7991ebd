"""需协调事项 in numbers and in the month's paper, as its days tell, whenever it is asked."""

from datetime import date

import pytest

from reports.bulletins.compose import compose
from reports.bulletins.matters import to_coordinate
from reports.coordination import course, raising
from reports.documents.kinds import MONTH, QUARTER
from reports.figures.coordinated import coordinated
from reports.figures.reading import read
from targets.models import Unit
from targets.months import Month
from tests import cast, make
from tests.reports.bulletins.checks import faults

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY, MARCH = (Month(2025, number) for number in (1, 2, 3))


@pytest.fixture
def told(march_due):
    """Three of 岱岳镇: 20 January solved on 10 March, 10 March open, 12 March taken back on the
    14th."""
    officer, office = cast.officer(), cast.office()
    unit = Unit.objects.get(code=cast.DAIYUE)

    def raised(day, kind, text):
        with make.at(day):
            return raising.raise_matter(officer, unit, kind, text)

    first = raised(date(2025, 1, 20), "power", "要增容")
    raised(date(2025, 3, 10), "land", "没有地")
    gone = raised(date(2025, 3, 12), "other", "说错了")
    with make.at(date(2025, 3, 10)):
        first = course.move(office, "reply", first, "已送电")
        course.move(officer, "agree", first)
    with make.at(date(2025, 3, 14)):
        course.move(officer, "withdraw", gone, "说错了")
    return office


@pytest.mark.parametrize(
    ("month", "months", "numbers", "said"),
    [
        (Month(2024, 12), 1, (0, 0, 0), ""),
        (JANUARY, 1, (1, 0, 1), "1月提出需协调事项1件，月底未办结1件（电力1件），最早的已有11天。"),
        (FEBRUARY, 1, (0, 0, 1), "2月底需协调事项未办结1件（电力1件），最早的已有39天。"),
        (
            MARCH,
            1,
            (1, 1, 1),
            "3月提出需协调事项1件，办结1件，月底未办结1件（用地1件），最早的已有21天。",
        ),
        (
            MARCH,
            3,
            (2, 1, 1),
            "提出需协调事项2件，办结1件，3月底未办结1件（用地1件），最早的已有21天。",
        ),
    ],
)
def test_what_is_told_of_a_time_is_by_its_days(told, month, months, numbers, said):
    reading = read(month)
    found = coordinated(reading, months)
    assert (found.raised, found.solved, found.open.number) == numbers
    sentence = to_coordinate(reading, months)
    assert (sentence.text if sentence else "").endswith(said)


@pytest.mark.parametrize("kind", [MONTH, QUARTER])
def test_the_paper_that_says_it_adds_up_and_one_before_it_says_nothing(told, kind):
    reading = read(MARCH)
    content = compose(reading, kind)
    assert "需协调事项" in "".join(paragraph.text for paragraph in content.body)
    assert list(faults(reading, content)) == []
    before = compose(read(Month(2024, 12)), kind)
    assert "需协调事项" not in "".join(paragraph.text for paragraph in before.body)
