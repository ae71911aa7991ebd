"""On which days a post is held: its first and its last, by people in use, from midnight."""

from datetime import date, datetime, timedelta

import pytest

from shanyin_charging import clock
from shanyin_charging.accounts.models import Role
from targets.models import Post, Unit
from tests import cast

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2025, 3, 10), date(2025, 3, 20)
DAY = timedelta(days=1)


@pytest.fixture
def post():
    user = cast.person("officer", Role.OFFICER)
    unit = Unit.objects.get(code=cast.DAIYUE)
    return Post.objects.create(user=user, unit=unit, starts_on=FIRST, ends_on=LAST)


@pytest.mark.parametrize(
    ("day", "held"),
    [(FIRST - DAY, False), (FIRST, True), (LAST, True), (LAST + DAY, False)],
)
def test_a_post_is_held_from_its_first_day_through_its_last(post, day, held):
    assert Post.objects.held_on(day).exists() is held
    assert Post.objects.held_by(post.user, day).exists() is held
    assert Unit.objects.visible_to(post.user, day).exists() is held


def test_a_post_without_an_end_is_held_for_good(post):
    Post.objects.update(ends_on=None)
    assert not Post.objects.held_on(FIRST - DAY).exists()
    assert Post.objects.held_on(date(2999, 12, 31)).exists()


def test_who_is_out_of_use_holds_no_post_but_is_found_among_anybody(post):
    post.user.is_active = False
    post.user.save()
    assert not Post.objects.held_on(FIRST).exists()
    assert not Post.objects.held_by(post.user, FIRST).exists()
    assert Post.objects.held_on(FIRST, of_anybody=True).get() == post


def test_who_sees_the_county_sees_every_unit_whatever_the_day():
    assert Unit.objects.visible_to(cast.office(), FIRST).count() == Unit.objects.count()


def test_the_last_day_ends_at_midnight_in_the_county(post):
    """23:59:59 of 20 March in Shanghai is 15:59:59 UTC; a second later it is the 21st there."""
    for instant, held in (
        (datetime(2025, 3, 20, 23, 59, 50, tzinfo=clock.ZONE), True),
        (datetime(2025, 3, 21, 0, 0, 0, tzinfo=clock.ZONE), False),
        (datetime(2025, 3, 9, 23, 59, 50, tzinfo=clock.ZONE), False),
        (datetime(2025, 3, 10, 0, 0, 0, tzinfo=clock.ZONE), True),
    ):
        with clock.at(instant):
            assert Post.objects.held_on(clock.today()).exists() is held
