"""What the office says of itself: its names, the heads of its papers, its telephone, the portal's
address; from a day on. Papers that were issued keep what they say."""

from datetime import date

from django.db import transaction

from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.seen import require_seen, stamp
from shanyin_charging.lifecycle.transitions import require
from targets.models import Letterhead
from targets.plan import queries
from targets.rulings import rules

STATED = ("portal", "housed", "office", "brief", "sign", "returns", "telephone", "address")


@transaction.atomic
def state(user: User, names: dict[str, str], on: date, seen: str | None = None) -> bool:
    """Let the office of the county that is served have these names from a day on; False where that
    changes nothing. Raises Refused for who may not and for a day to come, Overtaken where somebody
    else has stated something by now."""
    require(rules.can_state_office(user))
    require(rules.can_begin(on, clock.today()))
    journal.hold()
    head = Letterhead.objects.select_for_update(no_key=True).get(area=queries.served())
    require_seen(seen, seen_of(head))
    before = {name: getattr(head, name) for name in STATED}
    changed = [name for name in STATED if names[name] != before[name]]
    if not changed:
        return False
    for name in changed:
        setattr(head, name, names[name])
    head.stated_on = on
    head.full_clean()
    head.save()
    journal.record(
        user,
        "state_office",
        head,
        before={name: before[name] for name in changed},
        after={name: names[name] for name in changed} | {"in_force_on": on.isoformat()},
    )
    return True


def seen_of(head: Letterhead) -> str:
    """The stamp of what is stated."""
    return stamp([getattr(head, name) for name in STATED])
