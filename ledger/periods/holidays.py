"""Whether the holidays are known by which months fall due."""

from ledger.deadlines import calendar_knows
from shanyin_charging import clock
from shanyin_charging.health.checks import Answer, Check, fine, mind

DECEMBER = 12  # by then the State Council has told the next year's


def known() -> Answer:
    """Those of this year, and in December of the next."""
    today = clock.today()
    for year in (today.year, today.year + (today.month == DECEMBER)):
        if not calendar_knows(year):
            return mind(
                f"还没有{year}年的放假安排，截止日只避开周末：碰上节假日的那一期，"
                "请专班办公室在“报送情况”里延期；有新版程序的请更新"
            )
    return fine(f"有{today.year}年的放假安排")


CHECKS = (Check("calendar", "日历", known),)
