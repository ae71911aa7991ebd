"""What the office has ruled about reporting, and the acts that need its head: a rule, a year's
closing account."""

from dataclasses import asdict
from datetime import date

from django.db import transaction

from ledger.deadlines import DueRule
from ledger.models import Ledger, Submission
from ledger.reminding import NOTICE_AFTER
from shanyin_charging import clock
from shanyin_charging.audit import journal
from targets.models import Ruling
from targets.plan.queries import SUPERVISOR
from targets.rulings import rules
from targets.rulings.record import put_on_record

DEADLINE, NOTICE = "deadline", "ladder:blue_after"  # subjects of rulings


def due_rule(on) -> DueRule:
    """How a month that ends on that day falls due: as ruled, else the default."""
    ruling = Ruling.objects.in_force(DEADLINE, on)
    return DueRule(**ruling.value) if ruling else DueRule()


def notice_after() -> int:
    """Working days past the due moment after which a unit that owes a return is proposed for
    supervision."""
    return Ruling.objects.answer(NOTICE, clock.today(), NOTICE_AFTER)


def may_rule(user) -> bool:
    return bool(rules.can_rule(user))


def rule_deadline(user, rule_, in_force_on, document_no) -> Ruling:
    return put_on_record(user, DEADLINE, asdict(rule_), in_force_on, document_no)


def rule_supervisor(user, row, unit, in_force_on, document_no) -> Ruling:
    """Which member unit reports a row of 附件2."""
    return put_on_record(
        user, f"{SUPERVISOR}{row.code}", {"unit": unit.code}, in_force_on, document_no
    )


def may_close(ledger, year) -> str:
    """Why a year cannot be closed now, in Chinese; empty when it can."""
    end = date(year, 12, 31)
    if ledger.closed_through and ledger.closed_through >= end:
        return f"{year}年已经结账"
    if clock.today() <= end:
        return f"{year}年还没有过完"
    waiting = (
        Submission.objects.filter(period__county=ledger.county, period__starts_on__lte=end)
        .pending()
        .count()
    )
    return f"{year}年还有{waiting}份材料待审核，审完再结账" if waiting else ""


def close_year(user, ledger, year):
    """年度结账: from now on what happened up to the year's end changes only by corrections. Raises
    ValueError with the Chinese reason when it may not be done."""
    with transaction.atomic():
        ledger = Ledger.objects.select_for_update(no_key=True).get(pk=ledger.pk)
        if reason := may_close(ledger, year):
            raise ValueError(reason)
        ledger.closed_through = date(year, 12, 31)
        ledger.save()
        journal.record(user, "close_year", ledger, year=year)
