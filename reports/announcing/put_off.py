"""Open periods put off by the holidays of their year, and all members told of it, in one act."""

from django.db import transaction

from ledger.periods import working_days
from ledger.returns import redating
from ledger.returns.redating import Move
from reports.announcing import course
from reports.models import Announcement
from shanyin_charging import clock, dates
from shanyin_charging.accounts.models import User
from targets.models import Unit
from targets.months import Month
from targets.plan import queries

TITLE = "月报截止日按放假安排改期"


@transaction.atomic
def put_off(user: User, seen: str | None = None) -> Announcement:
    """Put them off and send the word. Raises Refused where there is none or the person may not,
    Overtaken where they are others by now."""
    grounds = documents()
    moves = redating.redate(user, grounds, seen)
    today = clock.today()
    members = Unit.objects.members(queries.plan_for(Month.of(today)), today)
    said = "\n".join(map(words, moves))
    made = course.write(user, TITLE, f"按放假安排（{grounds}），截止日改期：\n{said}", members)
    return course.move(user, "send", made)


def words(move: Move) -> str:
    """2026年12月月报：原为……，改到……。"""
    was, due = dates.until(move.period.moments[0]), dates.until(move.due_at)
    return f"{move.period}：原来{was}截止，改到{due}。"


def documents() -> str:
    """The numbers of the notices that the office has entered of this year and the next."""
    entered, year = working_days.entered(queries.served()), clock.today().year
    found = [entered[each].document_no for each in (year, year + 1) if each in entered]
    return "、".join(found) or "国务院办公厅的通知"
