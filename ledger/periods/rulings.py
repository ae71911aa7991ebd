"""What the office has ruled about reporting: how months fall due, who reports a row."""

from dataclasses import asdict

from ledger.deadlines import DueRule
from ledger.reminding import NOTICE_AFTER
from shanyin_charging import clock
from targets.models import Ruling, Unit
from targets.plan import queries
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


def supervised(on) -> list[tuple[Unit, Unit]]:
    """(row of 附件2, the unit that reports it) where the two differ."""
    rows = {row.code: row for row in Unit.objects.filter(targets__isnull=False).distinct()}
    return [
        (rows[code], unit) for code, unit in queries.supervisors(on).items() if rows[code] != unit
    ]
