"""What the demo's office did in the last months: bulletins issued, matters put under
supervision."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings

from reports.bulletins import before_issue, drafting, issuing
from reports.demo.story import at
from reports.documents.kinds import BRIEF, MONTH
from reports.figures.reading import read
from reports.models import Bulletin
from reports.supervision import workflow
from reports.supervision.opening import start_of
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from targets.models import Area, Unit
from targets.months import Month

BULLETINS = (
    (Month(2025, 9), MONTH, date(2025, 10, 10)),
    (Month(2025, 9), BRIEF, date(2025, 10, 13)),
    (Month(2025, 10), MONTH, date(2025, 11, 10)),
    (Month(2025, 11), MONTH, date(2025, 12, 9)),
)
# Unit, the day of 立项 and 签发, then (day, verb, words, day asked for) of the unit.
NOTICES = (
    ("下喇叭乡", date(2025, 11, 12), ((date(2025, 11, 13), "acknowledge", "", None),)),
    (
        "马营庄乡",
        date(2025, 11, 12),
        (
            (date(2025, 11, 13), "acknowledge", "", None),
            (
                date(2025, 11, 18),
                "respond",
                "两处站点已完成选址，变压器本月内到货，12月20日前投运5台。",
                None,
            ),
        ),
    ),
    (
        "安荣乡",
        date(2025, 11, 26),
        (
            (date(2025, 11, 27), "acknowledge", "", None),
            (date(2025, 12, 1), "ask_extension", "道路施工，电缆要改线。", date(2025, 12, 19)),
        ),
    ),
)


def play() -> None:
    """Issue the bulletins and open the notices, once: with a bulletin there, it has been done."""
    if Bulletin.objects.exists():
        return
    office, chief = (User.objects.get(username=name) for name in ("office", "chief"))
    for month, kind, day in BULLETINS:
        with clock.at(at(day, 10)):
            made = drafting.draft(office, read(month, day=day), kind)
            issuing.move(office, "propose", made)
            issuing.move(chief, "pass", made)
            issuing.issue(chief, made, before_issue.digest_of(before_issue.told(made)))
    for name, day, steps in NOTICES:
        supervise(office, chief, Unit.objects.get(name=name), day, steps)


def supervise(
    office: User,
    chief: User,
    unit: Unit,
    day: date,
    steps: Iterable[tuple[date, str, str, date | None]],
) -> None:
    """A notice on what the rule proposed for the unit's progress that day, and what the unit
    did."""
    with clock.at(at(day, 15)):
        county = Area.objects.get(code=settings.COUNTY)
        fields: dict[str, Any] = {**start_of({"unit": unit.code, "topic": "I33"}), "lead": unit}
        found = workflow.open_notice(office, county=county, **fields)
        workflow.move(office, "propose", found)
        workflow.move(chief, "approve", found)
    for on, verb, words, due_on in steps:
        with clock.at(at(on, 9)):
            officer = User.objects.get(posts__unit=unit)
            workflow.opened(officer, found)
            found = workflow.move(officer, verb, found, words, due_on=due_on)
