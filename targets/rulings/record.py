"""裁定 put on record: the one way in which a ruling comes to be."""

from datetime import date

from django.db import models, transaction

from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.transitions import require
from targets.models import Ruling
from targets.rulings import rules


@transaction.atomic
def put_on_record(
    user: User,
    subject: str,
    value: dict,
    in_force_on: date,
    document_no: str,
    *,
    verb: str = "rule",
    about: models.Model | None = None,
    unruled: dict | None = None,
) -> Ruling:
    """The new ruling on a subject, in force from a day on; the earlier ones stay.

    The journal says what held until then for that day: the ruling so far, or what is `unruled`. An
    act that rules on its way, as a change of name does, has its own `verb` and is `about` a thing.
    Raises Refused for who may not rule.
    """
    require(rules.can_rule(user))
    so_far = Ruling.objects.in_force(subject, in_force_on)
    made = Ruling.objects.create(
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


def _terms(ruling: Ruling) -> dict:
    return {
        **ruling.value,
        "in_force_on": ruling.in_force_on.isoformat(),
        "document_no": ruling.document_no,
    }
