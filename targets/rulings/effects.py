"""What an act would change, found by doing it and undoing it."""

from collections.abc import Callable

from django.db import transaction

from shanyin_charging.audit import once

Numbers = dict[str, str]  # what each is called, to what it says


def of(act: Callable[[], object], tell: Callable[[], Numbers] = dict) -> list[tuple[str, str, str]]:
    """(what, before, after) of each number that would be another one; raises what the act raises.
    Nothing of it stays, and the press that asks has not been made."""
    before = tell()
    held = once.current.set(None)
    try:
        with transaction.atomic():
            act()
            after = tell()
            transaction.set_rollback(True)
    finally:
        once.current.reset(held)
    names = [*before, *(name for name in after if name not in before)]
    found = [(name, before.get(name, "—"), after.get(name, "—")) for name in names]
    return [row for row in found if row[1] != row[2]]
