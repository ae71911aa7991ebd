"""What the office has ruled about reporting: how months fall due, who reports a row."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date

from ledger.deadlines import DueRule
from ledger.reminding import NOTICE_AFTER
from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from targets.models import Area, Plan, Ruling, Unit
from targets.plan import queries
from targets.plan.queries import SUPERVISOR
from targets.rulings import rules
from targets.rulings.record import put_on_record

DEADLINE, NOTICE = "deadline", "ladder:blue_after"  # subjects of rulings


def due_rule(county: Area, on: date) -> DueRule:
    """How a month that ends on that day falls due: as ruled, else the default."""
    return due_rules(county)(on)


def due_rules(county: Area) -> Callable[[date], DueRule]:
    """The same for any day, asked once."""
    ruled = Ruling.objects.of(county).filter(subject=DEADLINE)
    newest = list(ruled.order_by("-in_force_on", "-recorded_at"))

    def rule(on: date) -> DueRule:
        found = next((ruling for ruling in newest if ruling.in_force_on <= on), None)
        return DueRule(**found.value) if found else DueRule()

    return rule


def notice_after(county: Area) -> int:
    """Working days past the due moment after which a unit that owes a return is proposed for
    supervision."""
    return Ruling.objects.of(county).answer(NOTICE, clock.today(), NOTICE_AFTER)


def may_rule(user: User) -> bool:
    """Whether the person decides what the plan leaves open."""
    return bool(rules.can_rule(user))


def rule_deadline(
    user: User,
    plan: Plan,
    rule_: DueRule,
    in_force_on: date,
    document_no: str,
    seen: str | None = None,
) -> Ruling:
    """Put on record how months fall due from a day on."""
    return put_on_record(user, plan, DEADLINE, asdict(rule_), in_force_on, document_no, seen=seen)


def rule_supervisor(
    user: User,
    plan: Plan,
    row: Unit,
    unit: Unit,
    in_force_on: date,
    document_no: str,
    seen: str | None = None,
) -> Ruling:
    """Which member unit reports a row of the quotas."""
    about, value = f"{SUPERVISOR}{row.code}", {"unit": unit.code}
    return put_on_record(
        user, plan, about, value, in_force_on, document_no, seen=seen, upon=SUPERVISOR
    )


def supervised(plan: Plan, on: date) -> list[tuple[Unit, Unit]]:
    """(row of the plan's quotas, the unit that reports it) where the two differ."""
    found = queries.supervisors(plan, on)
    rows = {row.code: row for row in Unit.objects.rows_of(plan)}
    return [(rows[code], unit) for code, unit in found.items() if rows[code] != unit]
