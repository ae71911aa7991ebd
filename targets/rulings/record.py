"""核定 put on record: the one way in which a ruling comes to be."""

from datetime import date, timedelta

from django.db import models, transaction
from django.db.models import Max, Q

from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.seen import require_seen, stamp
from shanyin_charging.lifecycle.transitions import require
from targets.models import BASELINE, Area, Plan, Ruling, is_of_the_county
from targets.rulings import rules


@transaction.atomic
def put_on_record(
    user: User,
    plan: Plan,
    subject: str,
    value: dict,
    in_force_on: date,
    document_no: str,
    *,
    verb: str = "rule",
    about: models.Model | None = None,
    unruled: dict | None = None,
    seen: str | None = None,
    upon: str = "",
) -> Ruling:
    """The new ruling on a subject under a plan, or where the subject is the county's for that of
    the plan; in force from a day on. The earlier ones stay.

    What is ruled about the opening holds from the day of the opening, whenever it is ruled. The
    journal says what held until then for that day: the ruling so far, or what is `unruled`. An
    act that rules on its way, as a change of name does, has its own `verb` and is `about` a thing.
    `seen` is the stamp of the rulings that the page showed, on the subject or on all of its kind
    (`upon`). Raises Refused for who may not rule, Overtaken where there is another one by now.
    """
    require(rules.can_rule(user))
    if is_about_the_opening(plan, subject):
        in_force_on = plan.starts_on - timedelta(days=1)
    journal.hold()
    require_seen(seen, seen_of(plan, upon or subject))
    so_far = Ruling.objects.of(plan).in_force(subject, in_force_on)
    of_county = is_of_the_county(subject)
    made = Ruling.objects.create(
        plan=None if of_county else plan,
        county=plan.county if of_county else None,
        subject=subject,
        value=value,
        in_force_on=in_force_on,
        document_no=document_no,
        recorded_at=clock.now(),
        recorded_by=user.name,
    )
    before = _terms(so_far) if so_far else unruled
    journal.record(user, verb, about or made, before=before, after=_terms(made))
    return made


def is_about_the_opening(plan: Plan, subject: str) -> bool:
    """Whether a ruling is about what stood when the ledger was opened, which each later sum begins
    with: on the question about it, on the discrepancy from which that comes, or on another question
    that comes from there."""
    opening = plan.opening_left_open
    if opening and subject == opening.subject:
        return True
    from_there = Q(subject=BASELINE) | Q(discrepancy__isnull=False, discrepancy=opening)
    return plan.questions.filter(from_there, subject=subject).exists()


def seen_of(whose: Plan | Area, upon: str) -> str:
    """The stamp of the rulings on a subject, or on all of a kind, which ends with a colon."""
    about = {"subject__startswith": upon} if upon.endswith(":") else {"subject": upon}
    return stamp(Ruling.objects.of(whose).filter(**about).aggregate(newest=Max("pk"))["newest"])


def seen_of_each(plan: Plan) -> dict[str, str]:
    """Subject to its stamp, of all that were ruled on."""
    newest = Ruling.objects.of(plan).order_by().values_list("subject").annotate(Max("pk"))
    return {subject: stamp(pk) for subject, pk in newest}


NOT_RULED = stamp(None)


def _terms(ruling: Ruling) -> dict:
    return {
        **ruling.value,
        "in_force_on": ruling.in_force_on.isoformat(),
        "document_no": ruling.document_no,
    }
