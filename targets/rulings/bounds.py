"""What a zone or a road is: the villages of the one, the sites along the other in their order, as
the office names them."""

from datetime import date

from shanyin_charging.accounts.models import User
from shanyin_charging.lifecycle.transitions import Refused
from targets.models import Area, AreaKind, Plan, Ruling
from targets.models.places import BESIDE
from targets.rulings.record import put_on_record

VILLAGES, SITES = "villages", "sites"  # in a ruling: codes of villages, numbers of sites in order
NAMES = {AreaKind.ZONE: VILLAGES, AreaKind.ROAD: SITES}
LEAST = {AreaKind.ZONE: 1, AreaKind.ROAD: 2}


def subject_of(area: Area) -> str:
    """Under what it is ruled which villages or sites a zone or a road has."""
    return f"{area.kind}:{area.code.partition('_')[2]}"


def code_of(county: str, subject: str) -> str:
    """The code of the zone or road that a subject is about."""
    return f"{BESIDE}{county}_{subject.partition(':')[2]}"


def name(
    user: User,
    plan: Plan,
    area: Area,
    members: dict[str | int, str],
    on: date,
    document_no: str,
    seen: str | None = None,
) -> Ruling:
    """Put on record which villages a zone consists of, or which sites lie along a road in this
    order: each with its name. From then on the distance there is measured. Raises Refused for who
    may not rule and for too few, Overtaken where there is another ruling by now."""
    kind = AreaKind(area.kind)
    if len(members) < LEAST[kind]:
        raise Refused("至少写一个村（社区）" if kind == AreaKind.ZONE else "至少写两处站点")
    words = ("、" if kind == AreaKind.ZONE else "—").join(members.values())
    value = {"answer": words, NAMES[kind]: list(members)}
    return put_on_record(user, plan, subject_of(area), value, on, document_no, seen=seen)
