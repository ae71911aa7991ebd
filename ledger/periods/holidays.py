"""放假安排: whether those are known by which months fall due, and the office's word on a year's."""

from datetime import date

from django.db.models import Exists, QuerySet, Value

from ledger.holidays import Notice, comes_along
from ledger.models import Ledger
from ledger.periods.working_days import HOLIDAYS, calendar, forget
from shanyin_charging import clock, serving
from shanyin_charging.accounts.models import User
from shanyin_charging.health.checks import Answer, Check, fine, mind
from targets.models import Ruling
from targets.plan import queries
from targets.rulings import record

DECEMBER = 12  # by then the State Council has told the next year's


def lacking() -> int | None:
    """The year whose notice the county that is served still lacks: this one or, in December, the
    next."""
    return next((year for year in to_be_entered() if not calendar().knows(year)), None)


def to_be_entered() -> list[int]:
    """The years that an office has to enter by now, as they did not come with the program."""
    today = clock.today()
    years = (today.year, today.year + 1) if today.month == DECEMBER else (today.year,)
    return [year for year in years if not comes_along(year)]


def without(year: int) -> QuerySet[Ledger]:
    """The ledger of the county that is served, with the `year`, while nobody has entered it."""
    entered = Ruling.objects.of_each().filter(subject=f"{HOLIDAYS}{year}")
    found = Ledger.objects.filter(~Exists(entered), county__code=serving.county())
    return found.annotate(year=Value(year))


def known() -> Answer:
    """Those of this year, and in December of the next, in every county."""
    found = [(str(county), year) for county in queries.each_county() if (year := lacking())]
    if not found:
        return fine(f"有{clock.today().year}年的放假安排")
    where = "、".join(f"{county}缺{year}年" for county, year in found)
    return mind(
        f"放假安排{where}的，截止日只避开周末；国务院办公厅的通知出来以后，"
        "请专班办公室主任在“报送日历 › 放假安排”里登记"
    )


def seen_of(year: int) -> str:
    """The stamp of what was entered of a year."""
    return record.seen_of(queries.served(), f"{HOLIDAYS}{year}")


def enter(user: User, notice: Notice, document_no: str, seen: str | None = None) -> Ruling:
    """Put a year's notice on record; from then on its days hold above those that came with the
    program. Periods that are open stay as they are. Raises Refused for who may not rule."""
    subject = f"{HOLIDAYS}{notice.year}"
    plan, since = queries.plan_of_today(), date(notice.year, 1, 1)
    made = record.put_on_record(
        user, plan, subject, notice.as_value(), since, document_no, seen=seen
    )
    forget()
    return made


CHECKS = (Check("calendar", "日历", known),)
