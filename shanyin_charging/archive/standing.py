"""What is wrong with the portal as it stands."""

from collections.abc import Iterator

from django.apps import apps

from shanyin_charging import progress
from shanyin_charging.audit import journal
from shanyin_charging.audit.models import Event

from . import files, rows, schema
from .derived import DERIVED
from .manifest import Journal


def faults() -> Iterator[str]:
    """Each fault in Chinese: the journal's chain, and all that stands beside it."""
    schema.require_current()
    if (broken := journal.broken_at()) is not None:
        yield f"日志从第{broken}条起摘要链对不上：有人改过、删过或插过记录"
    yield from beside_the_chain()


def beside_the_chain() -> Iterator[str]:
    """Each fault in Chinese of what follows from other tables, and of every file against its
    digest."""
    for each in DERIVED.values():
        if each.faults:
            yield from each.faults()
    for model in apps.get_models():
        if any(field.name == files.DIGEST for field in model._meta.concrete_fields):
            progress.expect(model._base_manager.count())
            held = model._base_manager.iterator(rows.at_once(model))
            yield from files.faults_of(progress.counted(held))


def missing_head(head: Journal) -> Iterator[str]:
    """In Chinese, that the journal no longer has the event that was its last when an archive was
    made: its tail was cut off, or all of it was written anew."""
    if head.number is None:
        return
    if not Event.objects.filter(number=head.number, digest=head.digest).exists():
        yield f"备份时日志的最后一条（第{head.number}条）现在没有了或不是同一条：日志被截短或重写过"
