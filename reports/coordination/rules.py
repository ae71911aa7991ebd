"""Who may do what to which matter; every answer carries its reason."""

from ledger.models.submissions import speaks_for
from reports.models import Matter
from shanyin_charging import clock, dates
from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.decisions import YES, Decision, no
from targets.models import Unit


def can_raise(user: User, unit: Unit) -> Decision:
    """Whether the person may raise a matter of a unit: who writes for it, and the office."""
    if user.reviews or speaks_for(user, unit, clock.today()):
        return YES
    return no(f"由{unit}的填报员或专班办公室提出")


def can_direct(user: User, _: object = None) -> Decision:
    """Whether the person hands a matter on, takes it back or answers it: of the office."""
    return YES if user.reviews else no("需协调事项由专班办公室转交、收回和答复")


def can_urge(user: User, matter: Matter) -> Decision:
    """Whether the person urges the unit that was to answer: of the office, once its day has
    passed."""
    if not matter.is_overdue(clock.today()):
        by = dates.official_date(matter.answer_by) if matter.answer_by else "还没有定"
        return no(f"答复时限是{by}，过了这一天还没有答复才催办")
    return can_direct(user)


def can_respond(user: User, matter: Matter) -> Decision:
    """Whether the person speaks for the unit that the matter was handed to."""
    if matter.solver and speaks_for(user, matter.solver, clock.today()):
        return YES
    return no(f"由{matter.solver}的填报员答复")


def can_end(user: User, matter: Matter) -> Decision:
    """Whether the person speaks for the unit that raised the matter, which alone says that it is
    solved, is not, or is asked no more."""
    if speaks_for(user, matter.raiser, clock.today()):
        return YES
    return no(f"由{matter.raiser}的填报员确认或撤回")
