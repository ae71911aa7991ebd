"""More time to report: for everybody before the lock, for one unit after it."""

from datetime import date, datetime

import pytest

from ledger.returns import more_time
from shanyin_charging import clock
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Unit
from targets.months import Month
from tests import cast, make
from tests.demo.when import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
MARCH = Month(2025, 3)
OPEN, PAST_DUE, LOCKED = at(cast.APRIL_2, 12), at(date(2025, 4, 20), 12), at(date(2025, 5, 3), 12)


def test_a_grant_is_only_for_a_locked_period_and_by_the_office():
    office, officer, unit = cast.office(), cast.officer(), Unit.objects.get(code=cast.DAIYUE)
    with clock.at(OPEN), pytest.raises(Refused, match="还没有锁定"):
        more_time.grant(office, make.period(MARCH), unit, "系统故障", LOCKED)
    with clock.at(LOCKED), pytest.raises(Refused, match="只有专班办公室"):
        more_time.grant(
            officer, make.period(MARCH), unit, "系统故障", datetime.max.replace(tzinfo=clock.ZONE)
        )


def test_a_period_is_extended_for_all_and_who_came_by_the_new_moment_is_on_time():
    officer, office = cast.officer(), cast.office()
    period = make.period(MARCH)
    with clock.at(PAST_DUE):
        late = make.handed_in(officer, MARCH, lines=[])
        more_time.extend(office, period, at(date(2025, 4, 23), 0), "系统停机检修")
        after = make.handed_in(cast.officer(cast.YUJING), MARCH, cast.YUJING, lines=[])
    late.refresh_from_db()
    assert (late.late, after.late) == (False, False)
    with clock.at(PAST_DUE), pytest.raises(Refused, match="要晚于原来的截止日"):
        more_time.extend(office, period, at(date(2025, 4, 22), 0), "再提前")
    with clock.at(LOCKED), pytest.raises(Refused, match="已锁定，不能再延长"):
        more_time.extend(office, period, at(date(2025, 5, 20), 0), "忘了")
    with clock.at(PAST_DUE), pytest.raises(Refused, match="只有专班办公室"):
        more_time.extend(officer, period, at(date(2025, 4, 25), 0), "来不及")
