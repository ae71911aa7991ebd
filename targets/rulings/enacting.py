"""A plan brought in as a workbook and put in force from a day; what other plans have said stays."""

from datetime import date

from django.db import transaction

from shanyin_charging import clock, dates, serving
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.seen import require_seen, stamp
from shanyin_charging.lifecycle.transitions import Refused, require
from targets.models import Intake, Plan
from targets.months import Month
from targets.plan import fixed, intake, shelf
from targets.plan.cells import Rows
from targets.plan.known import plan_of_before
from targets.plan.loading import Loader, PlanError
from targets.rulings import rules


@transaction.atomic
def bring(user: User, name: str, sheets: dict[str, Rows]) -> Intake:
    """Keep what was read from a workbook; nothing of it holds yet. Raises Refused for who may
    not."""
    require(rules.can_enact(user))
    made = Intake.objects.create(name=name, sheets=sheets, brought_by=user, brought_at=clock.now())
    journal.record(user, "bring_plan", made)
    return made


@transaction.atomic
def enact(
    user: User,
    brought: Intake,
    on: date | None,
    document_no: str,
    seen: str | None = None,
) -> Plan:
    """Load what was brought and let months be judged by it from a day on; a plan that is loaded
    already is corrected and keeps its day.

    Raises Refused for who may not, for what has a fault, and for a day that is out of the term or
    in a month that was judged or printed by another plan; Overtaken where the plans have changed
    since they were shown.
    """
    require(rules.can_enact(user))
    journal.hold()
    brought = Intake.objects.select_for_update(no_key=True).get(pk=brought.pk)
    require_seen(seen, seen_of(brought))
    if brought.plan_id:
        raise Refused("这份方案已经启用过了")
    found = intake.of_sheets(brought.sheets, serving.county())
    if faults := found.findings.faults:
        raise Refused(f"还有{len(faults)}处要改，没有启用")
    before, last = plan_of_before(found.draft), fixed.through()
    loader = Loader(found.draft)
    try:
        plan = loader.load()
    except PlanError as error:
        raise Refused(str(error)) from None
    if before is None:
        _let_hold(plan, on or plan.starts_on, document_no, last)
    brought.plan = plan
    brought.save()
    journal.record(
        user,
        "enact_plan" if before is None else "correct_plan",
        plan,
        before={"in_force_on": None} if before is None else None,
        after={"in_force_on": plan.holds_from.isoformat(), "document_no": document_no},
        changes=dict(sorted(loader.changes.items())),
    )
    return plan


def _let_hold(plan: Plan, on: date, document_no: str, last: fixed.Fixed | None) -> None:
    if not plan.starts_on <= on <= plan.ends_on:
        term = f"{dates.official_date(plan.starts_on)}至{dates.official_date(plan.ends_on)}"
        raise Refused(f"启用日要在方案期内：{term}", at="in_force_on")
    if last and Month.of(on) <= last.month:
        earliest = dates.official_date((last.month + 1).first_day)
        raise Refused(f"{last.month.label}{last.why}，不再改；启用日最早是{earliest}")
    hold(plan, on, document_no)


def hold(plan: Plan, on: date, document_no: str) -> None:
    """Let months be judged by a new plan from a day on."""
    plan.in_force_on, plan.in_force_by = on, document_no
    plan.save()


def seen_of(brought: Intake) -> str:
    """The stamp of what is there when a plan is put in force: itself, and all plans, units and
    rulings."""
    return stamp(brought.pk, brought.plan_id, shelf.mark())
