"""Plain makers of ledgers, returns and lines."""

from datetime import date, datetime

from ledger.holidays import Holiday, Notice
from ledger.models import Kind, LineKind, Period
from ledger.periods import books
from ledger.returns import drafting, workflow
from reports.bulletins import before_issue, issuing
from shanyin_charging import clock
from shanyin_charging.accounts.models import Role, User
from targets.models import Plan, Unit
from targets.months import Month
from targets.plan import queries
from targets.rulings.record import put_on_record
from tests import cast


def county():
    """The county that is served: 山阴 unless a test is about another."""
    return queries.served()


def plan():
    """The first plan of the county that is served, beside which others may be loaded."""
    return Plan.objects.served().earliest("starts_on")


JANUARY = Month(2025, 1)


def ledger(first=JANUARY, live_from=date(2024, 1, 1)):
    """An open ledger, live since the plan began, whose months run from January 2025, with every
    period that may be reported by now."""
    opened = books.open_ledger(plan(), county(), first, "test", live_from)
    books.open_periods(opened, "test")
    return opened


def period(month):
    return Period.objects.served().get(starts_on=month.first_day)


def notice(year, *off, worked=()):
    """A holiday notice: (first, last) days off, and the weekend days that are worked."""
    holidays = [Holiday("假日", first, last) for first, last in off]
    return Notice(year, tuple(holidays), tuple(worked))


QINGMING = (date(2025, 4, 5), date(2025, 4, 8))  # invented: March's last day is in it


def new_piles(**changes):
    """What is typed for six direct-current piles at a new station in 岱岳镇."""
    return {
        "site": "new",
        "site_name": "文化广场充电站",
        "site_kind": "public_place",
        "village": cast.DAIYUE_VILLAGE,
        "public": "1",
        "dc": "6",
        "ac": "0",
        "connectors": "12",
        "power": "360",
        "on": "2025-03-18",
        "credited_to": cast.DAIYUE,
        **changes,
    }


def being_built(**changes):
    """What is typed for four direct-current piles that are being built at a place of 岱岳镇."""
    return {
        "site": "new",
        "site_name": "北门充电站",
        "site_kind": "public_place",
        "village": cast.DAIYUE_VILLAGE,
        "public": "1",
        "dc": "4",
        "power": "240",
        "credited_to": cast.DAIYUE,
        "stage": "grid",
        "expected_on": "2025-06-30",
        "obstacle_kind": "power",
        "obstacle": "等变压器",
        **changes,
    }


def draft(user, month, unit=cast.DAIYUE, lines=(), kind=Kind.RETURN):
    """A return with these (kind, typed) lines, not handed in."""
    submission = drafting.start(user, period(month), Unit.objects.served().get(code=unit), kind)
    for line_kind, typed in lines:
        line = drafting.put_line(user, submission, line_kind, drafting.new_key(), typed)
        assert line.values is not None, line.typed
    return submission


def handed_in(user, month, unit=cast.DAIYUE, lines=None, kind=Kind.RETURN):
    lines = [(LineKind.ADDED, new_piles())] if lines is None else lines
    submission = draft(user, month, unit, lines, kind)
    workflow.submit(user, submission, submission.current.key, nil=not lines)
    submission.refresh_from_db()
    return submission


def approved(user, reviewer, month, unit=cast.DAIYUE, lines=None, kind=Kind.RETURN):
    submission = handed_in(user, month, unit, lines, kind)
    workflow.begin_review(reviewer, submission)
    submission.refresh_from_db()
    workflow.approve(reviewer, submission)
    submission.refresh_from_db()
    return submission


def ruled(subject, value, on=date(2025, 1, 1), document_no="专班〔2025〕1号"):
    """A ruling that the head of the office has put on record."""
    chief = User.objects.filter(role=Role.CHIEF).first() or cast.person("ruling", Role.CHIEF)
    whose = Plan.objects.in_force(county(), Month.of(on))
    return put_on_record(chief, whose, subject, value, on, document_no)


def at(day):
    """The clock at noon of a day."""
    return clock.at(cast.noon(day))


def machine_time():
    """What the machine's own clock shows, for setting the portal's to another moment."""
    return datetime.now(clock.ZONE)


def sign(user, bulletin):
    """Issue a bulletin that waits for it, having seen all that is to be known before."""
    return issuing.issue(user, bulletin, before_issue.digest_of(before_issue.told(bulletin)))
