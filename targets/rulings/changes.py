"""What becomes of units and villages after the plan was printed: official names and mergers, each
with its document.

A name is a ruling, which loading the plan again obeys; the earlier name of a unit goes on as its
alias. A merger has its date; what was reported before it stays as it was.
"""

from datetime import date

from django.db import transaction

from shanyin_charging import clock
from shanyin_charging.accounts.models import User
from shanyin_charging.audit import journal
from shanyin_charging.lifecycle.seen import require_seen, stamp
from shanyin_charging.lifecycle.transitions import Refused, require
from targets.models import Alias, Area, Ruling, Unit
from targets.plan import queries
from targets.plan.queries import NAME
from targets.rulings import record, rules
from targets.rulings.record import put_on_record


@transaction.atomic
def rename(
    user: User,
    thing: Unit | Area,
    name: str,
    on: date,
    document_no: str,
    seen: str | None = None,
) -> Ruling:
    """Give a unit or a place another official name from a day on; returns the ruling.

    Raises Refused for who may not, for a day to come or before the last change of its name, and
    for a name that is taken.
    """
    require(rules.can_change_names(user))
    require(rules.can_begin(on, clock.today()))
    thing = _locked(thing)[thing.pk]
    _require_seen(seen)
    kind = "unit" if isinstance(thing, Unit) else "area"
    subject, printed = f"{NAME}{kind}:{thing.code}", thing.name
    if name == printed:
        raise Refused("新名称和现在的一样", at="name")
    plan = queries.plan_of_today()
    ruled = Ruling.objects.of(plan.county).filter(subject=subject)
    if later := ruled.filter(in_force_on__gt=on).first():
        told = f"{thing}从{later.in_force_on}起才叫现在的名称，更名不能早于那天"
        raise Refused(told, at="on")
    if isinstance(thing, Unit):
        _take_name(thing, name, on)
    elif Area.objects.served().filter(parent=thing.parent, name=name).exists():
        raise Refused(f"{thing.parent}已有叫“{name}”的地方", at="name")
    thing.name = name
    thing.save()
    return put_on_record(
        user,
        plan,
        subject,
        {"name": name, "before": printed},
        on,
        document_no,
        verb="rename",
        about=thing,
        unruled={"name": printed},
    )


@transaction.atomic
def merge(
    user: User,
    thing: Unit | Area,
    into: Unit | Area,
    on: date,
    document_no: str,
    seen: str | None = None,
) -> None:
    """Let a unit or a village go on as another one of its kind from a day on.

    Raises Refused for who may not, for a day to come, for what is merged already, and for two that
    do not lie in one township.
    """
    require(rules.can_change_names(user))
    require(rules.can_begin(on, clock.today()))
    if thing == into:
        raise Refused("不能并入自己", at="into")
    if type(thing) is not type(into):
        raise Refused("单位只能并入单位，村（社区）只能并入村（社区）")
    both = _locked(thing, into)
    thing, into = both[thing.pk], both[into.pk]
    _require_seen(seen)
    if thing.merged_into_id or into.merged_into_id:
        raise Refused("其中一个已经并入别处")
    if isinstance(thing, Area) and isinstance(into, Area) and thing.parent_id != into.parent_id:
        raise Refused("村（社区）只能并入同一乡（镇）的村（社区）", at="into")
    thing.merged_into, thing.merged_on, thing.merged_at = into, on, clock.now()
    thing.save()
    journal.record(
        user,
        "merge",
        thing,
        before={"merged_into": None, "merged_on": None},
        after={"merged_into": into.code, "merged_on": on.isoformat()},
        document_no=document_no,
    )


def seen_of() -> str:
    """The stamp of the names and mergers so far, which a page shows before one more."""
    units = Unit.objects.served().exclude(merged_into=None).values_list("code", "merged_on")
    areas = Area.objects.served().exclude(merged_into=None).values_list("code", "merged_on")
    return stamp(record.seen_of(queries.served(), NAME), sorted(units), sorted(areas))


def _require_seen(seen: str | None) -> None:
    journal.hold()
    require_seen(seen, seen_of())


def _locked(*things: Unit | Area) -> dict[int, Unit | Area]:
    """Things of one kind as they are now, by id, kept from other changes until the end."""
    rows = type(things[0]).objects.select_for_update(no_key=True)
    return {row.pk: row for row in rows.filter(pk__in=[t.pk for t in things]).order_by("pk")}


def _take_name(unit: Unit, name: str, on: date) -> None:
    """Keep the unit's name so far as its alias; raises Refused when the new one is another's."""
    aliases = Alias.objects.of(unit.county)
    taken = aliases.filter(name__in=(name, unit.name)).exclude(unit=unit).exists()
    if taken or Unit.objects.of(unit.county).filter(name=name).exists():
        raise Refused(f"“{name}”已经是别的单位的名称或写法", at="name")
    earlier = {"unit": unit, "used_in": f"{on}前的名称"}
    aliases.get_or_create(county=unit.county, name=unit.name, defaults=earlier)
