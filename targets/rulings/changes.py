"""What becomes of units and villages after the plan was printed: official names and mergers, each
with its document.

A name is a ruling, which loading the plan again obeys; the earlier name of a unit goes on as its
alias. A merger has its date; what was reported before it stays as it was.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from shanyin_charging import clock
from shanyin_charging.audit import journal
from targets.models import Alias, Area, Ruling, Unit
from targets.plan.queries import NAME


@transaction.atomic
def rename(user, thing, name, on, document_no):
    """Give a unit or a place another official name from a day on."""
    kind = "unit" if isinstance(thing, Unit) else "area"
    if name == thing.name:
        raise ValidationError("新名称和现在的一样")
    if kind == "unit":
        taken = Alias.objects.filter(name__in=(name, thing.name)).exclude(unit=thing).first()
        if Unit.objects.filter(name=name).exists() or taken:
            raise ValidationError(f"“{name}”已经是别的单位的名称或写法")
        Alias.objects.get_or_create(
            name=thing.name, defaults={"unit": thing, "used_in": f"{on}前的名称"}
        )
    elif Area.objects.filter(parent=thing.parent, name=name).exists():
        raise ValidationError(f"{thing.parent}已有叫“{name}”的地方")
    Ruling.objects.create(
        subject=f"{NAME}{kind}:{thing.code}",
        value={"name": name, "before": thing.name},
        in_force_on=on,
        document_no=document_no,
        recorded_at=clock.now(),
        recorded_by=user.name,
    )
    before, thing.name = thing.name, name
    thing.save()
    journal.record(user, "rename", thing, before=before, on=str(on), document_no=document_no)


@transaction.atomic
def merge(user, thing, into, on, document_no):
    """Let a unit or a village go on as another one of its kind from a day on."""
    if thing == into:
        raise ValidationError("不能并入自己")
    locked = (
        thing.__class__.objects.select_for_update(no_key=True)
        .filter(pk__in=(thing.pk, into.pk))
        .order_by("pk")
    )
    both = {row.pk: row for row in locked}
    thing, into = both[thing.pk], both[into.pk]
    if thing.merged_into_id or into.merged_into_id:
        raise ValidationError("其中一个已经并入别处")
    if isinstance(thing, Area) and thing.parent_id != into.parent_id:
        raise ValidationError("村（社区）只能并入同一乡（镇）的村（社区）")
    thing.merged_into, thing.merged_on = into, on
    thing.save()
    journal.record(user, "merge", thing, into=into.code, on=str(on), document_no=document_no)
