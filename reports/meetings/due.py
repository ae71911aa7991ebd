"""What is due soon: returns of the month that is being reported, matters under supervision, what
the plan wants by the year's end."""

from datetime import date, timedelta

from django.db.models import QuerySet

from ledger.entries.construction import UnderWay, under_way
from ledger.models import Period
from ledger.returns import standings
from reports.bulletins.of_targets import is_beyond
from reports.bulletins.saying import listed
from reports.figures.progress import Standing
from reports.figures.reading import Reading
from reports.figures.years import yearly
from reports.models import SupervisionNotice
from reports.models.supervision import WITH_THE_UNIT
from shanyin_charging import clock, dates
from targets.models import Area
from targets.months import Month

SOON = timedelta(days=30)
AHEAD = timedelta(days=60)  # for what is being built
LAST_QUARTER = 10  # the month from which on the year's targets are told of as due


def returns(r: Reading) -> list[str]:
    """How the months that are reported come in: of one that runs how many are awaited, of one that
    is due who is not there."""
    living = r.calendar.living()
    found = [of_month(period) for period in running(r, living)]
    late = [s.unit.name for s in r.everyone if s.state == "missing" and s.is_at_fault]
    if late and not r.calendar.over_since():
        found.append(f"{r.period}已到期，未报送的有：{listed(late)}。")
    return found


def running(r: Reading, living: Period | None) -> list[Period]:
    """The month whose returns come in now, where it is not due yet."""
    if living is None or living.due_at is None or living.due_at <= clock.now():
        return []
    return [] if r.calendar.over_since() else [living]


def of_month(period: Period) -> str:
    """How many have handed in a month that is not due, and how many are awaited; nobody is named
    before that."""
    assert period.due_at is not None  # it is a month
    everyone = standings.standings(period.plan, period)
    awaited = sum(s.state in ("missing", "sent_back") for s in everyone)
    came = f"{len(everyone)}家中已报送{len(everyone) - awaited}家，待报{awaited}家"
    came = came if awaited else f"{len(everyone)}家都已报送"
    return f"{period}于{dates.until(period.due_at)}截止，{came}。"


def projects(county: Area, today: date) -> list[UnderWay]:
    """What is being built and expected within the next two months, or has no day yet; what was
    expected before first."""
    found = under_way(county, Month.of(today))
    return [p for p in found if p.expected_on is None or p.expected_on <= today + AHEAD]


def notices(county: Area, today: date) -> list[SupervisionNotice]:
    """The matters under supervision whose day comes within the next weeks, but for what meetings
    agreed, which is told of first."""
    return list(with_units(county).filter(due_on__gte=today, due_on__lte=today + SOON))


def overdue(county: Area, today: date) -> list[SupervisionNotice]:
    """The matters under supervision whose day is past."""
    return list(with_units(county).filter(due_on__lt=today))


def with_units(county: Area) -> QuerySet[SupervisionNotice]:
    """The matters under supervision that wait for their units."""
    own = SupervisionNotice.objects.filter(county=county, state__in=WITH_THE_UNIT)
    return own.filter(meeting=None).select_related("lead").order_by("due_on", "pk")


def targets(r: Reading) -> list[Standing]:
    """The year's targets that are not met, in its last quarter; what the plan strives for beyond
    another is not demanded."""
    over = r.calendar.over_since() or clock.today().year > r.month.year
    if over or r.month.month < LAST_QUARTER - 1:
        return []
    found = yearly(r)
    return [
        s
        for s in found
        if s.goal and s.goal.value and s.is_judged and not s.is_good and not is_beyond(s, found)
    ]
